// The page without a server: it holds the choice itself and tells the map, as the server otherwise does.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const FILTERED = ["departamentos", "municipios", ...Object.keys(Atlas.FILTERS)];
  const byId = (id) => document.getElementById(id);

  class Page {
    constructor(map, data, briefing) {
      Object.assign(this, { map, data, briefing, language: document.documentElement.lang, own: Atlas.own() });
      this.story = new Atlas.Story(byId("story"), briefing, this);
      this.stage = new Atlas.Stage(this);
      const places = (kind, table) =>
        Object.entries(table).map(([code, { name }]) => ({
          kind,
          code: Number(code),
          name,
          key: Atlas.folded(name),
        }));
      this.places = [...places("departamento", data.departamentos), ...places("municipio", data.municipios)];
      window.addEventListener("keydown", (event) => this.pressed(event));
      // The scene that the page itself wrote into the fragment is drawn already.
      window.addEventListener("hashchange", () => {
        if (this.linked !== this.story.number) this.go(this.linked);
      });
    }

    t(key, fields = {}) {
      return Atlas.fill(this.data.texts[this.language][key] ?? key, fields);
    }

    pressed(event) {
      if (this.stage.pressed(event)) return;
      if (
        /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.closest?.(".leaflet-container")
      ) return;
      if (["ArrowRight", "PageDown"].includes(event.key)) this.go(this.story.number + 1);
      if (["ArrowLeft", "PageUp"].includes(event.key)) this.go(this.story.number - 1);
    }

    // The scene that the fragment names.
    get linked() {
      return Number(location.hash.slice(1)) - 1 || 0;
    }

    // Show a scene as it was made.
    go(number) {
      if (!this.briefing.scenes[number]) return;
      this.story.number = number;
      this.choice = structuredClone(this.story.scene.choice);
      if (location.hash.slice(1) !== String(number + 1)) location.replace(`#${number + 1}`);
      this.draw();
      byId("story").parentElement.scrollTop = 0;
      this.stage.turned();
      if (Atlas.app) this.frame();
    }

    // The view of the scene at hand, or null where it shows its region.
    get view() {
      const { view } = this.story.scene;
      // A view was seen in a window of 900 pixels: on a larger stage it shows the same ground, larger.
      const closer = Math.max(0, Math.log2(this.map.getContainer().clientWidth / 900));
      return view && { ...view, zoom: view.zoom + closer };
    }

    frame() {
      this.map.invalidateSize({ animate: false });
      const { view } = this;
      if (view) this.map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
      else this.map.fitBounds(Atlas.app.around, { animate: false, ...Atlas.app.margins(this.sides) });
    }

    // On stage the legend always lies open in its corner: what is shown goes beside it or below.
    get sides() {
      const { offsetWidth: width, offsetHeight: height } = Atlas.app.legend.box;
      return this.stage.on ? [[width + 24, 0, 0, 0], [0, height + 24, 0, 0]] : undefined;
    }

    // What the server would say to the map.
    get state() {
      const sites = Atlas.passing(this.data.sites, this.choice).map((site) => site.site_id);
      return {
        session: "file",
        language: this.language,
        ...Atlas.regionOf(this.choice),
        layers: this.choice.layers,
        site: this.choice.site,
        sites,
        overlay: this.own?.[this.language],
        heard: { mount: "", n: 0 },
      };
    }

    take(event) {
      this.stage.touched();
      if ("site" in event) this.choice.site = event.site;
      if (event.layers) this.choice.layers = event.layers;
      if (event.region) Object.assign(this.choice, event.region);
      // A site that was searched for is shown, whatever was filtered before.
      if (event.site && !this.state.sites.includes(event.site)) {
        Object.assign(this.choice, Object.fromEntries(FILTERED.map((name) => [name, []])));
      }
      this.draw();
    }

    speak(language) {
      this.language = document.documentElement.lang = language;
      this.draw();
    }

    draw() {
      const { briefing, language } = this;
      document.title = byId("title").textContent = briefing[language].title;
      byId("languages").replaceChildren(
        ...[["en", "English"], ["es", "Español"]].map(([code, name]) =>
          h("button", {
            type: "button",
            lang: code,
            "aria-pressed": String(code === language),
            onclick: () => this.speak(code),
          }, name)
        ),
      );
      const [made, ...about] = briefing[language].about;
      byId("about").replaceChildren(
        h(
          "details",
          { open: byId("about").querySelector("details")?.open },
          h("summary", {}, `${made} ${this.t("export.about")}`),
          about.map((line) => h("p", {}, line)),
        ),
      );
      this.story.draw();
      this.stage.draw();
      this.drawFilters();
      this.drawList();
      Atlas.show(this.state);
    }

    drawFilters() {
      const t = (key) => this.t(key),
        chosen = (codes, all) => all.filter((code) => codes === null || codes.includes(code));
      const box = byId("filters"), open = box.querySelector("details")?.open || this.isFiltered;
      const select = (name, options) =>
        h(
          "label",
          {},
          t(`filters.${name}`),
          h(
            "select",
            { "data-filter": name, onchange: (event) => this.filter(name, event.target.value) },
            h("option", { value: "" }, t("filters.all")),
            options.map(([value, label]) =>
              h("option", { value, selected: String(this.choice[name]) === String(value) }, label)
            ),
          ),
        );
      const named = (table, codes) =>
        codes.map((code) => [code, table[code].name]).sort((a, b) => a[1].localeCompare(b[1], "es"));
      const here = Object.keys(this.data.municipios).filter((code) =>
        this.choice.departamentos.includes(Math.floor(code / 100))
      );
      const values = (column) =>
        chosen(null, [...new Set(this.data.sites.map((site) => site[column]).filter(Boolean))]);
      const search = h("input", {
        type: "search",
        id: "search",
        placeholder: t("filters.search_placeholder"),
        oninput: (event) => this.hits(event.target.value),
      });
      box.replaceChildren(
        h(
          "details",
          { open },
          h("summary", {}, t("offline.filters")),
          select("departamentos", named(this.data.departamentos, Object.keys(this.data.departamentos))),
          here.length ? select("municipios", named(this.data.municipios, here)) : null,
          Object.entries(Atlas.FILTERS).map(([name, column]) =>
            select(name, values(column).map((value) => [value, t(`${column}.${value}`)]))
          ),
          h("p", {}, h("button", { type: "button", onclick: () => this.clear() }, t("filters.clear"))),
        ),
      );
      box.prepend(h("label", {}, t("filters.search"), search), h("ul", { class: "o-hits", id: "hits" }));
    }

    get isFiltered() {
      return FILTERED.some((name) => this.choice[name].length);
    }

    filter(name, value) {
      const isCode = name === "departamentos" || name === "municipios";
      this.choice[name] = value === "" ? [] : [isCode ? Number(value) : value];
      if (name === "departamentos") this.choice.municipios = [];
      this.draw();
    }

    clear() {
      for (const name of FILTERED) this.choice[name] = [];
      this.draw();
    }

    hits(query) {
      const sites = this.data.sites.map((site) => ({
        kind: "site",
        site,
        name: site[`name_${this.language}`],
        key: Atlas.folded(site[`name_${this.language}`]),
      }));
      const found = Atlas.search(query, [...this.places, ...sites]);
      const empty = query.trim() && !found.length
        ? [h("li", { class: "o-note" }, this.t("filters.no_hits", { query }))]
        : [];
      byId("hits").replaceChildren(
        ...empty,
        ...found.map((hit) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", onclick: () => this.take(this.event(hit)) },
              `${hit.name} · ${this.t(`hit.${hit.kind}`)}`,
            ),
          )
        ),
      );
    }

    event({ kind, code, site }) {
      if (kind === "departamento") return { region: { departamentos: [code], municipios: [] } };
      if (kind === "municipio") {
        return { region: { departamentos: [Math.floor(code / 100)], municipios: [code] } };
      }
      return {
        site: site.site_id,
        layers: this.data.order.filter((one) => one === site.layer || this.choice.layers.includes(one)),
      };
    }

    drawList() {
      const shown = Atlas.passing(this.data.sites, this.choice).filter((site) =>
        this.choice.layers.includes(site.layer)
      );
      const item = (site) =>
        h(
          "li",
          {},
          h("button", {
            type: "button",
            "data-site": site.site_id,
            onclick: () => this.take({ site: site.site_id }),
          }, site[`name_${this.language}`]),
        );
      byId("list").replaceChildren(
        h(
          "details",
          {},
          h("summary", {}, `${this.t("export.sites")} (${shown.length})`),
          h("ul", { class: "o-list" }, shown.map(item)),
        ),
      );
    }
  }

  const map = L.map("map", {
    zoomSnap: 0.25,
    wheelPxPerZoomLevel: 100,
    attributionControl: false,
    minZoom: 6,
    maxZoom: 17,
    maxBounds: [[10.5, -98], [22.5, -83]],
  }).setView([15.7, -90.3], 7);
  const north = L.control({ position: "bottomright" });
  north.onAdd = () => h("div", { class: "o-north", role: "img", "aria-label": "N" }, "▲", h("br"), "N");
  north.addTo(map);
  const page = new Page(map, Atlas.json("data"), Atlas.json("briefing"));
  page.go(page.linked);
  if (!page.choice) page.go(0);
  // The map begins where the scene is: moved there later, all of its outlines would be projected twice.
  Atlas.Address.prototype.read = () => page.view;
  Atlas.start(map, "data", []).then(() => {
    Atlas.app.tell = (event) => page.take(event);
    if (new URLSearchParams(location.search).has("present")) page.stage.enter();
  });
})(window.Atlas = window.Atlas || {});
