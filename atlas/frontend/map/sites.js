// Sites, each drawn as honestly as its position is known.
(function (Atlas) {
  "use strict";

  const hasPin = (site) => site.precision === "exact" || site.precision === "locality";
  const placeKey = (site) => `${site.layer} ${hasPin(site)} ${site.longitude} ${site.latitude}`;

  function grouped(sites) {
    const groups = new Map();
    for (const site of sites) {
      const key = placeKey(site);
      groups.set(key, [...(groups.get(key) || []), site]);
    }
    return [...groups.values()];
  }

  Atlas.Sites = class {
    constructor(map, data, boundaries, events) {
      Object.assign(this, { map, data, boundaries, events });
      this.drawn = L.layerGroup().addTo(map);
      this.shades = L.layerGroup().addTo(map);
      this.shaded = [];
      this.ring = L.layerGroup().addTo(map);
      this.markers = new Map();
    }

    // Draw `sites` (already filtered and on), and ring the selected one.
    draw(sites, selected) {
      const same = `${document.documentElement.lang} ${sites.map((site) => site.site_id).join(" ")}`;
      if (same !== this.same) this.events.keep(() => this.redraw(sites));
      this.same = same;
      this.select(selected);
    }

    redraw(sites) {
      this.drawn.clearLayers();
      this.markers.clear();
      this.groups = [];
      this.shaded = sites.filter((site) => site.precision === "municipio");
      this.shade();
      for (const group of grouped(sites.filter((site) => site.longitude !== null))) this.place(group);
    }

    place(group) {
      const [site] = group;
      const at = L.latLng(site.latitude, site.longitude);
      const { colour } = this.data.symbols[site.layer];
      const uncertainty = Math.max(...group.map((one) => one.uncertainty_m));
      if (site.precision !== "exact") {
        L.circle(at, { radius: uncertainty, pane: "shades", interactive: false, color: colour, fillColor: colour,
          weight: hasPin(site) ? 1.2 : 0, dashArray: "4 4", fillOpacity: hasPin(site) ? 0.1 : 0.28,
          className: hasPin(site) ? "atlas-uncertainty" : "atlas-zone" }).addTo(this.drawn);
      }
      const marker = L.marker(at, { icon: Atlas.icon(this.data.symbols[site.layer], site.precision, group.length), riseOnHover: true });
      marker.bindTooltip(() => this.events.tooltip(group), { className: "atlas-tooltip", direction: "top" });
      marker.on("click", () => { marker.closeTooltip(); this.events.siteClicked(group); });
      marker.addTo(this.drawn);
      marker.getElement()?.setAttribute("data-sites", group.map((one) => one.site_id).join(" "));
      marker.getElement()?.setAttribute("aria-label", this.events.described(group));
      this.groups.push({ marker, sites: group });
      for (const one of group) this.markers.set(one.site_id, marker);
    }

    // Shade the municipios of the sites that are known no finer; again whenever the outlines are redrawn.
    shade() {
      this.shades.clearLayers();
      this.outlines = [];
      for (const feature of this.boundaries.outlinesOf(this.shaded.map((site) => site.codigo_muni))) {
        const group = this.shaded.filter((site) => site.codigo_muni === feature.properties.codigo_muni);
        const { colour } = this.data.symbols[group[0].layer];
        const outline = L.geoJSON(feature, { pane: "shades", style: { color: colour, weight: 1.6, dashArray: "2 4", fillColor: colour,
          fillOpacity: 0.24, className: "atlas-shade" } })
          .bindTooltip(() => this.events.tooltip(group), { sticky: true, className: "atlas-tooltip" })
          .on("click", (event) => { L.DomEvent.stop(event); this.events.siteClicked(group); })
          .addTo(this.shades);
        this.reachable(outline, group);
      }
    }

    // A shaded municipio is a button like a pin is.
    reachable(outline, sites) {
      const element = outline.getLayers()[0].getElement();
      for (const [name, value] of Object.entries({ role: "button", tabindex: "-1", "aria-label": this.events.described(sites) })) {
        element?.setAttribute(name, value);
      }
      this.outlines.push({ element, sites, at: outline.getBounds().getCenter() });
    }

    // Every symbol and every shaded municipio: [{ element, sites, at }].
    stops() {
      const pins = (this.groups ?? []).map(({ marker, sites }) => ({ element: marker.getElement(), sites, at: marker.getLatLng() }));
      return [...pins, ...(this.outlines ?? [])];
    }

    select(siteId) {
      this.ring.clearLayers();
      for (const marker of new Set(this.markers.values())) marker.getElement()?.classList.remove("atlas-selected");
      const marker = this.markers.get(siteId);
      if (!marker) return;
      marker.getElement()?.classList.add("atlas-selected");
      L.circleMarker(marker.getLatLng(), { radius: 22, pane: "shades", interactive: false, className: "atlas-ring",
        color: this.boundaries.palette.strong, weight: 2.5, fill: false }).addTo(this.ring);
    }

    // Where a site is drawn; null for none, and for one that has no point.
    positionOf(site) { return site && site.longitude !== null ? L.latLng(site.latitude, site.longitude) : null; }
  };
})((window.Atlas = window.Atlas || {}));
