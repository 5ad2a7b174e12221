// Runs scripts of the frontend without a browser: each is a closed block that hangs what it gives on `window.Atlas`.

const FRONTEND = new URL("../../atlas/frontend/", import.meta.url);

/** Of Leaflet what the scripts need to be read, and positions. */
const LEAFLET = {
  Marker: { include() {}, prototype: { _setPos() {} } },
  latLng: (/** @type {number} */ lat, /** @type {number} */ lng) => ({ lat, lng }),
  latLngBounds: (/** @type {unknown} */ southWest, /** @type {unknown} */ northEast) => ({
    southWest,
    northEast,
  }),
};

/**
 * What some scripts give, run one after another; `substitutes` replace parts of the browser's window.
 *
 * @param {string[]} paths
 * @param {Record<string, unknown>} substitutes
 * @returns {AtlasScripts}
 */
export function run(paths, substitutes = {}) {
  const window = /** @type {{ Atlas: AtlasScripts }} */ (/** @type {unknown} */ ({
    addEventListener() {},
    matchMedia: () => ({ matches: false }),
    ...substitutes,
  }));
  for (const path of paths) {
    const script = Deno.readTextFileSync(new URL(path, FRONTEND));
    new Function("window", "L", "fetch", script)(window, LEAFLET, substitutes.fetch);
  }
  return window.Atlas;
}

/** Read a JSON file next to the tests or in the data. @param {string} path */
export const json = (path) => JSON.parse(Deno.readTextFileSync(new URL(path, import.meta.url)));
