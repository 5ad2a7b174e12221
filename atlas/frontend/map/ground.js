// Draw the ground for orientation: relief, lakes, rivers, roads or main routes, towns and, on request, airfields.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const BEHIND_ANALYSIS = 0.4; // opacity below the colours of an analysis
  const AROUND_VIEW = 0.2;
  const LEAST_LAKE_PX = 40; // a lake that is narrower than this is not named
  const LEAST_PX = 60; // a river or route with less than this in view is not named

  const NARROW_PX = 600;
  const LICENCE = "https://www.openstreetmap.org/copyright";

  /** @type {TownKind[]} */
  const KINDS = ["capital", "seat", "town", "abroad"];

  /**
   * Return the zoom from which the town of a rank, counted from 1, is shown.
   *
   * @param {[last: number | null, zoom: number][]} tiers
   * @param {number} rank
   */
  Atlas.townFrom = (tiers, rank) => tiers.find(([last]) => last === null || rank <= last)?.[1] ?? Infinity;

  /**
   * Return the opacity of the relief at a zoom.
   *
   * @param {number} zoom
   * @param {[full: number, gone: number]} fades
   */
  Atlas.reliefOpacity = (zoom, [full, gone]) => Math.min(1, Math.max(0, (gone - zoom) / (gone - full)));

  /**
   * Return the points of a line from its first point and the steps to the next ones.
   *
   * @param {number[]} line
   * @param {number} steps in a degree
   */
  Atlas.fromSteps = function (line, steps) {
    /** @type {Position[]} */
    const points = [];
    for (let x = 0, y = 0, nth = 0; nth < line.length; nth += 2) {
      x += line[nth];
      y += line[nth + 1];
      points.push([x / steps, y / steps]);
    }
    return points;
  };

  /**
   * Return the middle of the longest stretch of a line inside a box, and the fall of the line there in degrees.
   *
   * @param {L.Point[][]} lines in pixels
   * @param {PixelBox} box
   */
  Atlas.middleInside = function (lines, [left, top, right, bottom]) {
    /** @type {{ points: L.Point[], length: number }} */
    let best = { points: [], length: 0 };
    for (const line of lines) {
      /** @type {L.Point[]} */
      let points = [], length = 0;
      for (const point of line) {
        const { x, y } = point;
        if (x < left || x > right || y < top || y > bottom) {
          points = [];
          length = 0;
          continue;
        }
        const last = points.at(-1);
        if (last) length += Math.hypot(x - last.x, y - last.y);
        points.push(point);
        if (length > best.length) best = { points: [...points], length };
      }
    }
    const { points, length } = best;
    if (length < LEAST_PX) return null;
    const middle = Math.floor(points.length / 2), reach = Math.max(1, Math.floor(points.length / 8));
    const from = points[Math.max(0, middle - reach)],
      to = points[Math.min(points.length - 1, middle + reach)];
    const angle = Math.atan2(to.y - from.y, to.x - from.x) * 180 / Math.PI;
    // A name is never upside down.
    return {
      at: points[middle],
      angle: angle > 90 ? angle - 180 : angle < -90 ? angle + 180 : angle,
      length,
    };
  };

  Atlas.Ground = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {GroundPalette | undefined} */
      this.palette = undefined;
      this.airfieldsOn = false;
      this.drawnAs = "";
      /** @type {GroundTables | undefined} */
      this.tables = undefined;
      /** @type {Map<string, Position[][]>} */
      this.courses = new Map(); // of the named rivers
      /** @type {NamedRoad[]} */
      this.roads = [];
      /** @type {string | undefined} */
      this.roadsDate = undefined;
      /** @type {GroundPart[]} */
      this.parts = [];
      /** @type {L.ImageOverlay | undefined} */
      this.relief = undefined;
      for (const [pane, depth] of [["relief", 305], ["ground", 310]]) {
        const { style } = map.createPane(String(pane));
        style.zIndex = String(depth);
        style.pointerEvents = "none";
      }
      this.renderer = Atlas.canvas(map, "ground");
      this.airfields = L.layerGroup();
      this.notice = Atlas.boxOver(map, "atlas-notice");
      this.notice.hidden = true;
      this.notice.setAttribute("role", "status");
      map.on("zoomend", () => this.draw());
    }

    /** Fetch the ground and draw it. A server whose file is broken omits it. */
    async load() {
      const url = this.app.data.layers.ground;
      if (!url) return;
      const { roads: roadsUrl } = this.app.data.layers;
      // Without the imported roads the schematic routes are drawn.
      const [ground, roads] = await Promise.all([
        Atlas.fetchJson(url),
        roadsUrl
          ? /** @type {Promise<RoadTables>} */ (Atlas.fetchJson(roadsUrl)).catch(() => undefined)
          : undefined,
      ]);
      const tables = this.tables = /** @type {GroundTables} */ (ground);
      const { rivers, lakes } = Atlas.features(tables.water), { below, detail } = tables;
      const named = rivers.filter(({ properties }) => properties.name || properties.is_border);
      for (const { properties: { name }, geometry } of rivers) {
        const lines = /** @type {Position[][]} */ (
          geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates
        );
        if (name) this.courses.set(name, [...this.courses.get(name) ?? [], ...lines]);
      }
      this.part(lakes, () => ({ stroke: false, fillColor: this.colour("lake"), fillOpacity: 1 }));
      // Wider than the border that lies on it, so that both are seen.
      this.part(named.filter(isBorder), () => this.line("river", 4.6));
      this.part(named.filter((river) => !isBorder(river)), () => this.line("river", 1.5), 0, below.rivers);
      const others = rivers.filter((river) => !named.includes(river));
      this.part(others, () => this.line("river", 1), detail, below.rivers);
      if (roads) {
        this.addRoads(roads);
      } else {
        const { primary, secondary } = Object.groupBy(tables.routes, (route) => route.class);
        this.part((secondary ?? []).map(lineOf), () => this.line("route", 1), detail, below.routes);
        this.part((primary ?? []).map(lineOf), () => this.line("route", 1.8), 0, below.routes);
      }
      this.addTowns(tables);
      this.draw();
      performance.mark("atlas-ground");
      document.documentElement.dataset.ground = "ready";
    }

    /** Return a colour in the theme. @param {keyof GroundPalette} name */
    colour(name) {
      return this.palette?.[name];
    }

    /**
     * @param {keyof GroundPalette} colour
     * @param {number} weight
     */
    line(colour, weight) {
      return { color: this.colour(colour), weight, lineJoin: "round", lineCap: "round" };
    }

    /**
     * Add features that are shown between two zooms.
     *
     * @param {object[]} features
     * @param {(feature: Feature) => object} style
     * @param {number} from
     * @param {number} below
     * @param {boolean} isAbove whether they are drawn above other parts that are shown later
     */
    part(features, style, from = 0, below = Infinity, isAbove = false) {
      if (!features.length) return;
      const { renderer } = this;
      const layer = L.geoJSON(/** @type {Feature[]} */ (features), {
        pane: "ground",
        renderer,
        interactive: false,
        style,
        pointToLayer: (/** @type {Feature} */ _town, /** @type {L.LatLng} */ at) =>
          L.circleMarker(at, { pane: "ground", renderer, interactive: false }),
      });
      this.parts.push({ layer, from, below, isAbove, isShown: false });
    }

    /**
     * Add the imported roads, the least important first, and their credit, which their licence asks for.
     *
     * @param {RoadTables} tables
     */
    addRoads({ roads, steps, styles, streets, date }) {
      const decoded = roads.map((road) => ({
        ...road,
        lines: road.lines.map((line) => Atlas.fromSteps(line, steps)),
      }));
      for (const [level, style] of Object.entries(styles).toReversed()) {
        const lines = decoded.filter((road) => road.class === level).flatMap((road) => road.lines);
        this.part(
          lines.map((points) => lineOf({ points })),
          () => this.line("route", style.width),
          style.drawn,
        );
      }
      this.roads = decoded.filter(({ text }) => text).map((road) => {
        const named = styles[road.class].named;
        const points = road.lines.flat();
        return {
          text: road.text,
          lines: road.lines,
          from: road.is_number ? named : Math.max(named, streets),
          bounds: L.latLngBounds(points.map(([longitude, latitude]) => L.latLng(latitude, longitude))),
        };
      });
      this.roadsDate = date;
      const words = this.app.t("map.roads_credit");
      // On the left a card of details does not hide it; on a narrow map the legend is there.
      const position = this.map.getSize().x < NARROW_PX ? "bottomright" : "bottomleft";
      L.control.attribution({ prefix: false, position }).addTo(this.map).addAttribution(
        `<a href="${LICENCE}" target="_blank" rel="noopener noreferrer">${words}</a>`,
      );
    }

    /** @param {GroundTables} tables */
    addTowns({ towns, tiers, radius }) {
      for (const kind of KINDS.toReversed()) {
        const rows = towns[kind].map((town, row) => ({ town, from: Atlas.townFrom(tiers[kind], row + 1) }));
        for (const from of new Set(rows.map((row) => row.from))) {
          const features = rows.filter((row) => row.from === from).map(({ town: [longitude, latitude] }) => ({
            type: "Feature",
            properties: {},
            geometry: { type: "Point", coordinates: [longitude, latitude] },
          }));
          this.part(features, () => this.townStyle(kind, radius[kind]), from, Infinity, true);
        }
      }
    }

    /**
     * @param {TownKind} kind
     * @param {number} radius
     */
    townStyle(kind, radius) {
      const town = this.colour("town"), rim = this.colour("rim");
      const isHollow = kind === "capital" || kind === "seat";
      return {
        radius,
        weight: isHollow ? 1.6 : 1,
        color: isHollow ? town : rim,
        fillColor: kind === "seat" ? rim : town,
        fillOpacity: 1,
        opacity: kind === "abroad" ? 0.7 : 1,
      };
    }

    /** Whether the ground steps aside for tiles. */
    get isAside() {
      return Boolean(this.app.boundaries.transparent);
    }

    get hasAnalysis() {
      return Object.keys(this.app.boundaries.fills).length > 0;
    }

    /** Bring the ground in line with zoom, theme, tiles and analysis. */
    draw() {
      const zoom = this.map.getZoom(), theme = document.documentElement.dataset.theme;
      const { isAside, hasAnalysis, airfieldsOn } = this, { language } = this.app;
      const drawnAs = JSON.stringify([zoom, theme, isAside, hasAnalysis, airfieldsOn, language]);
      if (!this.tables || drawnAs === this.drawnAs) return;
      this.drawnAs = drawnAs;
      const palette = this.tables.colours[theme === "dark" ? "dark" : "light"];
      const isRestyled = palette !== this.palette;
      this.palette = palette;
      this.map.getPane("ground").style.opacity = hasAnalysis ? String(BEHIND_ANALYSIS) : "";
      for (const part of this.parts) {
        const isShown = !isAside && zoom >= part.from && zoom < part.below;
        if (isRestyled) part.layer.resetStyle();
        if (isShown !== part.isShown) isShown ? part.layer.addTo(this.map) : part.layer.remove();
        part.isShown = isShown;
      }
      for (const { layer, isAbove, isShown } of this.parts) if (isAbove && isShown) layer.bringToFront();
      this.shade(isAside || hasAnalysis ? 0 : Atlas.reliefOpacity(zoom, this.tables.fades));
      this.drawAirfields();
    }

    /** Show the relief, which would change the colours of an analysis. @param {number} opacity */
    shade(opacity) {
      const { tables } = this, theme = this.palette === tables?.colours.dark ? "dark" : "light";
      const url = this.app.data.layers[`relief_${theme}`];
      if (!tables || !url || !opacity) {
        this.relief?.remove();
        return;
      }
      this.relief ??= L.imageOverlay(url, Atlas.bounds(tables.window), { pane: "relief" });
      this.relief.setUrl(url).setOpacity(opacity).addTo(this.map);
    }

    drawAirfields() {
      this.airfields.clearLayers();
      if (!this.airfieldsOn || !this.tables) return;
      for (const [longitude, latitude, name, code] of this.tables.airfields) {
        const icon = L.divIcon({
          html: h("span", { "aria-hidden": "true" }, "✈"),
          className: "atlas-airfield",
          iconSize: [16, 16],
        });
        L.marker(L.latLng(latitude, longitude), { icon, keyboard: false, zIndexOffset: -1000 })
          .bindTooltip(() => h("span", {}, `${name} (${code})`), { className: "atlas-tooltip" })
          .addTo(this.airfields);
      }
      this.airfields.addTo(this.map);
    }

    /**
     * Return what may be named now, in the reader's language.
     *
     * @returns {NameOnMap[]}
     */
    names() {
      if (!this.tables || this.isAside) return [];
      const { towns, tiers } = this.tables, zoom = this.map.getZoom();
      const inView = this.map.getBounds().pad(AROUND_VIEW);
      /** @type {NameOnMap[]} */
      const names = [];
      for (const kind of KINDS) {
        for (const [row, [longitude, latitude, english, spanish]] of towns[kind].entries()) {
          if (zoom < Atlas.townFrom(tiers[kind], row + 1)) break;
          if (!inView.contains([latitude, longitude])) continue;
          const text = this.app.language === "es" ? spanish ?? english : english;
          names.push({ at: [longitude, latitude], text, kind, rank: row + 1 });
        }
      }
      // The colours of an analysis are read with towns alone.
      return this.hasAnalysis ? names : [...names, ...this.waterNames(), ...this.routeNames()];
    }

    /** @returns {NameOnMap[]} */
    waterNames() {
      const { tables, map } = this;
      if (!tables) return [];
      /** @param {Box} bounds */
      const widthOf = ([west, south, east]) => map.project([south, east]).x - map.project([south, west]).x;
      const lakes = tables.lakes.filter(({ bounds }) => widthOf(bounds) > LEAST_LAKE_PX).map((lake, row) => ({
        at: lake.at,
        text: lake[`name_${this.app.language}`],
        kind: "lake",
        rank: row + 1,
      }));
      if (map.getZoom() >= tables.below.rivers) return lakes;
      const rivers = [...this.courses].flatMap(([text, lines], row) => {
        const place = this.middleOf(lines);
        return place ? [{ ...place, text, kind: "river", rank: row + 1 }] : [];
      });
      return [...lakes, ...rivers];
    }

    /** @returns {NameOnMap[]} */
    routeNames() {
      const { tables } = this, zoom = this.map.getZoom();
      if (this.roadsDate !== undefined) return this.roadNames();
      if (!tables || zoom >= tables.below.routes) return [];
      return tables.routes.flatMap(({ number, points, class: level }, row) => {
        if (!number || (level !== "primary" && zoom < tables.detail + 1)) return [];
        const place = this.middleOf([points]);
        return place ? [{ at: place.at, text: number, kind: "route", rank: row + 1 }] : [];
      });
    }

    /** @returns {NameOnMap[]} */
    roadNames() {
      const zoom = this.map.getZoom(), view = this.map.getBounds();
      return this.roads.flatMap(({ text, lines, from, bounds }, row) => {
        if (zoom < from || !view.intersects(bounds)) return [];
        const place = this.middleOf(lines);
        return place ? [{ at: place.at, text, kind: "route", rank: row + 1 }] : [];
      });
    }

    /**
     * Return where a line in view is named, and its fall.
     *
     * @param {Position[][]} lines
     * @returns {{ at: Position, angle: number } | null}
     */
    middleOf(lines) {
      const { x, y } = this.map.getSize();
      const inPixels = lines.map((line) =>
        line.map((at) => this.map.latLngToContainerPoint(Atlas.latLng(at)))
      );
      const middle = Atlas.middleInside(inPixels, [0, 0, x, y]);
      if (!middle) return null;
      const { lat, lng } = this.map.containerPointToLatLng(middle.at);
      return { at: [lng, lat], angle: middle.angle };
    }

    /** Return what the legend says of roads, or of the schematic routes. */
    roadWords() {
      const { t } = this.app, { roadsDate } = this;
      if (roadsDate === undefined) {
        return [t("map.ground_routes"), t("map.ground_routes_note"), t("map.ground_routes_limit")];
      }
      const date = roadsDate && Atlas.dateText(roadsDate, this.app.language);
      return [
        t("map.ground_roads"),
        date ? t("map.ground_roads_dated", { date }) : t("map.ground_roads_undated"),
      ];
    }

    /** Return the part of the legend on the ground, with the switch of the airfields. */
    key() {
      const { t } = this.app;
      /**
       * @param {string} name
       * @param {string[]} words
       */
      const row = (name, ...words) =>
        h(
          "li",
          {},
          h("span", { class: `atlas-sample atlas-ground-${name}`, "aria-hidden": "true" }),
          h("span", {}, words[0], words.slice(1).map((line) => h("small", {}, line))),
        );
      const box = h("input", {
        type: "checkbox",
        checked: this.airfieldsOn,
        "data-layer": "airfields",
        onchange: () => {
          this.airfieldsOn = box.checked;
          this.draw();
        },
      });
      return h(
        "div",
        {},
        h(
          "ul",
          { class: "atlas-key" },
          row("seat", t("map.ground_towns")),
          row("route", ...this.roadWords()),
          row("river", t("map.ground_water")),
          row("relief", t("map.ground_relief")),
        ),
        h("label", { class: "atlas-tiles" }, box, h("span", {}, t("map.airfields"))),
      );
    }

    /**
     * Say that tiles cannot be loaded, or take it back.
     *
     * @param {boolean} isFailing
     */
    tilesFail(isFailing) {
      this.notice.hidden = !isFailing;
      if (isFailing) this.notice.textContent = this.app.t("map.tiles_failed");
    }
  };

  /** @param {Feature} river */
  const isBorder = ({ properties }) => Boolean(properties.is_border);

  /** @param {{ points: Position[] }} route */
  const lineOf = ({ points }) => ({
    type: "Feature",
    properties: {},
    geometry: { type: "LineString", coordinates: points },
  });
})(window.Atlas);
