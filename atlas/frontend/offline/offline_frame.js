// Replace the surroundings of the map's script without a server: files, theme and URL of this page.
(function (Atlas) {
  "use strict";

  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => prefersDark.matches ? "dark" : "light";
  /** @type {Map<string, any>} */
  const read = new Map();

  /** Return the element with an id that the page always contains. @param {string} id */
  Atlas.byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

  /** @param {string} id */
  const parsed = (id) => JSON.parse(Atlas.byId(id).textContent);

  /**
   * Parse shared data once; a layer is drawn once and then released.
   *
   * @param {string} id
   */
  Atlas.json = function (id) {
    if (!read.has(id)) read.set(id, parsed(id));
    return read.get(id);
  };

  /** Return a compressed layer. @param {string} id */
  async function unpacked(id) {
    const bytes = Uint8Array.from(atob(Atlas.byId(id).textContent), (byte) => byte.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream).json();
  }

  Atlas.hasServer = false;
  Atlas.leastHeight = 1; // no page resizes it, and on a stage at 400 % it is low
  Atlas.takeChannel = () => {};
  Atlas.theme = theme;
  Atlas.onTheme = (changed) => prefersDark.addEventListener("change", () => changed(theme()));
  Atlas.prefetch = () => {};
  /** @type {Promise<object> | undefined} */
  let packed;
  // The large tables are compressed like a layer.
  Atlas.fetchJson = async (id) =>
    id === "data" ? Object.assign(Atlas.json(id), await (packed ??= unpacked("layer-packed"))) : unpacked(id);
  Atlas.nameFrame = () => {};
  Atlas.pageLink = (_page, _parameters, text) => text; // a file has no other pages
  // An uploaded list is stored in the page.
  Atlas.own = () => document.getElementById("own") ? Atlas.json("own") : null;
  Atlas.Points.prototype.load = function () {
    this.data = Atlas.own()?.marks ?? null;
    this.draw();
    return Promise.resolve();
  };
  // Tiles would send requests to another server.
  Atlas.Legend.prototype.tiles = () => null;

  // The scene is in the fragment, the only part of a file's URL that can change.
  Atlas.Address = class {
    isFitted = false;
    /** @returns {View | null} */
    read() {
      return null;
    }
    remembered() {
      return null;
    }
    note() {}
    takeRestored() {
      return null;
    }
    hold() {}
    release() {}
  };

  // No server answers, so a choice is shown at once.
  Atlas.Ahead = class {
    /** @param {MapState} state */
    over(state) {
      return state;
    }
  };
})(window.Atlas);
