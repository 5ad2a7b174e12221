"""Your own list: placed on the map, counted and compared, kept in this visit alone."""

import streamlit as st

from pages.ui import state
from pages.ui.load import FACTS_STYLE
from pages.ui.own.body import OWN_STYLE, draw_own
from pages.ui.problems import draw_problems

t, language = state.current_translator(), state.visit().language
st.html(FACTS_STYLE)
st.html(OWN_STYLE)
draw_problems(t)
draw_own(t, language)
