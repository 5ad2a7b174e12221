"""The tutorial app on the same server, so that its map loads Leaflet offline."""

import streamlit as st

from atlas.web.server import routes

app = st.App("tutorial_page.py", routes=routes())
