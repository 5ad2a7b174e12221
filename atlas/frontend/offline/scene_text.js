// Show the scenes next to the map: headline, text, figures with sources, conflicts of sources.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const ON_STAGE = 8; // lines of a list; stage.css hides the others

  /** @param {Run[]} runs */
  const spans = (runs) =>
    runs.map(({ text, bold, italic }) => bold ? h("strong", {}, text) : italic ? h("em", {}, text) : text);

  /** Paragraphs, and lists of the items that follow each other. @param {TextBlock[]} blocks */
  function text(blocks) {
    /** @type {HTMLElement[]} */
    const parts = [];
    for (const { runs, item } of blocks) {
      const last = parts.at(-1);
      if (!item) parts.push(h("p", {}, spans(runs)));
      else if (last?.tagName === "UL") last.append(h("li", {}, spans(runs)));
      else parts.push(h("ul", {}, h("li", {}, spans(runs))));
    }
    return parts;
  }

  Atlas.Story = class {
    /**
     * @param {HTMLElement} box
     * @param {Briefing} briefing
     * @param {OfflinePage} page
     */
    constructor(box, briefing, page) {
      this.box = box;
      this.briefing = briefing;
      this.page = page;
      this.number = 0;
    }

    get scene() {
      return this.briefing.scenes[this.number];
    }

    get words() {
      return this.scene[this.page.language];
    }

    /** @param {string} sourceId */
    citation(sourceId) {
      const source = this.briefing.sources[sourceId], words = source?.[this.page.language];
      if (!words) {
        return h(
          "small",
          { class: "o-cite" },
          Atlas.app?.citations([sourceId]).slice(1) ?? sourceId,
          ` · ${sourceId}`,
        );
      }
      const about = ` · ${words.publisher} · ${words.published} · ${sourceId}`;
      return h("small", { class: "o-cite" }, Atlas.link(source.url, words.title), about);
    }

    /** @param {string[]} sourceIds */
    sources(sourceIds) {
      const title = this.page.t("map.sources", { count: sourceIds.length });
      return h("details", {}, h("summary", {}, title), sourceIds.map((sourceId) => this.citation(sourceId)));
    }

    /** Return what is valid at the chosen date in the place of a figure. @param {SceneFigure} figure */
    atDate(figure) {
      const time = Atlas.app?.time, { choice, t, language } = this.page;
      if (!time?.table) return figure;
      if (choice.when === null) return time.table.figure_rows[figure.identifier]?.[language] ?? figure;
      const unknown = { claim: "", when: t("time.no_figure"), place: "", note: "", sources: [] };
      return time.figureAt(figure.identifier, choice) ?? { ...figure, amount: "–", ...unknown };
    }

    /** @param {SceneFigure} figure */
    figure({ amount, label, claim, when, place, note, sources }) {
      return h(
        "div",
        { class: "o-figure" },
        h("strong", {}, amount),
        h("div", {}, label),
        h("small", {}, [claim, when, place].filter(Boolean).join(" · ")),
        note ? h("p", { class: "o-note" }, note) : null,
        sources.length ? this.sources(sources) : null,
      );
    }

    /** @param {SceneChart} chart */
    chart({ title, unit, categories, series, cautions, sources }) {
      const values = series.flatMap((line) => line.values).filter((value) => value !== null);
      const most = Math.max(...values, 1), hasSeveral = series.length > 1;
      /** @param {number | null} value */
      const number = (value) =>
        value === null
          ? this.page.t("export.no_value")
          : value.toLocaleString(Atlas.locale(this.page.language));
      /**
       * @param {string} category
       * @param {number | null} value
       */
      const row = (category, value) => {
        if (hasSeveral && value === null) return null;
        const width = Math.round(((value ?? 0) / most) * 62);
        const bar = h("span", { class: "o-bar", style: `width:${width}%` });
        const cell = h("td", {}, h("div", {}, bar, h("span", {}, number(value))));
        return h("tr", {}, h("th", { scope: "row" }, category), cell);
      };
      const tables = series.flatMap((line) => [
        hasSeveral ? h("strong", {}, line.name) : null,
        h("table", {}, h("tbody", {}, categories.map((category, n) => row(category, line.values[n])))),
      ]);
      const notes = cautions.map((caution) => h("p", { class: "o-note" }, caution));
      return h(
        "div",
        { class: "o-chart" },
        h("h3", {}, `${title} (${unit})`),
        tables,
        notes,
        this.sources(sources),
      );
    }

    /** @param {SceneWords["disagreements"][number]} disagreement */
    disagreement({ title, statement, sources }) {
      const words = [h("strong", {}, title), h("p", {}, statement)];
      return h("div", { class: "o-disagree" }, words, this.sources(sources));
    }

    /** The list of a scene; on stage its first lines, and how many more there are. */
    listed() {
      const { words: { listed, listed_title: title }, page: { t } } = this;
      if (!listed.length) return [];
      const lines = listed.map(({ lead, text: said, sources }) =>
        h("li", {}, h("strong", {}, lead), h("span", {}, ` ${said}`), this.sources(sources))
      );
      const isLong = listed.length > ON_STAGE;
      return [
        h("h3", {}, title),
        h("ul", { class: "o-listed" }, lines),
        isLong ? h("p", { class: "o-more" }, t("offline.first", { count: ON_STAGE, title })) : null,
      ];
    }

    /** How an answer was computed. @param {string[]} lines */
    methods(lines) {
      if (!lines.length) return null;
      const summary = h("summary", {}, this.page.t("export.method"));
      return h("details", { class: "o-note" }, summary, lines.map((line) => h("p", {}, line)));
    }

    /** The way to the scenes before and after, where there are any. @returns {HTMLElement | null} */
    steps() {
      const { page, number } = this, { t } = page, last = this.briefing.scenes.length - 1;
      if (!last) return null;
      /**
       * @param {string} label
       * @param {number} by
       * @param {boolean} disabled
       */
      const button = (label, by, disabled) =>
        h(
          "button",
          { type: "button", disabled, "data-step": by, onclick: () => page.go(number + by) },
          label,
        );
      return h(
        "nav",
        { class: "o-steps" },
        button(`← ${t("offline.back")}`, -1, number === 0),
        h("span", {}, t("export.scene", { number: number + 1, total: last + 1 })),
        button(`${t("offline.next")} →`, 1, number === last),
      );
    }

    draw() {
      const { words, page: { t } } = this, { figures, disagreements, chart } = words;
      this.box.replaceChildren(...Atlas.present([
        this.steps(),
        h("h2", {}, words.headline),
        ...text(words.text),
        figures.length ? h("h3", {}, t("export.figures")) : null,
        ...figures.map((figure) => this.figure(this.atDate(figure))),
        ...this.listed(),
        chart ? this.chart(chart) : null,
        disagreements.length ? h("h3", {}, t("export.disagreements")) : null,
        ...disagreements.map((disagreement) => this.disagreement(disagreement)),
        this.methods(words.methods),
      ]));
    }
  };
})(window.Atlas);
