// Sites, each drawn as honestly as its position is known, and how they are reached by keyboard.
(function (Atlas) {
  "use strict";

  const hasPin = (site) => site.precision === "exact" || site.precision === "locality";
  const placeKey = (site) => `${site.layer} ${hasPin(site)} ${site.longitude} ${site.latitude}`;

  function grouped(sites) {
    const groups = new Map();
    for (const site of sites) {
      const key = placeKey(site);
      groups.set(key, [...(groups.get(key) || []), site]);
    }
    return [...groups.values()];
  }

  Atlas.Sites = class {
    constructor(map, data, boundaries, events) {
      Object.assign(this, { map, data, boundaries, events });
      this.drawn = L.layerGroup().addTo(map);
      this.shades = L.layerGroup().addTo(map);
      this.shaded = [];
      this.ring = L.layerGroup().addTo(map);
      this.markers = new Map();
    }

    // Draw `sites` (already filtered and on), and ring the selected one.
    draw(sites, selected) {
      const same = `${document.documentElement.lang} ${sites.map((site) => site.site_id).join(" ")}`;
      if (same !== this.same) this.events.keep(() => this.redraw(sites));
      this.same = same;
      this.select(selected);
    }

    redraw(sites) {
      this.drawn.clearLayers();
      this.markers.clear();
      this.groups = [];
      this.shaded = sites.filter((site) => site.precision === "municipio");
      this.shade();
      for (const group of grouped(sites.filter((site) => site.longitude !== null))) this.place(group);
    }

    place(group) {
      const [site] = group;
      const at = L.latLng(site.latitude, site.longitude);
      const { colour } = this.data.symbols[site.layer];
      const uncertainty = Math.max(...group.map((one) => one.uncertainty_m));
      if (site.precision !== "exact") {
        L.circle(at, {
          radius: uncertainty,
          pane: "shades",
          interactive: false,
          color: colour,
          fillColor: colour,
          weight: hasPin(site) ? 1.2 : 0,
          dashArray: "4 4",
          fillOpacity: hasPin(site) ? 0.1 : 0.28,
          className: hasPin(site) ? "atlas-uncertainty" : "atlas-zone",
        }).addTo(this.drawn);
      }
      const marker = L.marker(at, {
        icon: Atlas.icon(this.data.symbols[site.layer], site.precision, group.length),
        riseOnHover: true,
      });
      marker.bindTooltip(() => this.events.tooltip(group), { className: "atlas-tooltip", direction: "top" });
      marker.on("click", () => {
        marker.closeTooltip();
        this.events.siteClicked(group);
      });
      marker.addTo(this.drawn);
      marker.getElement()?.setAttribute("data-sites", group.map((one) => one.site_id).join(" "));
      marker.getElement()?.setAttribute("aria-label", this.events.described(group));
      this.groups.push({ marker, sites: group });
      for (const one of group) this.markers.set(one.site_id, marker);
    }

    // Shade the municipios of the sites that are known no finer; again whenever the outlines are redrawn.
    shade() {
      this.shades.clearLayers();
      this.outlines = [];
      for (const feature of this.boundaries.outlinesOf(this.shaded.map((site) => site.codigo_muni))) {
        const group = this.shaded.filter((site) => site.codigo_muni === feature.properties.codigo_muni);
        const { colour } = this.data.symbols[group[0].layer];
        const outline = L.geoJSON(feature, {
          pane: "shades",
          style: {
            color: colour,
            weight: 1.6,
            dashArray: "2 4",
            fillColor: colour,
            fillOpacity: 0.24,
            className: "atlas-shade",
          },
        })
          .bindTooltip(() => this.events.tooltip(group), { sticky: true, className: "atlas-tooltip" })
          .on("click", (event) => {
            L.DomEvent.stop(event);
            this.events.siteClicked(group);
          })
          .addTo(this.shades);
        this.reachable(outline, group);
      }
    }

    // A shaded municipio is a button like a pin is.
    reachable(outline, sites) {
      const element = outline.getLayers()[0].getElement();
      for (
        const [name, value] of Object.entries({
          role: "button",
          tabindex: "-1",
          "aria-label": this.events.described(sites),
        })
      ) {
        element?.setAttribute(name, value);
      }
      this.outlines.push({ element, sites, at: outline.getBounds().getCenter() });
    }

    // Every symbol and every shaded municipio: [{ element, sites, at }].
    stops() {
      const pins = (this.groups ?? []).map(({ marker, sites }) => ({
        element: marker.getElement(),
        sites,
        at: marker.getLatLng(),
      }));
      return [...pins, ...(this.outlines ?? [])];
    }

    select(siteId) {
      this.ring.clearLayers();
      for (const marker of new Set(this.markers.values())) {
        marker.getElement()?.classList.remove("atlas-selected");
      }
      const marker = this.markers.get(siteId);
      if (!marker) return;
      marker.getElement()?.classList.add("atlas-selected");
      L.circleMarker(marker.getLatLng(), {
        radius: 22,
        pane: "shades",
        interactive: false,
        className: "atlas-ring",
        color: this.boundaries.palette.strong,
        weight: 2.5,
        fill: false,
      }).addTo(this.ring);
    }

    // Where a site is drawn; null for none, and for one that has no point.
    positionOf(site) {
      return site && site.longitude !== null ? L.latLng(site.latitude, site.longitude) : null;
    }
  };

  // Sites by keyboard: one stop for the Tab key, arrow keys from site to site, Enter opens, Escape comes back.

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

    stopOf(element) {
      return this.stops().find((stop) => stop.element === element);
    }
    stopAt(siteId) {
      return this.stops().find((stop) => stop.sites.some((site) => site.site_id === siteId));
    }

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
      const chosen = stops.find((stop) => stop.sites.some((site) => site.site_id === this.current)) ??
        stops[0];
      for (const stop of stops) stop.element.setAttribute("tabindex", stop === chosen ? "0" : "-1");
    }

    reached(element) {
      const stop = this.stopOf(element);
      if (!stop) return;
      this.current = stop.sites[0].site_id;
      this.settle();
      if (element.matches(":focus-visible")) {
        this.map.panInside(stop.at, { ...this.app.margins(), animate: !Atlas.calm });
      }
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

    go(stop) {
      stop.element.focus({ preventScroll: true });
    }

    open(stop) {
      this.remember();
      this.app.siteClicked(stop.sites);
      this.app.details.focus();
    }

    // Keep in mind what the reader opens something from.
    remember() {
      this.opener = document.activeElement;
    }

    // Go back to what was opened from; it may have been drawn anew since.
    back(siteId) {
      const again = this.opener?.dataset?.site &&
        this.map.getContainer().querySelector(
          `.atlas-listed[data-site="${CSS.escape(this.opener.dataset.site)}"]`,
        );
      const place = [this.opener, again, this.stopAt(siteId ?? this.current)?.element].find((one) =>
        one?.isConnected && one !== document.body
      );
      (place ?? this.map.getContainer()).focus({ preventScroll: true });
      this.opener = null;
    }
  };

  // Redraw a box of buttons and boxes to tick, and leave the reader at the one where they were.
  Atlas.keepFocus = function (box, redraw) {
    const name = (one) =>
      one.dataset.layer ?? one.dataset.site ??
        `${one.tagName} ${one.closest("label, summary, button")?.textContent}`;
    const active = document.activeElement,
      inside = box.contains(active) && active !== box,
      known = inside && name(active);
    redraw();
    if (inside) {
      [...box.querySelectorAll("button, input, summary, a")].find((one) => name(one) === known)?.focus({
        preventScroll: true,
      });
    }
  };
})(window.Atlas = window.Atlas || {});
