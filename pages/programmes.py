"""Programme areas and pillars: what each is, its figures, its sites, its events, and who says so."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE
from atlas.ui.programmes.chapter_choice import current_chapter, draw_choice
from atlas.ui.programmes.chapter_map import symbol_style
from atlas.ui.programmes.chapter_page import draw_body
from atlas.ui.programmes.fact_sheet import draw_sheet
from atlas.ui.state import session
from atlas.ui.state.cached_data import facts
from atlas.ui.state.session import page_parameter
from atlas.ui.widgets.error_messages import draw_problems
from atlas.ui.widgets.markup import draw, h
from atlas.web.served_data import atlas_data
from geo.dataset.facts import Facts

t = session.current_translator()
st.html(FACTS_STYLE)
st.html(symbol_style())
draw(h("h2", t("programmes.title"), class_="a-title"))
draw_problems(t)


@st.fragment
def draw_chapters(known: Facts) -> None:
    """Draw the choice of a chapter and the chapter: all that changes when another is chosen."""
    draw_choice(current_chapter(), t)
    draw_sheet(page_parameter("figure"), page_parameter("event"), known, t)
    draw_body(current_chapter(), t)
    session.end()


if (known := facts()) is None or atlas_data().or_empty("sites") is None:
    st.info(t("programmes.broken"), icon=":material/report:")
else:
    draw_chapters(known)
