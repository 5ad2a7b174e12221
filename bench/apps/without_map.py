"""The atlas with the map left out of the page and all else as it is."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.ui import map as page_map
from web.routes import routes
from web.startup import lifespan
from web.streamlit_files import CompressedScripts

page_map.draw_map = lambda state: None

app = st.App(
    Path(__file__).resolve().parents[2] / "pages/frame.py",
    routes=routes(),
    middleware=[Middleware(CompressedScripts)],
    lifespan=lifespan,
)
