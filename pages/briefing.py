"""Briefings: scenes in order, each a view with words and sources; presented, saved, left behind."""

import streamlit as st

from atlas.frontend.bundles import BRIEFING_STYLE, FACTS_STYLE
from pages.ui import state
from pages.ui.briefing.head import draw_head, is_ready
from pages.ui.briefing.scene import draw_scene
from pages.ui.briefing.scenes import draw_scenes
from pages.ui.briefing.stage import draw_stage
from pages.ui.problems import draw_problems

t, language = state.current_translator(), state.reader_session().language
st.html(FACTS_STYLE)
st.html(BRIEFING_STYLE)
if not is_ready():
    draw_problems(t)
    st.info(t("briefing.broken"), icon=":material/report:")
elif st.context.is_embedded:
    draw_stage(language)
else:
    draw_problems(t)
    draw_head(t, language)
    left, right = st.columns([3, 8], gap="medium")
    with left:
        draw_scenes(t, language)
    with right:
        draw_scene(t, language)
