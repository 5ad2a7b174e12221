// What is drawn by hand becomes an area that its text can hold; lengths are written as finely as they matter.
import { deepStrictEqual as same, ok } from "node:assert/strict";
import { run } from "./scripts.js";

const Atlas = run(["map/dom.js", "map/streamlit_frame.js", "map/area_geometry.js", "map/area_drawing.js"]);

/** @type {Position[]} */
const LOOP = Array.from({ length: 900 }, (_, n) => {
  const angle = n / 900 * 2 * Math.PI;
  return Atlas.areaCorner([
    -90.5 + Math.cos(angle) / 3,
    15 + Math.sin(angle) / 3 * (1 + Math.sin(40 * angle) / 9),
  ]);
});

Deno.test("a freehand line has few enough corners and stays near", () => {
  const corners = Atlas.areaCorners(LOOP);
  ok(corners.length <= 100 && corners.length > 50);
  ok(Atlas.areaOf(Atlas.areaText({ corners, radius: 0 })));
  for (const [x, y] of LOOP) ok(corners.some(([a, b]) => Math.hypot(a - x, b - y) < 0.1));
});

Deno.test("a line of few corners keeps them all", () => {
  const corners = LOOP.filter((_, n) => n % 90 === 0);
  same(Atlas.areaCorners(corners), corners);
});

Deno.test("a corner is within the bounds and rounded to 0.0001 degrees", () => {
  same(Atlas.areaCorner([-90.123449, 14.99996]), [-90.1234, 15]);
  same(Atlas.areaCorner([-120, 40]), [-98, 22.5]);
});

Deno.test("the end of a line lies at its length", () => {
  const start = /** @type {Position} */ ([-90.5, 14.6]);
  for (const bearing of [0, 45, 90, 200, 359]) {
    ok(Math.abs(Atlas.geodesic(start, Atlas.destination(start, bearing, 123_456)) - 123_456) < 1e-3);
  }
});

Deno.test("a path has a length for each leg", () => {
  /** @type {Position[]} */
  const path = [[-90.5, 14.6], [-90.4, 14.6], [-90.4, 14.6]];
  same(Atlas.legsOf(path).map(Math.round), [10775, 0]);
  same(Atlas.legsOf(path.slice(0, 1)), []);
});

Deno.test("a length is written as finely as it matters", () => {
  same([0, 850.4, 1234, 45_678, 123_456].map((metres) => Atlas.lengthText(metres, "en")), [
    "0 m",
    "850 m",
    "1.23 km",
    "45.7 km",
    "123 km",
  ]);
});
