// How things look on the map: what stands for a site, and what tells an area without its colour.
// The counterpart of the looks in Python: tests/frontend/rules.json holds for both.
(function (Atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const PIN = "M16 1C8.3 1 2 7.2 2 14.9 2 25 16 41 16 41s14-16 14-26.1C30 7.2 23.7 1 16 1z";
  const TILE = 16; // pixels of one tile of a hatch, drawn at half its size to be sharp on every screen
  const DARK = "#1c2b39", LIGHT = "#ffffff";

  // Leaflet moves each marker in three dimensions, which gives each a layer of its own in the browser:
  // a hundred of them make every frame of the whole page dearer.
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
   * A picture beside words that say the same.
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
   * The symbol of a layer alone, `size` pixels square.
   *
   * @param {LayerSymbol} symbol
   * @param {number} size
   */
  Atlas.glyph = (symbol, size) => picture([24, 24], [size, size], [drawnPath(symbol)]);

  /** @param {LayerSymbol} symbol */
  const pin = (symbol) =>
    picture([32, 42], [32, 42], [
      svg("path", { d: PIN, fill: symbol.colour, class: "atlas-pin-body" }),
      svg("g", { transform: "translate(7 6) scale(.75)" }, [drawnPath(symbol, { fill: "#fff" })]),
    ]);

  /** @param {LayerSymbol} symbol */
  const softArea = (symbol) =>
    picture([32, 32], [32, 32], [
      svg("circle", { cx: 16, cy: 16, r: 15, fill: symbol.colour, class: "atlas-soft" }),
      svg("g", { transform: "translate(8 8) scale(.667)" }, [
        drawnPath(symbol, { class: "atlas-soft-glyph" }),
      ]),
    ]);

  /** Whether a site of this precision has a pin. @param {Site["precision"]} precision */
  Atlas.hasPin = (precision) => precision === "exact" || precision === "locality";

  /**
   * A Leaflet icon for the sites of one layer at one position; `count` > 1 shows a badge.
   *
   * @param {LayerSymbol} symbol
   * @param {Site["precision"]} precision
   * @param {number} count
   */
  Atlas.icon = function (symbol, precision, count) {
    const isPin = Atlas.hasPin(precision);
    const badge = count > 1 ? Atlas.h("span", { class: "atlas-badge" }, String(count)) : null;
    return L.divIcon({
      html: Atlas.h("div", {}, isPin ? pin(symbol) : softArea(symbol), badge),
      className: `atlas-site atlas-${precision}`,
      iconSize: isPin ? [32, 42] : [32, 32],
      iconAnchor: isPin ? [16, 41] : [16, 16],
      tooltipAnchor: isPin ? [0, -36] : [0, -14],
    });
  };

  /** Red, green and blue of "#rrggbb", 0 to 255. @param {string} colour */
  Atlas.channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

  /** The relative luminance of a colour, as WCAG has it. @param {string} colour */
  function luminance(colour) {
    const [red, green, blue] = Atlas.channels(colour).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /** The colour of a hatch: dark on light, light on dark. @param {string} colour */
  Atlas.hatchOf = (colour) => luminance(colour) > 0.18 ? DARK : LIGHT;

  /**
   * Diagonals that go on in the tiles around.
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
   * What a canvas fills an area with: its colour, or a pattern in it.
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

  /** The same in a legend. @param {LegendEntry} entry */
  Atlas.swatch = ({ colour, look = "plain" }) =>
    Atlas.h("span", {
      class: `atlas-swatch atlas-look-${look}`,
      style: `background-color:${colour};--hatch:${Atlas.hatchOf(colour)}`,
    });

  /** What draws on a canvas. @param {HTMLCanvasElement} canvas */
  Atlas.brushOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
})(window.Atlas);
