// Presenting: the whole window, type that is read from ten metres, keys and clickers, notes for the speaker alone.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const byId = (id) => document.getElementById(id);
  const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"]);
  const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);
  const SMALLEST = 0.5; // of the type a short scene is told in
  const REST = 2500; // milliseconds until the controls leave the picture

  Atlas.Stage = class {
    constructor(page) {
      Object.assign(this, { page, on: false, withNotes: false });
      byId("present").addEventListener("click", () => this.enter());
      document.addEventListener("mousemove", () => this.showControls());
      document.addEventListener("touchstart", () => this.showControls(), { passive: true });
      window.addEventListener("resize", () => this.fit());
    }

    get scenes() {
      return this.page.briefing.scenes;
    }
    get words() {
      return this.page.story.scene[this.page.language];
    }

    enter() {
      this.set(true);
    }

    leave() {
      if (document.fullscreenElement) document.exitFullscreen();
      this.set(false);
    }

    set(on) {
      this.on = on;
      document.body.classList.toggle("presenting", on);
      document.documentElement.classList.toggle("presenting", on);
      const { keyboard } = this.page.map;
      if (on) keyboard.disable();
      else keyboard.enable();
      this.turned();
      // Nobody in the room can open a legend that a narrow map keeps folded.
      if (Atlas.app) Atlas.app.legend.open = on || Atlas.app.legend.hasRoom();
      this.page.draw();
      this.page.frame();
      if (on) this.showControls();
    }

    // Whether a key was meant for the stage.
    pressed(event) {
      if (!this.on || event.ctrlKey || event.altKey || event.metaKey) return false;
      const { story } = this.page, { key } = event;
      if (NEXT.has(key) && event.target.closest?.("button") && (key === " " || key === "Enter")) return false;
      if (NEXT.has(key)) this.page.go(story.number + 1);
      else if (BACK.has(key)) this.page.go(story.number - 1);
      else if (key === "Home") this.page.go(0);
      else if (key === "End") this.page.go(this.scenes.length - 1);
      else if (key === "Escape") this.leave();
      else if (key.toLowerCase() === "n") this.toggleNotes();
      else if (key.toLowerCase() === "w") this.openNotes();
      else if (key.toLowerCase() === "f" || key === "F5") this.full();
      else return false;
      event.preventDefault();
      return true;
    }

    // A new scene: the details of its chosen site wait until somebody asks for them.
    turned() {
      document.body.classList.toggle("untouched", this.on);
    }
    touched() {
      document.body.classList.remove("untouched");
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
      const t = (key, fields) => this.page.t(key, fields),
        total = this.scenes.length,
        number = this.page.story.number + 1;
      byId("present").textContent = `▶ ${t("offline.present")}`;
      for (const id of ["progress", "controls"]) byId(id).hidden = !this.on;
      byId("notes").hidden = !this.on || !this.withNotes;
      byId("progress").replaceChildren(h("span", { style: `width:${(100 * number) / total}%` }));
      byId("progress").setAttribute("aria-label", t("export.scene", { number, total }));
      byId("notes").replaceChildren(...this.notes(t));
      this.drawFigures();
      this.drawControls(t, number, total);
      this.drawWindow(t);
      this.fit();
    }

    drawFigures() {
      const { figures, chart } = this.words, { briefing, story } = this.page;
      const publishers = (ids) =>
        [...new Set(ids.map((id) => briefing.sources[id]?.[this.page.language].publisher ?? id))].join(", ");
      const cards = !this.on ? [] : figures.map(({ amount, label, claim, when, sources }) =>
        h(
          "div",
          { class: "o-card" },
          h("strong", {}, amount),
          h("div", {}, label),
          h("small", {}, [claim, when, publishers(sources)].join(" · ")),
        )
      );
      if (this.on && chart) cards.push(h("div", { class: "o-card o-card-chart" }, story.chart(chart)));
      byId("stage-figures").replaceChildren(...cards);
    }

    drawControls(t, number, total) {
      const button = (label, words, act) =>
        h("button", { type: "button", title: words, "aria-label": words, onclick: act }, label);
      byId("controls").replaceChildren(
        button("‹", t("offline.back"), () => this.page.go(number - 2)),
        h("span", {}, `${number} / ${total}`),
        button("›", t("offline.next"), () => this.page.go(number)),
        button("N", `${t("offline.notes")} (N)`, () => this.toggleNotes()),
        button("W", `${t("offline.notes_window")} (W)`, () => this.openNotes()),
        button("F", `${t("offline.full")} (F)`, () => this.full()),
        button("×", `${t("offline.end")} (Esc)`, () => this.leave()),
      );
    }

    showControls() {
      document.body.classList.add("awake");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => document.body.classList.remove("awake"), REST);
    }

    notes(t) {
      const next = this.scenes[this.page.story.number + 1]?.[this.page.language];
      const disagreements = this.words.disagreements.map(({ title, statement }) =>
        h("p", {}, h("strong", {}, `${title}. `), statement)
      );
      return [
        h("p", {}, this.words.notes || t("offline.no_notes")),
        ...disagreements,
        next ? h("p", { class: "o-next" }, `${t("offline.next")}: ${next.headline}`) : null,
      ].filter(Boolean);
    }

    // A window for the speaker's own screen; where the browser allows none, the notes lie over the picture.
    openNotes() {
      this.window = this.window && !this.window.closed
        ? this.window
        : window.open("", "atlas-notes", "width=900,height=640");
      if (!this.window) {
        this.toggleNotes();
        return;
      }
      this.started ??= Date.now();
      this.window.addEventListener("keydown", (event) => this.pressed(event));
      clearInterval(this.clock);
      this.clock = setInterval(() => this.tick(), 1000);
      this.draw();
    }

    tick() {
      const box = this.window?.document?.getElementById("clock"),
        seconds = Math.floor((Date.now() - this.started) / 1000);
      if (box) box.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }

    drawWindow(t) {
      if (!this.window || this.window.closed) return;
      const { document: sheet } = this.window;
      sheet.title = t("offline.notes");
      sheet.documentElement.lang = this.page.language;
      sheet.body.style.cssText =
        "margin:2rem;font:26px/1.5 system-ui,sans-serif;color:#1c2b39;background:#fff";
      const number = this.page.story.number + 1;
      sheet.body.replaceChildren(
        h(
          "p",
          { style: "color:#55626d" },
          `${number} / ${this.scenes.length} · `,
          h("span", { id: "clock" }, ""),
        ),
        h("h1", { style: "font-size:1.2em" }, this.words.headline),
        ...this.notes(t),
      );
      this.tick();
    }

    // As large as the scene allows.
    fit() {
      if (!this.on) return;
      const side = byId("story").parentElement, { style } = document.documentElement;
      for (let scale = 1; scale >= SMALLEST; scale -= 0.05) {
        style.setProperty("--scale", scale);
        if (side.scrollHeight <= side.clientHeight && side.scrollWidth <= side.clientWidth) break;
      }
      this.page.map.invalidateSize({ animate: false });
    }
  };
})(window.Atlas = window.Atlas || {});
