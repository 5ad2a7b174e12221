// Points of the reader's own list by keyboard: a canvas has no parts to reach, so what it shows in this view stands in
// a list beside it, which is seen while the reader is in it.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const MOST = 200; // more than anyone walks through: closer up there are fewer
  const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  Atlas.PointsList = class {
    constructor(map, app, points) {
      Object.assign(this, { map, app, points });
      this.list = h("ul", { role: "listbox" });
      this.hint = h("p", {});
      this.box = Atlas.overlay(map, "atlas-places atlas-own-list", "");
      this.box.append(this.hint, this.list);
      this.box.hidden = true;
      this.list.addEventListener("keydown", (event) => this.pressed(event));
      this.list.addEventListener("focusin", (event) => this.reached(event.target));
    }

    // Write the list anew, unless the reader is in it: what they read does not move the map.
    fill() {
      if (this.list.contains(document.activeElement)) return;
      const { app, points } = this, marks = points.wanted?.mode === "heat" ? [] : points.marks;
      this.box.hidden = !marks.length;
      this.shown = [...marks].sort((a, b) => b.n - a.n).slice(0, MOST);
      for (const part of [this.box, this.list]) part.setAttribute("aria-label", app.t("map.own_list"));
      this.hint.textContent = app.t("map.own_keys", { shown: this.shown.length, count: marks.length });
      this.list.replaceChildren(...this.shown.map((mark, n) => h("li", { role: "option", tabindex: n ? "-1" : "0" },
        `${points.wordsOf(mark)} · ${this.placeOf(mark)}`)));
    }

    // A single point says its own position, what stands for several says where it is drawn.
    placeOf(mark) {
      const own = mark.n === 1 && this.points.positionOf(mark);
      const { lat, lng } = own || this.map.containerPointToLatLng([mark.x, mark.y]);
      return [lat, lng].map((degrees) => degrees.toFixed(3).replace("-", "−")).join(", ");
    }

    reached(item) {
      const items = [...this.list.children];
      for (const one of items) { one.tabIndex = one === item ? 0 : -1; one.setAttribute("aria-selected", String(one === item)); }
      this.points.tell(this.shown[items.indexOf(item)]);
    }

    pressed(event) {
      const items = [...this.list.children], n = items.indexOf(event.target);
      if (n < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in STEPS) items.at((n + STEPS[event.key]) % items.length).focus();
      else if (event.key === "Home" || event.key === "End") items.at(event.key === "Home" ? 0 : -1).focus();
      else if (event.key === "Escape") this.map.getContainer().focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
  };
})((window.Atlas = window.Atlas || {}));
