// Drafts in the storage of a browser: kept, listed, opened, removed, and never overwritten by another tab.
import { deepStrictEqual as same } from "node:assert/strict";

const SCRIPT = Deno.readTextFileSync(new URL("../../atlas/frontend/parts/drafts.js", import.meta.url));

/** The storage of a browser or tab; after `fill` it takes nothing more. */
function storage() {
  let isFull = false;
  const items = new Map(),
    methods = {
      fill: () => isFull = true,
      getItem: (/** @type {string} */ key) => items.get(key) ?? null,
      removeItem: (/** @type {string} */ key) => items.delete(key),
      setItem(/** @type {string} */ key, /** @type {string} */ value) {
        if (isFull) throw new DOMException("full", "QuotaExceededError");
        items.set(key, value);
      },
    };
  return new Proxy(methods, { ownKeys: () => [...items.keys()], getOwnPropertyDescriptor: () => ENUMERABLE });
}

/** What a report says that is not sent. */
const NOTHING = { drafts: [], opened: null, moved: null, failed: "", link: "" };

const ENUMERABLE = { configurable: true, enumerable: true };

/** A tab of a browser: what its frame is asked, and what it sent. @param {object} browser */
function tab(browser, own = storage()) {
  /** @type {any[]} */
  const sent = [];
  const clock = { now: 0 };
  /** @type {any} */
  const listeners = {};
  const window = {
    addEventListener: (/** @type {string} */ type, /** @type {Function} */ call) => listeners[type] = call,
    Parts: { height() {}, send: (/** @type {any} */ value) => sent.push(value) },
  };
  const ask = () => new Function("window", "localStorage", "sessionStorage", "Date", SCRIPT);
  ask()(window, browser, own, { now: () => clock.now });
  const request = { keep: null, ask: "", drop: "", taken: "", list: true };
  const draw = (/** @type {object} */ change) => {
    /** @type {any} */ (window.Parts).drafts(null, { ...request, ...change });
    return sent.at(-1) ?? NOTHING;
  };
  return { draw, sent, own, clock, listeners };
}

const draft = (/** @type {string} */ content, id = "a") => ({
  id,
  title: `Title ${content}`,
  scenes: 2,
  content,
});

Deno.test("a draft is listed after a reload with its age, and opened", () => {
  const browser = storage(), before = tab(browser), after = tab(browser, before.own);
  before.clock.now = 1000;
  before.draw({ keep: draft("one") });
  after.clock.now = 5000;
  const { drafts, now } = after.draw({});
  same(drafts, [{ id: "a", title: "Title one", scenes: 2, saved: 1000 }]);
  same(now, 5000);
  same(after.draw({ ask: "a" }).opened, { id: "a", content: "one" });
});

Deno.test("keeping a draft again and again sends nothing, and no change moves its time", () => {
  const browser = storage(), { draw, sent, clock } = tab(browser);
  for (const content of ["one", "two", "two"]) {
    draw({ keep: draft(content) });
    clock.now += 1000;
  }
  same(sent.length, 0);
  same(tab(browser).draw({}).drafts[0].saved, 1000);
});

Deno.test("a page that lists no drafts is not run again for those of the browser", () => {
  const browser = storage(), before = tab(browser), after = tab(browser);
  before.draw({ keep: draft("one") });
  after.draw({ keep: draft("two", "b"), list: false });
  same(after.sent, []);
  same(after.draw({ keep: draft("two", "b") }).drafts.length, 1);
});

Deno.test("the later of two tabs gets a copy, and both versions stay", () => {
  const browser = storage(), first = tab(browser), other = tab(browser);
  first.draw({ keep: draft("one") });
  other.draw({ ask: "a" });
  other.draw({ keep: draft("two") });
  const { moved } = first.draw({ keep: draft("three") });
  same(moved.id, "a");
  same(first.draw({ keep: draft("four", moved.to) }).moved, null);
  const titles = tab(browser).draw({}).drafts.map((/** @type {any} */ { id, title }) => [id, title]).sort();
  same(titles, [["a", "Title two"], [moved.to, "Title four"]].sort());
});

Deno.test("a tab that was duplicated does not overwrite the first either", () => {
  const browser = storage(), first = tab(browser);
  first.draw({ keep: draft("one") });
  const copied = storage();
  copied.setItem("atlas-draft-tab", first.own.getItem("atlas-draft-tab"));
  const duplicate = tab(browser, copied);
  same(duplicate.draw({ keep: draft("two") }).moved, null);
  same(first.draw({ keep: draft("three") }).moved.id, "a");
});

Deno.test("a draft that is removed is gone, the one at hand is kept again with its next change", () => {
  const browser = storage(), { draw } = tab(browser);
  draw({ keep: draft("one") });
  same(tab(browser).draw({ drop: "a" }).drafts, []);
  same(tab(browser).draw({ ask: "a" }).opened, { id: "a", content: null });
  draw({ keep: draft("two") });
  same(tab(browser).draw({}).drafts.length, 1);
});

Deno.test("a full or forbidden storage is reported, and the drafts in it stay", () => {
  const browser = storage(), { draw } = tab(browser);
  draw({ keep: draft("one") });
  browser.fill();
  const report = draw({ keep: draft("two", "b") });
  same(report.failed, "full");
  same(report.drafts.length, 1);
  const forbidden = new Proxy({}, {
    get() {
      throw new DOMException("forbidden", "SecurityError");
    },
  });
  same(tab(browser, /** @type {any} */ (forbidden)).draw({ keep: draft("one") }).failed, "refused");
});

Deno.test("unreadable storage is passed over", () => {
  const browser = storage();
  browser.setItem("atlas-draft:x", "{");
  browser.setItem("atlas-draft:y", "1");
  browser.setItem("another", "{}");
  same(tab(browser).draw({}).drafts, []);
});

Deno.test("the text of a link is passed on until the server has taken it, and a later one too", () => {
  const { draw, own, listeners, sent } = tab(storage());
  own.setItem("atlas-briefing-link", "1abc");
  same(draw({}).link, "1abc");
  same(draw({ taken: "1abc" }).link, "");
  own.setItem("atlas-briefing-link", "1def");
  listeners.storage({ key: "atlas-briefing-link", newValue: "1def" });
  same(sent.at(-1).link, "1def");
});
