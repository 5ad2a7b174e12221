// The frame around the map: its height, the page's theme, dates in words.
(function (Atlas) {
  "use strict";

  const BELOW = 250; // what stands above and a glimpse of what stands below the map, in pixels

  function frameHeight() {
    const room = window.parent.innerHeight;
    return Math.round(Math.max(420, Math.min(1100, room - BELOW)));
  }

  // Let the map fill the reader's window, whatever fixed height the component is given.
  Atlas.fitFrame = function () {
    const setHeight = window.Streamlit.setFrameHeight.bind(window.Streamlit);
    window.Streamlit.setFrameHeight = () => setHeight(frameHeight());
    window.Streamlit.setFrameHeight();
    const onResize = () => window.Streamlit.setFrameHeight();
    window.parent.addEventListener("resize", onResize);
    window.addEventListener("pagehide", () => window.parent.removeEventListener("resize", onResize));
  };

  Atlas.calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Who asks for calm gets no glide, from Leaflet's own controls and keys either. @param {L.Map} map */
  function calmDown(map) {
    const panBy = map.panBy.bind(map);
    map.panBy = (offset, options) => panBy(offset, { ...options, animate: false });
    map._zoomAnimated = false;
  }

  // Let a reader enlarge the map: folium forbids that.
  Atlas.allowZoom = function () {
    const metas =
      /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=viewport]"));
    for (const meta of metas) meta.content = "width=device-width, initial-scale=1";
  };

  /** Give the parts of the map a role, and those who ask for calm a calm map. @param {L.Map} map */
  Atlas.makeReachable = function (map) {
    map.getContainer().setAttribute("role", "region");
    map.getPane("mapPane").setAttribute("role", "application");
    if (Atlas.calm) calmDown(map);
  };

  /** Streamlit names a frame after its component. @param {string} name */
  Atlas.nameFrame = function (name) {
    window.frameElement?.setAttribute("aria-label", name);
  };

  Atlas.leastHeight = 300; // lower than the map ever is, higher than a frame before the page has sized it

  /**
   * Resolve once `element` has its room: fitted to nothing, a map shows one house.
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

  // Only what `Atlas.send` says goes to the server: by itself the component would send a value at once,
  // and the whole outline of every municipio that is clicked.
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

  /** How numbers and dates are written: 1,234.5 in both. @param {Language} language */
  Atlas.locale = (language) => language === "es" ? "es-GT" : "en-GB";

  /** @type {Record<number, Intl.DateTimeFormatOptions>} */
  const FORMATS = {
    4: { year: "numeric" },
    7: { year: "numeric", month: "long" },
    10: { year: "numeric", month: "long", day: "numeric" },
  };

  /**
   * "2018", "May 2021" or "29 May 2020": as finely as the date is known.
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
