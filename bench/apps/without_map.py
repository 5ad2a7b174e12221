"""The atlas with its map left out."""

from pathlib import Path

import streamlit as st

from app import PAGES, PRELOAD
from atlas.ui.widgets import browser_frames as page_map
from atlas.web import streamlit_page
from atlas.web.server import lifespan, middleware, routes

page_map.draw_map = lambda state: None
vars(streamlit_page)["first_picture"] = lambda _query, _languages: b""

app = st.App(
    Path(__file__).resolve().parents[2] / "pages/frame.py",
    routes=routes(),
    middleware=middleware(PAGES),
    lifespan=lifespan(PRELOAD),
)
