// Areas drawn on the map as short texts, and lengths on WGS 84; geo/drawn_area.py documents the text.
(function (Atlas) {
  "use strict";

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const TEXT = /^[pc][A-Za-z0-9_-]{3,1200}$/;
  const UNITS = 10_000; // of the text in a degree
  const ORIGIN = [-905_000, 155_000]; // units
  const BOUNDS = [-98, 10.5, -83, 22.5]; // west, south, east, north
  const MAX_CORNERS = 100, MIN_RADIUS_M = 100, MAX_RADIUS_M = 500_000;
  const CIRCLE_CORNERS = 128;
  const RADIANS = Math.PI / 180;
  const EQUATOR_M = 6_378_137, FLATTENING = 1 / 298.257223563, POLE_M = EQUATOR_M * (1 - FLATTENING);
  const CLOSE_ENOUGH = 1e-12, MOST_STEPS = 50; // radians: less than 0.1 mm

  /** @param {number} number */
  function digits(number) {
    let rest = number >= 0 ? 2 * number : -2 * number - 1, text = "";
    for (; rest >= 32; rest = Math.floor(rest / 32)) text += ALPHABET[rest % 32 + 32];
    return text + ALPHABET[rest];
  }

  /** @param {string} text */
  function numbersIn(text) {
    const numbers = [];
    let value = 0, factor = 1;
    for (const character of text) {
      const digit = ALPHABET.indexOf(character);
      value += digit % 32 * factor;
      factor *= 32;
      if (digit < 32) {
        numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
        [value, factor] = [0, 1];
      } else if (factor > 2 ** 40) return numbers;
    }
    return numbers;
  }

  /** Return a position within the bounds of areas, as finely as their text has it. @param {Position} position */
  Atlas.areaCorner = function ([longitude, latitude]) {
    const [west, south, east, north] = BOUNDS;
    /** @param {number} degrees @param {number} low @param {number} high */
    const rounded = (degrees, low, high) =>
      Math.round(Math.min(high, Math.max(low, degrees)) * UNITS) / UNITS;
    return [rounded(longitude, west, east), rounded(latitude, south, north)];
  };

  /** Return the text of an area. @param {DrawnArea} area */
  Atlas.areaText = function ({ corners, radius }) {
    const units = corners.map((corner) => corner.map((degrees) => Math.round(degrees * UNITS)));
    const steps = units.flatMap(([x, y], n) => {
      const [lastX, lastY] = n ? units[n - 1] : ORIGIN;
      return [x - lastX, y - lastY];
    });
    return (radius ? "c" : "p") + [...steps, ...(radius ? [radius] : [])].map(digits).join("");
  };

  /** Return the area of a text; null if it is invalid. @param {string} text @returns {DrawnArea | null} */
  Atlas.areaOf = function (text) {
    if (!TEXT.test(text)) return null;
    const numbers = numbersIn(text.slice(1)), isCircle = text[0] === "c";
    const radius = isCircle && numbers.length === 3 ? numbers[2] : 0;
    /** @type {Position[]} */
    const corners = [];
    let [x, y] = ORIGIN;
    for (let n = 0; n + 1 < numbers.length; n += 2) {
      [x, y] = [x + numbers[n], y + numbers[n + 1]];
      corners.push([x / UNITS, y / UNITS]);
    }
    const [west, south, east, north] = BOUNDS;
    const isNear = corners.every(([lng, lat]) => west <= lng && lng <= east && south <= lat && lat <= north);
    const isSound = isCircle
      ? corners.length === 1 && radius >= MIN_RADIUS_M && radius <= MAX_RADIUS_M
      : corners.length >= 3 && corners.length <= MAX_CORNERS && !isLine(corners);
    const area = { corners, radius };
    return isNear && isSound && Atlas.areaText(area) === text ? area : null;
  };

  /** Return whether all corners are on one line. @param {Position[]} corners */
  function isLine(corners) {
    const [[ax, ay]] = corners, [bx, by] = corners.find(([x, y]) => x !== ax || y !== ay) ?? corners[0];
    // In whole units, which are exact.
    /** @param {number} degrees */
    const units = (degrees) => Math.round(degrees * UNITS);
    return corners.every(([x, y]) =>
      (units(bx) - units(ax)) * (units(y) - units(ay)) === (units(by) - units(ay)) * (units(x) - units(ax))
    );
  }

  /** Return the outline of an area, not closed. @param {DrawnArea} area @returns {Position[]} */
  Atlas.areaRing = function ({ corners, radius }) {
    if (!radius) return corners;
    const bearings = Array.from({ length: CIRCLE_CORNERS }, (_, n) => n * 360 / CIRCLE_CORNERS);
    return bearings.map((bearing) => Atlas.destination(corners[0], bearing, radius));
  };

  /** The reduced latitude and its sine and cosine. @param {number} latitude */
  function reduced(latitude) {
    const angle = Math.atan((1 - FLATTENING) * Math.tan(latitude * RADIANS));
    return [Math.sin(angle), Math.cos(angle)];
  }

  /** The coefficients A and B of Vincenty's series. @param {number} cosSqAlpha */
  function series(cosSqAlpha) {
    const u = cosSqAlpha * (EQUATOR_M ** 2 / POLE_M ** 2 - 1);
    return [
      1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u))),
      u / 1024 * (256 + u * (-128 + u * (74 - 47 * u))),
    ];
  }

  /**
   * How far the arc differs from that on a sphere.
   *
   * @param {number} b
   * @param {number} sine of the arc
   * @param {number} cosine of the arc
   * @param {number} middle cosine of twice the arc from the equator to the middle
   */
  const correction = (b, sine, cosine, middle) =>
    b * sine * (middle + b / 4 * (cosine * (2 * middle ** 2 - 1) -
          b / 6 * middle * (4 * sine ** 2 - 3) * (4 * middle ** 2 - 3)));

  /** How much longitude differs from that on a sphere. @param {number} cosSqAlpha */
  const lag = (cosSqAlpha) => FLATTENING / 16 * cosSqAlpha * (4 + FLATTENING * (4 - 3 * cosSqAlpha));

  /**
   * Return the length in metres of the shortest line between two positions, by Vincenty's inverse formula
   * (Survey Review 23, 1975); tests compare with pyproj.
   *
   * @param {Position} start
   * @param {Position} end
   */
  Atlas.geodesic = function (start, end) {
    const [sin1, cos1] = reduced(start[1]), [sin2, cos2] = reduced(end[1]);
    const away = (end[0] - start[0]) * RADIANS;
    let angle = away;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const across = cos2 * Math.sin(angle), along = cos1 * sin2 - sin1 * cos2 * Math.cos(angle);
      const sine = Math.hypot(across, along), cosine = sin1 * sin2 + cos1 * cos2 * Math.cos(angle);
      if (sine === 0) return 0;
      const arc = Math.atan2(sine, cosine), alpha = cos1 * cos2 * Math.sin(angle) / sine;
      const cosSqAlpha = 1 - alpha ** 2;
      const middle = cosSqAlpha ? cosine - 2 * sin1 * sin2 / cosSqAlpha : 0, c = lag(cosSqAlpha);
      const before = angle;
      angle = away + (1 - c) * FLATTENING * alpha *
          (arc + c * sine * (middle + c * cosine * (2 * middle ** 2 - 1)));
      if (Math.abs(angle - before) < CLOSE_ENOUGH) {
        const [a, b] = series(cosSqAlpha);
        return POLE_M * a * (arc - correction(b, sine, cosine, middle));
      }
    }
    return NaN; // only between opposite sides of the globe
  };

  /**
   * Return the position at a distance in a direction, by Vincenty's direct formula.
   *
   * @param {Position} start
   * @param {number} bearing degrees clockwise from north
   * @param {number} metres
   * @returns {Position}
   */
  Atlas.destination = function ([longitude, latitude], bearing, metres) {
    const [sin1, cos1] = reduced(latitude), sinWay = Math.sin(bearing * RADIANS);
    const cosWay = Math.cos(bearing * RADIANS), first = Math.atan2(sin1, cos1 * cosWay);
    const alpha = cos1 * sinWay, cosSqAlpha = 1 - alpha ** 2, [a, b] = series(cosSqAlpha);
    let arc = metres / (POLE_M * a), before = Infinity, middle = 0;
    for (let step = 0; step < MOST_STEPS && Math.abs(arc - before) > CLOSE_ENOUGH; step += 1) {
      middle = Math.cos(2 * first + arc);
      before = arc;
      arc = metres / (POLE_M * a) + correction(b, Math.sin(arc), Math.cos(arc), middle);
    }
    middle = Math.cos(2 * first + arc);
    const sine = Math.sin(arc), cosine = Math.cos(arc), across = sin1 * sine - cos1 * cosine * cosWay;
    const end = Math.atan2(
      sin1 * cosine + cos1 * sine * cosWay,
      (1 - FLATTENING) * Math.hypot(alpha, across),
    );
    const angle = Math.atan2(sine * sinWay, cos1 * cosine - sin1 * sine * cosWay), c = lag(cosSqAlpha);
    const turn = angle - (1 - c) * FLATTENING * alpha *
        (arc + c * sine * (middle + c * cosine * (2 * middle ** 2 - 1)));
    return [longitude + turn / RADIANS, end / RADIANS];
  };

  /**
   * Return a line with few enough corners for the text of an area, by the algorithm of Douglas and Peucker.
   *
   * @param {Position[]} line
   */
  Atlas.areaCorners = function (line) {
    for (let tolerance = 1 / UNITS;; tolerance *= 1.5) {
      const kept = simplified(line, tolerance);
      if (kept.length <= MAX_CORNERS) return kept;
    }
  };

  /** @param {Position[]} line @param {number} tolerance in degrees @returns {Position[]} */
  function simplified(line, tolerance) {
    if (line.length < 3) return line;
    const [ax, ay] = line[0], [bx, by] = line[line.length - 1], length = Math.hypot(bx - ax, by - ay);
    let furthest = 0, most = -1;
    for (const [n, [x, y]] of line.slice(1, -1).entries()) {
      const off = length
        ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
        : Math.hypot(x - ax, y - ay);
      if (off > most) [furthest, most] = [n + 1, off];
    }
    if (most <= tolerance) return [line[0], line[line.length - 1]];
    const first = simplified(line.slice(0, furthest + 1), tolerance);
    return [...first, ...simplified(line.slice(furthest), tolerance).slice(1)];
  }
})(window.Atlas);
