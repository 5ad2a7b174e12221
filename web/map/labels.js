// Names on the map: departamentos, neighbours and seas, where there is room for them.
(function (Atlas) {
  "use strict";

  Atlas.Labels = class {
    constructor(map, app) {
      Object.assign(this, { map, app });
      map.createPane("labels").style.zIndex = 330;
      map.getPane("labels").style.pointerEvents = "none";
      this.group = L.layerGroup().addTo(map);
      this.sized = () => map.getPane("labels").setAttribute("data-zoom", Math.floor(map.getZoom()));
      map.on("zoomend", this.sized);
    }

    draw() {
      this.group.clearLayers();
      this.sized();
      const { data } = this.app;
      for (const place of Object.values(data.departamentos)) this.label(place.label, place.name, "departamento");
      for (const place of data.surroundings) this.label(place.at, place[`name_${this.app.language}`], place.kind);
    }

    label([longitude, latitude], text, kind) {
      const span = document.createElement("span");
      span.textContent = text;
      L.marker([latitude, longitude], { pane: "labels", interactive: false, keyboard: false,
        icon: L.divIcon({ html: span, className: `atlas-label atlas-label-${kind}`, iconSize: [0, 0] }) }).addTo(this.group);
    }
  };
})((window.Atlas = window.Atlas || {}));
