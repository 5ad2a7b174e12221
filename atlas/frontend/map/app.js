// The map of the atlas: fetches what never changes once, and redraws what the server says was chosen.
(function (Atlas) {
  "use strict";

  const HOME = [-92.35, 13.6, -88.1, 17.9];
  const OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
  const SITE_ZOOM = 10; // a site and its municipio
  const OSM_LICENCE = "https://www.openstreetmap.org/copyright";
  const calm = Atlas.calm;

  class App {
    constructor(map, data) {
      Object.assign(this, {
        map,
        data,
        layers: new Set(),
        filtered: [],
        shown: [],
        selected: null,
        language: "en",
      });
      this.mount = Math.random().toString(36).slice(2); // tells this frame's events from an earlier frame's
      this.sent = 0;
      this.sitesById = new Map(data.sites.map((site) => [site.site_id, site]));
      const events = {
        nameOf: (thing) => this.nameOf(thing),
        area: (region) => this.area(region),
        tooltip: (group) => this.tooltip(group),
        siteClicked: (group) => this.siteClicked(group),
        regionClicked: (region, at) => this.region.card(region, at),
        refined: () => this.walk.keep(() => this.sites.shade()),
        described: (group) => this.described(group),
        keep: (redraw) => this.walk.keep(redraw),
      };
      this.walk = new Atlas.Walk(map, this);
      this.boundaries = new Atlas.Boundaries(map, data, events);
      this.sites = new Atlas.Sites(map, data, this.boundaries, events);
      this.region = new Atlas.Region(map, this);
      this.places = new Atlas.Places(map, this);
      this.labels = new Atlas.Labels(map, this);
      this.overlay = new Atlas.Overlay(map, this);
      this.legend = new Atlas.Legend(map, this);
      this.details = new Atlas.Details(map, this);
      this.tour = new Atlas.Tour(map, this);
      this.address = new Atlas.Address(map);
      this.ahead = new Atlas.Ahead(this);
      L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 130 }).addTo(map);
      // A reader who takes the map in its flight has chosen the view.
      map.on("movestart", () => {
        this.fitting = Boolean(this.starting);
      });
      map.on("moveend", () => {
        if (this.settled) this.address.note(this.state.session, this.regionKey, this.fitting);
        this.fitting = false;
      });
      map.on("resize", () => {
        if (this.settled && this.address.isFitted) this.fit();
      });
    }

    t(key, fields = {}) {
      return Atlas.fill(this.data.texts[this.language][key] ?? key, fields);
    }
    plural(key, count) {
      return Atlas.plural(this.data.texts[this.language][key], count);
    }
    field(site, name) {
      return site[`${name}_${this.language}`] || "";
    }
    date(text) {
      return Atlas.dateText(text, this.language);
    }
    distance(metres) {
      return metres < 1000
        ? `${metres} m`
        : `${(metres / 1000).toLocaleString(Atlas.locale(this.language))} km`;
    }

    nameOf(thing) {
      if (thing.site_id) return this.field(thing, "name");
      if (thing.lake) return thing[`name_${this.language}`];
      return [thing.municipio, this.data.departamentos[thing.codigo_depto]?.name].filter(Boolean).join(", ");
    }

    placeOf(site) {
      const municipio = this.data.municipios[site.codigo_muni]?.name;
      return [municipio, this.data.departamentos[site.codigo_depto]?.name].filter(Boolean).join(", ");
    }

    // What it is, where, and how well that is known: what a pin says to those who see it.
    described(group) {
      const place = [...new Set(group.map((site) => this.placeOf(site)))].filter(Boolean);
      const kinds = [...new Set(group.map((site) => this.t(`kind.${site.kind}`)))];
      const within = Math.max(...group.map((site) => site.uncertainty_m ?? 0));
      const known = `${this.t("map.position")}: ${this.t(`precision.${group[0].precision}`)}` +
        (within ? `, ${this.t("map.within", { distance: this.distance(within) })}` : "");
      return [group.map((site) => this.nameOf(site)).join(", "), ...kinds, ...place, known].join(". ");
    }

    // The name of a municipio, and in words what its colour says.
    area(region) {
      const meaning = this.overlay.meaning(region);
      return Atlas.h(
        "div",
        {},
        this.nameOf(region),
        meaning ? Atlas.h("small", {}, Atlas.h("br"), meaning) : "",
      );
    }

    tooltip(group) {
      const box = document.createElement("div");
      for (const site of group) box.append(Atlas.h("div", {}, this.nameOf(site)));
      box.append(Atlas.h("small", {}, this.t(`precision.${group[0].precision}`)));
      return box;
    }

    // Whether the server has heard of everything the reader did in this frame.
    // A server that has restarted never will: it starts from the address.
    isHeard({ heard, session }) {
      return this.sent === 0 || session !== this.toldTo ||
        (heard.mount === this.mount && heard.n >= this.sent);
    }

    // What the server says was chosen; what the reader did since is kept.
    show(state) {
      if (!this.settled) this.begin(state);
      const before = this.state;
      this.state = state;
      this.language = state.language;
      const theirs = this.isHeard(state);
      if (theirs) this.layers = new Set(state.layers);
      this.filtered = this.named(state.sites);
      this.boundaries.emphasise(
        state.departamentos,
        state.municipios,
        this.overlay.fills(state.overlay),
        this.overlay.looks(state.overlay),
      );
      const sides = String(this.overlay.sides);
      this.overlay.draw(state.overlay);
      // A legend that comes would lie on what is shown, unless the reader has chosen the view.
      if (this.address.isFitted && String(this.overlay.sides) !== sides) this.fit();
      const selected = theirs ? state.site : this.selected;
      if (before.language !== state.language) this.speak(selected);
      this.redraw(selected);
      this.moveFor(before);
      if (selected && selected !== before.site) this.reveal(selected);
      if (state.tour) this.tour.begin();
    }

    // Sites by their names; null stands for all.
    named(ids) {
      return ids === null ? this.data.sites : ids.map((id) => this.sitesById.get(id)).filter(Boolean);
    }

    // Whether nothing but the sites hangs on the region, so that the frame knows all that it changes.
    isAlone(state) {
      return state.anywhere !== undefined && !state.scene && !state.overlay;
    }

    // What the server says, with what was chosen since.
    heard(state) {
      const ahead = this.ahead.over(state);
      if (ahead === state) this.address.release();
      this.show(ahead);
    }

    // Show what the server soon will say.
    showAhead(state) {
      if (!this.settled || !this.isAlone(state)) return;
      this.address.hold();
      this.show({ ...state, tour: undefined });
    }

    // Say in the reader's language what no other part says anew.
    speak(selected) {
      document.documentElement.lang = this.language;
      const { _zoomInButton: closer, _zoomOutButton: further } = this.map.zoomControl;
      for (const [button, words] of [[closer, this.t("map.zoom_in")], [further, this.t("map.zoom_out")]]) {
        button.title = words;
        button.setAttribute("aria-label", words);
      }
      this.map.getContainer().setAttribute("aria-label", `${this.t("map.label")} ${this.t("map.keys")}`);
      this.map.getPane("mapPane").setAttribute("aria-label", this.t("map.sites_on_map"));
      Atlas.nameFrame(this.t("map.label"));
      this.places.speak();
      this.openDetails(selected);
    }

    get regionKey() {
      return JSON.stringify([this.state.departamentos, this.state.municipios]);
    }

    // Go where the link says, or to what is chosen, before anything is drawn: only that is fetched.
    begin(state) {
      Object.assign(this, { state, language: state.language, selected: state.site });
      this.speak(state.site);
      this.overlay.say(state.overlay);
      const view = this.address.read(state.session) || this.sceneView(state) ||
        this.address.remembered(this.state.session, this.regionKey);
      const at = this.sites.positionOf(this.sitesById.get(this.selected)), onSheet = this.isNarrow && at;
      if (view) this.map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
      // Above the sheet of the details there is no room for the country, only for the site.
      else if (onSheet) {
        this.map.fitBounds(onSheet.toBounds(1), { animate: false, maxZoom: SITE_ZOOM, ...this.margins() });
      } else this.map.fitBounds(this.around, { animate: false, ...this.margins() });
      // The view of a scene was kept without the panels of this window.
      if (at && state.scene && !this.address.read(state.session)) {
        this.map.panInside(at, { animate: false, ...this.margins() });
      }
      this.settled = true;
      this.address.note(state.session, this.regionKey, !view && !onSheet);
    }

    // What is chosen, or the country.
    get around() {
      return this.region.bounds() || Atlas.bounds(HOME);
    }

    fit() {
      this.starting = true;
      this.map.flyToBounds(this.around, { duration: 0.6, animate: !calm, ...this.margins() });
      this.starting = false;
    }

    // The view that a scene of a briefing was kept with, or null.
    sceneView({ scene }) {
      if (!scene?.at) return null;
      const [latitude, longitude, zoom] = scene.at;
      return { latitude, longitude, zoom };
    }

    moveFor(before) {
      if (this.state.scene && before.scene && before.scene.key !== this.state.scene.key) {
        this.goToScene();
        return;
      }
      if (
        this.address.takeRestored() !== this.regionKey &&
        JSON.stringify([before.departamentos, before.municipios]) !== this.regionKey
      ) this.fit();
    }

    goToScene() {
      const view = this.sceneView(this.state);
      if (view) this.map.flyTo([view.latitude, view.longitude], view.zoom, { duration: 0.6, animate: !calm });
      else this.fit();
    }

    // Whether the details lie on the lower part of the map, as a sheet; the style sheet has the same limit.
    get isNarrow() {
      return this.map.getSize().x <= 640;
    }

    // Room for the panels, so that they do not lie on what is shown; beside a legend, where most is left.
    margins(sides = this.overlay.sides) {
      const { x: width, y: height } = this.map.getSize(); // kept by Leaflet: asking the page would lay it out anew
      const open = Boolean(this.selected), sheet = open && this.isNarrow;
      const least = [width > 900 ? 290 : 24, 50, open && !sheet ? 400 : 24, sheet ? height * 0.62 + 24 : 24];
      return Atlas.widest(
        this.map,
        this.around,
        sides.map((side) => side.map((room, n) => Math.max(room, least[n]))),
      );
    }

    redraw(selected) {
      this.shown = this.filtered.filter((site) => this.layers.has(site.layer));
      if (selected !== this.selected || !this.selected) this.openDetails(selected);
      this.selected = selected;
      this.sites.draw(this.shown, selected);
      this.labels.draw();
      this.legend.draw();
    }

    openDetails(siteId, group = null) {
      const site = this.sitesById.get(siteId);
      if (site) this.details.open(site, group);
      else this.details.close();
    }

    // Bring a site into the part of the map that no panel covers; far away, fly there.
    reveal(siteId) {
      const site = this.sitesById.get(siteId), at = site && this.sites.positionOf(site);
      if (!at) return;
      if (this.map.getBounds().contains(at)) this.map.panInside(at, { ...this.margins(), animate: !calm });
      else {
        const maxZoom = Math.max(this.map.getZoom(), SITE_ZOOM);
        this.map.flyToBounds(at.toBounds(1), { maxZoom, duration: 0.6, animate: !calm, ...this.margins() });
      }
    }

    siteClicked(group) {
      if (group.length === 1) this.choose(group[0].site_id);
      else this.details.pick(group);
    }

    choose(siteId, group = null) {
      this.selected = siteId;
      this.openDetails(siteId, group);
      this.sites.select(siteId);
      this.reveal(siteId);
      this.tell({ site: siteId });
    }

    switchLayer(layer, on) {
      if (on) this.layers.add(layer);
      else this.layers.delete(layer);
      this.redraw(this.selected);
      this.tell({ layers: this.data.order.filter((one) => this.layers.has(one)) });
    }

    switchTiles(on) {
      this.tilesOn = on;
      // Our own ground stays until the first tile is there: without a network the map remains as it was.
      this.tiles ??= L.tileLayer(OSM, { maxZoom: 18 }).on(
        "tileload",
        () => this.boundaries.setTransparent(true),
      );
      this.credit?.remove();
      if (on) {
        this.tiles.addTo(this.map);
        this.credit = L.control.attribution({ prefix: false, position: "bottomright" }).addTo(this.map);
        this.credit.addAttribution(
          `<a href="${OSM_LICENCE}" target="_blank" rel="noopener noreferrer">${this.t("map.osm")}</a>`,
        );
      } else {
        this.tiles.remove();
        this.boundaries.setTransparent(false);
      }
    }

    // Tell the server what the reader did, with what it has not heard yet: it hears the last word only.
    tell(event) {
      this.unheard = this.isHeard(this.state) ? event : { ...this.unheard, ...event };
      this.sent += 1;
      this.toldTo = this.state.session;
      Atlas.send({ ...this.unheard, mount: this.mount, n: this.sent });
    }

    setTheme(name) {
      document.documentElement.dataset.theme = name;
      this.boundaries.setTheme(name);
      this.overlay.points.draw();
    }
  }

  let pending = null, app = null;

  // Called once by the base map's script; everything else is fetched by content address.
  Atlas.start = async function (map, dataUrl, firstUrls) {
    Atlas.takeChannel();
    Atlas.fitFrame();
    Atlas.madeReachable(map);
    Atlas.prefetch(firstUrls);
    const data = await Atlas.fetchJson(dataUrl);
    app = Atlas.app = new App(map, data);
    app.setTheme(Atlas.theme());
    Atlas.onTheme((name) => app.setTheme(name));
    await Atlas.laidOut(map.getContainer());
    map.invalidateSize({ animate: false });
    if (pending) app.begin(pending);
    await app.boundaries.load();
    if (pending) app.show(pending);
    Atlas.allowZoom();
    document.documentElement.dataset.atlas = "ready";
  };

  // Called with every run of the page.
  Atlas.show = function (state) {
    pending = state;
    if (document.documentElement.dataset.atlas === "ready") app.heard(state);
  };
})(window.Atlas = window.Atlas || {});
