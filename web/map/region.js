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

    card(region, at) {
      const { app } = this;
      if (app.overlay.isPlacing()) { app.overlay.clicked(at); return; }
      const municipio = app.data.municipios[region.codigo_muni];
      if (!municipio) return;
      const departamento = app.data.departamentos[region.codigo_depto];
      const only = (choice, name) => h("button", { type: "button", onclick: () => { this.map.closePopup(); app.tell({ region: choice }); } },
        app.t("map.only", { name }));
      const people = municipio.people === null ? app.t("map.no_data") : municipio.people.toLocaleString(Atlas.locale(app.language));
      const card = h("div", { class: "atlas-card" }, h("strong", {}, municipio.name), h("p", {}, departamento.name),
        h("p", {}, app.t("map.people_2018", { people })),
        only({ departamentos: [region.codigo_depto], municipios: [region.codigo_muni] }, municipio.name),
        only({ departamentos: [region.codigo_depto], municipios: [] }, departamento.name),
        app.boundaries.hasRegion() ? h("button", { type: "button", onclick: () => { this.map.closePopup();
          app.tell({ region: { departamentos: [], municipios: [] } }); } }, app.t("map.whole_country")) : null);
      L.popup({ className: "atlas-popup", maxWidth: 240 }).setLatLng(at).setContent(card).openOn(this.map);
    }
  };
})((window.Atlas = window.Atlas || {}));
