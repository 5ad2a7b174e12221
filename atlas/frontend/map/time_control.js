// Show the map at a date: a slider by month, what was there, and the events of the month.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const STEP_MS = 220; // of one month while the map plays
  const CALM_MS = 1600; // of one change, for readers who prefer reduced motion
  const SETTLED_MS = 500; // after the last move the server is asked for text, table and URL
  const ROOMY = 860; // pixels of a map with room for the events next to the country
  const GONE = ["not_yet", "ended", "unreported"];
  /** @type {Record<string, string>} */
  const STATUS_OF = { undated: "unknown", closing: "changing", suspended: "changing" };
  const CLOCKS = /** @type {const} */ (["true", "known"]);

  /**
   * Return the entry of a month: the last that does not begin later; undefined without one.
   *
   * @template {[from: string, ...rest: unknown[]]} Entry
   * @param {Entry[]} entries
   * @param {string} month
   */
  Atlas.entryOf = (entries, month) => entries.findLast(([from]) => from <= month);

  /** Return the months from `first` up to, and without, `today`. @param {string} first @param {string} today */
  Atlas.monthsBetween = function (first, today) {
    /** @type {string[]} */
    const months = [];
    let [year, month] = first.split("-").map(Number);
    for (;;) {
      const text = `${year}-${String(month).padStart(2, "0")}`;
      if (text >= today) return months;
      months.push(text);
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    }
  };

  Atlas.Time = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      this.table = app.data.time;
      this.months = this.table ? Atlas.monthsBetween(this.table.first, this.table.last) : [];
      /** @type {string | null} */
      this.when = null;
      /** @type {string | null} */
      this.against = null;
      /** @type {Clock} */
      this.clock = "true";
      /** @type {string[]} */
      this.statuses = [];
      this.isOffered = false;
      /** @type {boolean | null} */
      this.isOpen = null; // until the reader opens or closes the panel
      /** @type {ReturnType<typeof setInterval> | undefined} */
      this.playing = undefined;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.telling = undefined;
      // The controls are built once: a slider that is replaced loses the finger that drags it.
      /**
       * @param {string} name
       * @param {string} sign
       * @param {() => void} act
       */
      const button = (name, sign, act) =>
        h("button", { type: "button", class: `atlas-time-${name}`, onclick: act }, sign);
      this.box = Atlas.boxOver(this.map, "atlas-time");
      this.box.hidden = true;
      this.player = button("play", "", () => this.playing === undefined ? this.play() : this.pause());
      this.earlier = button("back", "‹", () => this.step(-1));
      this.later = button("forward", "›", () => this.step(1));
      this.slider = h("input", {
        type: "range",
        min: "0",
        max: String(this.months.length),
        step: "1",
        oninput: () => this.slid(),
      });
      this.title = button("when", "", () => {
        this.isOpen = !this.isPanelOpen;
        this.draw();
      });
      /** @type {HTMLElement} */
      this.panel = Atlas.boxOver(map, "atlas-moment");
      this.panel.hidden = true;
      this.box.append(this.player, this.earlier, this.slider, this.later, this.title);
    }

    /**
     * Take the date from the server, or none on a page that shows today.
     *
     * @param {TimeState | undefined} time
     * @param {boolean} isHeard whether the server has received what the reader did last
     */
    take(time, isHeard) {
      this.isOffered = Boolean(this.table && time);
      if (time) this.statuses = time.statuses;
      if (!this.isOffered) {
        this.pause();
        this.when = null;
        this.compareWith(null);
      } else if (time && isHeard && this.playing === undefined && this.telling === undefined) {
        this.when = this.months.includes(time.when ?? "") ? time.when : null;
        this.clock = time.clock;
        this.compareWith(this.months.includes(time.against ?? "") ? time.against : null);
      }
    }

    /** @param {string | null} against */
    compareWith(against) {
      if (against !== this.against) this.app.second.offer(against !== null);
      this.against = against;
    }

    /** Return a date in words. @param {string | null} date */
    nameOf(date) {
      return date === null ? this.app.t("time.today") : this.app.date(date);
    }

    /**
     * Return a site's state at a date, or null for today.
     *
     * @param {Site} site
     * @param {string | null} date
     * @returns {SiteState | null}
     */
    stateOf(site, date = this.when) {
      if (date === null) return null;
      const entry = Atlas.entryOf(this.table?.sites[site.site_id]?.[this.clock] ?? [], date);
      return entry ? { state: entry[1], isImprecise: Boolean(entry[2]) } : null;
    }

    /**
     * Return what is valid at a date in the place of a figure; null if none is known.
     *
     * @param {string} figureId
     * @param {{ when: string | null, clock: Clock }} date
     */
    figureAt(figureId, { when, clock } = this) {
      const { table, app } = this;
      const entry = Atlas.entryOf(table?.figures[figureId]?.[clock] ?? [], when ?? table?.last ?? "");
      return (entry && table?.figure_rows[entry[1]]?.[app.language]) ?? null;
    }

    /**
     * Return the sites that pass the filters and are there at a date, or may be.
     *
     * @param {MapState} state
     * @param {string | null} date
     */
    present({ sites, time }, date = this.when) {
      if (!this.isOffered || date === null) return this.app.named(sites);
      return this.app.named(time?.sites === undefined ? sites : time.sites).filter((site) => {
        const state = this.stateOf(site, date)?.state ?? site.status;
        if (GONE.includes(state)) return false;
        return !this.statuses.length || this.statuses.includes(STATUS_OF[state] ?? state);
      });
    }

    /**
     * @param {Site} site
     * @param {string | null} date
     */
    isUndated(site, date = this.when) {
      return this.stateOf(site, date)?.state === "undated";
    }

    /** The dates that are on the map now. */
    get dates() {
      return this.app.second.isOn ? [this.against, this.when] : [this.when];
    }

    /** What the details of a site depend on: the dates and the clock. */
    get moment() {
      return [this.clock, ...this.dates].join();
    }

    /** Return the states of a site at the dates of the map in words, none for today. @param {Site} site */
    described(site) {
      const { t } = this.app;
      return this.dates.flatMap((date) => {
        const at = this.stateOf(site, date);
        if (!at) return [];
        const imprecise = at.isImprecise ? ` (${t("time.imprecise")})` : "";
        return [{
          name: t("time.state_at", { when: this.nameOf(date) }),
          text: t(`state.${at.state}`) + imprecise,
        }];
      });
    }

    get position() {
      return this.when === null ? this.months.length : this.months.indexOf(this.when);
    }

    slid() {
      this.pause();
      this.move(Number(this.slider.value));
      this.settle(SETTLED_MS);
    }

    /** @param {number} by */
    step(by) {
      this.pause();
      this.move(this.position + by);
      this.settle(SETTLED_MS);
    }

    /** Show another month; the last position is today. @param {number} position */
    move(position) {
      const last = this.months.length, at = Math.max(0, Math.min(last, position));
      this.when = at === last ? null : this.months[at];
      this.app.timeMoved();
    }

    // Send the date to the server once the reader stays at it: for the text, the table and the URL.
    /** @param {number} delay */
    settle(delay) {
      clearTimeout(this.telling);
      this.telling = setTimeout(() => {
        this.telling = undefined;
        const { when, clock } = this;
        this.app.tell({ time: { ...(when ? { when } : {}), ...(clock === "known" ? { clock } : {}) } });
      }, delay);
    }

    play() {
      if (this.when === null) this.move(0);
      this.playing = setInterval(() => this.tick(), Atlas.calm ? CALM_MS : STEP_MS);
      this.draw();
    }

    tick() {
      this.move(Atlas.calm ? this.nextChange() : this.position + 1);
      if (this.when !== null) return;
      this.pause();
    }

    // The next month with an event or another state of a site, so that each step shows something.
    nextChange() {
      const { table, months, clock, position } = this;
      const turns = new Set(Object.keys(table?.months ?? {}));
      for (const clocks of Object.values(table?.sites ?? {})) {
        for (const [from] of clocks[clock]) turns.add(from);
      }
      const next = months.findIndex((month, at) => at > position && turns.has(month));
      return next < 0 ? months.length : next;
    }

    pause() {
      if (this.playing === undefined) return;
      clearInterval(this.playing);
      this.playing = undefined;
      this.draw();
      this.settle(0);
    }

    // Stop, and forget a date that the server has not received: another scene is shown.
    rest() {
      clearInterval(this.playing);
      clearTimeout(this.telling);
      this.playing = this.telling = undefined;
    }

    // The panel of a smaller map opens on request alone, because it would cover the sites.
    get isPanelOpen() {
      const room = this.map.getSize().x / (this.app.second.layout === "two" ? 2 : 1);
      return this.isOpen ?? (this.when !== null && room > ROOMY);
    }

    draw() {
      const { app, box, when } = this, { t } = app;
      box.hidden = !this.isOffered;
      box.classList.toggle("atlas-today", when === null && !app.second.isOn);
      this.panel.hidden = !this.isOffered || !this.isPanelOpen;
      this.map.getContainer().classList.toggle("atlas-timed", this.isOffered);
      if (!this.isOffered) return;
      const shown = app.shown.length, undated = app.shown.filter((site) => this.isUndated(site)).length;
      const name = this.nameOf(when);
      const value = when === null
        ? t("time.value_today", { shown })
        : t("time.value", { when: name, shown, undated });
      const isPlaying = this.playing !== undefined, play = t(isPlaying ? "time.pause" : "time.play");
      box.setAttribute("aria-label", t("time.label"));
      this.slider.value = String(this.position);
      Atlas.setAttributes(this.slider, { "aria-label": t("time.slider"), "aria-valuetext": value });
      Atlas.setAttributes(this.player, { "aria-label": play, title: play });
      this.player.dataset.playing = String(isPlaying);
      // The legend does not shrink while the map plays.
      const { box: legend } = app.legend;
      legend.style.minHeight = isPlaying ? `${legend.getBoundingClientRect().height}px` : "";
      Atlas.setAttributes(this.earlier, { "aria-label": t("time.back"), title: t("time.back") });
      Atlas.setAttributes(this.later, { "aria-label": t("time.forward"), title: t("time.forward") });
      this.earlier.disabled = this.position === 0;
      this.later.disabled = when === null;
      this.title.textContent = name;
      Atlas.setAttributes(this.title, {
        "aria-expanded": String(this.isPanelOpen),
        title: t("time.more", { when: name }),
      });
      if (this.isPanelOpen) Atlas.keepFocus(this.panel, () => this.drawPanel(name));
    }

    /** @param {string} name of the date */
    drawPanel(name) {
      const { app, when } = this, { t } = app;
      this.panel.setAttribute("aria-label", t("time.more", { when: name }));
      if (when === null) {
        const note = h("p", {}, t("time.today_note"));
        this.panel.replaceChildren(...Atlas.present([note, this.compareButton(), this.clocks()]));
        return;
      }
      const events = (this.table?.months[when] ?? []).flatMap((id) => this.eventOf(id) ?? []);
      const back = () => {
        this.pause();
        this.move(this.months.length);
        this.settle(0);
        this.slider.focus({ preventScroll: true });
      };
      this.panel.replaceChildren(
        h("h3", {}, t("time.events", { when: name, count: events.length })),
        events.length
          ? h("ul", { class: "atlas-time-events" }, events)
          : h("p", { class: "atlas-time-events" }, t("time.no_events")),
        ...Atlas.present([this.compareButton()]),
        this.clocks(),
        h("button", { type: "button", class: "atlas-back", onclick: back }, t("time.to_today")),
      );
    }

    /** Return an event with its date and its sources. @param {string} id */
    eventOf(id) {
      const { app } = this, event = this.table?.events[id];
      if (!event) return null;
      const date = app.date(event.date) + (event.date_end ? ` – ${app.date(event.date_end)}` : "");
      const title = Atlas.pageLink("programmes", { event: id }, app.field(event, "title"), app);
      return h("li", {}, title, h("small", {}, date, app.citations(event.sources)));
    }

    // The button that compares with the other date, or null where that is chosen on the map.
    compareButton() {
      const { second } = this.app, { t } = this.app;
      if (this.against === this.when || second.isOffered) return null;
      return h(
        "button",
        { type: "button", class: "atlas-back", onclick: () => second.choose("divided") },
        t("time.compare", { against: this.nameOf(this.against) }),
      );
    }

    clocks() {
      const { t } = this.app;
      const choices = CLOCKS.map((clock) => {
        const choose = () => {
          this.clock = clock;
          this.app.timeMoved();
          this.settle(0);
        };
        const radio = h("input", {
          type: "radio",
          name: "atlas-clock",
          value: clock,
          checked: this.clock === clock,
          onchange: choose,
        });
        return h("label", {}, radio, t(`time.clock_${clock}`));
      });
      const legend = h("legend", { class: "atlas-unseen" }, t("time.clocks"));
      return h("fieldset", { class: "atlas-clocks" }, legend, choices, h("small", {}, t("time.clock_note")));
    }
  };
})(window.Atlas);
