// Draw sites with the precision of their location, and make them reachable by keyboard.
(function (Atlas) {
  "use strict";

  /** @param {Site} site */
  const hasPin = (site) => Atlas.hasPin(site.precision);
  /** @param {Site} site */
  const hasPoint = (site) => site.longitude !== null;
  /** @param {Site} site */
  const pointOf = (site) => L.latLng(site.latitude, site.longitude);

  /**
   * Group the sites of one layer at one place; undated sites are apart from the others.
   *
   * @param {Site[]} sites
   * @param {Set<Site>} undated
   */
  function grouped(sites, undated) {
    /** @type {Map<string, Site[]>} */
    const groups = new Map();
    for (const site of sites) {
      const key = `${site.layer} ${undated.has(site)} ${hasPin(site)} ${site.longitude} ${site.latitude}`;
      groups.set(key, [...(groups.get(key) || []), site]);
    }
    return [...groups.values()];
  }

  // Degrees by which the pins of two or three close places lean apart; their tips stay on the places.
  const TILTS = [[0], [-40, 40], [-60, 0, 60]];
  const CLOSE = 0.65; // of the width of a pin: closer symbols hide what they show
  const HEAD = 26 / 32; // from the tip of a pin to the middle of its head, as a share of its width

  /**
   * Return how symbols share the map: alone, as pins that lean apart, or piled up as one symbol.
   * Each part has the rows of its members and their tilts, which a pile lacks.
   *
   * @param {Placed[]} places
   * @param {number} width of a pin, in the unit of `x` and `y`
   */
  Atlas.arranged = function (places, width) {
    let parts = places.map((_place, row) => partOf([row], places, width));
    /** @param {PartOfMiddles} one @param {PartOfMiddles} other */
    const meet = (one, other) =>
      one.middles.some(([x, y]) =>
        other.middles.some(([across, down]) => Math.hypot(x - across, y - down) < CLOSE * width)
      );
    for (let row = 0; row < parts.length; row += 1) {
      const part = parts[row], other = parts.find((next) => next !== part && meet(part, next));
      if (!other) continue;
      const joined = partOf([...part.members, ...other.members], places, width);
      parts = [...parts.filter((next) => next !== part && next !== other), joined];
      row = -1;
    }
    return parts.map(({ members, tilts }) => ({ members, tilts }));
  };

  /**
   * Return a part with the middles of its symbols.
   *
   * @param {number[]} rows
   * @param {Placed[]} places
   * @param {number} width
   */
  function partOf(rows, places, width) {
    const members = rows.toSorted((one, other) => places[one].x - places[other].x || one - other);
    const isLeaning = members.length <= TILTS.length && members.every((row) => places[row].isPin);
    const tilts = members.length === 1 || isLeaning ? TILTS[members.length - 1] : null;
    const own = members.map((row) => places[row]);
    /** @type {Step[]} */
    const middles = tilts
      ? own.flatMap(({ x, y, isPin }, row) => {
        const turn = tilts[row] * Math.PI / 180, away = isPin ? HEAD * width : 0;
        // Upright too, so that the result does not depend on the order in which parts meet.
        return [[x, y - away], [x + away * Math.sin(turn), y - away * Math.cos(turn)]];
      })
      : [[middleOf(own.map(({ x }) => x)), middleOf(own.map(({ y }) => y))]];
    return { members, tilts, middles };
  }

  /** @param {number[]} numbers */
  const middleOf = (numbers) => (Math.min(...numbers) + Math.max(...numbers)) / 2;

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
      this.areas = L.layerGroup().addTo(map);
      this.shades = L.layerGroup().addTo(map);
      this.ring = L.layerGroup().addTo(map);
      /** @type {Set<Site>} */
      this.undated = new Set();
      /** @type {Site[]} */
      this.shaded = [];
      /** @type {Site[][]} */
      this.places = [];
      /** @type {DrawnSites[]} */
      this.groups = [];
      /** @type {Stop[]} */
      this.outlines = [];
      /** @type {Map<string, L.MarkerLayer>} */
      this.markers = new Map();
      /** @type {string | null} */
      this.selected = null;
      this.drawnAs = "";
      this.arrangedAs = "";
      // Before names are placed around the symbols.
      map.on("zoomend resize", () => this.arrange());
    }

    /**
     * Draw `sites` (filtered and switched on), mark the selected one, and draw the `undated` hollow.
     * Return whether anything but the mark has changed.
     *
     * @param {Site[]} sites
     * @param {string | null} selected
     * @param {Site[]} undated
     */
    draw(sites, selected, undated) {
      this.undated = new Set(undated);
      const names = sites.map((site) => `${site.site_id}${this.undated.has(site) ? "?" : ""}`);
      const drawnAs = `${document.documentElement.lang} ${names.join(" ")}`;
      const isNew = drawnAs !== this.drawnAs;
      this.drawnAs = drawnAs;
      if (isNew) this.redraw(sites);
      this.select(selected);
      return isNew;
    }

    /** @param {Site[]} sites */
    redraw(sites) {
      this.arrangedAs = "";
      this.areas.clearLayers();
      this.shaded = sites.filter((site) => site.precision === "municipio");
      this.places = grouped(sites.filter(hasPoint), this.undated);
      for (const group of this.places) this.outline(group);
      this.events.keep(() => this.shade());
    }

    /** Draw how well the location of a group is known. @param {Site[]} group */
    outline(group) {
      const [site] = group, { colour } = this.data.symbols[site.layer];
      if (site.precision === "exact") return;
      L.circle(pointOf(site), {
        radius: Math.max(...group.map((member) => member.uncertainty_m ?? 0)),
        pane: "shades",
        interactive: false,
        color: colour,
        fillColor: colour,
        weight: hasPin(site) ? 1.2 : 0,
        dashArray: "4 4",
        fillOpacity: this.undated.has(site) ? 0.05 : hasPin(site) ? 0.1 : 0.28,
        className: hasPin(site) ? "atlas-uncertainty" : "atlas-zone",
      }).addTo(this.areas);
    }

    // Draw the symbols so that none hides another at this zoom; the selected one stays by itself.
    arrange() {
      /** @param {Site[]} group */
      const isChosen = (group) => group.some((site) => site.site_id === this.selected);
      const others = this.places.filter((group) => !isChosen(group));
      const places = others.map(([site]) => {
        const { x, y } = this.map.project(pointOf(site));
        return { x, y, isPin: hasPin(site) };
      });
      /** @type {Arranged[]} */
      const parts = this.places.filter(isChosen)
        .map((group) => ({ groups: [group], tilts: [0], isChosen: true }));
      for (const { members, tilts } of Atlas.arranged(places, Atlas.pinWidth())) {
        parts.push({ groups: members.map((row) => others[row]), tilts, isChosen: false });
      }
      const arrangedAs = JSON.stringify([
        Atlas.scale(),
        parts.map((
          { groups, tilts, isChosen },
        ) => [groups.flat().map((site) => site.site_id), tilts, isChosen]),
      ]);
      if (arrangedAs === this.arrangedAs) return;
      this.arrangedAs = arrangedAs;
      this.events.keep(() => {
        this.drawn.clearLayers();
        this.markers.clear();
        this.groups = [];
        for (const part of parts) this.place(part);
      });
    }

    /** @param {Arranged} part */
    place({ groups, tilts, isChosen }) {
      if (!tilts) {
        const middle = L.latLngBounds(groups.map(([site]) => pointOf(site))).getCenter();
        this.mark({ sites: groups.flat(), at: middle, tilt: 0, isPile: true, isChosen });
        return;
      }
      groups.forEach((sites, row) => {
        this.mark({ sites, at: pointOf(sites[0]), tilt: tilts[row], isPile: false, isChosen });
      });
    }

    /** @param {Omit<DrawnSites, "marker" | "symbol">} drawn */
    mark(drawn) {
      const { sites, at } = drawn;
      const symbols = sites.map((site) => this.data.symbols[site.layer]);
      const hollow = sites.map((site) => this.undated.has(site));
      const icon = Atlas.icon({ ...drawn, symbols, hollow, precision: sites[0].precision });
      const marker = L.marker(at, { icon, riseOnHover: true });
      marker.bindTooltip(() => this.events.tooltip(sites), { className: "atlas-tooltip", direction: "top" });
      marker.on("click", () => {
        marker.closeTooltip();
        this.events.siteClicked(sites);
      });
      marker.addTo(this.drawn);
      Atlas.setAttributes(marker.getElement(), {
        "data-sites": sites.map((member) => member.site_id).join(" "),
        "aria-label": this.events.described(sites),
      });
      const { iconSize: [width, height], iconAnchor: [left, top] = [0, 0] } = icon.options;
      this.groups.push({ ...drawn, marker, symbol: [-left, -top, width - left, height - top] });
      for (const member of sites) this.markers.set(member.site_id, marker);
    }

    /** Return what is drawn, with the box of each symbol around its place. */
    marks() {
      return this.groups;
    }

    // Shade the municipios of sites known only to a municipio, after every redraw of the outlines.
    shade() {
      this.shades.clearLayers();
      this.outlines = [];
      for (const feature of this.boundaries.municipioOutlines(this.shaded.map((site) => site.codigo_muni))) {
        const group = this.shaded.filter((site) => site.codigo_muni === feature.properties.codigo_muni);
        const { colour } = this.data.symbols[group[0].layer];
        const isHollow = group.every((site) => this.undated.has(site));
        const style = {
          color: colour,
          weight: 1.6,
          dashArray: "2 4",
          fillColor: colour,
          fillOpacity: isHollow ? 0.04 : 0.24,
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
      this.selected = siteId;
      this.arrange();
      this.ring.clearLayers();
      if (!siteId || !this.markers.has(siteId)) return;
      const [site] = this.places.find((group) => group.some((member) => member.site_id === siteId)) ?? [];
      if (!site) return;
      L.circleMarker(pointOf(site), {
        // Around the tip of a pin, or around a soft area.
        radius: hasPin(site) ? 7 : 22,
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
