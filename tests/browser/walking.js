// Notes in each document of a page what the Tab key reaches, how it shows there, and how it is called.
(() => {
  "use strict";
  const ROLES = ["button", "checkbox", "combobox", "link", "option", "radio", "slider", "spinbutton", "switch", "tab", "textbox", "treeitem"];
  const CONTROLS = ["a[href]", "button", "input", "select", "textarea", "summary", "iframe", "canvas[tabindex]", ...ROLES.map((role) => `[role=${role}]`)].join();
  const MAP = ".leaflet-map-pane, [role=tree]"; // walked with the arrow keys in another test

  const isThere = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && one.getClientRects().length > 0
    && !one.disabled && one.ariaDisabled !== "true" && !one.closest("[inert], [aria-hidden=true]");
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter(isThere);

  // How an element and its container are painted: a focus may show on the frame around a field.
  function look(one) {
    const parts = [];
    for (let box = one; box && parts.length < 5; box = box.parentElement) {
      const style = getComputedStyle(box);
      parts.push([style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.stroke, style.clipPath].join());
    }
    return parts.join("|");
  }

  const words = (one) => [...one.childNodes].map((node) => (node.nodeType === 3 ? node.data
    : node.ariaHidden === "true" || node.dataset?.testid === "stIconMaterial" || node.matches?.("[role=img]") ? node.ariaHidden === "true" ? "" : node.ariaLabel ?? ""
      : node.alt ?? words(node))).join("");
  const pointed = (one, name) => (one.getAttribute(name) ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const name = (one) => (pointed(one, "aria-labelledby").trim() || one.ariaLabel || [...one.labels ?? []].map(words).join(" ")
    || words(one) || one.title || "").trim();
  const described = (one) => `${one.tagName.toLowerCase()} ${one.role ?? ""} “${name(one).slice(0, 60)}”`;

  const walked = globalThis.walked = { reached: new Set(), dull: new Set(), away: new Set(), before: new Map() };
  walked.begin = () => { for (const one of controls()) walked.before.set(one, look(one)); };

  // Before the next key moves on: what the reader has seen of the place they are at.
  walked.note = () => {
    const one = document.activeElement;
    if (!one || one === document.body || one.tagName === "IFRAME") return;
    walked.reached.add(one);
    const { top, bottom } = one.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) walked.away.add(one);
    // A table paints its cells, and the frame of the cell at hand, on a canvas.
    if (!one.closest("canvas") && walked.before.get(one) === look(one)) walked.dull.add(one);
  };
  document.addEventListener("keydown", walked.note, true);

  // The parts of each row of choices; a test walks them with the arrow keys.
  walked.rows = () => [...document.querySelectorAll("[role=radiogroup], [role=tablist]")].filter(isThere)
    .map((row) => controls().filter((one) => row.contains(one)));
  walked.enter = (nth) => walked.rows()[nth].find((one) => walked.reached.has(one)).focus();

  // A link that Tab passes by must lead where another leads that it reaches.
  const hasTwin = (one) => one.tagName === "A" && [...walked.reached].some((other) => other.href === one.href);
  // The arrow next to a field opens the same list as the field.
  const fieldOf = (one) => one.tabIndex < 0 && one.parentElement.closest(":has([role=combobox])")?.querySelector("[role=combobox]");
  const isInside = (one) => one.tagName === "IFRAME" && one.contentWindow.walked?.reached.size;

  walked.missed = () => controls().filter((one) => !walked.reached.has(one) && !isInside(one) && !hasTwin(one)
    && !walked.reached.has(fieldOf(one)) && ![...walked.reached].some((other) => one.closest(MAP)?.contains(other)));
  walked.found = () => Object.fromEntries(Object.entries({ missed: walked.missed(), dull: [...walked.dull], away: [...walked.away],
    nameless: [...walked.reached].filter((one) => !name(one)) }).map(([what, ones]) => [what, ones.map(described)]));
})();
