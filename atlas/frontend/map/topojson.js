// Convert boundaries from TopoJSON or GeoJSON to features that Leaflet draws.
(function (Atlas) {
  "use strict";

  /** @param {Topology} topology @returns {Position[][]} */
  function decodedArcs({ transform: { scale, translate }, arcs }) {
    return arcs.map((arc) => {
      let x = 0, y = 0;
      return arc.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
      });
    });
  }

  /**
   * Return one line from the arcs `indexes`; `~n` is arc `n` reversed.
   *
   * @param {Position[][]} arcs
   * @param {number[]} indexes
   */
  function joined(arcs, indexes) {
    /** @type {Position[]} */
    const points = [];
    for (const index of indexes) {
      const arc = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
      for (let i = points.length ? 1 : 0; i < arc.length; i++) points.push(arc[i]);
    }
    return points;
  }

  /** @type {Record<string, (arcs: Position[][], geometry: any) => unknown>} */
  const COORDINATES = {
    LineString: (arcs, line) => joined(arcs, line.arcs),
    MultiLineString: (arcs, lines) => lines.arcs.map((/** @type {number[]} */ line) => joined(arcs, line)),
    Polygon: (arcs, polygon) => polygon.arcs.map((/** @type {number[]} */ ring) => joined(arcs, ring)),
    MultiPolygon: (arcs, polygons) =>
      polygons.arcs.map((/** @type {number[][]} */ rings) => rings.map((ring) => joined(arcs, ring))),
    Point: (_arcs, point) => point.coordinates,
  };

  /**
   * Return {object name: [GeoJSON feature]} of a TopoJSON topology.
   *
   * @param {Topology} topology
   */
  Atlas.features = function (topology) {
    const arcs = decodedArcs(topology);
    /** @param {TopologyGeometry} geometry @returns {Feature} */
    const featureOf = (geometry) => ({
      type: "Feature",
      properties: geometry.properties || /** @type {AreaProperties} */ ({}),
      geometry: { type: geometry.type, coordinates: COORDINATES[geometry.type](arcs, geometry) },
    });
    const objects = Object.entries(topology.objects).map(([name, object]) => [
      name,
      (object.geometries || [object]).filter((geometry) => geometry.type).map(featureOf),
    ]);
    return Object.fromEntries(objects);
  };

  /**
   * Return the outline of all areas of a topology together: the arcs that no two of them share.
   *
   * @param {Topology} topology
   * @returns {Feature}
   */
  Atlas.outline = function (topology) {
    const arcs = decodedArcs(topology), uses = new Array(arcs.length).fill(0);
    for (const object of Object.values(topology.objects)) {
      for (const geometry of object.geometries || [object]) {
        const indexes = /** @type {number[]} */ ([geometry.arcs ?? []].flat(Infinity));
        for (const index of indexes) uses[index < 0 ? ~index : index] += 1;
      }
    }
    const coordinates = arcs.filter((_, index) => uses[index] === 1);
    return {
      type: "Feature",
      properties: /** @type {AreaProperties} */ ({}),
      geometry: { type: "MultiLineString", coordinates },
    };
  };

  /** Convert a position to Leaflet's order. @param {Position} position */
  Atlas.latLng = ([longitude, latitude]) => L.latLng(latitude, longitude);

  /** Convert a box to Leaflet's bounds. @param {Box} box */
  Atlas.bounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

  /** @type {Map<string, Promise<any>>} */
  const early = new Map();

  /** Fetch files in advance. @param {string[]} urls */
  Atlas.prefetch = function (urls) {
    for (const url of urls) early.set(url, fetched(url));
  };

  /** @param {string} url */
  Atlas.fetchJson = function (url) {
    const answer = early.get(url);
    early.delete(url);
    return answer || fetched(url);
  };

  /** @param {string} url */
  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  }
})(window.Atlas);
