"""The ASGI application, started by `streamlit run app.py`: the pages, the routes, the warm-up."""

import streamlit as st
from starlette.middleware import Middleware

from web.routes import routes
from web.startup import lifespan
from web.streamlit_files import CompressedScripts

app = st.App(
    "pages/frame.py",
    routes=routes(),
    middleware=[Middleware(CompressedScripts)],
    lifespan=lifespan,
)
