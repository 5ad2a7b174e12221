// The slider's months, and the state that holds in one of them.
import { deepStrictEqual as same } from "node:assert/strict";
import { run } from "./scripts.js";

const { entryOf, monthsBetween } = run(["map/dom.js", "map/time_control.js"]);

/** @type {StateEntry[]} */
const ENTRIES = [["", "not_yet", 0], ["2016-01", "building", 0], ["2017-01", "operating", 1]];

Deno.test("a state holds from its month until the next begins", () => {
  const states = ["2004-01", "2015-12", "2016-01", "2016-12", "2017-01", "2026-10"];
  same(states.map((month) => entryOf(ENTRIES, month)?.[1]), [
    "not_yet",
    "not_yet",
    "building",
    "building",
    "operating",
    "operating",
  ]);
  same(entryOf([], "2019-03"), undefined);
});

Deno.test("the months end before today's", () => {
  same(monthsBetween("2025-11", "2026-02"), ["2025-11", "2025-12", "2026-01"]);
  same(monthsBetween("2026-02", "2026-02"), []);
});
