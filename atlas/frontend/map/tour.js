// A short tour of the map and of what stands around it: skipped at any time, called again by its button.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  // Each step points at the first of its parts that is there: in the map's frame, or in the page around it.
  const STEPS = [
    { name: "symbols" },
    { name: "legend", here: ".atlas-legend" },
    { name: "details" },
    {
      name: "filters",
      around: '[data-testid="stSidebar"][data-collapsed="false"], [data-testid="stExpandSidebarButton"]',
    },
    { name: "words", around: ".st-key-map_words" },
    { name: "share", around: ".st-key-share" },
  ];

  Atlas.Tour = class {
    constructor(map, app) {
      Object.assign(this, { map, app, at: 0 });
      this.box = Atlas.overlay(map, "atlas-tour", "");
      this.box.setAttribute("role", "dialog");
      this.box.hidden = true;
      this.box.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.end();
      });
    }

    begin() {
      this.go(0);
    }

    go(n) {
      const { app } = this, t = (key, fields) => app.t(`tour.${key}`, fields), last = n === STEPS.length - 1;
      this.at = n;
      this.point(STEPS[n]);
      const button = (name, does) => h("button", { type: "button", onclick: does }, t(name));
      this.box.setAttribute("aria-label", t("title"));
      this.box.replaceChildren(
        h("small", {}, t("step", { n: n + 1, count: STEPS.length })),
        h("p", { tabindex: "-1" }, t(STEPS[n].name)),
        h(
          "div",
          {},
          ...[
            n > 0 && button("back", () => this.go(n - 1)),
            last ? null : button("skip", () => this.end()),
            button(last ? "done" : "next", () => (last ? this.end() : this.go(n + 1))),
          ].filter(Boolean),
        ),
      );
      this.box.hidden = false;
      this.box.querySelector("p").focus({ preventScroll: true });
    }

    point({ here, around }) {
      this.unpoint?.();
      const element = here
        ? document.querySelector(here)
        : around && window.parent.document.querySelector(around);
      if (!element) return;
      const before = element.style.outline;
      element.style.outline = "4px solid #d9a400";
      this.unpoint = () => {
        element.style.outline = before;
        this.unpoint = null;
      };
    }

    end() {
      this.unpoint?.();
      this.box.hidden = true;
      this.map.getContainer().focus({ preventScroll: true });
    }
  };
})(window.Atlas = window.Atlas || {});
