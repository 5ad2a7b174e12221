// Takes the briefing that a link holds out of the address: Streamlit would drop it with the next choice.
//
// It lies behind the `#`, which browsers send to no server, so no log of a server or proxy holds it. It is
// kept in the storage of this tab, also over a sign-in, until the frame of the drafts has passed it on.
(function () {
  "use strict";

  const START = "#briefing=";
  const LINK = "atlas-briefing-link"; // as in parts/drafts.js

  function take() {
    if (!location.hash.startsWith(START)) return;
    try {
      sessionStorage.setItem(LINK, location.hash.slice(START.length));
    } catch {
      return; // the browser lets this page store nothing; the address stays
    }
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  take();
  window.addEventListener("hashchange", take);
})();
