// Fit the map to areas and sites so that neither the edge nor a panel covers them.
(function (Atlas) {
  "use strict";

  /** @type {Box} */
  const HOME = [-92.24, 13.73, -88.22, 17.82];
  const SITE_ZOOM = 10; // a site and its municipio
  const SURROUNDINGS = 30_000; // metres around a site that a link to it keeps clear of the panels
  const POINT_ZOOM = 12; // a searched point
  const NEAR_POINT = 6000; // metres, the towns around it
  const REGION_ZOOM = 13; // a small municipio and the roads around it
  const CLOSER = 0.5; // sites spread over the country are shown with the whole of it
  /** @type {PixelBox} */
  const PIN = [14, 40, 14, 3]; // what a symbol covers around its point
  /** @type {PixelBox} */
  const LEANING = [32, 40, 32, 3]; // the same of a pin that leans, next to the legend of an analysis
  /** @type {PixelBox} */
  const NO_MARGIN = [0, 0, 0, 0];
  const HALF = ".atlas-half"; // the second of two maps, which no symbol may lie under
  const TOOLS = ".atlas-draw, .atlas-time, .leaflet-control";
  const PANELS = `.atlas-legend, .atlas-details, .atlas-analysis, .atlas-moment, ${TOOLS}, ${HALF}`;

  /** @param {Position[]} ring @returns {Box} */
  function boundsOf(ring) {
    const x = ring.map(([longitude]) => longitude), y = ring.map(([, latitude]) => latitude);
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  }

  Atlas.Framing = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {Subject | null} */
      this.subject = null;
    }

    /**
     * Fit the map to a site, to the chosen region, to the sites that pass the filters, or to the country.
     *
     * @param {L.Movement} movement
     * @param {Site | undefined} site
     */
    fit(movement, site = undefined) {
      this.subject = this.ofSite(site) ?? this.ofRegion() ?? this.ofSites() ?? this.ofCountry();
      this.again(movement);
    }

    /** Fit the map to the same again, because its size or its panels have changed. @param {L.Movement} movement */
    again(movement) {
      const view = this.viewOf(this.subject ?? this.ofCountry()), zoom = this.map.getZoom();
      const away = this.map.project(view.at, zoom).distanceTo(this.map.project(this.map.getCenter(), zoom));
      if (Math.abs(view.zoom - zoom) < Atlas.zoomStep / 2 && away < 1) return;
      if (movement.animate) this.map.flyTo(view.at, view.zoom, movement);
      else this.map.setView(view.at, view.zoom, movement);
    }

    /**
     * Fly to a point and what is near it.
     *
     * @param {L.LatLng} at
     * @param {L.Movement} movement
     */
    goTo(at, movement) {
      this.subject = { boxes: [this.around(at, NEAR_POINT)], closest: POINT_ZOOM };
      this.again(movement);
    }

    /**
     * Move a point out from below the panels, at the same zoom.
     *
     * @param {L.LatLng} at
     * @param {L.Movement} movement
     */
    keepInView(at, movement) {
      const zoom = this.map.getZoom(), { x, y } = this.map.project(this.map.getCenter(), 0);
      const view = this.view([{ box: this.pixels([at.lng, at.lat, at.lng, at.lat]), margin: PIN }], [zoom], [
        x,
        y,
      ]);
      if (view) this.map.panTo(view.at, movement);
    }

    /** @param {Site | undefined} site @returns {Subject | null} */
    ofSite(site) {
      const boxes = site ? this.boxesOf([site], SURROUNDINGS) : [];
      return boxes.length ? { boxes, closest: SITE_ZOOM } : null;
    }

    /** @returns {Subject | null} */
    ofRegion() {
      const { departamentos, municipios } = this.app.state, { data } = this.app;
      const whole = new Set(departamentos);
      const codes = Object.keys(data.municipios).map(Number)
        .filter((code) => municipios.includes(code) || whole.has(Atlas.departamentoOf(code)));
      const places = codes.length
        ? codes.map((code) => data.municipios[code])
        : departamentos.flatMap((code) => data.departamentos[code] ?? []);
      const area = Atlas.areaOf(this.app.state.area ?? ""), ring = area ? Atlas.areaRing(area) : [];
      const boxes = this.areas(places);
      if (ring.length) boxes.push({ box: this.pixels(boundsOf(ring)), margin: NO_MARGIN });
      return boxes.length ? { boxes, closest: REGION_ZOOM } : null;
    }

    /** @returns {Subject | null} */
    ofSites() {
      // The answer of an analysis is about the country or the region.
      if (this.app.state.sites === null || this.app.state.overlay) return null;
      const boxes = this.boxesOf(this.app.shown);
      if (!boxes.length) return null;
      const subject = { boxes, closest: SITE_ZOOM };
      const isCloser = this.viewOf(subject).zoom >= this.viewOf(this.ofCountry()).zoom + CLOSER;
      return isCloser ? subject : null;
    }

    /** Return the country and the symbols on it, which may reach beyond the border. @returns {Subject} */
    ofCountry() {
      const places = Object.values(this.app.data.municipios);
      const boxes = places.length ? this.areas(places) : [{ box: this.pixels(HOME), margin: NO_MARGIN }];
      return { boxes: [...boxes, ...this.boxesOf(this.app.shown)], closest: REGION_ZOOM };
    }

    /** @param {Place[]} places @returns {FramedBox[]} */
    areas(places) {
      return places.map(({ bounds }) => ({ box: this.pixels(bounds), margin: NO_MARGIN }));
    }

    /**
     * Return where sites are: points with their uncertainty, at least `least` metres wide, or municipios.
     *
     * @param {Site[]} sites
     */
    boxesOf(sites, least = 0) {
      return sites.flatMap((site) => {
        const at = this.app.sites.positionOf(site), municipio = this.app.data.municipios[site.codigo_muni];
        if (!at) return site.precision === "municipio" && municipio ? this.areas([municipio]) : [];
        return [this.around(at, Math.max(least, 2 * (site.uncertainty_m ?? 0)))];
      });
    }

    /**
     * Return a square around a point and what a symbol covers there.
     *
     * @param {L.LatLng} at
     * @param {number} metres
     * @returns {FramedBox}
     */
    around(at, metres) {
      const square = at.toBounds(metres);
      const box = this.pixels([square.getWest(), square.getSouth(), square.getEast(), square.getNorth()]);
      return { box, margin: this.app.state.overlay?.legend ? LEANING : PIN };
    }

    /** @param {Box} bounds @returns {PixelBox} */
    pixels([west, south, east, north]) {
      const upper = this.map.project([north, west], 0), lower = this.map.project([south, east], 0);
      return [upper.x, upper.y, lower.x, lower.y];
    }

    /** Return the best view of a subject; over the panels only if nothing fits next to them. @param {Subject} subject */
    viewOf({ boxes, closest }) {
      const covered = this.panels(HALF);
      const zooms = Atlas.zoomsFrom(closest, this.map.getMinZoom());
      const least = zooms.slice(-1), anywhere = { at: this.map.getCenter(), zoom: least[0] };
      return this.view(boxes, zooms) ?? this.view(boxes, zooms, undefined, covered) ?? anywhere;
    }

    /**
     * @param {FramedBox[]} boxes
     * @param {number[]} zooms
     * @param {[x: number, y: number] | undefined} wish
     * @param {PixelBox[]} panels
     */
    view(boxes, zooms, wish = undefined, panels = this.panels()) {
      const { x: width, y: height } = this.map.getSize();
      const frame = Atlas.bestView({ size: [width, height], boxes, panels, zooms, wish });
      return frame && { at: this.map.unproject(L.point(...frame.centre), 0), zoom: frame.zoom };
    }

    /** Return the visible panels in pixels of the map. @param {string} selector @returns {PixelBox[]} */
    panels(selector = PANELS) {
      const container = this.map.getContainer(), { left, top } = container.getBoundingClientRect();
      return [...container.querySelectorAll(selector)].map((panel) => panel.getBoundingClientRect())
        .filter(({ width, height }) => width && height)
        .map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
    }
  };
})(window.Atlas);
