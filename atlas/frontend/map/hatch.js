// What tells an area without its colour: lines or dots over it, dark on light and light on dark.
(function (Atlas) {
  "use strict";

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
    rising(brush) { diagonals(brush, true); brush.stroke(); },
    crossed(brush) { diagonals(brush, true); diagonals(brush, false); brush.stroke(); },
    dotted(brush) { for (const at of [TILE / 4, 3 * TILE / 4]) { brush.moveTo(at, at); brush.arc(at, at, 2.2, 0, 2 * Math.PI); } brush.fill(); },
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
  Atlas.swatch = ({ colour, look = "plain" }) => Atlas.h("span", { class: `atlas-swatch atlas-look-${look}`,
    style: `background-color:${colour};--hatch:${Atlas.hatchOf(colour)}` });
})((window.Atlas = window.Atlas || {}));
