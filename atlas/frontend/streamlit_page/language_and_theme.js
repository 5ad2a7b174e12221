// What Streamlit's page does not do for its reader: say its language and its theme, and leave a small window's room to the page.
(function () {
  "use strict";

  const PHONE = 768, DESK = 1024; // where Streamlit's side panel covers the page; where it leaves it enough room

  // The address names the language as soon as the page has one.
  function sayLanguage() {
    const language = new URLSearchParams(location.search).get("lang"), page = document.documentElement;
    // Each choice changes the address; to say the same language again would have every word looked at anew.
    if (/^[a-z]{2}$/.test(language ?? "") && page.lang !== language) page.lang = language;
  }

  // Dialogs and menus stand beside the app in the page: without its theme their words are dark on dark.
  function sayTheme(app) {
    const { style } = document.documentElement, { colorScheme } = getComputedStyle(app);
    if (style.colorScheme !== colorScheme) style.colorScheme = colorScheme;
  }

  const apps = new MutationObserver(() => {
    const app = document.querySelector(".stApp");
    if (!app) return;
    apps.disconnect();
    sayTheme(app);
    // Another theme is another class of the app.
    new MutationObserver(() => sayTheme(app)).observe(app, { attributeFilter: ["class"] });
  });

  // Fold the side panel once, when it first appears; from then on it is the reader's.
  function foldPanel() {
    const button = document.querySelector(
      '[data-testid="stSidebarCollapseButton"] button[aria-expanded="true"]',
    );
    if (!button) return false;
    button.click();
    return true;
  }

  sayLanguage();
  window.navigation?.addEventListener("currententrychange", sayLanguage);
  window.addEventListener("popstate", sayLanguage);
  apps.observe(document.documentElement, { childList: true, subtree: true });
  // Streamlit folds it on a phone by itself, but opens it again for who left it open.
  if (innerWidth < DESK) {
    const watch = new MutationObserver(() => {
      if (foldPanel()) watch.disconnect();
    });
    watch.observe(document.documentElement, { childList: true, subtree: true });
    // A panel that came folded, as the reader left it, is not there to be folded when they open it.
    for (const act of ["pointerdown", "keydown", "click"]) {
      addEventListener(act, () => watch.disconnect(), { capture: true, once: true });
    }
  }
  // What a search found is on the map, which the panel covers on a phone.
  addEventListener("click", ({ target }) => {
    if (innerWidth < PHONE && target.closest('[class*="st-key-hit_"]')) foldPanel();
  });
})();
