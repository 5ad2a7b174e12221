"""Briefings: scenes in order, each a view with words and sources; presented, saved, left behind."""

import streamlit as st

from atlas.frontend.bundles import BRIEFING_STYLE, FACTS_STYLE
from atlas.ui.briefing.briefing_tools import (
    draw_changed_facts,
    draw_deck_refresh,
    draw_head,
    draw_stage,
    is_ready,
)
from atlas.ui.briefing.scene_list import draw_scenes
from atlas.ui.briefing.scene_view import draw_scene
from atlas.ui.state import session
from atlas.ui.widgets.error_messages import draw_problems

t = session.current_translator()
st.html(FACTS_STYLE)
st.html(BRIEFING_STYLE)
if not is_ready():
    draw_problems(t)
    st.info(t("briefing.broken"), icon=":material/report:")
elif st.context.is_embedded:
    draw_stage(t.language)
else:
    draw_problems(t)
    draw_head(t)
    draw_changed_facts(t)
    left, right = st.columns([3, 8], gap="medium")
    with left:
        draw_scenes(t)
    with right:
        draw_scene(t)
    draw_deck_refresh(t)
