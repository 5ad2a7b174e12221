"""The questions of the planning page, and the function that draws the answer to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from atlas.i18n.messages import Translator
from atlas.ui.planning import (
    choropleth_question,
    coverage_question,
    distance_question,
    find_out_question,
    gaps_question,
    next_sites_question,
    profile_question,
    what_if_question,
)
from atlas.ui.planning.answer_parts import Stage, stage
from atlas.ui.planning.question_terms import current_plan, draw_segments
from atlas.ui.widgets.markup import draw, h
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.choices.planning_kinds import PlanningQuestion
from geo.errors import GeoError
from geo.views.planning_query import PlanningQuery

ANSWERS: Final[dict[PlanningQuestion, Callable[[PlanningQuery, Stage, Translator], None]]] = {
    PlanningQuestion.PROFILE: profile_question.draw_profile,
    PlanningQuestion.COVERAGE: coverage_question.draw_coverage,
    PlanningQuestion.GAPS: gaps_question.draw_gaps,
    PlanningQuestion.NEXT: next_sites_question.draw_next,
    PlanningQuestion.WHATIF: what_if_question.draw_what_if,
    PlanningQuestion.FIND_OUT: find_out_question.draw_find_out,
    PlanningQuestion.DISTANCE: distance_question.draw_distance,
    PlanningQuestion.INDICATORS: choropleth_question.draw_choropleth,
}
"""What draws the answer to each question; only that of the chosen question runs."""


def is_ready() -> bool:
    """Whether every table that the analyses need is whole."""
    try:
        return bool(len(atlas_data().sites) and country_of(atlas_data()).lines)
    except GeoError:
        return False


def draw_question(t: Translator) -> None:
    """Draw the questions to choose from."""
    draw(h("h2", t("regions.title"), class_="a-title"), h("p", t("regions.lead"), class_="a-when p-lead"))

    def title(question: str) -> str:
        return t(f"planning_question.{question}")

    draw_segments("question", t("regions.question"), ANSWERS, title, label_visibility="collapsed")


def draw_answer(t: Translator) -> None:
    """Draw the terms of the chosen question, and its answer."""
    plan = current_plan()
    ANSWERS[plan.question](plan, stage(), t)
