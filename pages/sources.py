"""Sources and data sets, the facts that cite them, our inferences, and data gaps."""

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE
from atlas.ui.sources.dataset_list import draw_datasets
from atlas.ui.sources.evidence_lists import draw_founding, draw_gaps, draw_inferences
from atlas.ui.sources.source_list import Part, current_part, draw_parts, draw_sources
from atlas.ui.state import session
from atlas.ui.widgets.error_messages import draw_problems
from atlas.ui.widgets.markup import draw, h

t = session.current_translator()
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
    DRAWING[part](t)
    session.end()


draw_part()
