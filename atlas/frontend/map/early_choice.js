// Show a choice in the side panel before the server answers, because all data for it are in the browser.
(function (Atlas) {
  "use strict";

  const FIELD = "[class*='st-key-filter_departamentos']";
  const LIST = "[role=listbox]"; // the options of a field, which Streamlit puts elsewhere in the page
  const CLEAR = ":is(.st-key-clear, .st-key-clear_here) button";

  /**
   * Draw when Streamlit has sent the choice, which it does in the next task: the server answers meanwhile.
   *
   * @param {() => void} draw
   */
  const afterSending = (draw) => setTimeout(draw);

  Atlas.Ahead = class {
    /** @param {MapApp} app */
    constructor(app) {
      this.app = app;
      this.page = window.parent.document;
      /** @type {Element | null} */
      this.field = null;
      this.watch = new MutationObserver(() => afterSending(() => this.look()));
      const entered = (/** @type {Event} */ { target }) => {
        const element = /** @type {Element} */ (target);
        if (!element.closest(LIST)) this.follow(element.closest(FIELD));
      };
      const clicked = (/** @type {Event} */ { target }) => {
        if (/** @type {Element} */ (target).closest?.(CLEAR)) afterSending(() => this.clear());
      };
      const wentBack = () => this.follow(null); // the selection is now in the URL, not in the field
      this.page.addEventListener("focusin", entered);
      window.parent.addEventListener("popstate", wentBack);
      this.page.addEventListener("click", clicked);
      window.addEventListener("pagehide", () => {
        this.page.removeEventListener("focusin", entered);
        window.parent.removeEventListener("popstate", wentBack);
        this.page.removeEventListener("click", clicked);
        this.watch.disconnect();
      });
    }

    /**
     * Observe the field only while it has the focus; at other times the server changes it.
     *
     * @param {Element | null} field
     */
    follow(field) {
      if (field === this.field) return; // a new observer would lose the pending change
      this.watch.disconnect();
      this.field = field;
      if (field) this.watch.observe(field, { childList: true, subtree: true });
    }

    look() {
      const { state } = this.app, ahead = this.over(state);
      if (ahead !== state) this.app.showAhead(ahead);
    }

    /**
     * Return the state of the server merged with the reader's later choices.
     *
     * @param {MapState} state
     * @returns {MapState}
     */
    over(state) {
      if (!this.field?.isConnected || this.page.activeElement === window.frameElement) return state;
      const { app } = this, { departamentos } = app.data;
      if (app.drawing.area) return state; // which sites may lie in it only the server knows
      const tags = [...this.field.querySelectorAll("[role=group] [data-tag]")];
      const names = new Set(tags.map((tag) => tag.getAttribute("aria-label")));
      const codes = Object.keys(departamentos).filter((code) => names.has(departamentos[code].name)).map(
        Number,
      );
      const isSame = state.departamentos.length === codes.length &&
        codes.every((code) => state.departamentos.includes(code));
      if (isSame || codes.length !== names.size || !app.isAlone(state) || state.municipios.length) {
        return state; // a municipio restricts its departamento
      }
      const everywhere = app.named(state.anywhere ?? null);
      const sites = codes.length
        ? everywhere.filter((site) => codes.includes(site.codigo_depto))
        : everywhere;
      return {
        ...state,
        departamentos: codes,
        sites: sites === app.data.sites ? null : sites.map((site) => site.site_id),
      };
    }

    clear() {
      this.app.showAhead({
        ...this.app.state,
        departamentos: [],
        municipios: [],
        area: null,
        sites: null,
        anywhere: null,
      });
    }
  };
})(window.Atlas);
