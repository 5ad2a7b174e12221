// What an analysis lays over the map: municipios by class, stretches, circles, proposed places, and its legend.
(function (Atlas) {
  "use strict";
  const { h } = Atlas;
  const RIM = { color: "#fff", opacity: 0.9 }; // around a line: on dark ground its colour alone is not seen

  Atlas.Overlay = class {
    constructor(map, app) {
      Object.assign(this, { map, app });
      map.createPane("overlay").style.zIndex = 350;
      this.rims = L.layerGroup().addTo(map);
      this.group = L.layerGroup().addTo(map);
      this.box = Atlas.overlay(map, "atlas-analysis", "");
      this.box.hidden = true;
      this.points = new Atlas.Points(map, app);
      map.on("click", (event) => this.clicked(event.latlng));
    }

    // {codigo_muni: colour} of an overlay whose `classes` hold one character a municipio, in order of code.
    fills(overlay) {
      if (!overlay?.fills) return {};
      const { classes, colours } = overlay.fills;
      const codes = Object.keys(this.app.data.municipios).map(Number).sort((a, b) => a - b);
      return Object.fromEntries(
        codes.map((code, n) => [code, colours[parseInt(classes[n], 36)]]).filter(([, colour]) => colour),
      );
    }

    // {colour: hatch} of an overlay, where lightness does not tell its classes.
    looks(overlay) {
      return Object.fromEntries(
        (overlay?.legend?.entries ?? []).filter((one) => one.look).map((one) => [one.colour, one.look]),
      );
    }

    // What the colour of a municipio stands for, in the words of the legend; of its departamento where that is coloured.
    meaning({ codigo_muni: municipio, codigo_depto: departamento }) {
      const overlay = this.app.state?.overlay, colour = this.colours?.[municipio];
      const entry = overlay?.legend?.entries.find((one) => one.colour === colour);
      if (!colour || !entry) return null;
      const whose = overlay.fills.whole ? `${this.app.data.departamentos[departamento]?.name}: ` : "";
      return `${overlay.legend.title} · ${whose}${entry.label}`;
    }

    draw(overlay) {
      this.colours = this.fills(overlay);
      for (const layers of [this.rims, this.group]) layers.clearLayers();
      this.say(overlay);
      this.map.getContainer().classList.toggle("atlas-placing", Boolean(overlay?.placing));
      for (const circle of overlay?.circles ?? []) this.circle(circle);
      for (const line of overlay?.lines ?? []) this.line(line);
      for (const place of overlay?.places ?? []) this.place(place);
      this.points.show(overlay?.points);
    }

    circle({ at: [longitude, latitude], radius_m: radius, colour, dashed }) {
      const asked = { pane: "overlay", radius, dashArray: dashed ? "4 4" : null, interactive: false };
      L.circle([latitude, longitude], { ...asked, ...RIM, weight: 3.2, fill: false }).addTo(this.rims);
      L.circle([latitude, longitude], {
        ...asked,
        color: colour,
        weight: 1.4,
        fillOpacity: dashed ? 0 : 0.12,
      }).addTo(this.group);
    }

    line({ points, colour, label }) {
      const corners = points.map(([longitude, latitude]) => [latitude, longitude]);
      L.polyline(corners, { pane: "overlay", ...RIM, weight: 9, interactive: false }).addTo(this.rims);
      const path = L.polyline(corners, { pane: "overlay", color: colour, weight: 6 });
      path.bindTooltip(() => h("span", {}, label), { sticky: true, className: "atlas-tooltip" }).addTo(
        this.group,
      );
      this.picture(path, label);
    }

    place({ at: [longitude, latitude], colour, number, label }) {
      const box = h("span", { class: "atlas-place", style: `background:${colour}` }, String(number));
      const marker = L.marker([latitude, longitude], {
        icon: L.divIcon({ html: box, className: "", iconSize: [28, 28] }),
        zIndexOffset: 500,
      })
        .bindTooltip(() => h("span", {}, label), { className: "atlas-tooltip", direction: "top" }).addTo(
          this.group,
        );
      this.picture(marker, label);
    }

    // What is drawn says its label; there is nothing in it to press.
    picture(layer, label) {
      for (const [name, value] of [["role", "img"], ["aria-label", label]]) {
        layer.getElement()?.setAttribute(name, value);
      }
    }

    // Write the legend, if it is another.
    say(overlay) {
      const text = JSON.stringify(overlay?.legend ?? null);
      if (text !== this.legendText) {
        this.legendText = text;
        this.legend(overlay?.legend);
      }
    }

    // What the legend leaves free, as margins on one side or another: left, top, right and bottom.
    get sides() {
      if (this.box.hidden) return [[0, 0, 0, 0]];
      const { width, height } = this.size;
      return this.app.isNarrow
        ? [[0, 0, width, 0], [0, height, 0, 0]]
        : [[width, 0, 0, 0], [0, 0, 0, height]];
    }

    legend(legend) {
      this.box.hidden = !legend;
      if (!legend) return;
      this.box.setAttribute("aria-label", legend.title);
      const entry = (one) => h("li", {}, Atlas.swatch(one), one.label);
      this.box.replaceChildren(
        ...[
          h("strong", {}, legend.title),
          h("ul", {}, legend.entries.map(entry)),
          legend.note ? h("small", {}, legend.note) : null,
        ].filter(Boolean),
      );
      // Measured once: the edge that it keeps from the map's, and as much to what is shown.
      this.size = {
        width: this.box.offsetWidth + 24,
        height: this.box.offsetHeight + (this.app.isNarrow ? 24 : 50),
      };
    }

    // While places are asked for, a click on the map names one instead of opening a municipio.
    clicked({ lat, lng }) {
      if (this.isPlacing()) {
        this.app.tell({ point: { longitude: Number(lng.toFixed(5)), latitude: Number(lat.toFixed(5)) } });
      }
    }

    isPlacing() {
      return Boolean(this.app.state?.overlay?.placing);
    }
  };
})(window.Atlas = window.Atlas || {});
