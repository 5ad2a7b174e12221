// The map is fitted next to its panels, as large as possible and as near to the middle as possible.
import { deepStrictEqual as same, ok } from "node:assert/strict";
import { run } from "./scripts.js";

const { bestView } = run(["map/dom.js", "map/best_view.js"]);

/** @type {FramedBox} */
const SQUARE = { box: [0, 0, 1, 1], margin: [0, 0, 0, 0] }; // 256 pixels wide at zoom 8
const ZOOMS = [9, 8, 7];

/** @param {Partial<Frame>} frame */
const fit = (frame) => bestView({ size: [600, 400], boxes: [SQUARE], panels: [], zooms: ZOOMS, ...frame });

/** Return the square in pixels of the map. @param {{ centre: [number, number], zoom: number }} view */
function drawn({ centre: [x, y], zoom }) {
  const scale = 2 ** zoom, left = 300 - x * scale, top = 200 - y * scale;
  return [left, top, left + scale, top + scale];
}

Deno.test("without panels it is in the middle, at the largest zoom that fits", () => {
  same(fit({}), { zoom: 8, centre: [0.5, 0.5] });
});

Deno.test("a panel moves it aside and leaves its size", () => {
  const view = fit({ panels: [[0, 0, 250, 400]] });
  ok(view);
  same(view.zoom, 8);
  const [left, , right] = drawn(view);
  ok(left >= 250 && right <= 590, `${left} to ${right}`);
});

Deno.test("between two panels it becomes smaller", () => {
  same(fit({ panels: [[0, 0, 200, 400], [400, 0, 600, 400]] })?.zoom, 7);
});

Deno.test("a panel over an empty corner of what is fitted costs nothing", () => {
  /** @type {FramedBox[]} */
  const boxes = [{ box: [0, 0.5, 1, 1], margin: [0, 0, 0, 0] }, {
    box: [0.5, 0, 1, 1],
    margin: [0, 0, 0, 0],
  }];
  const corner = { size: /** @type {[number, number]} */ ([300, 300]), panels: [[0, 0, 140, 140]] };
  same(fit({ ...corner, boxes, panels: [[0, 0, 140, 140]] })?.zoom, 8);
  same(fit({ ...corner, panels: [[0, 0, 140, 140]] })?.zoom, 7);
});

Deno.test("what a symbol covers stays on the map and free of panels at every zoom", () => {
  /** @type {FramedBox[]} */
  const pin = [{ box: [0, 0, 0, 0], margin: [14, 40, 14, 3] }];
  const view = fit({ boxes: pin, panels: [[0, 0, 600, 300]] });
  ok(view);
  const [, top] = drawn(view);
  ok(top - 40 >= 300 && top + 3 <= 390, String(top));
});

Deno.test("what can be seen already does not move", () => {
  same(fit({ zooms: [8], wish: [0.4375, 0.5625] }), { zoom: 8, centre: [0.4375, 0.5625] });
});

Deno.test("where nothing fits there is no view", () => {
  same(fit({ panels: [[0, 0, 600, 400]] }), null);
  same(fit({ size: [100, 100] }), null);
});
