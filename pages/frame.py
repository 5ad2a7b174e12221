"""The frame around every page: configuration, language, navigation, shared filters, footer."""

import streamlit as st

from atlas.frontend.bundles import ICON, PAGE_STYLE
from atlas.i18n.messages import translator
from pages.ui import door, state
from pages.ui.briefing.desk import open_linked
from pages.ui.filters import draw_side_panel
from pages.ui.notices import draw_footer, draw_notices
from pages.ui.parts import name_tab
from pages.ui.share import draw_share

# In the order of the navigation, each with its icon.
PAGES = {
    "explore": "map",
    "regions": "query_stats",
    "programmes": "account_tree",
    "own_layers": "upload_file",
    "briefing": "slideshow",
    "sources": "fact_check",
}
words = translator(state.language_at_first())
st.set_page_config(page_title=words("app.title"), page_icon=str(ICON), layout="wide")
st.html(PAGE_STYLE)

page = st.navigation(
    [
        st.Page(
            f"{name}.py",
            title=words(f"page.{name}"),
            icon=f":material/{icon}:",
            url_path=name,
            default=name == "explore",
        )
        for name, icon in PAGES.items()
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
