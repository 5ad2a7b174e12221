"""The small map of a chapter: a picture whose marks link to the map page."""

from __future__ import annotations

import base64
from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.facts.fact_words import site_address, site_links
from atlas.ui.state.cached_data import chapter
from atlas.ui.state.reader_list import placed_list
from atlas.ui.state.session import MAP_ADDRESS, address_of
from atlas.ui.widgets.markup import Html, h
from atlas.web.served_data import atlas_data
from geo.choices import Layer, Precision
from geo.dataset.atlas_data import AtlasData
from geo.mapping.map_styles import OWN, SYMBOLS
from geo.views.locator_map import SHORTENED, Box, Mark, SmallMap, small_map
from geo.views.programme_chapter import Chapter, ChapterView

LAND: Final = 'fill="#8d9a8f" fill-opacity=".22"'
BORDERS: Final = 'fill="none" stroke="#7d857f" stroke-opacity=".75"'
RIVERS: Final = 'fill="none" stroke="#4f93b8" stroke-opacity=".6"'
"""Half-transparent colours, so that one picture serves the light and the dark theme."""

RIM: Final = 'stroke="#fff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
"""The white rim of a symbol."""

STILL_SYMBOLS: Final = 13
"""How many symbols would fill the width of a picture without links."""

NAMED: Final = 8
"""The most points of a reader's list whose names fit a small map."""

WIDTH: Final = 350
"""The width in pixels at which a border is one pixel wide."""


def map_figure(view: ChapterView, t: Translator) -> Html:
    """Return the picture of a chapter's sites, what is not on it, and the way to the big map."""
    return h(
        "figure",
        *_map_and_legend(view, t),
        *_lists(view.sites, t),
        _dispute(view, t),
        class_="a-where",
    )


def link_map(t: Translator) -> Html:
    """Return the map of every site, its symbols links to the large map."""
    view = chapter(None)
    return h("figure", *_map_and_legend(view, t), _dispute(view, t), class_="a-where")


def _dispute(view: ChapterView, t: Translator) -> Html | None:
    is_drawn = _picture(atlas_data(), view.chapter).outline.disputed
    return h("p", t("map.dispute"), class_="a-when") if is_drawn else None


def _map_and_legend(view: ChapterView, t: Translator) -> tuple[Html, Html]:
    picture, to_map = _picture(atlas_data(), view.chapter), address_of(MAP_ADDRESS, view.on_map)
    marks = (_mark(mark, to_map, view.sites, t.language) for mark in picture.marks)
    what = t("programmes.sites", count=len(view.sites))
    background = h(
        "img", src=_background(atlas_data(), view.chapter), alt=t("programmes.map_alt", what=what)
    )
    ratio = f"aspect-ratio:{1 / picture.height:.4f}"
    link = h("a", t("programmes.open_map", what=what), href=to_map, class_="a-open")
    own, own_entry = _list_layer(picture, t)
    return (
        h(
            "div",
            background,
            *_names(picture),
            *marks,
            *own,
            _locator(picture),
            class_="a-map",
            style=ratio,
        ),
        h("figcaption", link, _legend(view.sites, t), own_entry),
    )


def _list_layer(picture: SmallMap, t: Translator) -> tuple[list[Html], Html | None]:
    """Return the points of this session's list above the marks, and its entry of the legend.

    Nothing of it is cached: the pictures of the programmes are shared by all readers.
    """
    mine = placed_list()
    if mine is None or mine.placement is None:
        return [], None
    placement, (west, south, east, north) = mine.placement, picture.box
    left = (placement.longitude - west) / (east - west)
    top = (north - placement.latitude) / (north - south)
    rows = np.flatnonzero(placement.has_point & (left >= 0) & (left <= 1) & (top >= 0) & (top <= 1))
    if not len(rows):
        return [], None
    # Points of one pixel are drawn once: a list may have a million rows.
    cells = np.unique(np.round(np.column_stack([left[rows], top[rows]]) * WIDTH), axis=0)
    dots = "".join(
        f'<circle cx="{x:.0f}" cy="{y * picture.height:.0f}" r="3.4"/>' for x, y in cells.tolist()
    )
    box = f"0 0 {WIDTH} {WIDTH * picture.height:.0f}"
    drawing = f'<g fill="{OWN}" stroke="#fff" stroke-width="1">{dots}</g>'
    words = t("own.layer_points", name=mine.name[:40], count=number_text(len(rows), t.language))
    parts = [h("img", src=_image(box, drawing), alt=words, class_="a-own")]
    if mine.reading and mine.reading.label and len(rows) <= NAMED:
        labels = mine.table.cells[mine.reading.label].iloc[rows].astype("str")
        parts += [
            h("span", text[:32], class_="a-name a-own-name", style=f"left:{x:.1%};top:{y:.1%}")
            for text, x, y in zip(labels, left[rows], top[rows], strict=True)
        ]
    entry = h("li", h("span", class_="a-own-dot", style=f"background:{OWN}"), words)
    return parts, h("ul", entry, class_="a-legend")


@cache
def _picture(of: AtlasData, about: Chapter) -> SmallMap:
    return small_map(chapter(about).sites, of)


@cache
def _background(of: AtlasData, about: Chapter) -> str:
    """Return the picture's land, borders and shaded municipios as a data address."""
    picture = _picture(of, about)
    return _image(_view_box(picture.box), _ground(picture))


def still_picture(picture: SmallMap) -> str:
    """Return a small map with its symbols, but without links, as a data address."""
    west, south, east, north = picture.box
    width, height = (east - west) * SHORTENED * 100, (north - south) * 100
    size = width / STILL_SYMBOLS
    marks = "".join(
        f'<svg x="{west * SHORTENED * 100 + mark.left * width - size / 2:.1f}" '
        f'y="{-north * 100 + mark.top * height - size / 2:.1f}" width="{size:.1f}" height="{size:.1f}" '
        f'viewBox="-2 -2 28 28"><path d="{symbol.path}" fill="{symbol.colour}" {RIM}/></svg>'
        for mark in picture.marks
        for symbol in [SYMBOLS[mark.layer]]
    )
    return _image(_view_box(picture.box), _ground(picture) + marks)


def _ground(picture: SmallMap) -> str:
    """Return land, shaded municipios and borders as SVG."""
    outline = picture.outline
    width = (picture.box[2] - picture.box[0]) * SHORTENED * 100
    line = f'stroke-width="{width / WIDTH:.2f}"'
    shaded = f'<path d="{outline.rivers}" {RIVERS} {line}/>' + "".join(
        f'<path d="{path}" fill="{colour}" fill-opacity=".45" stroke="{colour}" {line}/>'
        for layer, path in picture.shaded
        for colour in [SYMBOLS[layer].colour]
    )
    return (
        f'<path d="{outline.land}" {LAND}/>{shaded}<path d="{outline.borders}" {BORDERS} {line}/>'
        f'<path d="{outline.disputed}" {BORDERS} {line} stroke-dasharray="{width / 60:.1f}"/>'
    )


@cache
def symbol_style() -> Html:
    """Return the style that gives each layer its symbol, with a white rim."""
    rules = (
        f".a-symbol.a-{layer} {{ background-image: url({_image('-2 -2 28 28', drawing)}) }}"
        for layer, symbol in SYMBOLS.items()
        for drawing in [f'<path d="{symbol.path}" fill="{symbol.colour}" {RIM}/>']
    )
    return Html(f"<style>{' '.join(rules)}</style>")


def _names(picture: SmallMap) -> list[Html]:
    return [
        h("span", name.text, class_="a-name", style=f"left:{name.left:.1%};top:{name.top:.1%}")
        for name in picture.names
    ]


def _locator(picture: SmallMap) -> Html | None:
    """Return a still smaller picture of the country with the frame in it, where it is a part."""
    if not picture.is_part:
        return None
    country = _picture(atlas_data(), None)
    west, south, east, north = picture.box
    corner = f'x="{west * SHORTENED * 100:.1f}" y="{-north * 100:.1f}"'
    size = f'width="{(east - west) * SHORTENED * 100:.1f}" height="{(north - south) * 100:.1f}"'
    frame = f'<rect {corner} {size} fill="#c44e00" fill-opacity=".25" stroke="#c44e00" stroke-width="9"/>'
    land = f'<path d="{country.outline.land}" fill="#8d9a8f" fill-opacity=".55"/>'
    return h("img", src=_image(_view_box(country.whole), land + frame), alt="", class_="a-locator")


def _view_box(box: Box) -> str:
    west, south, east, north = (edge * 100 for edge in box)
    return f"{west * SHORTENED:.1f} {-north:.1f} {(east - west) * SHORTENED:.1f} {north - south:.1f}"


def _image(box: str, drawing: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{drawing}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _mark(mark: Mark, to_map: str, sites: gpd.GeoDataFrame, language: Language) -> Html:
    names = ", ".join(str(sites.at[site, f"name_{language}"]) for site in mark.site_ids)
    alone = len(mark.site_ids) == 1
    place = f"left:{mark.left:.2%};top:{mark.top:.2%}"
    halo = f"{place};width:{2 * mark.radius:.2%};background:{SYMBOLS[mark.layer].colour}"
    link = h(
        "a",
        h("span", role="img", aria_label=names, class_=f"a-symbol a-{mark.layer}"),
        None if alone else h("span", str(len(mark.site_ids)), class_="a-count"),
        href=site_address(mark.site_ids[0]) if alone else to_map,
        title=names,
        class_="a-mark",
        # Marks lie as close as their places do; the list below is for who cannot hit them.
        tabindex="-1",
        style=place,
    )
    return h("span", h("span", class_="a-halo", style=halo) if mark.radius else None, link)


def _legend(sites: gpd.GeoDataFrame, t: Translator) -> Html:
    counts = sites["layer"].value_counts()
    items = (
        h("li", h("span", class_=f"a-symbol a-{layer}"), f"{t(f'layer.{layer}')} ({counts[layer]})")
        for layer in Layer
        if layer in counts
    )
    return h("ul", *items, class_="a-legend")


def _lists(sites: gpd.GeoDataFrame, t: Translator) -> list[Html]:
    """Return the sites as folded lists: those with a mark, and those without, with why."""
    kinds = {
        "programmes.marked": (Precision.EXACT, Precision.LOCALITY, Precision.ZONE),
        "programmes.shaded": (Precision.MUNICIPIO,),
        "programmes.unplaced": (Precision.UNPLACED,),
    }
    parts = [(key, sites.index[sites["precision"].isin(known)].tolist()) for key, known in kinds.items()]
    return [
        h("details", h("summary", t(key, count=len(ids))), site_links(ids, t)) for key, ids in parts if ids
    ]
