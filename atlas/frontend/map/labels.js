// Names on the map: departamentos, close up municipios, neighbours and seas, beside the pins and not below them.
(function (Atlas) {
  "use strict";

  const CLOSE = 9.5; // from this zoom on municipios are named instead of departamentos
  const LETTERS = { departamento: 7.4, municipio: 7, country: 12.4, sea: 7.2 }; // width of a letter in pixels, at most about
  const NARROW = 6.2; // a place without that many pixels for each letter is not named
  const HEIGHT = 11;
  const RIM = 3; // of a pin: a name may touch it

  // Steps aside in pixels, the nearest first.
  const grid = (columns, rows) =>
    columns.flatMap((x) => rows.map((y) => [x, y])).sort((one, other) =>
      Math.hypot(...one) - Math.hypot(...other)
    );
  const INSIDE = grid([0, -8, 8, -16, 16], [0, -6, 6, -12, 12, -18, 18, -24, 24]);
  const AROUND = grid([0, -20, 20, -40, 40, -60, 60], [0, -18, 18, -36, 36, -54, 54]);

  const meet = (one, other) =>
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

  Atlas.Labels = class {
    constructor(map, app) {
      Object.assign(this, { map, app });
      map.createPane("labels").style.zIndex = 330;
      map.getPane("labels").style.pointerEvents = "none";
      this.drawn = L.layerGroup().addTo(map);
      map.on("moveend", () => this.draw());
    }

    // Write each name where it is read; one inside that has no room is left to the tooltip.
    draw() {
      const taken = this.marks(), put = [];
      for (const name of [...this.inside(), ...this.around()]) {
        const shift = name.steps.find((step) => !taken.some((box) => meet(box, this.box(name, step))));
        if (!shift && name.isInside) continue;
        const chosen = shift ?? [0, 0];
        taken.push(this.box(name, chosen));
        put.push({ ...name, steps: undefined, shift: chosen });
      }
      const same = JSON.stringify(put);
      if (same === this.same) return;
      this.same = same;
      this.drawn.clearLayers();
      for (const name of put) this.write(name);
    }

    // What stands above the names: pins and numbers, as [left, top, right, bottom] in pixels.
    marks() {
      const found = [];
      this.map.eachLayer((layer) => {
        if (!(layer instanceof L.Marker) || layer.options.pane === "labels") return;
        const { iconSize: [width, height], iconAnchor: [left, top] = [width / 2, height / 2] } =
          layer.options.icon.options;
        const { x, y } = this.map.latLngToContainerPoint(layer.getLatLng());
        found.push([x - left + RIM, y - top + RIM, x - left + width - RIM, y - top + height - RIM]);
      });
      return found;
    }

    around() {
      const { data, language } = this.app;
      return data.surroundings.map((place) => ({
        at: place.at,
        text: place[`name_${language}`],
        kind: place.kind,
        steps: AROUND,
      }));
    }

    inside() {
      const close = this.map.getZoom() >= CLOSE, { data } = this.app, view = this.map.getBounds();
      const kind = close ? "municipio" : "departamento";
      return Object.values(close ? data.municipios : data.departamentos)
        .filter(({ label: [longitude, latitude] }) => view.contains([latitude, longitude]))
        .map((place) => ({
          at: place.label,
          text: place.name,
          kind,
          isInside: true,
          steps: this.stepsIn(place),
        }));
    }

    // The steps that keep a name in its place; none where the place is narrower than its name.
    stepsIn({ bounds: [west, south, east, north], name }) {
      const [low, high] = [this.map.project([south, west]), this.map.project([north, east])];
      const room = (high.x - low.x - name.length * NARROW) / 2, height = (low.y - high.y) / 3;
      // A name may lean over its border by a letter.
      return room < 0 ? [] : INSIDE.filter(([x, y]) => Math.abs(x) <= room + NARROW && Math.abs(y) <= height);
    }

    box({ at: [longitude, latitude], text, kind }, [right, down]) {
      const { x, y } = this.map.latLngToContainerPoint([latitude, longitude]),
        half = (text.length * LETTERS[kind]) / 2;
      return [x + right - half, y + down - HEIGHT / 2, x + right + half, y + down + HEIGHT / 2];
    }

    write({ at: [longitude, latitude], text, kind, shift: [right, down] }) {
      const span = document.createElement("span");
      span.textContent = text;
      L.marker([latitude, longitude], {
        pane: "labels",
        interactive: false,
        keyboard: false,
        icon: L.divIcon({
          html: span,
          className: `atlas-label atlas-label-${kind}`,
          iconSize: [0, 0],
          iconAnchor: [-right, -down],
        }),
      }).addTo(this.drawn);
    }
  };
})(window.Atlas = window.Atlas || {});
