"""Programme areas and pillars: what each is, its figures, its sites, its events, and who says so."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE, PROGRAMMES_STYLE
from geo.dataset.facts import Facts
from pages.ui import state
from pages.ui.facts.html import draw, h
from pages.ui.here import chosen_here
from pages.ui.load import atlas_data, facts
from pages.ui.problems import draw_problems
from pages.ui.programmes.body import draw_body
from pages.ui.programmes.chapters import current_chapter, draw_choice
from pages.ui.programmes.sheet import draw_sheet
from pages.ui.programmes.where import symbol_style

t, language = state.current_translator(), state.reader_session().language
st.html(FACTS_STYLE)
st.html(PROGRAMMES_STYLE)
st.html(symbol_style())
draw(h("h2", t("programmes.title"), class_="a-title"))
draw_problems(t)


@st.fragment
def draw_chapters(known: Facts) -> None:
    """Draw the choice of a chapter and the chapter: all that changes when another is chosen."""
    draw_choice(current_chapter(), t)
    draw_sheet(chosen_here("figure"), chosen_here("event"), known, t, language)
    draw_body(current_chapter(), t, language)
    state.end()


if (known := facts()) is None or atlas_data().or_empty("sites") is None:
    st.info(t("programmes.broken"), icon=":material/report:")
else:
    draw_chapters(known)
