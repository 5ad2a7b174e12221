"""The frame around every page: configuration, language, navigation, shared filters, footer."""

import streamlit as st

from geo.provenance import data_version
from pages.ui import state
from pages.ui.filters import draw_side_panel
from pages.ui.load import ICON, STYLE, shelf
from pages.ui.text import preferred_language, translator

st.set_page_config(page_title="Atlas", page_icon=str(ICON), layout="wide")
st.html(STYLE)

known = st.session_state.get("visit")
words = translator(known.language if known else preferred_language(st.context.locale))
page = st.navigation(
    [
        st.Page(
            "explore.py",
            title=words("page.explore"),
            icon=":material/map:",
            url_path="explore",
            default=True,
        )
    ],
    position="top",
)
state.begin(page.url_path)
with st.sidebar:
    draw_side_panel(state.current_translator())
page.run()
state.end()
st.caption(state.current_translator()("app.footer", version=data_version(shelf().data)))
