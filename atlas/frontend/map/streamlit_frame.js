// The frame around the map: its height, the page's theme, dates in words.
(function (Atlas) {
  "use strict";

  const BELOW = 250; // what stands above and a glimpse of what stands below the map, in pixels

  function height() {
    const room = window.parent.innerHeight;
    return Math.round(Math.max(420, Math.min(1100, room - BELOW)));
  }

  // Let the map fill the reader's window, whatever fixed height the component is given.
  Atlas.fitFrame = function () {
    const set = window.Streamlit.setFrameHeight.bind(window.Streamlit);
    window.Streamlit.setFrameHeight = () => set(height());
    window.Streamlit.setFrameHeight();
    const resized = () => window.Streamlit.setFrameHeight();
    window.parent.addEventListener("resize", resized);
    window.addEventListener("pagehide", () => window.parent.removeEventListener("resize", resized));
  };

  Atlas.calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Who asks for calm gets no glide, from Leaflet's own controls and keys either.
  function calmed(map) {
    const panBy = map.panBy.bind(map);
    map.panBy = (offset, options) => panBy(offset, { ...options, animate: false });
    map._zoomAnimated = false;
  }

  // Let a reader enlarge the map: folium forbids that.
  Atlas.allowZoom = function () {
    for (const meta of document.querySelectorAll("meta[name=viewport]")) {
      meta.content = "width=device-width, initial-scale=1";
    }
  };

  // Give the parts of the map a role, and those who ask for calm a calm map.
  Atlas.madeReachable = function (map) {
    map.getContainer().setAttribute("role", "region");
    map.getPane("mapPane").setAttribute("role", "application");
    if (Atlas.calm) calmed(map);
  };

  // Streamlit names a frame after its component.
  Atlas.nameFrame = (name) => {
    window.frameElement?.setAttribute("aria-label", name);
  };

  Atlas.leastHeight = 300; // lower than the map ever is, higher than a frame before the page has sized it

  // Resolve once `element` has its room: fitted to nothing, a map shows one house.
  Atlas.laidOut = (element) =>
    new Promise((resolve) => {
      const watch = new ResizeObserver(() => {
        if (element.clientHeight < Atlas.leastHeight) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(element);
    });

  let told = null;

  // Only what `Atlas.send` says goes to the server: by itself the component would send a value at once,
  // and the whole outline of every municipio that is clicked.
  Atlas.takeChannel = function () {
    const shared = window.__GLOBAL_DATA__;
    Object.defineProperty(shared, "last_active_drawing", { get: () => told, set: () => {} });
    shared.previous_data = { last_active_drawing: told };
  };

  Atlas.send = function (value) {
    told = value;
    window.__GLOBAL_DATA__.previous_data = { last_active_drawing: told };
    window.Streamlit.setComponentValue({ last_active_drawing: told });
  };

  // "light" or "dark", as the page's background is.
  Atlas.theme = function () {
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
    const [red, green, blue] = colour.startsWith("#")
      ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
      : (colour.match(/\d+/g) || [255, 255, 255]).map(Number);
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
  };

  Atlas.onTheme = function (changed) {
    let known = Atlas.theme();
    new MutationObserver(() => {
      if (Atlas.theme() !== known) changed(known = Atlas.theme());
    }).observe(document.head, { childList: true, subtree: true, characterData: true });
  };

  // How numbers and dates are written: 1,234.5 in both.
  Atlas.locale = (language) => (language === "es" ? "es-GT" : "en-GB");

  const FORMATS = {
    4: { year: "numeric" },
    7: { year: "numeric", month: "long" },
    10: { year: "numeric", month: "long", day: "numeric" },
  };

  // "2018", "May 2021" or "29 May 2020": as finely as the date is known.
  Atlas.dateText = function (text, language) {
    const format = FORMATS[text.length];
    if (!format) return text;
    return new Intl.DateTimeFormat(Atlas.locale(language), { ...format, timeZone: "UTC" })
      .format(new Date(`${text}${"-01-01".slice(0, 10 - text.length)}T00:00:00Z`));
  };
})(window.Atlas = window.Atlas || {});
