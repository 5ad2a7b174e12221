"""Planning: what a region is, what lies near which sites, and where the next would serve most."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE, PLANNING_STYLE
from atlas.ui.planning.planning_page import draw_answer, draw_question, is_ready
from atlas.ui.state import session
from atlas.ui.widgets.error_messages import draw_problems

t = session.current_translator()
st.html(FACTS_STYLE)
st.html(PLANNING_STYLE)
with st.container(key="plan_problems"):
    draw_problems(t)
if is_ready():
    draw_question(t)
    draw_answer(t)
else:
    st.info(t("regions.broken"), icon=":material/report:")
