"""The question of the next sites: its terms, the search for the best set, and the answer."""

from __future__ import annotations

from functools import partial
from math import isfinite
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_files import Picture, draw_downloads, draw_picture
from atlas.ui.planning.answer_layout import (
    Stage,
    draw_basis,
    draw_figure,
    draw_filtered,
    draw_left_out,
    draw_stage_map,
)
from atlas.ui.planning.list_use import (
    ListUse,
    draw_told,
    in_rows,
    instance_with,
    own_use,
    shown_of,
    told,
    with_own_points,
)
from atlas.ui.planning.next_sites_drawing import (
    draw_chosen,
    draw_curve,
    draw_methods,
    headline,
    next_overlay,
)
from atlas.ui.planning.question_terms import bound, change_plan, draw_demand, draw_kinds, draw_km
from atlas.ui.state import session
from atlas.ui.state.background_jobs import SEARCHES, Job
from atlas.ui.state.cached_data import municipio_names
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import municipio_list, percent, place_name, region_name
from atlas.web.served_data import atlas_data
from geo.analysis.scenarios import MAX_CHANGES, Added, Scenario
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Counted, PlanningQuestion
from geo.exports.tables.analysis_tables import next_sites_file
from geo.location.instance import Candidates, Instance, LocationQuestion
from geo.location.recommendation import NextSites, SearchResult, gain_curve, next_sites, value_of
from geo.location.search_control import Control, Progress
from geo.views.planning_answers import filters_of, instance_of, region_codes
from geo.views.planning_query import MAX_EXCLUDED, MAX_NEW, MAX_PEOPLE, SECONDS, PlanningQuery


def draw_terms(plan: PlanningQuery, counted: Counted, t: Translator) -> None:
    """Draw the demand, the aim, the kinds, the distance, the number, the candidates and the time limit."""
    draw_demand(plan, t)
    model, kinds, km = st.columns([6, 4, 2])
    with model:
        st.segmented_control(
            t("next.aim"),
            list(Model),
            format_func=lambda model: t(in_rows(f"model.{model}", counted)),
            required=True,
            **bound("model"),
        )
    with kinds:
        draw_kinds(t)
    with km:
        draw_km(t)
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
    st.caption(plain(t(in_rows("next.terms", counted), region=region_name(t))))


def question_of(plan: PlanningQuery, codes: tuple[int, ...], counted: Counted) -> LocationQuestion:
    """Return the plan as the question that the search answers; `codes` are the region's municipios."""
    return LocationQuestion(
        plan.model,
        plan.kinds,
        plan.km * 1e3,
        plan.count,
        Candidates(codes, plan.least_people, plan.excluded),
        counted,
    )


Search = Job[tuple[Instance, float], Progress, SearchResult]
"""A search for the best set of new sites; its task is the instance and the seconds it may take."""


def started(instance: Instance, seconds: float) -> Search:
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
METHODS: Final = ("next.method", "next.citation", "regions.straight")

KEY: Final = "next_search"
"""Where this visit's search is kept."""

AT_ONCE_S: Final = 1.0
"""A search that ends sooner is shown without a word of waiting."""

WATCH_S: Final = 0.5
"""How often a running search is asked how it stands."""


def draw_next(plan: PlanningQuery, at: Stage, t: Translator, language: Language) -> None:
    """Draw the choice of an aim and its terms, and the sites that meet it best."""
    selection = session.reader_session().selection
    codes = region_codes(atlas_data(), selection)
    with at.terms:
        own = own_use(plan, codes, t)
        question = question_of(plan, codes, Counted.ROWS if own and own.is_demand else Counted.PEOPLE)
        draw_terms(plan, question.counted, t)
    if own is not None:
        instance = instance_with(own, question, selection)
    else:
        instance = instance_of(atlas_data(), filters_of(selection), question, codes)
    search = _search(plan, instance)
    result = None if search is None or search.is_running else search.result()
    answer = result.answer if result else None
    overlay = next_overlay(answer, plan, t, language) if answer else None
    if own is not None and overlay is not None:
        overlay = with_own_points(own, overlay, t, language)
    shown = shown_of(plan, own, selection)
    draw_stage_map(at, shown, overlay)
    if answer:
        picture = Picture(
            shown,
            plan.kinds,
            partial(_lines, answer, plan),
            DATASETS,
            METHODS,
            partial(next_overlay, answer, plan),
            instance.sites.left_out,
            own,
        )
        draw_picture(at, plan, picture, t, language)
    with at.answer:
        draw_filtered(t)
        if own is not None:
            draw_told(told(own, plan.question, t, language))
        _status(search, answer, t, language)
        if answer:
            _answer(answer, plan, t, language)
        draw_left_out(instance.sites.left_out[f"name_{language}"], t)
    if result:
        with at.below:
            _below(result, plan, own, t, language)


def _search(plan: PlanningQuery, instance: Instance) -> Search | None:
    """Return this visit's search for the question at hand; None where there is nowhere to build."""
    if instance.candidates.empty:
        return None
    search: Search | None = st.session_state.get(KEY)
    if search is None or search.task != (instance, plan.seconds):
        if search is not None:
            search.cancel()
        search = st.session_state[KEY] = started(instance, plan.seconds)
        search.wait(AT_ONCE_S)
    return search


def _status(search: Search | None, answer: NextSites | None, t: Translator, language: Language) -> None:
    if search is None:
        st.info(t("next.no_candidates"), icon=":material/filter_alt:")
    elif answer is None:
        _watch(search, t, language)
    elif not answer.is_proven:
        st.warning(plain(_how(answer, t, language)), icon=":material/timer:")


def _how(answer: NextSites, t: Translator, language: Language) -> str:
    """Return whether the set is proven the best, or how much better another could be."""
    gap = percent(answer.gap, language) if isfinite(answer.gap) else t("regions.no_data")
    seconds = "< 0.1" if answer.seconds < 0.1 else number_text(answer.seconds, language, 1)
    return t(f"stop.{answer.stop}", gap=gap, seconds=seconds)


def _lines(answer: NextSites, plan: PlanningQuery, t: Translator, language: Language) -> tuple[str, ...]:
    if answer.chosen.empty:
        return (t(in_rows("next.nothing_to_gain", answer.instance.question.counted)),)
    return (*headline(answer, plan, t, language).lines, _how(answer, t, language))


@st.fragment(run_every=WATCH_S)
def _watch(search: Search, t: Translator, language: Language) -> None:
    """Say how a search stands until it ends; only this part of the page runs meanwhile."""
    if not search.is_running:
        st.rerun()
    with st.status(t("next.searching"), expanded=True):
        if (progress := search.progress) is not None:
            gap = percent(progress.gap, language) if isfinite(progress.gap) else t("regions.no_data")
            st.markdown(plain(t("next.progress", seconds=round(progress.seconds), gap=gap)))
        st.button(
            t("next.cancel"), key="next_cancel", on_click=search.cancel, icon=":material/stop_circle:"
        )


def _answer(answer: NextSites, plan: PlanningQuery, t: Translator, language: Language) -> None:
    counted = answer.instance.question.counted
    if answer.chosen.empty:
        st.success(t(in_rows("next.nothing_to_gain", counted)), icon=":material/check_circle:")
        return
    draw_figure(headline(answer, plan, t, language))
    if answer.is_proven:
        st.caption(plain(_how(answer, t, language)))
    draw_chosen(answer, t, language)
    st.button(
        t("whatif.adopt"),
        key="next_adopt",
        on_click=partial(
            change_plan, question=PlanningQuestion.WHATIF, scenario=_as_scenario(answer, plan)
        ),
        icon=":material/add_location_alt:",
    )
    if not answer.unreachable.empty and plan.model is not Model.P_MEDIAN:
        names = municipio_list(answer.unreachable["codigo_muni"].tolist(), t)
        people = number_text(answer.unreachable["people"].sum(), language)
        st.caption(plain(t(in_rows("next.unreachable", counted), people=people, names=names)))


def _as_scenario(answer: NextSites, plan: PlanningQuery) -> Scenario:
    kind = plan.kinds[0] if plan.kinds else Kind.BORDER_CHECKPOINT
    columns = (answer.chosen[name].tolist() for name in ("longitude", "latitude"))
    return Scenario(tuple(Added(kind, *at) for at in zip(*columns, strict=True))[:MAX_CHANGES])


def _below(
    result: SearchResult, plan: PlanningQuery, own: ListUse | None, t: Translator, language: Language
) -> None:
    # A single site gains what the answer above says: a curve of one point would tell nothing.
    if len(result.answer.chosen) > 1:
        left, right = st.columns(2, gap="medium")
        with left:
            st.markdown(f"##### {t('next.curve')}")
            draw_curve(result, t, language)
        with right:
            st.markdown(f"##### {t('next.methods')}")
            draw_methods(result.answer, t, language)
    methods = tuple(map(t, METHODS))
    draw_basis(DATASETS, methods, t)
    notes = (told(own, plan.question, t, language), *methods) if own else methods
    draw_downloads(plan, partial(next_sites_file, result.answer), notes, t, language)
