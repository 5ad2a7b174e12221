// What an analysis lays over the map arrives as characters, and is said in the words of its legend.
import { deepStrictEqual as same } from "node:assert/strict";
import { run } from "./scripts.js";

const Atlas = run(["map/dom.js", "map/analysis_overlay.js", "map/list_points.js"]);

/** @type {AnalysisOverlay} */
const OVERLAY = {
  fills: { classes: "0-1", colours: ["#cfe8c9", "#8e2f20"] },
  legend: {
    title: "Coverage",
    entries: [{ colour: "#cfe8c9", label: "kept" }, { colour: "#8e2f20", label: "lost", look: "crossed" }],
  },
};
const DEPARTAMENTOS = { 1: { name: "Guatemala" } };

/** @param {AnalysisOverlay | undefined} overlay @param {number} municipio */
function meaning(overlay, municipio) {
  const colours = Atlas.fillsOf(overlay, [101, 102, 103]);
  const part = { colours, app: { state: { overlay }, data: { departamentos: DEPARTAMENTOS } } };
  const area = { codigo_muni: municipio, codigo_depto: 1 };
  return Atlas.Overlay.prototype.meaning.call(/** @type {any} */ (part), area);
}

Deno.test("each municipio has the colour of its character, and none where there is none", () => {
  same(Atlas.fillsOf(OVERLAY, [101, 102, 103]), { 101: "#cfe8c9", 103: "#8e2f20" });
  same(Atlas.fillsOf(undefined, [101]), {});
  same(Atlas.fillsOf({}, [101]), {});
});

Deno.test("the eleventh class is the letter a", () => {
  const colours = Array.from({ length: 11 }, (_none, n) => `#0000${String(n).padStart(2, "0")}`);
  same(Atlas.fillsOf({ fills: { classes: "a", colours } }, [101]), { 101: "#000010" });
});

Deno.test("only a colour that needs it has a hatch", () => {
  same(Atlas.looksOf(OVERLAY), { "#8e2f20": "crossed" });
  same(Atlas.looksOf(undefined), {});
});

Deno.test("a colour is told in the words of the legend", () => {
  same(meaning(OVERLAY, 103), "Coverage · lost");
  same(meaning(OVERLAY, 102), null);
  same(meaning(undefined, 103), null);
});

Deno.test("where a class is that of the whole departamento it is said of the departamento", () => {
  const whole = { ...OVERLAY, fills: { classes: "000", colours: ["#cfe8c9"], whole: true } };
  same(meaning(whole, 102), "Coverage · Guatemala: kept");
});

Deno.test("few points of a list have their names, long ones shortened, and many have none", () => {
  /** @param {string[]} labels */
  const names = (labels) => {
    const part = {
      wanted: { mode: "points" },
      data: { labels },
      marks: labels.map((_label, i) => ({ n: 1, i, r: 4 })),
      positionOf: () => ({ lng: -90, lat: 15 }),
    };
    return Atlas.Points.prototype.names.call(/** @type {any} */ (part)).map((name) => name.text);
  };
  same(names(["School", "", "S".repeat(40)]), ["School", `${"S".repeat(31)}…`]);
  same(names(Array(26).fill("School")), []);
});
