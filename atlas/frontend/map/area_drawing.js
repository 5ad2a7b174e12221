// Draw an area that becomes the region, or measure a path. Only a finished area is sent to the server.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  /** The fewest points of each tool. @type {Record<DrawingTool, number>} */
  const LEAST = { polygon: 3, circle: 2, freehand: 3, measure: 2 };
  const NEAR = 12; // pixels within which a click is on a point that is already set
  const STEP = 4; // pixels between the points of a freehand line
  const DRAFT = { pane: "overlay", interactive: false };

  /** Return a length in words, as finely as it matters. @param {number} metres @param {Language} language */
  Atlas.lengthText = function (metres, language) {
    const km = metres / 1000, digits = km < 10 ? 2 : km < 100 ? 1 : 0;
    /** @param {number} value @param {number} decimals */
    const written = (value, decimals) =>
      value.toLocaleString(Atlas.locale(language), {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
    return km < 1 ? `${written(metres, 0)} m` : `${written(km, digits)} km`;
  };

  /** Return the length of each leg of a path in metres. @param {Position[]} points */
  Atlas.legsOf = (points) => points.slice(1).map((point, n) => Atlas.geodesic(points[n], point));

  /** @param {L.LatLng} at @returns {Position} */
  const positionOf = ({ lng, lat }) => [lng, lat];

  Atlas.Drawing = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {DrawingTool | null} */
      this.tool = null;
      /** @type {Position[]} */
      this.points = [];
      /** @type {L.LatLng | null} */
      this.pointer = null;
      this.isOpen = false;
      this.isByKey = false; // the next point is the centre of the map
      this.isMeasured = false;
      this.isDragging = false;
      this.area = "";
      this.finished = ""; // the last area that was drawn on this map
      this.shape = L.layerGroup().addTo(map);
      this.draft = L.layerGroup().addTo(map);
      this.container = map.getContainer();
      this.crosshair = h("div", { class: "atlas-crosshair", "aria-hidden": "true", hidden: true });
      this.live = h("div", { class: "atlas-unseen", role: "status" });
      this.container.append(this.crosshair, this.live);
      this.box = Atlas.boxOver(map, "atlas-draw");
      this.panel = Atlas.boxOver(map, "atlas-draw-panel");
      this.title = h("strong", {});
      this.how = h("p", {});
      this.legs = h("ol", {});
      this.outcome = h("p", { class: "atlas-draw-outcome", "aria-hidden": "true" });
      /** @param {() => void} onclick */
      const button = (onclick) => h("button", { type: "button", onclick });
      this.buttons = {
        finish: button(() => this.finish()),
        undo: button(() => this.undo()),
        copy: button(() => this.copy()),
        cancel: button(() => this.stop()),
      };
      const row = h("div", {}, ...Object.values(this.buttons));
      this.panel.append(this.title, this.how, this.legs, this.outcome, row);
      this.panel.hidden = true;
      // The buttons stay the same elements: Leaflet takes a click on a replaced one for a click on the map.
      /** @type {DrawingTool[]} */
      const tools = Atlas.hasServer ? ["polygon", "circle", "freehand", "measure"] : ["measure"];
      this.open = h("button", { type: "button", class: "atlas-draw-open", onclick: () => this.unfold() });
      this.tools = tools.map((tool) =>
        h("button", {
          type: "button",
          "data-tool": tool,
          onclick: (event) => this.tool === tool ? this.stop() : this.start(tool, event),
        })
      );
      this.remover = h("button", { type: "button", "data-tool": "remove", onclick: () => this.remove() });
      this.box.append(this.open, ...this.tools, this.remover);
      this.listen();
    }

    listen() {
      const { map, container } = this;
      map.on("click", ({ latlng }) => this.takes(latlng));
      map.on("mousemove", ({ latlng }) => this.hover(latlng));
      map.on("move", () => {
        if (this.tool && this.isByKey) this.drawDraft();
      });
      container.addEventListener("keydown", (event) => this.pressed(event));
      // Before Leaflet and the rules of gestures, which hear the same events without capture or later.
      const early = { capture: true };
      container.addEventListener("pointerdown", (event) => this.dragBegins(event), early);
      container.addEventListener("pointermove", (event) => this.dragged(event), early);
      container.addEventListener("pointerup", (event) => this.dragEnds(event), early);
      container.addEventListener("pointercancel", () => {
        this.isDragging = false;
      });
    }

    unfold() {
      this.isOpen = !this.isOpen;
      if (this.isOpen) this.speak();
      else this.stop();
      this.open.focus();
    }

    // Write the tools in the reader's language.
    speak() {
      const { t } = this.app;
      this.box.setAttribute("aria-label", t("draw.tools"));
      this.open.textContent = t("draw.open");
      this.open.setAttribute("aria-expanded", String(this.isOpen));
      for (const button of this.tools) {
        button.textContent = t(`draw.${button.dataset.tool}`);
        button.setAttribute("aria-pressed", String(this.tool === button.dataset.tool));
        button.hidden = !this.isOpen;
      }
      this.remover.textContent = t("draw.remove");
      this.remover.hidden = !this.isOpen || !this.area || !Atlas.hasServer;
      this.drawPanel();
    }

    /** @param {DrawingTool} tool @param {Event} event */
    start(tool, event) {
      this.stop();
      this.tool = tool;
      this.isByKey = /** @type {MouseEvent} */ (event).detail === 0; // no pointer clicked the button
      this.container.classList.add("atlas-drawing");
      this.container.classList.toggle("atlas-freehand", tool === "freehand");
      this.map.doubleClickZoom.disable();
      this.map.closePopup();
      this.panel.hidden = false;
      this.speak();
      this.drawDraft();
      this.say(`${this.app.t(`draw_how.${tool}`)} ${this.app.t("draw.keys")}`, "");
      this.container.focus({ preventScroll: true });
    }

    // End the tool and remove what it drew; a finished area stays.
    stop() {
      if (!this.tool) {
        this.speak();
        return;
      }
      this.tool = null;
      this.points = [];
      this.pointer = null;
      this.isMeasured = this.isDragging = false;
      this.container.classList.remove("atlas-drawing", "atlas-freehand");
      this.map.doubleClickZoom.enable();
      this.panel.hidden = true;
      this.drawDraft();
      this.say("");
      this.speak();
      this.container.focus({ preventScroll: true });
    }

    /**
     * Say what happened to screen readers and in the panel.
     *
     * @param {string} text
     * @param {string} shown
     */
    say(text, shown = text) {
      this.live.textContent = text;
      this.outcome.textContent = shown;
    }

    /** Return whether a tool takes a click on the map. @param {L.LatLng} at */
    takes(at) {
      if (!this.tool) return false;
      if (this.tool !== "freehand") {
        this.isByKey = false;
        this.place(at);
      }
      return true;
    }

    /** @param {L.LatLng} at */
    hover(at) {
      if (!this.tool || this.isDragging) return;
      this.pointer = at;
      this.isByKey = false;
      this.drawDraft();
    }

    /** @param {Position | undefined} point @param {L.LatLng} at */
    isAt(point, at) {
      if (!point) return false;
      const [x, y] = [Atlas.latLng(point), at].map((place) => this.map.latLngToContainerPoint(place));
      return x.distanceTo(y) < NEAR;
    }

    /** Set a point; on the last one, or on the first of a polygon, finish. @param {L.LatLng} at */
    place(at) {
      const { points, tool } = this, count = points.length;
      if (this.isMeasured) this.again();
      else if (
        this.isAt(points[count - 1], at) || (tool === "polygon" && count > 2 && this.isAt(points[0], at))
      ) {
        this.finish();
        return;
      }
      if (tool === "circle") this.points.length = Math.min(count, 1); // another radius
      this.points.push(positionOf(at));
      this.drawDraft();
      this.drawPanel();
      this.say(this.progress());
      if (tool === "circle" && this.points.length === 2) this.finish();
    }

    // Measure another path.
    again() {
      this.points = [];
      this.isMeasured = false;
    }

    undo() {
      this.points.pop();
      this.isMeasured = false;
      this.drawDraft();
      this.drawPanel();
      this.say(this.progress());
    }

    progress() {
      const { app, points, tool } = this, legs = Atlas.legsOf(points), total = this.total(legs);
      const set = app.plural("draw.points", points.length);
      if (tool !== "measure" || !legs.length) return set;
      const leg = Atlas.lengthText(legs[legs.length - 1], app.language);
      return `${set} ${app.t("draw.leg", { leg, total })}`;
    }

    /** @param {number[]} legs */
    total(legs) {
      return Atlas.lengthText(legs.reduce((sum, leg) => sum + leg, 0), this.app.language);
    }

    finish() {
      const { app, points, tool } = this;
      if (!tool || this.isMeasured) return;
      if (points.length < LEAST[tool]) {
        this.say(app.plural("draw.more", LEAST[tool] - points.length));
        return;
      }
      if (tool === "measure") {
        this.isMeasured = true;
        this.pointer = null;
        this.drawDraft();
        this.drawPanel();
        this.say(this.measured());
        return;
      }
      const text = Atlas.areaText(this.drawnArea());
      if (!Atlas.areaOf(text)) {
        this.say(app.t("draw.no_area"));
        return;
      }
      this.stop();
      this.finished = text;
      app.chooseArea(text);
      this.say(app.t("draw.done"));
    }

    /** Return the area of the points that are set. @returns {DrawnArea} */
    drawnArea() {
      if (this.tool === "circle") {
        const centre = Atlas.areaCorner(this.points[0]);
        return { corners: [centre], radius: Math.round(Atlas.geodesic(centre, this.points[1])) };
      }
      const corners = Atlas.areaCorners(this.points.map(Atlas.areaCorner));
      const isRepeated = (/** @type {Position} */ corner, /** @type {number} */ n) =>
        String(corner) === String(corners.at(n - 1));
      return { corners: corners.filter((corner, n) => !isRepeated(corner, n)), radius: 0 };
    }

    measured() {
      const legs = Atlas.legsOf(this.points);
      return this.app.t("draw.measured", { total: this.total(legs), count: legs.length });
    }

    async copy() {
      const { app } = this, places = this.points.map(([x, y]) => `${y.toFixed(5)}, ${x.toFixed(5)}`);
      const rows = Atlas.legsOf(this.points).map((leg, n) =>
        `${places[n]} → ${places[n + 1]}: ${Atlas.lengthText(leg, app.language)}`
      );
      const isDone = await Atlas.copyText([this.measured(), ...rows].join("\n"));
      this.say(app.t(isDone ? "map.copied" : "map.not_copied"));
    }

    remove() {
      this.app.chooseArea("");
      this.say(this.app.t("draw.removed"));
      this.container.focus({ preventScroll: true });
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
      if (!this.tool || Atlas.isShortcut(event)) return;
      if (event.key === "Escape") {
        Atlas.keepKey(event);
        this.stop();
      }
      if (event.target !== this.container) return;
      if (/^Arrow|^[-+=]$/.test(event.key)) {
        this.isByKey = true;
        this.drawDraft();
      } else if (event.key === "Enter") {
        Atlas.keepKey(event);
        if (this.isByKey) this.place(this.map.getCenter());
        else this.finish();
      } else if (event.key === "Backspace") {
        Atlas.keepKey(event);
        this.undo();
      }
    }

    /** @param {PointerEvent} event */
    isFreehand(event) {
      const target = /** @type {Element} */ (event.target);
      return this.tool === "freehand" && !target.closest(".atlas-overlay, .leaflet-control, .leaflet-popup");
    }

    /** @param {PointerEvent} event */
    at(event) {
      const { left, top } = this.container.getBoundingClientRect();
      return this.map.containerPointToLatLng([event.clientX - left, event.clientY - top]);
    }

    /** @param {PointerEvent} event */
    dragBegins(event) {
      if (!this.isFreehand(event)) return;
      event.preventDefault(); // no mouse event follows, with which Leaflet would move the map
      event.stopImmediatePropagation();
      this.isDragging = true;
      this.isByKey = false;
      this.points = [positionOf(this.at(event))];
      this.container.setPointerCapture(event.pointerId);
    }

    /** @param {PointerEvent} event */
    dragged(event) {
      if (!this.isDragging) return;
      const at = this.at(event), last = Atlas.latLng(this.points[this.points.length - 1]);
      const [a, b] = [last, at].map((place) => this.map.latLngToContainerPoint(place));
      if (a.distanceTo(b) < STEP) return;
      this.points.push(positionOf(at));
      this.drawDraft();
    }

    /** @param {PointerEvent} event */
    dragEnds(event) {
      if (!this.isDragging) return;
      event.stopImmediatePropagation();
      this.isDragging = false;
      // After the click that may follow, which the tool still takes.
      setTimeout(() => this.finish());
    }

    drawPanel() {
      const { app, tool, points, buttons } = this, { t } = app;
      if (!tool) return;
      this.panel.setAttribute("aria-label", t(`draw.${tool}`));
      this.title.textContent = t(`draw.${tool}`);
      this.how.textContent = t(`draw_how.${tool}`);
      buttons.finish.textContent = t("draw.finish");
      buttons.undo.textContent = t("draw.undo");
      buttons.copy.textContent = t("draw.copy");
      buttons.cancel.textContent = t("draw.cancel");
      this.panel.classList.toggle("atlas-begun", points.length > 0);
      buttons.copy.hidden = !this.isMeasured;
      buttons.finish.hidden = this.isMeasured || points.length < LEAST[tool];
      buttons.undo.hidden = !points.length;
      let total = 0;
      this.legs.hidden = tool !== "measure";
      this.legs.replaceChildren(...(tool === "measure" ? Atlas.legsOf(points) : []).map((leg) => {
        total += leg;
        const [one, all] = [leg, total].map((metres) => Atlas.lengthText(metres, app.language));
        return h("li", {}, t("draw.leg", { leg: one, total: all }));
      }));
    }

    drawDraft() {
      const { tool, points, map } = this, next = this.isByKey ? map.getCenter() : this.pointer;
      this.draft.clearLayers();
      this.crosshair.hidden = !tool || !this.isByKey;
      if (!tool || !points.length) return;
      const color = this.app.boundaries.palette.strong, isOpen = next && !this.isDragging && !this.isMeasured;
      const placed = tool === "circle" && isOpen ? points.slice(0, 1) : points;
      const path = [...placed, ...(isOpen ? [positionOf(next)] : [])];
      const line = { ...DRAFT, color, weight: 3, dashArray: this.isMeasured ? null : "6 5" };
      if (tool === "circle" && path.length === 2) {
        const radius = Atlas.geodesic(path[0], path[1]);
        L.polygon(Atlas.areaRing({ corners: [path[0]], radius }).map(Atlas.latLng), {
          ...line,
          fillOpacity: 0.06,
        })
          .addTo(this.draft);
      } else if (tool === "measure") L.polyline(path.map(Atlas.latLng), line).addTo(this.draft);
      else L.polygon(path.map(Atlas.latLng), { ...line, fillOpacity: 0.06 }).addTo(this.draft);
      if (tool === "freehand" && !this.isByKey) return;
      for (const point of points) {
        L.circleMarker(Atlas.latLng(point), { ...DRAFT, radius: 5, color, fillColor: "#fff", fillOpacity: 1 })
          .addTo(this.draft);
      }
    }

    /** Draw the area of the region. @param {string} text */
    show(text) {
      const isOther = text !== this.area;
      this.area = text;
      this.shape.clearLayers();
      const area = Atlas.areaOf(text);
      if (area) {
        const { strong: color } = this.app.boundaries.palette;
        const look = { ...DRAFT, className: "atlas-area", color, weight: 3, fillOpacity: 0.06 };
        L.polygon(Atlas.areaRing(area).map(Atlas.latLng), look).addTo(this.shape);
      }
      if (isOther) this.speak();
    }
  };
})(window.Atlas);
