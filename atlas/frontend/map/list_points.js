// Points of the reader's own list on one canvas, and in a list beside it for who reads by keyboard.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;

  const SCALE = 1e5; // positions travel as whole hundred-thousandths of a degree
  const CLUSTER = 54; // pixels within which points are drawn as one cluster
  const NEAR = 9; // pixels within which the mouse means a point
  const HEAT = 16; // radius of the warmth around a point, in pixels

  Atlas.Points = class {
    constructor(map, app) {
      Object.assign(this, { map, app, wanted: null, data: null, marks: [] });
      map.createPane("points").style.zIndex = 450;
      map.getPane("points").style.pointerEvents = "none";
      this.canvas = L.DomUtil.create("canvas", "atlas-points", map.getPane("points"));
      this.tooltip = L.tooltip({ className: "atlas-tooltip", direction: "top" });
      this.list = new Atlas.PointsList(map, app, this);
      map.on("moveend resize", () => this.moved());
      map.on("zoomstart", () => {
        this.canvas.style.opacity = 0;
        this.map.closeTooltip(this.tooltip);
      });
      map.on("mousemove", (event) => this.hover(event));
    }

    // What the server asks to be drawn: {url, mode, colour, colours, breaks, words}, or nothing.
    async show(wanted) {
      const before = this.wanted;
      this.wanted = wanted ?? null;
      if (!wanted) {
        this.data = null;
        this.draw();
        return;
      }
      if (before?.url !== wanted.url) await this.load();
      else this.draw();
    }

    async load() {
      const { wanted } = this, asked = this.asked = {};
      this.state("loading");
      const padded = this.map.getBounds().pad(0.2);
      const view = [padded.getWest(), padded.getSouth(), padded.getEast(), padded.getNorth()].map((edge) =>
        edge.toFixed(4)
      );
      const response = await fetch(`${wanted.url}?view=${view.join(",")}`);
      if (asked !== this.asked) return;
      this.data = response.ok ? await response.json() : null;
      if (asked === this.asked) this.draw();
    }

    moved() {
      if (this.wanted && this.data && !this.data.whole) this.load();
      else this.draw();
    }

    state(name, count = 0) {
      Object.assign(document.documentElement.dataset, { own: name, ownMarks: count });
    }

    draw() {
      const { map, canvas, data, wanted } = this;
      const size = map.getSize(), sharp = window.devicePixelRatio || 1;
      canvas.width = size.x * sharp;
      canvas.height = size.y * sharp;
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px`, opacity: 1 });
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      this.marks = [];
      // What is counted one by one stands before the sites of the atlas, what covers ground behind them.
      map.getPane("points").style.zIndex = ["points", "clusters"].includes(wanted?.mode) ? 610 : 450;
      if (!wanted || !data) {
        this.state(wanted ? "gone" : "none");
        this.list.fill();
        return;
      }
      const brush = canvas.getContext("2d");
      brush.scale(sharp, sharp);
      this[wanted.mode](brush, size);
      this.list.fill();
      this.state("drawn", this.marks.length);
    }

    // The points in view as pixels.
    seen(size, margin) {
      const { x, y, n } = this.data, found = [];
      for (let i = 0; i < x.length; i += 1) {
        const at = this.map.latLngToContainerPoint([y[i] / SCALE, x[i] / SCALE]);
        if (at.x > -margin && at.y > -margin && at.x < size.x + margin && at.y < size.y + margin) {
          found.push({
            x: at.x,
            y: at.y,
            n: n ? n[i] : 1,
            i,
            r: n ? Math.min(3 + 1.1 * Math.log2(n[i]), 15) : 4,
          });
        }
      }
      return found;
    }

    points(brush, size) {
      this.marks = this.seen(size, 20);
      brush.fillStyle = this.wanted.colour;
      brush.strokeStyle = "#fff";
      brush.lineWidth = 1;
      for (const mark of this.marks) this.disc(brush, mark, mark.n > 1 ? 0.62 : 0.85);
    }

    disc(brush, { x, y, r }, strength) {
      brush.beginPath();
      brush.arc(x, y, r, 0, 2 * Math.PI);
      brush.globalAlpha = strength;
      brush.fill();
      brush.globalAlpha = 1;
      brush.stroke();
    }

    clusters(brush, size) {
      this.marks = this.grouped(this.seen(size, CLUSTER));
      brush.textAlign = "center";
      brush.textBaseline = "middle";
      brush.lineWidth = 1.5;
      for (const mark of this.marks) {
        mark.r = mark.n === 1 ? 5 : 10 + 3.2 * Math.log10(mark.n) * 1.6;
        brush.fillStyle = this.wanted.colour;
        brush.strokeStyle = "#fff";
        this.disc(brush, mark, 0.88);
        if (mark.n === 1) continue;
        brush.fillStyle = "#fff";
        brush.font = "600 11px system-ui, sans-serif";
        brush.fillText(this.short(mark.n), mark.x, mark.y + 0.5);
      }
    }

    // Points within one cell of the earth's own grid together, so that panning regroups none.
    grouped(seen) {
      const origin = this.map.getPixelBounds().min, cells = new Map();
      for (const { x, y, n, i } of seen) {
        const key = `${Math.floor((x + origin.x) / CLUSTER)} ${Math.floor((y + origin.y) / CLUSTER)}`;
        const cell = cells.get(key) ?? { x: 0, y: 0, n: 0, i };
        cells.set(key, { x: cell.x + x * n, y: cell.y + y * n, n: cell.n + n, i: cell.i });
      }
      return [...cells.values()].map(({ x, y, n, i }) => ({ x: x / n, y: y / n, n, i }));
    }

    short(n) {
      return new Intl.NumberFormat(Atlas.locale(this.app.language), {
        notation: "compact",
        maximumFractionDigits: 1,
      }).format(n);
    }

    heat(brush, size) {
      const seen = this.seen(size, HEAT * 2);
      this.marks = seen.map((mark) => ({ ...mark, r: 0 }));
      const warm = new Float32Array(Math.ceil(size.x / 2) * Math.ceil(size.y / 2));
      const width = Math.ceil(size.x / 2), height = Math.ceil(size.y / 2), reach = HEAT / 2;
      for (const { x, y, n } of seen) {
        this.warmed(warm, width, height, { x: Math.round(x / 2), y: Math.round(y / 2), n, reach });
      }
      this.coloured(brush, warm, width, height, size);
    }

    warmed(warm, width, height, { x, y, n, reach }) {
      for (let row = Math.max(0, y - 2 * reach); row <= Math.min(height - 1, y + 2 * reach); row += 1) {
        for (
          let column = Math.max(0, x - 2 * reach);
          column <= Math.min(width - 1, x + 2 * reach);
          column += 1
        ) {
          const away = ((row - y) ** 2 + (column - x) ** 2) / (reach * reach);
          if (away < 4) warm[row * width + column] += n * Math.exp(-1.6 * away);
        }
      }
    }

    // The warmest place on screen has the last colour; half as many points are one step of the root.
    coloured(brush, warm, width, height, size) {
      const most = warm.reduce((a, b) => Math.max(a, b), 0) || 1;
      const ramp = this.wanted.colours.map(Atlas.channels), ink = Atlas.channels(this.ink);
      const image = new ImageData(width, height);
      const share = (i) => Math.sqrt(warm[i] / most);
      const stepOf = (
        i,
      ) => (share(i) < 0.04 ? -1 : Math.min(ramp.length - 1, Math.floor(share(i) * ramp.length)));
      for (let i = 0; i < warm.length; i += 1) {
        const step = stepOf(i);
        // A line between the steps, as on a map of heights: the warmest lies within the most of them.
        if (i >= width && (step !== stepOf(i - 1) || step !== stepOf(i - width))) {
          image.data.set([...ink, 150], 4 * i);
        } else if (step >= 0) image.data.set([...ramp[step], 60 + 160 * share(i)], 4 * i);
      }
      const small = document.createElement("canvas");
      small.width = width;
      small.height = height;
      small.getContext("2d").putImageData(image, 0, 0);
      brush.imageSmoothingEnabled = true;
      brush.drawImage(small, 0, 0, size.x, size.y);
    }

    // What is seen on the ground of the theme.
    get ink() {
      return this.app.boundaries.palette.strong;
    }

    hexagons(brush) {
      const { rings, n } = this.data, { breaks, colours } = this.wanted;
      brush.strokeStyle = this.ink;
      brush.lineWidth = 0.7;
      rings.forEach((ring, i) => {
        const corners = [0, 2, 4, 6, 8, 10].map((at) =>
          this.map.latLngToContainerPoint([ring[at + 1] / SCALE, ring[at] / SCALE])
        );
        brush.beginPath();
        corners.forEach(({ x, y }, nth) => (nth ? brush.lineTo(x, y) : brush.moveTo(x, y)));
        brush.closePath();
        brush.globalAlpha = 0.78;
        const nth = breaks.findIndex((most) => n[i] <= most);
        brush.fillStyle = colours[nth < 0 ? colours.length - 1 : nth];
        brush.fill();
        brush.globalAlpha = 1;
        brush.stroke();
        const middle = {
          x: corners.reduce((sum, at) => sum + at.x, 0) / 6,
          y: corners.reduce((sum, at) => sum + at.y, 0) / 6,
        };
        this.marks.push({
          ...middle,
          n: n[i],
          r: Math.hypot(corners[0].x - middle.x, corners[0].y - middle.y) * 0.85,
        });
      });
    }

    hover({ containerPoint, latlng }) {
      if (!this.wanted || this.wanted.mode === "heat") return;
      let best = null, least = Infinity;
      for (const mark of this.marks) {
        const away = Math.hypot(mark.x - containerPoint.x, mark.y - containerPoint.y);
        if (away < least && away <= Math.max(mark.r, NEAR)) {
          best = mark;
          least = away;
        }
      }
      if (!best) {
        this.map.closeTooltip(this.tooltip);
        return;
      }
      this.tell(best, latlng);
    }

    wordsOf({ n, i }) {
      const label = n === 1 ? this.data.labels?.[i] : null;
      return label ||
        Atlas.fill(n === 1 ? this.wanted.words.one : this.wanted.words.many, {
          count: n.toLocaleString(Atlas.locale(this.app.language)),
        });
    }

    positionOf({ i }) {
      return i === undefined ? null : L.latLng(this.data.y[i] / SCALE, this.data.x[i] / SCALE);
    }

    // Say beside a mark what it is.
    tell(mark, at = this.map.containerPointToLatLng([mark.x, mark.y])) {
      this.tooltip.setLatLng(at).setContent(Atlas.h("span", {}, this.wordsOf(mark)));
      this.map.openTooltip(this.tooltip);
    }
  };

  // Points of the reader's own list by keyboard: a canvas has no parts to reach, so what it shows in this view stands in
  // a list beside it, which is seen while the reader is in it.

  const MOST = 200; // more than anyone walks through: closer up there are fewer
  const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  Atlas.PointsList = class {
    constructor(map, app, points) {
      Object.assign(this, { map, app, points });
      this.list = h("ul", { role: "listbox" });
      this.hint = h("p", {});
      this.box = Atlas.overlay(map, "atlas-places atlas-own-list", "");
      this.box.append(this.hint, this.list);
      this.box.hidden = true;
      this.list.addEventListener("keydown", (event) => this.pressed(event));
      this.list.addEventListener("focusin", (event) => this.reached(event.target));
    }

    // Write the list anew, unless the reader is in it: what they read does not move the map.
    fill() {
      if (this.list.contains(document.activeElement)) return;
      const { app, points } = this, marks = points.wanted?.mode === "heat" ? [] : points.marks;
      this.box.hidden = !marks.length;
      this.shown = [...marks].sort((a, b) => b.n - a.n).slice(0, MOST);
      for (const part of [this.box, this.list]) part.setAttribute("aria-label", app.t("map.own_list"));
      this.hint.textContent = app.t("map.own_keys", { shown: this.shown.length, count: marks.length });
      this.list.replaceChildren(
        ...this.shown.map((mark, n) =>
          h(
            "li",
            { role: "option", tabindex: n ? "-1" : "0" },
            `${points.wordsOf(mark)} · ${this.placeOf(mark)}`,
          )
        ),
      );
    }

    // A single point says its own position, what stands for several says where it is drawn.
    placeOf(mark) {
      const own = mark.n === 1 && this.points.positionOf(mark);
      const { lat, lng } = own || this.map.containerPointToLatLng([mark.x, mark.y]);
      return [lat, lng].map((degrees) => degrees.toFixed(3).replace("-", "−")).join(", ");
    }

    reached(item) {
      const items = [...this.list.children];
      for (const one of items) {
        one.tabIndex = one === item ? 0 : -1;
        one.setAttribute("aria-selected", String(one === item));
      }
      this.points.tell(this.shown[items.indexOf(item)]);
    }

    pressed(event) {
      const items = [...this.list.children], n = items.indexOf(event.target);
      if (n < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in STEPS) items.at((n + STEPS[event.key]) % items.length).focus();
      else if (event.key === "Home" || event.key === "End") items.at(event.key === "Home" ? 0 : -1).focus();
      else if (event.key === "Escape") this.map.getContainer().focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
  };
})(window.Atlas = window.Atlas || {});
