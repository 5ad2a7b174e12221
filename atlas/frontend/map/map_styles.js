// How things look on the map: what stands for a site, and what tells an area without its colour.
(function (Atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const PIN = "M16 1C8.3 1 2 7.2 2 14.9 2 25 16 41 16 41s14-16 14-26.1C30 7.2 23.7 1 16 1z";

  // Leaflet moves each marker in three dimensions, which gives each a layer of its own in the browser:
  // a hundred of them make every frame of the whole page dearer.
  const setPosition = L.Marker.prototype._setPos;
  L.Marker.include({
    _setPos(pos) {
      setPosition.call(this, pos);
      this._icon.style.transform = `translate(${pos.x}px, ${pos.y}px)`;
    },
  });

  function element(name, attributes, children = []) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  // The symbol of a layer alone, `size` pixels square.
  Atlas.glyph = function (symbol, size) {
    return element("svg", { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" }, [
      element("path", { d: symbol.path, fill: symbol.colour, "fill-rule": "evenodd" }),
    ]);
  };

  function pin(symbol) {
    return element("svg", { viewBox: "0 0 32 42", width: 32, height: 42, "aria-hidden": "true" }, [
      element("path", { d: PIN, fill: symbol.colour, class: "atlas-pin-body" }),
      element("g", { transform: "translate(7 6) scale(.75)" }, [
        element("path", { d: symbol.path, fill: "#fff", "fill-rule": "evenodd" }),
      ]),
    ]);
  }

  function area(symbol) {
    return element("svg", { viewBox: "0 0 32 32", width: 32, height: 32, "aria-hidden": "true" }, [
      element("circle", { cx: 16, cy: 16, r: 15, fill: symbol.colour, class: "atlas-soft" }),
      element("g", { transform: "translate(8 8) scale(.667)" }, [
        element("path", {
          d: symbol.path,
          fill: symbol.colour,
          "fill-rule": "evenodd",
          class: "atlas-soft-glyph",
        }),
      ]),
    ]);
  }

  // A Leaflet icon for the sites of one layer at one position; `count` > 1 shows a badge.
  Atlas.icon = function (symbol, precision, count) {
    const box = document.createElement("div");
    const isPin = precision === "exact" || precision === "locality";
    box.append(isPin ? pin(symbol) : area(symbol));
    if (count > 1) {
      const badge = document.createElement("span");
      badge.className = "atlas-badge";
      badge.textContent = count;
      box.append(badge);
    }
    return L.divIcon({
      html: box,
      className: `atlas-site atlas-${precision}`,
      iconSize: isPin ? [32, 42] : [32, 32],
      iconAnchor: isPin ? [16, 41] : [16, 16],
      tooltipAnchor: isPin ? [0, -36] : [0, -14],
    });
  };

  // What tells an area without its colour: lines or dots over it, dark on light and light on dark.

  const TILE = 16; // pixels of one tile, drawn at half its size so that it is sharp on every screen
  const DARK = "#1c2b39", LIGHT = "#ffffff";
  const made = new Map();

  // Red, green and blue of "#rrggbb", 0 to 255.
  Atlas.channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

  // The relative luminance of a colour, as WCAG has it.
  function luminance(colour) {
    const [red, green, blue] = Atlas.channels(colour).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  Atlas.hatchOf = (colour) => (luminance(colour) > 0.18 ? DARK : LIGHT);

  // Diagonals that go on in the tiles around.
  function diagonals(brush, rising) {
    for (const from of [-TILE, 0, TILE]) {
      brush.moveTo(from, rising ? TILE : 0);
      brush.lineTo(from + TILE, rising ? 0 : TILE);
    }
  }

  const DRAWN = {
    rising(brush) {
      diagonals(brush, true);
      brush.stroke();
    },
    crossed(brush) {
      diagonals(brush, true);
      diagonals(brush, false);
      brush.stroke();
    },
    dotted(brush) {
      for (const at of [TILE / 4, 3 * TILE / 4]) {
        brush.moveTo(at, at);
        brush.arc(at, at, 2.2, 0, 2 * Math.PI);
      }
      brush.fill();
    },
  };

  function pattern(colour, look) {
    const tile = document.createElement("canvas"), brush = tile.getContext("2d");
    Object.assign(tile, { width: TILE, height: TILE });
    brush.fillStyle = colour;
    brush.fillRect(0, 0, TILE, TILE);
    brush.fillStyle = brush.strokeStyle = Atlas.hatchOf(colour);
    brush.lineWidth = 2.6;
    brush.beginPath();
    DRAWN[look](brush);
    const found = brush.createPattern(tile, "repeat");
    found.setTransform(new DOMMatrix().scale(0.5));
    return found;
  }

  // What a canvas fills an area with: its colour, or a pattern in it.
  Atlas.paint = function (colour, look) {
    if (!DRAWN[look]) return colour;
    const key = `${colour} ${look}`;
    if (!made.has(key)) made.set(key, pattern(colour, look));
    return made.get(key);
  };

  // The same in a legend.
  Atlas.swatch = ({ colour, look = "plain" }) =>
    Atlas.h("span", {
      class: `atlas-swatch atlas-look-${look}`,
      style: `background-color:${colour};--hatch:${Atlas.hatchOf(colour)}`,
    });
})(window.Atlas = window.Atlas || {});
