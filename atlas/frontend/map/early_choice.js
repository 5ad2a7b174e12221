// What the reader has just chosen in the side panel, shown before the server has answered: all that it needs is here.
(function (Atlas) {
  "use strict";

  const FIELD = "[class*='st-key-filter_departamentos']";
  const LIST = "[role=listbox]"; // what a field offers, outside of it in the page
  const CLEAR = ":is(.st-key-clear, .st-key-clear_here) button";

  Atlas.Ahead = class {
    constructor(app) {
      this.app = app;
      this.page = window.parent.document;
      this.watch = new MutationObserver(() => this.look());
      this.entered = ({ target }) => {
        if (!target.closest(LIST)) this.follow(target.closest(FIELD));
      };
      this.clicked = ({ target }) => {
        if (target.closest?.(CLEAR)) this.clear();
      };
      this.back = () => this.follow(null); // the address says now what is chosen, not the field
      this.page.addEventListener("focusin", this.entered);
      window.parent.addEventListener("popstate", this.back);
      this.page.addEventListener("click", this.clicked);
      window.addEventListener("pagehide", () => this.leave());
    }

    leave() {
      this.page.removeEventListener("focusin", this.entered);
      window.parent.removeEventListener("popstate", this.back);
      this.page.removeEventListener("click", this.clicked);
      this.watch.disconnect();
    }

    // Look at the field only while the reader is in it: at other times the server is the one who changes it.
    follow(field) {
      if (field === this.field) return; // to look anew would forget what has just changed
      this.watch.disconnect();
      this.field = field;
      if (field) this.watch.observe(field, { childList: true, subtree: true });
    }

    look() {
      const { state } = this.app, ahead = this.over(state);
      if (ahead !== state) this.app.showAhead(ahead);
    }

    // What the server says, with what the reader has chosen since.
    over(state) {
      if (!this.field?.isConnected || this.page.activeElement === window.frameElement) return state;
      const { app } = this, { departamentos } = app.data, before = new Set(state.departamentos);
      const names = new Set(
        [...this.field.querySelectorAll("[role=group] [data-tag]")].map((tag) =>
          tag.getAttribute("aria-label")
        ),
      );
      const codes = Object.keys(departamentos).filter((code) => names.has(departamentos[code].name)).map(
        Number,
      );
      const isSame = before.size === codes.length && codes.every((code) => before.has(code));
      if (isSame || codes.length !== names.size || !app.isAlone(state) || state.municipios.length) {
        return state; // a municipio narrows
      }
      const all = app.named(state.anywhere),
        sites = codes.length ? all.filter((site) => codes.includes(site.codigo_depto)) : all;
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
        sites: null,
        anywhere: null,
      });
    }
  };
})(window.Atlas = window.Atlas || {});
