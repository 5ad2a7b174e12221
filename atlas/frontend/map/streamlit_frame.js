// Connect the map with Streamlit's page: its theme, gestures, messages and dates in words.
(function (Atlas) {
  "use strict";

  Atlas.calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Switch off animations for readers who prefer reduced motion. @param {L.Map} map */
  function calmDown(map) {
    const panBy = map.panBy.bind(map);
    map.panBy = (offset, options) => panBy(offset, { ...options, animate: false });
    map._zoomAnimated = false;
  }

  // Allow pinch zoom, which folium forbids.
  Atlas.allowZoom = function () {
    const metas =
      /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=viewport]"));
    for (const meta of metas) meta.content = "width=device-width, initial-scale=1";
  };

  /** Set the roles of the parts of the map, and apply reduced motion. @param {L.Map} map */
  Atlas.makeReachable = function (map) {
    map.getContainer().setAttribute("role", "region");
    map.getPane("mapPane").setAttribute("role", "application");
    if (Atlas.calm) calmDown(map);
  };

  Atlas.hasServer = true; // which works out the figures of a drawn area

  const HINT_MS = 1500;
  const isMac = /Mac|iPhone|iPad/.test(window.navigator?.platform);

  /**
   * Leave the wheel and a single finger to the page around the map, as readers expect of an embedded map: it
   * zooms with Ctrl or while it has the focus, and moves with two fingers. A map that fills its window, as the
   * offline file and a stage do, keeps both.
   *
   * @param {L.Map} map
   * @param {(key: string, fields?: Fields) => string} t
   */
  Atlas.shareGestures = function (map, t) {
    if (window.parent === window) return;
    const container = map.getContainer(), pane = map.getPane("mapPane");
    // Not for screen readers: they have no wheel, and the map's label names its keys.
    const hint = Atlas.h("div", { class: "atlas-hint", "aria-hidden": "true", hidden: true });
    container.append(hint);
    container.classList.add("atlas-shared");
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @param {string} text */
    const show = (text) => {
      hint.textContent = text;
      hint.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        hint.hidden = true;
      }, HINT_MS);
    };
    const hasFocus = () =>
      document.hasFocus() &&
      (document.activeElement === container || pane.contains(document.activeElement));
    /** @param {Event} event */
    const isOfMap = (event) => {
      const target = /** @type {Element} */ (event.target);
      return !document.body.classList.contains("presenting") &&
        !container.classList.contains("atlas-freehand") &&
        target.closest(".leaflet-container") === container &&
        !target.closest(".atlas-overlay, .leaflet-popup");
    };
    // Before Leaflet, which hears the event on the same element without capture.
    container.addEventListener("wheel", (event) => {
      if (!isOfMap(event) || event.ctrlKey || event.metaKey || hasFocus()) return;
      event.stopPropagation();
      show(t("map.wheel_hint", { key: isMac ? "⌘" : "Ctrl" }));
    }, { capture: true, passive: true });
    container.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" && isOfMap(event)) map.dragging.disable();
      else map.dragging.enable();
    }, { capture: true });
    container.addEventListener("touchmove", (event) => {
      if (isOfMap(event) && event.touches.length === 1) show(t("map.touch_hint"));
    }, { capture: true, passive: true });
  };

  /** Streamlit names a frame after its component. @param {string} name */
  Atlas.nameFrame = function (name) {
    window.frameElement?.setAttribute("aria-label", name);
  };

  Atlas.leastHeight = 300; // below any height of the map, above that of a frame that is not yet sized

  /**
   * Resolve once `element` has its size; a map fitted to an empty box zooms in fully.
   *
   * @param {HTMLElement} element
   */
  Atlas.laidOut = (element) =>
    new Promise((resolve) => {
      const watch = new ResizeObserver(() => {
        if (element.clientHeight < Atlas.leastHeight) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(element);
    });

  /** @type {object | null} */
  let lastSent = null;

  // Only `Atlas.send` sends to the server. The component alone would send a value at once, and the outline of
  // every clicked municipio.
  Atlas.takeChannel = function () {
    const shared = window.__GLOBAL_DATA__;
    Object.defineProperty(shared, "last_active_drawing", { get: () => lastSent, set: () => {} });
    shared.previous_data = { last_active_drawing: lastSent };
  };

  /** @param {object} value */
  Atlas.send = function (value) {
    lastSent = value;
    window.__GLOBAL_DATA__.previous_data = { last_active_drawing: lastSent };
    window.Streamlit.setComponentValue({ last_active_drawing: lastSent });
  };

  // "light" or "dark", as the page's background is.
  Atlas.theme = function () {
    const background = getComputedStyle(document.documentElement).getPropertyValue("--background-color")
      .trim();
    const [red, green, blue] = background.startsWith("#")
      ? Atlas.channels(background)
      : (background.match(/\d+/g) || [255, 255, 255]).map(Number);
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
  };

  /** @param {(theme: Theme) => void} changed */
  Atlas.onTheme = function (changed) {
    let shownTheme = Atlas.theme();
    new MutationObserver(() => {
      if (Atlas.theme() !== shownTheme) changed(shownTheme = Atlas.theme());
    }).observe(document.head, { childList: true, subtree: true, characterData: true });
  };

  /**
   * Return a link to another page of the atlas that keeps what every page shares: language and filters.
   *
   * @param {string} page
   * @param {Record<string, string>} parameters
   * @param {string} text
   * @param {{ data: { shared: string[] } }} app
   */
  Atlas.pageLink = function (page, parameters, text, { data }) {
    const url = new URL(window.parent.location.href), kept = new URLSearchParams();
    for (const name of data.shared) {
      const value = url.searchParams.get(name);
      if (value !== null) kept.set(name, value);
    }
    for (const [name, value] of Object.entries(parameters)) kept.set(name, value);
    // Streamlit's sandbox keeps a frame from leading its page elsewhere, so the link opens a tab of its own.
    return Atlas.link(new URL(`${page}?${kept}`, url).href, text);
  };

  /** Return the locale of numbers and dates; both write 1,234.5. @param {Language} language */
  Atlas.locale = (language) => language === "es" ? "es-GT" : "en-GB";

  /** @type {Record<number, Intl.DateTimeFormatOptions>} */
  const FORMATS = {
    4: { year: "numeric" },
    7: { year: "numeric", month: "long" },
    10: { year: "numeric", month: "long", day: "numeric" },
  };

  /**
   * Return "2018", "May 2021" or "29 May 2020", as precisely as the date is known.
   *
   * @param {string} text
   * @param {Language} language
   */
  Atlas.dateText = function (text, language) {
    const format = FORMATS[text.length];
    if (!format) return text;
    return new Intl.DateTimeFormat(Atlas.locale(language), { ...format, timeZone: "UTC" })
      .format(new Date(`${text}${"-01-01".slice(0, 10 - text.length)}T00:00:00Z`));
  };
})(window.Atlas);
