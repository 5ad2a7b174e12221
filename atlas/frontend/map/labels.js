// Write names on the map next to the markers: departamentos, municipios at a high zoom, neighbours, seas.
(function (Atlas) {
  "use strict";

  const CLOSE = 9.5; // from this zoom on municipios are named instead of departamentos
  // About the greatest width of a letter in pixels.
  const LETTERS = { departamento: 7.4, municipio: 7, country: 12.4, sea: 7.2 };
  const NARROW = 6.2; // a place with fewer pixels per letter is not named
  const HEIGHT = 11;
  const RIM = 3; // of a pin: a name may touch it

  /**
   * Return shifts in pixels, the nearest first.
   *
   * @param {number[]} columns
   * @param {number[]} rows
   */
  const grid = (columns, rows) =>
    columns.flatMap((x) => rows.map((y) => /** @type {Step} */ ([x, y])))
      .sort((one, other) => Math.hypot(...one) - Math.hypot(...other));
  const INSIDE = grid([0, -8, 8, -16, 16], [0, -6, 6, -12, 12, -18, 18, -24, 24]);
  const AROUND = grid([0, -20, 20, -40, 40, -60, 60], [0, -18, 18, -36, 36, -54, 54]);

  /**
   * @param {PixelBox} one
   * @param {PixelBox} other
   */
  const meet = (one, other) =>
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

  Atlas.Labels = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      this.drawnAs = "";
      map.createPane("labels").style.zIndex = "330";
      map.getPane("labels").style.pointerEvents = "none";
      this.drawn = L.layerGroup().addTo(map);
      map.on("moveend", () => this.draw());
    }

    // Write each name where it fits; a name without space is in the tooltip only.
    draw() {
      const taken = this.marks(), placed = [];
      for (const { steps, ...name } of [...this.inside(), ...this.around()]) {
        const free = steps.find((step) => !taken.some((box) => meet(box, this.box(name, step))));
        if (!free && name.isInside) continue;
        const shift = free ?? /** @type {Step} */ ([0, 0]);
        taken.push(this.box(name, shift));
        placed.push({ ...name, shift });
      }
      const drawnAs = JSON.stringify(placed);
      if (drawnAs === this.drawnAs) return;
      this.drawnAs = drawnAs;
      this.drawn.clearLayers();
      for (const name of placed) this.write(name, name.shift);
    }

    // The boxes of markers and numbers, which are drawn above names, in pixels.
    marks() {
      /** @type {PixelBox[]} */
      const boxes = [];
      this.map.eachLayer((layer) => {
        if (!(layer instanceof L.Marker) || layer.options.pane === "labels") return;
        const { iconSize: [width, height], iconAnchor: [left, top] = [width / 2, height / 2] } =
          layer.options.icon.options;
        const { x, y } = this.map.latLngToContainerPoint(layer.getLatLng());
        boxes.push([x - left + RIM, y - top + RIM, x - left + width - RIM, y - top + height - RIM]);
      });
      return boxes;
    }

    /** @returns {(NameOnMap & { steps: Step[] })[]} */
    around() {
      const { data, language } = this.app;
      return data.surroundings.map((surrounding) => ({
        at: surrounding.at,
        text: surrounding[`name_${language}`],
        kind: surrounding.kind,
        steps: AROUND,
      }));
    }

    /** @returns {(NameOnMap & { steps: Step[] })[]} */
    inside() {
      const isClose = this.map.getZoom() >= CLOSE, { data } = this.app, inView = this.map.getBounds();
      return Object.values(isClose ? data.municipios : data.departamentos)
        .filter(({ label }) => inView.contains(Atlas.latLng(label)))
        .map((place) => ({
          at: place.label,
          text: place.name,
          kind: isClose ? "municipio" : "departamento",
          isInside: true,
          steps: this.stepsIn(place),
        }));
    }

    /**
     * Return the shifts that keep a name inside its place; empty if the place is narrower than its name.
     *
     * @param {Place} place
     */
    stepsIn({ bounds: [west, south, east, north], name }) {
      const low = this.map.project([south, west]), high = this.map.project([north, east]);
      const room = (high.x - low.x - name.length * NARROW) / 2, height = (low.y - high.y) / 3;
      // A name may cross its border by a letter.
      return room < 0 ? [] : INSIDE.filter(([x, y]) => Math.abs(x) <= room + NARROW && Math.abs(y) <= height);
    }

    /**
     * @param {NameOnMap} name
     * @param {Step} step
     * @returns {PixelBox}
     */
    box({ at, text, kind }, [right, down]) {
      const { x, y } = this.map.latLngToContainerPoint(Atlas.latLng(at));
      const half = (text.length * LETTERS[kind]) / 2;
      return [x + right - half, y + down - HEIGHT / 2, x + right + half, y + down + HEIGHT / 2];
    }

    /**
     * @param {NameOnMap} name
     * @param {Step} shift
     */
    write({ at, text, kind }, [right, down]) {
      const icon = L.divIcon({
        html: Atlas.h("span", {}, text),
        className: `atlas-label atlas-label-${kind}`,
        iconSize: [0, 0],
        iconAnchor: [-right, -down],
      });
      L.marker(Atlas.latLng(at), { pane: "labels", interactive: false, keyboard: false, icon }).addTo(
        this.drawn,
      );
    }
  };
})(window.Atlas);
