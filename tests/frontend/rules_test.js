// Rules that the server and the browser hold alike: `rules.json` is read here and by `test_rules.py`.
import { deepStrictEqual as same, ok } from "node:assert/strict";
import { json, run } from "./scripts.js";

const RULES = json("rules.json");
const Atlas = run([
  "map/dom.js",
  "map/map_styles.js",
  "map/ground.js",
  "map/sites.js",
  "map/labels.js",
  "map/regions.js",
  "map/coordinates.js",
  "map/area_geometry.js",
  "map/place_search.js",
  "map/view_address.js",
  "offline/site_filter.js",
]);

Deno.test("a pin has the same outline", () => {
  const script = Deno.readTextFileSync(new URL("../../atlas/frontend/map/map_styles.js", import.meta.url));
  ok(script.includes(`const PIN = "${RULES.pin}";`));
});

for (const [colour, hatch] of Object.entries(RULES.hatches)) {
  Deno.test(`a hatch is dark on light and light on dark: ${colour}`, () =>
    same(Atlas.hatchOf(colour), hatch));
}

for (const { kind, rank, zoom } of RULES.towns) {
  Deno.test(`a larger town is shown from further away: ${kind} ${rank}`, () =>
    same(Atlas.townFrom(RULES.tiers[kind], rank), zoom));
}

for (const { zoom, opacity } of RULES.relief) {
  Deno.test(`the relief fades out as the map comes closer: zoom ${zoom}`, () =>
    same(Atlas.reliefOpacity(zoom, [9, 10.5]), opacity));
}

for (const { chosen, ...region } of RULES.regions) {
  Deno.test(`a municipio narrows its departamento: ${chosen}`, () => {
    same(Atlas.regionIn(new URLSearchParams(chosen)), region);
  });
}

for (const { at, view } of RULES.views) {
  Deno.test(`an address holds a view or none: ${at}`, () => {
    const held = Atlas.viewOf(at);
    same(held && [held.latitude, held.longitude, held.zoom], view);
  });
}

for (const { choice, sites } of RULES.choices) {
  Deno.test(`filters let the same sites through: ${JSON.stringify(choice)}`, () => {
    const filters = ["departamentos", "municipios", "areas", ...Object.keys(RULES.filters)];
    const nothing = Object.fromEntries(filters.map((filter) => [filter, []]));
    const passing = Atlas.passing(RULES.sites, { ...nothing, ...choice }, RULES.filters);
    same(passing.map((site) => site.site_id), sites);
  });
}

for (const { name, width, places, parts } of RULES.arrangements) {
  Deno.test(`close symbols lean apart or pile up: ${name}`, () => {
    const arranged = Atlas.arranged(
      places.map((/** @type {[number, number, boolean]} */ [x, y, isPin]) => ({ x, y, isPin })),
      width,
    );
    same(arranged.map(({ members, tilts }) => [members, tilts]), parts);
  });
}

for (const { name, names, taken, steps } of RULES.names) {
  Deno.test(`names lie where there is room: ${name}`, () => {
    // Turning a name leaves a rest of 1e-16.
    const rounded = Atlas.placed(names, taken, [0, 0, 100, 100])
      .map((step) => step && step.map((part) => Math.round(part * 1e6) / 1e6 + 0));
    same(rounded, steps);
  });
}

for (const { name, short } of RULES.short_names) {
  Deno.test(`a short name has no addition: ${name}`, () => same(Atlas.shortName(name), short));
}

for (const { text, folded } of RULES.folded) {
  Deno.test(`a name is folded for the search: ${text}`, () => same(Atlas.folded(text), folded));
}

for (const { query, first } of RULES.searches) {
  Deno.test(`the search finds the same first: ${query}`, () => {
    /** @type {{ key: string, code: number | string }[]} */
    const places = RULES.places.map((/** @type {{ name: string }} */ place) => ({
      ...place,
      key: Atlas.folded(place.name),
    }));
    same(Atlas.search(query, places)[0]?.code ?? null, first);
  });
}

for (const { position, ...utm } of RULES.utm) {
  Deno.test(`UTM agrees with pyproj to a millimetre, there and back: ${position}`, () => {
    const { zone, easting, northing } = Atlas.toUtm(position);
    same(zone, utm.zone);
    ok(Math.hypot(easting - utm.easting, northing - utm.northing) < 0.001);
    const [longitude, latitude] = Atlas.fromUtm(utm);
    ok(Math.hypot(longitude - position[0], latitude - position[1]) < 1e-8);
  });
}

for (const { position, digits, language, forms } of RULES.coordinate_forms) {
  Deno.test(`coordinates have three forms, as fine as they are known: ${forms[0]}`, () => {
    same(Atlas.formsOf(position, digits, language), forms);
  });
}

for (const { text, position } of RULES.positions) {
  Deno.test(`a text states a position or none: ${text}`, () => {
    same(Atlas.parsePosition(text)?.map((angle) => Number(angle.toFixed(6))) ?? null, position);
  });
}

for (const { text, ...area } of RULES.areas) {
  Deno.test(`an area has one text: ${text}`, () => {
    same(Atlas.areaOf(text), area);
    same(Atlas.areaText(area), text);
  });
}

for (const { name, text } of RULES.no_areas) {
  Deno.test(`any other text is no area: ${name}`, () => same(Atlas.areaOf(text), null));
}

Deno.test("a circle is geodesic", () => {
  const circle = Atlas.areaOf(RULES.ring.text), ring = circle ? Atlas.areaRing(circle) : [];
  for (const { n, position } of RULES.ring.points) {
    ok(Math.hypot(ring[n][0] - position[0], ring[n][1] - position[1]) < 1e-8);
  }
});

for (const { start, end, metres } of RULES.geodesics) {
  Deno.test(`a length is that of pyproj: ${metres} m`, () => {
    ok(Math.abs(Atlas.geodesic(start, end) - metres) < 1e-3);
  });
}
