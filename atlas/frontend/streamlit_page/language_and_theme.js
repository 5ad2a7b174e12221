// Set the language and theme of Streamlit's page, and fold the side panel in a small window.
(function () {
  "use strict";

  const PHONE = 768; // below, Streamlit's side panel covers the page
  const DESK = 1024; // from this width on the page has enough space next to the panel
  const FOLD = '[data-testid="stSidebarCollapseButton"] button[aria-expanded="true"]';
  const HIT = '[class*="st-key-hit_"], .atlas-hits [role="option"]';
  const page = document.documentElement;

  // The URL contains the language as soon as the page has one.
  function sayLanguage() {
    const language = new URLSearchParams(location.search).get("lang") ?? "";
    // Each choice changes the URL; setting the same language again would re-read every text.
    if (/^[a-z]{2}$/.test(language) && page.lang !== language) page.lang = language;
  }

  /**
   * Copy the theme to dialogs and menus, which are outside the app and would be dark on dark.
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
    // The theme is a class of the app.
    new MutationObserver(() => sayTheme(app)).observe(app, { attributeFilter: ["class"] });
  });

  // Fold the side panel once, when it first appears; after that the reader controls it.
  function foldPanel() {
    const button = /** @type {HTMLElement | null} */ (document.querySelector(FOLD));
    button?.click();
    return button !== null;
  }

  sayLanguage();
  window.navigation?.addEventListener("currententrychange", sayLanguage);
  window.addEventListener("popstate", sayLanguage);
  appWatch.observe(page, { childList: true, subtree: true });
  // On a phone Streamlit folds the panel itself, but reopens it if the reader left it open.
  if (innerWidth < DESK) {
    const panelWatch = new MutationObserver(() => {
      if (foldPanel()) panelWatch.disconnect();
    });
    panelWatch.observe(page, { childList: true, subtree: true });
    // A panel that starts folded must not be folded when the reader opens it.
    for (const act of ["pointerdown", "keydown", "click"]) {
      addEventListener(act, () => panelWatch.disconnect(), { capture: true, once: true });
    }
  }
  // On a phone the panel covers the map with the result of a search.
  addEventListener("click", ({ target }) => {
    if (innerWidth < PHONE && /** @type {Element} */ (target).closest(HIT)) foldPanel();
  });
})();
