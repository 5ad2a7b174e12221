// Departamentos, municipios and what lies around them, drawn as finely as the zoom can show.
(function (Atlas) {
  "use strict";

  const LEVELS = [
    // So far out nearly all lies in view: to cut outlines at its edge takes longer than to draw what is outside.
    { below: 8.5, adm1: "adm1_500m", adm2: "adm2_500m", noClip: true },
    { below: Infinity, adm1: "adm1_200m", adm2: "adm2_200m" },
  ];
  const NEAR = 10.5; // from here on each departamento in view is drawn from its own 50 m file

  Atlas.PALETTES = {
    light: {
      land: "#fdfcf9",
      municipio: "#cfc9bb",
      departamento: "#857d6c",
      veil: "#d3d8dc",
      lake: "#b7d5e6",
      neighbour: "#eceae3",
      coast: "#a9a394",
      border: "#6a6354",
      strong: "#1c2b39",
    },
    dark: {
      land: "#2a343d",
      municipio: "#44525e",
      departamento: "#8496a5",
      veil: "#182027",
      lake: "#1d4258",
      neighbour: "#1a2127",
      coast: "#3a4650",
      border: "#93a3b0",
      strong: "#f2f5f7",
    },
  };

  Atlas.Boundaries = class {
    constructor(map, data, events) {
      Object.assign(this, { map, data, events });
      this.palette = Atlas.PALETTES.light;
      this.region = { departamentos: new Set(), municipios: new Set() };
      Object.assign(this, { fills: {}, looks: {} });
      this.asked = JSON.stringify([[], [], {}, {}]);
      this.levels = new Map();
      this.near = new Map();
      for (
        const [name, z] of [["context", 200], ["municipios", 300], ["departamentos", 320], ["shades", 340]]
      ) {
        map.createPane(name).style.zIndex = z;
      }
      map.getPane("departamentos").style.pointerEvents = "none";
      map.getPane("context").style.pointerEvents = "none";
      this.renderers = Object.fromEntries(["context", "municipios", "departamentos"].map((pane) => [
        pane,
        L.canvas({ pane, padding: 0.4, tolerance: 0 }),
      ]));
      map.on("zoomend moveend", () => this.refine());
    }

    async load() {
      await Promise.all([this.refine(), this.drawContext("context")]);
    }

    // Neighbours, and the border by neighbour: dashed where a dispute is before a court.
    async drawContext(name) {
      if (this.contextName === name || !this.data.layers[name]) return;
      this.contextName = name;
      const objects = await this.featuresOf(name);
      if (this.contextName !== name) return;
      for (const layer of this.context || []) layer.remove();
      const draw = (object, pane, style) =>
        L.geoJSON(objects[object] || [], {
          pane,
          renderer: this.renderers[pane],
          interactive: false,
          style,
        }).addTo(this.map);
      this.context = [
        draw(
          "neighbours",
          "context",
          () => ({
            color: this.palette.coast,
            weight: 1,
            fillColor: this.palette.neighbour,
            fillOpacity: this.transparent ? 0 : 1,
          }),
        ),
        draw(
          "border",
          "departamentos",
          ({ properties }) => ({
            color: this.palette.border,
            weight: 2.4,
            lineCap: "butt",
            dashArray: properties.disputed ? "7 6" : null,
          }),
        ),
      ];
    }

    // The layers of the level that the zoom asks for, fetched once and kept.
    level(level) {
      if (!this.levels.has(level.adm2)) {
        const names = ["adm1", "adm2"].map((kind) =>
          [level, ...LEVELS].map((one) => one[kind]).find((name) => this.data.layers[name])
        );
        this.levels.set(
          level.adm2,
          Promise.all(names.map((name) => this.featuresOf(name)))
            .then(([adm1, adm2]) => ({
              departamentos: this.outlines(adm1, level),
              municipios: this.areas(adm2, level),
            })),
        );
      }
      return this.levels.get(level.adm2);
    }

    // The features of a layer by object; none of one that the server withholds because its file is broken.
    async featuresOf(name) {
      const url = this.data.layers[name];
      return url ? Atlas.features(await Atlas.fetchJson(url)) : {};
    }

    outlines(objects, { noClip }) {
      return L.geoJSON(objects.departamentos || [], {
        noClip,
        pane: "departamentos",
        renderer: this.renderers.departamentos,
        interactive: false,
        style: (f) => this.departamentoStyle(f),
      });
    }

    areas(objects, { noClip } = {}) {
      const lakes = (objects.lakes || []).map((lake) => ({
        ...lake,
        properties: { ...lake.properties, lake: true },
      }));
      const layer = L.geoJSON([...(objects.municipios || []), ...lakes], {
        noClip,
        pane: "municipios",
        renderer: this.renderers.municipios,
        style: (f) => this.municipioStyle(f),
      });
      layer.bindTooltip((area) => this.events.area(area.feature.properties), {
        sticky: true,
        className: "atlas-tooltip",
      });
      layer.on("click", (event) => {
        L.DomEvent.stop(event);
        this.events.regionClicked(event.layer.feature.properties, event.latlng);
      });
      return layer;
    }

    async refine() {
      const zoom = this.map.getZoom();
      const wanted = LEVELS.find((level) => zoom < level.below);
      const isNew = !this.levels.has(wanted.adm2);
      const drawn = await this.level(wanted);
      if (this.drawn !== drawn && wanted === LEVELS.find((level) => this.map.getZoom() < level.below)) {
        if (this.drawn) [this.drawn.municipios, this.drawn.departamentos].forEach((layer) => layer.remove());
        this.drawn = drawn;
        [drawn.municipios, drawn.departamentos].forEach((layer) => layer.addTo(this.map));
        // New outlines are made in the style of the moment; what was kept may have another.
        if (!isNew || this.near.size || this.hasRegion()) this.restyle();
        this.events.refined();
      }
      await this.refineNear(zoom);
    }

    // Close up, replace the 200 m outlines by 50 m ones, a departamento at a time.
    async refineNear(zoom) {
      const view = this.map.getBounds();
      const codes = zoom < NEAR ? [] : Object.entries(this.data.departamentos)
        .filter(([, place]) => view.intersects(Atlas.bounds(place.bounds))).map(([code]) => Number(code));
      const changed = codes.length !== this.near.size || codes.some((code) => !this.near.has(code));
      if (!changed) return;
      if (this.context) await this.drawContext(zoom < NEAR ? "context" : "context_50m");
      for (const [code, layer] of this.near) {
        if (!codes.includes(code)) {
          layer.remove();
          this.near.delete(code);
        }
      }
      await Promise.all(
        codes.filter((code) => !this.near.has(code)).map(async (code) => {
          const name = `adm2_50m_${String(code).padStart(2, "0")}`;
          if (!this.data.layers[name]) return;
          const layer = this.areas(await this.featuresOf(name));
          if (this.map.getZoom() >= NEAR && !this.near.has(code)) this.near.set(code, layer.addTo(this.map));
        }),
      );
      this.restyle();
    }

    isChosen({ codigo_muni: municipio, codigo_depto: departamento }) {
      const { departamentos, municipios } = this.region;
      return municipios.has(municipio) || departamentos.has(departamento);
    }

    hasRegion() {
      return this.region.departamentos.size + this.region.municipios.size > 0;
    }

    municipioStyle({ properties }) {
      const { palette } = this;
      if (properties.lake) {
        return { color: palette.lake, weight: 0.6, fillColor: palette.lake, fillOpacity: 1 };
      }
      const chosen = this.hasRegion() && this.isChosen(properties);
      const veiled = this.hasRegion() && !chosen;
      const alone = this.region.municipios.has(properties.codigo_muni);
      // The lightest and the darkest colours are close to the ground of one theme: an outline tells them from it.
      const colour = veiled ? null : this.fills[properties.codigo_muni];
      const line = colour ? palette.departamento : palette.municipio;
      return {
        color: alone ? palette.strong : chosen ? palette.departamento : line,
        weight: alone ? 2.6 : chosen ? 1.1 : 0.7,
        fillColor: veiled ? palette.veil : Atlas.paint(colour, this.looks[colour]) || palette.land,
        fillOpacity: this.opacity(colour),
      };
    }

    // Over tiles the ground lets them through, and what an analysis colours still shows its colour.
    opacity(colour) {
      return !this.transparent ? 1 : colour ? 0.6 : 0.15;
    }

    departamentoStyle({ properties }) {
      const chosen = this.region.departamentos.has(properties.codigo_depto);
      return {
        color: chosen ? this.palette.strong : this.palette.departamento,
        weight: chosen ? 2.6 : 1.2,
        fill: false,
      };
    }

    restyle() {
      if (!this.drawn) return;
      // Under finer outlines the coarse ones would show beside them.
      const under = ({ properties }) => this.near.has(properties.codigo_depto) && !properties.lake;
      this.drawn.municipios.setStyle((feature) => ({
        stroke: !under(feature),
        fill: !under(feature),
        ...this.municipioStyle(feature),
      }));
      this.drawn.departamentos.setStyle((feature) => this.departamentoStyle(feature));
      for (const layer of this.near.values()) layer.setStyle((feature) => this.municipioStyle(feature));
      for (const layer of [this.drawn.municipios, ...this.near.values()]) this.lift(layer);
      for (const layer of this.context || []) layer.resetStyle();
    }

    // Draw the outline of chosen municipios over those of their neighbours.
    lift(layer) {
      if (!this.region.municipios.size) return;
      layer.eachLayer((area) => {
        if (this.region.municipios.has(area.feature.properties.codigo_muni)) area.bringToFront();
      });
    }

    emphasise(departamentos, municipios, fills = {}, looks = {}) {
      const asked = JSON.stringify([departamentos, municipios, fills, looks]);
      if (asked === this.asked) return;
      this.asked = asked;
      this.region = { departamentos: new Set(departamentos), municipios: new Set(municipios) };
      Object.assign(this, { fills, looks });
      this.restyle();
    }

    // Let a background of tiles show through.
    setTransparent(on) {
      if (this.transparent === on) return;
      this.transparent = on;
      this.restyle();
    }

    setTheme(name) {
      this.palette = Atlas.PALETTES[name];
      this.restyle();
    }

    // The outline of a departamento as it is drawn now.
    departamentoOf(code) {
      const found = [];
      this.drawn?.departamentos.eachLayer((area) => {
        if (area.feature.properties.codigo_depto === code) found.push(area.feature);
      });
      return found;
    }

    // The outlines of some municipios as they are drawn now, for shading.
    outlinesOf(codes) {
      const wanted = new Set(codes), found = [];
      this.drawn?.municipios.eachLayer((area) => {
        if (wanted.has(area.feature.properties.codigo_muni)) found.push(area.feature);
      });
      return found;
    }
  };

  // [west, south, east, north] as Leaflet's bounds.
  Atlas.bounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);
})(window.Atlas = window.Atlas || {});
