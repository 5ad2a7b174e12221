// Keep the keyboard focus when a dialog or popover opens or closes, and after a link to another page.
(function () {
  "use strict";

  const POPOVER = '[data-testid="stPopoverBody"]';
  const LAID_OVER = `[role="dialog"], ${POPOVER}`;
  const OPEN_BUTTON = '[data-testid="stPopoverButton"][aria-expanded="true"]';
  const CONTROLS = 'a[href], button, input, select, textarea, [role="radio"], [tabindex="0"]';
  const HEAD = ".stMain :is(h1, h2, h3, h4)";
  const RUN_STATE = "data-test-script-state";
  const LOOK_MS = 50;
  const REDRAWN_MS = 1000; // a page is done for a moment between two runs, before its controls are back
  const DONE = `[data-testid="stApp"][${RUN_STATE}="notRunning"]`;

  /** @type {Control | null} */
  let opener = null; // the last focused element of the page, to return to
  /** @type {{ key: string | undefined, row: number }} */
  let openerPlace = { key: undefined, row: -1 }; // its widget and the index of the control
  /** @type {Element | null} */
  let awaited = null; // a popover opened by a key, until it has content
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let givingUp;
  let isLost = false; // a disabled control loses the focus and does not regain it
  let byKey = false;

  /** @typedef {HTMLElement & { disabled?: boolean }} Control */

  /** @param {Control} control */
  const isThere = (control) =>
    control.tabIndex >= 0 && !control.disabled && control.getClientRects().length > 0;
  /** @param {Element | null} box */
  const controlsIn = (box) =>
    [.../** @type {NodeListOf<Control>} */ (box?.querySelectorAll(CONTROLS) ?? [])].filter(isThere);
  const isDone = () => document.querySelector(DONE) !== null;
  const isNowhere = () => document.activeElement === document.body;
  /** @param {string} key */
  const widgetOf = (key) => document.querySelector(`.${CSS.escape(key)}`);

  /** The class of the widget that holds a control. @param {Element} control */
  const keyOf = (control) =>
    [...control.closest('[class*="st-key-"]')?.classList ?? []].find((name) => name.startsWith("st-key-"));

  /**
   * Return whether a node matches a selector or contains a match.
   *
   * @param {Node} node
   * @param {string} selector
   */
  const findIn = (node, selector) =>
    node instanceof Element ? (node.matches(selector) ? node : node.querySelector(selector)) : null;

  // The opener, or the element that replaced it in a run.
  function openerNow() {
    if (!opener || opener.isConnected) return opener;
    const { key, row } = openerPlace;
    return key ? controlsIn(widgetOf(key))[row] : null;
  }

  /**
   * Return to the opener; if it does not come back, go to the heading of the content that replaced it.
   *
   * What a dialog covered cannot be focused for a moment after it closes.
   */
  function comeBack(last = performance.now() + REDRAWN_MS) {
    clearTimeout(givingUp);
    const place = openerNow();
    place?.focus();
    if (place && document.activeElement === place) return;
    if (performance.now() < last) givingUp = setTimeout(() => isNowhere() && comeBack(last), LOOK_MS);
    else if (!place) goToHead();
  }

  function goToHead() {
    const head = /** @type {HTMLElement | null} */ (document.querySelector(HEAD));
    if (!head || !isDone() || !isNowhere()) return;
    head.tabIndex = -1;
    head.focus();
  }

  /**
   * Move the focus into a popover, which is at the end of the page, far from its button.
   *
   * @param {Element} popover
   */
  function enter(popover) {
    const first = controlsIn(popover)[0];
    if (!first || !isDone() || popover.querySelector('[data-testid="stSkeleton"]')) return;
    awaited = null;
    first.focus();
  }

  function leave() {
    const button = openerNow();
    if (button?.getAttribute("aria-expanded") === "true") button.click();
    comeBack();
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    byKey = true;
    const target = /** @type {Element} */ (event.target);
    const popover = target.closest?.(POPOVER), isAtButton = target.matches?.(OPEN_BUTTON);
    const isListOpen = popover && target.getAttribute("aria-expanded") === "true"; // that closes first
    if (event.key === "Escape" && (popover || isAtButton) && !isListOpen) leave();
    if (event.key !== "Tab" || !popover) return;
    const controls = controlsIn(popover), end = event.shiftKey ? controls[0] : controls.at(-1);
    if (target !== end && !end?.closest('[role="radiogroup"]')?.contains(target)) return;
    event.preventDefault();
    leave();
  }

  /** @param {MutationRecord[]} records */
  function changed(records) {
    for (const { addedNodes, removedNodes } of records) {
      for (const node of addedNodes) awaited = (byKey && findIn(node, POPOVER)) || awaited;
      if (![...removedNodes].some((node) => findIn(node, LAID_OVER))) continue;
      setTimeout(() => {
        if (isNowhere()) comeBack();
      });
    }
    if (awaited) enter(awaited);
    if (opener?.disabled) isLost = true;
    // A run may redraw the control on which a key was pressed. The focus is also briefly nowhere when it moves
    // between controls, so restore it only if its control was removed.
    if (byKey && opener && (isLost || !opener.isConnected) && isNowhere()) comeBack();
  }

  document.addEventListener("focusin", (event) => {
    const target = /** @type {Control} */ (event.target);
    if (target.closest(LAID_OVER) || target === document.body) return;
    isLost = false;
    opener = target;
    const key = keyOf(target);
    const box = key ? target.closest(`.${CSS.escape(key)}`) : null;
    openerPlace = { key, row: controlsIn(box).indexOf(target) };
  });
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("pointerdown", () => {
    byKey = false;
    awaited = null;
  }, true);
  new MutationObserver(changed).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: [RUN_STATE, "disabled"],
  });

  // A sheet is a separate page: move the focus into it if a key opened it, and back to its link on closing.
  const KEPT = "atlas-followed"; // the URL of the link that a key followed, stored across pages
  const SHEET = ".a-sheet", CLOSE = ".a-close", LINKS = ".stMain a[href]";
  const SHEETS = ["figure", "event", "source", "dataset"];

  /** What a link opens, as "figure=I002"; empty for a link that opens no sheet. @param {string} address */
  function openedBy(address) {
    const query = new URL(address, location.href).searchParams;
    return SHEETS.filter((name) => query.has(name)).map((name) => `${name}=${query.get(name)}`).join();
  }

  document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, shiftKey }) => {
    if (key !== "Enter" || ctrlKey || metaKey || shiftKey) return;
    const link = /** @type {HTMLAnchorElement | SVGAElement | null | undefined} */ (
      /** @type {Element} */ (target).closest?.(LINKS)
    );
    if (!link) return;
    // A mark of a chart is an SVG link.
    const href = typeof link.href === "string" ? link.href : link.href.baseVal;
    const address = link.matches(CLOSE) ? location.href : href;
    if (openedBy(address)) sessionStorage.setItem(KEPT, address);
  }, true);

  /**
   * Act on an element as soon as the page is complete and has it, unless the reader does something before.
   *
   * @param {() => HTMLElement | null | undefined} find
   * @param {(place: HTMLElement) => void} act
   */
  function onArrival(find, act) {
    const watch = new MutationObserver(() => {
      const place = isDone() ? find() : null;
      if (!place) return;
      watch.disconnect();
      /** @type {HTMLDetailsElement | null | undefined} */
      let fold = place.closest("details");
      for (; fold; fold = fold.parentElement?.closest("details")) fold.open = true;
      act(place);
    });
    for (const sign of ["keydown", "pointerdown", "wheel"]) {
      addEventListener(sign, () => watch.disconnect(), { capture: true, once: true, passive: true });
    }
    watch.observe(document.documentElement, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: [RUN_STATE],
    });
  }

  /** Put the reader into the sheet that they opened, or back at its link; once. @param {string} followed */
  function arrive(followed) {
    const findLink = () => {
      const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(LINKS));
      const same = [...links].filter((link) => openedBy(link.href) === openedBy(followed));
      return same.find(isThere) ?? same[0];
    };
    /** @returns {HTMLElement | null | undefined} */
    const findPlace = () => openedBy(location.href) ? document.querySelector(SHEET) : findLink();
    onArrival(findPlace, (place) => {
      if (!isNowhere()) return;
      if (place.matches(SHEET)) place.tabIndex = -1;
      place.focus();
    });
  }

  // The browser looks for the target of a link before the page has content.
  const target = decodeURIComponent(location.hash.slice(1));
  if (target) onArrival(() => document.getElementById(target), (place) => place.scrollIntoView());

  const followed = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (followed) arrive(followed);
})();
