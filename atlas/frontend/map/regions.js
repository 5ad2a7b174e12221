// Show the chosen region, the card that chooses one, and a tree of all regions for the keyboard.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  /** Return the code of a municipio's departamento. @param {number} municipio */
  Atlas.departamentoOf = (municipio) => Math.floor(municipio / 100);

  /**
   * Return the region: a chosen municipio restricts its departamento; other departamentos stay whole.
   *
   * @param {Region} chosen
   */
  Atlas.regionOf = function ({ departamentos, municipios }) {
    const narrowed = new Set(municipios.map(Atlas.departamentoOf));
    return { departamentos: departamentos.filter((code) => !narrowed.has(code)), municipios };
  };

  /** Return a region as a comparable text. @param {Region} region */
  Atlas.regionKey = ({ departamentos, municipios, area }) =>
    JSON.stringify([departamentos, municipios, ...(area ? [area] : [])]);

  Atlas.Region = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
    }

    /**
     * Open the card of a departamento or municipio. `opener` is the element that gets the focus back.
     *
     * @param {{ codigo_depto: number, codigo_muni?: number }} region
     * @param {L.LatLng} at
     * @param {HTMLElement | null} opener
     */
    card({ codigo_depto, codigo_muni }, at, opener = null) {
      const { app } = this;
      if (app.drawing.takes(at)) return;
      if (app.overlay.isPlacing()) {
        app.overlay.clicked(at);
        return;
      }
      const municipio = codigo_muni === undefined ? undefined : app.data.municipios[codigo_muni];
      if (!municipio && !opener) return;
      const departamento = app.data.departamentos[codigo_depto];
      /**
       * @param {Region} region
       * @param {string} label
       */
      const chooses = (region, label) =>
        h("button", {
          type: "button",
          onclick: () => {
            this.map.closePopup();
            app.drawing.show("");
            app.tell({ region, area: undefined });
          },
        }, label);
      /** @param {string} name */
      const only = (name) => app.t("map.only", { name });
      const narrow = { departamentos: [codigo_depto], municipios: [/** @type {number} */ (codigo_muni)] };
      const card = h(
        "div",
        { class: "atlas-card", role: "dialog", "aria-label": municipio?.name ?? departamento.name },
        municipio ? this.about(municipio, departamento) : h("strong", {}, departamento.name),
        municipio ? chooses(narrow, only(municipio.name)) : null,
        chooses({ departamentos: [codigo_depto], municipios: [] }, only(departamento.name)),
        app.boundaries.hasRegion() || app.drawing.area
          ? chooses({ departamentos: [], municipios: [] }, app.t("map.whole_country"))
          : null,
      );
      this.open(at, card, opener);
    }

    /**
     * Open a card at a point. `opener` is the element that gets the focus back.
     *
     * @param {L.LatLng} at
     * @param {HTMLElement} card
     * @param {HTMLElement | null} opener
     */
    open(at, card, opener) {
      const popup = L.popup({ className: "atlas-popup", maxWidth: 260 }).setLatLng(at).setContent(card)
        .openOn(this.map);
      popup.getElement().querySelector(".leaflet-popup-close-button")
        ?.setAttribute("aria-label", this.app.t("map.close"));
      if (opener) this.enter(popup, card, opener);
    }

    /**
     * @param {Municipio} municipio
     * @param {Place} departamento
     */
    about(municipio, departamento) {
      const { app } = this;
      const people = municipio.people?.toLocaleString(Atlas.locale(app.language)) ?? app.t("map.no_data");
      return [
        h("strong", {}, municipio.name),
        h("p", {}, departamento.name),
        h("p", {}, app.t("map.people_2018", { people })),
      ];
    }

    /**
     * Move the focus into the card, and back when it closes.
     *
     * @param {L.Popup} popup
     * @param {HTMLElement} card
     * @param {HTMLElement} opener
     */
    enter(popup, card, opener) {
      card.querySelector("button")?.focus({ preventScroll: true });
      popup.getElement().addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.map.closePopup();
      });
      popup.on("remove", () => opener.focus({ preventScroll: true }));
    }
  };

  // Departamentos and municipios for the keyboard: a canvas has no focusable parts, so they are also in a tree,
  // which is visible while it has the focus.
  Atlas.Places = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      this.line = L.layerGroup().addTo(map);
      this.departamentos = byName(app.data.departamentos);
      this.municipios = byName(app.data.municipios);
      this.tree = h(
        "ul",
        { role: "tree" },
        this.departamentos.map(([code, place]) => this.item(Number(code), place.name)),
      );
      this.hint = h("p", {});
      this.box = Atlas.boxOver(map, "atlas-places");
      this.box.append(this.hint, this.tree);
      this.items()[0]?.setAttribute("tabindex", "0");
      this.tree.addEventListener("keydown", (event) => this.pressed(event));
      this.tree.addEventListener("focusin", (event) => this.reached(event));
      this.tree.addEventListener("focusout", (event) => {
        if (!this.holds(event.relatedTarget)) this.line.clearLayers();
      });
      this.tree.addEventListener("click", (event) => this.open(this.itemAt(event)));
    }

    speak() {
      const label = this.app.t("map.places");
      for (const part of [this.box, this.tree]) part.setAttribute("aria-label", label);
      this.hint.textContent = this.app.t("map.places_keys");
    }

    /**
     * @param {number} code
     * @param {string} name
     */
    item(code, name) {
      return h(
        "li",
        {
          role: "treeitem",
          tabindex: "-1",
          "data-code": code,
          "aria-level": isMunicipio(code) ? 2 : 1,
          "aria-expanded": isMunicipio(code) ? null : "false",
        },
        h("span", {}, name),
        h("small", {}),
      );
    }

    items() {
      return /** @type {HTMLElement[]} */ ([...this.tree.querySelectorAll("[role=treeitem]")]);
    }

    /** @param {Event} event */
    itemAt({ target }) {
      return /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[role=treeitem]"));
    }

    /** @param {EventTarget | null} target */
    holds(target) {
      return this.tree.contains(/** @type {Node | null} */ (target));
    }

    // Write the kind and the number of shown sites next to each name.
    count() {
      const { app } = this;
      /** @type {Map<number, number>} */
      const tally = new Map();
      for (const { codigo_muni: municipio, codigo_depto: departamento } of app.shown) {
        for (const code of [municipio, departamento]) tally.set(code, (tally.get(code) ?? 0) + 1);
      }
      for (const item of this.items()) {
        const code = codeOf(item), kind = app.t(isMunicipio(code) ? "hit.municipio" : "hit.departamento");
        const note = /** @type {HTMLElement} */ (item.lastChild);
        const count = app.plural("map.sites_here", tally.get(code) ?? 0);
        const colour = isMunicipio(code) ? this.colour(code) : "";
        note.replaceChildren(" ", h("span", { class: "atlas-unseen" }, kind), " ", count, colour);
      }
    }

    /** Return the meaning of a municipio's colour. @param {number} code */
    colour(code) {
      const meaning = this.app.overlay.meaning({
        codigo_muni: code,
        codigo_depto: Atlas.departamentoOf(code),
      });
      return meaning ? ` · ${meaning}` : "";
    }

    /** @param {FocusEvent} event */
    reached(event) {
      const item = this.itemAt(event), { boundaries } = this.app;
      if (!item) return;
      if (!this.holds(event.relatedTarget)) this.count();
      Atlas.leaveOneStop(this.items(), item);
      item.scrollIntoView({ block: "nearest" });
      const code = codeOf(item), place = this.placeOf(code);
      if (!this.map.getBounds().intersects(Atlas.bounds(place.bounds))) {
        this.map.panTo(Atlas.latLng(place.label), { animate: !Atlas.calm });
      }
      this.line.clearLayers();
      const outlines = isMunicipio(code)
        ? boundaries.municipioOutlines([code])
        : boundaries.departamentoOutlines(code);
      const style = { className: "atlas-here", fill: false, weight: 4, color: boundaries.palette.strong };
      L.geoJSON(outlines, { pane: "shades", interactive: false, style }).addTo(this.line);
    }

    /** @param {number} code */
    placeOf(code) {
      return this.app.data.municipios[code] ?? this.app.data.departamentos[code];
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
      const items = this.items(), item = this.itemAt(event);
      if (!item || Atlas.isShortcut(event)) return;
      const from = items.indexOf(item), { key } = event;
      /** @type {Record<string, HTMLElement | undefined>} */
      const goals = {
        ArrowDown: items[from + 1],
        ArrowUp: items[from - 1],
        Home: items[0],
        End: items.at(-1),
      };
      /** @type {Record<string, () => void>} */
      const acts = {
        ArrowRight: () => this.unfold(item),
        ArrowLeft: () => this.fold(item),
        Enter: () => this.open(item),
        " ": () => this.open(item),
        Escape: () => this.map.getContainer().focus(),
      };
      if (key in goals) goals[key]?.focus();
      else if (key in acts) acts[key]();
      else if (/^\p{L}$/u.test(key)) this.seek([...items.slice(from + 1), ...items.slice(0, from)], key);
      else return;
      Atlas.keepKey(event);
    }

    /** @param {HTMLElement} item */
    unfold(item) {
      const code = codeOf(item);
      if (isMunicipio(code)) return;
      if (item.getAttribute("aria-expanded") === "true") {
        /** @type {HTMLElement} */ (item.nextElementSibling).focus();
        return;
      }
      item.setAttribute("aria-expanded", "true");
      const inside = this.municipios.filter(([municipio]) =>
        Atlas.departamentoOf(Number(municipio)) === code
      );
      item.after(...inside.map(([municipio, place]) => this.item(Number(municipio), place.name)));
      this.count();
    }

    /** @param {HTMLElement} item */
    fold(item) {
      const code = isMunicipio(codeOf(item)) ? Atlas.departamentoOf(codeOf(item)) : codeOf(item);
      const items = this.items(), parent = items.find((other) => codeOf(other) === code);
      if (item !== parent) {
        parent?.focus();
        return;
      }
      parent.setAttribute("aria-expanded", "false");
      for (const other of items) if (Atlas.departamentoOf(codeOf(other)) === code) other.remove();
    }

    /**
     * Move to the next name that begins with `letter`.
     *
     * @param {HTMLElement[]} items
     * @param {string} letter
     */
    seek(items, letter) {
      /** @param {string} text */
      const plain = (text) => text.normalize("NFD")[0].toLowerCase();
      items.find((item) => plain(item.textContent) === plain(letter))?.focus();
    }

    /**
     * Open the card of a region as a click does; the focus returns to the tree.
     *
     * @param {HTMLElement | null} item
     */
    open(item) {
      if (!item) return;
      const code = codeOf(item);
      const region = isMunicipio(code)
        ? { codigo_muni: code, codigo_depto: Atlas.departamentoOf(code) }
        : { codigo_depto: code };
      this.app.region.card(region, Atlas.latLng(this.placeOf(code).label), item);
    }
  };

  /** @template {Place} Kind @param {Record<string, Kind>} places */
  const byName = (places) => Object.entries(places).sort((a, b) => a[1].name.localeCompare(b[1].name, "es"));

  /** @param {number} code */
  const isMunicipio = (code) => code > 99;

  /** @param {HTMLElement} item */
  const codeOf = (item) => Number(item.dataset.code);
})(window.Atlas);
