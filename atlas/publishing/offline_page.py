"""Write a briefing as one offline HTML file: map, texts, sources and a reader's list.

The scripts of the map, Leaflet and the data are inlined, and a policy in the page forbids any request. The
file works the same from a disk, a file share or a web server, with or without a network.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, Final

from atlas.frontend.bundles import OFFLINE_TEMPLATE, offline_script, offline_style
from atlas.i18n.messages import Language, messages, translator
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.map_data import FIRST_LAYERS, GROUND, ROADS, frame_data, ground_data
from geo.briefings import Briefing, Scene
from geo.briefings.scene_content import WORDED
from geo.choices.list_kinds import ShowAs
from geo.dataset.atlas_data import AtlasData
from geo.dataset.ground import THEMES
from geo.exports.documents.document import Document, Page, document
from geo.exports.documents.document_layers import ListLayer, list_legend
from geo.exports.documents.document_rows import AnnotationRow, SourceRow
from geo.lists.point_aggregation import ListPoints, marks
from geo.mapping.map_styles import ANNOTATION, MOST_CLASSES, OWN_AREA, RAMPS
from geo.mapping.overlay_message import Fills, Legend, Overlay, PointMarks, to_message
from geo.mapping.typefaces import font_face, small_web_font
from geo.roads.drawn_roads import imported_roads, roads_message
from geo.selection import Selection, choice_columns
from geo.views.scene_views import is_measured
from geo.views.sites_view import region_of, sites_in_area


def own_overlay(layer: ListLayer, atlas: AtlasData) -> dict[str, Any]:
    """Return the overlay of a list in each language, and its points."""
    return {
        "marks": _marks(layer),
        **{str(language): _overlay(layer, atlas, language) for language in Language},
    }


def _marks(layer: ListLayer) -> dict[str, Any] | None:
    if layer.hexagons is not None:
        flat = layer.hexagons.rings.reshape(len(layer.hexagons.rows), -1).tolist()
        return {"rings": flat, "n": layer.hexagons.rows.tolist(), "whole": True}
    if layer.is_counted or not len(layer.points):
        return None
    # Row labels are left out, because the file may be passed on.
    points = ListPoints(layer.points.longitude, layer.points.latitude, (), layer.points.weights)
    return marks(points) | {"whole": True}


def _overlay(layer: ListLayer, atlas: AtlasData, language: Language) -> dict[str, Any]:
    t, printed = translator(language), list_legend(layer, ExportWords(language))
    legend = Legend(
        printed.title,
        tuple(entry for entry in printed.entries if entry.colour),
        note=" ".join(entry.label for entry in printed.entries if not entry.colour),
    )
    fills = points = None
    if colour_of := dict(layer.fills) if layer.is_counted else dict.fromkeys(layer.areas, OWN_AREA):
        colours = tuple(dict.fromkeys(colour_of.values()))
        fills = Fills({code: colours.index(colour) for code, colour in colour_of.items()}, colours)
    if not layer.is_counted and (len(layer.points) or layer.hexagons is not None):
        is_drawn = layer.hexagons is not None or layer.show is not ShowAs.HEXAGONS
        points = PointMarks(
            url="own",
            mode=str(layer.show if is_drawn else ShowAs.POINTS),
            colours=tuple(step.colour for step in layer.steps) or RAMPS[MOST_CLASSES],
            one_row=t("own.one_row"),
            many_rows=t("own.many_rows"),
            breaks=tuple(step.high for step in layer.steps),
        )
    codes = sorted(atlas.municipios["codigo_muni"].tolist())
    return to_message(Overlay(legend=legend, fills=fills, points=points), codes)


SECTIONS: Final = ("export", "offline", "filters", *choice_columns().values())
"""The sections of the locale files that the page shows besides the map's own."""


PACKED_TABLES: Final = ("sites", "municipios", "sources", "events", "time")
"""The large tables; they are compressed, which makes a file smaller by 250 kB."""

CLOSE: Final = 2
"""The most regions of a scene that is drawn with finer outlines."""

MOST_NEAR: Final = 3
"""Departamentos with finer outlines, about 30 kB each, to stay below a megabyte."""


def offline_html(  # noqa: PLR0913, PLR0917 - what, from what, in which language, when, how, with whose list
    briefing: Briefing,
    atlas: AtlasData,
    language: Language,
    made: date | None = None,
    script_url: str | None = None,
    own: ListLayer | None = None,
    font_url: str | None = None,
    changes: Mapping[Language, tuple[str, list[str]]] | None = None,
) -> str:
    """Return a briefing as one HTML file in both languages that opens in `language`.

    A server passes the URLs of the script and of the typeface, which all briefings share; a file contains
    both. `changes` is what the presenter reads first, in each language: a sentence and its lines.
    """
    documents = {code: document(briefing, atlas, ExportWords(code), made, own) for code in Language}
    spoken = documents[language]
    values = {
        "language": escape(language),
        "title": escape(spoken.title),
        "noscript": escape(ExportWords(language)("offline.noscript")),
        "stamp": spoken.stamp,
        "styles": font_face(font_url or _font_in_file()) + offline_style(),
        "script": f'<script src="{script_url}"></script>'
        if script_url
        else f"<script>{offline_script()}</script>",
        "policy": "'self'" if script_url else "'unsafe-inline'",
        "font_policy": "'self'" if font_url else "data:",
        "data": _inline("briefing", _text(_story(briefing, documents, atlas) | {"changes": _said(changes)}))
        + _shared(atlas, _near(briefing))
        + (_inline("own", _text(own_overlay(own, atlas))) if own else ""),
    }
    return re.sub(
        r"\{\{(\w+)\}\}", lambda match: values[match[1]], OFFLINE_TEMPLATE.read_text(encoding="utf-8")
    )


def _font_in_file() -> str:
    return f"data:font/woff2;base64,{b64encode(small_web_font()).decode()}"


def _near(briefing: Briefing) -> tuple[str, ...]:
    """Return the finer layers of the departamentos that scenes show closely."""
    regions = (region_of(scene.selection) for scene in briefing.scenes)
    codes = {
        code
        for region in regions
        if len(region.departamentos) + len(region.municipios) <= CLOSE
        for code in (*region.departamentos, *(municipio // 100 for municipio in region.municipios))
    }
    return tuple(f"adm2_50m_{code:02}" for code in sorted(codes)[:MOST_NEAR])


def _shared(atlas: AtlasData, near: tuple[str, ...]) -> str:
    """Return the tables, the layers of every briefing, and the finer ones of a briefing."""
    data, packed = _of_every_briefing(atlas)
    finer = {name: layer.content for name in near if (layer := atlas.layer(name))}
    layers = data["layers"] | {name: f"layer-{name}" for name in finer}
    own = "".join(_packed(f"layer-{name}", content) for name, content in finer.items())
    return _inline("data", _text(data | {"layers": layers})) + own + packed


@lru_cache(maxsize=2)
def _of_every_briefing(atlas: AtlasData) -> tuple[dict[str, Any], str]:
    """Return the small tables, and the layers and large tables as script elements."""
    layers = {name: layer for name in FIRST_LAYERS if (layer := atlas.layer(name))}
    roads = imported_roads(atlas.data)
    names = {name: f"layer-{name}" for name in (*layers, GROUND, *([ROADS] if roads else []))}
    reliefs = {f"relief_{theme}": _picture(content) for theme in THEMES if (content := atlas.relief(theme))}
    data = frame_data(atlas, names | reliefs, with_every_figure=True)
    for language in Language:
        words = messages(language)
        data["texts"][language] |= {key: words[key] for key in words if key.split(".")[0] in SECTIONS}
    data["filters"] = choice_columns()
    tables = {name: data.pop(name) for name in PACKED_TABLES}
    packed = {name: layer.content for name, layer in layers.items()}
    packed |= {GROUND: _text(ground_data(atlas)).encode(), "packed": _text(tables).encode()}
    if roads:
        packed[ROADS] = _text(roads_message(roads)).encode()
    return data, "".join(_packed(f"layer-{name}", content) for name, content in packed.items())


def _picture(content: bytes) -> str:
    return f"data:image/webp;base64,{b64encode(content).decode()}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _inline(name: str, text: str) -> str:
    """Return JSON as a script element, escaped so that its text cannot close it."""
    safe = text.replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{safe}</script>\n'


def _packed(name: str, content: bytes) -> str:
    """Return a file as a script element, compressed to a third; the page unpacks it."""
    text = b64encode(gzip.compress(content, mtime=0)).decode()
    return f'<script type="text/plain" id="{name}">{text}</script>\n'


def _story(briefing: Briefing, documents: Mapping[Language, Document], atlas: AtlasData) -> dict[str, Any]:
    pages = zip(briefing.scenes, *(documents[code].pages for code in Language), strict=True)
    return {
        "scenes": [
            _choice(scene, both[0], atlas)
            | {str(code): _words(page, scene, code) for code, page in zip(Language, both, strict=True)}
            for scene, *both in pages
        ],
        "sources": {
            row.identifier: {"url": row.url}
            | {str(code): _named(rows[row.identifier]) for code, rows in _sources(documents).items()}
            for row in documents[Language.ENGLISH].sources
        },
    } | {str(code): {"title": made.title, "about": list(_about(made))} for code, made in documents.items()}


def _said(changes: Mapping[Language, tuple[str, list[str]]] | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {str(code): {"lead": lead, "lines": lines} for code, (lead, lines) in changes.items()}


def _named(source: SourceRow) -> dict[str, str]:
    return {"title": source.title, "publisher": source.publisher, "published": source.published}


def _sources(documents: Mapping[Language, Document]) -> dict[Language, dict[str, Any]]:
    return {code: {row.identifier: row for row in made.sources} for code, made in documents.items()}


def _about(made: Document) -> Iterator[str]:
    yield f"{made.made}. {made.version_text}."
    yield made.caution
    yield made.attribution
    if made.own:
        yield made.own


def _choice(scene: Scene, page: Page, atlas: AtlasData) -> dict[str, Any]:
    choice = asdict(scene.selection)
    if scene.selection.areas:
        region = region_of(Selection(areas=scene.selection.areas), atlas)
        choice["sites_in_areas"] = list(atlas.sites.index[sites_in_area(atlas.sites, region)[1]])
    layout = "whole" if page.is_map_alone else "map" if scene.kind.has_map else "text"
    return {
        "choice": choice,
        "view": asdict(scene.view) if scene.view else None,
        "kind": str(scene.kind),
        "layout": "words" if scene.kind in WORDED else layout,
        "sites": list(page.view.filtered.index) if is_measured(scene) else None,
    }


def annotation_message(row: AnnotationRow) -> dict[str, Any]:
    """Return an arrow or a note as the map's script reads it."""
    return {
        "from": list(row.start),
        "to": list(row.end) if row.end else None,
        "colour": ANNOTATION,
        "text": row.text,
        "spoken": row.spoken,
    }


def _words(page: Page, scene: Scene, language: Language) -> dict[str, Any]:
    return {
        "headline": page.headline,
        "text": [
            {"runs": [asdict(run) for run in block.runs], "item": block.is_item} for block in page.text
        ],
        "figures": [asdict(row) for row in page.figures],
        "disagreements": [asdict(row) for row in page.disagreements],
        "listed": [asdict(row) for row in page.listed],
        "listed_title": page.listed_title,
        "chart": asdict(page.chart) if page.chart else None,
        "notes": page.notes,
        "overlay": scene.answer.message(language) if scene.answer else None,
        "methods": list(page.analysis.methods) if page.analysis else [],
        "annotations": [annotation_message(row) for row in page.annotations],
    }


__all__ = ["offline_html"]
