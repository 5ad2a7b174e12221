// Write the map's centre and zoom to the page's URL as the reader moves, without a request to the server.
(function (Atlas) {
  "use strict";

  const KEY = "at"; // latitude, longitude, zoom
  const MEMORY = "atlas.view"; // the view of this visit, for a return from another page

  /** Return the view in "latitude,longitude,zoom"; null if invalid. @param {string | null} text */
  Atlas.viewOf = function (text) {
    const [latitude, longitude, zoom] = (text || "").split(",").map(Number);
    const isSound = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && zoom >= 5 && zoom <= 18;
    return isSound ? { latitude, longitude, zoom } : null;
  };

  /** Return the region in a URL. @param {URLSearchParams} query */
  Atlas.regionIn = function (query) {
    /** @param {string} name */
    const codes = (name) => (query.get(name) || "").split(".").filter(Boolean).map(Number);
    const region = Atlas.regionOf({ departamentos: codes("dep"), municipios: codes("mun") });
    const area = query.get("area");
    return area ? { ...region, area } : region;
  };

  // The session storage of this window; unavailable in a frame of another site without storage access.
  function storage() {
    try {
      return window.sessionStorage;
    } catch {
      return null;
    }
  }

  /** @returns {KeptView | null} */
  const kept = () => JSON.parse(storage()?.getItem(MEMORY) || "null");

  Atlas.Address = class {
    /** @param {L.Map} map */
    constructor(map) {
      this.map = map;
      this.page = window.parent;
      /** @type {string | null} */
      this.text = null;
      this.isFitted = false;
      this.isHeld = false;
      /** @type {{ centre: L.Point, zoom: number } | null} */
      this.noted = null;
      /** @type {string | null} */
      this.restored = null;
      // The server rewrites the URL when a filter changes; put the view back into it. Back and Forward also
      // run this first; their URLs contain the view to restore.
      const keep = (/** @type {Event & { navigationType?: string }} */ event) => {
        if (event.navigationType === "traverse") return;
        this.release();
        this.write();
      };
      const restore = () => this.restore();
      this.page.navigation?.addEventListener("currententrychange", keep);
      this.page.addEventListener("popstate", restore);
      window.addEventListener("pagehide", () => {
        this.page.navigation?.removeEventListener("currententrychange", keep);
        this.page.removeEventListener("popstate", restore);
      });
    }

    query() {
      return new URLSearchParams(this.page.location.search);
    }

    /**
     * Return the view in the URL, unless this visit fitted it itself, because a redrawn map may have another
     * size.
     *
     * @param {string} [session]
     */
    read(session) {
      const text = this.query().get(KEY), view = kept();
      const isOurs = view?.isFitted && view.session === session && view.at === text;
      return isOurs ? null : Atlas.viewOf(text);
    }

    /**
     * Return the view of this visit (`session`) when the map was last open with the same `region`, unless it was
     * fitted to the region, because another page has other panels.
     *
     * @param {string} session
     * @param {string} region
     */
    remembered(session, region) {
      const view = kept();
      const isSame = view && !view.isFitted && view.session === session && view.region === region;
      return isSame ? Atlas.viewOf(view.at) : null;
    }

    /**
     * Store the current view, and whether it was fitted to the selection and has not moved since.
     *
     * @param {string} session
     * @param {string} region
     * @param {boolean} isFitted
     */
    note(session, region, isFitted) {
      const { lat, lng } = this.map.getCenter(), zoom = this.map.getZoom();
      const centre = this.map.project([lat, lng], 8), { noted } = this;
      this.text = [lat.toFixed(4), lng.toFixed(4), Number(zoom.toFixed(2))].join(",");
      // A resized frame moves its centre by less than a pixel.
      const isStill = noted !== null && noted.zoom === zoom && centre.distanceTo(noted.centre) < 2;
      this.isFitted = isFitted || (this.isFitted && isStill);
      this.noted = { centre, zoom };
      const view = { session, region, at: this.text, isFitted: this.isFitted };
      storage()?.setItem(MEMORY, JSON.stringify(view));
      this.write();
    }

    // Until the server has answered, the URL still contains the previous view.
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
      this.restored = Atlas.regionKey(Atlas.regionIn(this.query()));
      this.map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
    }

    // The region of the URL after Back or Forward; null on the second call.
    takeRestored() {
      const { restored } = this;
      this.restored = null;
      return restored;
    }
  };
})(window.Atlas);
