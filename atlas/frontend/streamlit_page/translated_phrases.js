// Translate Streamlit's labels, tooltips and hints, which no page can set.
// `atlasPhrases` contains them by language: {"es": {"Press Enter to {what}": "Presione Enter para {what}"}};
// `atlasPanel` names the content of the folded panel: {"en": {"name": "Filters and pages", "short": "Filters"}}.
(function () {
  "use strict";

  const NAMES = ["aria-label", "aria-roledescription", "title", "placeholder", "alt"];
  // Texts of pages, data and readers, which are never translated, except for a few options.
  const NOT_THEIRS = [
    '[data-testid="stHtml"], [data-testid="stMarkdown"], [data-testid="stCode"]',
    "canvas, svg text, [data-tag], style, script",
  ].join();
  const OURS = '[data-testid="stHtml"], canvas'; // skipped whole: no texts of Streamlit inside
  const OFFERED = /^(No results|Select all|Select \d+ matches|Sin resultados|Elegir )/;
  const OPENER = '[data-testid="stExpandSidebarButton"]';
  const SCROLLER = "dvn-scroller";

  /** @typedef {{ theirs: string, ours: string }} Renaming */
  /**
   * The original and the translated text, by name.
   *
   * @type {WeakMap<Node, Record<string, Renaming>>}
   */
  const renamed = new WeakMap();
  /** @type {Map<Record<string, string>, [RegExp, string][]>} */
  const matchers = new Map();
  let isRenamed = false; // whether any text must be restored in English

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
   * Return the translation of a phrase of Streamlit, or the text itself if it is not one.
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
   * Replace a text of Streamlit by our translation; use the stored original unless Streamlit has changed it.
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
   * Remove the unnamed scroll box of a table from the focus order; the table itself takes the focus.
   *
   * @param {Element} root
   */
  function leaveScrollers(root) {
    for (const box of [root, ...root.getElementsByClassName(SCROLLER)]) {
      if (box instanceof HTMLElement && box.classList.contains(SCROLLER)) box.tabIndex = -1;
    }
  }

  /**
   * Label the button of the side panel, whose arrows do not explain its content.
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
  function translate(root) {
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
    translate(root);
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
      if (!hasWork || type === "childList") addedNodes.forEach(hasWork ? renameAll : translate);
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
