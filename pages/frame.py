"""The frame around every page: configuration, language, navigation, shared filters, footer."""

import streamlit as st

from pages.ui import door, state
from pages.ui.briefing.desk import open_linked
from pages.ui.filters import draw_side_panel
from pages.ui.load import ICON, STYLE
from pages.ui.notices import draw_footer, draw_notices
from pages.ui.parts import name_tab
from pages.ui.share import draw_share
from pages.ui.text import translator

words = translator(state.language_at_first())
st.set_page_config(page_title=words("app.title"), page_icon=str(ICON), layout="wide")
st.html(STYLE)

page = st.navigation(
    [
        st.Page(
            "explore.py",
            title=words("page.explore"),
            icon=":material/map:",
            url_path="explore",
            default=True,
        ),
        st.Page(
            "regions.py",
            title=words("page.regions"),
            icon=":material/query_stats:",
            url_path="regions",
        ),
        st.Page(
            "programmes.py",
            title=words("page.programmes"),
            icon=":material/account_tree:",
            url_path="programmes",
        ),
        st.Page(
            "own_layers.py",
            title=words("page.own_layers"),
            icon=":material/upload_file:",
            url_path="own_layers",
        ),
        st.Page(
            "briefing.py",
            title=words("page.briefing"),
            icon=":material/slideshow:",
            url_path="briefing",
        ),
        st.Page(
            "sources.py",
            title=words("page.sources"),
            icon=":material/fact_check:",
            url_path="sources",
        ),
    ],
    position="top" if door.stands_open() else "hidden",
)
door.ask_to_sign_in(words)
state.begin(page.url_path)
name_tab(page.url_path or "explore", state.current_translator())
open_linked(page.url_path)
with st.sidebar:
    draw_side_panel(state.current_translator())
    door.draw_signed_in(state.current_translator())
draw_notices(state.current_translator())
page.run()
state.end()
draw_footer(state.current_translator())
draw_share(state.current_translator())
