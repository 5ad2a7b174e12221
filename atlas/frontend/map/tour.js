// A short tour of the map and the page; it can be skipped at any time and restarted by its button.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  // Each step points at the first of its parts that exists, in the map's frame or in the page around it.
  const PANEL = '[data-testid="stSidebar"][data-collapsed="false"], [data-testid="stExpandSidebarButton"]';
  /** @type {TourStep[]} */
  const STEPS = [
    { name: "symbols" },
    { name: "legend", inFrame: ".atlas-legend" },
    { name: "details" },
    { name: "filters", inPage: PANEL },
    { name: "words", inPage: ".st-key-map_words" },
    { name: "share", inPage: ".st-key-share" },
  ];

  Atlas.Tour = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {(() => void) | null} */
      this.unpoint = null;
      this.box = Atlas.boxOver(map, "atlas-tour");
      this.box.setAttribute("role", "dialog");
      this.box.hidden = true;
      this.box.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.end();
      });
    }

    begin() {
      this.go(0);
    }

    /** @param {number} number */
    go(number) {
      const { app } = this, isLast = number === STEPS.length - 1;
      /**
       * @param {string} name
       * @param {() => void} act
       */
      const button = (name, act) => h("button", { type: "button", onclick: act }, app.t(`tour.${name}`));
      const end = () => this.end(), next = () => this.go(number + 1);
      const words = h("p", { tabindex: "-1" }, app.t(`tour.${STEPS[number].name}`));
      this.point(STEPS[number]);
      this.box.setAttribute("aria-label", app.t("tour.title"));
      this.box.replaceChildren(
        h("small", {}, app.t("tour.step", { n: number + 1, count: STEPS.length })),
        words,
        h(
          "div",
          {},
          number > 0 ? button("back", () => this.go(number - 1)) : null,
          isLast ? null : button("skip", end),
          isLast ? button("done", end) : button("next", next),
        ),
      );
      this.box.hidden = false;
      words.focus({ preventScroll: true });
    }

    /** @param {TourStep} step */
    point({ inFrame, inPage }) {
      this.unpoint?.();
      const element =
        /** @type {HTMLElement | null} */ (inFrame
          ? document.querySelector(inFrame)
          : inPage
          ? window.parent.document.querySelector(inPage)
          : null);
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
})(window.Atlas);
