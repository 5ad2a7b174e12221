// The view in the page's address, and what this visit remembers of it.
import { deepStrictEqual as same } from "node:assert/strict";
import { run } from "./scripts.js";

const WHOLE = "[[],[]]", IZABAL = "[[18],[]]";

/** A page at `search` with a map at 15.7, -90.3, zoom 8, which tests move. @param {string} search */
function visit(search) {
  /** @type {Map<string, string>} */
  const storage = new Map();
  const location = { search, href: `https://atlas.example/${search}` };
  const page = {
    location,
    addEventListener() {},
    history: {
      state: null,
      replaceState(/** @type {null} */ _state, /** @type {string} */ _title, /** @type {URL} */ url) {
        Object.assign(location, { search: url.search, href: url.href });
      },
    },
  };
  const sessionStorage = {
    getItem: (/** @type {string} */ key) => storage.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => storage.set(key, value),
  };
  const view = { lat: 15.7, lng: -90.3, zoom: 8 };
  const map = {
    getCenter: () => view,
    getZoom: () => view.zoom,
    project: ([lat, lng] = [0, 0]) => ({
      lat,
      lng,
      distanceTo: (/** @type {{ lat: number, lng: number }} */ other) =>
        100 * Math.hypot(lat - other.lat, lng - other.lng),
    }),
    setView: ([lat, lng] = [0, 0], /** @type {number} */ zoom) => Object.assign(view, { lat, lng, zoom }),
  };
  const Atlas = run(["map/dom.js", "map/regions.js", "map/view_address.js"], {
    parent: page,
    sessionStorage,
  });
  const open = () => new Atlas.Address(/** @type {any} */ (map));
  return { open, location, view };
}

Deno.test("a view that the reader chose is written and read back", () => {
  const { open, location } = visit("?lang=es");
  open().note("s", WHOLE, false);
  same(location.search, "?lang=es&at=15.7000,-90.3000,8");
  same(open().read("s"), { latitude: 15.7, longitude: -90.3, zoom: 8 });
});

Deno.test("a view that was fitted is not read back by the visit that fitted it, but by another", () => {
  const { open } = visit("?lang=es");
  open().note("s", WHOLE, true);
  same(open().read("s"), null);
  same(open().read("other"), { latitude: 15.7, longitude: -90.3, zoom: 8 });
});

Deno.test("a fitted map that a frame of another size moves by less than two pixels stays fitted", () => {
  const { open, view } = visit("");
  const address = open();
  address.note("s", WHOLE, true);
  view.lat += 0.01;
  address.note("s", WHOLE, false);
  same(address.isFitted, true);
  view.lat += 0.03;
  address.note("s", WHOLE, false);
  same(address.isFitted, false);
});

Deno.test("a view is remembered for its own visit and region", () => {
  const { open } = visit("");
  open().note("s", IZABAL, false);
  same(open().remembered("s", IZABAL), { latitude: 15.7, longitude: -90.3, zoom: 8 });
  same(open().remembered("s", WHOLE), null);
  same(open().remembered("other", IZABAL), null);
});

Deno.test("while the address is held nothing is written into it", () => {
  const { open, location } = visit("?dep=18");
  const address = open();
  address.hold();
  address.note("s", IZABAL, false);
  same(location.search, "?dep=18");
  address.release();
  address.note("s", IZABAL, false);
  same(location.search, "?dep=18&at=15.7000,-90.3000,8");
});

Deno.test("going back goes to the view of the address, and its region is told once", () => {
  const { open, view } = visit("?dep=18.1&mun=115&at=14.5,-90.6,11");
  const address = /** @type {any} */ (open());
  address.restore();
  same([view.lat, view.lng, view.zoom], [14.5, -90.6, 11]);
  same(address.takeRestored(), "[[18],[115]]");
  same(address.takeRestored(), null);
});
