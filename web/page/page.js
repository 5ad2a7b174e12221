// What Streamlit's page does not do for its reader: say its language, and leave a tablet's room to the page.
(function () {
  "use strict";

  const TABLET = [768, 1024]; // narrower, Streamlit folds the side panel away by itself

  // The address names the language as soon as the page has one.
  function sayLanguage() {
    const language = new URLSearchParams(location.search).get("lang"), page = document.documentElement;
    // Each choice changes the address; to say the same language again would have every word looked at anew.
    if (/^[a-z]{2}$/.test(language ?? "") && page.lang !== language) page.lang = language;
  }

  // Fold the side panel once, when it first appears; from then on it is the reader's.
  function foldPanel() {
    const button = document.querySelector('[data-testid="stSidebarCollapseButton"] button[aria-expanded="true"]');
    if (!button) return false;
    button.click();
    return true;
  }

  sayLanguage();
  window.navigation?.addEventListener("currententrychange", sayLanguage);
  window.addEventListener("popstate", sayLanguage);
  if (innerWidth >= TABLET[0] && innerWidth < TABLET[1]) {
    const watch = new MutationObserver(() => { if (foldPanel()) watch.disconnect(); });
    watch.observe(document.documentElement, { childList: true, subtree: true });
    // A panel that came folded, as the reader left it, is not there to be folded when they open it.
    addEventListener("pointerdown", () => watch.disconnect(), { capture: true, once: true });
  }
})();
