// Offer the results of the search box as the reader types, from the data that the map's frame already has.
// A page without a map asks the server, when the reader pauses.
(function () {
  "use strict";

  const BOX = ".st-key-search", FRAME = 'iframe[title*="folium"]';
  const OLD_HITS = '[class*="st-key-hit_"]'; // results of the server
  const PAUSE = 400; // milliseconds
  const ID = "atlas-hits";

  /** @type {HTMLElement | null} */
  let panel = null;
  /** @type {SearchHit[]} */
  let hits = [];
  let active = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  /** @param {EventTarget | null} target */
  const fieldOf = (target) => target instanceof HTMLInputElement && target.closest(BOX) ? target : null;
  const mapSearch = () => {
    const frame = /** @type {HTMLIFrameElement | null} */ (document.querySelector(FRAME));
    return /** @type {Window | undefined} */ (frame?.contentWindow ?? undefined)?.Atlas?.app?.search;
  };
  const options = () => [.../** @type {NodeListOf<HTMLElement>} */ (panel?.querySelectorAll("li") ?? [])];

  /** Have the server search for what the field contains. @param {HTMLInputElement} field */
  function askServer(field) {
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true }));
  }

  /** Empty the field in a way that the page's framework notices. @param {HTMLInputElement} field */
  function empty(field) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (document.querySelector(OLD_HITS)) askServer(field);
  }

  /** @param {HTMLInputElement} field */
  function close(field) {
    panel?.remove();
    panel = null;
    hits = [];
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  /** Mark an option as the one that Enter chooses. @param {HTMLInputElement} field @param {number} number */
  function mark(field, number) {
    active = number;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${ID}-${active}`);
  }

  /** @param {HTMLInputElement} field */
  function makePanel(field) {
    panel = document.createElement("div");
    panel.className = ID;
    const list = document.createElement("ul"), note = document.createElement("p");
    list.id = ID;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.getAttribute("aria-label") ?? "");
    note.setAttribute("role", "status");
    panel.append(list, note);
    // The field keeps the focus, or the page would send its text to the server.
    panel.addEventListener("pointerdown", (event) => event.preventDefault());
    panel.addEventListener("mousedown", (event) => event.preventDefault());
    field.closest(BOX)?.append(panel);
    return panel;
  }

  /** @param {HTMLInputElement} field @param {SearchAnswer} answer */
  function draw(field, answer) {
    const { children: [list, note] } = panel?.isConnected ? panel : makePanel(field);
    hits = answer.hits;
    list.replaceChildren(...hits.map(({ label, choose }, n) => {
      const option = document.createElement("li");
      option.id = `${ID}-${n}`;
      option.textContent = label;
      option.setAttribute("role", "option");
      option.addEventListener("click", () => {
        close(field);
        empty(field);
        choose();
      });
      return option;
    }));
    list.toggleAttribute("hidden", !hits.length);
    note.textContent = answer.note;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    mark(field, hits.length ? 0 : -1);
  }

  document.addEventListener("focusin", ({ target }) => {
    const field = fieldOf(target);
    if (!field || field.getAttribute("role") === "combobox") return;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", ID);
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("autocomplete", "off");
  });

  document.addEventListener("focusout", ({ target }) => {
    const field = fieldOf(target);
    if (field) close(field);
  });

  document.addEventListener("input", ({ target }) => {
    const field = fieldOf(target);
    if (!field) return;
    clearTimeout(pause);
    const search = mapSearch();
    if (field.value.trim() === "") close(field);
    else if (search) draw(field, search.answer(field.value));
    else pause = setTimeout(() => askServer(field), PAUSE);
  });

  // Before the page's own handlers.
  document.addEventListener("keydown", (event) => {
    const field = fieldOf(event.target);
    if (!field || !panel || event.isComposing) return;
    const { key } = event, count = hits.length;
    if (key === "ArrowDown" && count) mark(field, (active + 1) % count);
    else if (key === "ArrowUp" && count) mark(field, (active + count - 1) % count);
    else if (key === "Enter" && active >= 0) options()[active].click();
    else if (key === "Escape") close(field);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
})();
