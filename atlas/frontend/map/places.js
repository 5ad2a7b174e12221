// Departamentos and municipios by keyboard: the canvas has no parts to reach, so they stand in a tree beside it,
// which is seen while the reader is in it.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  Atlas.Places = class {
    constructor(map, app) {
      Object.assign(this, { map, app, line: L.layerGroup().addTo(map) });
      const byName = (a, b) => a[1].name.localeCompare(b[1].name, "es");
      this.departamentos = Object.entries(app.data.departamentos).sort(byName);
      this.municipios = Object.entries(app.data.municipios).sort(byName);
      this.box = Atlas.overlay(map, "atlas-places", "");
      this.tree = h("ul", { role: "tree" }, this.departamentos.map(([code, place]) => this.item(Number(code), place.name, false)));
      this.hint = h("p", {});
      this.box.append(this.hint, this.tree);
      this.items()[0]?.setAttribute("tabindex", "0");
      this.tree.addEventListener("keydown", (event) => this.pressed(event));
      this.tree.addEventListener("focusin", (event) => this.reached(event));
      this.tree.addEventListener("focusout", (event) => { if (!this.tree.contains(event.relatedTarget)) this.line.clearLayers(); });
      this.tree.addEventListener("click", (event) => this.open(event.target.closest("[role=treeitem]")));
    }

    speak() {
      this.box.setAttribute("aria-label", this.app.t("map.places"));
      this.tree.setAttribute("aria-label", this.app.t("map.places"));
      this.hint.textContent = this.app.t("map.places_keys");
    }

    item(code, name, isMunicipio) {
      return h("li", { role: "treeitem", tabindex: "-1", "data-code": code, "aria-level": isMunicipio ? 2 : 1,
        "aria-expanded": isMunicipio ? null : "false" }, h("span", {}, name), h("small", {}));
    }

    items() { return [...this.tree.querySelectorAll("[role=treeitem]")]; }
    codeOf(item) { return Number(item.dataset.code); }
    isMunicipio(item) { return this.codeOf(item) > 99; }

    // Say with each name what it is and how many of the sites shown lie there.
    count() {
      const { app } = this, tally = new Map();
      for (const { codigo_muni: municipio, codigo_depto: departamento } of app.shown) {
        for (const code of [municipio, departamento]) tally.set(code, (tally.get(code) ?? 0) + 1);
      }
      for (const item of this.items()) {
        const here = app.plural("map.sites_here", tally.get(this.codeOf(item)) ?? 0);
        item.lastChild.replaceChildren(" ", h("span", { class: "atlas-unseen" }, app.t(this.isMunicipio(item) ? "hit.municipio" : "hit.departamento")), " ", here,
          this.isMunicipio(item) ? this.colour(this.codeOf(item)) : "");
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
      if (!this.map.getBounds().intersects(Atlas.bounds(place.bounds))) this.map.panTo(this.middle(place), { animate: !Atlas.calm });
      this.line.clearLayers();
      const features = this.isMunicipio(item) ? this.app.boundaries.outlinesOf([code]) : this.app.boundaries.departamentoOf(code);
      L.geoJSON(features, { pane: "shades", interactive: false, style: { className: "atlas-here", fill: false, weight: 4,
        color: this.app.boundaries.palette.strong } }).addTo(this.line);
    }

    placeOf(code) { return this.app.data.municipios[code] ?? this.app.data.departamentos[code]; }
    middle({ label: [longitude, latitude] }) { return L.latLng(latitude, longitude); }

    pressed(event) {
      const items = this.items(), item = event.target.closest("[role=treeitem]"), n = items.indexOf(item);
      if (n < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { ArrowDown: items[n + 1], ArrowUp: items[n - 1], Home: items[0], End: items.at(-1) };
      const does = { ArrowRight: () => this.unfold(item), ArrowLeft: () => this.fold(item), Enter: () => this.open(item),
        " ": () => this.open(item), Escape: () => this.map.getContainer().focus() }[event.key];
      if (event.key in to) to[event.key]?.focus();
      else if (does) does();
      else if (/^\p{L}$/u.test(event.key)) this.seek(items, n, event.key);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    unfold(item) {
      if (this.isMunicipio(item)) return;
      if (item.getAttribute("aria-expanded") === "true") { item.nextElementSibling.focus(); return; }
      item.setAttribute("aria-expanded", "true");
      const own = this.municipios.filter(([code]) => Math.floor(code / 100) === this.codeOf(item));
      item.after(...own.map(([code, place]) => this.item(Number(code), place.name, true)));
      this.count();
    }

    fold(item) {
      const code = this.isMunicipio(item) ? Math.floor(this.codeOf(item) / 100) : this.codeOf(item);
      const parent = this.items().find((one) => this.codeOf(one) === code);
      if (item !== parent) { parent.focus(); return; }
      parent.setAttribute("aria-expanded", "false");
      for (const one of this.items()) if (this.isMunicipio(one) && Math.floor(this.codeOf(one) / 100) === code) one.remove();
    }

    seek(items, n, letter) {
      const plain = (text) => text.normalize("NFD")[0].toLowerCase();
      [...items.slice(n + 1), ...items.slice(0, n)].find((one) => plain(one.textContent) === plain(letter))?.focus();
    }

    // The card of a region, as a click on it opens; the reader comes back to the tree from it.
    open(item) {
      if (!item) return;
      const code = this.codeOf(item);
      const region = this.isMunicipio(item) ? { codigo_muni: code, codigo_depto: Math.floor(code / 100) } : { codigo_depto: code };
      this.app.region.card(region, this.middle(this.placeOf(code)), item);
    }
  };
})((window.Atlas = window.Atlas || {}));
