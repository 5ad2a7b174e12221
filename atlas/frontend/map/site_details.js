// The details of one site: what, where, how well known, status, who says so, what not to say.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  Atlas.Details = class {
    constructor(map, app) {
      Object.assign(this, { app });
      this.box = Atlas.overlay(map, "atlas-details", "");
      this.box.hidden = true;
      this.box.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.leave();
      });
    }

    close() {
      this.box.hidden = true;
    }

    // Close, and go back to where the reader was.
    leave() {
      const site = this.app.selected;
      this.close();
      this.app.choose(null);
      this.app.walk.back(site);
    }

    // Bring who reads by keyboard or ear to the title.
    focus() {
      this.box.querySelector("h2")?.focus({ preventScroll: true });
    }

    // Several sites at one position: let the reader pick.
    pick(group) {
      const { app } = this;
      this.show(app.t("map.here", { count: group.length }), [
        h(
          "ul",
          { class: "atlas-pick" },
          group.map((site) =>
            h(
              "li",
              {},
              h(
                "button",
                {
                  type: "button",
                  "data-site": site.site_id,
                  onclick: () => {
                    app.choose(site.site_id, group);
                    this.focus();
                  },
                },
                Atlas.glyph(app.data.symbols[site.layer], 16),
                app.nameOf(site),
              ),
            )
          ),
        ),
      ]);
    }

    open(site, group) {
      const { app } = this;
      const back = group && group.length > 1
        ? h("button", {
          type: "button",
          class: "atlas-back",
          onclick: () => {
            this.pick(group);
            this.focus();
          },
        }, app.t("map.back_to_list"))
        : null;
      this.show(app.nameOf(site), [
        back,
        h(
          "p",
          { class: "atlas-kind" },
          Atlas.glyph(app.data.symbols[site.layer], 16),
          " ",
          [app.t(`kind.${site.kind}`), app.placeOf(site)].filter(Boolean).join(" · "),
        ),
        this.cautions(site),
        h(
          "dl",
          {},
          this.facts(site).filter(([, value]) => value.length).flatMap((
            [name, value],
          ) => [h("dt", {}, name), h("dd", {}, value)]),
        ),
        this.sources(site),
      ]);
    }

    show(title, children) {
      const { app } = this;
      this.box.setAttribute("aria-label", title);
      this.box.replaceChildren(
        h(
          "header",
          {},
          h("h2", { tabindex: "-1" }, title),
          h("button", {
            type: "button",
            class: "atlas-close",
            "aria-label": app.t("map.close"),
            onclick: () => this.leave(),
          }, "×"),
        ),
        ...children.filter(Boolean),
      );
      this.box.hidden = false;
      this.box.scrollTop = 0;
    }

    facts(site) {
      const { app } = this, f = (name) => app.field(site, name), t = (key, fields) => app.t(key, fields);
      const line = (...parts) => parts.filter(Boolean).map((part) => h("p", {}, part));
      const precision = t(`precision_plain.${site.precision}`) +
        (site.uncertainty_m ? ` (${t("map.within", { distance: app.distance(site.uncertainty_m) })})` : "");
      const status = t(`status.${site.status}`) +
        (site.status_as_of ? ` (${t("map.as_of", { date: app.date(site.status_as_of) })})` : "");
      return [
        [t("map.position"), line(precision, f("position_note"))],
        [t("map.status"), line(status, f("status_note"))],
        [t("map.since"), line(site.since ? app.date(site.since) : "", f("since_note"))],
        [t("map.place"), line(f("place"))],
        [
          t("map.opposite"),
          line(
            [site.counterpart, site.neighbour && t(`neighbour.${site.neighbour}`)].filter(Boolean).join(", "),
          ),
        ],
        [t("map.route"), line(site.route)],
        [t("map.operator"), line(f("operator"))],
        [
          t("map.programme"),
          line(
            site.programme ? t(`programme.${site.programme}`) : t("map.no_programme"),
            t(`inl_role.${site.inl_role}`),
            f("inl_note"),
          ),
        ],
        [
          t("map.pillar"),
          line(site.pillar ? `${t(`pillar.${site.pillar}`)} – ${t(`basis.${site.pillar_basis}`)}` : ""),
        ],
        [t("map.inferred"), line(site.inferred.map((one) => t(`field.${one}`)).join(", "))],
        [t("map.confidence"), line(t(`confidence.${site.confidence}`))],
      ];
    }

    cautions(site) {
      const caution = this.app.field(site, "caution");
      return caution
        ? h("aside", { class: "atlas-caution" }, h("strong", {}, this.app.t("map.caution")), " ", caution)
        : null;
    }

    sources(site) {
      const { app } = this;
      const item = (id) => {
        const source = app.data.sources[id];
        if (!source) return h("li", {}, id);
        const date = source.published ? app.date(source.published) : app.t("map.undated");
        return h(
          "li",
          {},
          Atlas.link(source.url, app.field(source, "title")),
          h("small", {}, `${app.field(source, "publisher")} · ${date} · ${id}`),
        );
      };
      return h(
        "div",
        { class: "atlas-sources" },
        h("h3", {}, app.t("map.sources", { count: site.sources.length })),
        h("ol", {}, site.sources.map(item)),
      );
    }
  };
})(window.Atlas = window.Atlas || {});
