// Show the details of a site: status, US role and confidence first, then location, events and sources.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const FIRST_EVENTS = 3; // shown before the reader opens the others

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
      const places = new Set(group.map((site) => `${site.longitude} ${site.latitude} ${site.codigo_muni}`));
      this.show(app.t(places.size > 1 ? "map.near" : "map.here", { count: group.length }), [list]);
    }

    /**
     * @param {Site} site
     * @param {Site[] | null} group
     */
    open(site, group) {
      const { app } = this;
      const kind = [app.t(`kind.${site.kind}`), app.placeOf(site)].filter(Boolean).join(" · ");
      this.show(app.nameOf(site), [
        group && group.length > 1 ? this.backTo(group) : null,
        h("p", { class: "atlas-kind" }, Atlas.glyph(app.data.symbols[site.layer], 16), " ", kind),
        this.list(this.standing(site)),
        this.cautions(site),
        this.list(this.location(site)),
        this.figures(site),
        this.events(site),
        this.sources(site),
      ]);
    }

    /** Open a site again at another date, and stay at the same place in it. @param {Site} site */
    again(site) {
      const { box } = this,
        { scrollTop } = box,
        isOnTitle = document.activeElement === box.querySelector("h2");
      Atlas.keepFocus(box, () => this.open(site, null));
      box.scrollTop = scrollTop;
      if (isOnTitle) this.focus();
    }

    /** Return facts as a list; a fact without lines is left out. @param {DetailFact[]} facts */
    list(facts) {
      const known = facts.filter(([, lines]) => lines.length);
      return h("dl", {}, known.flatMap(([name, lines]) => [h("dt", {}, name), h("dd", {}, lines)]));
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

    /** Return parts as lines, without those that are empty. @param {Child[]} parts */
    lines(...parts) {
      return Atlas.present(parts).map((part) => h("p", {}, part));
    }

    /** Return the status of a site, the US role in it, and the confidence. @param {Site} site */
    standing(site) {
      const { app, lines } = this, { t } = app;
      const dated = this.dated(site);
      const status = t(`status.${site.status}`) + (dated ? ` (${dated})` : "");
      const pillar = site.pillar ? `${t(`pillar.${site.pillar}`)} – ${t(`basis.${site.pillar_basis}`)}` : "";
      const programme = site.programme
        ? Atlas.pageLink("programmes", { programme: site.programme }, t(`programme.${site.programme}`), app)
        : t("map.no_programme");
      /** @type {DetailFact[]} */
      const past = app.time.described(site).map(({ name, text }) => [name, lines(text)]);
      /** @type {DetailFact[]} */
      const facts = [
        ...past,
        [past.length ? t("time.today") : t("map.status"), lines(status, app.field(site, "status_note"))],
        [t("map.since"), lines(site.since ? app.date(site.since) : "", app.field(site, "since_note"))],
        [t("map.role"), lines(t(`inl_role.${site.inl_role}`), app.field(site, "inl_note"))],
        [t("map.programme"), lines(programme)],
        [t("map.pillar"), lines(pillar)],
        [t("map.confidence"), lines(t(`confidence.${site.confidence}`))],
        [t("map.inferred"), lines(site.inferred.map((name) => t(`field.${name}`)).join(", "))],
      ];
      return facts;
    }

    /** Return where a site is, how well that is known, and who operates it. @param {Site} site */
    location(site) {
      const { app, lines } = this, { t } = app;
      const distance = site.uncertainty_m && app.distance(site.uncertainty_m);
      const within = distance ? ` (${t("map.within", { distance })})` : "";
      const precision = t(`precision_plain.${site.precision}`) + within;
      const opposite = [site.counterpart, site.neighbour && t(`neighbour.${site.neighbour}`)];
      /** @type {DetailFact[]} */
      const facts = [
        [t("map.position"), lines(precision, app.field(site, "position_note"))],
        [t("map.coordinates"), app.coordinates.ofSite(site)],
        [t("map.place"), lines(app.field(site, "place"))],
        [t("map.opposite"), lines(opposite.filter(Boolean).join(", "))],
        [t("map.route"), lines(site.route)],
        [t("map.operator"), lines(app.field(site, "operator"))],
      ];
      return facts;
    }

    /** Return the figures about a site that are valid at the date, or null where no figure names it. @param {Site} site */
    figures(site) {
      const { app } = this, named = app.time.table?.site_figures[site.site_id] ?? [];
      if (!named.length) return null;
      const figures = named.flatMap((id) => app.time.figureAt(id) ?? []);
      /** @param {SceneFigure} figure */
      const item = ({ amount, label, claim, when, sources }) =>
        h(
          "li",
          {},
          h("strong", {}, amount),
          ` ${label}`,
          h("small", {}, `${claim} · ${when}`, app.citations(sources)),
        );
      return h(
        "div",
        { class: "atlas-events" },
        h("h3", {}, app.t("map.figures", { count: figures.length })),
        figures.length ? h("ul", {}, figures.map(item)) : h("p", {}, app.t("time.no_figure")),
      );
    }

    /** Return the events that name a site, newest first, or null. @param {Site} site */
    events(site) {
      const { app } = this, events = app.data.events[site.site_id] ?? [];
      if (!events.length) return null;
      /** @param {SiteEvent} event */
      const item = (event) => {
        const { event_id, date, date_end: end } = event;
        const when = end ? `${app.date(date)} – ${app.date(end)}` : app.date(date);
        const tie = app.t(`scope.${event.scope}`);
        const link = Atlas.pageLink("programmes", { event: event_id }, app.field(event, "title"), app);
        return h("li", {}, link, h("small", {}, `${when} · ${tie}`));
      };
      const first = events.slice(0, FIRST_EVENTS), others = events.slice(FIRST_EVENTS);
      return h(
        "div",
        { class: "atlas-events" },
        h("h3", {}, app.t("map.events", { count: events.length })),
        h("ul", {}, first.map(item)),
        others.length
          ? h(
            "details",
            {},
            h("summary", {}, app.t("map.more_events", { count: others.length })),
            h("ul", {}, others.map(item)),
          )
          : null,
      );
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
