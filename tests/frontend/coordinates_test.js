// Coordinates are no finer than they are known, and land is distinguished from sea and neighbours.
import { deepStrictEqual as same } from "node:assert/strict";
import { json, run } from "./scripts.js";

const Atlas = run(["map/dom.js", "map/topojson.js", "map/coordinates.js"]);
const { departamentos } = Atlas.features(json("../../data/layers/adm1_500m.topojson"));

Deno.test("a unit of the last decimal is no larger than the uncertainty, from a kilometre to a metre", () => {
  same([3000, 1500, 1000, 200, 50, 1.2, 0.1].map(Atlas.digitsFor), [2, 2, 3, 3, 4, 5, 5]);
});

/** @type {[name: string, position: Position, isOnLand: boolean][]} */
const PLACES = [
  ["the capital", [-90.513, 14.642], true],
  ["Lake Izabal", [-89.15, 15.5], true],
  ["the bridge of Tecún Umán, at the border", [-92.1455, 14.678], true],
  ["Belmopan", [-88.77, 17.25], false],
  ["San Salvador", [-89.2, 13.7], false],
  ["Tapachula", [-92.26, 14.9], false],
  ["the Pacific", [-91, 13.5], false],
  ["a longitude without its sign", [90.5, 14.6], false],
];

for (const [name, position, isOnLand] of PLACES) {
  Deno.test(`${name} is ${isOnLand ? "" : "not "}on land of Guatemala`, () => {
    same(Atlas.isOnLand(departamentos, position), isOnLand);
  });
}
