// The chosen region: where it is, the card that offers to choose it, and all regions by keyboard.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  Atlas.Region = class {
    constructor(map, app) {
      Object.assign(this, { map, app });
    }

    // The bounds of the chosen region, or null where nothing is chosen.
    bounds() {
      const { departamentos, municipios } = this.app.state, { data } = this.app;
      const chosen = [
        ...municipios.map((code) => data.municipios[code]),
        ...departamentos.map((code) => data.departamentos[code]),
      ];
      return chosen.filter(Boolean).map((place) => Atlas.bounds(place.bounds)).reduce(
        (all, one) => (all ? all.extend(one) : one),
        null,
      );
    }

    // `from` is where who reads by keyboard comes from, and goes back to.
    card(region, at, from = null) {
      const { app } = this;
      if (app.overlay.isPlacing()) {
        app.overlay.clicked(at);
        return;
      }
      const municipio = app.data.municipios[region.codigo_muni];
      if (!municipio && !from) return;
      const departamento = app.data.departamentos[region.codigo_depto];
      const only = (choice, name) =>
        h("button", {
          type: "button",
          onclick: () => {
            this.map.closePopup();
            app.tell({ region: choice });
          },
        }, app.t("map.only", { name }));
      const card = h(
        "div",
        { class: "atlas-card", role: "dialog", "aria-label": municipio?.name ?? departamento.name },
        municipio ? this.about(municipio, departamento) : h("strong", {}, departamento.name),
        municipio
          ? only({ departamentos: [region.codigo_depto], municipios: [region.codigo_muni] }, municipio.name)
          : null,
        only({ departamentos: [region.codigo_depto], municipios: [] }, departamento.name),
        app.boundaries.hasRegion()
          ? h("button", {
            type: "button",
            onclick: () => {
              this.map.closePopup();
              app.tell({ region: { departamentos: [], municipios: [] } });
            },
          }, app.t("map.whole_country"))
          : null,
      );
      const popup = L.popup({ className: "atlas-popup", maxWidth: 240 }).setLatLng(at).setContent(card)
        .openOn(this.map);
      popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute(
        "aria-label",
        app.t("map.close"),
      );
      if (from) this.enter(popup, card, from);
    }

    about(municipio, departamento) {
      const { app } = this;
      const people = municipio.people === null
        ? app.t("map.no_data")
        : municipio.people.toLocaleString(Atlas.locale(app.language));
      return [
        h("strong", {}, municipio.name),
        h("p", {}, departamento.name),
        h("p", {}, app.t("map.people_2018", { people })),
      ];
    }

    // By keyboard: into the card, and back when it closes.
    enter(popup, card, from) {
      card.querySelector("button").focus({ preventScroll: true });
      popup.getElement().addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.map.closePopup();
      });
      popup.on("remove", () => from.focus({ preventScroll: true }));
    }
  };

  // Departamentos and municipios by keyboard: the canvas has no parts to reach, so they stand in a tree beside it,
  // which is seen while the reader is in it.

  Atlas.Places = class {
    constructor(map, app) {
      Object.assign(this, { map, app, line: L.layerGroup().addTo(map) });
      const byName = (a, b) => a[1].name.localeCompare(b[1].name, "es");
      this.departamentos = Object.entries(app.data.departamentos).sort(byName);
      this.municipios = Object.entries(app.data.municipios).sort(byName);
      this.box = Atlas.overlay(map, "atlas-places", "");
      this.tree = h(
        "ul",
        { role: "tree" },
        this.departamentos.map(([code, place]) => this.item(Number(code), place.name, false)),
      );
      this.hint = h("p", {});
      this.box.append(this.hint, this.tree);
      this.items()[0]?.setAttribute("tabindex", "0");
      this.tree.addEventListener("keydown", (event) => this.pressed(event));
      this.tree.addEventListener("focusin", (event) => this.reached(event));
      this.tree.addEventListener("focusout", (event) => {
        if (!this.tree.contains(event.relatedTarget)) this.line.clearLayers();
      });
      this.tree.addEventListener("click", (event) => this.open(event.target.closest("[role=treeitem]")));
    }

    speak() {
      this.box.setAttribute("aria-label", this.app.t("map.places"));
      this.tree.setAttribute("aria-label", this.app.t("map.places"));
      this.hint.textContent = this.app.t("map.places_keys");
    }

    item(code, name, isMunicipio) {
      return h(
        "li",
        {
          role: "treeitem",
          tabindex: "-1",
          "data-code": code,
          "aria-level": isMunicipio ? 2 : 1,
          "aria-expanded": isMunicipio ? null : "false",
        },
        h("span", {}, name),
        h("small", {}),
      );
    }

    items() {
      return [...this.tree.querySelectorAll("[role=treeitem]")];
    }
    codeOf(item) {
      return Number(item.dataset.code);
    }
    isMunicipio(item) {
      return this.codeOf(item) > 99;
    }

    // Say with each name what it is and how many of the sites shown lie there.
    count() {
      const { app } = this, tally = new Map();
      for (const { codigo_muni: municipio, codigo_depto: departamento } of app.shown) {
        for (const code of [municipio, departamento]) tally.set(code, (tally.get(code) ?? 0) + 1);
      }
      for (const item of this.items()) {
        const here = app.plural("map.sites_here", tally.get(this.codeOf(item)) ?? 0);
        item.lastChild.replaceChildren(
          " ",
          h(
            "span",
            { class: "atlas-unseen" },
            app.t(this.isMunicipio(item) ? "hit.municipio" : "hit.departamento"),
          ),
          " ",
          here,
          this.isMunicipio(item) ? this.colour(this.codeOf(item)) : "",
        );
      }
    }

    // In words what a colour on the map says of a municipio.
    colour(code) {
      const meaning = this.app.overlay.meaning({ codigo_muni: code, codigo_depto: Math.floor(code / 100) });
      return meaning ? ` · ${meaning}` : "";
    }

    reached({ target, relatedTarget }) {
      const item = target.closest("[role=treeitem]");
      if (!this.tree.contains(relatedTarget)) this.count();
      for (const one of this.items()) one.setAttribute("tabindex", one === item ? "0" : "-1");
      item.scrollIntoView({ block: "nearest" });
      const code = this.codeOf(item), place = this.placeOf(code);
      if (!this.map.getBounds().intersects(Atlas.bounds(place.bounds))) {
        this.map.panTo(this.middle(place), { animate: !Atlas.calm });
      }
      this.line.clearLayers();
      const features = this.isMunicipio(item)
        ? this.app.boundaries.outlinesOf([code])
        : this.app.boundaries.departamentoOf(code);
      L.geoJSON(features, {
        pane: "shades",
        interactive: false,
        style: { className: "atlas-here", fill: false, weight: 4, color: this.app.boundaries.palette.strong },
      }).addTo(this.line);
    }

    placeOf(code) {
      return this.app.data.municipios[code] ?? this.app.data.departamentos[code];
    }
    middle({ label: [longitude, latitude] }) {
      return L.latLng(latitude, longitude);
    }

    pressed(event) {
      const items = this.items(), item = event.target.closest("[role=treeitem]"), n = items.indexOf(item);
      if (n < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { ArrowDown: items[n + 1], ArrowUp: items[n - 1], Home: items[0], End: items.at(-1) };
      const does = {
        ArrowRight: () => this.unfold(item),
        ArrowLeft: () => this.fold(item),
        Enter: () => this.open(item),
        " ": () => this.open(item),
        Escape: () => this.map.getContainer().focus(),
      }[event.key];
      if (event.key in to) to[event.key]?.focus();
      else if (does) does();
      else if (/^\p{L}$/u.test(event.key)) this.seek(items, n, event.key);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    unfold(item) {
      if (this.isMunicipio(item)) return;
      if (item.getAttribute("aria-expanded") === "true") {
        item.nextElementSibling.focus();
        return;
      }
      item.setAttribute("aria-expanded", "true");
      const own = this.municipios.filter(([code]) => Math.floor(code / 100) === this.codeOf(item));
      item.after(...own.map(([code, place]) => this.item(Number(code), place.name, true)));
      this.count();
    }

    fold(item) {
      const code = this.isMunicipio(item) ? Math.floor(this.codeOf(item) / 100) : this.codeOf(item);
      const parent = this.items().find((one) => this.codeOf(one) === code);
      if (item !== parent) {
        parent.focus();
        return;
      }
      parent.setAttribute("aria-expanded", "false");
      for (const one of this.items()) {
        if (this.isMunicipio(one) && Math.floor(this.codeOf(one) / 100) === code) one.remove();
      }
    }

    seek(items, n, letter) {
      const plain = (text) => text.normalize("NFD")[0].toLowerCase();
      [...items.slice(n + 1), ...items.slice(0, n)].find((one) => plain(one.textContent) === plain(letter))
        ?.focus();
    }

    // The card of a region, as a click on it opens; the reader comes back to the tree from it.
    open(item) {
      if (!item) return;
      const code = this.codeOf(item);
      const region = this.isMunicipio(item)
        ? { codigo_muni: code, codigo_depto: Math.floor(code / 100) }
        : { codigo_depto: code };
      this.app.region.card(region, this.middle(this.placeOf(code)), item);
    }
  };
})(window.Atlas = window.Atlas || {});
