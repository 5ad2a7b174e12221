// Scenes that play by themselves, and the way back after the map was explored.
import { deepStrictEqual as same } from "node:assert/strict";
import { run } from "./scripts.js";

const { Playback, intervalIn } = run(["map/dom.js", "offline/playback.js"]);

/** A playback of scenes, what it asked for, and the timer that runs: its act and its milliseconds. */
function played() {
  /** @type {{ act: () => void, wait: number } | null} */
  let timer = null;
  const asked = /** @type {string[]} */ ([]), { setTimeout, clearTimeout } = globalThis;
  const playback = new Playback({
    next: () => {
      asked.push("next");
      playback.turned();
    },
    back: () => {
      asked.push("back");
      playback.turned();
    },
    changed() {},
  });
  /** @param {() => void} act */
  const withTimers = (act) => {
    Object.assign(globalThis, {
      setTimeout: (/** @type {() => void} */ expired, /** @type {number} */ wait) => {
        timer = { act: expired, wait };
        return 1;
      },
      clearTimeout: () => {
        timer = null;
      },
    });
    try {
      act();
    } finally {
      Object.assign(globalThis, { setTimeout, clearTimeout });
    }
  };
  return {
    playback,
    asked,
    withTimers,
    wait: () => timer?.wait,
    expire: () => withTimers(() => timer?.act()),
  };
}

Deno.test("scenes follow each other after the chosen seconds until they pause", () => {
  const { playback, asked, withTimers, wait, expire } = played();
  withTimers(() => playback.turned());
  same(wait(), undefined);
  withTimers(() => playback.play(30));
  same(wait(), 30_000);
  expire();
  expire();
  same([asked, wait()], [["next", "next"], 30_000]);
  withTimers(() => playback.toggle());
  same([playback.isPlaying, wait()], [false, undefined]);
});

Deno.test("a touch of the map waits and returns to the scene, then the scenes go on", () => {
  const { playback, asked, withTimers, wait, expire } = played();
  withTimers(() => playback.play(10));
  withTimers(() => playback.touched());
  same([playback.isExploring, wait()], [true, 10_000]);
  expire();
  same([playback.isExploring, playback.isPlaying], [false, true]);
  expire();
  same(asked, ["back", "next"]);
});

Deno.test("without playing nothing returns by itself, and play returns first", () => {
  const { playback, asked, withTimers, wait } = played();
  withTimers(() => playback.touched());
  same([playback.isExploring, wait()], [true, undefined]);
  withTimers(() => playback.toggle());
  same([asked, playback.isPlaying, playback.isExploring, wait()], [["back"], true, false, 20_000]);
});

Deno.test("the end of the presentation ends everything", () => {
  const { playback, withTimers, wait } = played();
  withTimers(() => playback.play(10));
  withTimers(() => playback.touched());
  withTimers(() => playback.stop());
  same([playback.isPlaying, playback.isExploring, wait()], [false, false, undefined]);
});

Deno.test("a link asks for an interval within limits", () => {
  const queries = [
    "?present",
    "?present&play=45",
    "?play",
    "?play=0",
    "?play=many",
    "?play=1e9",
    "?play=7.6",
  ];
  same(queries.map(intervalIn), [null, 45, 20, 20, 20, 20, 8]);
});
