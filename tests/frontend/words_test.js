// Words, dates and keys, as every part of the map uses them.
import { deepStrictEqual as same } from "node:assert/strict";
import { run } from "./scripts.js";

const Atlas = run(["map/dom.js", "map/streamlit_frame.js"]);

Deno.test("fields are filled in, and their content is not read again", () => {
  same(Atlas.fill("{count} sites in {name}", { count: 3, name: "{count}" }), "3 sites in {count}");
});

Deno.test("one site, two sites, no sites", () => {
  same([0, 1, 2].map((count) => Atlas.plural("{count} site|{count} sites", count)), [
    "0 sites",
    "1 site",
    "2 sites",
  ]);
  same(Atlas.plural("{count} km", 1), "1 km");
});

Deno.test("a date is as fine as it is known", () => {
  same(Atlas.dateText("2018", "en"), "2018");
  same(Atlas.dateText("2021-05", "en"), "May 2021");
  same(Atlas.dateText("2020-05-29", "en"), "29 May 2020");
  same(Atlas.dateText("2020-05-29", "es"), "29 de mayo de 2020");
  same(Atlas.dateText("some day", "en"), "some day");
});

Deno.test("arrows go round and round, Home and End to the ends, other keys nowhere", () => {
  const items = ["a", "b", "c"];
  same(Atlas.itemFor(items, 0, "ArrowDown"), "b");
  same(Atlas.itemFor(items, 2, "ArrowRight"), "a");
  same(Atlas.itemFor(items, 0, "ArrowLeft"), "c");
  same(Atlas.itemFor(items, 1, "Home"), "a");
  same(Atlas.itemFor(items, 1, "End"), "c");
  same(Atlas.itemFor(items, 1, "Enter"), undefined);
});

Deno.test("only an address of the web becomes a link", () => {
  same(Atlas.link("javascript:alert(1)", "text"), "text");
  same(Atlas.link(null, "text"), "text");
});

Deno.test("a link to another page keeps what every page shares", () => {
  const parent = { location: { href: "http://atlas.example/base/?lang=es&dep=18&at=15.2,-90.1,8&ask=gaps" } };
  const Frame = run(["map/dom.js", "map/streamlit_frame.js"], { parent });
  Frame.h =
    /** @type {any} */ ((/** @type {string} */ _tag, /** @type {{ href: string }} */ { href }) => href);
  same(
    Frame.pageLink("programmes", { event: "T031" }, "title", { data: { shared: ["lang", "v", "dep"] } }),
    "http://atlas.example/base/programmes?lang=es&dep=18&event=T031",
  );
});
