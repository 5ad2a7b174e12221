// Streamlit's own words in the reader's language: labels, tooltips and hints that no page can set.
// `atlasPhrases` holds them by language: {"es": {"Press Enter to {what}": "Pulse Intro para {what}"}};
// `atlasPanel` says what the folded panel holds: {"en": {"name": "Filters and pages", "short": "Filters"}}.
(function () {
  "use strict";

  const NAMES = ["aria-label", "aria-roledescription", "title", "placeholder", "alt"];
  // What pages, data and readers say; an option that is offered says what the data say, but for a few.
  const NOT_THEIRS = [
    '[data-testid="stHtml"], [data-testid="stMarkdown"], [data-testid="stCode"]',
    "canvas, svg text, [data-tag], style, script",
  ].join();
  const OURS = '[data-testid="stHtml"], canvas'; // whole: neither words nor names of Streamlit's
  const OFFERED = /^(No results|Select all|Select \d+ matches|Sin resultados|Elegir )/;
  const OPENER = '[data-testid="stExpandSidebarButton"]';
  const SCROLLER = "dvn-scroller";

  /** @typedef {{ theirs: string, ours: string }} Renaming */
  /**
   * What Streamlit said and what was put in its place, by name.
   *
   * @type {WeakMap<Node, Record<string, Renaming>>}
   */
  const renamed = new WeakMap();
  /** @type {Map<Record<string, string>, [RegExp, string][]>} */
  const matchers = new Map();
  let isRenamed = false; // whether there is anything to take back in Streamlit's own language

  const language = () => document.documentElement.lang;

  /** "Press Enter to {what}" as what finds it and reads its fields. @param {string} phrase */
  function matcherOf(phrase) {
    const parts = phrase.split(/(\{\w+\})/).map((part) =>
      /^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>.+?)` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    );
    return new RegExp(`^${parts.join("")}$`, "s");
  }

  /** @param {Record<string, string>} phrases */
  function matchersOf(phrases) {
    const withFields = Object.entries(phrases).filter(([theirs]) => theirs.includes("{"));
    const compiled = matchers.get(phrases) ??
      withFields.map(([theirs, ours]) => /** @type {[RegExp, string]} */ ([matcherOf(theirs), ours]));
    matchers.set(phrases, compiled);
    return compiled;
  }

  /**
   * What stands for a phrase of Streamlit's; the text itself where it is none.
   *
   * @param {string} text
   * @param {Record<string, string> | undefined} phrases
   * @returns {string}
   */
  function translated(text, phrases) {
    if (!phrases) return text;
    const plain = text.trim();
    if (Object.hasOwn(phrases, plain)) return text.replace(plain, () => phrases[plain]);
    for (const [matcher, ours] of matchersOf(phrases)) {
      const fields = plain.match(matcher)?.groups;
      if (fields) return ours.replace(/\{(\w+)\}/g, (_all, name) => translated(fields[name], phrases));
    }
    return text;
  }

  /**
   * Put ours in the place of what Streamlit says there: what it said before, unless it has said something
   * else since.
   *
   * @param {Node} node
   * @param {string} name
   * @param {string | null} now
   * @param {(text: string) => void} put
   */
  function rename(node, name, now, put) {
    if (!now) return;
    const before = renamed.get(node)?.[name], theirs = before?.ours === now ? before.theirs : now;
    const ours = translated(theirs, window.atlasPhrases[language()]);
    if (ours !== theirs || renamed.has(node)) {
      renamed.set(node, { ...renamed.get(node), [name]: { theirs, ours } });
    }
    isRenamed ||= ours !== theirs;
    if (ours !== now) put(ours);
  }

  /** @param {Text} node */
  function renameText(node) {
    const box = node.parentElement;
    if (!box || box.closest(NOT_THEIRS) || (box.closest("[role=option]") && !OFFERED.test(node.data))) return;
    rename(node, "text", node.data, (text) => {
      node.data = text;
    });
  }

  /** @param {Element} element */
  function renameNames(element) {
    for (const name of NAMES) {
      rename(element, name, element.getAttribute(name), (text) => element.setAttribute(name, text));
    }
  }

  /** Its words where it is a text, its names where it is an element. @param {Node} node */
  function renameNode(node) {
    if (node instanceof Text) renameText(node);
    else if (node instanceof Element) renameNames(node);
  }

  /**
   * The box that a table scrolls in takes the focus and has no name; the table itself takes it as well.
   *
   * @param {Element} root
   */
  function leaveScrollers(root) {
    for (const box of [root, ...root.getElementsByClassName(SCROLLER)]) {
      if (box instanceof HTMLElement && box.classList.contains(SCROLLER)) box.tabIndex = -1;
    }
  }

  /**
   * Two arrows tell nobody that search, filters and, on a phone, the other pages lie behind them.
   *
   * @param {Element} root
   */
  function nameOpener(root) {
    const words = window.atlasPanel[language()];
    const button = root.matches(OPENER) ? root : root.querySelector(OPENER);
    if (!(button instanceof HTMLElement) || !words) return;
    button.setAttribute("aria-label", words.name);
    Object.assign(button.dataset, words);
  }

  /** @param {Node} root */
  function mend(root) {
    if (!(root instanceof Element)) return;
    leaveScrollers(root);
    nameOpener(root);
  }

  /** @param {Node} root */
  function renameAll(root) {
    if (!(root instanceof Element)) {
      renameNode(root);
      return;
    }
    if (root.closest(OURS)) return;
    mend(root);
    renameNames(root);
    const walker = document.createTreeWalker(
      root,
      NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (node) =>
        node instanceof Element && node.matches(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    while (walker.nextNode()) renameNode(walker.currentNode);
  }

  /** @param {MutationRecord[]} records */
  function changed(records) {
    const hasWork = window.atlasPhrases[language()] || isRenamed;
    for (const { type, target, addedNodes } of records) {
      if (!hasWork || type === "childList") addedNodes.forEach(hasWork ? renameAll : mend);
      else if (type === "characterData") renameNode(target);
      else if (target instanceof Element && !target.closest(OURS)) renameNames(target);
    }
  }

  new MutationObserver(changed).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: NAMES,
  });
  const relanguaged = new MutationObserver(() => renameAll(document.body));
  relanguaged.observe(document.documentElement, { attributeFilter: ["lang"] });
  renameAll(document.body);
})();
