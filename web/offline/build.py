"""The offline file put together: the map's own script, Leaflet and the data in one page.

Everything is inlined and a policy in the page forbids any request, so that the file is the
same from a disk, a file share or a web server, with or without a network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

from xstatic.pkg import leaflet as leaflet_package

from geo.briefings import Briefing, Scene
from geo.export.document import Document, Page, document
from geo.shelf import Shelf
from pages.ui.text import Language, messages
from web.frame_data import frame_data
from web.map_assets import FIRST_LAYERS, MAP, SCRIPTS
from web.words import ExportWords

OFFLINE: Final = Path(__file__).parent
OWN_SCRIPTS: Final = ("host", "choice", "story", "page")
"""The offline page's script in the order of need; `host` replaces what asks a server."""

SECTIONS: Final = ("export", "offline", "filters", "hit")
"""The sections of the locale files that the page speaks with besides the map's own."""


def offline_html(briefing: Briefing, shelf: Shelf, language: Language, made: date | None = None) -> str:
    """Return a briefing as one HTML file in both languages that opens in `language`."""
    documents = {one: document(briefing, shelf, ExportWords(one), made) for one in Language}
    own = documents[language]
    values = {
        "language": escape(language),
        "title": escape(own.title),
        "noscript": escape(ExportWords(language)("offline.noscript")),
        "stamp": own.stamp,
        "styles": _styles(),
        "script": _script(),
        "data": _inline("briefing", _text(_story(briefing, documents))) + _shared(shelf),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], _template())


@cache
def _template() -> str:
    return (OFFLINE / "page.html").read_text(encoding="utf-8")


@cache
def _styles() -> str:
    leaflet = (Path(leaflet_package.BASE_DIR) / "leaflet.css").read_text(encoding="utf-8")
    # Pictures of controls that the page does not have; a file could not load them.
    leaflet = re.sub(r"background-image:\s*url\([^)]*\);?", "", leaflet)
    return "\n".join(
        [
            leaflet,
            *((path).read_text(encoding="utf-8") for path in (MAP / "atlas.css", OFFLINE / "page.css")),
        ]
    )


@cache
def _script() -> str:
    paths = [Path(leaflet_package.BASE_DIR) / "leaflet.js"]
    # `address` writes the address of a page on a server, and `atlas` starts last.
    paths += [MAP / f"{name}.js" for name in SCRIPTS if name not in {"address", "atlas"}]
    paths += [OFFLINE / "host.js", MAP / "atlas.js", *(OFFLINE / f"{name}.js" for name in OWN_SCRIPTS[1:])]
    script = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return re.sub(r"//# sourceMappingURL=.*", "", script)


@lru_cache(maxsize=2)
def _shared(shelf: Shelf) -> str:
    """Return the layers and tables, the same for every briefing of one shelf."""
    layers = {name: layer for name in FIRST_LAYERS if (layer := shelf.layer(name))}
    data = frame_data(shelf, {name: f"layer-{name}" for name in layers})
    for language in Language:
        words = messages(language)
        data["texts"][language] |= {key: words[key] for key in words if key.split(".")[0] in SECTIONS}
    tables = _inline("data", _text(data))
    return tables + "".join(
        _inline(f"layer-{name}", layer.content.decode()) for name, layer in layers.items()
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _inline(name: str, text: str) -> str:
    """Return JSON as a script element that no text within can close."""
    safe = text.replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{safe}</script>\n'


def _story(briefing: Briefing, documents: Mapping[Language, Document]) -> dict[str, Any]:
    pages = zip(briefing.scenes, *(documents[one].pages for one in Language), strict=True)
    return {
        "scenes": [
            _choice(scene) | {str(one): _words(page) for one, page in zip(Language, both, strict=True)}
            for scene, *both in pages
        ],
        "sources": {
            row.identifier: {"title": row.title, "publisher": row.publisher, "url": row.url}
            | {str(one): rows[row.identifier].published for one, rows in _sources(documents).items()}
            for row in documents[Language.ENGLISH].sources
        },
    } | {str(one): {"title": made.title, "about": list(_about(made))} for one, made in documents.items()}


def _sources(documents: Mapping[Language, Document]) -> dict[Language, dict[str, Any]]:
    return {one: {row.identifier: row for row in made.sources} for one, made in documents.items()}


def _about(made: Document) -> Iterator[str]:
    yield f"{made.made}. {made.version_text}."
    yield made.caution
    yield made.attribution


def _choice(scene: Scene) -> dict[str, Any]:
    return {"choice": asdict(scene.selection), "view": asdict(scene.view) if scene.view else None}


def _words(page: Page) -> dict[str, Any]:
    return {
        "headline": page.headline,
        "text": [{"runs": [asdict(run) for run in one.runs], "item": one.is_item} for one in page.text],
        "figures": [asdict(row) for row in page.figures],
        "disagreements": [asdict(row) for row in page.disagreements],
    }
