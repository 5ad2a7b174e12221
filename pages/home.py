"""Home: what the atlas is, search, questions, a summary in 60 seconds, and the briefings."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE, HOME_STYLE
from atlas.ui.home.home_page import draw_briefings, draw_welcome
from atlas.ui.programmes.chapter_map import symbol_style
from atlas.ui.state import session
from atlas.ui.widgets.error_messages import draw_problems

t = session.current_translator()
st.html(FACTS_STYLE)
st.html(HOME_STYLE)
st.html(symbol_style())
draw_problems(t)
draw_welcome(t)
draw_briefings(t)
