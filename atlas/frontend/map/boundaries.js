// Draw departamentos, municipios and their surroundings in the detail that the zoom can show.
(function (Atlas) {
  "use strict";

  const FINE = 8.5; // below this zoom, municipios recede behind departamentos

  /** @type {DrawnLevel[]} */
  const LEVELS = [
    // At this zoom nearly everything is in view, so clipping takes longer than drawing the rest.
    { below: FINE, adm1: "adm1_500m", adm2: "adm2_500m", noClip: true },
    { below: Infinity, adm1: "adm1_200m", adm2: "adm2_200m" },
  ];
  const NEAR = 10.5; // from here on each departamento in view is drawn from its own 50 m file
  const NEAR_FILES = "adm2_50m_";
  const DEPTHS = { context: 200, municipios: 300, departamentos: 320, shades: 340 };

  /** @type {Record<Theme, Palette>} */
  const PALETTES = {
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

  /** @param {number} zoom */
  const levelAt = (zoom) => /** @type {DrawnLevel} */ (LEVELS.find((level) => zoom < level.below));

  Atlas.Boundaries = class {
    /**
     * @param {L.Map} map
     * @param {AtlasTables} data
     * @param {MapEvents} events
     */
    constructor(map, data, events) {
      this.map = map;
      this.data = data;
      this.events = events;
      this.palette = PALETTES.light;
      /** @type {{ departamentos: Set<number>, municipios: Set<number> }} */
      this.region = { departamentos: new Set(), municipios: new Set() };
      /** @type {Record<string, string>} */
      this.fills = {};
      /** @type {Record<string, Look>} */
      this.looks = {};
      this.emphasis = JSON.stringify([[], [], {}, {}]);
      /** @type {Map<string, Promise<DrawnOutlines>>} */
      this.levels = new Map();
      /** @type {Map<number, DrawnOutlines>} */
      this.near = new Map();
      /** @type {Map<string, Record<string, Feature[]>>} */
      this.prepared = new Map();
      /** @type {L.GeoJSON[] | undefined} */
      this.context = undefined;
      /** @type {DrawnOutlines | undefined} */
      this.drawn = undefined;
      /** @type {L.GeoJSON | undefined} */
      this.chosen = undefined;
      this.contextName = "";
      /** @type {boolean | undefined} */
      this.transparent = undefined;
      for (const [pane, depth] of Object.entries(DEPTHS)) map.createPane(pane).style.zIndex = String(depth);
      for (const pane of ["departamentos", "context"]) map.getPane(pane).style.pointerEvents = "none";
      this.renderers = {
        context: Atlas.canvas(map, "context"),
        municipios: Atlas.canvas(map, "municipios"),
        departamentos: Atlas.canvas(map, "departamentos"),
      };
      map.on("zoomend moveend", () => this.refine());
    }

    async load() {
      await this.refine();
      performance.mark("atlas-outlines");
    }

    /** Draw the neighbours and the border in the detail of the view; what cannot be fetched is left out. */
    async drawSurroundings() {
      const isNear = this.map.getZoom() >= NEAR && "context_50m" in this.data.layers;
      await this.drawContext(isNear ? "context_50m" : "context").catch(() => {});
    }

    // Read every outline before a view needs it, for a page that contains them all.
    async prepare() {
      await Promise.all(LEVELS.map((level) => this.outlinesAt(level)));
      for (const name of Object.keys(this.data.layers).filter((layer) => layer.includes("_50m"))) {
        this.prepared.set(name, await this.featuresOf(name)); // at once where it is prepared already
      }
    }

    /**
     * Draw the neighbours and the border, dashed where a dispute is before a court.
     *
     * @param {string} name
     */
    async drawContext(name) {
      if (this.contextName === name || !this.data.layers[name]) return;
      this.contextName = name;
      const { neighbours = [], border = [] } = await this.featuresOf(name);
      if (this.contextName !== name) return;
      for (const layer of this.context || []) layer.remove();
      /**
       * @param {Feature[]} features
       * @param {"context" | "departamentos"} pane
       * @param {(feature: Feature) => object} style
       */
      const draw = (features, pane, style) =>
        L.geoJSON(features, { pane, renderer: this.renderers[pane], interactive: false, style }).addTo(
          this.map,
        );
      this.context = [
        draw(neighbours, "context", () => ({
          color: this.palette.coast,
          weight: 1,
          fillColor: this.palette.neighbour,
          fillOpacity: this.transparent ? 0 : 1,
        })),
        draw(border, "departamentos", ({ properties }) => ({
          color: this.palette.border,
          weight: 2.4,
          lineCap: "butt",
          dashArray: properties.disputed ? "7 6" : null,
        })),
      ];
    }

    /** Return the outlines of a level, fetched once and cached. @param {DrawnLevel} level */
    outlinesAt(level) {
      const kept = this.levels.get(level.adm2);
      if (kept) return kept;
      /** Return the layer of this level, or of the next one that the server has. @param {"adm1" | "adm2"} kind */
      const nameOf = (kind) =>
        [level, ...LEVELS].map((other) => other[kind]).find((name) => this.data.layers[name]);
      const outlines = Promise.all([this.featuresOf(nameOf("adm1")), this.featuresOf(nameOf("adm2"))])
        .then(([adm1, adm2]) => ({
          departamentos: this.departamentosOf(adm1, level),
          municipios: this.municipiosOf(adm2, level),
        }));
      this.levels.set(level.adm2, outlines);
      return outlines;
    }

    /**
     * Return the features of a layer by object; empty if the server omits the layer because its file is broken.
     * The file of one departamento has its outline as well.
     *
     * @param {string | undefined} name
     * @returns {Promise<Record<string, Feature[]>>}
     */
    async featuresOf(name) {
      const url = name && this.data.layers[name], prepared = name && this.prepared.get(name);
      if (prepared) return prepared;
      if (!url) return {};
      const topology = await Atlas.fetchJson(url), features = Atlas.features(topology);
      return name.startsWith(NEAR_FILES) ? { ...features, outline: [Atlas.outline(topology)] } : features;
    }

    /**
     * @param {Record<string, Feature[]>} objects
     * @param {{ noClip?: boolean }} level
     */
    departamentosOf(objects, { noClip }) {
      return L.geoJSON(objects.departamentos || [], {
        noClip,
        pane: "departamentos",
        renderer: this.renderers.departamentos,
        interactive: false,
        style: () => this.departamentoStyle(),
      });
    }

    /**
     * @param {Record<string, Feature[]>} objects
     * @param {{ noClip?: boolean }} level
     */
    municipiosOf({ municipios = [], lakes = [] }, { noClip } = {}) {
      const water = lakes.map((lake) => ({ ...lake, properties: { ...lake.properties, lake: true } }));
      const layer = L.geoJSON([...municipios, ...water], {
        noClip,
        pane: "municipios",
        renderer: this.renderers.municipios,
        style: (/** @type {Feature} */ feature) => this.municipioStyle(feature),
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
      const zoom = this.map.getZoom(), level = levelAt(zoom);
      const isNew = !this.levels.has(level.adm2);
      const outlines = await this.outlinesAt(level);
      if (this.drawn !== outlines && level === levelAt(this.map.getZoom())) {
        for (const layer of this.drawnLayers()) layer.remove();
        this.drawn = outlines;
        for (const layer of this.drawnLayers()) layer.addTo(this.map);
        // New outlines have the current style; cached ones may have another.
        if (!isNew || this.near.size || this.hasRegion()) this.restyle();
        this.events.refined();
      }
      await this.refineNear(zoom);
    }

    drawnLayers() {
      return this.drawn ? [this.drawn.municipios, this.drawn.departamentos] : [];
    }

    /** At a high zoom, replace the 200 m outlines by 50 m ones, one departamento at a time. @param {number} zoom */
    async refineNear(zoom) {
      const inView = this.map.getBounds();
      const codes = zoom < NEAR ? [] : Object.entries(this.data.departamentos)
        .filter(([, place]) => inView.intersects(Atlas.bounds(place.bounds))).map(([code]) => Number(code));
      const isSame = codes.length === this.near.size && codes.every((code) => this.near.has(code));
      if (isSame) return;
      if (this.context) await this.drawSurroundings();
      for (const [code, drawn] of this.near) {
        if (codes.includes(code)) continue;
        for (const layer of Object.values(drawn)) layer.remove();
        this.near.delete(code);
      }
      await Promise.all(
        codes.filter((code) => !this.near.has(code)).map(async (code) => {
          const name = `${NEAR_FILES}${String(code).padStart(2, "0")}`;
          if (!this.data.layers[name]) return;
          const features = await this.featuresOf(name);
          if (this.map.getZoom() < NEAR || this.near.has(code)) return;
          const departamentos = (features.outline ?? []).map((line) => ({
            ...line,
            properties: { ...line.properties, codigo_depto: code },
          }));
          const drawn = {
            municipios: this.municipiosOf(features),
            departamentos: this.departamentosOf({ departamentos }, {}),
          };
          for (const layer of Object.values(drawn)) layer.addTo(this.map);
          this.near.set(code, drawn);
        }),
      );
      this.restyle();
    }

    /** @param {AreaProperties} area */
    isChosen({ codigo_muni: municipio, codigo_depto: departamento }) {
      const { departamentos, municipios } = this.region;
      return municipios.has(municipio) || departamentos.has(departamento);
    }

    hasRegion() {
      return this.region.departamentos.size + this.region.municipios.size > 0;
    }

    /** @param {Feature} feature */
    municipioStyle({ properties }) {
      const { palette } = this;
      if (properties.lake) {
        return { color: palette.lake, weight: 0.6, fillColor: palette.lake, fillOpacity: 1 };
      }
      const isChosen = this.hasRegion() && this.isChosen(properties);
      const isVeiled = this.hasRegion() && !isChosen;
      // The lightest and darkest colours resemble the ground of one theme, so they need an outline.
      const colour = isVeiled ? null : this.fills[properties.codigo_muni];
      const line = colour ? palette.departamento : palette.municipio;
      const ground = isVeiled ? palette.veil : palette.land;
      return {
        color: isChosen ? palette.departamento : line,
        weight: isChosen ? 1.1 : colour || this.map.getZoom() >= FINE ? 0.7 : 0.35,
        fillColor: colour ? Atlas.paint(colour, this.looks[colour]) : ground,
        fillOpacity: this.opacity(colour),
      };
    }

    /**
     * Return the opacity: the ground is transparent over tiles, the colours of an analysis stay visible.
     *
     * @param {string | null | undefined} colour
     */
    opacity(colour) {
      return !this.transparent ? 1 : colour ? 0.6 : 0.15;
    }

    departamentoStyle() {
      return { color: this.palette.departamento, weight: 1.2, fill: false };
    }

    /** Draw everything in the colours of the theme, and the coarse outlines where there are no finer ones. */
    restyle() {
      this.events.restyled();
      this.drawn?.departamentos.setStyle((feature) => ({
        stroke: !this.near.has(feature.properties.codigo_depto),
        ...this.departamentoStyle(),
      }));
      for (const { departamentos } of this.near.values()) {
        departamentos.setStyle(() => this.departamentoStyle());
      }
      for (const layer of this.context || []) layer.resetStyle();
      this.restyleRegion();
    }

    /** Draw what the region and the colours of an analysis change. */
    restyleRegion() {
      if (!this.drawn) return;
      // The coarse outlines would be visible next to the finer ones.
      this.drawn.municipios.setStyle((feature) => {
        const isSeen = !this.near.has(feature.properties.codigo_depto) || Boolean(feature.properties.lake);
        return { stroke: isSeen, fill: isSeen, ...this.municipioStyle(feature) };
      });
      for (const { municipios } of this.near.values()) {
        municipios.setStyle((feature) => this.municipioStyle(feature));
      }
      this.outlineChosen();
      // The dashes of a disputed border stay above every other line.
      this.context?.at(-1)?.bringToFront();
    }

    /** Draw the outlines of the region above those of its neighbours. */
    outlineChosen() {
      this.chosen?.remove();
      if (!this.hasRegion() || !this.drawn) return;
      const { departamentos, municipios } = this.region, outlines = [...this.near.values()];
      /** @param {AreaProperties} area */
      const isFar = (area) => !this.near.has(area.codigo_depto);
      /** @param {AreaProperties} area */
      const isDepartamento = (area) => departamentos.has(area.codigo_depto);
      /** @param {AreaProperties} area */
      const isMunicipio = (area) => municipios.has(area.codigo_muni);
      const features = [
        ...drawnFeatures(this.drawn.departamentos, (area) => isDepartamento(area) && isFar(area)),
        ...drawnFeatures(this.drawn.municipios, (area) => isMunicipio(area) && isFar(area)),
        ...outlines.flatMap((near) => drawnFeatures(near.departamentos, isDepartamento)),
        ...outlines.flatMap((near) => drawnFeatures(near.municipios, isMunicipio)),
      ];
      this.chosen = L.geoJSON(features, {
        pane: "departamentos",
        renderer: this.renderers.departamentos,
        interactive: false,
        style: () => ({ color: this.palette.strong, weight: 2.6, fill: false }),
      }).addTo(this.map);
    }

    /**
     * @param {number[]} departamentos
     * @param {number[]} municipios
     * @param {Record<string, string>} fills
     * @param {Record<string, Look>} looks
     */
    emphasise(departamentos, municipios, fills = {}, looks = {}) {
      const emphasis = JSON.stringify([departamentos, municipios, fills, looks]);
      if (emphasis === this.emphasis) return;
      this.emphasis = emphasis;
      this.region = { departamentos: new Set(departamentos), municipios: new Set(municipios) };
      this.fills = fills;
      this.looks = looks;
      this.events.restyled();
      this.restyleRegion();
    }

    /** Make the ground transparent over tiles. @param {boolean} isTransparent */
    setTransparent(isTransparent) {
      if (this.transparent === isTransparent) return;
      this.transparent = isTransparent;
      this.restyle();
    }

    /** @param {Theme} theme */
    setTheme(theme) {
      this.palette = PALETTES[theme];
      this.restyle();
    }

    /** Return the drawn outline of a departamento. @param {number} code */
    departamentoOutlines(code) {
      return drawnFeatures(this.drawn?.departamentos, ({ codigo_depto }) => codigo_depto === code);
    }

    /** Return the drawn outlines of municipios. @param {number[]} codes */
    municipioOutlines(codes) {
      return drawnFeatures(this.drawn?.municipios, ({ codigo_muni }) => codes.includes(codigo_muni));
    }
  };

  /**
   * @param {L.GeoJSON | undefined} layer
   * @param {(properties: AreaProperties) => boolean} isWanted
   */
  function drawnFeatures(layer, isWanted) {
    /** @type {Feature[]} */
    const features = [];
    layer?.eachLayer(({ feature }) => {
      if (isWanted(feature.properties)) features.push(feature);
    });
    return features;
  }
})(window.Atlas);
