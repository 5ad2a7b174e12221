// What Streamlit's page does not do for its reader: say its language and its theme, and leave a small
// window's room to the page.
(function () {
  "use strict";

  const PHONE = 768; // below, Streamlit's side panel covers the page
  const DESK = 1024; // from here on the panel leaves the page enough room
  const FOLD = '[data-testid="stSidebarCollapseButton"] button[aria-expanded="true"]';
  const HIT = '[class*="st-key-hit_"]';
  const page = document.documentElement;

  // The address names the language as soon as the page has one.
  function sayLanguage() {
    const language = new URLSearchParams(location.search).get("lang") ?? "";
    // Each choice changes the address; to say the same language again would have every word looked at anew.
    if (/^[a-z]{2}$/.test(language) && page.lang !== language) page.lang = language;
  }

  /**
   * Dialogs and menus stand beside the app in the page: without its theme their words are dark on dark.
   *
   * @param {Element} app
   */
  function sayTheme(app) {
    const { colorScheme } = getComputedStyle(app);
    if (page.style.colorScheme !== colorScheme) page.style.colorScheme = colorScheme;
  }

  const appWatch = new MutationObserver(() => {
    const app = document.querySelector(".stApp");
    if (!app) return;
    appWatch.disconnect();
    sayTheme(app);
    // Another theme is another class of the app.
    new MutationObserver(() => sayTheme(app)).observe(app, { attributeFilter: ["class"] });
  });

  // Fold the side panel once, when it first appears; from then on it is the reader's.
  function foldPanel() {
    const button = /** @type {HTMLElement | null} */ (document.querySelector(FOLD));
    button?.click();
    return button !== null;
  }

  sayLanguage();
  window.navigation?.addEventListener("currententrychange", sayLanguage);
  window.addEventListener("popstate", sayLanguage);
  appWatch.observe(page, { childList: true, subtree: true });
  // Streamlit folds it on a phone by itself, but opens it again for who left it open.
  if (innerWidth < DESK) {
    const panelWatch = new MutationObserver(() => {
      if (foldPanel()) panelWatch.disconnect();
    });
    panelWatch.observe(page, { childList: true, subtree: true });
    // A panel that came folded, as the reader left it, is not there to be folded when they open it.
    for (const act of ["pointerdown", "keydown", "click"]) {
      addEventListener(act, () => panelWatch.disconnect(), { capture: true, once: true });
    }
  }
  // What a search found is on the map, which the panel covers on a phone.
  addEventListener("click", ({ target }) => {
    if (innerWidth < PHONE && /** @type {Element} */ (target).closest(HIT)) foldPanel();
  });
})();
