"""The files that browsers get: where they are and in which order they run.

No other module names one of them, nor Leaflet's folder. The scripts are plain scripts, each a closed
block of its own, and are joined in the order given here: streamlit-folium loads plain scripts, one file
is fetched instead of twenty, and the offline file may fetch nothing.
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
        "sites",
        "labels",
        "regions",
        "list_points",
        "analysis_overlay",
        "legend",
        "site_details",
        "tour",
    )
)
"""What the map is made of, with a server behind it or without."""

_MAP_APP: Final = _MAP / "app.js"
"""Puts the parts together, so it comes after them."""

MAP_SCRIPTS: Final = (*_MAP_PARTS, _MAP / "view_address.js", _MAP / "early_choice.js", _MAP_APP)
"""The map's script in the order of need."""

MAP_STYLE: Final = _MAP / "map.css"

FROM_FRAME: Final = "../.."
"""From the component's frame, `/component/<name>/index.html`, to the root of the server."""

_OFFLINE: Final = FRONTEND / "offline"
OFFLINE_TEMPLATE: Final = _OFFLINE / "offline.html"
OFFLINE_SCRIPTS: Final = (
    *_MAP_PARTS,
    # Stands in for what asks a server: for parts of the frame, and for the two scripts that come last.
    _OFFLINE / "offline_frame.js",
    _MAP_APP,
    *(_OFFLINE / f"{name}.js" for name in ("site_filter", "scene_text", "stage", "offline_app")),
)
"""The offline page's own script in the order of need, after Leaflet."""

OFFLINE_STYLES: Final = (MAP_STYLE, _OFFLINE / "offline.css", _OFFLINE / "stage.css")
"""Its styles besides Leaflet's."""

PARTS: Final = FRONTEND / "parts"
"""The folder of the small frames; all of it is served."""

_PAGE: Final = FRONTEND / "streamlit_page"
PAGE_SCRIPTS: Final = {
    "page.js": _PAGE / "language_and_theme.js",
    "focus.js": _PAGE / "keyboard_focus.js",
    "row.js": _PAGE / "scrolling_choices.js",
    "words.js": _PAGE / "translated_phrases.js",
}
"""What Streamlit's page does not do for its reader, by the name that it is served under."""

ICON: Final = FRONTEND / "icon.svg"
"""The icon of the browser's tab, served by this server like everything else."""

_STYLES: Final = FRONTEND / "styles"
PAGE_STYLE: Final = _STYLES / "page.css"
"""What the pages change of Streamlit's own style."""

FACTS_STYLE: Final = _STYLES / "facts.css"
"""The style of cards, citations and lists of facts."""

BRIEFING_STYLE: Final = _STYLES / "briefing.css"
"""How the list of scenes and the words of one stand on the page of briefings."""

LISTS_STYLE: Final = _STYLES / "lists.css"
"""What fingers need on the page of the reader's own list."""

PLANNING_STYLE: Final = _STYLES / "planning.css"
"""How tables of figures stand on the page of regions and planning."""

PROGRAMMES_STYLE: Final = _STYLES / "programmes.css"
"""How the choice of a chapter stands on a phone."""

STATIC_SITE_STYLE: Final = FRONTEND / "static_site/static_site.css"
STATIC_SITE_TEMPLATE: Final = FRONTEND / "static_site/static_site.html"


_COMMENT: Final = re.compile(r"^ *(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)
"""A comment with lines of its own: a quarter of a script, and for who reads the source."""


def joined(paths: Iterable[Path]) -> str:
    """Return the text of some files, one after another."""
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def script(paths: Iterable[Path]) -> str:
    """Return scripts of ours as one, without comments."""
    return _COMMENT.sub("", joined(paths))


@cache
def offline_script() -> str:
    """Return the offline page's script, without Leaflet's link to a file that the page does not have."""
    leaflet = LEAFLET_SCRIPT.read_text(encoding="utf-8")
    return "\n".join((re.sub(r"//# sourceMappingURL=.*", "", leaflet), script(OFFLINE_SCRIPTS)))


@cache
def offline_style() -> str:
    """Return the offline page's style, without the pictures of controls that the page does not have."""
    leaflet = LEAFLET_STYLE.read_text(encoding="utf-8")
    leaflet = re.sub(r"background-image:\s*url\([^)]*\);?", "", leaflet)
    return "\n".join((leaflet, joined(OFFLINE_STYLES)))
