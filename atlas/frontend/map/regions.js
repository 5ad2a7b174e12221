// The chosen region: where it is, and the card of a clicked municipio that offers to choose it.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  Atlas.Region = class {
    constructor(map, app) { Object.assign(this, { map, app }); }

    // The bounds of the chosen region, or null where nothing is chosen.
    bounds() {
      const { departamentos, municipios } = this.app.state, { data } = this.app;
      const chosen = [...municipios.map((code) => data.municipios[code]), ...departamentos.map((code) => data.departamentos[code])];
      return chosen.filter(Boolean).map((place) => Atlas.bounds(place.bounds)).reduce((all, one) => (all ? all.extend(one) : one), null);
    }

    // `from` is where who reads by keyboard comes from, and goes back to.
    card(region, at, from = null) {
      const { app } = this;
      if (app.overlay.isPlacing()) { app.overlay.clicked(at); return; }
      const municipio = app.data.municipios[region.codigo_muni];
      if (!municipio && !from) return;
      const departamento = app.data.departamentos[region.codigo_depto];
      const only = (choice, name) => h("button", { type: "button", onclick: () => { this.map.closePopup(); app.tell({ region: choice }); } },
        app.t("map.only", { name }));
      const card = h("div", { class: "atlas-card", role: "dialog", "aria-label": municipio?.name ?? departamento.name },
        municipio ? this.about(municipio, departamento) : h("strong", {}, departamento.name),
        municipio ? only({ departamentos: [region.codigo_depto], municipios: [region.codigo_muni] }, municipio.name) : null,
        only({ departamentos: [region.codigo_depto], municipios: [] }, departamento.name),
        app.boundaries.hasRegion() ? h("button", { type: "button", onclick: () => { this.map.closePopup();
          app.tell({ region: { departamentos: [], municipios: [] } }); } }, app.t("map.whole_country")) : null);
      const popup = L.popup({ className: "atlas-popup", maxWidth: 240 }).setLatLng(at).setContent(card).openOn(this.map);
      popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", app.t("map.close"));
      if (from) this.enter(popup, card, from);
    }

    about(municipio, departamento) {
      const { app } = this;
      const people = municipio.people === null ? app.t("map.no_data") : municipio.people.toLocaleString(Atlas.locale(app.language));
      return [h("strong", {}, municipio.name), h("p", {}, departamento.name), h("p", {}, app.t("map.people_2018", { people }))];
    }

    // By keyboard: into the card, and back when it closes.
    enter(popup, card, from) {
      card.querySelector("button").focus({ preventScroll: true });
      popup.getElement().addEventListener("keydown", (event) => { if (event.key === "Escape") this.map.closePopup(); });
      popup.on("remove", () => from.focus({ preventScroll: true }));
    }
  };
})((window.Atlas = window.Atlas || {}));
