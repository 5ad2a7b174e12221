// Small builders of page elements: all text goes in as text, never as markup.
(function (Atlas) {
  "use strict";

  // h("p", {class: "x", onclick: f}, "text", child, null) -> element; null children are left out.
  Atlas.h = function (tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };

  // A box over the map that keeps its clicks and wheel turns to itself.
  Atlas.overlay = function (map, className, label) {
    const box = Atlas.h("section", { class: `atlas-overlay ${className}`, "aria-label": label });
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.getContainer().append(box);
    return box;
  };

  // The margins, of some [left, top, right, bottom], that leave most room for `bounds`.
  Atlas.widest = function (map, bounds, rooms) {
    const zoom = ([left, top, right, bottom]) =>
      map.getBoundsZoom(bounds, false, L.point(left + right, top + bottom)) || 0;
    const [left, top, right, bottom] = rooms.reduce((best, room) => (zoom(room) > zoom(best) ? room : best));
    return { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] };
  };

  // "{count} sites" with the fields filled in.
  Atlas.fill = (text, fields) => text.replace(/\{(\w+)\}/g, (_all, name) => String(fields[name]));

  // The form for `count` of "one|many", with the count filled in.
  Atlas.plural = (text, count) => Atlas.fill(text.split("|").at(count === 1 ? 0 : -1), { count });

  // Only web addresses become links.
  Atlas.link = (url, text) =>
    /^https?:\/\//.test(url || "")
      ? Atlas.h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text)
      : text;
})(window.Atlas = window.Atlas || {});
