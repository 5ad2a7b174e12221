// What stands for a site: a pin where the place is known, a bare symbol in a soft area where it is not.
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
        element("path", { d: symbol.path, fill: symbol.colour, "fill-rule": "evenodd", class: "atlas-soft-glyph" }),
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
})((window.Atlas = window.Atlas || {}));
