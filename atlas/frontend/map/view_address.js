// The map's centre and zoom in the page's address, written as the reader moves, without asking the server.
(function (Atlas) {
  "use strict";

  const KEY = "at"; // latitude, longitude, zoom
  const MEMORY = "atlas.view"; // the view of this visit, for coming back from another page

  function parsed(text) {
    const [latitude, longitude, zoom] = (text || "").split(",").map(Number);
    const sound = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && zoom >= 5 && zoom <= 18;
    return sound ? { latitude, longitude, zoom } : null;
  }

  // The region of an address, written as `App.regionKey`: a municipio narrows its departamento.
  function regionIn(query) {
    const codes = (name) => (query.get(name) || "").split(".").filter(Boolean).map(Number);
    const municipios = codes("mun"), narrowed = new Set(municipios.map((code) => Math.floor(code / 100)));
    return JSON.stringify([codes("dep").filter((code) => !narrowed.has(code)), municipios]);
  }

  // What the browser keeps for this window: nothing in a frame of another site that may keep nothing.
  function memory() {
    try {
      return window.sessionStorage;
    } catch {
      return null;
    }
  }

  function kept() {
    return JSON.parse(memory()?.getItem(MEMORY) || "null");
  }

  Atlas.Address = class {
    constructor(map) {
      this.map = map;
      this.page = window.parent;
      this.text = null;
      // The server rewrites the address when a filter changes; put the view back into it. Back and
      // Forward come here first as well: their addresses hold the view to go to.
      this.keep = (event) => {
        if (event.navigationType !== "traverse") {
          this.release();
          this.write();
        }
      };
      this.back = () => this.restore();
      this.page.navigation?.addEventListener("currententrychange", this.keep);
      this.page.addEventListener("popstate", this.back);
      window.addEventListener("pagehide", () => {
        this.page.navigation?.removeEventListener("currententrychange", this.keep);
        this.page.removeEventListener("popstate", this.back);
      });
    }

    // The view in the address; none that this visit has itself fitted: a map that is drawn anew may be of another size.
    read(session) {
      const text = new URLSearchParams(this.page.location.search).get(KEY), known = kept();
      return known?.isFitted && known.session === session && known.at === text ? null : parsed(text);
    }

    // The view that this visit (`session`) had when the map was last open with the same `region`; none that
    // was fitted to it: another page has panels of its own to leave room for.
    remembered(session, region) {
      const known = kept();
      return known && !known.isFitted && known.session === session && known.region === region
        ? parsed(known.at)
        : null;
    }

    // Keep where the map is now, and whether it was fitted to what is chosen and has not moved since.
    note(session, region, isFitted) {
      const { lat, lng } = this.map.getCenter(), at = this.map.project([lat, lng], 8);
      this.text = [lat.toFixed(4), lng.toFixed(4), Number(this.map.getZoom().toFixed(2))].join(",");
      // A frame that takes another size moves its centre by less than a pixel.
      this.isFitted = Boolean(
        isFitted || (this.isFitted && this.zoom === this.map.getZoom() && at.distanceTo(this.centre) < 2),
      );
      Object.assign(this, { centre: at, zoom: this.map.getZoom() });
      memory()?.setItem(MEMORY, JSON.stringify({ session, region, at: this.text, isFitted: this.isFitted }));
      this.write();
    }

    // Until the server has answered, the address is still that of the view before.
    hold() {
      this.isHeld = true;
    }
    release() {
      this.isHeld = false;
    }

    write() {
      if (!this.text || this.isHeld) return;
      const url = new URL(this.page.location.href);
      if (url.searchParams.get(KEY) === this.text) return;
      url.searchParams.set(KEY, this.text);
      url.search = url.searchParams.toString().replaceAll("%2C", ",");
      this.page.history.replaceState(this.page.history.state, "", url);
    }

    restore() {
      const view = this.read();
      if (!view) return;
      this.text = null;
      this.restored = regionIn(new URLSearchParams(this.page.location.search));
      this.map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
    }

    // The region of the address that the reader has just gone back or forward to; null the second time.
    takeRestored() {
      const { restored } = this;
      this.restored = null;
      return restored;
    }
  };
})(window.Atlas = window.Atlas || {});
