// What the map's script expects of its surroundings, here without a server: files, theme and address in this page.
(function (Atlas) {
  "use strict";

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (dark.matches ? "dark" : "light");
  const known = new Map();
  const parsed = (id) => JSON.parse(document.getElementById(id).textContent);

  // What more than one part of the page reads is read once; a layer is drawn once and then let go.
  function json(id) {
    if (!known.has(id)) known.set(id, parsed(id));
    return known.get(id);
  }

  Atlas.json = json;
  Atlas.fitFrame = () => {};
  Atlas.leastHeight = 1; // no page sizes it later, and on a stage at 400 % it is low
  Atlas.takeChannel = () => {};
  Atlas.theme = theme;
  Atlas.onTheme = (changed) => dark.addEventListener("change", () => changed(theme()));
  Atlas.prefetch = () => {};
  Atlas.fetchJson = (id) => Promise.resolve(id === "data" ? json(id) : parsed(id));
  Atlas.nameFrame = () => {};
  // A reader's own list lies in the page.
  Atlas.own = () => (document.getElementById("own") ? json("own") : null);
  Atlas.Points.prototype.load = function () {
    this.data = Atlas.own().marks;
    this.draw();
    return Promise.resolve();
  };
  // Tiles would ask a stranger.
  Atlas.Legend.prototype.background = () => null;

  // The scene stands in the page's fragment; a file has no other address to write.
  Atlas.Address = class {
    read() {
      return null;
    }
    remembered() {
      return null;
    }
    note() {}
    takeRestored() {
      return false;
    }
    release() {}
  };

  // Nobody answers later here: what is chosen is shown at once.
  Atlas.Ahead = class {
    over(state) {
      return state;
    }
  };
})(window.Atlas = window.Atlas || {});
