"""Every source and every data set, what rests on it, what we inferred, and what was not found."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE
from pages.ui import state
from pages.ui.facts.html import draw, h
from pages.ui.problems import draw_problems
from pages.ui.sources.dataset_list import draw_datasets
from pages.ui.sources.founding_list import draw_founding
from pages.ui.sources.parts import Part, current_part, draw_parts
from pages.ui.sources.source_list import draw_sources
from pages.ui.sources.unknown_list import draw_gaps, draw_inferences

t, language = state.current_translator(), state.reader_session().language
st.html(FACTS_STYLE)
draw(h("h2", t("sources.title"), class_="a-title"), h("p", t("sources.lead"), class_="a-when"))
draw_problems(t)

DRAWING = {
    Part.SOURCES: draw_sources,
    Part.FOUNDING: draw_founding,
    Part.TABLES: draw_datasets,
    Part.INFERENCES: draw_inferences,
    Part.GAPS: draw_gaps,
}


@st.fragment
def draw_part() -> None:
    """Draw the choice of a part and the part: all that changes when another is chosen."""
    part = current_part()
    draw_parts(part, t)
    DRAWING[part](t, language)
    state.end()


draw_part()
