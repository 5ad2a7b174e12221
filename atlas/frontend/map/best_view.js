// Find the largest zoom at which boxes fit next to the panels of a map; the first picture uses it too.
(function (Atlas) {
  "use strict";

  Atlas.zoomStep = 0.05; // the map's own step, in folium_map.py and offline_app.js
  const EDGE = 10; // pixels between what is fitted and the edge of the map
  const POSITIONS = 24; // positions tried in each direction at each zoom

  /**
   * Return the numbers from the wish on outwards, between two limits.
   *
   * @param {number} low
   * @param {number} high
   * @param {number} wish
   */
  function positions(low, high, wish) {
    const evenly = Array.from({ length: POSITIONS + 1 }, (_none, n) => low + n * (high - low) / POSITIONS);
    return [Math.min(Math.max(wish, low), high), ...evenly];
  }

  /**
   * Return the boxes enlarged to a zoom, each with its margin in pixels.
   *
   * @param {FramedBox[]} boxes
   * @param {number} zoom
   */
  function boxesAt(boxes, zoom) {
    const scale = 2 ** zoom;
    return boxes.map(({ box: [left, top, right, bottom], margin }) => /** @type {PixelBox} */ ([
      left * scale - margin[0],
      top * scale - margin[1],
      right * scale + margin[2],
      bottom * scale + margin[3],
    ]));
  }

  /** Return the box around boxes. @param {PixelBox[]} boxes */
  const union = (boxes) =>
    boxes.reduce((all, box) => [
      Math.min(all[0], box[0]),
      Math.min(all[1], box[1]),
      Math.max(all[2], box[2]),
      Math.max(all[3], box[3]),
    ]);

  /**
   * Return the largest of the zooms at which no box is below a panel, and the centre nearest to the wish.
   *
   * Boxes and centres are in pixels at zoom 0, panels in pixels of the map; `zooms` descend. Without a wish
   * the boxes are in the middle if possible. Returns null if they fit at no zoom.
   *
   * @param {Frame} frame
   * @returns {{ centre: [x: number, y: number], zoom: number } | null}
   */
  Atlas.bestView = function ({ size: [width, height], boxes, panels, zooms, wish }) {
    const extent = union(boxes.map(({ box }) => box));
    // A cheap test first: most zooms are far too large.
    const possible = zooms.filter((zoom) =>
      (extent[2] - extent[0]) * 2 ** zoom < width && (extent[3] - extent[1]) * 2 ** zoom < height
    );
    for (const zoom of possible) {
      const scaled = boxesAt(boxes, zoom), scale = 2 ** zoom;
      const [left, top, right, bottom] = union(scaled);
      // Of the map's upper left corner: where all boxes are within its edges.
      const west = right + EDGE - width,
        east = left - EDGE,
        north = bottom + EDGE - height,
        south = top - EDGE;
      if (west > east || north > south) continue;
      const wishX = wish ? wish[0] * scale - width / 2 : (west + east) / 2;
      const wishY = wish ? wish[1] * scale - height / 2 : (north + south) / 2;
      const corners = positions(west, east, wishX).flatMap((x) =>
        positions(north, south, wishY).map((y) => ({ x, y, away: Math.hypot(x - wishX, y - wishY) }))
      );
      const corner = corners.sort((a, b) => a.away - b.away).find(({ x, y }) =>
        !scaled.some((box) =>
          panels.some((panel) =>
            box[0] - x < panel[2] && box[2] - x > panel[0] && box[1] - y < panel[3] && box[3] - y > panel[1]
          )
        )
      );
      if (corner) return { zoom, centre: [(corner.x + width / 2) / scale, (corner.y + height / 2) / scale] };
    }
    return null;
  };

  /**
   * Return the zooms of the map between two of them, the highest first.
   *
   * @param {number} high
   * @param {number} low
   */
  Atlas.zoomsFrom = (high, low) =>
    Array.from(
      { length: Math.max(0, Math.round((high - low) / Atlas.zoomStep)) + 1 },
      (_none, n) => Number((high - n * Atlas.zoomStep).toFixed(2)),
    );
})(window.Atlas ??= /** @type {AtlasScripts} */ ({}));
