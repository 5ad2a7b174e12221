// Streamlit's own words in the reader's language: labels, tooltips and hints that no page can set.
// `atlasPhrases` holds them by language: {"es": {"Press Enter to {what}": "Pulse Intro para {what}"}};
// `atlasPanel` says what the folded panel holds: {"en": {"name": "Filters and pages", "short": "Filters"}}.
(function () {
  "use strict";

  const NAMES = ["aria-label", "aria-roledescription", "title", "placeholder", "alt"];
  // What pages, data and readers say; an option that is offered says what the data say, but for a few.
  const NOT_THEIRS =
    '[data-testid="stHtml"], [data-testid="stMarkdown"], [data-testid="stCode"], canvas, svg text, [data-tag], style, script';
  const OURS = '[data-testid="stHtml"], canvas'; // whole: neither words nor names of Streamlit's
  const OFFERED = /^(No results|Select all|Select \d+ matches|Sin resultados|Elegir )/;
  const known = new WeakMap(); // node -> what Streamlit said and what was put in its place, by name
  const matchers = new Map();
  let isRenamed = false; // whether there is anything to take back in Streamlit's own language

  const language = () => document.documentElement.lang;

  // "Press Enter to {what}" -> what finds it and reads its fields.
  function matchersOf(phrases) {
    if (!matchers.has(phrases)) {
      const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      matchers.set(
        phrases,
        Object.entries(phrases).filter(([english]) => english.includes("{")).map(([english, ours]) => [
          new RegExp(
            `^${
              english.split(/(\{\w+\})/).map((
                part,
              ) => (/^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>.+?)` : literal(part))).join("")
            }$`,
            "s",
          ),
          ours,
        ]),
      );
    }
    return matchers.get(phrases);
  }

  function said(text, phrases) {
    if (!phrases) return text;
    const plain = text.trim();
    if (Object.hasOwn(phrases, plain)) return text.replace(plain, () => phrases[plain]);
    for (const [matcher, ours] of matchersOf(phrases)) {
      const found = plain.match(matcher);
      if (found) return ours.replace(/\{(\w+)\}/g, (_all, name) => said(found.groups[name], phrases));
    }
    return text;
  }

  // What Streamlit says there: what it said before, unless it has said something else since.
  function original(node, name, now) {
    const before = known.get(node)?.[name];
    return before && before.ours === now ? before.theirs : now;
  }

  function rename(node, name, now, put) {
    if (!now) return;
    const theirs = original(node, name, now), ours = said(theirs, globalThis.atlasPhrases[language()]);
    if (ours !== theirs || known.has(node)) known.set(node, { ...known.get(node), [name]: { theirs, ours } });
    isRenamed ||= ours !== theirs;
    if (ours !== now) put(ours);
  }

  function renameText(node) {
    const box = node.parentElement;
    if (!box || box.closest(NOT_THEIRS) || (box.closest("[role=option]") && !OFFERED.test(node.data))) return;
    rename(node, "text", node.data, (text) => {
      node.data = text;
    });
  }

  function renameNames(element) {
    for (const name of NAMES) {
      rename(element, name, element.getAttribute(name), (text) => element.setAttribute(name, text));
    }
  }

  // The box that a table scrolls in takes the focus and has no name; the table itself takes it as well.
  function leaveScrollers(root) {
    for (const box of [root, ...root.getElementsByClassName("dvn-scroller")]) {
      if (box.classList.contains("dvn-scroller")) box.tabIndex = -1;
    }
  }

  // Two arrows tell nobody that search, filters and, on a phone, the other pages lie behind them.
  function nameOpener(root) {
    const words = globalThis.atlasPanel[language()], opener = '[data-testid="stExpandSidebarButton"]';
    const button = root.matches(opener) ? root : root.querySelector(opener);
    if (!button || !words) return;
    button.setAttribute("aria-label", words.name);
    Object.assign(button.dataset, words);
  }

  function mend(root) {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    leaveScrollers(root);
    nameOpener(root);
  }

  function renameAll(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      renameText(root);
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(OURS)) return;
    mend(root);
    renameNames(root);
    const walker = document.createTreeWalker(
      root,
      NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (
        node,
      ) => (node.nodeType === Node.ELEMENT_NODE && node.matches(OURS)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT),
    );
    while (walker.nextNode()) {
      (walker.currentNode.nodeType === Node.TEXT_NODE ? renameText : renameNames)(walker.currentNode);
    }
  }

  function changed(records) {
    if (!globalThis.atlasPhrases[language()] && !isRenamed) {
      records.forEach(({ addedNodes }) => addedNodes.forEach(mend));
      return;
    }
    for (const { type, target, addedNodes } of records) {
      if (type === "childList") addedNodes.forEach(renameAll);
      else if (type === "characterData") renameText(target);
      else if (!target.closest(OURS)) renameNames(target);
    }
  }

  new MutationObserver(changed).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: NAMES,
  });
  new MutationObserver(() => renameAll(document.body)).observe(document.documentElement, {
    attributeFilter: ["lang"],
  });
  renameAll(document.body);
})();
