// Names on the map: departamentos, neighbours and seas, where there is room for them.
(function (Atlas) {
  "use strict";

  const LETTER = 6.2; // width of a letter in pixels, about

  Atlas.Labels = class {
    constructor(map, app) {
      Object.assign(this, { map, app, placed: [] });
      map.createPane("labels").style.zIndex = 330;
      map.getPane("labels").style.pointerEvents = "none";
      this.group = L.layerGroup().addTo(map);
      map.on("zoomend", () => this.thin());
    }

    draw() {
      this.group.clearLayers();
      const { data, language } = this.app;
      for (const place of data.surroundings) this.label(place.at, place[`name_${language}`], place.kind);
      this.placed = Object.values(data.departamentos).map((place) => ({ place, marker: this.label(place.label, place.name, "departamento") }));
      this.thin();
    }

    label([longitude, latitude], text, kind) {
      const span = document.createElement("span");
      span.textContent = text;
      return L.marker([latitude, longitude], { pane: "labels", interactive: false, keyboard: false,
        icon: L.divIcon({ html: span, className: `atlas-label atlas-label-${kind}`, iconSize: [0, 0] }) }).addTo(this.group);
    }

    // Show a departamento's name only where its departamento is wide enough for it.
    thin() {
      for (const { place, marker } of this.placed) {
        const [west, , east] = place.bounds;
        const [left, right] = [west, east].map((longitude) => this.map.project([place.label[1], longitude]).x);
        const element = marker.getElement();
        if (element) element.hidden = right - left < place.name.length * LETTER;
      }
    }
  };
})((window.Atlas = window.Atlas || {}));
