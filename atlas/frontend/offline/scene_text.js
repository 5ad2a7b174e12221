// The scenes beside the map: headline, words, figures with their sources, what sources disagree on.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const runs = (block) =>
    block.map(({ text, bold, italic }) => (bold ? h("strong", {}, text) : italic ? h("em", {}, text) : text));

  function text(blocks) {
    const out = [];
    for (const { runs: words, item } of blocks) {
      if (!item) out.push(h("p", {}, runs(words)));
      else if (out.at(-1)?.tagName === "UL") out.at(-1).append(h("li", {}, runs(words)));
      else out.push(h("ul", {}, h("li", {}, runs(words))));
    }
    return out;
  }

  Atlas.Story = class {
    constructor(box, briefing, page) {
      Object.assign(this, { box, briefing, page, number: 0 });
    }

    get scene() {
      return this.briefing.scenes[this.number];
    }

    cite(ids) {
      const { sources } = this.briefing, named = (id) => sources[id]?.[this.page.language];
      return ids.map((id) =>
        h(
          "small",
          { class: "o-cite" },
          Atlas.link(sources[id]?.url, named(id)?.title ?? id),
          named(id) ? ` · ${named(id).publisher} · ${named(id).published} · ${id}` : "",
        )
      );
    }

    figure({ amount, label, claim, when, place, note, sources }) {
      return h(
        "div",
        { class: "o-figure" },
        h("strong", {}, amount),
        h("div", {}, label),
        h("small", {}, [claim, when, place].filter(Boolean).join(" · ")),
        note ? h("p", { class: "o-note" }, note) : null,
        this.sources(sources),
      );
    }

    chart({ title, unit, categories, series, cautions, sources }) {
      const most = Math.max(...series.flatMap(({ values }) => values).filter((value) => value !== null), 1);
      const number = (
        value,
      ) => (value === null
        ? this.page.t("export.no_value")
        : value.toLocaleString(Atlas.locale(this.page.language)));
      const bar = (
        value,
      ) => [
        h("span", { class: "o-bar", style: `width:${Math.round(((value ?? 0) / most) * 62)}%` }),
        h("span", {}, number(value)),
      ];
      return h(
        "div",
        { class: "o-chart" },
        h("h3", {}, `${title} (${unit})`),
        series.map(({ name, values }) => [
          series.length > 1 ? h("strong", {}, name) : null,
          h(
            "table",
            {},
            h(
              "tbody",
              {},
              categories.map((
                category,
                n,
              ) => (series.length > 1 && values[n] === null
                ? null
                : h("tr", {}, h("th", { scope: "row" }, category), h("td", {}, h("div", {}, bar(values[n])))))
              ),
            ),
          ),
        ]).flat(),
        cautions.map((caution) => h("p", { class: "o-note" }, caution)),
        this.sources(sources),
      );
    }

    sources(ids) {
      return h(
        "details",
        {},
        h("summary", {}, this.page.t("map.sources", { count: ids.length })),
        this.cite(ids),
      );
    }

    draw() {
      const { page, briefing } = this, t = (key, fields) => page.t(key, fields);
      const words = this.scene[page.language], last = briefing.scenes.length - 1;
      const step = (label, by, disabled) =>
        h(
          "button",
          { type: "button", disabled, "data-step": by, onclick: () => page.go(this.number + by) },
          label,
        );
      const parts = [
        last > 0
          ? h(
            "nav",
            { class: "o-steps" },
            step(`← ${t("offline.back")}`, -1, this.number === 0),
            h("span", {}, t("export.scene", { number: this.number + 1, total: last + 1 })),
            step(`${t("offline.next")} →`, 1, this.number === last),
          )
          : null,
        h("h2", {}, words.headline),
        ...text(words.text),
        words.figures.length ? h("h3", {}, t("export.figures")) : null,
        ...words.figures.map((one) => this.figure(one)),
        words.chart ? this.chart(words.chart) : null,
        words.disagreements.length ? h("h3", {}, t("export.disagreements")) : null,
        ...words.disagreements.map((one) =>
          h(
            "div",
            { class: "o-disagree" },
            h("strong", {}, one.title),
            h("p", {}, one.statement),
            this.sources(one.sources),
          )
        ),
      ];
      this.box.replaceChildren(...parts.filter(Boolean));
    }
  };
})(window.Atlas = window.Atlas || {});
