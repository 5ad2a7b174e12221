// Draw the overlay of an analysis: municipios by class, stretches, circles, proposed places and the legend.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const RIM = { color: "#fff", opacity: 0.9 }; // around a line, to keep it visible on a dark ground

  /**
   * Return {codigo_muni: colour}; `classes` has one character per municipio, in order of code.
   *
   * @param {AnalysisOverlay | undefined} overlay
   * @param {number[]} codes
   */
  Atlas.fillsOf = function (overlay, codes) {
    if (!overlay?.fills) return {};
    const { classes, colours } = overlay.fills;
    const fills = codes.map((code, row) => [code, colours[parseInt(classes[row], 36)]]);
    return Object.fromEntries(fills.filter(([, colour]) => colour));
  };

  /**
   * Return {colour: hatch} of an overlay whose classes do not differ in lightness.
   *
   * @param {AnalysisOverlay | undefined} overlay
   */
  Atlas.looksOf = function (overlay) {
    /** @type {Record<string, Look>} */
    const looks = {};
    for (const { colour, look } of overlay?.legend?.entries ?? []) if (look) looks[colour] = look;
    return looks;
  };

  Atlas.Overlay = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      map.createPane("overlay").style.zIndex = "350";
      this.rims = L.layerGroup().addTo(map);
      this.group = L.layerGroup().addTo(map);
      this.box = Atlas.boxOver(map, "atlas-analysis");
      this.box.hidden = true;
      this.codes = Object.keys(app.data.municipios).map(Number).sort((a, b) => a - b);
      /** @type {Record<string, string>} */
      this.colours = {};
      this.legendText = "null";
      this.points = new Atlas.Points(map, app);
      map.on("click", (event) => this.clicked(event.latlng));
    }

    /** @param {AnalysisOverlay | undefined} overlay */
    fills(overlay) {
      return Atlas.fillsOf(overlay, this.codes);
    }

    /**
     * Return the legend text for the colour of a municipio, or of its departamento if that is coloured.
     *
     * @param {{ codigo_muni: number, codigo_depto: number }} area
     */
    meaning({ codigo_muni: municipio, codigo_depto: departamento }) {
      const { fills, legend } = this.app.state?.overlay ?? {}, colour = this.colours[municipio];
      const entry = legend?.entries.find((other) => other.colour === colour);
      if (!colour || !legend || !entry) return null;
      const whose = fills?.whole ? `${this.app.data.departamentos[departamento]?.name}: ` : "";
      return `${legend.title} · ${whose}${entry.label}`;
    }

    /** @param {AnalysisOverlay | undefined} overlay */
    draw(overlay) {
      this.colours = this.fills(overlay);
      for (const layers of [this.rims, this.group]) layers.clearLayers();
      this.say(overlay);
      this.map.getContainer().classList.toggle("atlas-placing", Boolean(overlay?.placing));
      for (const circle of overlay?.circles ?? []) this.circle(circle);
      for (const line of overlay?.lines ?? []) this.line(line);
      for (const place of overlay?.places ?? []) this.place(place);
      this.points.show(overlay?.points);
    }

    /** @param {OverlayCircle} circle */
    circle({ at, radius_m: radius, colour, dashed }) {
      const centre = Atlas.latLng(at);
      const outline = { pane: "overlay", radius, dashArray: dashed ? "4 4" : null, interactive: false };
      L.circle(centre, { ...outline, ...RIM, weight: 3.2, fill: false }).addTo(this.rims);
      L.circle(centre, { ...outline, color: colour, weight: 1.4, fillOpacity: dashed ? 0 : 0.12 })
        .addTo(this.group);
    }

    /** @param {OverlayLine} line */
    line({ points, colour, label }) {
      const corners = points.map(Atlas.latLng);
      const look = this.app.state.overlay?.legend?.entries.find((entry) => entry.colour === colour)?.look;
      const dashes = look === "dashes" ? { dashArray: "14 7", lineCap: "butt" } : {};
      L.polyline(corners, { pane: "overlay", ...RIM, weight: 9, interactive: false }).addTo(this.rims);
      const path = L.polyline(corners, { pane: "overlay", color: colour, weight: 6, ...dashes });
      this.addPicture(path, label, { sticky: true });
    }

    /** @param {OverlayPlace} place */
    place({ at, colour, number, label }) {
      const disc = h("span", { class: "atlas-place", style: `background:${colour}` }, String(number));
      const icon = L.divIcon({ html: disc, className: "", iconSize: [28, 28] });
      this.addPicture(L.marker(Atlas.latLng(at), { icon, zIndexOffset: 500 }), label, { direction: "top" });
    }

    /**
     * Add a shape with a tooltip that cannot be pressed.
     *
     * @param {L.Path | L.MarkerLayer} layer
     * @param {string} label
     * @param {object} options
     */
    addPicture(layer, label, options) {
      layer.bindTooltip(() => h("span", {}, label), { className: "atlas-tooltip", ...options });
      layer.addTo(this.group);
      Atlas.setAttributes(layer.getElement(), { role: "img", "aria-label": label });
    }

    /** Write the legend if it changed. @param {AnalysisOverlay | undefined} overlay */
    say(overlay) {
      const text = JSON.stringify(overlay?.legend ?? null);
      if (text === this.legendText) return;
      this.legendText = text;
      this.drawLegend(overlay?.legend);
    }

    /** @param {OverlayLegend | undefined} legend */
    drawLegend(legend) {
      this.box.hidden = !legend;
      if (!legend) return;
      this.box.setAttribute("aria-label", legend.title);
      const entries = legend.entries.map((entry) => h("li", {}, Atlas.swatch(entry), entry.label));
      this.box.replaceChildren(h("strong", {}, legend.title), h("ul", {}, entries));
      if (legend.note) this.box.append(h("small", {}, legend.note));
    }

    /**
     * While the page asks for places, a click on the map chooses one instead of opening a municipio.
     *
     * @param {L.LatLng} at
     */
    clicked({ lat, lng }) {
      if (!this.isPlacing() || this.app.drawing.tool) return;
      this.app.tell({ point: { longitude: Number(lng.toFixed(5)), latitude: Number(lat.toFixed(5)) } });
    }

    isPlacing() {
      return Boolean(this.app.state?.overlay?.placing);
    }
  };
})(window.Atlas);
