"""List the files for browsers and the order in which they run.

No other module names these files or Leaflet's folder. The scripts are plain scripts, each a function
scope of its own, and are joined in the order given here: streamlit-folium loads plain scripts, browsers
fetch one file instead of twenty, and the offline file may fetch nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from xstatic.pkg import leaflet as leaflet_package

FRONTEND: Final = Path(__file__).parent

LEAFLET: Final = Path(leaflet_package.BASE_DIR)
LEAFLET_SCRIPT: Final = LEAFLET / "leaflet.js"
LEAFLET_STYLE: Final = LEAFLET / "leaflet.css"

_MAP: Final = FRONTEND / "map"
_MAP_PARTS: Final = tuple(
    _MAP / f"{name}.js"
    for name in (
        "dom",
        "streamlit_frame",
        "topojson",
        "map_styles",
        "boundaries",
        "ground",
        "sites",
        "labels",
        "regions",
        "coordinates",
        "best_view",
        "framing",
        "list_points",
        "analysis_overlay",
        "annotations",
        "time_control",
        "second_map",
        "legend",
        "site_details",
        "place_search",
        "area_geometry",
        "area_drawing",
        "tour",
    )
)
"""The parts of the map, with or without a server."""

_MAP_APP: Final = _MAP / "app.js"
"""Assembles the parts, so it comes after them."""

MAP_SCRIPTS: Final = (*_MAP_PARTS, _MAP / "view_address.js", _MAP / "early_choice.js", _MAP_APP)
"""The scripts of the map in the order of their dependencies."""

MAP_STYLE: Final = _MAP / "map.css"

FROM_FRAME: Final = "../.."
"""From the component's frame, `/component/<name>/index.html`, to the root of the server."""

_OFFLINE: Final = FRONTEND / "offline"
OFFLINE_TEMPLATE: Final = _OFFLINE / "offline.html"
OFFLINE_SCRIPTS: Final = (
    *_MAP_PARTS,
    # Replaces the code that uses a server: parts of the frame, and the last two scripts.
    _OFFLINE / "offline_frame.js",
    _MAP_APP,
    *(
        _OFFLINE / f"{name}.js"
        for name in ("site_filter", "scene_text", "playback", "stage", "offline_app")
    ),
)
"""The scripts of the offline page in the order of their dependencies, after Leaflet."""

RESTORE_SCRIPT: Final = _OFFLINE / "restore_briefing.js"
"""The script of the page of a presented briefing that the server no longer has."""

OFFLINE_STYLES: Final = (MAP_STYLE, _OFFLINE / "offline.css", _OFFLINE / "stage.css")
"""The styles of the offline page, without Leaflet's."""

PARTS: Final = FRONTEND / "parts"
"""The folder of the small frames, which is served whole."""

_PAGE: Final = FRONTEND / "streamlit_page"
PAGE_SCRIPTS: Final = tuple(
    _PAGE / f"{name}.js"
    for name in (
        "shared_briefing",
        "language_and_theme",
        "keyboard_focus",
        "search_results",
        "scrolling_choices",
        "translated_phrases",
    )
)
"""Additions to Streamlit's page."""

_FIRST: Final = FRONTEND / "first_picture"
FIRST_PICTURE_SCRIPTS: Final = (_MAP / "best_view.js", _FIRST / "first_picture.js")
"""The scripts of the first picture, which are part of the page."""
FIRST_PICTURE_STYLE: Final = _FIRST / "first_picture.css"

ICON: Final = FRONTEND / "icon.svg"
"""The icon of the browser tab."""

_STYLES: Final = FRONTEND / "styles"
PAGE_STYLE: Final = _STYLES / "page.css"
"""Changes to Streamlit's style on all pages."""

FACTS_STYLE: Final = _STYLES / "facts.css"
"""The style of cards, citations and lists of facts."""

HOME_STYLE: Final = _STYLES / "home.css"
"""The style of the home page."""

BRIEFING_STYLE: Final = _STYLES / "briefing.css"
"""The style of the page of briefings."""

LISTS_STYLE: Final = _STYLES / "lists.css"
"""Touch targets on the page of uploaded lists."""

PLANNING_STYLE: Final = _STYLES / "planning.css"
"""The style of tables on the page of regions and planning."""

STATIC_SITE_STYLE: Final = FRONTEND / "static_site/static_site.css"
STATIC_SITE_TEMPLATE: Final = FRONTEND / "static_site/static_site.html"
MAP_SERIES_TEMPLATE: Final = FRONTEND / "static_site/map_series.html"


_UNREAD: Final = re.compile(r"^ *(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/)\n|^ +", re.MULTILINE)
"""A comment on lines of its own, and indentation: two fifths of a script. No text has several lines."""


def joined(paths: Iterable[Path]) -> str:
    """Return the joined text of files."""
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def script(paths: Iterable[Path]) -> str:
    """Return scripts joined into one, without comments and indentation."""
    return _UNREAD.sub("", joined(paths))


@cache
def first_picture_script() -> str:
    """Return the script of the first picture; it leaves nothing behind in the page."""
    return f"{script(FIRST_PICTURE_SCRIPTS)}delete window.Atlas;"


@cache
def first_picture_style() -> str:
    """Return the style of the first picture."""
    return FIRST_PICTURE_STYLE.read_text(encoding="utf-8")


@cache
def offline_script() -> str:
    """Return the script of the offline page, without Leaflet's link to a source map."""
    leaflet = LEAFLET_SCRIPT.read_text(encoding="utf-8")
    return "\n".join((re.sub(r"//# sourceMappingURL=.*", "", leaflet), script(OFFLINE_SCRIPTS)))


@cache
def offline_style() -> str:
    """Return the style of the offline page, without pictures of unused controls."""
    leaflet = LEAFLET_STYLE.read_text(encoding="utf-8")
    leaflet = re.sub(r"background-image:\s*url\([^)]*\);?", "", leaflet)
    return "\n".join((leaflet, joined(OFFLINE_STYLES)))
