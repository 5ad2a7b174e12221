// Boundaries as they travel (TopoJSON or GeoJSON) into features that Leaflet draws.
(function (Atlas) {
  "use strict";

  function decodedArcs(topology) {
    const { scale, translate } = topology.transform;
    return topology.arcs.map((arc) => {
      let x = 0, y = 0;
      return arc.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
      });
    });
  }

  function joined(arcs, indexes) {
    const points = [];
    for (const index of indexes) {
      const arc = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
      for (let i = points.length ? 1 : 0; i < arc.length; i++) points.push(arc[i]);
    }
    return points;
  }

  const coordinates = {
    LineString: (arcs, geometry) => joined(arcs, geometry.arcs),
    MultiLineString: (arcs, geometry) => geometry.arcs.map((line) => joined(arcs, line)),
    Polygon: (arcs, geometry) => geometry.arcs.map((ring) => joined(arcs, ring)),
    MultiPolygon: (arcs, geometry) => geometry.arcs.map((rings) => rings.map((ring) => joined(arcs, ring))),
    Point: (_arcs, geometry) => geometry.coordinates,
  };

  // {object name: [GeoJSON feature]} of a TopoJSON topology.
  Atlas.features = function (topology) {
    const arcs = decodedArcs(topology);
    const feature = (geometry) => ({
      type: "Feature",
      properties: geometry.properties || {},
      geometry: { type: geometry.type, coordinates: coordinates[geometry.type](arcs, geometry) },
    });
    return Object.fromEntries(
      Object.entries(topology.objects).map(([name, object]) => [
        name,
        (object.geometries || [object]).filter((geometry) => geometry.type).map(feature),
      ]),
    );
  };

  const early = new Map();

  // Ask for what will be needed while it is not yet known what for.
  Atlas.prefetch = function (urls) {
    for (const url of urls) early.set(url, fetched(url));
  };

  Atlas.fetchJson = function (url) {
    const known = early.get(url);
    early.delete(url);
    return known || fetched(url);
  };

  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  }
})(window.Atlas = window.Atlas || {});
