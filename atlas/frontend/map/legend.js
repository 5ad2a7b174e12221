// Draw the legend: symbols, numbers of shown sites, a switch for each layer, and sites not on the map.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const PRECISIONS = ["exact", "locality", "zone", "municipio"];

  /** @param {Site} site */
  const isUnplaced = (site) => site.precision === "unplaced";

  /**
   * Return a checkbox that reports its state.
   *
   * @param {(isOn: boolean) => void} changed
   * @param {Attributes} attributes
   */
  const tickBox = (changed, attributes) =>
    h("input", {
      type: "checkbox",
      onchange: (event) => changed(/** @type {HTMLInputElement} */ (event.target).checked),
      ...attributes,
    });

  Atlas.Legend = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      this.box = Atlas.boxOver(map, "atlas-legend");
      this.open = this.hasRoom() || document.body.classList.contains("presenting");
      this.isChosen = false; // by the reader: else it closes where it would cover the legend of an analysis
      this.isMoreOpen = false;
      this.isListOpen = false;
    }

    hasRoom() {
      return this.map.getContainer().clientWidth > 760;
    }

    draw() {
      Atlas.keepFocus(this.box, () => this.redraw());
      const { box } = this.app.overlay;
      if (!this.open || this.isChosen || box.hidden || !this.liesOn(box)) return;
      this.open = false;
      this.redraw();
    }

    /** Return whether it covers another box over the map. @param {HTMLElement} box */
    liesOn(box) {
      const own = this.box.getBoundingClientRect(), other = box.getBoundingClientRect();
      return own.left < other.right && own.right > other.left && own.top < other.bottom &&
        own.bottom > other.top;
    }

    redraw() {
      const label = this.app.t("map.legend");
      this.box.setAttribute("aria-label", label);
      const title = h("button", {
        class: "atlas-legend-title",
        "aria-expanded": String(this.open),
        type: "button",
        onclick: () => {
          this.open = !this.open;
          this.isChosen = true;
          this.draw();
        },
      }, label);
      this.box.replaceChildren(title);
      this.box.classList.toggle("atlas-closed", !this.open);
      if (!this.open) return;
      const parts = [
        this.list(this.app.data.mission),
        this.otherLayers(),
        this.undated(),
        this.precisions(),
        this.unplaced(),
        this.background(),
      ];
      this.box.append(...Atlas.present(parts));
    }

    otherLayers() {
      const { data: { mission, order }, layers, t } = this.app;
      const others = order.filter((layer) => !mission.includes(layer));
      const isOpen = this.isMoreOpen || others.some((layer) => layers.has(layer));
      const more = h("details", { open: isOpen }, h("summary", {}, t("map.other_layers")), this.list(others));
      more.addEventListener("toggle", () => {
        this.isMoreOpen = more.open;
      });
      return more;
    }

    /** @param {string[]} layers */
    list(layers) {
      return h("ul", { class: "atlas-layers" }, layers.map((layer) => this.row(layer)));
    }

    /** @param {string} layer */
    row(layer) {
      const { app } = this;
      const sites = app.filtered.filter((site) => site.layer === layer);
      const listed = sites.filter(isUnplaced).length;
      const box = tickBox((isOn) => app.switchLayer(layer, isOn), {
        checked: app.layers.has(layer),
        "data-layer": layer,
      });
      // Sites without a location are counted separately in text, because a tooltip needs a mouse.
      const apart = listed ? h("small", {}, app.plural("map.count_listed", listed)) : null;
      const name = h("span", { class: "atlas-layer-name" }, app.t(`layer.${layer}`), apart);
      const count = h("span", { class: "atlas-count" }, String(sites.length - listed));
      const attributes = { class: sites.length ? null : "atlas-none" };
      return h("li", attributes, h("label", {}, box, Atlas.glyph(app.data.symbols[layer], 18), name, count));
    }

    // The sites that are hollow at a date, counted.
    undated() {
      const { app } = this, count = app.shown.filter((site) => app.time.isUndated(site)).length;
      if (!count) return null;
      const sample = h("span", { class: "atlas-sample atlas-sample-hollow", "aria-hidden": "true" });
      const words = h(
        "span",
        {},
        app.plural("time.undated", count),
        h("small", {}, app.t("time.undated_note")),
      );
      return h("ul", { class: "atlas-key atlas-undated" }, h("li", {}, sample, words));
    }

    precisions() {
      const { t } = this.app;
      /**
       * @param {string} name
       * @param {string} words
       */
      const row = (name, words) => {
        const sample = { class: `atlas-sample atlas-sample-${name}`, "aria-hidden": "true" };
        return h("li", {}, h("span", sample), words);
      };
      const rows = PRECISIONS.map((name) => row(name, t(`precision_plain.${name}`)));
      const shared = [row("leaning", t("map.leaning")), row("pile", t("map.pile"))];
      const key = h("ul", { class: "atlas-key" }, rows, shared, row("dispute", t("map.dispute")));
      return h("details", {}, h("summary", {}, t("map.how_drawn")), key);
    }

    unplaced() {
      const { app } = this, sites = app.shown.filter(isUnplaced);
      if (!sites.length) return null;
      /** @param {Site} site */
      const open = ({ site_id: siteId }) => {
        app.walk.remember();
        app.choose(siteId);
        app.details.focus();
      };
      /** @param {Site} site */
      const item = (site) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "atlas-listed", "data-site": site.site_id, onclick: () => open(site) },
            Atlas.glyph(app.data.symbols[site.layer], 14),
            app.nameOf(site),
          ),
          h("small", {}, app.field(site, "position_note")),
        );
      const list = h(
        "details",
        { class: "atlas-unplaced", open: this.isListOpen },
        h("summary", {}, app.t("map.unplaced", { count: sites.length })),
        h("p", {}, app.t("map.unplaced_why")),
        h("ul", {}, sites.map(item)),
      );
      list.addEventListener("toggle", () => {
        this.isListOpen = list.open;
      });
      return list;
    }

    background() {
      const { app } = this;
      return h("details", {}, h("summary", {}, app.t("map.background")), app.ground.key(), this.tiles());
    }

    /** @returns {HTMLElement | null} */
    tiles() {
      const { app } = this;
      const box = tickBox((isOn) => app.switchTiles(isOn), { checked: app.tilesOn });
      return h("label", { class: "atlas-tiles" }, box, h("span", {}, app.t("map.tiles")));
    }
  };
})(window.Atlas);
