"""The ASGI application, started by `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from atlas.web.metrics import note_script_error
from atlas.web.server import lifespan, middleware, routes

PAGES = frozenset({"/", *(f"/{path.stem}" for path in (Path(__file__).parent / "pages").glob("[a-z]*.py"))})
"""The addresses of the pages."""

PRELOAD = (
    "altair",
    "pyarrow",
    "rapidfuzz",
    "PIL.Image",
    "atlas.ui.home.home_page",
    "atlas.ui.frame.sidebar",
    "atlas.ui.widgets.browser_frames",
    "atlas.ui.frame.link_notices",
    "atlas.ui.frame.share_dialog",
    "atlas.ui.explore.map_alternatives",
    "atlas.ui.explore.map_summary",
)
"""Modules that a first visitor would otherwise wait for."""

app = st.App(
    "pages/frame.py",
    routes=routes(),
    middleware=middleware(PAGES),
    lifespan=lifespan(PRELOAD),
    on_script_error=note_script_error,
)
