// Draw sites with the precision of their location, and make them reachable by keyboard.
(function (Atlas) {
  "use strict";

  /** @param {Site} site */
  const hasPin = (site) => Atlas.hasPin(site.precision);
  /** @param {Site} site */
  const hasPoint = (site) => site.longitude !== null;
  /** @param {Site} site */
  const pointOf = (site) => L.latLng(site.latitude, site.longitude);

  /** Group the sites of one layer at one place. @param {Site[]} sites */
  function grouped(sites) {
    /** @type {Map<string, Site[]>} */
    const groups = new Map();
    for (const site of sites) {
      const key = `${site.layer} ${hasPin(site)} ${site.longitude} ${site.latitude}`;
      groups.set(key, [...(groups.get(key) || []), site]);
    }
    return [...groups.values()];
  }

  Atlas.Sites = class {
    /**
     * @param {L.Map} map
     * @param {AtlasTables} data
     * @param {Boundaries} boundaries
     * @param {MapEvents} events
     */
    constructor(map, data, boundaries, events) {
      this.map = map;
      this.data = data;
      this.boundaries = boundaries;
      this.events = events;
      this.drawn = L.layerGroup().addTo(map);
      this.shades = L.layerGroup().addTo(map);
      this.ring = L.layerGroup().addTo(map);
      /** @type {Site[]} */
      this.shaded = [];
      /** @type {{ marker: L.MarkerLayer, sites: Site[] }[]} */
      this.groups = [];
      /** @type {Stop[]} */
      this.outlines = [];
      /** @type {Map<string, L.MarkerLayer>} */
      this.markers = new Map();
      this.drawnAs = "";
    }

    /**
     * Draw `sites` (filtered and switched on) and mark the selected one.
     *
     * @param {Site[]} sites
     * @param {string | null} selected
     */
    draw(sites, selected) {
      const drawnAs = `${document.documentElement.lang} ${sites.map((site) => site.site_id).join(" ")}`;
      if (drawnAs !== this.drawnAs) this.events.keep(() => this.redraw(sites));
      this.drawnAs = drawnAs;
      this.select(selected);
    }

    /** @param {Site[]} sites */
    redraw(sites) {
      this.drawn.clearLayers();
      this.markers.clear();
      this.groups = [];
      this.shaded = sites.filter((site) => site.precision === "municipio");
      this.shade();
      for (const group of grouped(sites.filter(hasPoint))) this.place(group);
    }

    /** @param {Site[]} group */
    place(group) {
      const [site] = group, at = pointOf(site), symbol = this.data.symbols[site.layer];
      if (site.precision !== "exact") {
        L.circle(at, {
          radius: Math.max(...group.map((member) => member.uncertainty_m ?? 0)),
          pane: "shades",
          interactive: false,
          color: symbol.colour,
          fillColor: symbol.colour,
          weight: hasPin(site) ? 1.2 : 0,
          dashArray: "4 4",
          fillOpacity: hasPin(site) ? 0.1 : 0.28,
          className: hasPin(site) ? "atlas-uncertainty" : "atlas-zone",
        }).addTo(this.drawn);
      }
      const icon = Atlas.icon(symbol, site.precision, group.length);
      const marker = L.marker(at, { icon, riseOnHover: true });
      marker.bindTooltip(() => this.events.tooltip(group), { className: "atlas-tooltip", direction: "top" });
      marker.on("click", () => {
        marker.closeTooltip();
        this.events.siteClicked(group);
      });
      marker.addTo(this.drawn);
      Atlas.setAttributes(marker.getElement(), {
        "data-sites": group.map((member) => member.site_id).join(" "),
        "aria-label": this.events.described(group),
      });
      this.groups.push({ marker, sites: group });
      for (const member of group) this.markers.set(member.site_id, marker);
    }

    // Shade the municipios of sites known only to a municipio, after every redraw of the outlines.
    shade() {
      this.shades.clearLayers();
      this.outlines = [];
      for (const feature of this.boundaries.municipioOutlines(this.shaded.map((site) => site.codigo_muni))) {
        const group = this.shaded.filter((site) => site.codigo_muni === feature.properties.codigo_muni);
        const { colour } = this.data.symbols[group[0].layer];
        const style = {
          color: colour,
          weight: 1.6,
          dashArray: "2 4",
          fillColor: colour,
          fillOpacity: 0.24,
          className: "atlas-shade",
        };
        const outline = L.geoJSON(feature, { pane: "shades", style });
        outline.bindTooltip(() => this.events.tooltip(group), { sticky: true, className: "atlas-tooltip" });
        outline.on("click", (event) => {
          L.DomEvent.stop(event);
          this.events.siteClicked(group);
        });
        this.makeButton(outline.addTo(this.shades), group);
      }
    }

    /**
     * Make a shaded municipio a button like a marker.
     *
     * @param {L.GeoJSON} outline
     * @param {Site[]} sites
     */
    makeButton(outline, sites) {
      const element = outline.getLayers()[0].getElement();
      const label = this.events.described(sites);
      Atlas.setAttributes(element, { role: "button", tabindex: "-1", "aria-label": label });
      this.outlines.push({ element, sites, at: outline.getBounds().getCenter() });
    }

    /** Return every symbol and every shaded municipio. @returns {Stop[]} */
    stops() {
      const pins = this.groups.map(({ marker, sites }) => ({
        element: marker.getElement(),
        sites,
        at: marker.getLatLng(),
      }));
      return [...pins, ...this.outlines];
    }

    /** @param {string | null} siteId */
    select(siteId) {
      this.ring.clearLayers();
      for (const marker of this.markers.values()) marker.getElement()?.classList.remove("atlas-selected");
      const marker = siteId && this.markers.get(siteId);
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

    /** Return the point of a site; null without a site or a point. @param {Site | undefined} site */
    positionOf(site) {
      return site && hasPoint(site) ? pointOf(site) : null;
    }
  };

  // Sites for the keyboard: one Tab stop, arrow keys move between sites, Enter opens, Escape returns.
  Atlas.Walk = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {string | null} */
      this.current = null;
      /** @type {HTMLElement | null} */
      this.opener = null;
      const pane = map.getPane("mapPane");
      pane.addEventListener("keydown", (event) => this.pressed(event));
      pane.addEventListener("focusin", (event) => this.reached(/** @type {Element} */ (event.target)));
    }

    // The stops: each symbol and each shaded municipio, in the order of the table.
    stops() {
      const order = new Map(this.app.shown.map((site, row) => [site, row]));
      /** @param {Stop} stop */
      const rowOf = (stop) => /** @type {number} */ (order.get(stop.sites[0]));
      const connected = this.app.sites.stops().filter(({ element }) => element?.isConnected);
      return /** @type {ReachableStop[]} */ (connected.sort((a, b) => rowOf(a) - rowOf(b)));
    }

    /** @param {Element | null} element */
    stopOf(element) {
      return this.stops().find((stop) => stop.element === element);
    }

    /**
     * @param {string | null} siteId
     * @param {ReachableStop[]} stops
     */
    stopAt(siteId, stops = this.stops()) {
      return stops.find((stop) => stop.sites.some((site) => site.site_id === siteId));
    }

    /** Redraw sites and keep the focus on the same site. @param {() => void} redraw */
    keep(redraw) {
      const focused = this.stopOf(document.activeElement)?.sites[0].site_id;
      redraw();
      this.settle();
      if (focused) this.stopAt(focused)?.element.focus({ preventScroll: true });
    }

    // Make exactly one stop reachable by Tab: the last one with the focus.
    settle() {
      const stops = this.stops();
      const last = this.stopAt(this.current, stops) ?? stops[0];
      Atlas.leaveOneStop(stops.map((stop) => stop.element), last?.element);
    }

    /** @param {Element} element */
    reached(element) {
      const stop = this.stopOf(element);
      if (!stop) return;
      this.current = stop.sites[0].site_id;
      this.settle();
      if (!element.matches(":focus-visible")) return;
      this.app.framing.keepInView(stop.at, { animate: !Atlas.calm });
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
      const stops = this.stops(), from = stops.findIndex(({ element }) => element === event.target);
      if (from < 0 || Atlas.isShortcut(event)) return;
      const { key } = event, next = Atlas.itemFor(stops, from, key);
      if (next) next.element.focus({ preventScroll: true });
      else if (key === "Enter" || key === " ") this.open(stops[from]);
      else if (key === "+" || key === "=") this.map.zoomIn();
      else if (key === "-") this.map.zoomOut();
      else return;
      Atlas.keepKey(event);
    }

    /** @param {Stop} stop */
    open(stop) {
      this.remember();
      this.app.siteClicked(stop.sites);
      this.app.details.focus();
    }

    // Remember the element from which the reader opens something.
    remember() {
      this.opener = /** @type {HTMLElement | null} */ (document.activeElement);
    }

    /** Return the focus to the opener, which may have been redrawn since. @param {string | null} siteId */
    back(siteId) {
      const { opener } = this, container = this.map.getContainer(), listed = opener?.dataset?.site;
      const redrawn = listed
        ? /** @type {HTMLElement | null} */ (container.querySelector(
          `.atlas-listed[data-site="${CSS.escape(listed)}"]`,
        ))
        : null;
      const places = [opener, redrawn, this.stopAt(siteId ?? this.current)?.element];
      const place = places.find((element) => element?.isConnected && element !== document.body);
      (place ?? container).focus({ preventScroll: true });
      this.opener = null;
    }
  };
})(window.Atlas);
