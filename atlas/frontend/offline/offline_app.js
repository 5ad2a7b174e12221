// The page without a server: it keeps the selection and updates the map, as the server does elsewhere.
(function (Atlas) {
  "use strict";
  const { h, byId } = Atlas;
  /** @type {[code: Language, name: string][]} */
  const LANGUAGES = [["en", "English"], ["es", "Español"]];

  class Page {
    /**
     * @param {L.Map} map
     * @param {OfflineTables} data
     * @param {Briefing} briefing
     */
    constructor(map, data, briefing) {
      this.map = map;
      this.data = data;
      this.briefing = briefing;
      this.language = /** @type {Language} */ (document.documentElement.lang);
      this.own = Atlas.own();
      /** @type {Choice} */
      this.choice = /** @type {any} */ (undefined); // until the first scene is shown
      /** @type {Story} */
      this.story = new Atlas.Story(byId("story"), briefing, this);
      this.side = /** @type {HTMLElement} */ (byId("story").parentElement);
      this.stage = new Atlas.Stage(this);
      this.changes = /** @type {HTMLDialogElement} */ (byId("changes"));
      window.addEventListener("keydown", (event) => this.pressed(event));
      // A scene that the page itself wrote to the fragment is already drawn.
      window.addEventListener("hashchange", () => {
        if (this.linked !== this.story.number) this.go(this.linked);
      });
    }

    /** Return the text of a key with its fields filled in. @param {string} key @param {Fields} fields */
    t = (key, fields = {}) => Atlas.fill(this.data.texts[this.language][key] ?? key, fields);

    /** @param {KeyboardEvent} event */
    pressed(event) {
      if (this.changes.open) {
        if (["ArrowRight", "PageDown"].includes(event.key)) this.changes.close();
        return;
      }
      if (this.stage.pressed(event)) return;
      const target = /** @type {Element} */ (event.target);
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.closest?.(".leaflet-container")) return;
      if (["ArrowRight", "PageDown"].includes(event.key)) this.go(this.story.number + 1);
      if (["ArrowLeft", "PageUp"].includes(event.key)) this.go(this.story.number - 1);
    }

    // The scene in the fragment of the URL. Behind it may be the whole briefing, for a server that lost it.
    get linked() {
      return Number(location.hash.slice(1).split("&")[0]) - 1 || 0;
    }

    /** Show a scene in its original state. @param {number} number */
    go(number) {
      if (!this.briefing.scenes[number]) return;
      this.story.number = number;
      Atlas.app?.time.rest();
      this.map.closePopup();
      this.choice = structuredClone(this.story.scene.choice);
      const [at, ...rest] = location.hash.slice(1).split("&");
      if (at !== String(number + 1)) location.replace(`#${[number + 1, ...rest].join("&")}`);
      this.draw();
      this.side.scrollTop = 0;
      this.stage.turned();
      if (Atlas.app) this.frame();
    }

    // The view of the current scene, or null if it shows its region.
    get view() {
      const { view } = this.story.scene;
      // A view was stored in a window of 900 pixels; a larger stage shows the same area enlarged.
      const closer = Math.max(0, Math.log2(this.map.getContainer().clientWidth / 900));
      return view && { ...view, zoom: view.zoom + closer };
    }

    frame() {
      this.map.invalidateSize({ animate: false });
      const { view } = this, app = /** @type {MapApp} */ (Atlas.app);
      if (view) this.map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
      else app.framing.fit({ animate: false });
    }

    get passing() {
      return this.passed(this.data.filters);
    }

    /** Return the sites that pass `filters`; those of an answer may lie outside its region. @param {Filters} filters */
    passed(filters) {
      const { sites } = this.story.scene, { data, choice } = this;
      if (!sites) return Atlas.passing(data.sites, choice, filters);
      const measured = data.sites.filter((site) => sites.includes(site.site_id));
      const anywhere = Object.assign(structuredClone(choice), {
        departamentos: [],
        municipios: [],
        areas: [],
      });
      return Atlas.passing(measured, anywhere, filters);
    }

    // The dates, and the sites among which the map chooses those of a status at a date.
    get time() {
      const { when, against, clock, statuses } = this.choice;
      const { statuses: _ofToday, ...filters } = this.data.filters;
      const sites = this.passed(filters).map((site) => site.site_id);
      return { when, against, clock, statuses, sites };
    }

    // The state that the server would send to the map.
    get state() {
      return {
        session: "file",
        language: this.language,
        ...Atlas.regionOf(this.choice),
        area: this.choice.areas[0] ?? null,
        layers: this.choice.layers,
        site: this.choice.site,
        sites: this.passing.map((site) => site.site_id),
        time: this.time,
        overlay: this.story.words.overlay ?? this.own?.[this.language],
        annotations: this.story.words.annotations,
        heard: { mount: "", n: 0 },
      };
    }

    /** Handle an event of the map as the server would. @param {MapEvent} event */
    take(event) {
      this.stage.touched();
      if (event.site !== undefined) this.choice.site = event.site;
      if (event.layers) this.choice.layers = event.layers;
      if (event.time) {
        this.choice.when = event.time.when ?? null;
        this.choice.clock = event.time.clock ?? "true";
      }
      if (event.region) Object.assign(this.choice, event.region, { areas: [] });
      // Clear filters that would hide a site chosen in the search.
      if (event.site && !this.state.sites.includes(event.site)) this.unfilter();
      this.draw();
    }

    /**
     * Say, scene by scene, which facts changed since the briefing was made, and wait for the presenter.
     *
     * @param {() => void} then
     */
    sayChanges(then) {
      const { changes, briefing, language } = this, said = briefing.changes?.[language];
      if (!said) {
        then();
        return;
      }
      changes.addEventListener("close", then, { once: true });
      changes.replaceChildren(
        h("h2", { id: "changes-title" }, said.lead),
        h("ul", {}, said.lines.map((line) => h("li", {}, line))),
        h("form", { method: "dialog" }, h("button", { autofocus: true }, this.t("offline.go_on"))),
      );
      changes.showModal();
      changes.scrollTop = 0; // the button at its end has the focus
    }

    /** @param {Language} language */
    speak(language) {
      this.language = document.documentElement.lang = language;
      this.draw();
    }

    draw() {
      const { title, about } = this.briefing[this.language];
      document.title = byId("title").textContent = title;
      const { kind, layout } = this.story.scene;
      Object.assign(document.body.dataset, { kind, layout });
      byId("languages").replaceChildren(...LANGUAGES.map(([code, name]) => this.languageButton(code, name)));
      this.drawAbout(about);
      this.story.draw();
      this.stage.draw();
      this.drawFilters();
      Atlas.show(this.state);
      this.drawList();
    }

    /**
     * @param {Language} code
     * @param {string} name
     */
    languageButton(code, name) {
      const pressed = String(code === this.language), speak = () => this.speak(code);
      return h("button", { type: "button", lang: code, "aria-pressed": pressed, onclick: speak }, name);
    }

    /** @param {string[]} about */
    drawAbout([made, ...lines]) {
      const box = byId("about"), open = box.querySelector("details")?.open;
      const summary = h("summary", {}, `${made} ${this.t("export.about")}`);
      box.replaceChildren(h("details", { open }, summary, lines.map((line) => h("p", {}, line))));
    }

    drawFilters() {
      const { t, choice, data: { departamentos, municipios, sites, filters } } = this, box = byId("filters");
      const open = box.querySelector("details")?.open || this.isFiltered;
      /** @param {string} column */
      const options = (column) => {
        const values = new Set(sites.map((site) => Atlas.valueOf(site, column)).filter(Boolean));
        return [...values].map((value) => option(String(value), t(`${column}.${value}`)));
      };
      /** @param {[code: string, place: Place][]} places */
      const named = (places) =>
        places.map(([code, { name }]) => option(code, name)).sort((a, b) =>
          a.label.localeCompare(b.label, "es")
        );
      const inside = Object.entries(municipios).filter(([code]) =>
        choice.departamentos.includes(Atlas.departamentoOf(Number(code)))
      );
      const search = h("input", {
        type: "search",
        id: "search",
        placeholder: t("filters.search_placeholder"),
        oninput: () => this.drawHits(search.value),
      });
      box.replaceChildren(
        h("label", {}, t("filters.search"), search),
        h("ul", { class: "o-hits", id: "hits" }),
        h(
          "details",
          { open },
          h("summary", {}, t("offline.filters")),
          this.select("departamentos", named(Object.entries(departamentos))),
          inside.length ? this.select("municipios", named(inside)) : null,
          Object.entries(filters).map(([filter, column]) => this.select(filter, options(column))),
          h("p", {}, h("button", { type: "button", onclick: () => this.clear() }, t("filters.clear"))),
        ),
      );
    }

    /**
     * @param {string} filter
     * @param {{ value: string, label: string }[]} options
     */
    select(filter, options) {
      const chosen = String(this.choice[filter]);
      const list = h(
        "select",
        { "data-filter": filter, onchange: () => this.filter(filter, list.value) },
        h("option", { value: "" }, this.t("filters.all")),
        options.map(({ value, label }) => h("option", { value, selected: chosen === value }, label)),
      );
      return h("label", {}, this.t(`filters.${filter}`), list);
    }

    // The names of the filters.
    get filters() {
      return ["departamentos", "municipios", "areas", ...Object.keys(this.data.filters)];
    }

    get isFiltered() {
      return this.filters.some((filter) => this.choice[filter].length);
    }

    /**
     * @param {string} filter
     * @param {string} value
     */
    filter(filter, value) {
      if (filter === "departamentos" || filter === "municipios") {
        this.choice[filter] = value === "" ? [] : [Number(value)];
      } else this.choice[filter] = value === "" ? [] : [value];
      if (filter === "departamentos") this.choice.municipios = [];
      this.draw();
    }

    unfilter() {
      for (const filter of this.filters) this.choice[filter] = [];
    }

    clear() {
      this.unfilter();
      this.draw();
    }

    /** @param {string} query */
    drawHits(query) {
      const { hits, note } = /** @type {MapApp} */ (Atlas.app).search.answer(query);
      /** @param {SearchHit} hit */
      const item = ({ label, choose }) =>
        h("li", {}, h("button", { type: "button", onclick: choose }, label));
      const none = note ? h("li", { class: "o-note", role: "status" }, note) : null;
      byId("hits").replaceChildren(...Atlas.present([none, ...hits.map(item)]));
    }

    drawList() {
      const sites = Atlas.app ? Atlas.app.time.present(this.state) : this.passing;
      const shown = sites.filter((site) => this.choice.layers.includes(site.layer));
      /** @param {Site} site */
      const item = ({ site_id: site, ...row }) => {
        const attributes = { type: "button", "data-site": site, onclick: () => this.take({ site }) };
        return h("li", {}, h("button", attributes, row[`name_${this.language}`]));
      };
      const summary = h("summary", {}, `${this.t("export.sites")} (${shown.length})`);
      byId("list").replaceChildren(h("details", {}, summary, h("ul", { class: "o-list" }, shown.map(item))));
    }
  }

  /**
   * @param {string} value
   * @param {string} label
   */
  const option = (value, label) => ({ value, label });

  const map = L.map("map", {
    zoomSnap: 0.05,
    wheelPxPerZoomLevel: 100,
    attributionControl: false,
    minZoom: 6,
    maxZoom: 17,
    maxBounds: [[10.5, -98], [22.5, -83]],
  }).setView([15.7, -90.3], 7);
  const north = L.control({ position: "bottomright" });
  north.onAdd = () => h("div", { class: "o-north", role: "img", "aria-label": "N" }, "▲", h("br"), "N");
  north.addTo(map);
  Atlas.fetchJson("data").then((data) => {
    const page = new Page(map, data, Atlas.json("briefing"));
    page.go(page.linked);
    if (!page.choice) page.go(0);
    // The map starts at the scene, because moving it later would project all outlines twice.
    Atlas.Address.prototype.read = () => page.view;
    Atlas.start(map, "data").then(() => {
      /** @type {MapApp} */ (Atlas.app).tell = (event) => page.take(event);
      page.drawList();
      if (new URLSearchParams(location.search).has("present")) page.stage.enter();
      const seconds = Atlas.intervalIn(location.search);
      page.sayChanges(() => {
        if (page.stage.on && seconds) page.stage.playback.play(seconds);
      });
    });
  });
})(window.Atlas);
