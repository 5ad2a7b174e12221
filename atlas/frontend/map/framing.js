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
  const ZOOM_STEP = 0.05; // the map's own step, in folium_map.py and offline_app.js
  const EDGE = 10; // pixels between what is fitted and the edge of the map
  const POSITIONS = 24; // positions tried in each direction at each zoom
  const CLOSER = 0.5; // sites spread over the country are shown with the whole of it
  /** @type {PixelBox} */
  const PIN = [14, 40, 14, 3]; // what a symbol covers around its point
  /** @type {PixelBox} */
  const NO_MARGIN = [0, 0, 0, 0];
  const PANELS =
    ".atlas-legend, .atlas-details, .atlas-analysis, .atlas-time, .atlas-moment, .leaflet-control";

  /**
   * Return the numbers from the wish on outwards, between two limits.
   *
   * @param {number} low
   * @param {number} high
   * @param {number} wish
   */
  function positions(low, high, wish) {
    const evenly = Array.from({ length: POSITIONS + 1 }, (_none, n) => low + n * (high - low) / POSITIONS);
    return [Math.min(Math.max(wish, low), high), ...evenly];
  }

  /**
   * Return the boxes enlarged to a zoom, each with its margin in pixels.
   *
   * @param {FramedBox[]} boxes
   * @param {number} zoom
   */
  function boxesAt(boxes, zoom) {
    const scale = 2 ** zoom;
    return boxes.map(({ box: [left, top, right, bottom], margin }) => /** @type {PixelBox} */ ([
      left * scale - margin[0],
      top * scale - margin[1],
      right * scale + margin[2],
      bottom * scale + margin[3],
    ]));
  }

  /** Return the box around boxes. @param {PixelBox[]} boxes */
  const union = (boxes) =>
    boxes.reduce((all, box) => [
      Math.min(all[0], box[0]),
      Math.min(all[1], box[1]),
      Math.max(all[2], box[2]),
      Math.max(all[3], box[3]),
    ]);

  /**
   * Return the largest of the zooms at which no box is below a panel, and the centre nearest to the wish.
   *
   * Boxes and centres are in pixels at zoom 0, panels in pixels of the map; `zooms` descend. Without a wish
   * the boxes are in the middle if possible. Returns null if they fit at no zoom.
   *
   * @param {Frame} frame
   * @returns {{ centre: [x: number, y: number], zoom: number } | null}
   */
  Atlas.bestView = function ({ size: [width, height], boxes, panels, zooms, wish }) {
    const extent = union(boxes.map(({ box }) => box));
    // A cheap test first: most zooms are far too large.
    const possible = zooms.filter((zoom) =>
      (extent[2] - extent[0]) * 2 ** zoom < width && (extent[3] - extent[1]) * 2 ** zoom < height
    );
    for (const zoom of possible) {
      const scaled = boxesAt(boxes, zoom), scale = 2 ** zoom;
      const [left, top, right, bottom] = union(scaled);
      // Of the map's upper left corner: where all boxes are within its edges.
      const west = right + EDGE - width,
        east = left - EDGE,
        north = bottom + EDGE - height,
        south = top - EDGE;
      if (west > east || north > south) continue;
      const wishX = wish ? wish[0] * scale - width / 2 : (west + east) / 2;
      const wishY = wish ? wish[1] * scale - height / 2 : (north + south) / 2;
      const corners = positions(west, east, wishX).flatMap((x) =>
        positions(north, south, wishY).map((y) => ({ x, y, away: Math.hypot(x - wishX, y - wishY) }))
      );
      const corner = corners.sort((a, b) => a.away - b.away).find(({ x, y }) =>
        !scaled.some((box) =>
          panels.some((panel) =>
            box[0] - x < panel[2] && box[2] - x > panel[0] && box[1] - y < panel[3] && box[3] - y > panel[1]
          )
        )
      );
      if (corner) return { zoom, centre: [(corner.x + width / 2) / scale, (corner.y + height / 2) / scale] };
    }
    return null;
  };

  /** @param {number} high @param {number} low */
  const zoomsFrom = (high, low) =>
    Array.from(
      { length: Math.max(0, Math.round((high - low) / ZOOM_STEP)) + 1 },
      (_none, n) => Number((high - n * ZOOM_STEP).toFixed(2)),
    );

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
      if (Math.abs(view.zoom - zoom) < ZOOM_STEP / 2 && away < 1) return;
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
      return places.length ? { boxes: this.areas(places), closest: REGION_ZOOM } : null;
    }

    /** @returns {Subject | null} */
    ofSites() {
      if (this.app.state.sites === null) return null;
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
      return { box, margin: PIN };
    }

    /** @param {Box} bounds @returns {PixelBox} */
    pixels([west, south, east, north]) {
      const upper = this.map.project([north, west], 0), lower = this.map.project([south, east], 0);
      return [upper.x, upper.y, lower.x, lower.y];
    }

    /** Return the best view of a subject; over the panels only if nothing fits next to them. @param {Subject} subject */
    viewOf({ boxes, closest }) {
      const zooms = zoomsFrom(closest, this.map.getMinZoom());
      const least = zooms.slice(-1), anywhere = { at: this.map.getCenter(), zoom: least[0] };
      return this.view(boxes, zooms) ?? this.view(boxes, zooms, undefined, []) ?? anywhere;
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

    /** Return the visible panels in pixels of the map. @returns {PixelBox[]} */
    panels() {
      const container = this.map.getContainer(), { left, top } = container.getBoundingClientRect();
      return [...container.querySelectorAll(PANELS)].map((panel) => panel.getBoundingClientRect())
        .filter(({ width, height }) => width && height)
        .map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
    }
  };
})(window.Atlas);
