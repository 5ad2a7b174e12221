"""Your own list: placed on the map, counted and compared, kept in this visit alone."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE, LISTS_STYLE
from atlas.ui.lists.list_page import draw_own
from atlas.ui.state import session
from atlas.ui.widgets.error_messages import draw_problems

t = session.current_translator()
st.html(FACTS_STYLE)
st.html(LISTS_STYLE)
draw_problems(t)
draw_own(t)
