// Keeps drafts of briefings in this browser, and passes on the briefing that a link holds.
(function (Parts) {
  "use strict";

  const DRAFT = "atlas-draft:"; // starts the key of each draft in the storage of the browser
  const TAB = "atlas-draft-tab"; // what this tab knows of drafts, in the storage of the tab
  const LINK = "atlas-briefing-link"; // where the page's script puts the text of a link

  /** @type {DraftRequest} */
  let lastRequest = { keep: null, ask: "", drop: "", taken: "", list: false };
  const NOTHING = { drafts: /** @type {object[]} */ ([]), opened: null, moved: null, failed: "", link: "" };
  // A report has the page run again, and what a reader does meanwhile may be lost: nothing is not reported.
  let lastSent = JSON.stringify(NOTHING);

  const random = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join(
      "",
    );

  /** What is stored under a key; null where there is nothing readable. @param {Storage} storage @param {string} key */
  function stored(storage, key) {
    try {
      const value = JSON.parse(storage.getItem(key) ?? "null");
      return typeof value === "object" ? value : null;
    } catch {
      return null;
    }
  }

  /** @returns {StoredDraft | null} @param {string} id */
  const draftOf = (id) => stored(localStorage, DRAFT + id);

  /**
   * What this tab knows: the stamp of each draft as this tab last wrote or read it, and the copies that it
   * made because another tab had changed the draft.
   *
   * @returns {TabDrafts}
   */
  const tabDrafts = () => stored(sessionStorage, TAB) ?? { stamps: {}, moved: {} };

  /** @param {TabDrafts} tab */
  const remember = (tab) => sessionStorage.setItem(TAB, JSON.stringify(tab));

  /**
   * Write a draft. One that another tab has changed meanwhile is written under a new name instead.
   *
   * @param {DraftToKeep} draft
   */
  function keep({ id, title, scenes, content }) {
    const tab = tabDrafts(), before = draftOf(tab.moved[id] ?? id);
    let target = tab.moved[id] ?? id, stamp = before?.stamp ?? "";
    if (before?.content !== content) {
      if (before && tab.stamps[target] !== before.stamp) tab.moved[id] = target = random();
      stamp = random();
      localStorage.setItem(
        DRAFT + target,
        JSON.stringify({ title, scenes, content, stamp, saved: Date.now() }),
      );
    }
    tab.stamps[target] = stamp;
    remember(tab);
  }

  /** The content of a draft, which this tab edits from now on; null if it is gone. @param {string} id */
  function opened(id) {
    const draft = draftOf(id), tab = tabDrafts();
    if (!draft) return { id, content: null };
    tab.stamps[id] = draft.stamp;
    delete tab.moved[id];
    remember(tab);
    return { id, content: draft.content };
  }

  /** The drafts of this browser other than the one that is kept now, the newest first. @param {string} current */
  function others(current) {
    const ids = Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)).map((key) =>
      key.slice(DRAFT.length)
    );
    return ids
      .flatMap((id) => {
        const draft = id === current ? null : draftOf(id);
        return draft ? [{ id, title: draft.title, scenes: draft.scenes, saved: draft.saved }] : [];
      })
      .sort((first, other) => other.saved - first.saved);
  }

  /** Do what the server asks, as far as the browser lets this page store anything. @param {DraftRequest} request */
  function reportOf({ keep: draft, ask, drop, taken, list }) {
    const report = { ...NOTHING };
    try {
      if (taken && taken === sessionStorage.getItem(LINK)) sessionStorage.removeItem(LINK);
      report.link = sessionStorage.getItem(LINK) ?? "";
      if (drop) localStorage.removeItem(DRAFT + drop);
      if (draft) keep(draft);
    } catch (error) {
      report.failed = error instanceof DOMException && error.name === "QuotaExceededError"
        ? "full"
        : "refused";
      if (report.failed === "refused") return report;
    }
    const target = draft && tabDrafts().moved[draft.id];
    return {
      ...report,
      drafts: list ? others(target || draft?.id || "") : [],
      opened: ask ? opened(ask) : null,
      moved: target ? { id: draft.id, to: target } : null,
    };
  }

  function report() {
    const text = JSON.stringify(reportOf(lastRequest));
    if (text === lastSent) return;
    lastSent = text;
    // The server's clock may differ, so it gets the time here with the times of the drafts.
    Parts.send({ ...JSON.parse(text), now: Date.now() });
  }

  Parts.drafts = function (_box, request) {
    Parts.height(0);
    window.frameElement?.setAttribute("tabindex", "-1"); // the frame has no controls
    lastRequest = request;
    report();
  };

  // A link that is opened in this tab while the page is open.
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === LINK && newValue) report();
  });
})(window.Parts ??= /** @type {SmallFrames} */ ({}));
