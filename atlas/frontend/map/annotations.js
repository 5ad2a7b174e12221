// Draw the arrows and notes of a scene above everything else on the map. They cannot be pressed.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const RIM = { color: "#fff", weight: 6, opacity: 0.9 };

  /**
   * Return the direction of an arrow on the map in degrees, clockwise from the right; it holds at every zoom.
   *
   * @param {{ x: number, y: number }} start in pixels at any zoom
   * @param {{ x: number, y: number }} end
   */
  Atlas.turnOf = (start, end) => Math.atan2(end.y - start.y, end.x - start.x) * 180 / Math.PI;

  /**
   * Return the classes of the words of an arrow or a note: off their arrow, left or right of their place.
   *
   * @param {{ from: Position, to?: Position | null }} annotation
   * @param {boolean} isLeft
   */
  Atlas.noteClass = function ({ from, to }, isLeft) {
    const above = !to ? "" : to[1] >= from[1] ? " atlas-note-below" : " atlas-note-above";
    return `atlas-note${isLeft ? " atlas-note-left" : ""}${above}`;
  };

  Atlas.Annotations = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} _app
     */
    constructor(map, _app) {
      this.map = map;
      map.createPane("annotations").style.zIndex = "640";
      this.group = L.layerGroup().addTo(map);
      /** @type {Annotation[]} */
      this.annotations = [];
      // Notes keep to the nearer side of the window, so that their words stay in it.
      map.on("moveend", () => this.draw(this.annotations));
    }

    /** @param {Annotation[] | undefined} annotations */
    draw(annotations = []) {
      this.annotations = annotations;
      this.group.clearLayers();
      for (const annotation of annotations) {
        if (annotation.to) this.arrow(annotation);
        if (annotation.text) this.note(annotation);
      }
    }

    /** @param {Annotation} annotation */
    arrow({ from, to, colour, spoken }) {
      const ends = [from, /** @type {Position} */ (to)].map(Atlas.latLng);
      const plain = { pane: "annotations", interactive: false, lineCap: "butt" };
      L.polyline(ends, { ...plain, ...RIM }).addTo(this.group);
      const line = L.polyline(ends, { ...plain, color: colour, weight: 3, opacity: 1 }).addTo(this.group);
      Atlas.setAttributes(line.getElement(), { role: "img", "aria-label": spoken });
      const [start, end] = ends.map((at) => this.map.project(at, 10));
      const style = `background:${colour};transform:rotate(${Atlas.turnOf(start, end)}deg)`;
      this.add(ends[1], h("span", { class: "atlas-arrowhead", style }));
    }

    /** @param {Annotation} annotation */
    note({ from, to, colour, text, spoken }) {
      const at = Atlas.latLng(from), middle = this.map.getSize().x / 2;
      const isLeft = this.map.latLngToContainerPoint(at).x > middle;
      const dot = to ? null : h("i", { style: `background:${colour}` });
      const words = h("span", { style: `border-color:${colour}` }, text);
      this.add(at, h("span", { class: Atlas.noteClass({ from, to }, isLeft) }, dot, words), spoken);
    }

    /**
     * @param {L.LatLng} at
     * @param {HTMLElement} element
     * @param {string} spoken
     */
    add(at, element, spoken = "") {
      const icon = L.divIcon({ html: element, className: "", iconSize: [0, 0] });
      // Above the lines of the same pane.
      const options = { icon, pane: "annotations", interactive: false, keyboard: false, zIndexOffset: 10000 };
      const marker = L.marker(at, options);
      marker.addTo(this.group);
      /** @type {Record<string, string>} */
      const told = spoken ? { role: "img", "aria-label": spoken } : { "aria-hidden": "true" };
      Atlas.setAttributes(marker.getElement(), told);
    }
  };
})(window.Atlas);
