// Write, read and copy coordinates: decimal degrees, degrees with minutes and seconds, and UTM.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const DEGREE = 111_320; // metres of a degree of latitude
  const LEAST_DIGITS = 2, MOST_DIGITS = 5; // decimals of a degree: a kilometre to a metre
  const TOLERANCE = 0.006; // degrees: outlines are drawn to half a kilometre

  // UTM by Krüger's series to the third power of the flattening, within a millimetre. WGS 84 and the
  // constants are those of EPSG:32615 and 32616; tests compare with pyproj.
  const RADIUS = 6_378_137, FLATTENING = 1 / 298.257223563, SCALE = 0.9996, FALSE_EASTING = 500_000;
  const N = FLATTENING / (2 - FLATTENING), N2 = N * N, N3 = N2 * N;
  const MERIDIAN = SCALE * RADIUS / (1 + N) * (1 + N2 / 4 + N2 * N2 / 64);
  const ALPHA = [N / 2 - 2 / 3 * N2 + 5 / 16 * N3, 13 / 48 * N2 - 3 / 5 * N3, 61 / 240 * N3];
  const BETA = [N / 2 - 2 / 3 * N2 + 37 / 96 * N3, N2 / 48 + N3 / 15, 17 / 480 * N3];
  const DELTA = [2 * N - 2 / 3 * N2 - 2 * N3, 7 / 3 * N2 - 8 / 5 * N3, 56 / 15 * N3];
  const RADIANS = Math.PI / 180, CURVE = 2 * Math.sqrt(N) / (1 + N);

  /** @param {number[]} series @param {(factor: number, nth: number) => number} term */
  const sum = (series, term) => series.reduce((total, factor, n) => total + term(factor, 2 * (n + 1)), 0);
  /** @param {number} zone */
  const middleOf = (zone) => 6 * zone - 183;

  /** Return the UTM coordinates of a position of the northern hemisphere. @param {Position} position */
  Atlas.toUtm = function ([longitude, latitude]) {
    const zone = Math.floor((longitude + 180) / 6) + 1;
    const sine = Math.sin(latitude * RADIANS), away = (longitude - middleOf(zone)) * RADIANS;
    const tangent = Math.sinh(Math.atanh(sine) - CURVE * Math.atanh(CURVE * sine));
    const xi = Math.atan2(tangent, Math.cos(away)), eta = Math.atanh(Math.sin(away) / Math.hypot(1, tangent));
    const east = eta + sum(ALPHA, (factor, n) => factor * Math.cos(n * xi) * Math.sinh(n * eta));
    const north = xi + sum(ALPHA, (factor, n) => factor * Math.sin(n * xi) * Math.cosh(n * eta));
    return { zone, easting: FALSE_EASTING + MERIDIAN * east, northing: MERIDIAN * north };
  };

  /** Return the position of UTM coordinates of the northern hemisphere. @param {Utm} utm @returns {Position} */
  Atlas.fromUtm = function ({ zone, easting, northing }) {
    const north = northing / MERIDIAN, east = (easting - FALSE_EASTING) / MERIDIAN;
    const xi = north - sum(BETA, (factor, n) => factor * Math.sin(n * north) * Math.cosh(n * east));
    const eta = east - sum(BETA, (factor, n) => factor * Math.cos(n * north) * Math.sinh(n * east));
    const conformal = Math.asin(Math.sin(xi) / Math.cosh(eta));
    const latitude = conformal + sum(DELTA, (factor, n) => factor * Math.sin(n * conformal));
    return [middleOf(zone) + Math.atan2(Math.sinh(eta), Math.cos(xi)) / RADIANS, latitude / RADIANS];
  };

  /** Return the decimals of a degree that a distance in metres justifies. @param {number} metres */
  Atlas.digitsFor = (metres) =>
    Math.min(MOST_DIGITS, Math.max(LEAST_DIGITS, Math.ceil(Math.log10(DEGREE / metres))));

  /**
   * Return degrees with minutes and seconds, as fine as the decimals.
   *
   * @param {number} degrees
   * @param {number} digits
   */
  function sexagesimal(degrees, digits) {
    const unit = digits < 3 ? 60 : digits < MOST_DIGITS ? 1 : 0.1;
    const seconds = Math.round(Math.abs(degrees) * 3600 / unit) * unit;
    /** @param {number} value */
    const padded = (value, decimals = 0) =>
      value.toFixed(decimals).padStart(decimals ? decimals + 3 : 2, "0");
    // Tenths are not exact in binary: 59.96 must not become 60.0.
    const whole = Math.floor(seconds + 1e-6);
    const rest = whole % 60 + (unit < 1 ? seconds - whole : 0);
    const last = unit === 60 ? "" : `${padded(Math.abs(rest), unit < 1 ? 1 : 0)}"`;
    return `${Math.floor(whole / 3600)}°${padded(Math.floor(whole / 60) % 60)}'${last}`;
  }

  /**
   * Return a position as decimal degrees, as degrees with minutes and seconds, and as UTM.
   *
   * @param {Position} position
   * @param {number} digits
   * @param {Language} language
   */
  Atlas.formsOf = function (position, digits, language) {
    const [longitude, latitude] = position, west = language === "es" ? "O" : "W";
    const { zone, easting, northing } = Atlas.toUtm(position), step = 10 ** (MOST_DIGITS - digits);
    /** @param {number} metres */
    const rounded = (metres) => (Math.round(metres / step) * step).toFixed(0);
    return [
      `${latitude.toFixed(digits)}, ${longitude.toFixed(digits)}`,
      `${sexagesimal(latitude, digits)}${latitude < 0 ? "S" : "N"} ` +
      `${sexagesimal(longitude, digits)}${longitude < 0 ? west : "E"}`,
      `UTM ${zone}N ${rounded(easting)} E ${rounded(northing)} N`,
    ];
  };

  const UTM =
    /^(?:UTM)?\s*(1[56])\s*[A-Z]?[\s,]+(\d{6}(?:\.\d+)?)\s*(?:M?\s*E)?[\s,]+(\d{6,7}(?:\.\d+)?)\s*(?:M?\s*N)?$/;
  const ANGLES = /^[\d\s.,;:°'"NSEWO()-]+$/;

  /** Return an angle from its degrees, minutes and seconds; NaN if they are none. @param {string[]} parts */
  function angleOf([degrees, ...parts]) {
    const numbers = parts.map(Number);
    if (numbers.some((part) => part < 0 || part >= 60)) return NaN;
    const [minutes = 0, seconds = 0] = numbers;
    const size = Math.abs(Number(degrees)) + minutes / 60 + seconds / 3600;
    return degrees.startsWith("-") ? -size : size;
  }

  /** @param {string} text @returns {Position | null} */
  function anglesIn(text) {
    const numbers = text.match(/-?\d+(?:\.\d+)?/g) ?? [], letters = text.match(/[NSEWO]/g) ?? [];
    const isPlain = !letters.length && !/[.°]/.test(text); // two numbers as in "12 14"
    if (!ANGLES.test(text) || isPlain) return null;
    if (![2, 4, 6].includes(numbers.length) || ![0, 2].includes(letters.length)) return null;
    const half = numbers.length / 2, first = angleOf(numbers.slice(0, half));
    const second = angleOf(numbers.slice(half));
    if (!letters.length) {
      // Latitude first, as on maps, unless only the other order can be meant.
      const isSwapped = Math.abs(first) > 90 || (first < -87 && second > 13 && second < 19);
      return isSwapped ? [first, second] : [second, first];
    }
    const [a, b] = letters.map((letter, n) => (/[SWO]/.test(letter) ? -1 : 1) * Math.abs(n ? second : first));
    const [isFirstNorth, isSecondNorth] = letters.map((letter) => /[NS]/.test(letter));
    if (isFirstNorth === isSecondNorth) return null;
    return isFirstNorth ? [b, a] : [a, b];
  }

  /**
   * Return the position that a text states in one of the three forms; null for any other text.
   *
   * @param {string} text
   */
  Atlas.parsePosition = function (text) {
    let plain = text.trim().toUpperCase().replace(/[′’´]/g, "'").replace(/[″”]|''/g, '"').replace(/−/g, "-");
    if (!plain.includes(".")) plain = plain.replace(/(\d),(\d)/g, "$1.$2");
    const utm = UTM.exec(plain);
    const position = utm
      ? Atlas.fromUtm({ zone: Number(utm[1]), easting: Number(utm[2]), northing: Number(utm[3]) })
      : anglesIn(plain);
    const isSound = position && Math.abs(position[1]) <= 90 && Math.abs(position[0]) <= 180;
    return isSound ? position : null;
  };

  /**
   * Return whether a ring contains a position, by the parity of crossings.
   *
   * @param {Position[]} ring
   * @param {Position} position
   */
  function isInside(ring, [x, y]) {
    let inside = false;
    for (let n = 0, last = ring.length - 1; n < ring.length; last = n++) {
      const [ax, ay] = ring[n], [bx, by] = ring[last];
      if ((ay > y) !== (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }

  /**
   * Return whether a position is in one of the areas, or within the tolerance of their outlines.
   *
   * @param {Feature[]} features
   * @param {Position} position
   */
  Atlas.isOnLand = function (features, [longitude, latitude]) {
    const steps = [-TOLERANCE, 0, TOLERANCE];
    const tries = steps.flatMap((east) =>
      steps.map((north) => /** @type {Position} */ ([longitude + east, latitude + north]))
    );
    return features.some(({ geometry: { type, coordinates } }) => {
      const polygons = /** @type {Position[][][]} */ (type === "Polygon" ? [coordinates] : coordinates);
      return polygons.some(([outer]) => tries.some((position) => isInside(outer, position)));
    });
  };

  // The coordinates of the pointer or, without a pointer, of the centre; a card copies those of any point.
  Atlas.Coordinates = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {L.LatLng | null} */
      this.pointer = null;
      this.button = h("button", { type: "button", onclick: () => this.card(map.getCenter(), this.button) });
      const control = L.control({ position: "bottomright" });
      control.onAdd = () => h("div", { class: "atlas-coordinates" }, this.button);
      control.addTo(map);
      L.DomEvent.disableClickPropagation(this.button);
      map.on("mousemove", (event) => this.point(app.second.placeOf(event)));
      map.on("mouseout", () => this.point(null));
      map.on("moveend", () => this.speak());
      map.on("contextmenu", ({ latlng }) => this.card(latlng));
      map.getContainer().addEventListener("keydown", (event) => this.pressed(event));
    }

    /** @param {L.LatLng | null} at */
    point(at) {
      this.pointer = at;
      this.speak();
    }

    /** Return a position as finely as a pixel of the map tells it. @param {L.LatLng} at */
    forms({ lat, lng }) {
      const pixel = 156_543 * Math.cos(lat * RADIANS) / 2 ** this.map.getZoom(); // metres
      return Atlas.formsOf([lng, lat], Atlas.digitsFor(pixel), this.app.language);
    }

    speak() {
      const { app, pointer } = this, [decimal] = this.forms(pointer ?? this.map.getCenter());
      this.button.replaceChildren(
        h("span", { class: "atlas-unseen" }, `${app.t("map.coordinates")}: `),
        pointer ? decimal : app.t("map.centre", { coordinates: decimal }),
      );
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
      const container = this.map.getContainer(), target = /** @type {HTMLElement} */ (event.target);
      const isOnMap = target === container || this.map.getPane("markerPane").contains(target);
      if (!isOnMap || Atlas.isShortcut(event) || event.key.toLowerCase() !== "c") return;
      Atlas.keepKey(event);
      this.card(this.map.getCenter(), target);
    }

    /**
     * Open the card that copies the coordinates of a point; `opener` gets the focus back.
     *
     * @param {L.LatLng} at
     * @param {HTMLElement | null} opener
     */
    card(at, opener = null) {
      const { app } = this, title = app.t("map.coordinates"), outcome = h("p", { role: "status" });
      /** @param {string} text */
      const button = (text) => h("button", { type: "button", onclick: () => this.copy(text, outcome) }, text);
      const card = h(
        "div",
        { class: "atlas-card", role: "dialog", "aria-label": title },
        h("strong", {}, title),
        h("p", {}, app.t("map.choose_to_copy")),
        this.forms(at).map(button),
        outcome,
      );
      app.region.open(at, card, opener);
    }

    /**
     * @param {string} text
     * @param {HTMLElement} outcome
     */
    async copy(text, outcome) {
      const isDone = await Atlas.copyText(text);
      outcome.textContent = this.app.t(isDone ? "map.copied" : "map.not_copied");
    }

    /**
     * Return the coordinates of a site no finer than they are known, with a button to copy them; nothing for
     * a site that is known only to an area.
     *
     * @param {Site} site
     */
    ofSite(site) {
      if (!Atlas.hasPin(site.precision) || site.uncertainty_m === null) return [];
      const { t, language } = this.app, outcome = h("span", { role: "status" });
      const [text] = Atlas.formsOf(
        [site.longitude, site.latitude],
        Atlas.digitsFor(site.uncertainty_m),
        language,
      );
      const button = h(
        "button",
        { type: "button", class: "atlas-copy", onclick: () => this.copy(text, outcome) },
        t("map.copy"),
        h("span", { class: "atlas-unseen" }, ` ${text}`),
      );
      return [h("p", {}, text, " ", button, " ", outcome)];
    }
  };
})(window.Atlas);
