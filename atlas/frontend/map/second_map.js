// Compare two states on two maps: one above the other with a divider between them, or next to each other.
// The second map shows the other date, or today next to a scenario. Both move and zoom together.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const LAYOUTS = /** @type {const} */ (["one", "divided", "two"]);
  const STEP = 0.02; // of the width of the map, for an arrow key
  const EDGE = 0.03; // the divider stays in reach
  const SAME_PX = 0.5; // maps that differ by less are at the same place
  const STILL = { animate: false };

  Atlas.SecondMap = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {Layout} */
      this.layout = "one";
      this.share = 0.5;
      /** @type {SideOfMap | null} */
      this.side = null; // made when two states are first compared
      this.isFollowing = false;
      this.box = h("div", { class: "atlas-second", hidden: true });
      L.DomEvent.disableClickPropagation(this.box);
      L.DomEvent.disableScrollPropagation(this.box);
      this.bar = Atlas.boxOver(map, "atlas-compare");
      this.bar.hidden = true;
      // Built once: a button that is replaced while it is pressed would be a click on the map.
      this.choices = LAYOUTS.map((layout) =>
        h("button", { type: "button", onclick: () => this.choose(layout) })
      );
      this.bar.append(...this.choices);
      this.otherName = h("div", { class: "atlas-side-name", hidden: true });
      this.box.append(this.otherName);
      this.name = h("div", { class: "atlas-side-name", hidden: true });
      this.divider = h("div", {
        class: "atlas-divider",
        role: "slider",
        tabindex: "0",
        hidden: true,
        "aria-orientation": "horizontal",
        "aria-valuemin": "0",
        "aria-valuemax": "100",
      });
      L.DomEvent.disableClickPropagation(this.divider);
      map.getContainer().append(this.box, this.name, this.divider);
      this.hear();
    }

    hear() {
      const { map, divider } = this;
      divider.addEventListener("pointerdown", (event) => {
        event.stopPropagation();
        divider.setPointerCapture(event.pointerId);
      });
      divider.addEventListener("pointermove", (event) => {
        if (!divider.hasPointerCapture(event.pointerId)) return;
        const { left, width } = map.getContainer().getBoundingClientRect();
        this.move((event.clientX - left) / width);
      });
      divider.addEventListener("keydown", (event) => {
        const way = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
        if (!way || Atlas.isShortcut(event)) return;
        Atlas.keepKey(event);
        this.move(this.share + way);
      });
      this.lead(map);
      map.on("resize", () => {
        if (!this.isOn) return;
        this.place();
        this.follow(map);
      });
      this.uncover(map.getPane("mapPane"), (at) => Math.min(this.share, at - EDGE));
    }

    /** What is compared now: the other state and its own name; null without a second state. @returns {OtherState | null} */
    get other() {
      const { app } = this, { time, state } = app;
      if (time.isOffered && time.against !== time.when) {
        const { against } = time, sites = time.present(state, against);
        return {
          names: [time.nameOf(against), time.nameOf(time.when)],
          sites,
          undated: sites.filter((site) => time.isUndated(site, against)),
          hidden: [],
          gone: [],
        };
      }
      const before = state?.overlay?.before;
      if (!before) return null;
      const sites = [...app.named(state.sites), ...app.named(before.sites)];
      const { names, hidden, gone } = before;
      return { names, sites: [...new Set(sites)], undated: [], hidden, gone };
    }

    get isOn() {
      return !this.box.hidden;
    }

    // Whether the reader can choose here how two states are shown.
    get isOffered() {
      const { app } = this;
      return this.layout !== "one" || app.time.against !== null || Boolean(app.state?.overlay?.before);
    }

    /** Return the fills of the first map, without what the scenario no longer has. @param {Record<string, string>} fills */
    fillsOf(fills) {
      const other = this.layout === "one" ? null : this.other;
      return other ? without(fills, other.gone) : fills;
    }

    /** Divide the map for a date that a link or the reader chose, or show one again. @param {boolean} isCompared */
    offer(isCompared) {
      if (!isCompared) this.layout = "one";
      else if (this.layout === "one") this.layout = "divided";
    }

    /** @param {Layout} layout */
    choose(layout) {
      const { legend } = this.app;
      if (layout === "two") legend.open = false;
      else if (this.layout === "two") legend.open = legend.hasRoom();
      this.layout = layout;
      this.app.compared();
    }

    /** Draw the second map, the divider and the choice, or nothing where there is one state. */
    draw() {
      const { other, layout } = this;
      const isOn = other !== null && layout !== "one";
      this.box.hidden = !isOn;
      this.divider.hidden = !isOn || layout !== "divided";
      this.name.hidden = this.otherName.hidden = !isOn || layout !== "two";
      this.drawBar(other);
      if (!other || !isOn) return;
      const { app } = this, side = this.side ??= this.made();
      const { overlay, departamentos, municipios } = app.state;
      this.place();
      const fills = without(app.overlay.fills(overlay), other.hidden);
      side.boundaries.setTransparent(Boolean(app.boundaries.transparent));
      side.boundaries.emphasise(departamentos, municipios, fills, Atlas.looksOf(overlay));
      side.shown = other.sites.filter((site) => app.layers.has(site.layer));
      const isNew = side.sites.draw(side.shown, app.selected, other.undated);
      this.speak(other);
      this.follow(this.map);
      if (isNew) side.labels.draw();
    }

    /** @param {OtherState} other */
    speak({ names: [left, right] }) {
      const { app, divider, side } = this, { t } = app, percent = Math.round(100 * this.share);
      Atlas.setAttributes(divider, {
        "aria-label": t("time.divider", { left, right }),
        "aria-valuenow": percent,
        "aria-valuetext": `${percent} %`,
      });
      divider.replaceChildren(h("span", {}, left), h("span", {}, right));
      this.otherName.textContent = left;
      this.name.textContent = right;
      Atlas.setAttributes(side?.map.getContainer(), { "aria-label": t("time.second_map", { name: left }) });
    }

    /** @param {OtherState | null} other */
    drawBar(other) {
      const { app, bar } = this, { t } = app;
      bar.hidden = !other || !this.isOffered;
      if (bar.hidden) return;
      bar.setAttribute("aria-label", t("time.layouts"));
      for (const [row, layout] of LAYOUTS.entries()) {
        this.choices[row].textContent = t(`time.layout_${layout}`);
        this.choices[row].setAttribute("aria-pressed", String(layout === this.layout));
      }
    }

    /** Return the second map with its parts; its data come from the cache of the browser. @returns {SideOfMap} */
    made() {
      const { app, box } = this,
        { data } = app,
        { minZoom, maxZoom, zoomSnap, wheelPxPerZoomLevel } = this.map.options;
      const container = h("div", {});
      box.hidden = false;
      box.prepend(container);
      const map = L.map(container, {
        minZoom,
        maxZoom,
        zoomSnap,
        wheelPxPerZoomLevel,
        attributionControl: false,
        zoomControl: false,
      }).setView(this.map.getCenter(), this.map.getZoom());
      Atlas.makeReachable(map);
      Atlas.shareGestures(map, app.t);
      // What it does not have is that of the first map.
      const side = /** @type {SideOfMap} */ (Object.create(app));
      /** @type {MapEvents} */
      const events = {
        area: (area) => app.area(area),
        tooltip: (group) => app.tooltip(group),
        siteClicked: (group) => app.siteClicked(group),
        regionClicked: (region, at) => side.region.card(region, at),
        refined: () => side.walk.keep(() => side.sites.shade()),
        described: (group) => app.described(group),
        keep: (redraw) => side.walk.keep(redraw),
        restyled: () => side.ground?.draw(),
      };
      side.map = map;
      side.shown = [];
      side.walk = new Atlas.Walk(map, side);
      side.boundaries = new Atlas.Boundaries(map, data, events);
      side.ground = new Atlas.Ground(map, side);
      side.sites = new Atlas.Sites(map, data, side.boundaries, events);
      side.region = new Atlas.Region(map, side);
      side.labels = new Atlas.Labels(map, side);
      side.boundaries.setTheme(Atlas.theme());
      Promise.all([
        side.boundaries.load(),
        side.boundaries.drawSurroundings(),
        side.ground.load().catch(() => {}),
      ]).then(() => {
        box.dataset.drawn = "";
        side.labels.draw();
      });
      this.lead(map);
      this.uncover(map.getPane("mapPane"), (at) => Math.max(this.share, at + EDGE));
      return side;
    }

    /** Put the second map where the layout has it. */
    place() {
      const { box, side, layout, share, app } = this;
      box.classList.toggle("atlas-half", layout === "two");
      box.classList.toggle("atlas-upper", layout === "two" && app.isNarrow);
      this.name.classList.toggle("atlas-lower", app.isNarrow);
      box.style.clipPath = layout === "divided" ? `inset(0 ${100 * (1 - share)}% 0 0)` : "";
      this.divider.style.left = `${100 * share}%`;
      side?.map.invalidateSize(STILL);
    }

    /** Move the divider. @param {number} share of the width of the map */
    move(share) {
      const { other } = this;
      this.share = Math.max(EDGE, Math.min(1 - EDGE, share));
      this.place();
      if (other) this.speak(other);
    }

    /**
     * Move the divider off a symbol that gets the focus of the keyboard on its covered side.
     *
     * @param {HTMLElement} pane
     * @param {(at: number) => number} shareFor
     */
    uncover(pane, shareFor) {
      pane.addEventListener("focusin", (event) => {
        const target = /** @type {Element} */ (event.target);
        if (!this.isOn || this.layout !== "divided" || !target.matches(":focus-visible")) return;
        const { left, width } = this.map.getContainer().getBoundingClientRect();
        const box = target.getBoundingClientRect();
        this.move(shareFor((box.left + box.width / 2 - left) / width));
      });
    }

    /** Let the other map follow this one. @param {L.Map} map */
    lead(map) {
      map.on("move", () => this.follow(map));
      map.on("moveend", () => {
        const other = this.partnerOf(map);
        // What is drawn for an area is drawn again once the map rests.
        if (other && !this.isFollowing) this.quietly(() => other.panBy([0, 0], STILL));
      });
      map.on("zoomanim", (event) => {
        const other = this.partnerOf(map);
        if (!other || this.isFollowing) return;
        this.quietly(() => other.setView(this.seenFrom(map, event.center, event.zoom), event.zoom));
      });
    }

    /** Return the map that follows another; null while one is shown. @param {L.Map} map */
    partnerOf(map) {
      if (!this.isOn || !this.side) return null;
      return map === this.map ? this.side.map : this.map;
    }

    /** @param {() => void} act */
    quietly(act) {
      this.isFollowing = true;
      act();
      this.isFollowing = false;
    }

    /** Return the centre of the other map for that of one. @param {L.Map} map @param {L.LatLng} centre @param {number} zoom */
    seenFrom(map, centre, zoom) {
      const { x, y } = this.map.getSize(), way = map === this.map ? 1 : -1;
      const [right, down] = this.layout !== "two" ? [0, 0] : this.app.isNarrow ? [0, y / 4] : [x / 4, 0];
      const at = map.project(centre, zoom);
      return map.unproject(L.point(at.x + way * right, at.y + way * down), zoom);
    }

    /** Move the other map along. @param {L.Map} map */
    follow(map) {
      const other = this.partnerOf(map);
      if (!other || this.isFollowing) return;
      const zoom = map.getZoom(), centre = this.seenFrom(map, map.getCenter(), zoom);
      this.quietly(() => {
        if (other.getZoom() !== zoom) {
          other.setView(centre, zoom, STILL);
          return;
        }
        const { x, y } = other.project(centre, zoom), from = other.project(other.getCenter(), zoom);
        if (Math.hypot(x - from.x, y - from.y) < SAME_PX) return;
        // Without the events of a move: drawing all outlines for each pixel would be slow.
        const pane = other.getPane("mapPane"), position = L.DomUtil.getPosition(pane);
        L.DomUtil.setPosition(
          pane,
          L.point(Math.round(position.x - x + from.x), Math.round(position.y - y + from.y)),
        );
      });
    }

    /** Return the place of the pointer, which may be over the second map. @param {L.MouseEvent} event */
    placeOf({ latlng, originalEvent }) {
      const isOver = this.side && this.box.contains(/** @type {Node} */ (originalEvent.target));
      return isOver && this.side ? this.side.map.mouseEventToLatLng(originalEvent) : latlng;
    }

    /** @param {Theme} theme */
    setTheme(theme) {
      this.side?.boundaries.setTheme(theme);
      this.side?.labels.draw();
    }
  };

  /**
   * Return the fills without those of some colours.
   *
   * @param {Record<string, string>} fills
   * @param {string[]} colours
   */
  function without(fills, colours) {
    if (!colours.length) return fills;
    return Object.fromEntries(Object.entries(fills).filter(([, colour]) => !colours.includes(colour)));
  }
})(window.Atlas);
