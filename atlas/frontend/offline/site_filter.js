// What is chosen, and which sites that lets through: the same rules as the server's.
(function (Atlas) {
  "use strict";

  const FILTERS = {
    kinds: "kind",
    programmes: "programme",
    neighbours: "neighbour",
    precisions: "precision",
    statuses: "status",
  };
  Atlas.FILTERS = FILTERS;

  // A chosen municipio narrows its own departamento; other chosen departamentos stay whole.
  Atlas.regionOf = function (choice) {
    const narrowed = new Set(choice.municipios.map((code) => Math.floor(code / 100)));
    return {
      departamentos: choice.departamentos.filter((code) => !narrowed.has(code)),
      municipios: choice.municipios,
    };
  };

  Atlas.passing = function (sites, choice) {
    const { departamentos, municipios } = Atlas.regionOf(choice);
    const everywhere = !departamentos.length && !municipios.length;
    const inRegion = (site) =>
      everywhere || departamentos.includes(site.codigo_depto) || municipios.includes(site.codigo_muni);
    const passes = (site) =>
      Object.entries(FILTERS).every(([name, column]) =>
        !choice[name].length || choice[name].includes(site[column])
      );
    return sites.filter((site) => inRegion(site) && passes(site));
  };

  Atlas.folded = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

  // Letters to mend between two short words, neighbours swapped counting as one.
  function slips(a, b) {
    let before = [], last = Array.from({ length: b.length + 1 }, (_none, n) => n);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // Entries {key, ...} that `query` may mean, best first: by the letter, else with one slip in four letters.
  Atlas.search = function (query, entries, limit = 8) {
    const asked = Atlas.folded(query);
    if (!asked) return [];
    const place = (
      { key },
    ) => (key === asked
      ? 0
      : key.startsWith(asked)
      ? 1
      : ` ${key}`.includes(` ${asked}`)
      ? 2
      : key.includes(asked)
      ? 3
      : 9);
    const literal = entries.filter((entry) => place(entry) < 9).sort((a, b) =>
      place(a) - place(b) || a.key.length - b.key.length
    );
    if (literal.length) return literal.slice(0, limit);
    const near = ({ key }) =>
      Math.min(
        ...key.split(" ").map((_word, n, all) => slips(asked, all.slice(n).join(" ").slice(0, asked.length))),
      );
    return entries.map((entry) => [near(entry), entry]).filter(([n]) => n <= asked.length / 4)
      .sort((a, b) => a[0] - b[0]).map(([, entry]) => entry).slice(0, limit);
  };
})(window.Atlas = window.Atlas || {});
