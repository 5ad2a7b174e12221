// Show the details of a site: kind, place, precision, status, sources and caveats.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  Atlas.Details = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.app = app;
      this.box = Atlas.boxOver(map, "atlas-details");
      this.box.hidden = true;
      this.box.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.leave();
      });
    }

    close() {
      this.box.hidden = true;
    }

    // Close the details and restore the focus.
    leave() {
      const site = this.app.selected;
      this.close();
      this.app.choose(null);
      this.app.walk.back(site);
    }

    // Move the focus to the title for keyboards and screen readers.
    focus() {
      this.box.querySelector("h2")?.focus({ preventScroll: true });
    }

    /** List the sites at one place for the reader to choose from. @param {Site[]} group */
    pick(group) {
      const { app } = this;
      /** @param {Site} site */
      const item = (site) => {
        const open = () => {
          app.choose(site.site_id, group);
          this.focus();
        };
        const symbol = Atlas.glyph(app.data.symbols[site.layer], 16);
        const attributes = { type: "button", "data-site": site.site_id, onclick: open };
        return h("li", {}, h("button", attributes, symbol, app.nameOf(site)));
      };
      const list = h("ul", { class: "atlas-pick" }, group.map(item));
      this.show(app.t("map.here", { count: group.length }), [list]);
    }

    /**
     * @param {Site} site
     * @param {Site[] | null} group
     */
    open(site, group) {
      const { app } = this, facts = this.facts(site).filter(([, value]) => value.length);
      const kind = [app.t(`kind.${site.kind}`), app.placeOf(site)].filter(Boolean).join(" · ");
      this.show(app.nameOf(site), [
        group && group.length > 1 ? this.backTo(group) : null,
        h("p", { class: "atlas-kind" }, Atlas.glyph(app.data.symbols[site.layer], 16), " ", kind),
        this.cautions(site),
        h("dl", {}, facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
        this.sources(site),
      ]);
    }

    /** @param {Site[]} group */
    backTo(group) {
      const back = () => {
        this.pick(group);
        this.focus();
      };
      return h(
        "button",
        { type: "button", class: "atlas-back", onclick: back },
        this.app.t("map.back_to_list"),
      );
    }

    /**
     * @param {string} title
     * @param {Child[]} children
     */
    show(title, children) {
      const label = this.app.t("map.close"), close = () => this.leave();
      const button = h("button", {
        type: "button",
        class: "atlas-close",
        "aria-label": label,
        onclick: close,
      }, "×");
      this.box.setAttribute("aria-label", title);
      const head = h("header", {}, h("h2", { tabindex: "-1" }, title), button);
      this.box.replaceChildren(head, ...Atlas.present(children));
      this.box.hidden = false;
      this.box.scrollTop = 0;
    }

    /**
     * Return the known facts as pairs of a name and lines; pairs without lines are not shown.
     *
     * @param {Site} site
     * @returns {[name: string, lines: HTMLElement[]][]}
     */
    facts(site) {
      const { app } = this, { t } = app;
      /** @param {string} name */
      const field = (name) => app.field(site, name);
      /** @param {(string | null)[]} parts */
      const lines = (...parts) => parts.filter(Boolean).map((part) => h("p", {}, part));
      const distance = site.uncertainty_m && app.distance(site.uncertainty_m);
      const within = distance ? ` (${t("map.within", { distance })})` : "";
      const dated = this.dated(site);
      const status = t(`status.${site.status}`) + (dated ? ` (${dated})` : "");
      const opposite = [site.counterpart, site.neighbour && t(`neighbour.${site.neighbour}`)];
      const pillar = site.pillar ? `${t(`pillar.${site.pillar}`)} – ${t(`basis.${site.pillar_basis}`)}` : "";
      const programme = site.programme ? t(`programme.${site.programme}`) : t("map.no_programme");
      return [
        [t("map.position"), lines(t(`precision_plain.${site.precision}`) + within, field("position_note"))],
        [t("map.coordinates"), app.coordinates.ofSite(site)],
        [t("map.status"), lines(status, field("status_note"))],
        [t("map.since"), lines(site.since ? app.date(site.since) : "", field("since_note"))],
        [t("map.place"), lines(field("place"))],
        [t("map.opposite"), lines(opposite.filter(Boolean).join(", "))],
        [t("map.route"), lines(site.route)],
        [t("map.operator"), lines(field("operator"))],
        [t("map.programme"), lines(programme, t(`inl_role.${site.inl_role}`), field("inl_note"))],
        [t("map.pillar"), lines(pillar)],
        [t("map.inferred"), lines(site.inferred.map((name) => t(`field.${name}`)).join(", "))],
        [t("map.confidence"), lines(t(`confidence.${site.confidence}`))],
      ];
    }

    /** Return the date of a status, or when an old one was last confirmed. @param {Site} site */
    dated({ status, status_as_of: date, confirmation }) {
      const { app } = this;
      if (!date) return status === "unknown" ? "" : app.t("map.unconfirmed");
      const isDay = date.length === "2018-03-08".length;
      const key = confirmation !== "old" ? "map.as_of" : isDay ? "map.confirmed_day" : "map.confirmed";
      return app.t(key, { date: app.date(date) });
    }

    /** @param {Site} site */
    cautions(site) {
      const caution = this.app.field(site, "caution");
      if (!caution) return null;
      return h("aside", { class: "atlas-caution" }, h("strong", {}, this.app.t("map.caution")), " ", caution);
    }

    /** @param {Site} site */
    sources(site) {
      const { app } = this;
      /** @param {string} sourceId */
      const item = (sourceId) => {
        const source = app.data.sources[sourceId];
        if (!source) return h("li", {}, sourceId);
        const date = source.published ? app.date(source.published) : app.t("map.undated");
        const about = `${app.field(source, "publisher")} · ${date} · ${sourceId}`;
        return h("li", {}, Atlas.link(source.url, app.field(source, "title")), h("small", {}, about));
      };
      const title = h("h3", {}, app.t("map.sources", { count: site.sources.length }));
      return h("div", { class: "atlas-sources" }, title, h("ol", {}, site.sources.map(item)));
    }
  };
})(window.Atlas);
