// Sites by keyboard: one stop for the Tab key, arrow keys from site to site, Enter opens, Escape comes back.
(function (Atlas) {
  "use strict";

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  Atlas.Walk = class {
    constructor(map, app) {
      Object.assign(this, { map, app, current: null, opener: null });
      const pane = map.getPane("mapPane");
      pane.addEventListener("keydown", (event) => this.pressed(event));
      pane.addEventListener("focusin", (event) => this.reached(event.target));
    }

    // What can be reached: [{ element, sites, at }], one for each symbol and each shaded municipio, in the table's order.
    stops() {
      const order = new Map(this.app.shown.map((site, n) => [site, n]));
      return this.app.sites.stops().filter(({ element }) => element?.isConnected)
        .sort((a, b) => order.get(a.sites[0]) - order.get(b.sites[0]));
    }

    stopOf(element) { return this.stops().find((stop) => stop.element === element); }
    stopAt(siteId) { return this.stops().find((stop) => stop.sites.some((site) => site.site_id === siteId)); }

    // Redraw sites without losing the reader's place among them.
    keep(redraw) {
      const focused = this.stopOf(document.activeElement)?.sites[0].site_id;
      redraw();
      this.settle();
      if (focused) this.stopAt(focused)?.element.focus({ preventScroll: true });
    }

    // Leave exactly one stop to the Tab key: where the reader was last.
    settle() {
      const stops = this.stops();
      const chosen = stops.find((stop) => stop.sites.some((site) => site.site_id === this.current)) ?? stops[0];
      for (const stop of stops) stop.element.setAttribute("tabindex", stop === chosen ? "0" : "-1");
    }

    reached(element) {
      const stop = this.stopOf(element);
      if (!stop) return;
      this.current = stop.sites[0].site_id;
      this.settle();
      if (element.matches(":focus-visible")) this.map.panInside(stop.at, { ...this.app.margins(), animate: !Atlas.calm });
    }

    pressed(event) {
      const stops = this.stops(), n = stops.findIndex(({ element }) => element === event.target);
      if (n < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const { key } = event;
      if (key in STEPS) this.go(stops.at((n + STEPS[key]) % stops.length));
      else if (key === "Home" || key === "End") this.go(stops.at(key === "Home" ? 0 : -1));
      else if (key === "Enter" || key === " ") this.open(stops[n]);
      else if (key === "+" || key === "=") this.map.zoomIn();
      else if (key === "-") this.map.zoomOut();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    go(stop) { stop.element.focus({ preventScroll: true }); }

    open(stop) {
      this.remember();
      this.app.siteClicked(stop.sites);
      this.app.details.focus();
    }

    // Keep in mind what the reader opens something from.
    remember() { this.opener = document.activeElement; }

    // Go back to what was opened from; it may have been drawn anew since.
    back(siteId) {
      const again = this.opener?.dataset?.site && this.map.getContainer().querySelector(`.atlas-listed[data-site="${CSS.escape(this.opener.dataset.site)}"]`);
      const place = [this.opener, again, this.stopAt(siteId ?? this.current)?.element].find((one) => one?.isConnected && one !== document.body);
      (place ?? this.map.getContainer()).focus({ preventScroll: true });
      this.opener = null;
    }
  };

  // Redraw a box of buttons and boxes to tick, and leave the reader at the one where they were.
  Atlas.keepFocus = function (box, redraw) {
    const name = (one) => one.dataset.layer ?? one.dataset.site ?? `${one.tagName} ${one.closest("label, summary, button")?.textContent}`;
    const active = document.activeElement, inside = box.contains(active) && active !== box, known = inside && name(active);
    redraw();
    if (inside) [...box.querySelectorAll("button, input, summary, a")].find((one) => name(one) === known)?.focus({ preventScroll: true });
  };
})((window.Atlas = window.Atlas || {}));
