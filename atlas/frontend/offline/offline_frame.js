// What the map's script expects of its surroundings, here without a server: files, theme and address in this
// page.
(function (Atlas) {
  "use strict";

  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => prefersDark.matches ? "dark" : "light";
  /** @type {Map<string, any>} */
  const read = new Map();

  /** The element of the page with this id, which it always has. @param {string} id */
  Atlas.byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

  /** @param {string} id */
  const parsed = (id) => JSON.parse(Atlas.byId(id).textContent);

  /**
   * What more than one part of the page reads is read once; a layer is drawn once and then let go.
   *
   * @param {string} id
   */
  Atlas.json = function (id) {
    if (!read.has(id)) read.set(id, parsed(id));
    return read.get(id);
  };

  Atlas.fitFrame = () => {};
  Atlas.leastHeight = 1; // no page sizes it later, and on a stage at 400 % it is low
  Atlas.takeChannel = () => {};
  Atlas.theme = theme;
  Atlas.onTheme = (changed) => prefersDark.addEventListener("change", () => changed(theme()));
  Atlas.prefetch = () => {};
  Atlas.fetchJson = (id) => Promise.resolve(id === "data" ? Atlas.json(id) : parsed(id));
  Atlas.nameFrame = () => {};
  // A reader's own list lies in the page.
  Atlas.own = () => document.getElementById("own") ? Atlas.json("own") : null;
  Atlas.Points.prototype.load = function () {
    this.data = Atlas.own()?.marks ?? null;
    this.draw();
    return Promise.resolve();
  };
  // Tiles would ask a stranger.
  Atlas.Legend.prototype.background = () => null;

  // The scene stands in the page's fragment; a file has no other address to write.
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

  // Nobody answers later here: what is chosen is shown at once.
  Atlas.Ahead = class {
    /** @param {MapState} state */
    over(state) {
      return state;
    }
  };
})(window.Atlas);
