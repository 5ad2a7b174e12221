// The map of the atlas: fetch constant data once and redraw what the server reports as the selection.
(function (Atlas) {
  "use strict";

  const OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
  const OSM_LICENCE = "https://www.openstreetmap.org/copyright";
  const STILL = { animate: false };
  const GLIDE = { duration: 0.6, animate: !Atlas.calm };
  const LATEST_ANSWER_MS = 300; // then the map flies and names are written without the server's answer
  const NEXT_FRAME_MS = 20;

  class App {
    /**
     * @param {L.Map} map
     * @param {AtlasTables} data
     */
    constructor(map, data) {
      this.map = map;
      this.data = data;
      /** @type {Set<string>} */
      this.layers = new Set();
      /** @type {Site[]} */
      this.filtered = [];
      /** @type {Site[]} */
      this.shown = [];
      /** @type {string | null} */
      this.selected = null;
      /** @type {Language} */
      this.language = "en";
      this.mount = Math.random().toString(36).slice(2); // distinguishes this frame's events from an earlier frame's
      this.sent = 0;
      this.toldTo = "";
      /** @type {MapEvent} */
      this.unheard = {};
      this.settled = false;
      this.fitting = false;
      this.starting = false;
      this.isAhead = false;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.flight = undefined;
      this.tilesOn = false;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.naming = undefined;
      /** @type {L.Layer | undefined} */
      this.tiles = undefined;
      /** @type {L.AttributionControl | undefined} */
      this.credit = undefined;
      /** @type {MapState} */
      this.state = /** @type {any} */ (undefined); // until the server has sent the selection
      this.sitesById = new Map(data.sites.map((site) => [site.site_id, site]));
      /** @type {MapEvents} */
      const events = {
        area: (region) => this.area(region),
        tooltip: (group) => this.tooltip(group),
        siteClicked: (group) => this.siteClicked(group),
        regionClicked: (region, at) => this.region.card(region, at),
        refined: () => this.walk.keep(() => this.sites.shade()),
        described: (group) => this.described(group),
        keep: (redraw) => this.walk.keep(redraw),
        restyled: () => this.ground?.draw(),
      };
      /** @type {Walk} */
      this.walk = new Atlas.Walk(map, this);
      this.boundaries = new Atlas.Boundaries(map, data, events);
      /** @type {Ground} */
      this.ground = new Atlas.Ground(map, this);
      this.sites = new Atlas.Sites(map, data, this.boundaries, events);
      /** @type {RegionCard} */
      this.region = new Atlas.Region(map, this);
      this.places = new Atlas.Places(map, this);
      /** @type {{ draw(): void }} */
      this.labels = new Atlas.Labels(map, this);
      /** @type {Overlay} */
      this.overlay = new Atlas.Overlay(map, this);
      /** @type {Annotations} */
      this.annotations = new Atlas.Annotations(map, this);
      /** @type {TimeControl} */
      this.time = new Atlas.Time(map, this);
      /** @type {SecondMap} */
      this.second = new Atlas.SecondMap(map, this);
      /** @type {Legend} */
      this.legend = new Atlas.Legend(map, this);
      /** @type {Details} */
      this.details = new Atlas.Details(map, this);
      /** @type {Coordinates} */
      this.coordinates = new Atlas.Coordinates(map, this);
      /** @type {Framing} */
      this.framing = new Atlas.Framing(map, this);
      /** @type {PlaceSearch} */
      this.search = new Atlas.PlaceSearch(map, this);
      /** @type {Drawing} */
      this.drawing = new Atlas.Drawing(map, this);
      this.tour = new Atlas.Tour(map, this);
      this.address = new Atlas.Address(map);
      this.ahead = new Atlas.Ahead(this);
      L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 130 }).addTo(map);
      // A reader who drags the map during its flight has chosen the view.
      map.on("movestart", () => {
        clearTimeout(this.flight);
        this.flight = undefined;
        this.fitting = this.starting;
      });
      map.on("moveend", () => {
        if (this.settled) this.address.note(this.state.session, this.regionKey, this.fitting);
        this.fitting = false;
      });
      map.on("resize", () => {
        if (!this.settled) return;
        this.legend.draw();
        if (this.address.isFitted) this.fly(() => this.framing.again(GLIDE));
      });
    }

    /** Return the text of a key with its fields filled in. @param {string} key @param {Fields} fields */
    t = (key, fields = {}) => Atlas.fill(this.data.texts[this.language][key] ?? key, fields);

    /**
     * @param {string} key
     * @param {number} count
     */
    plural(key, count) {
      return Atlas.plural(this.data.texts[this.language][key], count);
    }

    /**
     * Return the text of a column in the reader's language.
     *
     * @param {InBothLanguages} row
     * @param {string} name
     */
    field(row, name) {
      return row[`${name}_${this.language}`] || "";
    }

    /** @param {string} text */
    date(text) {
      return Atlas.dateText(text, this.language);
    }

    /** Return the publishers of sources as links, each after a separator. @param {string[]} sourceIds */
    citations(sourceIds) {
      return sourceIds.flatMap((sourceId, row) => {
        const source = this.data.sources[sourceId],
          name = source ? this.field(source, "publisher") : sourceId;
        return [row ? "; " : " · ", Atlas.link(source?.url, name)];
      });
    }

    /** @param {number} metres */
    distance(metres) {
      if (metres < 1000) return `${metres} m`;
      return `${(metres / 1000).toLocaleString(Atlas.locale(this.language))} km`;
    }

    /** @param {Site} site */
    nameOf(site) {
      return this.field(site, "name");
    }

    /** @param {Site} site */
    placeOf({ codigo_muni, codigo_depto }) {
      return this.inDepartamento(this.data.municipios[codigo_muni]?.name, codigo_depto);
    }

    /**
     * @param {string | undefined} municipio
     * @param {number} codigo_depto
     */
    inDepartamento(municipio, codigo_depto) {
      return [municipio, this.data.departamentos[codigo_depto]?.name].filter(Boolean).join(", ");
    }

    /**
     * Return the accessible label of a marker: kind, place and precision.
     *
     * @param {Site[]} group
     */
    described(group) {
      const kinds = new Set(group.map((site) => this.t(`kind.${site.kind}`)));
      const places = new Set(group.map((site) => this.placeOf(site)).filter(Boolean));
      const uncertainty = Math.max(...group.map((site) => site.uncertainty_m ?? 0));
      const within = uncertainty ? `, ${this.t("map.within", { distance: this.distance(uncertainty) })}` : "";
      const position = `${this.t("map.position")}: ${this.precisions(group)}${within}`;
      // A voice command names the count that the marker shows.
      const count = group.length > 1 ? [this.plural("map.sites_here", group.length)] : [];
      const names = group.map((site) => this.nameOf(site)).join(", ");
      return [...count, names, ...kinds, ...places, position].join(". ");
    }

    /** Return how precise the locations of a group are, which may differ. @param {Site[]} group */
    precisions(group) {
      return [...new Set(group.map((site) => this.t(`precision.${site.precision}`)))].join(" · ");
    }

    /** Return the name of a municipio or lake and the meaning of its colour. @param {AreaProperties} area */
    area(area) {
      const meaning = this.overlay.meaning(area);
      const name = area.lake
        ? area[`name_${this.language}`]
        : this.inDepartamento(area.municipio, area.codigo_depto);
      return Atlas.h("div", {}, name, meaning ? Atlas.h("small", {}, Atlas.h("br"), meaning) : "");
    }

    /** @param {Site[]} group */
    tooltip(group) {
      const names = group.map((site) => Atlas.h("div", {}, this.nameOf(site)));
      return Atlas.h("div", {}, names, Atlas.h("small", {}, this.precisions(group)));
    }

    /**
     * Return whether the server has received every event of this frame.
     * After a restart it never does, because it starts from the URL.
     *
     * @param {{ heard: Heard, session: string }} state
     */
    isHeard({ heard, session }) {
      return this.sent === 0 || session !== this.toldTo ||
        (heard.mount === this.mount && heard.n >= this.sent);
    }

    /** Take the selection from the server but keep what the reader did since. @param {MapState} state */
    show(state) {
      if (!this.settled) this.begin(state);
      const before = this.state, { overlay } = state, moment = this.time.moment;
      this.state = state;
      this.language = state.language;
      const isHeard = this.isHeard(state);
      if (isHeard) this.layers = new Set(state.layers);
      this.drawing.show(isHeard ? state.area ?? "" : this.drawing.area);
      this.time.take(state.time, isHeard);
      this.filtered = this.time.present(state);
      const fills = this.overlay.fills(overlay), looks = Atlas.looksOf(overlay);
      this.boundaries.emphasise(state.departamentos, state.municipios, this.second.fillsOf(fills), looks);
      const { legendText } = this.overlay;
      this.overlay.draw(overlay);
      this.annotations.draw(state.annotations);
      const selected = isHeard ? state.site : this.selected, isNew = selected !== this.selected;
      if (before.language !== state.language) this.speak(selected);
      this.redraw(selected);
      if (this.time.moment !== moment) this.dateDetails();
      this.moveFor(before, legendText);
      // What the reader chose on the map is already in view, or the map is flying there.
      if (isNew) this.reveal(selected);
      if (state.tour) this.tour.begin();
    }

    /** Return sites by their identifiers; null means all. @param {string[] | null} siteIds */
    named(siteIds) {
      if (siteIds === null) return this.data.sites;
      return siteIds.flatMap((siteId) => this.sitesById.get(siteId) ?? []);
    }

    /**
     * Return whether only the sites depend on the region, so that the frame can redraw by itself.
     *
     * @param {MapState} state
     */
    isAlone(state) {
      return state.anywhere !== undefined && !state.scene && !state.overlay;
    }

    /** Merge the state of the server with later choices of the reader. @param {MapState} state */
    heard(state) {
      const ahead = this.ahead.over(state);
      if (ahead === state) this.address.release();
      if (this.isHeard(state) && shownBy(ahead) === shownBy(this.state)) this.state = ahead;
      else this.show(ahead);
      if (this.flight !== undefined) this.fit();
      else if (this.naming !== undefined) this.nameLater();
    }

    /** Show the state that the server is about to send. @param {MapState} state */
    showAhead(state) {
      if (!this.settled || !this.isAlone(state)) return;
      this.address.hold();
      this.isAhead = true;
      this.show({ ...state, tour: undefined });
      this.isAhead = false;
    }

    /** Update the texts that no other part updates in the reader's language. @param {string | null} selected */
    speak(selected) {
      document.documentElement.lang = this.language;
      const { _zoomInButton: closer, _zoomOutButton: further } = this.map.zoomControl;
      Atlas.setAttributes(closer, { title: this.t("map.zoom_in"), "aria-label": this.t("map.zoom_in") });
      Atlas.setAttributes(further, { title: this.t("map.zoom_out"), "aria-label": this.t("map.zoom_out") });
      this.map.getContainer().setAttribute("aria-label", `${this.t("map.label")} ${this.t("map.keys")}`);
      this.map.getPane("mapPane").setAttribute("aria-label", this.t("map.sites_on_map"));
      Atlas.nameFrame(this.t("map.label"));
      this.places.speak();
      this.coordinates.speak();
      this.drawing.speak();
      this.openDetails(selected);
    }

    get regionKey() {
      return Atlas.regionKey(this.state);
    }

    /**
     * Move to the view of the link or to the selection before drawing, so that only this area is fetched.
     *
     * @param {MapState} state
     */
    begin(state) {
      this.state = state;
      this.language = state.language;
      this.selected = state.site;
      this.time.take(state.time, true);
      this.drawing.show(state.area ?? "");
      this.speak(state.site);
      this.overlay.say(state.overlay);
      const linked = this.address.read(state.session);
      const view = linked || this.sceneView(state) || this.address.remembered(state.session, this.regionKey);
      const at = this.positionOf(state.site);
      this.layers = new Set(state.layers);
      this.filtered = this.time.present(state);
      this.shown = this.filtered.filter((site) => this.layers.has(site.layer));
      this.legend.draw();
      this.time.draw();
      if (view) this.map.setView([view.latitude, view.longitude], view.zoom, STILL);
      // An analysis is of a region; next to the details on a narrow map there is only room for a site.
      else this.framing.fit(STILL, state.overlay && !this.isNarrow ? undefined : this.siteOf(state.site));
      // The view of a scene was stored without the panels of this window.
      if (at && state.scene && !linked) this.framing.keepInView(at, STILL);
      this.settled = true;
      this.address.note(state.session, this.regionKey, !view);
    }

    /** Move the map without taking it for a choice of the reader. @param {() => void} move */
    fly(move) {
      this.starting = true;
      move();
      this.starting = false;
    }

    // Fly to what is chosen; after the page has got its words, which the frames of a flight would delay.
    fit() {
      clearTimeout(this.flight);
      this.flight = this.isAhead ? setTimeout(() => this.fit(), LATEST_ANSWER_MS) : undefined;
      if (!this.isAhead) this.fly(() => this.framing.fit(GLIDE));
    }

    /** Return the stored view of a scene of a briefing, or null. @param {MapState} state */
    sceneView({ scene }) {
      if (!scene?.at) return null;
      const [latitude, longitude, zoom] = scene.at;
      return { latitude, longitude, zoom };
    }

    /**
     * Move to the change from the previous state, unless the reader chose the view.
     *
     * @param {MapState} before
     * @param {string} legendText of the analysis before
     */
    moveFor(before, legendText) {
      const { address, state } = this;
      if (state.scene && before.scene && before.scene.key !== state.scene.key) {
        this.goToScene();
        return;
      }
      const isRestored = address.takeRestored() === this.regionKey;
      // An area that was drawn on this map is in view.
      const isOtherRegion = Atlas.regionKey(before) !== this.regionKey &&
        (!state.area || state.area !== this.drawing.finished);
      const isFiltered = String(before.sites) !== String(state.sites);
      if (isOtherRegion ? !isRestored : isFiltered && address.isFitted) this.fit();
      // A new legend would cover what is shown.
      else if (address.isFitted && this.overlay.legendText !== legendText) {
        this.fly(() => this.framing.again(GLIDE));
      }
    }

    goToScene() {
      const view = this.sceneView(this.state);
      if (view) this.map.flyTo([view.latitude, view.longitude], view.zoom, GLIDE);
      else this.fit();
    }

    // Whether the details are a sheet on the lower part of the map; map.css has the same limit.
    get isNarrow() {
      return this.map.getSize().x <= 640;
    }

    /** @param {string | null} selected */
    redraw(selected) {
      this.shown = this.filtered.filter((site) => this.layers.has(site.layer));
      if (selected !== this.selected || !this.selected) this.openDetails(selected);
      this.selected = selected;
      this.drawSites(selected);
      this.legend.draw();
      this.time.draw();
      this.second.draw();
      if (this.isAhead) this.nameLater();
      else this.labels.draw();
    }

    // Write the names when the rest is on screen, as they take as long as the rest; only those of the last change.
    nameLater() {
      clearTimeout(this.naming);
      this.naming = setTimeout(() => {
        this.naming = undefined;
        this.labels.draw();
      }, this.isAhead ? LATEST_ANSWER_MS : NEXT_FRAME_MS);
    }

    // Show two states in another layout, and what is shown in the rest of the map.
    compared() {
      const { overlay, departamentos, municipios } = this.state;
      const fills = this.second.fillsOf(this.overlay.fills(overlay));
      this.boundaries.emphasise(departamentos, municipios, fills, Atlas.looksOf(overlay));
      this.redraw(this.selected);
      this.dateDetails();
      this.fly(() => this.framing.again(GLIDE));
    }

    /** Draw the sites that are shown, and return whether they are others. @param {string | null} selected */
    drawSites(selected) {
      return this.sites.draw(this.shown, selected, this.shown.filter((site) => this.time.isUndated(site)));
    }

    // Redraw the sites at another date; all that is needed for it is in the browser.
    timeMoved() {
      this.filtered = this.time.present(this.state);
      this.shown = this.filtered.filter((site) => this.layers.has(site.layer));
      const isOther = this.drawSites(this.selected);
      this.legend.draw();
      this.time.draw();
      this.second.draw();
      this.dateDetails();
      if (isOther) this.nameLater();
    }

    // Show the details of the selected site at the dates that are now on the map.
    dateDetails() {
      const site = this.siteOf(this.selected);
      if (site) this.details.again(site);
    }

    /** @param {string | null} siteId */
    siteOf(siteId) {
      return siteId === null ? undefined : this.sitesById.get(siteId);
    }

    /** @param {string | null} siteId */
    positionOf(siteId) {
      return this.sites.positionOf(this.siteOf(siteId));
    }

    /**
     * @param {string | null} siteId
     * @param {Site[] | null} group
     */
    openDetails(siteId, group = null) {
      const site = this.siteOf(siteId);
      if (site) this.details.open(site, group);
      else this.details.close();
    }

    /**
     * Move a site into the uncovered part of the map; fly there if it is far away.
     *
     * @param {string | null} siteId
     */
    reveal(siteId) {
      const at = this.positionOf(siteId);
      if (!at) return;
      if (this.map.getBounds().contains(at)) this.framing.keepInView(at, { animate: !Atlas.calm });
      else this.framing.fit(GLIDE, this.siteOf(siteId));
    }

    /** @param {Site[]} group */
    siteClicked(group) {
      if (group.length === 1) this.choose(group[0].site_id);
      else this.details.pick(group);
    }

    /**
     * @param {string | null} siteId
     * @param {Site[] | null} group
     */
    choose(siteId, group = null) {
      this.selected = siteId;
      this.openDetails(siteId, group);
      this.sites.select(siteId);
      this.reveal(siteId);
      this.tell({ site: siteId });
    }

    /** Select a site, switch its layer on and fly to its surroundings. @param {Site} site */
    flyToSite(site) {
      this.layers.add(site.layer);
      this.redraw(site.site_id);
      this.framing.fit(GLIDE, site);
      this.tell({ site: site.site_id, layers: this.data.order.filter((name) => this.layers.has(name)) });
    }

    /**
     * @param {string} layer
     * @param {boolean} isOn
     */
    switchLayer(layer, isOn) {
      if (isOn) this.layers.add(layer);
      else this.layers.delete(layer);
      this.redraw(this.selected);
      this.tell({ layers: this.data.order.filter((name) => this.layers.has(name)) });
    }

    /** Make a drawn area the region, or remove it if `text` is empty. @param {string} text */
    chooseArea(text) {
      this.drawing.show(text);
      this.tell({ area: text, region: undefined });
    }

    /** @param {boolean} isOn */
    switchTiles(isOn) {
      this.tilesOn = isOn;
      // Our own ground stays until the first tile has loaded, so that the map works without a network.
      this.tiles ??= L.tileLayer(OSM, { maxZoom: 18 })
        .on("tileload", () => {
          this.boundaries.setTransparent(true);
          this.ground.tilesFail(false);
        })
        .on("tileerror", () => this.ground.tilesFail(true));
      this.credit?.remove();
      if (isOn) {
        this.tiles.addTo(this.map);
        const words = this.t("map.osm");
        this.credit = L.control.attribution({ prefix: false, position: "bottomright" }).addTo(this.map);
        this.credit.addAttribution(
          `<a href="${OSM_LICENCE}" target="_blank" rel="noopener noreferrer">${words}</a>`,
        );
      } else {
        this.tiles.remove();
        this.boundaries.setTransparent(false);
        this.ground.tilesFail(false);
      }
    }

    /**
     * Send the reader's action with all unreceived ones, because the server sees only the last message.
     *
     * @param {MapEvent} event
     */
    tell(event) {
      this.unheard = this.isHeard(this.state) ? event : { ...this.unheard, ...event };
      this.sent += 1;
      this.toldTo = this.state.session;
      Atlas.send({ ...this.unheard, mount: this.mount, n: this.sent });
    }

    /** @param {Theme} theme */
    setTheme(theme) {
      document.documentElement.dataset.theme = theme;
      this.boundaries.setTheme(theme);
      if (!this.settled) return; // nothing else is drawn yet
      this.overlay.points.draw();
      this.drawing.show(this.drawing.area);
      this.labels.draw();
      this.second.setTheme(theme);
    }
  }

  /** Resolve when what is drawn now is on screen. */
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  /** Return what of a state is to be seen. @param {MapState} state */
  const shownBy = (state) => JSON.stringify({ ...state, heard: undefined });

  /** @type {MapState | null} */
  let pending = null;

  // The frame names what the map begins with, so that it is there when the page starts the map.
  const hints = [...document.querySelectorAll("link[as=fetch]")];
  Atlas.prefetch(hints.map((hint) => hint.getAttribute("href") ?? ""));

  /**
   * Called once by the base map's script; everything else is fetched by content address.
   *
   * @param {L.Map} map
   * @param {string} dataUrl
   */
  Atlas.start = async function (map, dataUrl) {
    Atlas.takeChannel();
    Atlas.makeReachable(map);
    const app = Atlas.app = new App(map, await Atlas.fetchJson(dataUrl));
    Atlas.shareGestures(map, app.t);
    app.setTheme(Atlas.theme());
    Atlas.onTheme((theme) => app.setTheme(theme));
    await Atlas.laidOut(map.getContainer());
    map.invalidateSize({ animate: false });
    if (pending) app.begin(pending);
    // A ground that cannot be fetched is left out.
    await Promise.all([app.boundaries.load(), app.ground.load().catch(() => {})]);
    if (pending) app.show(pending);
    Atlas.allowZoom();
    document.documentElement.dataset.atlas = "answering";
    performance.mark("atlas-answering");
    await painted();
    await app.boundaries.drawSurroundings();
    document.documentElement.dataset.atlas = "ready";
    app.labels.draw();
    performance.mark("atlas-ready");
  };

  /** Called on every run of the page. @param {MapState} state */
  Atlas.show = function (state) {
    pending = state;
    if (document.documentElement.dataset.atlas) Atlas.app?.heard(state);
  };
})(window.Atlas);
