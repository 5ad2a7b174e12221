// Where the keyboard is when something opens over the page, closes again, or is followed to another page.
(function () {
  "use strict";

  const LAID_OVER = '[role="dialog"], [data-testid="stPopoverBody"]';
  const CONTROLS = 'a[href], button, input, select, textarea, [role="radio"], [tabindex="0"]';
  const HEAD = ".stMain :is(h1, h2, h3, h4)";
  let opener = null; // the last place of the page itself, to come back to
  let awaited = null; // a popover that a key opened, until something stands in it
  let isLost = false; // a control that works takes no focus, and does not get it back by itself
  let byKey = false;

  const isThere = (one) => one.tabIndex >= 0 && !one.disabled && one.getClientRects().length > 0;
  const controls = (box) => [...box.querySelectorAll(CONTROLS)].filter(isThere);
  const keyOf = (one) =>
    [...one.closest('[class*="st-key-"]')?.classList ?? []].find((name) => name.startsWith("st-key-"));

  // The place itself, or what a run has put in its stead.
  function again(one) {
    if (!one || one.isConnected) return one;
    const box = one.atlasKey && document.querySelector(`.${CSS.escape(one.atlasKey)}`);
    return box ? controls(box)[one.atlasNth] : null;
  }

  const isDone = () =>
    Boolean(document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]'));

  // To where the reader was; where what they pressed is gone for good, to the head of what came in its stead.
  function comeBack() {
    const one = again(opener) ?? (isDone() ? document.querySelector(HEAD) : null);
    if (one?.matches(HEAD)) one.tabIndex = -1;
    one?.focus();
  }

  // A popover stands at the end of the page, far from its button: bring the reader into it.
  function enter() {
    const first = controls(awaited)[0];
    if (!first || !isDone() || awaited.querySelector('[data-testid="stSkeleton"]')) return;
    awaited = null;
    first.focus();
  }

  function leave() {
    const button = again(opener);
    if (button?.getAttribute("aria-expanded") === "true") button.click();
    comeBack();
  }

  function pressed(event) {
    byKey = true;
    const box = event.target.closest?.('[data-testid="stPopoverBody"]');
    const atButton = event.target.matches?.('[data-testid="stPopoverButton"][aria-expanded="true"]');
    const isListOpen = box && event.target.getAttribute("aria-expanded") === "true"; // that closes first
    if (event.key === "Escape" && (box || atButton) && !isListOpen) leave();
    if (event.key !== "Tab" || !box) return;
    const all = controls(box), end = event.shiftKey ? all[0] : all.at(-1);
    if (event.target !== end && !end?.closest('[role="radiogroup"]')?.contains(event.target)) return;
    event.preventDefault();
    leave();
  }

  function changed(records) {
    for (const { addedNodes, removedNodes } of records) {
      for (const node of addedNodes) {
        const body = node.nodeType === 1 &&
          (node.matches('[data-testid="stPopoverBody"]')
            ? node
            : node.querySelector('[data-testid="stPopoverBody"]'));
        if (body && byKey) awaited = body;
      }
      const isClosed = [...removedNodes].some((node) =>
        node.nodeType === 1 && (node.matches(LAID_OVER) || node.querySelector(LAID_OVER))
      );
      if (isClosed) {
        setTimeout(() => {
          if (document.activeElement === document.body) comeBack();
        });
      }
    }
    if (awaited) enter();
    if (opener?.disabled) isLost = true;
    // A run may draw the very control anew that a key was pressed on. On its way from one place to the next
    // the focus is nowhere for a moment as well: it comes back to none that could have kept it.
    if (byKey && opener && (isLost || !opener.isConnected) && document.activeElement === document.body) {
      comeBack();
    }
  }

  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(LAID_OVER) || target === document.body) return;
    isLost = false;
    opener = target;
    opener.atlasKey = keyOf(target);
    opener.atlasNth = opener.atlasKey
      ? controls(target.closest(`.${CSS.escape(opener.atlasKey)}`)).indexOf(target)
      : -1;
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
    attributeFilter: ["data-test-script-state", "disabled"],
  });

  // A sheet is a page of its own: who opens one by key is put into it, and back at its link when it is closed.

  const KEPT = "atlas-followed"; // the address of the link that a key followed, from one page to the next
  const SHEET = ".a-sheet", CLOSE = ".a-close";
  const NAMES = ["figure", "event", "source", "dataset"];

  const came = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);

  // What a link opens, as "figure=I002"; empty for a link that opens no sheet.
  function opened(address) {
    const query = new URL(address, location.href).searchParams;
    return NAMES.filter((name) => query.has(name)).map((name) => `${name}=${query.get(name)}`).join();
  }

  const links = () => [...document.querySelectorAll(".stMain a[href]")];
  const wanted =
    () => (opened(location.href)
      ? document.querySelector(SHEET)
      : links().find((link) => opened(link.href) === opened(came)));

  function arrive(one) {
    if (document.activeElement !== document.body) return;
    if (one.matches(SHEET)) one.tabIndex = -1;
    one.focus();
  }

  document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, shiftKey }) => {
    const link = key === "Enter" && !(ctrlKey || metaKey || shiftKey)
      ? target.closest?.(".stMain a[href]")
      : null;
    if (!link) return;
    // A mark of a chart is a link as well, of SVG's own kind.
    const address = link.matches(CLOSE) ? location.href : link.href.baseVal ?? link.href;
    if (opened(address)) sessionStorage.setItem(KEPT, address);
  }, true);

  if (!came) return;
  const watch = new MutationObserver(() => {
    const one = isDone() ? wanted() : null;
    if (!one) return;
    watch.disconnect();
    arrive(one);
  });
  for (const sign of ["keydown", "pointerdown"]) {
    addEventListener(sign, () => watch.disconnect(), { capture: true, once: true });
  }
  watch.observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-test-script-state"],
  });
})();
