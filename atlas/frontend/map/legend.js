// The legend: what each symbol is, how many are shown, a switch for each layer, and what has no place on the map.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  Atlas.Legend = class {
    constructor(map, app) {
      Object.assign(this, { app, map });
      this.box = Atlas.overlay(map, "atlas-legend", "");
      this.open = this.hasRoom() || document.body.classList.contains("presenting");
      this.more = false;
    }

    hasRoom() {
      return this.map.getContainer().clientWidth > 760;
    }

    draw() {
      Atlas.keepFocus(this.box, () => this.redraw());
    }

    redraw() {
      const { app } = this, t = (key, fields) => app.t(`map.${key}`, fields);
      this.box.setAttribute("aria-label", t("legend"));
      const title = h("button", {
        class: "atlas-legend-title",
        "aria-expanded": String(this.open),
        type: "button",
        onclick: () => {
          this.open = !this.open;
          this.draw();
        },
      }, t("legend"));
      this.box.replaceChildren(title);
      this.box.classList.toggle("atlas-closed", !this.open);
      if (!this.open) return;
      const { mission, order } = app.data;
      const others = order.filter((layer) => !mission.includes(layer));
      const anyOther = others.some((layer) => app.layers.has(layer));
      const more = h(
        "details",
        { open: this.more || anyOther },
        h("summary", {}, t("other_layers")),
        this.list(others),
      );
      more.addEventListener("toggle", () => {
        this.more = more.open;
      });
      this.box.append(
        ...[this.list(mission), more, this.precisions(), this.unplaced(), this.background()].filter(Boolean),
      );
    }

    list(layers) {
      return h("ul", { class: "atlas-layers" }, layers.map((layer) => this.row(layer)));
    }

    row(layer) {
      const { app } = this;
      const sites = app.filtered.filter((site) => site.layer === layer);
      const listed = sites.filter((site) => site.precision === "unplaced").length;
      const box = h("input", {
        type: "checkbox",
        checked: app.layers.has(layer),
        "data-layer": layer,
        onchange: (event) => app.switchLayer(layer, event.target.checked),
      });
      // What is listed without a place is counted apart, in words: a tooltip is for a mouse alone.
      const apart = listed ? h("small", {}, app.plural("map.count_listed", listed)) : null;
      return h(
        "li",
        {},
        h(
          "label",
          {},
          box,
          Atlas.glyph(app.data.symbols[layer], 18),
          h("span", { class: "atlas-layer-name" }, app.t(`layer.${layer}`), apart),
          h("span", { class: "atlas-count" }, String(sites.length - listed)),
        ),
      );
    }

    precisions() {
      const { app } = this;
      const sample = (name) =>
        h("span", { class: `atlas-sample atlas-sample-${name}`, "aria-hidden": "true" });
      const row = (name, text) => h("li", {}, sample(name), text);
      return h(
        "details",
        {},
        h("summary", {}, app.t("map.how_drawn")),
        h(
          "ul",
          { class: "atlas-key" },
          ["exact", "locality", "zone", "municipio"].map((name) =>
            row(name, app.t(`precision_plain.${name}`))
          ),
          row("dispute", app.t("map.dispute")),
        ),
      );
    }

    unplaced() {
      const { app } = this;
      const sites = app.shown.filter((site) => site.precision === "unplaced");
      if (!sites.length) return null;
      const item = (site) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: "atlas-listed",
              "data-site": site.site_id,
              onclick: () => {
                app.walk.remember();
                app.choose(site.site_id);
                app.details.focus();
              },
            },
            Atlas.glyph(app.data.symbols[site.layer], 14),
            app.nameOf(site),
          ),
          h("small", {}, app.field(site, "position_note")),
        );
      const list = h(
        "details",
        { class: "atlas-unplaced", open: this.listOpen },
        h("summary", {}, app.t("map.unplaced", { count: sites.length })),
        h("p", {}, app.t("map.unplaced_why")),
        h("ul", {}, sites.map(item)),
      );
      list.addEventListener("toggle", () => {
        this.listOpen = list.open;
      });
      return list;
    }

    background() {
      const { app } = this;
      return h(
        "details",
        {},
        h("summary", {}, app.t("map.background")),
        h(
          "label",
          { class: "atlas-tiles" },
          h("input", {
            type: "checkbox",
            checked: app.tilesOn,
            onchange: (event) => app.switchTiles(event.target.checked),
          }),
          h("span", {}, app.t("map.tiles")),
        ),
      );
    }
  };
})(window.Atlas = window.Atlas || {});
