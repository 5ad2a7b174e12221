// A sheet is a page of its own: who opens one by key is put into it, and back at its link when it is closed.
(function () {
  "use strict";

  const KEPT = "atlas-followed"; // the address of the link that a key followed, from one page to the next
  const SHEET = ".a-sheet", CLOSE = ".a-close", DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]';
  const NAMES = ["figure", "event", "source", "dataset"];

  const came = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);

  // What a link opens, as "figure=I002"; empty for a link that opens no sheet.
  function opened(address) {
    const query = new URL(address, location.href).searchParams;
    return NAMES.filter((name) => query.has(name)).map((name) => `${name}=${query.get(name)}`).join();
  }

  const links = () => [...document.querySelectorAll(".stMain a[href]")];
  const wanted = () => (opened(location.href) ? document.querySelector(SHEET) : links().find((link) => opened(link.href) === opened(came)));

  function arrive(one) {
    if (document.activeElement !== document.body) return;
    if (one.matches(SHEET)) one.tabIndex = -1;
    one.focus();
  }

  document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, shiftKey }) => {
    const link = key === "Enter" && !(ctrlKey || metaKey || shiftKey) ? target.closest?.(".stMain a[href]") : null;
    if (!link) return;
    // A mark of a chart is a link as well, of SVG's own kind.
    const address = link.matches(CLOSE) ? location.href : link.href.baseVal ?? link.href;
    if (opened(address)) sessionStorage.setItem(KEPT, address);
  }, true);

  if (!came) return;
  const watch = new MutationObserver(() => {
    const one = document.querySelector(DONE) && wanted();
    if (!one) return;
    watch.disconnect();
    arrive(one);
  });
  for (const sign of ["keydown", "pointerdown"]) addEventListener(sign, () => watch.disconnect(), { capture: true, once: true });
  watch.observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
})();
