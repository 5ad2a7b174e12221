"""Your own list: placed on the map, counted and compared, kept in this visit alone."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE, LISTS_STYLE
from pages.ui import state
from pages.ui.own.body import draw_own
from pages.ui.problems import draw_problems

t, language = state.current_translator(), state.reader_session().language
st.html(FACTS_STYLE)
st.html(LISTS_STYLE)
draw_problems(t)
draw_own(t, language)
