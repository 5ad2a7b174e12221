"""The frame around every page: configuration, language, navigation, shared filters, footer."""

import streamlit as st

from atlas.frontend.bundles import ICON, PAGE_STYLE
from atlas.i18n.messages import translator
from atlas.ui.briefing import browser_drafts
from atlas.ui.briefing.draft import open_linked
from atlas.ui.briefing.share_briefing import draw_briefing_share, is_own
from atlas.ui.frame import login
from atlas.ui.frame.link_notices import draw_footer, draw_notices
from atlas.ui.frame.share_dialog import draw_share
from atlas.ui.frame.sidebar import draw_scope, draw_side_panel
from atlas.ui.state import session
from atlas.ui.widgets.browser_frames import name_tab

# In the order of the navigation, each with its icon.
PAGES = {
    "home": "home",
    "explore": "map",
    "regions": "query_stats",
    "programmes": "account_tree",
    "own_layers": "upload_file",
    "briefing": "slideshow",
    "sources": "fact_check",
}
words = translator(session.language_at_first())
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
    position="top" if login.is_signed_in() else "hidden",
)
login.ask_to_sign_in(words)
session.begin(page.url_path)
name_tab(page.url_path or "explore", session.current_translator())
browser_drafts.take_report()
open_linked(page.url_path)
# Without a filter there is no panel, only the choice of the language.
with st.container(key="bar") if page.url_path == "home" else st.sidebar:
    draw_side_panel(session.current_translator())
    login.draw_signed_in(session.current_translator())
draw_notices(session.current_translator())
if page.url_path:
    draw_scope(session.current_translator())
page.run()
session.end()
draw_footer(session.current_translator())
draw_share(session.current_translator(), draw_briefing_share if is_own(page.url_path) else None)
browser_drafts.draw_frame(page.url_path, session.current_translator())
