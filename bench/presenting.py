"""Measure the export of each format, and the offline page against folium's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import folium
from playwright.sync_api import Browser

from atlas.frontend.bundles import LEAFLET_SCRIPT, LEAFLET_STYLE
from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, exported
from bench.opening import warm_ms
from bench.reader import median
from bench.rows import Row, at_most, faster
from geo.briefings import Scene
from geo.briefings.briefing_files import read_briefing
from geo.dataset.atlas_data import AtlasData

BRIEFING: Final = "four-layers"
MONTH: Final = "2019-12"
"""The month of the presentation of a date."""

SCENES: Final = 4
"""Scenes of the timed presentation."""

OURS: Final = "document.documentElement.dataset.atlas"
FOLIUM: Final = (
    "(() => { const name = Object.keys(window).find((one) => /^map_[0-9a-f]{32}$/.test(one));"
    " return name && window[name]._loaded && Object.keys(window[name]._layers).length > 340; })()"
)
"""The condition of an interactive page: all outlines and sites are drawn and respond."""


def rows(browser: Browser) -> Iterator[Row]:
    """Yield the rows of presenting."""
    atlas, briefing = AtlasData(), read_briefing(BRIEFING)
    single = replace(briefing, scenes=briefing.scenes[:1])
    four = replace(briefing, scenes=briefing.scenes[:SCENES])
    dated = replace(briefing, scenes=tuple(map(_of_a_date, briefing.scenes)))
    for name, made, kind, bar in (
        ("PNG of the country", single, DocumentFormat.PNG, 0.5),
        ("PDF of one scene", single, DocumentFormat.PDF, 1),
        ("PPTX of four scenes", four, DocumentFormat.PPTX, 3),
        ("offline HTML", briefing, DocumentFormat.HTML, 0.3),
        ("offline HTML of a date", dated, DocumentFormat.HTML, 0.5),
    ):
        seconds, content = timed(partial(exported, made, atlas, Language.ENGLISH, kind))
        yield at_most(name, seconds, "s", bar)
        if made is dated:
            yield at_most(f"{name}: bytes", len(content) / 1e6, "MB", 1)
    yield from _offline_against_folium(browser, atlas)


def _of_a_date(scene: Scene) -> Scene:
    return replace(scene, selection=replace(scene.selection, when=MONTH))


def _offline_against_folium(browser: Browser, atlas: AtlasData) -> Iterator[Row]:
    build = partial(exported, read_briefing(BRIEFING), atlas, Language.ENGLISH, DocumentFormat.HTML)
    seconds, ours = timed(build)
    folium_seconds, theirs = timed(partial(folium_page, atlas), 2)
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        for name, content, ready in (("ours", ours, OURS), ("folium", theirs, FOLIUM)):
            path = Path(folder) / f"{name}.html"
            path.write_bytes(content)
            pages.append((path.as_uri(), ready))
        opened, folium_opened = (milliseconds / 1000 for milliseconds in warm_ms(browser, *pages))
    yield at_most("offline HTML: bytes", len(ours) / 1e6, "MB", 1)
    yield at_most("offline HTML: interactive after opening", opened, "s", 0.5)
    label = "folium's Map.save()"
    yield faster("offline HTML: making it", seconds, "s", (label, folium_seconds), 1)
    yield faster("offline HTML: bytes", len(ours) / 1e6, "MB", (label, len(theirs) / 1e6), 1)
    yield faster("offline HTML: interactive", opened, "s", (label, folium_opened), 1)


def folium_page(atlas: AtlasData) -> bytes:
    """Return the same content as a page of folium: municipios, sites, legend.

    Leaflet is inlined from its package, and the other files that folium would load are left out, so that
    the page opens without a network too.
    """
    figure = folium.Map(location=(15.7, -90.3), zoom_start=7, tiles=None)
    figure.default_js, figure.default_css = [], []
    tooltip = folium.GeoJsonTooltip(["municipio", "departamento"])
    folium.GeoJson(atlas.municipios, name="Municipios", tooltip=tooltip).add_to(figure)
    layers = {
        layer: folium.FeatureGroup(name=layer).add_to(figure) for layer in atlas.sites["layer"].unique()
    }
    for site in atlas.sites[atlas.sites["latitude"].notna()].to_dict("records"):
        text = "<br>".join(str(site[name]) for name in ("name_en", "kind", "status", "position_note_en"))
        marker = folium.CircleMarker((site["latitude"], site["longitude"]), radius=6, popup=text)
        marker.add_to(layers[site["layer"]])
    folium.LayerControl().add_to(figure)
    script, style = (path.read_text(encoding="utf-8") for path in (LEAFLET_SCRIPT, LEAFLET_STYLE))
    root: Any = figure.get_root()
    head = root.header
    head.add_child(folium.Element(f"<style>{style}#{figure.get_name()} {{ height: 100vh; }}</style>"))
    head.add_child(folium.Element(f"<script>{script}</script>"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        figure.save(str(path))
        return path.read_bytes()


def timed(make: Callable[[], bytes], times: int = 4) -> tuple[float, bytes]:
    """Return the median seconds of `make` after one uncounted run, and its result."""
    content, taken = make(), []
    for _ in range(times):
        started = perf_counter()
        content = make()
        taken.append(perf_counter() - started)
    return median(taken), content
