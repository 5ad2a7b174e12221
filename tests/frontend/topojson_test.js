// Boundaries as they travel become the features that Leaflet draws.
import { deepStrictEqual as same, ok, rejects } from "node:assert/strict";
import { json, run } from "./scripts.js";

const SCRIPTS = ["map/dom.js", "map/topojson.js"];

/** Two squares of two degrees that share an edge, the western one from (10, 20); steps of half a degree. */
const SQUARES = {
  transform: { scale: [0.5, 0.5], translate: [10, 20] },
  arcs: [
    [[4, 0], [0, 4]], // the shared edge, northward
    [[4, 4], [-4, 0], [0, -4], [4, 0]], // around the west
    [[4, 0], [4, 0], [0, 4], [-4, 0]], // around the east
    [[0, 0], [2, 2]],
  ],
  objects: {
    municipios: {
      type: "GeometryCollection",
      geometries: [
        { type: "Polygon", properties: { codigo_muni: 101 }, arcs: [[0, 1]] },
        { type: "MultiPolygon", properties: { codigo_muni: 102 }, arcs: [[[2, ~0]]] },
        { type: null },
      ],
    },
    border: { type: "LineString", arcs: [3] },
    seat: { type: "Point", coordinates: [11, 21] },
  },
};

const decoded = () => run(SCRIPTS).features(/** @type {any} */ (SQUARES));

Deno.test("the outline of all areas leaves out the edge that two share", () => {
  const { municipios } = SQUARES.objects;
  const line = run(SCRIPTS).outline(/** @type {any} */ ({ ...SQUARES, objects: { municipios } }));
  same(line.geometry, {
    type: "MultiLineString",
    coordinates: [
      [[12, 22], [10, 22], [10, 20], [12, 20]],
      [[12, 20], [14, 20], [14, 22], [12, 22]],
    ],
  });
});

Deno.test("a polygon is joined from its arcs, a shared corner once", () => {
  const [west] = decoded().municipios;
  same(west.properties.codigo_muni, 101);
  same(west.geometry, {
    type: "Polygon",
    coordinates: [[[12, 20], [12, 22], [10, 22], [10, 20], [12, 20]]],
  });
});

Deno.test("an arc with a negative number is gone backwards", () => {
  const east = decoded().municipios[1];
  same(east.geometry.coordinates, [[[[12, 20], [14, 20], [14, 22], [12, 22], [12, 20]]]]);
});

Deno.test("an empty geometry is no feature, and a lone geometry is one", () => {
  const objects = decoded();
  same(objects.municipios.length, 2);
  same(objects.border[0].geometry, { type: "LineString", coordinates: [[10, 20], [11, 21]] });
  same(objects.seat[0].geometry.coordinates, [11, 21]);
  same(objects.seat[0].properties, {});
});

Deno.test("positions and boxes are turned round for Leaflet", () => {
  const Atlas = run(SCRIPTS);
  same(Atlas.latLng([-90.5, 14.6]), /** @type {any} */ ({ lat: 14.6, lng: -90.5 }));
  same(Atlas.bounds([-92, 13, -88, 18]), /** @type {any} */ ({ southWest: [13, -92], northEast: [18, -88] }));
});

Deno.test("the layers of the atlas are whole: 340 municipios, 22 departamentos, every ring closed", () => {
  const Atlas = run(SCRIPTS), LAYERS = "../../data/layers/";
  const { municipios, lakes } = Atlas.features(json(`${LAYERS}adm2_500m.topojson`));
  same([municipios.length, lakes.length], [340, 3]);
  same(Atlas.features(json(`${LAYERS}adm1_500m.topojson`)).departamentos.length, 22);
  for (const { geometry, properties } of municipios) {
    const polygons = /** @type {Position[][][]} */ (geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.coordinates);
    for (const ring of polygons.flat()) {
      same(ring[0], ring.at(-1), `ring of ${properties.codigo_muni}`);
    }
  }
});

Deno.test("a file fetched in advance is used once, and fetched again later", async () => {
  /** @type {string[]} */
  const requests = [];
  const Atlas = run(SCRIPTS, {
    fetch: (/** @type {string} */ url) => {
      requests.push(url);
      return Promise.resolve({ ok: url !== "gone", status: 404, json: () => Promise.resolve(url) });
    },
  });
  Atlas.prefetch(["a", "b"]);
  same(await Atlas.fetchJson("a"), "a");
  same(requests, ["a", "b"]);
  await Atlas.fetchJson("a");
  same(requests, ["a", "b", "a"]);
  await rejects(Atlas.fetchJson("gone"), /gone: 404/);
  ok(requests.includes("gone"));
});
