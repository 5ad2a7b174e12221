// Find places, sites and coordinates as the reader types, by the rules of the server's search.
// tests/frontend/rules.json tests both.
(function (Atlas) {
  "use strict";
  const RESULTS = 7; // what fits below the search box of a phone without scrolling
  const GLIDE = { duration: 0.6, animate: !Atlas.calm };

  /** In small letters without accents, its words divided by single spaces. @param {string} text */
  Atlas.folded = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

  /**
   * Return the edit distance of two short words; swapped neighbours count as one.
   *
   * @param {string} a
   * @param {string} b
   */
  function editDistance(a, b) {
    /** @type {number[]} */
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_none, n) => n);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const exchanged = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, exchanged);
        const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  const NOWHERE = 9;

  /**
   * Return how a key matches the query: whole, at its beginning, at the beginning of a word, inside.
   *
   * @param {string} key
   * @param {string} sought
   */
  function placeIn(key, sought) {
    if (key === sought) return 0;
    if (key.startsWith(sought)) return 1;
    if (` ${key}`.includes(` ${sought}`)) return 2;
    return key.includes(sought) ? 3 : NOWHERE;
  }

  /**
   * Return the least edit distance between the query and a key from one of its words on.
   *
   * @param {string} key
   * @param {string} sought
   */
  function leastDistance(key, sought) {
    const tails = key.split(" ").map((_word, n, words) => words.slice(n).join(" "));
    return Math.min(...tails.map((tail) => editDistance(sought, tail.slice(0, sought.length))));
  }

  /**
   * Return the entries {key, ...} that match `query`, best first: exactly, else with one typo in four letters.
   *
   * @template {{ key: string }} Entry
   * @param {string} query
   * @param {Entry[]} entries
   * @param {number} limit
   */
  Atlas.search = function (query, entries, limit = 8) {
    const sought = Atlas.folded(query);
    if (!sought) return [];
    const literal = entries.map((entry) => ({ entry, place: placeIn(entry.key, sought) }))
      .filter(({ place }) => place < NOWHERE)
      .sort((a, b) => a.place - b.place || a.entry.key.length - b.entry.key.length);
    const alike = () =>
      entries.map((entry) => ({ entry, count: leastDistance(entry.key, sought) }))
        .filter(({ count }) => count <= sought.length / 4)
        .sort((a, b) => a.count - b.count);
    return (literal.length ? literal : alike()).slice(0, limit).map(({ entry }) => entry);
  };

  Atlas.PlaceSearch = class {
    /**
     * @param {L.Map} map
     * @param {MapApp} app
     */
    constructor(map, app) {
      this.map = map;
      this.app = app;
      const { departamentos, municipios, names, sites } = app.data;
      /** @type {{ key: string, place: FoundPlace }[]} */
      this.entries = [];
      /** @param {string} name @param {FoundPlace} place */
      const add = (name, place) => this.entries.push({ key: Atlas.folded(name), place });
      for (const [code, { name }] of Object.entries(departamentos)) {
        add(name, { kind: "departamento", code: Number(code) });
      }
      for (const [code, { name }] of Object.entries(municipios)) {
        add(name, { kind: "municipio", code: Number(code) });
      }
      for (const { kind, code, name } of names) add(name, { kind, code });
      for (const site of sites) {
        for (const name of [site.name_es, site.name_en]) add(name, { kind: "site", site });
      }
    }

    /**
     * Return what a query may mean, best first, and a sentence if it means nothing.
     *
     * @param {string} query
     * @returns {SearchAnswer}
     */
    answer(query) {
      const { app } = this, position = Atlas.parsePosition(query);
      if (position) return this.answerFor(position);
      /** @type {Map<string, SearchHit>} */
      const hits = new Map();
      for (const { place } of Atlas.search(query, this.entries, Infinity)) {
        const label = `${this.nameOf(place)} · ${app.t(`hit.${place.kind}`)}`;
        if (!hits.has(label)) hits.set(label, { label, choose: () => this.choose(place) });
        if (hits.size === RESULTS) break;
      }
      const isEmpty = Atlas.folded(query) !== "" && !hits.size;
      return { hits: [...hits.values()], note: isEmpty ? app.t("hit.none", { query }) : "" };
    }

    /** @param {Position} position @returns {SearchAnswer} */
    answerFor(position) {
      const { app } = this, [coordinates] = Atlas.formsOf(position, 4, app.language);
      const land = app.boundaries.drawn?.departamentos.getLayers().map(({ feature }) => feature) ?? [];
      if (!Atlas.isOnLand(land, position)) {
        return { hits: [], note: app.t("hit.outside", { coordinates }) };
      }
      const label = `${coordinates} · ${app.t("hit.coordinates")}`;
      return { hits: [{ label, choose: () => this.goTo(position) }], note: "" };
    }

    /** @param {FoundPlace} place */
    nameOf(place) {
      const { app } = this, { departamentos, municipios } = app.data;
      if (place.kind === "site") return app.nameOf(place.site);
      if (place.kind === "departamento") return departamentos[place.code]?.name ?? "";
      return app.inDepartamento(municipios[place.code]?.name, Atlas.departamentoOf(place.code));
    }

    /** @param {FoundPlace} place */
    choose(place) {
      const { app } = this;
      if (place.kind === "site") {
        app.flyToSite(place.site);
        return;
      }
      const region = place.kind === "departamento"
        ? { departamentos: [place.code], municipios: [] }
        : { departamentos: [Atlas.departamentoOf(place.code)], municipios: [place.code] };
      // The map flies to another region as soon as the server has answered.
      if (Atlas.regionKey(Atlas.regionOf(region)) === Atlas.regionKey(app.state)) app.fit();
      else app.tell({ region });
    }

    /** Fly to a position and open the card of its coordinates there. @param {Position} position */
    goTo(position) {
      const at = Atlas.latLng(position);
      this.map.once("moveend", () => this.app.coordinates.card(at));
      this.app.framing.goTo(at, GLIDE);
    }
  };
})(window.Atlas);
