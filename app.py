"""The ASGI application, started by `streamlit run app.py`: the pages, the routes, the warm-up."""

import streamlit as st

from atlas.web.metrics import note_script_error
from atlas.web.server import lifespan, middleware, routes

app = st.App(
    "pages/frame.py",
    routes=routes(),
    middleware=middleware(),
    lifespan=lifespan,
    on_script_error=note_script_error,
)
