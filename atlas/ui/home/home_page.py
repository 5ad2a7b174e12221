"""The home page from top to bottom: what this is, search, questions, a summary, the briefings."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.explore.map_summary import EXAMPLES
from atlas.ui.facts.summary_lines import summary_list
from atlas.ui.frame.sidebar import draw_search
from atlas.ui.programmes.chapter_map import link_map, still_picture
from atlas.ui.state import session
from atlas.ui.state.cached_data import departamento_names, facts, summary_of, view_of
from atlas.ui.state.session import address_of, page_parameter, set_page_parameters
from atlas.ui.widgets.markup import Html, draw, h, joined
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing
from geo.briefings.briefing_files import briefing_names, read_briefing
from geo.choices import Neighbour, Programme
from geo.choices.planning_kinds import PlanningQuestion
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError
from geo.selection import Selection
from geo.views.locator_map import small_map

MAP: Final = "explore"
"""The page of the map."""


@dataclass(frozen=True)
class Question:
    """The page that answers a question of a reader, with its selection and its own parameters."""

    page: str
    selection: Selection | None = None
    parameters: dict[str, str] = field(default_factory=dict)


QUESTIONS: Final[dict[str, Question]] = {
    **{name: Question(MAP, selection) for name, selection in EXAMPLES.items()},
    "quetzal": Question(MAP, Selection(site="puerto-quetzal")),
    "gaps": Question("regions", None, {"ask": PlanningQuestion.GAPS}),
}
"""The questions of the home page: those that the map page offers, one of a site, one of planning."""


def draw_welcome(t: Translator) -> None:
    """Draw what this is, search, questions and a summary next to a map whose symbols are links."""
    with st.container(key="welcome"):
        left, right = st.columns([3, 2], gap="medium")
    with left:
        draw(h("h1", t("app.title"), class_="a-title"), h("p", t("start.lead"), class_="a-lead"))
        if atlas_data().or_empty("gazetteer") is not None and draw_search(t):
            st.switch_page(f"{MAP}.py")
        with st.container(key="questions", horizontal=True, gap="small"):
            for name, question in QUESTIONS.items():
                if st.button(t(f"start.{name}"), key=f"ask_{name}", type="tertiary"):
                    _ask(question)
            if st.button(t("home.map"), key="open_map", type="primary", icon=":material/map:"):
                st.switch_page(f"{MAP}.py")
        draw_in_a_minute(t)
    # `draw_problems` has named a broken file; what can be drawn without it stays.
    if facts() is not None and atlas_data().or_empty("sites") is not None:
        with right, suppress(GeoError):
            draw(link_map(t))


def _ask(question: Question) -> None:
    """Show the page that answers a question."""
    if question.selection is not None:
        session.choose(session.known_selection(question.selection))
    session.reader_session().own[question.page] = question.parameters
    st.switch_page(f"{question.page}.py")


SUBJECT: Final = "about"
"""The parameter of the address that names what the summary is about, and the key of its widget."""


def subject_of(code: str) -> Selection | Programme:
    """Return what a summary is about, by the code of a neighbour, a programme or a departamento."""
    if code in set(Programme):
        return Programme(code)
    if code in set(Neighbour):
        return Selection(neighbours=(Neighbour(code),))
    return Selection(departamentos=(int(code),))


def subject_name(code: str, t: Translator) -> str:
    """Return the name of what a summary is about."""
    if code in set(Programme):
        return t(f"programme.{code}")
    if code in set(Neighbour):
        return t("home.border", name=t(f"neighbour.{code}"))
    return departamento_names(atlas_data())[int(code)]


def draw_in_a_minute(t: Translator) -> None:
    """Draw the summary of a border, a departamento or a programme, the border with Mexico first."""
    if facts() is None or atlas_data().or_empty("sites") is None:
        return
    names = departamento_names(atlas_data())
    departamentos = [str(code) for code in sorted(names, key=names.__getitem__)]
    code = page_parameter(SUBJECT) or Neighbour.MEXICO
    with st.container(key="minute", horizontal=True, vertical_alignment="bottom"):
        draw(h("h2", t("summary.title", name=subject_name(code, t)), class_="a-title"))
        st.session_state[SUBJECT] = code
        st.selectbox(
            t("home.about"),
            [*Neighbour, *Programme, *departamentos],
            format_func=lambda option: subject_name(option, t),
            key=SUBJECT,
            on_change=lambda: set_page_parameters(about=st.session_state[SUBJECT]),
            label_visibility="collapsed",
            width=300,
        )
    draw(summary_list(summary_of(subject_of(code)), t))


def draw_briefings(t: Translator) -> None:
    """Draw the ready briefings as cards, each with a picture of its first map."""
    if atlas_data().or_empty("sites") is None:
        return
    cards = [_card(name, briefing, t) for name, briefing in _briefings(atlas_data()).items()]
    if cards:
        draw(h("h2", t("home.briefings"), class_="a-title"), h("div", *cards, class_="a-briefings"))


def _card(name: str, briefing: Briefing, t: Translator) -> Html:
    # With no selection of its own the link opens the briefing as it was made.
    address = address_of("briefing", Selection(), briefing=name)
    source = None
    with suppress(GeoError):
        source = _picture(atlas_data(), name)
    picture = h("img", src=source, alt="", class_="a-still") if source else None
    title = h("strong", briefing.title.in_(t.language))
    scenes = h("span", t("home.scenes", count=len(briefing.scenes)), class_="a-when")
    return h("a", picture, joined([title, scenes]), href=address, class_="a-card")


@cache
def _briefings(of: AtlasData) -> dict[str, Briefing]:
    """Return the briefings that come with the atlas; one that cannot be read is left out."""
    briefings = {}
    for name in briefing_names(of.data):
        try:
            briefings[name] = read_briefing(name, of.data)
        except GeoError:
            continue
    return briefings


@cache
def _picture(of: AtlasData, name: str) -> str:
    """Return the first map of a briefing that differs from the map page as a data address."""
    scenes = _briefings(of)[name].scenes
    scene = next((scene for scene in scenes if scene.selection != Selection()), scenes[0])
    return still_picture(small_map(view_of(scene.selection).shown, of))
