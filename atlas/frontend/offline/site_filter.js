// Filter sites by the rules of the server; tests/frontend/rules.json tests both.
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
    const { areas, sites_in_areas: inAreas = [] } = choice;
    const isEverywhere = !departamentos.length && !municipios.length && !areas.length;
    /** @param {Site} site */
    const isInRegion = (site) =>
      isEverywhere || departamentos.includes(site.codigo_depto) || municipios.includes(site.codigo_muni) ||
      (areas.length > 0 && inAreas.includes(site.site_id));
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
})(window.Atlas);
