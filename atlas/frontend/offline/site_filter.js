// Filter and search sites by the rules of the server; tests/frontend/rules.json tests both.
// The filters are part of the data and come from the registry in geo/selection.py.
(function (Atlas) {
  "use strict";

  /**
   * Return the sites that pass every filter; a filter without values lets every site pass.
   *
   * @param {Site[]} sites
   * @param {Choice} choice
   * @param {Filters} filters
   */
  Atlas.passing = function (sites, choice, filters) {
    const { departamentos, municipios } = Atlas.regionOf(choice);
    const isEverywhere = !departamentos.length && !municipios.length;
    /** @param {Site} site */
    const isInRegion = (site) =>
      isEverywhere || departamentos.includes(site.codigo_depto) || municipios.includes(site.codigo_muni);
    /** @param {Site} site */
    const passes = (site) =>
      Object.entries(filters).every(([filter, column]) => {
        const chosen = choice[filter], value = valueOf(site, column);
        return !chosen.length || (value !== null && chosen.includes(value));
      });
    return sites.filter((site) => isInRegion(site) && passes(site));
  };

  /** The value of a filter's column. @param {Site} site @param {string} column */
  const valueOf = (site, column) => /** @type {string | null} */ (site[/** @type {keyof Site} */ (column)]);
  Atlas.valueOf = valueOf;

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
})(window.Atlas);
