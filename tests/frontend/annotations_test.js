// Arrows and notes of a scene: where they point, and where their words are.
import { deepStrictEqual as same } from "node:assert/strict";
import { run } from "./scripts.js";

const Atlas = run(["map/dom.js", "map/annotations.js"]);

Deno.test("an arrow points where it leads, and the screen's y grows downwards", () => {
  const turns = [[1, 0], [0, 1], [-1, 0], [0, -1]].map(([x, y]) => Atlas.turnOf({ x: 0, y: 0 }, { x, y }));
  same(turns, [0, 90, 180, -90]);
});

Deno.test("the words of an arrow are on the other side of its start than the arrow", () => {
  same(Atlas.noteClass({ from: [-90, 15], to: [-90, 16] }, false), "atlas-note atlas-note-below");
  same(Atlas.noteClass({ from: [-90, 15], to: [-90, 14] }, false), "atlas-note atlas-note-above");
});

Deno.test("a note is beside its place, towards the middle of the window", () => {
  same(Atlas.noteClass({ from: [-90, 15], to: null }, true), "atlas-note atlas-note-left");
  same(Atlas.noteClass({ from: [-90, 15] }, false), "atlas-note");
});
