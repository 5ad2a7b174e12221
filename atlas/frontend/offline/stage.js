// Present in the whole window: text readable from ten metres, keys and clickers, notes for the speaker only.
(function (Atlas) {
  "use strict";
  const { h, byId } = Atlas;
  const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"]);
  const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);
  const SMALLEST = 0.5; // smallest text size, relative to that of a short scene
  const REST = 2500; // milliseconds until the controls are hidden

  Atlas.Stage = class {
    /** @param {OfflinePage} page */
    constructor(page) {
      this.page = page;
      this.on = false;
      this.withNotes = false;
      this.startedAt = 0;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.timer = undefined;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.clock = undefined;
      /** The speaker's own window, once it is open. @type {Window | null} */
      this.window = null;
      this.playback = new Atlas.Playback({
        next: () => page.go(this.number % this.scenes.length),
        back: () => page.go(this.number - 1),
        changed: () => this.drawState(),
      });
      byId("present").addEventListener("click", () => this.enter());
      document.addEventListener("mousemove", () => this.showControls());
      document.addEventListener("touchstart", () => this.showControls(), { passive: true });
      window.addEventListener("resize", () => this.fit());
      for (const name of ["pointerdown", "wheel"]) {
        page.map.getContainer().addEventListener(name, () => this.explored(), {
          capture: true,
          passive: true,
        });
      }
    }

    get scenes() {
      return this.page.briefing.scenes;
    }

    get words() {
      return this.page.story.words;
    }

    // The number of the scene, counted from 1.
    get number() {
      return this.page.story.number + 1;
    }

    enter() {
      this.set(true);
    }

    leave() {
      if (document.fullscreenElement) document.exitFullscreen();
      this.set(false);
      document.getElementById("present")?.focus({ preventScroll: true });
    }

    /** @param {boolean} isOn */
    set(isOn) {
      this.on = isOn;
      for (const element of [document.body, document.documentElement]) {
        element.classList.toggle("presenting", isOn);
      }
      const { keyboard } = this.page.map;
      if (isOn) keyboard.disable();
      else {
        keyboard.enable();
        this.playback.stop();
      }
      this.turned();
      // The audience cannot open a legend that is folded on a narrow map.
      if (Atlas.app) Atlas.app.legend.open = isOn || Atlas.app.legend.hasRoom();
      this.page.draw();
      this.page.frame();
      if (!isOn) return;
      this.showControls();
      // The outlines of all scenes are read while the audience looks at the first.
      setTimeout(() => Atlas.app?.boundaries.prepare());
    }

    /** Whether a key was meant for the stage. @param {KeyboardEvent} event */
    pressed(event) {
      if (!this.on || Atlas.isShortcut(event)) return false;
      if (event.key === "Tab") this.showControls();
      const { story } = this.page, { key } = event, letter = key.toLowerCase();
      const target = /** @type {Element} */ (event.target);
      if (target.closest?.("button") && (key === " " || key === "Enter")) return false;
      if (target.closest?.("select") && key !== "Escape") return false;
      if (NEXT.has(key)) this.page.go(story.number + 1);
      else if (BACK.has(key)) this.page.go(story.number - 1);
      else if (key === "Home") this.page.go(0);
      else if (key === "End") this.page.go(this.scenes.length - 1);
      else if (key === "Escape") this.leave();
      else if (letter === "p") this.playback.toggle();
      else if (letter === "r") this.page.go(story.number);
      else if (letter === "n") this.toggleNotes();
      else if (letter === "w") this.openNotes();
      else if (letter === "f" || key === "F5") this.full();
      else return false;
      event.preventDefault();
      return true;
    }

    // In a new scene the details of its chosen site stay closed until the presenter opens them.
    turned() {
      document.body.classList.toggle("untouched", this.on);
      if (this.on) this.playback.turned();
    }

    touched() {
      document.body.classList.remove("untouched");
      this.explored();
    }

    // The presenter explores the map until the scene is shown again.
    explored() {
      if (this.on) this.playback.touched();
    }

    full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.();
    }

    toggleNotes() {
      this.withNotes = !this.withNotes;
      this.draw();
    }

    draw() {
      const { t } = this.page, total = this.scenes.length, { number } = this;
      byId("present").textContent = `▶ ${t("offline.present")}`;
      for (const id of ["progress", "controls"]) byId(id).hidden = !this.on;
      byId("notes").hidden = !this.on || !this.withNotes;
      byId("progress").replaceChildren(h("span", { style: `width:${(100 * number) / total}%` }));
      byId("progress").setAttribute("aria-label", t("export.scene", { number, total }));
      byId("notes").replaceChildren(...this.notes());
      byId("stage-figures").replaceChildren(...(this.on ? this.cards() : []));
      this.drawControls();
      this.drawWindow();
      this.fit();
    }

    // Enlarge the figures and the chart for an audience at a distance.
    cards() {
      const { figures, chart } = this.words, { briefing: { sources: table }, story, language } = this.page;
      /** @param {string[]} sourceIds */
      const publishers = (sourceIds) =>
        [...new Set(sourceIds.map((sourceId) => table[sourceId]?.[language].publisher ?? sourceId))].join(
          ", ",
        );
      const cards = figures.map((figure) => story.atDate(figure)).map((
        { amount, label, claim, when, sources },
      ) =>
        h(
          "div",
          { class: "o-card" },
          h("strong", {}, amount),
          h("div", {}, label),
          h("small", {}, [claim, when, publishers(sources)].filter(Boolean).join(" · ")),
        )
      );
      return chart ? [...cards, h("div", { class: "o-card o-card-chart" }, story.chart(chart))] : cards;
    }

    drawControls() {
      const { page, number, playback } = this, { t } = page;
      /**
       * @param {string} label
       * @param {string} words
       * @param {() => void} act
       * @param {Attributes} attributes
       */
      const button = (label, words, act, attributes = {}) =>
        h(
          "button",
          { type: "button", title: words, "aria-label": words, onclick: act, ...attributes },
          label,
        );
      const intervals = [...new Set([...Atlas.intervals, playback.seconds])].sort((one, other) =>
        one - other
      );
      const interval = h(
        "select",
        {
          "aria-label": t("offline.interval"),
          title: t("offline.interval"),
          onchange: () => playback.play(Number(interval.value)),
        },
        intervals.map((value) => h("option", { value, selected: value === playback.seconds }, `${value} s`)),
      );
      const controls = [
        button("‹", t("offline.back"), () => page.go(number - 2)),
        h("span", {}, `${number} / ${this.scenes.length}`),
        button("›", t("offline.next"), () => page.go(number)),
        button("", `${t("offline.play")} (P)`, () => playback.toggle(), { class: "o-play" }),
        interval,
        button("R", `${t("offline.return")} (R)`, () => page.go(number - 1), { class: "o-return" }),
        button("N", `${t("offline.notes")} (N)`, () => this.toggleNotes()),
        button("W", `${t("offline.notes_window")} (W)`, () => this.openNotes(), { class: "o-window" }),
        button("F", `${t("offline.full")} (F)`, () => this.full()),
        button("×", `${t("offline.end")} (Esc)`, () => this.leave()),
      ];
      Atlas.keepFocus(byId("controls"), () => byId("controls").replaceChildren(...controls));
      this.drawState();
    }

    // Whether the scenes play, pause or wait for the presenter who explores the map, in words.
    get state() {
      const { page: { t }, playback } = this;
      if (playback.isExploring) return t("offline.exploring");
      return playback.isPlaying ? t("offline.playing", { seconds: playback.seconds }) : "";
    }

    drawState() {
      const { playback, state } = this, isRunning = playback.isPlaying && !playback.isExploring;
      const play = byId("controls").querySelector(".o-play");
      const words = `${this.page.t(isRunning ? "offline.pause" : "offline.play")} (P)`;
      Atlas.setAttributes(play, { title: words, "aria-label": words, "data-playing": String(isRunning) });
      byId("controls").querySelector(".o-return")?.toggleAttribute("hidden", !playback.isExploring);
      if (byId("stage-state").textContent !== state) byId("stage-state").textContent = state;
      const shown = this.window?.document?.getElementById("state");
      if (shown) shown.textContent = state;
    }

    showControls() {
      document.body.classList.add("awake");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => document.body.classList.remove("awake"), REST);
    }

    notes() {
      const { t, language } = this.page, next = this.scenes[this.number]?.[language];
      const disagreements = this.words.disagreements.map(({ title, statement }) =>
        h("p", {}, h("strong", {}, `${title}${/[.?!…]$/.test(title) ? "" : "."} `), statement)
      );
      const notes = [h("p", {}, this.words.notes || t("offline.no_notes")), ...disagreements];
      if (next) notes.push(h("p", { class: "o-next" }, `${t("offline.next")}: ${next.headline}`));
      return notes;
    }

    // Open a window for the speaker's screen; if the browser blocks it, show the notes over the scene.
    openNotes() {
      if (!this.window || this.window.closed) {
        this.window = window.open("", "atlas-notes", "width=900,height=640");
      }
      if (!this.window) {
        this.toggleNotes();
        return;
      }
      this.startedAt ||= Date.now();
      this.window.onkeydown = (event) => this.pressed(event);
      clearInterval(this.clock);
      this.clock = setInterval(() => this.tick(), 1000);
      this.draw();
    }

    tick() {
      const box = this.window?.document?.getElementById("clock");
      const seconds = Math.floor((Date.now() - this.startedAt) / 1000);
      if (box) box.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }

    drawWindow() {
      if (!this.window || this.window.closed) return;
      const { document: sheet } = this.window, { t, language } = this.page;
      sheet.title = t("offline.notes");
      sheet.documentElement.lang = language;
      sheet.body.style.cssText =
        "margin:2rem;font:26px/1.5 system-ui,sans-serif;color:#1c2b39;background:#fff";
      const count = `${this.number} / ${this.scenes.length} · `;
      sheet.body.replaceChildren(
        h("p", { style: "color:#55626d" }, count, h("span", { id: "clock" }, "")),
        h("p", { id: "state", role: "status", style: "color:#55626d" }, this.state),
        h("h1", { style: "font-size:1.2em" }, this.words.headline),
        ...this.notes(),
      );
      this.tick();
    }

    // Use the largest text size that fits.
    fit() {
      if (!this.on) return;
      const { side } = this.page, { style } = document.documentElement;
      for (let scale = 1; scale >= SMALLEST; scale -= 0.05) {
        style.setProperty("--scale", String(scale));
        if (side.scrollHeight <= side.clientHeight && side.scrollWidth <= side.clientWidth) break;
      }
      this.page.map.invalidateSize({ animate: false });
    }
  };
})(window.Atlas);
