// Tells the server which view the map has: the browser writes it into its address without asking anyone.
(function (Parts) {
  "use strict";

  let told = null;

  Parts.view = function (box, { again }) {
    Parts.height(0);
    window.frameElement?.setAttribute("tabindex", "-1"); // nothing to be reached
    const now = { at: new URLSearchParams(window.parent.location.search).get("at") || "", again };
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    Parts.send(now);
  };
})((window.Parts = window.Parts || {}));
