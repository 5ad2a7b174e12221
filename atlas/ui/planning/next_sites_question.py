"""The question of the next sites: its terms, the search for the best set, and the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_parts import (
    Picture,
    Stage,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
    draw_figure,
    draw_map_alone,
)
from atlas.ui.planning.list_use import ListUse, instance_with, key_for, own_use, shown_of
from atlas.ui.planning.next_sites_answer import (
    draw_assumptions,
    draw_chosen,
    draw_curve,
    draw_methods,
    headline,
    next_overlay,
)
from atlas.ui.planning.question_terms import (
    aim_of,
    aim_text,
    bound,
    change_plan,
    draw_demand,
    draw_kinds,
    draw_limit,
    draw_metric,
    draw_segments,
    has_roads,
)
from atlas.ui.planning.travel_terms import (
    access_texts,
    draw_speeds,
    left_out_text,
    measured,
    method_of,
    ways_of,
)
from atlas.ui.state import session
from atlas.ui.state.background_jobs import SEARCHES, Job, current_job, watch
from atlas.ui.state.cached_data import municipio_names
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import municipio_list, percent, place_name, region_name
from atlas.web.served_data import atlas_data
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.scenarios import MAX_CHANGES, Added, Scenario
from geo.cancellation import Control, Progress
from geo.choices import Model
from geo.choices.planning_kinds import Counted, PlanningQuestion
from geo.choices.site_kinds import FIRST_KIND, Reason, proposals_refused
from geo.exports.tables.analysis_tables import next_sites_file
from geo.location.instance import Candidates, Instance, LocationQuestion
from geo.location.recommendation import NextSites, SearchResult, gain_curve, next_sites, value_of
from geo.views.planning_answers import filters_of, instance_of, part_of, region_codes
from geo.views.planning_query import MAX_EXCLUDED, MAX_NEW, MAX_PEOPLE, SECONDS, PlanningQuery
from geo.views.sites_view import region_of


def draw_terms(plan: PlanningQuery, counted: Counted, t: Translator) -> None:
    """Draw the demand, the aim, the kinds, the distance, the number, the candidates and the time limit."""
    draw_demand(plan, t)
    draw_metric(t)
    model, kinds, limit = st.columns([6, 4, 2])
    with model:
        draw_segments("model", t("next.aim"), Model, lambda name: t(key_for(f"model.{name}", counted)))
    with kinds:
        draw_kinds(t)
    with limit:
        draw_limit(t)
    count, least, excluded, seconds = st.columns([2, 2, 5, 2])
    with count:
        st.number_input(
            t("next.count"),
            min_value=1,
            max_value=MAX_NEW,
            disabled=plan.model is Model.SET_COVERING,
            **bound("count"),
        )
    with least:
        st.number_input(
            t("next.least"), min_value=0, max_value=MAX_PEOPLE, step=5000, **bound("least_people")
        )
    with excluded:
        st.multiselect(
            t("next.excluded"),
            list(municipio_names(atlas_data())),
            format_func=place_name,
            max_selections=MAX_EXCLUDED,
            placeholder=t("next.none_excluded"),
            **bound("excluded"),
        )
    with seconds:
        st.selectbox(t("next.limit"), list(SECONDS), **bound("seconds"))
    draw_speeds(t)
    st.caption(plain(aim_text(plan.kinds, t)))
    st.caption(plain(t(key_for("next.terms", counted), region=region_name(t))))


def question_of(plan: PlanningQuery, codes: tuple[int, ...], counted: Counted) -> LocationQuestion:
    """Return the query as the question that the search answers; `codes` are the region's municipios."""
    return LocationQuestion(
        plan.model,
        plan.kinds,
        plan.limit / plan.metric.scale,
        plan.count,
        Candidates(codes, plan.least_people, plan.excluded, aim_of(plan).standing),
        counted,
        ways_of(plan),
    )


Search = Job[tuple[Instance, float], Progress, SearchResult]
"""A search for the best set of new sites; its task is the instance and the seconds it may take."""


def start_search(instance: Instance, seconds: float) -> Search:
    """Start a search that ends after `seconds` at the latest; a cancelled one returns its best set."""

    def search(job: Search) -> SearchResult:
        control = Control(seconds, job.report, lambda: job.is_cancelled)
        answer = next_sites(instance, control)
        if instance.question.model is Model.SET_COVERING:
            return SearchResult(answer, ())
        curve = gain_curve(instance, control)
        return SearchResult(answer, tuple((count, value_of(instance, best.paid)) for count, best in curve))

    return Job(SEARCHES, (instance, seconds), search)


DATASETS: Final = ("municipios", "sites", "boundaries")
METHODS: Final = ("next.method", "next.citation")
LINE_METHODS: Final = {
    Counted.LAND_BORDER_KM: ("lines.method", "regions.boundary_method", "regions.dispute"),
    Counted.COAST_KM: ("lines.method", "regions.boundary_method"),
    Counted.MAIN_ROAD_KM: ("lines.road_method", "lines.road_classes"),
}
"""What else is to be said of the length of a line."""

KEY: Final = "next_search"
"""The key of this session's search."""


def draw_next(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the choice of an aim and its terms, and the sites that serve it best."""
    selection = session.reader_session().selection
    region = region_of(selection, atlas_data())
    codes = region_codes(atlas_data(), region)
    with at.terms:
        own = own_use(plan, region, t)
        counted = Counted.ROWS if own and own.is_demand else aim_of(plan).counted
        draw_terms(plan, counted, t)
    if (refused := proposals_refused(plan.kinds, has_roads=has_roads())) is not None:
        _draw_refusal(refused, plan, own, at, t)
        return
    question = question_of(plan, codes, counted)
    instance: Instance | None
    if own is not None:
        instance = instance_with(own, question, selection)
    else:
        task = (filters_of(selection), question, region)
        with at.answer:
            instance = measured(plan, task, partial(instance_of, atlas_data(), *task), t)
    if instance is None:
        draw_map_alone(at, shown_of(plan, own, selection), t)
        return
    search = _search(plan, instance)
    result = None if search is None or search.is_running else search.result()
    picture = Picture(
        shown_of(plan, own, selection),
        plan.kinds,
        DATASETS,
        (*METHODS, method_of(plan), *LINE_METHODS.get(question.counted, ())),
        left_out=instance.sites.left_out,
        own=own,
    )
    if result is None:
        draw_map_alone(at, picture.view, t)
    else:
        ground = part_of(atlas_data(), region)
        overlay = partial(next_overlay, result.answer, plan)

        def lines(t: Translator) -> tuple[str, ...]:
            return (*_lines(result.answer, plan, t), *_access(instance, ground, t))

        picture = replace(picture, answer=lines, overlay=overlay)
        draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        _status(search, result.answer if result else None, t)
        if result:
            _answer(result.answer, plan, t)
            for text in _access(instance, part_of(atlas_data(), region), t):
                st.caption(plain(text))
    if result:
        with at.below:
            _below(result, t)
            if own is None and plan.model is Model.MAXIMAL_COVERING and not result.answer.chosen.empty:
                draw_assumptions(instance, part_of(atlas_data(), region), plan, t)
            draw_basis_and_files(plan, picture, partial(next_sites_file, result.answer), t)


def _access(instance: Instance, ground: DemandAreas, t: Translator) -> Iterator[str]:
    """Yield who has no road, who walks far to one, and what a mean time therefore leaves out."""
    yield from access_texts(instance.question.by, ground, t)
    if not instance.question.is_covering:
        text = left_out_text(instance.off_road, instance.question.counted, t)
        yield from [text] if text else []


def _draw_refusal(
    refused: tuple[Reason, ...], plan: PlanningQuery, own: ListUse | None, at: Stage, t: Translator
) -> None:
    """Draw why no new site of the chosen kinds is proposed."""
    draw_map_alone(at, shown_of(plan, own, session.reader_session().selection), t)
    with at.answer:
        words = [t(f"aim_reason.{reason}") for reason in refused] or [t("aims.no_common_place")]
        st.info(plain(" ".join(words)), icon=":material/block:")


def _search(plan: PlanningQuery, instance: Instance) -> Search | None:
    """Return this session's search for an instance; None if it has no candidates."""
    if instance.candidates.empty:
        return None
    return current_job(KEY, (instance, plan.seconds), partial(start_search, instance, plan.seconds))


def _status(search: Search | None, answer: NextSites | None, t: Translator) -> None:
    if search is None:
        st.info(t("next.no_candidates"), icon=":material/filter_alt:")
    elif answer is None:
        watch(search, partial(_draw_progress, search, t))
    elif not answer.is_proven:
        st.warning(plain(_how(answer, t)), icon=":material/timer:")


def _how(answer: NextSites, t: Translator) -> str:
    """Return that the set is proven to be the best, or how much better another set could be."""
    gap = percent(answer.gap, t.language) if isfinite(answer.gap) else t("regions.no_data")
    seconds = "< 0.1" if answer.seconds < 0.1 else number_text(answer.seconds, t.language, 1)
    return t(f"stop.{answer.stop}", gap=gap, seconds=seconds)


def _lines(answer: NextSites, plan: PlanningQuery, t: Translator) -> tuple[str, ...]:
    if answer.chosen.empty:
        return (t(key_for("next.nothing_to_gain", answer.instance.question.counted)),)
    return (*headline(answer, plan, t).lines, _how(answer, t))


def _draw_progress(search: Search, t: Translator) -> None:
    with st.status(t("next.searching"), expanded=True):
        if (progress := search.progress) is not None:
            gap = percent(progress.gap, t.language) if isfinite(progress.gap) else t("regions.no_data")
            st.markdown(plain(t("next.progress", seconds=round(progress.seconds), gap=gap)))
        st.button(
            t("next.cancel"), key="next_cancel", on_click=search.cancel, icon=":material/stop_circle:"
        )


def _answer(answer: NextSites, plan: PlanningQuery, t: Translator) -> None:
    counted = answer.instance.question.counted
    if answer.chosen.empty:
        st.success(t(key_for("next.nothing_to_gain", counted)), icon=":material/check_circle:")
        return
    draw_figure(headline(answer, plan, t))
    if answer.is_proven:
        st.caption(plain(_how(answer, t)))
    draw_chosen(answer, t)
    st.button(
        t("whatif.adopt"),
        key="next_adopt",
        on_click=partial(
            change_plan, question=PlanningQuestion.WHATIF, scenario=_as_scenario(answer, plan)
        ),
        icon=":material/add_location_alt:",
    )
    if not answer.unreachable.empty and plan.model is not Model.P_MEDIAN:
        names = municipio_list(answer.unreachable["codigo_muni"].unique().tolist(), t)
        people = number_text(answer.unreachable["weight"].sum(), t.language)
        st.caption(plain(t(key_for("next.unreachable", counted), people=people, names=names)))


def _as_scenario(answer: NextSites, plan: PlanningQuery) -> Scenario:
    kind = plan.kinds[0] if plan.kinds else FIRST_KIND
    columns = (answer.chosen[name].tolist() for name in ("longitude", "latitude"))
    return Scenario(tuple(Added(kind, *point) for point in zip(*columns, strict=True))[:MAX_CHANGES])


def _below(result: SearchResult, t: Translator) -> None:
    # A curve of one site has a single point, which the answer above states.
    if len(result.answer.chosen) > 1:
        left, right = st.columns(2, gap="medium")
        with left:
            draw_curve(result, t)
        with right:
            draw_methods(result.answer, t)
