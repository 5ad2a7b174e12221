"""Where Streamlit and streamlit-folium keep their files, and which of them each page loads.

All of it is private to the pinned versions: the folders, the names of scripts, the addresses under which
Streamlit serves them, and the HTML of its page. A test compares each name with the installed packages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import streamlit as st


def folder_of(package: str) -> Path:
    """Return the folder of a package without importing it: streamlit-folium needs a session for that."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; `make .venv/installed` installs it")
    return Path(spec.origin).parent


STATIC: Final = folder_of("streamlit") / "static"
INDEX: Final = STATIC / "index.html"
"""Streamlit's page."""

SCRIPTS: Final = STATIC / "static/js"
SCRIPTS_ADDRESS: Final = "/static/js/"

FRAME: Final = "/component/streamlit_folium.st_folium/index.html"
"""The address of the map's frame."""

FRAME_FILES: Final = "/component/streamlit_folium.st_folium/static/"

FOLDERS: Final = {
    "/static/": STATIC / "static",
    FRAME_FILES: folder_of("streamlit_folium") / "frontend/build/static",
}
"""The folder that each address serves; every file name in it holds a digest."""

MEDIA_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}


@cache
def immutable_files() -> dict[str, Path]:
    """Return the scripts and styles by address; a browser may keep each permanently."""
    return {
        prefix + path.relative_to(folder).as_posix(): path
        for prefix, folder in FOLDERS.items()
        for path in folder.rglob("*")
        if path.suffix in MEDIA_TYPES
    }


EVERYWHERE: Final = ("ButtonGroup", "TextInput", "Html", "Button")
"""The kinds of element that every page shows at first, by the names of their scripts."""

ON_PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "/": ("Multiselect", "ComponentInstance"),
    "/home": ("Selectbox",),
    "/regions": ("Multiselect", "ComponentInstance", "ArrowVegaLiteChart", "DownloadButton"),
    "/programmes": ("Multiselect", "Selectbox", "Slider", "ArrowVegaLiteChart"),
    "/own_layers": ("Multiselect", "ComponentInstance", "FileUploader", "DownloadButton"),
    "/briefing": (
        *("Multiselect", "ComponentInstance", "Selectbox", "LinkButton", "TextArea"),
        "FileUploader",
    ),
    "/sources": ("Multiselect",),
}
"""The further kinds that each page shows at first. Any other would delay those the page needs."""

IMPORTED: Final = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
"""What a script loads before it runs; an import with brackets comes later, if at all."""


@cache
def named_scripts() -> tuple[str, ...]:
    """Return the scripts that Streamlit's page names itself."""
    return tuple(dict.fromkeys(re.findall(r"static/js/([\w.-]+\.js)", INDEX.read_text(encoding="utf-8"))))


@cache
def element_scripts(address: str) -> tuple[str, ...]:
    """Return the scripts of a page's elements and their imports, without those the page names itself."""
    scripts: dict[str, None] = {}
    kinds = (*EVERYWHERE, *ON_PAGES.get(address, ()))
    waiting = [path.name for kind in kinds for path in sorted(SCRIPTS.glob(f"{kind}.*.js"))]
    while waiting:
        script = waiting.pop(0)
        if script not in named_scripts() and script not in scripts:
            scripts[script] = None
            waiting += IMPORTED.findall((SCRIPTS / script).read_text(encoding="utf-8"))
    return tuple(scripts)


def served_scripts() -> tuple[str, ...]:
    """Return every script that the top of some page names."""
    of_elements = (script for address in ON_PAGES for script in element_scripts(address))
    return tuple(dict.fromkeys((*named_scripts(), *of_elements)))


HEADLESS_API: Final = "/_stcore/agent"
"""The start of the addresses for programs without a browser, below whatever path the atlas has."""

HEADLESS_API_LINKS: Final = re.compile(
    rb'<link rel="service-desc"[^>]*>'
    rb"|<p>\s*Reading this without a browser\?.*?(?=\s*</noscript>)",
    re.DOTALL,
)
"""Where Streamlit's page names them: in its head, and in the text for readers without scripts."""


START: Final = re.compile(rb'<script type="module" crossorigin src="([^"]+)"></script>')
"""What starts Streamlit in its page."""

STYLESHEET: Final = re.compile(rb'<link rel="stylesheet" crossorigin href="([^"]+)">')
"""Where Streamlit's page names its style sheet."""


def configured_base_path() -> str:
    """Return the path below which Streamlit serves, such as `/atlas`; empty by default."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""
