// Where rivers and routes are named.
import { deepStrictEqual as same, ok } from "node:assert/strict";
import { run } from "./scripts.js";

const Atlas = run(["map/dom.js", "map/ground.js"]);
const BOX = /** @type {PixelBox} */ ([0, 0, 300, 300]);

/** @param {[x: number, y: number][]} corners */
const line = (...corners) => corners.map(([x, y]) => /** @type {L.Point} */ ({ x, y, distanceTo: () => 0 }));

Deno.test("a line is named in the middle of its longest stretch in view", () => {
  const river = line([-100, 10], [10, 10], [20, 10], [400, 10], [250, 100], [200, 100], [150, 100], [
    100,
    100,
  ]);
  const named = Atlas.middleInside([river], BOX);
  same([named?.at.x, named?.at.y, named?.length], [150, 100, 150]);
});

Deno.test("a name falls with its line and is never upside down", () => {
  const down = Atlas.middleInside([line([0, 0], [100, 100], [200, 200])], BOX);
  same(down?.angle, 45);
  const back = Atlas.middleInside([line([200, 200], [100, 100], [0, 0])], BOX);
  same(back?.angle, 45);
  const up = Atlas.middleInside([line([200, 0], [100, 100], [0, 200])], BOX);
  same(up?.angle, -45);
});

Deno.test("a line with little in view is not named", () => {
  same(Atlas.middleInside([line([0, 0], [50, 0])], BOX), null);
  same(Atlas.middleInside([], BOX), null);
  ok(Atlas.middleInside([line([0, 0], [70, 0])], BOX));
});

Deno.test("a road is its first point and the steps from it", () => {
  same(Atlas.fromSteps([-900000, 150000, 10, 0, -5, 20], 10000), [[-90, 15], [-89.999, 15], [
    -89.9995,
    15.002,
  ]]);
  same(Atlas.fromSteps([], 10000), []);
});
