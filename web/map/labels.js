// Names on the map: departamentos, close up municipios, neighbours and seas, where there is room for them.
(function (Atlas) {
  "use strict";

  const LETTER = 6.2; // width of a letter in pixels, about
  const CLOSE = 9.5; // from this zoom on municipios are named instead of departamentos

  Atlas.Labels = class {
    constructor(map, app) {
      Object.assign(this, { map, app });
      map.createPane("labels").style.zIndex = 330;
      map.getPane("labels").style.pointerEvents = "none";
      this.around = L.layerGroup().addTo(map);
      this.inside = L.layerGroup().addTo(map);
      map.on("moveend", () => this.drawInside());
    }

    // Names stay where they are while the language does; those inside follow the view by themselves.
    draw() {
      this.drawn = true;
      this.around.clearLayers();
      const { data, language } = this.app;
      for (const place of data.surroundings) this.label(this.around, place.at, place[`name_${language}`], place.kind);
      this.drawInside();
    }

    drawInside() {
      this.inside.clearLayers();
      const close = this.map.getZoom() >= CLOSE, { data } = this.app, view = this.map.getBounds();
      for (const place of Object.values(close ? data.municipios : data.departamentos)) {
        const [longitude, latitude] = place.label;
        if (view.contains([latitude, longitude]) && this.hasRoom(place)) {
          this.label(this.inside, place.label, place.name, close ? "municipio" : "departamento");
        }
      }
    }

    // Whether a place is wide enough on the screen for its name.
    hasRoom({ bounds: [west, , east], label: [, latitude], name }) {
      const [left, right] = [west, east].map((longitude) => this.map.project([latitude, longitude]).x);
      return right - left >= name.length * LETTER;
    }

    label(group, [longitude, latitude], text, kind) {
      const span = document.createElement("span");
      span.textContent = text;
      L.marker([latitude, longitude], { pane: "labels", interactive: false, keyboard: false,
        icon: L.divIcon({ html: span, className: `atlas-label atlas-label-${kind}`, iconSize: [0, 0] }) }).addTo(group);
    }
  };
})((window.Atlas = window.Atlas || {}));
