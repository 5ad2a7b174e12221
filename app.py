"""The ASGI application, started by `streamlit run app.py`: the pages, the routes, the warm-up."""

import streamlit as st

from web.logs import note_script_error
from web.middleware import middleware
from web.routes import routes
from web.startup import lifespan

app = st.App(
    "pages/frame.py",
    routes=routes(),
    middleware=middleware(),
    lifespan=lifespan,
    on_script_error=note_script_error,
)
