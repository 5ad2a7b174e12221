"""The question of coverage: who and what lies within a distance of sites, where not, and how it grows.

People and area are counted, or the rows of the reader's own list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_files import (
    Picture,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
)
from atlas.ui.planning.answer_layout import AnswerText, Stage, draw_figure
from atlas.ui.planning.coverage_drawing import (
    beyond_title,
    coverage_overlay,
    draw_curve,
    draw_gaps,
    gaps_table,
    row_gaps_table,
    rows_overlay,
)
from atlas.ui.planning.list_use import (
    ListUse,
    coverage_beside,
    own_use,
    rows_covered,
    shown_of,
    sites_for,
)
from atlas.ui.planning.question_terms import draw_demand, draw_reach
from atlas.ui.planning.travel_terms import access_texts, draw_speeds, measuring, method_of, ways_of
from atlas.ui.state import session
from atlas.ui.state.reader_list import placed_list
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import km_text, limit_text, percent, range_of, region_name, sentence
from atlas.web.served_data import atlas_data
from geo.analysis.site_coverage import Coverage
from geo.choices.planning_kinds import Measure, OwnAs
from geo.choices.site_kinds import measures_of
from geo.exports.tables.analysis_tables import coverage_file, reached_file
from geo.lists.list_coverage import RowCoverage
from geo.views.planning_answers import coverage_of, filters_of, part_of
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import region_of

ROWS_DATASETS: Final = ("sites", "boundaries")
ROWS_METHODS: Final = ("ownlist.method", "regions.coverage_method", "regions.straight")

DATASETS: Final = ("municipios", "sites", "boundaries")
METHOD: Final = "regions.coverage_method"

LINE_METHODS: Final = {
    Measure.LAND_BORDER_KM: ("regions.boundary_method", "regions.dispute"),
    Measure.COAST_KM: ("regions.boundary_method",),
}
"""What else is to be said of the length of a line."""

EXPLAINED: Final = {
    "people_by_cabecera": "regions.by_cabecera_help",
    "people_by_area": "regions.by_area_help",
    "area_km2": "regions.area_help",
    "land_border_km": "regions.line_help",
    "coast_km": "regions.line_help",
}
"""How each measure counts, in words."""


def draw_coverage(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the choice of demand, kinds, distance and measure, and what is covered."""
    region = region_of(session.reader_session().selection, atlas_data())
    with at.terms:
        draw_demand(plan, t)
        draw_reach(t, with_measure=plan.own is not OwnAs.DEMAND or placed_list() is None)
        draw_speeds(t)
        own = own_use(plan, region, t)
    if own is not None and own.is_demand:
        _draw_rows(own, plan, at, t)
    else:
        _draw_people(own, plan, at, t)


def _draw_rows(own: ListUse, plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw how many rows of the list lie within the distance, where they do not, and the curve."""
    selection = session.reader_session().selection
    # A million rows and every kind of site take half a minute; the answer is then kept with the list.
    with st.spinner(t("ownlist.measuring")):
        view = rows_covered(own, plan, selection)
    answer = partial(_rows_in_words, view, plan, own.reader_list.name)
    picture = Picture(
        shown_of(plan, own, selection),
        plan.kinds,
        ROWS_DATASETS,
        ROWS_METHODS,
        lambda t: _lines(answer(t)),
        partial(rows_overlay, own, view, plan),
        view.sites.left_out,
        own,
    )
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        _draw_answer(answer(t), view, t)
    with at.below:
        if view.totals["total"].iloc[0] and not view.sites.table.empty:
            left, right = st.columns([3, 2], gap="medium")
            with left:
                what = t("beyond.rows_order", limit=km_text(plan.km, t.language))
                draw_gaps(row_gaps_table(view, t), "own_gaps", what, t("ownlist.no_gaps"), t)
            with right:
                draw_curve(view.curve, plan, t("ownlist.share_of_rows"), t)
        make = partial(reached_file, view, atlas_data().municipios, sites_for(None, selection))
        draw_basis_and_files(plan, picture, make, t)


def _draw_people(own: ListUse | None, plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw what lies within the distance by each measure, where most does not, and the curve."""
    selection = session.reader_session().selection
    if own is not None:
        view = coverage_beside(own, plan, selection)
    else:
        region = region_of(selection, atlas_data())
        with measuring(plan, t):
            view = coverage_of(
                atlas_data(), filters_of(selection), plan.kinds, plan.limit, region, ways_of(plan)
            )
    sites = sites_for(own, selection)
    picture = Picture(
        shown_of(plan, own, selection),
        plan.kinds,
        DATASETS,
        (METHOD, method_of(plan), *LINE_METHODS.get(plan.measure, ())),
        lambda t: _lines(_in_words(view, plan, t), _measured_to(view, t), *_access(plan, t)),
        partial(coverage_overlay, view, sites, plan),
        view.sites.left_out,
        own,
        more_methods=(EXPLAINED[plan.measure],),
    )
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        measures = partial(_draw_measures, view, plan, t)
        _draw_answer(_in_words(view, plan, t), view, t, measures)
        for text in _access(plan, t):
            st.caption(plain(text))
    with at.below:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            table = gaps_table(view, plan, t)
            draw_gaps(table, "coverage_gaps", beyond_title(plan, t), t("regions.no_gaps"), t)
        with right:
            rows = view.curve[view.curve["measure"] == plan.measure].drop(columns="measure")
            draw_curve(rows, plan, t(f"measure.{plan.measure}"), t)
        make = partial(coverage_file, view, atlas_data().municipios, sites)
        draw_basis_and_files(plan, picture, make, t)


def _access(plan: PlanningQuery, t: Translator) -> tuple[str, ...]:
    """Return who has no road, and who walks far to one."""
    region = region_of(session.reader_session().selection, atlas_data())
    return tuple(access_texts(ways_of(plan), part_of(atlas_data(), region), t))


def _rows_in_words(view: RowCoverage, plan: PlanningQuery, name: str, t: Translator) -> AnswerText | str:
    """Return the answer, or why there is none."""
    row: dict[Any, Any] = view.totals.iloc[0].to_dict()
    if not row["total"]:
        return t("ownlist.no_rows")
    if view.sites.table.empty:
        return t("regions.no_sites")
    what = t("ownlist.within", name=name, limit=km_text(plan.km, t.language), region=region_name(t))
    return _share_in_words(row, what, "ownlist.covered", t)


def _in_words(view: Coverage, plan: PlanningQuery, t: Translator) -> AnswerText | str:
    """Return the answer by the measure of the query, or why there is none."""
    if view.sites.table.empty:
        return t("regions.no_sites")
    row: dict[Any, Any] = view.totals.loc[plan.measure].to_dict()
    what = t(f"within.{plan.measure}", limit=limit_text(plan.limit, plan.metric, t), region=region_name(t))
    return _share_in_words(row, what, f"covered.{plan.measure}", t)


def _share_in_words(row: Mapping[Any, Any], what: str, counted: str, t: Translator) -> AnswerText:
    """Return the share and the count of a row with their ranges; `counted` is the key of the latter."""
    share, count = partial(percent, language=t.language), partial(number_text, language=t.language)
    value, with_range = share(row["share"]), range_of(row, "share", share, t)
    covered = t(counted, covered=range_of(row, "covered", count, t), total=count(row["total"]))
    sentences = (*([f"{sentence(with_range)}."] if with_range != value else []), sentence(covered))
    return AnswerText(what, value, sentences)


def _lines(answer: AnswerText | str, *more: str) -> tuple[str, ...]:
    return (answer,) if isinstance(answer, str) else (*answer.lines, *more)


def _measured_to(view: Coverage | RowCoverage, t: Translator) -> str:
    return t("regions.measured_to", count=len(view.sites.table))


def _draw_answer(
    answer: AnswerText | str,
    view: Coverage | RowCoverage,
    t: Translator,
    draw_more: Callable[[], None] = lambda: None,
) -> None:
    if isinstance(answer, str):
        st.info(answer, icon=":material/filter_alt:")
        return
    draw_figure(answer)
    draw_more()
    st.caption(plain(_measured_to(view, t)))


def _draw_measures(view: Coverage, plan: PlanningQuery, t: Translator) -> None:
    """Draw how the measure of the query counts, and the shares by the other measures."""
    st.caption(plain(t(EXPLAINED[plan.measure])))
    rows: dict[Any, dict[Any, Any]] = view.totals.to_dict("index")
    write = partial(percent, language=t.language)
    shares = (
        f"{t(f'measure.{measure}')}: {range_of(rows[measure], 'share', write, t)}."
        for measure in measures_of(plan.kinds)
        if measure != plan.measure
    )
    st.markdown("\n".join(f"- {plain(share)}" for share in shares))
