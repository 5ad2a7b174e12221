// Place and fit the first picture where the map will be, and remove it once, when the live map is ready.
(function (Atlas) {
  "use strict";

  const FRAME = 'iframe[title*="folium"]';
  const GRID_ZOOM = 9; // as in first_picture.py
  const LEAST_ZOOM = 6, REGION_ZOOM = 13, SITE_ZOOM = 10, CLOSER = 0.5; // as in framing.js
  const AROUND_SITE = 50; // grid pixels, 15 km
  /** @type {PixelBox} */
  const SYMBOL = [14, 40, 14, 3];
  /** @type {PixelBox} */
  const NO_MARGIN = [0, 0, 0, 0];
  const PANEL_WIDTH = 300; // of Streamlit's side panel
  const DESK = 1024, PHONE = 640, NARROW = 1100; // limits of the layout in page.css
  const LEGEND_FROM = 760; // as in legend.js
  const LEAST_HEIGHT = 300; // of a frame that has its size
  const LOOK_MS = 50;
  const NO_MAP_MS = 3000; // a page that is complete for so long has no map
  const LONGEST_MS = 30_000;
  const LONGEST_WAIT_MS = 1000; // for the first paint
  const STYLE_MS = 400; // longer than the style's transition

  // Streamlit's scripts would delay the first paint. A page in the background paints nothing.
  let isStarted = false;
  function start() {
    const link = /** @type {HTMLLinkElement | null} */ (document.getElementById("atlas-start"));
    if (!link || isStarted) return;
    isStarted = true;
    const script = Object.assign(document.createElement("script"), { type: "module", crossOrigin: "" });
    script.src = link.href;
    document.head.append(script);
    const later = /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("[rel=atlas-later]"));
    for (const hint of later) hint.rel = "modulepreload";
  }
  if (document.hidden) start();
  new PerformanceObserver(start).observe({ type: "paint", buffered: true });
  setTimeout(start, LONGEST_WAIT_MS);

  const root = document.documentElement;
  const box = /** @type {HTMLElement} */ (document.getElementById("atlas-first"));
  const drawing = /** @type {SVGSVGElement} */ (box.querySelector("svg"));
  const fit = /** @type {PictureFit} */ (JSON.parse(box.dataset.fit ?? "{}"));
  const page = location.pathname;
  /** @type {number | undefined} */
  let completeSince;
  let resting = ""; // where the frame was at the last look

  /** Return a choice that Streamlit has stored. @param {string} name */
  const stored = (name) => Object.entries(localStorage).find(([key]) => key.startsWith(name))?.[1] ?? "";

  function setTheme() {
    const theme = stored(`stActiveTheme-${page}`) || stored("stActiveTheme-");
    const scheme = theme.match(/dark|light/i)?.[0].toLowerCase();
    // The page sets its own again as soon as it has a theme.
    if (scheme) root.style.colorScheme = box.style.colorScheme = scheme;
  }

  /** Return where the map is in a page of this size. @returns {{ left: number, top: number, width: number, height: number }} */
  function expectedPlace() {
    const frame = document.querySelector(FRAME)?.getBoundingClientRect();
    if (frame && frame.height > LEAST_HEIGHT) return frame;
    const hasPanel = innerWidth >= DESK && stored("stSidebarCollapsed-") !== "true";
    const side = hasPanel ? PANEL_WIDTH : 0, padding = innerWidth > PHONE ? 32 : 10;
    const width = innerWidth - side - 2 * padding;
    // The lines of the description above it.
    const top = innerWidth <= PHONE
      ? 176
      : innerWidth <= NARROW
      ? (hasPanel ? 290 : 267)
      : width < 1300
      ? 213
      : 190;
    return { left: side + padding, top, width, height: Math.min(1100, Math.max(420, innerHeight - 250)) };
  }

  /** @param {[number, number, number, number][]} boxes @returns {FramedBox[]} */
  const areas = (boxes) => boxes.map((area) => ({ box: scaled(area), margin: NO_MARGIN }));
  /** @param {[number, number][]} points @returns {FramedBox[]} */
  const symbols = (points, around = 0) =>
    points.map(([x, y]) => ({
      box: scaled([x - around, y - around, x + around, y + around]),
      margin: SYMBOL,
    }));
  /** Return a box in pixels at zoom 0. @param {number[]} edges */
  const scaled = (edges) => /** @type {PixelBox} */ (edges.map((edge) => edge / 2 ** GRID_ZOOM));

  /**
   * Return the view of the live map, as `Framing` in framing.js finds it.
   *
   * @param {number} width
   * @param {number} height
   */
  function viewFor(width, height) {
    const linked = box.dataset.at?.split(",").map(Number);
    if (linked?.length === 3) return ofLink(linked);
    /** @type {PixelBox[]} */
    const panels = width > LEGEND_FROM ? [[10, 88, 260, 398]] : width > PHONE ? [[10, 88, 96, 124]] : [];
    if (fit.site) {
      panels.push(
        width > PHONE ? [width - 370, 10, width - 10, height - 30] : [0, height * .4, width, height],
      );
    }
    /** @param {FramedBox[]} boxes @param {number} closest */
    const best = (boxes, closest) => {
      const zooms = Atlas.zoomsFrom(closest, LEAST_ZOOM);
      return Atlas.bestView({ size: [width, height], boxes, panels, zooms }) ??
        Atlas.bestView({ size: [width, height], boxes, panels: [], zooms });
    };
    if (fit.site) return best(symbols([fit.site], AROUND_SITE), SITE_ZOOM);
    if (fit.region) return best(areas(fit.region), REGION_ZOOM);
    const country = best([...areas(fit.country), ...symbols(fit.points)], REGION_ZOOM);
    const sites = fit.filtered && fit.points.length ? best(symbols(fit.points), SITE_ZOOM) : null;
    return sites && country && sites.zoom >= country.zoom + CLOSER ? sites : country;
  }

  /** Return the view in a link in pixels of the picture's grid. @param {number[]} view */
  function ofLink([latitude, longitude, zoom]) {
    const world = 256 * 2 ** GRID_ZOOM, [west, north] = [-93, 18.5]; // CORNER in first_picture.py
    /** @param {number} degrees */
    const down = (degrees) => Math.asinh(Math.tan(degrees * Math.PI / 180));
    const x = (longitude - west) / 360 * world, y = (down(north) - down(latitude)) / (2 * Math.PI) * world;
    return { zoom, centre: [x / 2 ** GRID_ZOOM, y / 2 ** GRID_ZOOM] };
  }

  // Fitted again only where the size changes; moved by a transform, which shifts no layout.
  let size = "", first = { left: 0, top: 0 };
  function place() {
    const { left, top, width, height } = expectedPlace();
    if (size !== `${width} ${height}`) {
      if (!size) {
        first = { left, top };
        Object.assign(box.style, { left: `${left}px`, top: `${top}px`, visibility: "visible" });
      }
      size = `${width} ${height}`;
      Object.assign(box.style, { width: `${width}px`, height: `${height}px` });
      const view = viewFor(width, height);
      if (!view) return;
      const { centre: [x, y], zoom } = view, grid = 2 ** (GRID_ZOOM - zoom), whole = 2 ** GRID_ZOOM;
      const corner = [x * whole - width / 2 * grid, y * whole - height / 2 * grid];
      drawing.setAttribute("viewBox", [...corner, width * grid, height * grid].join(" "));
      box.style.setProperty("--pixel", String(grid));
      box.style.setProperty("--grid", String(grid));
    }
    box.style.transform = `translate(${left - first.left}px, ${top - first.top}px)`;
  }

  function leave() {
    clearInterval(looking);
    delete root.dataset.first;
    box.classList.add("atlas-leaving");
    setTimeout(() => box.remove(), STYLE_MS);
  }

  function look() {
    const frame = /** @type {HTMLIFrameElement | null} */ (document.querySelector(FRAME));
    const isComplete = document.querySelector(
      '[data-testid="stApp"][data-test-script-state="notRunning"] .stMain .stElementContainer',
    );
    if (isComplete) completeSince ??= performance.now();
    const complete = completeSince === undefined ? 0 : performance.now() - completeSince;
    if (frame) place();
    // The frame rests where it is once everything above it is there.
    const { top, height } = frame?.getBoundingClientRect() ?? { top: 0, height: 0 };
    const now = height > LEAST_HEIGHT && isComplete ? `${top} ${height}` : "";
    if (now && now === resting) delete root.dataset.first;
    resting = now;
    const isReady = frame?.contentDocument?.documentElement?.dataset.atlas === "ready";
    const isWithout = !frame && complete > NO_MAP_MS;
    if (isReady || isWithout || location.pathname !== page || performance.now() > LONGEST_MS) leave();
  }

  setTheme();
  place();
  root.dataset.first = "";
  const looking = setInterval(look, LOOK_MS);
})(window.Atlas);
