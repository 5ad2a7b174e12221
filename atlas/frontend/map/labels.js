// Write the names of sites, towns, rivers, regions and surroundings on the map where there is room.
// The rule of placement is also in geo/exports/documents/map_names.py; tests/frontend/rules.json tests both.
(function (Atlas) {
  "use strict";

  const CLOSE = 9.5; // from this zoom on municipios are named instead of departamentos
  const MOST_NAMED = 25; // with more sites in view their names would cover the map
  const RIM = 2; // of a symbol: a name may touch it
  const LINE = 1.15; // height of a line of text as a share of its size
  const HALO = 0.26; // width of the rim of letters, as a share of their size

  /**
   * Return shifts as multiples of the height of a name, the nearest first.
   *
   * @param {number[]} columns
   * @param {number[]} rows
   */
  const grid = (columns, rows) =>
    columns.flatMap((x) => rows.map((y) => /** @type {Step} */ ([x, y])))
      .sort((one, other) => Math.hypot(...one) - Math.hypot(...other));
  const INSIDE = grid([0, -0.75, 0.75, -1.5, 1.5], [0, -0.5, 0.5, -1, 1, -1.5, 1.5, -2, 2]);
  const AROUND = grid([0, -2, 2, -4, 4, -6, 6], [0, -1.75, 1.75, -3.5, 3.5, -5.25, 5.25]);
  const GAP = 0.25; // between a symbol and its name

  /**
   * Return the shifts from the place of a name to its middle, the best first.
   *
   * @param {NameToPlace} name
   * @returns {Step[]}
   */
  function stepsOf({ way, width, height, angle = 0, symbol = [0, 0, 0, 0], room = [0, 0] }) {
    const [left, top, right, bottom] = symbol, gap = GAP * height;
    const across = (left + right) / 2, down = (top + bottom) / 2;
    const east = right + gap + width / 2, west = left - gap - width / 2;
    if (way === "beside") {
      return [
        [east, down],
        [west, down],
        [across, bottom + gap + height / 2],
        [across, top - gap - height / 2],
        [east, top],
        [east, bottom],
        [west, top],
        [west, bottom],
        ...[top - gap - height / 2, bottom + gap + height / 2].flatMap((row) =>
          [left + width / 2, right - width / 2].map((column) => /** @type {Step} */ ([column, row]))
        ),
      ];
    }
    if (way === "along") {
      const turn = angle * Math.PI / 180, away = 0.75 * height;
      /** @type {Step} */
      const above = [Math.sin(turn) * away, -Math.cos(turn) * away];
      return [above, [-above[0], -above[1]]];
    }
    if (way === "on") return [[0, 0]];
    const steps = (way === "inside" ? INSIDE : AROUND).map((
      [x, y],
    ) => /** @type {Step} */ ([x * height, y * height]));
    if (way === "around") return steps;
    // A name may cross its border by a letter.
    const free = (room[0] - width) / 2 + height / 2;
    return free < 0 ? [] : steps.filter(([x, y]) => Math.abs(x) <= free && Math.abs(y) <= room[1] / 3);
  }

  /**
   * @param {PixelBox} box
   * @param {{ x: number, y: number }} point
   */
  const contains = ([left, top, right, bottom], { x, y }) =>
    left <= x && x <= right && top <= y && y <= bottom;

  /**
   * Return a name that lies beside the symbols that cover its own.
   *
   * @param {NameToPlace} name
   * @param {PixelBox[]} taken
   * @returns {NameToPlace}
   */
  function besideCover(name, taken) {
    const { x, y, symbol = [0, 0, 0, 0] } = name;
    if (name.way !== "beside") return name;
    const covers = taken.filter((box) => contains(box, name));
    return {
      ...name,
      symbol: [
        Math.min(symbol[0], ...covers.map(([left]) => left - x)),
        Math.min(symbol[1], ...covers.map(([, top]) => top - y)),
        Math.max(symbol[2], ...covers.map(([, , right]) => right - x)),
        Math.max(symbol[3], ...covers.map(([, , , bottom]) => bottom - y)),
      ],
    };
  }

  /**
   * Return the boxes that a name covers; a name along a line covers a row of squares.
   *
   * @param {NameToPlace} name
   * @param {Step} step
   * @returns {PixelBox[]}
   */
  function boxesOf({ x, y, width, height, angle = 0 }, [right, down]) {
    const turn = angle * Math.PI / 180, parts = angle ? Math.ceil(width / height) : 1;
    const half = angle ? height / 2 : width / 2;
    return Array.from({ length: parts }, (_none, part) => {
      const away = angle ? (part + 0.5) / parts * width - width / 2 : 0;
      const across = x + right + away * Math.cos(turn), middle = y + down + away * Math.sin(turn);
      return [across - half, middle - height / 2, across + half, middle + height / 2];
    });
  }

  /**
   * Return the shift of each name, in the order given; null for a name without room.
   * Names overlap neither `taken` nor each other, and lie in `view`.
   *
   * @param {NameToPlace[]} names
   * @param {PixelBox[]} taken
   * @param {PixelBox} view
   */
  Atlas.placed = function (names, taken, [west, north, east, south]) {
    const covered = [...taken];
    /** @param {PixelBox} box */
    const isFree = ([left, top, right, bottom]) =>
      left >= west && top >= north && right <= east && bottom <= south &&
      !covered.some((other) => left < other[2] && other[0] < right && top < other[3] && other[1] < bottom);
    return names.map((name) => {
      for (const step of stepsOf(besideCover(name, taken))) {
        const boxes = boxesOf(name, step);
        if (!boxes.every(isFree)) continue;
        covered.push(...boxes);
        return step;
      }
      return null;
    });
  };

  /** Return a name without text in brackets or after a colon. @param {string} name */
  Atlas.shortName = (name) => name.split(" (")[0].split(":")[0].trim();

  const DOT = 3; // radius of the symbol of a town

  Atlas.Labels = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {Map<string, number>} */
      this.widths = new Map();
      /** @type {WrittenName[]} */
      this.written = [];
      map.createPane("labels").style.zIndex = "590";
      map.getPane("labels").style.pointerEvents = "none";
      this.canvas = Atlas.h("canvas", { class: "atlas-names", "aria-hidden": "true" });
      this.sheet = L.svgOverlay(this.canvas, map.getBounds(), { pane: "labels" }).addTo(map);
      map.on("moveend", () => this.draw());
      // Until the font has arrived, names are measured in another one.
      document.fonts.addEventListener("loadingdone", () => {
        this.widths.clear();
        this.draw();
      });
    }

    // Write each name where it fits; a name without room is in the tooltip only. Names wait for all that is
    // named, as they take as long as the sites.
    draw() {
      if (document.documentElement.dataset.atlas !== "ready") return;
      const { map, canvas } = this, view = map.getBounds();
      const { x: width, y: height } = map.getSize(), sharpness = window.devicePixelRatio || 1;
      Object.assign(canvas, { width: width * sharpness, height: height * sharpness });
      this.sheet.setBounds(view);
      const brush = Atlas.brushOf(canvas), panels = this.panels(), seen = this.names(brush, view);
      // A name next to the panel that hides its place would name another place.
      const names = seen.filter((name) =>
        name.way !== "beside" || !panels.some((box) => contains(box, name))
      );
      const steps = Atlas.placed(names, [...panels, ...this.taken(names)], [0, 0, width, height]);
      this.written = names.flatMap((name, row) => {
        const step = steps[row];
        return step ? [{ ...name, middle: /** @type {Step} */ ([name.x + step[0], name.y + step[1]]) }] : [];
      });
      brush.scale(sharpness, sharpness);
      // The most important names are written last, above the halos of others.
      for (const name of this.written.toReversed()) this.write(brush, name);
    }

    /** Return the boxes of panels, in pixels. @returns {PixelBox[]} */
    panels() {
      const container = this.map.getContainer(), { left, top } = container.getBoundingClientRect();
      return [...container.querySelectorAll(".atlas-overlay")].map((panel) => {
        const box = panel.getBoundingClientRect();
        return [box.left - left, box.top - top, box.right - left, box.bottom - top];
      });
    }

    /**
     * Return the boxes of the dots of towns and of markers and numbers, in pixels.
     *
     * @param {NameToPlace[]} names
     */
    taken(names) {
      /** @type {PixelBox[]} */
      const boxes = [];
      for (const { x, y, way, symbol } of names) {
        if (way === "beside" && symbol) {
          boxes.push([x + symbol[0], y + symbol[1], x + symbol[2], y + symbol[3]]);
        }
      }
      this.map.eachLayer((layer) => {
        if (!(layer instanceof L.Marker)) return;
        const { iconSize: [width, height], iconAnchor: [left, top] = [width / 2, height / 2] } =
          layer.options.icon.options;
        const { x, y } = this.map.latLngToContainerPoint(layer.getLatLng());
        boxes.push([x - left + RIM, y - top + RIM, x - left + width - RIM, y - top + height - RIM]);
      });
      return boxes;
    }

    /**
     * Return the names in view in the order of writing, measured and in pixels.
     *
     * @param {CanvasRenderingContext2D} brush
     * @param {L.LatLngBounds} view
     * @returns {StyledName[]}
     */
    names(brush, view) {
      const { lettering } = this.app.data, scale = Atlas.scale();
      const isDark = document.documentElement.dataset.theme === "dark";
      const ground = this.ofGround(), towns = new Set(ground.map(({ text }) => text));
      // Most municipios have the name of their seat.
      const regions = this.ofRegions().filter(({ kind, text }) => kind !== "municipio" || !towns.has(text));
      const all = [...this.ofList(), ...ground, ...this.ofSites(), ...this.ofSurroundings(), ...regions];
      return all.filter(({ at }) => view.contains(Atlas.latLng(at)))
        .sort((one, other) => lettering[one.kind].rank - lettering[other.kind].rank || one.rank - other.rank)
        .map((name) => {
          const style = lettering[name.kind], size = style.size * scale;
          const text = style.capitals ? name.text.toLocaleUpperCase(this.app.language) : name.text;
          const font = `${style.italic ? "italic " : ""}${style.weight} ${size}px "Source Sans", sans-serif`;
          const spacing = `${style.spacing * size}px`;
          const { x, y } = this.map.latLngToContainerPoint(Atlas.latLng(name.at));
          const colour = isDark ? style.dark : style.light;
          const dot = DOT * scale;
          return {
            symbol: style.way === "beside" ? [-dot, -dot, dot, dot] : undefined,
            ...name,
            ...{ x, y, text, font, spacing, colour, size },
            way: style.way,
            width: this.widthOf(brush, text, font, spacing) + (name.kind === "route" ? size : 0),
            height: size * LINE,
          };
        });
    }

    /**
     * Return the width of a text in pixels.
     *
     * @param {CanvasRenderingContext2D} brush
     * @param {string} text
     * @param {string} font
     * @param {string} letterSpacing
     */
    widthOf(brush, text, font, letterSpacing) {
      const key = `${font} ${letterSpacing} ${text}`;
      const kept = this.widths.get(key);
      if (kept !== undefined) return kept;
      Object.assign(brush, { font, letterSpacing });
      const { width } = brush.measureText(text);
      this.widths.set(key, width);
      return width;
    }

    /** @returns {NameOnMap[]} */
    ofGround() {
      return this.app.ground?.names() ?? [];
    }

    /** Return the names of an uploaded list. @returns {NameOnMap[]} */
    ofList() {
      return this.app.overlay?.points.names() ?? [];
    }

    /** @returns {NameOnMap[]} */
    ofSites() {
      const marks = this.app.sites.marks(), inView = this.map.getBounds();
      const seen = marks.filter(({ at }) => inView.contains(at));
      if (seen.reduce((sum, { sites }) => sum + sites.length, 0) > MOST_NAMED) return [];
      return marks.filter(({ isPile }) => !isPile).map(({ at, sites, symbol }, rank) => ({
        at: [at.lng, at.lat],
        text: this.nameOf(sites),
        kind: "site",
        rank,
        symbol,
      }));
    }

    /** @param {Site[]} sites */
    nameOf([first, ...more]) {
      const name = Atlas.shortName(this.app.nameOf(first));
      return more.length ? `${name} (+${more.length})` : name;
    }

    /** @returns {NameOnMap[]} */
    ofSurroundings() {
      const { data, language } = this.app;
      return data.surroundings.map((surrounding, rank) => ({
        at: surrounding.at,
        text: surrounding[`name_${language}`],
        kind: surrounding.kind,
        rank,
      }));
    }

    /** @returns {NameOnMap[]} */
    ofRegions() {
      const isClose = this.map.getZoom() >= CLOSE, { data } = this.app;
      return Object.values(isClose ? data.municipios : data.departamentos).map((place, rank) => {
        const [west, south, east, north] = place.bounds;
        const low = this.map.project([south, west]), high = this.map.project([north, east]);
        return {
          at: place.label,
          text: place.name,
          kind: isClose ? "municipio" : "departamento",
          room: [high.x - low.x, low.y - high.y],
          rank,
        };
      });
    }

    /**
     * @param {CanvasRenderingContext2D} brush
     * @param {WrittenName} name
     */
    write(brush, { text, kind, font, spacing, colour, size, width, height, angle = 0, middle }) {
      const { palette } = this.app.boundaries;
      brush.save();
      brush.translate(...middle);
      brush.rotate(angle * Math.PI / 180);
      Object.assign(brush, {
        font,
        letterSpacing: spacing,
        textAlign: "center",
        textBaseline: "alphabetic",
        lineJoin: "round",
        strokeStyle: palette.land,
        fillStyle: palette.land,
        lineWidth: 2 * HALO * size / 2,
      });
      const baseline = 0.33 * size;
      if (kind === "route") {
        brush.beginPath();
        brush.roundRect(-width / 2, -height / 2, width, height, height / 4);
        brush.fill();
        Object.assign(brush, { strokeStyle: colour, lineWidth: 1 });
        brush.stroke();
      } else {
        brush.globalAlpha = 0.85;
        brush.strokeText(text, 0, baseline);
        brush.globalAlpha = 1;
      }
      brush.fillStyle = colour;
      brush.fillText(text, 0, baseline);
      brush.restore();
    }
  };
})(window.Atlas);
