// Draw the symbols of sites and the hatches of areas.
// The counterpart of geo/mapping/map_styles.py; tests/frontend/rules.json tests both.
(function (Atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const PIN = "M16 1C8.3 1 2 7.2 2 14.9 2 25 16 41 16 41s14-16 14-26.1C30 7.2 23.7 1 16 1z";
  const TILE = 16; // pixels of one tile of a hatch, drawn at half its size to be sharp on every screen
  const DARK = "#1c2b39", LIGHT = "#ffffff";

  // Leaflet moves each marker with a 3D transform, which gives each its own compositing layer; a hundred of
  // them slow down every frame of the page.
  const setPosition = L.Marker.prototype._setPos;
  L.Marker.include({
    /** @this {{ _icon: HTMLElement }} @param {L.Point} at */
    _setPos(at) {
      setPosition.call(this, at);
      this._icon.style.transform = `translate(${at.x}px, ${at.y}px)`;
    },
  });

  /**
   * @param {string} name
   * @param {Record<string, string | number>} attributes
   * @param {Element[]} children
   */
  function svg(name, attributes, children = []) {
    const element = document.createElementNS(SVG, name);
    Atlas.setAttributes(element, attributes);
    element.append(...children);
    return element;
  }

  /**
   * Return a decorative picture next to a text that says the same.
   *
   * @param {[width: number, height: number]} box
   * @param {[width: number, height: number]} size
   * @param {Element[]} children
   */
  const picture = (box, [width, height], children) =>
    svg("svg", { viewBox: `0 0 ${box.join(" ")}`, width, height, "aria-hidden": "true" }, children);

  /**
   * @param {LayerSymbol} symbol
   * @param {Record<string, string>} attributes
   */
  const drawnPath = ({ path, colour }, attributes = {}) =>
    svg("path", { d: path, fill: colour, "fill-rule": "evenodd", ...attributes });

  /**
   * Return the symbol of a layer, `size` pixels square.
   *
   * @param {LayerSymbol} symbol
   * @param {number} size
   */
  Atlas.glyph = (symbol, size) => picture([24, 24], [size, size], [drawnPath(symbol)]);

  const PIXEL = 0.69; // pixels per unit of the grid of a pin, which is then 22 pixels wide
  const CHOSEN = 1.45; // the symbol of the selected site
  const GLYPH = 0.8; // of the grid of a symbol, in a pin
  const HEAD = 26; // from the tip of a pin to the middle of its head, in units of its grid
  const PILE = 13; // radius in pixels of the symbol of sites close together

  /** Return how much larger symbols and names are for an audience at a distance. */
  Atlas.scale = () =>
    document.body.classList.contains("presenting") ? Math.max(1, window.innerWidth / 1100) : 1;

  /** The width of a pin in pixels: symbols whose middles are closer overlap. */
  Atlas.pinWidth = () => 32 * PIXEL * Atlas.scale();

  /**
   * Return a pin that leans by `tilt` degrees; its tip stays on the place and its symbol upright.
   *
   * @param {LayerSymbol} symbol
   * @param {number} tilt
   * @param {number} scale
   * @param {boolean} isHollow
   */
  function pin(symbol, tilt, scale, isHollow) {
    const turn = tilt * Math.PI / 180, x = HEAD * Math.sin(turn), y = -HEAD * Math.cos(turn);
    const left = Math.min(x - 16, -2), top = y - 16;
    const width = Math.max(x + 16, 2) - left, height = Math.max(y + 16, 1) - top;
    const unit = PIXEL * scale;
    const drawing = svg("svg", {
      viewBox: [left, top, width, height].join(" "),
      width: width * unit,
      height: height * unit,
      "aria-hidden": "true",
    }, [
      svg("path", {
        d: PIN,
        ...(isHollow
          ? { stroke: symbol.colour, class: "atlas-pin-hollow" }
          : { fill: symbol.colour, class: "atlas-pin-body" }),
        transform: `rotate(${tilt}) translate(-16 -41)`,
      }),
      svg("g", { transform: `translate(${x - 12 * GLYPH} ${y - 12 * GLYPH}) scale(${GLYPH})` }, [
        drawnPath(symbol, isHollow ? {} : { fill: "#fff" }),
      ]),
    ]);
    return {
      drawing,
      iconSize: [width * unit, height * unit],
      iconAnchor: [-left * unit, -top * unit],
      tooltipAnchor: [x * unit, (y - 14) * unit],
    };
  }

  /**
   * Return an icon whose middle is its place.
   *
   * @param {Element} drawing
   * @param {number} size
   */
  const centred = (drawing, size) => ({
    drawing,
    iconSize: [size, size],
    iconAnchor: [size / 2, size / 2],
    tooltipAnchor: [0, -size / 2],
  });

  /**
   * @param {LayerSymbol} symbol
   * @param {number} scale
   * @param {boolean} isHollow
   */
  function softArea(symbol, scale, isHollow) {
    const size = 32 * PIXEL * scale;
    const drawing = picture([32, 32], [size, size], [
      svg(
        "circle",
        isHollow
          ? { cx: 16, cy: 16, r: 15, stroke: symbol.colour, class: "atlas-soft-hollow" }
          : { cx: 16, cy: 16, r: 15, fill: symbol.colour, class: "atlas-soft" },
      ),
      svg("g", { transform: "translate(7 7) scale(.75)" }, [
        drawnPath(symbol, { class: "atlas-soft-glyph" }),
      ]),
    ]);
    return centred(drawing, size);
  }

  /**
   * Return the number of sites close together in a ring with the colour of each of them.
   *
   * @param {LayerSymbol[]} symbols
   * @param {number} scale
   * @param {boolean[]} hollow
   */
  function pile(symbols, scale, hollow) {
    const size = 2 * PILE * scale, share = 100 / symbols.length;
    const arcs = symbols.map(({ colour }, part) =>
      svg("circle", {
        r: 10.5,
        fill: "none",
        stroke: colour,
        "stroke-width": hollow[part] ? 1.4 : 4,
        pathLength: 100,
        "stroke-dasharray": `${share} ${100 - share}`,
        "stroke-dashoffset": -part * share,
        transform: "rotate(-90)",
      })
    );
    const number = svg("text", { class: "atlas-pile-count", y: 3.8, "text-anchor": "middle" });
    number.textContent = String(symbols.length);
    const drawing = svg(
      "svg",
      { viewBox: "-13 -13 26 26", width: size, height: size, "aria-hidden": "true" },
      [
        svg("circle", { r: 12.6, class: "atlas-pile" }),
        ...arcs,
        number,
      ],
    );
    return centred(drawing, size);
  }

  /** Return whether a site of this precision has a pin. @param {Site["precision"]} precision */
  Atlas.hasPin = (precision) => precision === "exact" || precision === "locality";

  /**
   * Return the Leaflet icon of sites; several at one place have a badge, several places are a pile.
   *
   * @param {SymbolsDrawn} drawn
   */
  Atlas.icon = function ({ symbols, hollow, precision, tilt, isPile, isChosen }) {
    const scale = Atlas.scale() * (isChosen ? CHOSEN : 1), [symbol] = symbols;
    const { drawing, ...place } = isPile
      ? pile(symbols, scale, hollow)
      : Atlas.hasPin(precision)
      ? pin(symbol, tilt, scale, hollow[0])
      : softArea(symbol, scale, hollow[0]);
    const badge = !isPile && symbols.length > 1
      ? Atlas.h("span", { class: "atlas-badge" }, String(symbols.length))
      : null;
    const kind = isPile ? "atlas-piled" : `atlas-${precision}`;
    return L.divIcon({
      ...place,
      html: Atlas.h("div", {}, drawing, badge),
      className: `atlas-site ${kind}${isChosen ? " atlas-selected" : ""}`,
    });
  };

  /** Return red, green and blue (0 to 255) of "#rrggbb". @param {string} colour */
  Atlas.channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

  /** Return the relative luminance of a colour as defined by WCAG. @param {string} colour */
  function luminance(colour) {
    const [red, green, blue] = Atlas.channels(colour).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /** Return the colour of a hatch: dark on light, light on dark. @param {string} colour */
  Atlas.hatchOf = (colour) => luminance(colour) > 0.18 ? DARK : LIGHT;

  /**
   * Draw diagonals that continue in the adjacent tiles.
   *
   * @param {CanvasRenderingContext2D} brush
   * @param {boolean} isRising
   */
  function diagonals(brush, isRising) {
    for (const from of [-TILE, 0, TILE]) {
      brush.moveTo(from, isRising ? TILE : 0);
      brush.lineTo(from + TILE, isRising ? 0 : TILE);
    }
  }

  /** @type {Record<string, (brush: CanvasRenderingContext2D) => void>} */
  const HATCHES = {
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

  /**
   * @param {string} colour
   * @param {string} look
   */
  function pattern(colour, look) {
    const tile = Object.assign(document.createElement("canvas"), { width: TILE, height: TILE });
    const brush = Atlas.brushOf(tile);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, TILE, TILE);
    brush.fillStyle = brush.strokeStyle = Atlas.hatchOf(colour);
    brush.lineWidth = 2.6;
    brush.beginPath();
    HATCHES[look](brush);
    const hatched = /** @type {CanvasPattern} */ (brush.createPattern(tile, "repeat"));
    hatched.setTransform(new DOMMatrix().scale(0.5));
    return hatched;
  }

  /** @type {Map<string, CanvasPattern>} */
  const patterns = new Map();

  /**
   * Return the fill of an area on a canvas: a colour or a pattern.
   *
   * @param {string | null | undefined} colour
   * @param {Look | undefined} look
   */
  Atlas.paint = function (colour, look) {
    if (!colour || !look || !HATCHES[look]) return colour;
    const key = `${colour} ${look}`;
    const paint = patterns.get(key) ?? pattern(colour, look);
    patterns.set(key, paint);
    return paint;
  };

  /** Return the same fill for a legend. @param {LegendEntry} entry */
  Atlas.swatch = ({ colour, look = "plain" }) =>
    Atlas.h("span", {
      class: `atlas-swatch atlas-look-${look}`,
      style: `background-color:${colour};--hatch:${Atlas.hatchOf(colour)}`,
    });

  /** Return the drawing context of a canvas. @param {HTMLCanvasElement} canvas */
  Atlas.brushOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
})(window.Atlas);
