// Build page elements and handle their keys. All text is inserted as text, never as markup.
(function (Atlas) {
  "use strict";

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  /**
   * h("p", {class: "x", onclick: f}, "text", child, null) -> element; null children are left out.
   *
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Attributes} attributes
   * @param {(Child | Child[])[]} children
   */
  Atlas.h = function (tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === "function") element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...Atlas.present(children.flat()));
    return element;
  };

  /** Return the children that are not null. @param {Child[]} children */
  Atlas.present = (
    children,
  ) => /** @type {(Node | string)[]} */ (children.filter((child) =>
    child !== null && child !== undefined && child !== ""
  ));

  /**
   * @param {Element | null | undefined} element
   * @param {Record<string, string | number>} attributes
   */
  Atlas.setAttributes = function (element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element?.setAttribute(name, String(value));
  };

  /**
   * Add a box over the map that does not pass clicks and wheel events to it.
   *
   * @param {L.Map} map
   * @param {string} className
   */
  Atlas.boxOver = function (map, className) {
    const box = Atlas.h("section", { class: `atlas-overlay ${className}`, "aria-label": "" });
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.getContainer().append(box);
    return box;
  };

  const AROUND_VIEW = 0.4; // share of the view on each side

  /**
   * Return a renderer for a pane that draws what is in view. While the page has a pointer or the focus it draws more,
   * so that a map that moves shows no empty edge; the larger it is, the longer every change takes.
   *
   * @param {L.Map} map
   * @param {string} pane
   */
  Atlas.canvas = function (map, pane) {
    const page = document.documentElement, padding = page.matches(":hover") ? AROUND_VIEW : 0;
    const canvas = L.canvas({ pane, padding, tolerance: 0 });
    const widen = () => {
      canvas.options.padding = AROUND_VIEW;
      const isNarrow = canvas._map && canvas._bounds.getSize().x <= map.getSize().x;
      if (isNarrow) canvas._update();
    };
    page.addEventListener("pointerenter", widen);
    page.addEventListener("focusin", widen);
    page.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse") canvas.options.padding = 0; // from the next movement on
    });
    return canvas;
  };

  /**
   * Return a text such as "{count} sites" with its fields filled in.
   *
   * @param {string} text
   * @param {Fields} fields
   */
  Atlas.fill = (text, fields) => text.replace(/\{(\w+)\}/g, (_all, name) => String(fields[name]));

  /**
   * Return the form for `count` of "one|many" with the count filled in.
   *
   * @param {string} text
   * @param {number} count
   */
  Atlas.plural = (text, count) => Atlas.fill(text.split("|").at(count === 1 ? 0 : -1) ?? "", { count });

  /**
   * Return a link for an http(s) URL, else the text.
   *
   * @param {string | null | undefined} url
   * @param {string} text
   */
  Atlas.link = (url, text) =>
    /^https?:\/\//.test(url || "")
      ? Atlas.h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text)
      : text;

  /**
   * Put a text on the clipboard, by selecting it where the browser restricts the clipboard to secure pages.
   *
   * @param {string} text
   */
  Atlas.copyText = async function (text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      const field = Atlas.h("textarea", { "aria-hidden": "true" });
      field.value = text;
      document.body.append(field);
      field.select();
      const isDone = document.execCommand("copy");
      field.remove();
      active?.focus({ preventScroll: true });
      return isDone;
    }
  };

  /** Return whether a key is pressed with a modifier, which reserves it for the browser. @param {KeyboardEvent} event */
  Atlas.isShortcut = (event) => event.ctrlKey || event.metaKey || event.altKey;

  /** Prevent other handlers of a key. @param {KeyboardEvent} event */
  Atlas.keepKey = function (event) {
    event.preventDefault();
    event.stopPropagation();
  };

  /**
   * Return the item that an arrow key, Home or End moves to from item `from`, wrapping around; undefined for
   * other keys.
   *
   * @template Item
   * @param {Item[]} items
   * @param {number} from
   * @param {string} key
   */
  Atlas.itemFor = function (items, from, key) {
    if (key in STEPS) return items.at((from + STEPS[/** @type {keyof typeof STEPS} */ (key)]) % items.length);
    return key === "Home" ? items[0] : key === "End" ? items.at(-1) : undefined;
  };

  /**
   * Make exactly one of the elements reachable by the Tab key.
   *
   * @param {Iterable<Element>} elements
   * @param {Element | undefined} stop
   */
  Atlas.leaveOneStop = function (elements, stop) {
    for (const element of elements) element.setAttribute("tabindex", element === stop ? "0" : "-1");
  };

  /**
   * Redraw a box of controls and keep the focus on the same control.
   *
   * @param {HTMLElement} box
   * @param {() => void} redraw
   */
  Atlas.keepFocus = function (box, redraw) {
    /** @param {HTMLElement} control */
    const nameOf = (control) =>
      control.dataset.layer ?? control.dataset.site ??
        `${control.tagName} ${control.closest("label, summary, button")?.textContent}`;
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const isInside = box.contains(active) && active !== box;
    const name = isInside ? nameOf(active) : "";
    redraw();
    if (!isInside) return;
    const controls =
      /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("button, input, select, summary, a"));
    [...controls].find((control) => nameOf(control) === name)?.focus({ preventScroll: true });
  };
})(window.Atlas ??= /** @type {AtlasScripts} */ ({}));
