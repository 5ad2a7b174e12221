// Contrast as WCAG has it, of what a page paints on its ground.
(() => {
  "use strict";
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });

  // Any colour of a style sheet as red, green, blue and what it hides of the ground, all from 0 to 1.
  function parts(colour) {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  }

  const over = ([r, g, b, a], ground) => [r, g, b].map((part, n) => part * a + ground[n] * (1 - a));
  const luminance = (colour) => colour.slice(0, 3).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);

  function groundOf(one) {
    const layers = [];
    for (let box = one; box; box = box.parentElement) layers.push(parts(getComputedStyle(box).backgroundColor));
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [1, 1, 1]);
  }

  const ratio = (one, other) => { const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };

  const contrast = globalThis.contrast = { ratio: (one, other) => ratio(parts(one), parts(other)) };

  // Of a colour that is painted within an element, as strong as it is there.
  contrast.within = function (one, colour, opacity = 1) {
    const [r, g, b, a] = parts(colour), ground = groundOf(one);
    return ratio(over([r, g, b, a * opacity], ground), ground);
  };

  // How much brighter a filter makes the content of a box.
  contrast.brightened = (box, colour) => {
    const factor = Number(/brightness\(([\d.]+)\)/.exec(getComputedStyle(box).filter)?.[1] ?? 1);
    return `rgb(${parts(colour).slice(0, 3).map((part) => Math.min(255, 255 * part * factor)).join()})`;
  };

  const isSeen = (one) => one.getClientRects().length > 0 && Number(getComputedStyle(one).opacity) > 0;

  contrast.words = (root) => [...root.querySelectorAll("text")].filter((one) => isSeen(one) && one.textContent.trim())
    .map((one) => [one.textContent, contrast.within(one, getComputedStyle(one).fill)]);

  // A mark is seen by its inside or by its rim.
  contrast.marks = (root) => [...root.querySelectorAll(".role-mark :is(path, line, rect), .role-legend-symbol path")].filter(isSeen).map((one) => {
    const { fill, stroke, fillOpacity, strokeOpacity, opacity } = getComputedStyle(one);
    const seen = (colour, part) => (colour === "none" ? 1 : contrast.within(one, colour, part * opacity));
    return [one.parentElement.getAttribute("class"), Math.max(seen(fill, fillOpacity), seen(stroke, strokeOpacity))];
  });

  // The names that the map paints on its own ground, by kind.
  contrast.names = ({ boundaries: { palette }, data: { lettering } }) => Object.entries(lettering).map(([kind, lettered]) => {
    const grounds = { country: palette.neighbour, abroad: palette.neighbour, sea: "var(--sea)" };
    const name = document.body.appendChild(document.createElement("p"));
    name.style.backgroundColor = grounds[kind] ?? palette.land;
    name.style.color = lettered[document.documentElement.dataset.theme];
    const found = [kind, contrast.within(name, getComputedStyle(name).color)];
    name.remove();
    return found;
  });

  // What represents something in a legend: a swatch by its inside or its rim, a symbol by its ink.
  contrast.symbols = () => [...document.querySelectorAll(".atlas-swatch, .atlas-overlay svg path")].map((one) => {
    const { fill, backgroundColor, borderColor } = getComputedStyle(one);
    const inks = one.matches("path") ? [contrast.brightened(one.closest("svg"), fill)] : [backgroundColor, borderColor];
    return [one.getAttribute("class") ?? fill, Math.max(...inks.map((ink) => contrast.within(one.closest(".atlas-overlay"), ink)))];
  });
})();
