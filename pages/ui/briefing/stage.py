"""A briefing on stage within another site's page: the scene fills the frame, and nothing else is there."""

from __future__ import annotations

from urllib.parse import urljoin

import streamlit as st

from atlas.i18n.messages import Language
from pages.ui.briefing import desk as on
from web.presenting import page_address


def draw_stage(language: Language) -> None:
    """Draw the briefing at hand over the whole of an embedded page."""
    at = on.desk()
    with st.container(key="stage"):
        page = page_address(on.page_name(), language, at.number + 1)
        st.iframe(urljoin(st.context.url or "/", page), height=600)
