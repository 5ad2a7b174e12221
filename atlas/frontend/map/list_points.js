// Draw the points of an uploaded list on one canvas, and list them for keyboard users.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const SCALE = 1e5; // coordinates are sent as integers, hundred-thousandths of a degree
  const CLUSTER = 54; // pixels within which points are drawn as one cluster
  const NEAR = 9; // pixels from the mouse within which a point is hit
  const HEAT = 16; // radius of the density around a point, in pixels
  const COUNTED = ["points", "clusters"]; // the drawing modes with separate points
  const MOST_LISTED = 200; // the most points in the keyboard list; a higher zoom shows fewer

  const NAMED = 25; // the most points whose names are written
  const LONGEST_NAME = 32; // characters; a longer name is shortened, and whole in the tooltip

  /** @param {string} name */
  const shortened = (name) => name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;

  Atlas.Points = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      /** @type {ListDrawing | null} */
      this.wanted = null;
      /** @type {ListMarks | null} */
      this.data = null;
      /** @type {Mark[]} */
      this.marks = [];
      /** The request that is under way; answers to earlier ones are ignored. @type {object | null} */
      this.request = null;
      map.createPane("points").style.zIndex = "450";
      map.getPane("points").style.pointerEvents = "none";
      this.canvas = L.DomUtil.create("canvas", "atlas-points", map.getPane("points"));
      this.tooltip = L.tooltip({ className: "atlas-tooltip", direction: "top" });
      this.list = new Atlas.PointsList(map, app, this);
      map.on("moveend resize", () => this.moved());
      map.on("zoomstart", () => {
        this.canvas.style.opacity = "0";
        this.map.closeTooltip(this.tooltip);
      });
      map.on("mousemove", (event) => this.hover(event));
    }

    /** Draw the list that the server describes, or nothing. @param {ListDrawing | undefined} wanted */
    async show(wanted) {
      const isSame = this.wanted?.url === wanted?.url;
      this.wanted = wanted ?? null;
      // What came for one drawing is not what another one draws, as when the map moves in between.
      if (!isSame) this.data = this.request = null;
      if (wanted && !isSame) await this.load(wanted);
      else this.draw();
    }

    async load(wanted = /** @type {ListDrawing} */ (this.wanted)) {
      const request = this.request = {};
      this.note("loading");
      const padded = this.map.getBounds().pad(0.2);
      const view = [padded.getWest(), padded.getSouth(), padded.getEast(), padded.getNorth()];
      const response = await fetch(`${wanted.url}?view=${view.map((edge) => edge.toFixed(4)).join(",")}`);
      const data = response.ok ? await response.json() : null;
      if (request !== this.request) return;
      this.data = data;
      this.request = null;
      this.draw();
    }

    moved() {
      const isOfAnotherView = this.request || this.data && !this.data.whole;
      if (this.wanted && isOfAnotherView) this.load(this.wanted);
      else this.draw();
    }

    /**
     * Write the state of the drawing into the page.
     *
     * @param {"none" | "loading" | "gone" | "drawn"} own
     * @param {number} count
     */
    note(own, count = 0) {
      Object.assign(document.documentElement.dataset, { own, ownMarks: count });
    }

    draw() {
      const { map, canvas, data, wanted } = this;
      const size = map.getSize(), sharpness = window.devicePixelRatio || 1;
      canvas.width = size.x * sharpness;
      canvas.height = size.y * sharpness;
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px`, opacity: 1 });
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      // Points are drawn above the sites of the atlas, areas below them.
      map.getPane("points").style.zIndex = COUNTED.includes(wanted?.mode ?? "") ? "610" : "450";
      this.marks = [];
      if (wanted && data) {
        const brush = Atlas.brushOf(canvas);
        brush.scale(sharpness, sharpness);
        this.marks = this[wanted.mode](brush, size, data, wanted);
      }
      this.list.fill();
      if (wanted) this.app.labels?.draw();
      this.note(!wanted ? "none" : data ? "drawn" : this.request ? "loading" : "gone", this.marks.length);
    }

    /**
     * Return the points in view in pixels.
     *
     * @param {L.Point} size
     * @param {ListMarks} data
     * @param {number} margin
     */
    seen(size, { x, y, n }, margin) {
      /** @type {Mark[]} */
      const marks = [];
      for (let i = 0; i < x.length; i += 1) {
        const at = this.map.latLngToContainerPoint([y[i] / SCALE, x[i] / SCALE]);
        if (at.x > -margin && at.y > -margin && at.x < size.x + margin && at.y < size.y + margin) {
          marks.push({
            x: at.x,
            y: at.y,
            n: n ? n[i] : 1,
            i,
            r: n ? Math.min(3 + 1.1 * Math.log2(n[i]), 15) : 4,
          });
        }
      }
      return marks;
    }

    /**
     * @param {CanvasRenderingContext2D} brush
     * @param {L.Point} size
     * @param {ListMarks} data
     * @param {ListDrawing} wanted
     */
    points(brush, size, data, { colour }) {
      const marks = this.seen(size, data, 20);
      Object.assign(brush, { fillStyle: colour, strokeStyle: "#fff", lineWidth: 1 });
      for (const mark of marks) this.disc(brush, mark, mark.n > 1 ? 0.62 : 0.85);
      return marks;
    }

    /**
     * Return the names of the points in view, which come before all others; none where there are many.
     *
     * @returns {NameOnMap[]}
     */
    names() {
      const { marks, data, wanted } = this;
      if (wanted?.mode !== "points" || !data?.labels || marks.length > NAMED) return [];
      const labels = data.labels;
      return marks.flatMap((mark, row) => {
        const at = this.positionOf(mark), { n, i, r } = mark;
        if (!at || n !== 1 || i === undefined || !labels[i]) return [];
        const symbol = /** @type {PixelBox} */ ([-r, -r, r, r]);
        return [{
          at: [at.lng, at.lat],
          text: shortened(labels[i]),
          kind: "site",
          rank: row - NAMED,
          symbol,
        }];
      });
    }

    /**
     * @param {CanvasRenderingContext2D} brush
     * @param {Mark} mark
     * @param {number} strength
     */
    disc(brush, { x, y, r }, strength) {
      brush.beginPath();
      brush.arc(x, y, r, 0, 2 * Math.PI);
      this.filled(brush, strength);
    }

    /**
     * @param {CanvasRenderingContext2D} brush
     * @param {number} strength
     */
    filled(brush, strength) {
      brush.globalAlpha = strength;
      brush.fill();
      brush.globalAlpha = 1;
      brush.stroke();
    }

    /**
     * @param {CanvasRenderingContext2D} brush
     * @param {L.Point} size
     * @param {ListMarks} data
     * @param {ListDrawing} wanted
     */
    clusters(brush, size, data, { colour }) {
      const marks = this.grouped(this.seen(size, data, CLUSTER));
      const text = {
        textAlign: "center",
        textBaseline: "middle",
        font: '600 11px "Source Sans", sans-serif',
      };
      Object.assign(brush, { ...text, lineWidth: 1.5, strokeStyle: "#fff" });
      for (const mark of marks) {
        brush.fillStyle = colour;
        this.disc(brush, mark, 0.88);
        if (mark.n === 1) continue;
        brush.fillStyle = "#fff";
        brush.fillText(this.short(mark.n), mark.x, mark.y + 0.5);
      }
      return marks;
    }

    /**
     * Group points by cells of a grid in geographic coordinates, so that panning keeps the groups.
     *
     * @param {Mark[]} marks
     */
    grouped(marks) {
      const origin = this.map.getPixelBounds().min;
      /** @type {Map<string, Mark>} */
      const cells = new Map();
      for (const { x, y, n, i } of marks) {
        const key = `${Math.floor((x + origin.x) / CLUSTER)} ${Math.floor((y + origin.y) / CLUSTER)}`;
        const cell = cells.get(key) ?? { x: 0, y: 0, n: 0, i, r: 0 };
        cells.set(key, { ...cell, x: cell.x + x * n, y: cell.y + y * n, n: cell.n + n });
      }
      return [...cells.values()].map(({ x, y, n, i }) => ({
        x: x / n,
        y: y / n,
        n,
        i,
        r: n === 1 ? 5 : 10 + 3.2 * Math.log10(n) * 1.6,
      }));
    }

    /** @param {number} count */
    short(count) {
      const format = { notation: /** @type {const} */ ("compact"), maximumFractionDigits: 1 };
      return new Intl.NumberFormat(Atlas.locale(this.app.language), format).format(count);
    }

    /**
     * @param {CanvasRenderingContext2D} brush
     * @param {L.Point} size
     * @param {ListMarks} data
     * @param {ListDrawing} wanted
     */
    heat(brush, size, data, { colours }) {
      const marks = this.seen(size, data, HEAT * 2),
        width = Math.ceil(size.x / 2),
        height = Math.ceil(size.y / 2);
      const warmth = new Float32Array(width * height);
      for (const { x, y, n } of marks) {
        this.warm(warmth, width, height, { x: Math.round(x / 2), y: Math.round(y / 2), n });
      }
      const small = Object.assign(document.createElement("canvas"), { width, height });
      Atlas.brushOf(small).putImageData(this.coloured(warmth, width, height, colours), 0, 0);
      brush.imageSmoothingEnabled = true;
      brush.drawImage(small, 0, 0, size.x, size.y);
      return marks.map((mark) => ({ ...mark, r: 0 }));
    }

    /**
     * @param {Float32Array} warmth
     * @param {number} width
     * @param {number} height
     * @param {{ x: number, y: number, n: number }} point
     */
    warm(warmth, width, height, { x, y, n }) {
      const reach = HEAT / 2;
      for (let row = Math.max(0, y - 2 * reach); row <= Math.min(height - 1, y + 2 * reach); row += 1) {
        for (
          let column = Math.max(0, x - 2 * reach);
          column <= Math.min(width - 1, x + 2 * reach);
          column += 1
        ) {
          const away = ((row - y) ** 2 + (column - x) ** 2) / (reach * reach);
          if (away < 4) warmth[row * width + column] += n * Math.exp(-1.6 * away);
        }
      }
    }

    /**
     * Colour the density; the maximum on screen has the last colour, on a square-root scale.
     *
     * @param {Float32Array} warmth
     * @param {number} width
     * @param {number} height
     * @param {string[]} colours
     */
    coloured(warmth, width, height, colours) {
      const most = warmth.reduce((a, b) => Math.max(a, b), 0) || 1;
      const ramp = colours.map(Atlas.channels), ink = Atlas.channels(this.ink);
      const image = new ImageData(width, height);
      /** @param {number} i */
      const shareOf = (i) => Math.sqrt(warmth[i] / most);
      /** @param {number} i */
      const stepOf = (i) =>
        shareOf(i) < 0.04 ? -1 : Math.min(ramp.length - 1, Math.floor(shareOf(i) * ramp.length));
      for (let i = 0; i < warmth.length; i += 1) {
        const step = stepOf(i);
        // Contour lines between the steps show the maxima without colour.
        if (i >= width && (step !== stepOf(i - 1) || step !== stepOf(i - width))) {
          image.data.set([...ink, 150], 4 * i);
        } else if (step >= 0) image.data.set([...ramp[step], 60 + 160 * shareOf(i)], 4 * i);
      }
      return image;
    }

    // The colours that contrast with the ground of the theme.
    get ink() {
      return this.app.boundaries.palette.strong;
    }

    /**
     * @param {CanvasRenderingContext2D} brush
     * @param {L.Point} _size
     * @param {ListMarks} data
     * @param {ListDrawing} wanted
     */
    hexagons(brush, _size, { rings, n = [] }, { breaks = [], colours }) {
      brush.strokeStyle = this.ink;
      brush.lineWidth = 0.7;
      return rings.map((ring, i) => {
        const corners = [0, 2, 4, 6, 8, 10].map((at) =>
          this.map.latLngToContainerPoint([ring[at + 1] / SCALE, ring[at] / SCALE])
        );
        brush.beginPath();
        for (const { x, y } of corners) brush.lineTo(x, y); // lineTo only moves to the first corner
        brush.closePath();
        const step = breaks.findIndex((most) => n[i] <= most);
        brush.fillStyle = /** @type {string} */ (colours.at(step));
        this.filled(brush, 0.78);
        const x = corners.reduce((sum, at) => sum + at.x, 0) / 6,
          y = corners.reduce((sum, at) => sum + at.y, 0) / 6;
        return { x, y, n: n[i], r: Math.hypot(corners[0].x - x, corners[0].y - y) * 0.85 };
      });
    }

    /** @param {L.MouseEvent} event */
    hover({ containerPoint, latlng }) {
      if (!this.wanted || this.wanted.mode === "heat") return;
      /** @type {Mark | null} */
      let nearest = null;
      let least = Infinity;
      for (const mark of this.marks) {
        const away = Math.hypot(mark.x - containerPoint.x, mark.y - containerPoint.y);
        if (away >= least || away > Math.max(mark.r, NEAR)) continue;
        nearest = mark;
        least = away;
      }
      if (nearest) this.tell(nearest, latlng);
      else this.map.closeTooltip(this.tooltip);
    }

    /** @param {Mark} mark */
    wordsOf({ n, i }) {
      const label = n === 1 && i !== undefined ? this.data?.labels?.[i] : null;
      if (label) return label;
      const { words } = /** @type {ListDrawing} */ (this.wanted);
      return Atlas.fill(n === 1 ? words.one : words.many, {
        count: n.toLocaleString(Atlas.locale(this.app.language)),
      });
    }

    /** Return the location of a mark; null for a hexagon. @param {Mark} mark */
    positionOf({ i }) {
      return i === undefined || !this.data ? null : L.latLng(this.data.y[i] / SCALE, this.data.x[i] / SCALE);
    }

    /**
     * Show a tooltip next to a mark.
     *
     * @param {Mark} mark
     * @param {L.LatLng} at
     */
    tell(mark, at = this.map.containerPointToLatLng([mark.x, mark.y])) {
      this.tooltip.setLatLng(at).setContent(h("span", {}, this.wordsOf(mark)));
      this.map.openTooltip(this.tooltip);
    }
  };

  // Points for the keyboard: a canvas has no focusable parts, so its points in view are also in a list, which
  // is visible while it has the focus.
  Atlas.PointsList = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     * @param {Points} points
     */
    constructor(map, app, points) {
      this.map = map;
      this.app = app;
      this.points = points;
      /** @type {Mark[]} */
      this.shown = [];
      this.list = h("ul", { role: "listbox" });
      this.hint = h("p", {});
      this.box = Atlas.boxOver(map, "atlas-places atlas-own-list");
      this.box.append(this.hint, this.list);
      this.box.hidden = true;
      this.list.addEventListener("keydown", (event) => this.pressed(event));
      this.list.addEventListener(
        "focusin",
        (event) => this.reached(/** @type {HTMLElement} */ (event.target)),
      );
    }

    items() {
      return /** @type {HTMLElement[]} */ ([...this.list.children]);
    }

    // Do not rewrite the list while it has the focus, so that the reader keeps their place.
    fill() {
      if (this.list.contains(document.activeElement)) return;
      const { app, points } = this, marks = points.wanted?.mode === "heat" ? [] : points.marks;
      this.box.hidden = !marks.length;
      this.shown = [...marks].sort((a, b) => b.n - a.n).slice(0, MOST_LISTED);
      for (const part of [this.box, this.list]) part.setAttribute("aria-label", app.t("map.own_list"));
      this.hint.textContent = app.t("map.own_keys", { shown: this.shown.length, count: marks.length });
      this.list.replaceChildren(...this.shown.map((mark, row) =>
        h(
          "li",
          { role: "option", tabindex: row ? "-1" : "0" },
          `${points.wordsOf(mark)} · ${this.placeOf(mark)}`,
        )
      ));
    }

    /**
     * Return the coordinates of a single point, or the drawn place of a group.
     *
     * @param {Mark} mark
     */
    placeOf(mark) {
      const own = mark.n === 1 && this.points.positionOf(mark);
      const { lat, lng } = own || this.map.containerPointToLatLng([mark.x, mark.y]);
      return [lat, lng].map((degrees) => degrees.toFixed(3).replace("-", "−")).join(", ");
    }

    /** @param {HTMLElement} item */
    reached(item) {
      const items = this.items();
      Atlas.leaveOneStop(items, item);
      for (const other of items) other.setAttribute("aria-selected", String(other === item));
      this.points.tell(this.shown[items.indexOf(item)]);
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
      const items = this.items(), from = items.indexOf(/** @type {HTMLElement} */ (event.target));
      if (from < 0 || Atlas.isShortcut(event)) return;
      const next = Atlas.itemFor(items, from, event.key);
      if (next) next.focus();
      else if (event.key === "Escape") this.map.getContainer().focus();
      else return;
      Atlas.keepKey(event);
    }
  };
})(window.Atlas);
