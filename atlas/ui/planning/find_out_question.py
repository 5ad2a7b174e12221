"""The question of what to find out next: the missing facts that decide an answer, and those that do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.facts.fact_words import source_links
from atlas.ui.planning.answer_parts import (
    AnswerText,
    Picture,
    Stage,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
    draw_figure,
    draw_map_alone,
)
from atlas.ui.planning.question_terms import (
    aim_of,
    aim_text,
    bound,
    draw_kinds,
    draw_limit,
    draw_metric,
)
from atlas.ui.planning.travel_terms import (
    access_texts,
    draw_speeds,
    draw_stopped,
    method_of,
    unless_stopped,
    ways_of,
)
from atlas.ui.state import session
from atlas.ui.state.background_jobs import SEARCHES, Job, current_job, watch
from atlas.ui.widgets.markup import Html, draw, h, plain, table
from atlas.ui.widgets.region_words import region_name
from atlas.web.served_data import atlas_data
from geo.cancellation import Control, reported_to
from geo.choices import Model
from geo.choices.planning_kinds import Metric
from geo.exports.tables.analysis_tables import open_facts_file
from geo.location.instance import Candidates, LocationQuestion
from geo.location.open_facts import OPEN_FACTS_S, OpenFacts, open_facts
from geo.selection import Selection
from geo.views.planning_answers import (
    filters_of,
    measured_lines,
    measured_sites,
    part_of,
    region_codes,
    view_of,
)
from geo.views.planning_query import MAX_NEW, PlanningQuery
from geo.views.sites_view import Region, region_of

DATASETS: Final = ("municipios", "sites", "boundaries")
METHODS: Final = ("find_out.method", "find_out.public")
ROAD_METHODS: Final = {Metric.ROAD: ("find_out.road_method",)}
"""What else is to be said of times by road."""

FIND_OUT_KEY: Final = "find_out_search"
"""The key of this session's search."""

Task = tuple[Selection, LocationQuestion, Region]
Survey = Job[Task, float, OpenFacts | None]
"""A search for the facts that decide; it reports the share that is done."""

MEASURING: Final = 0.5
"""The share of a search by road that is done when all ways are measured."""


def draw_find_out(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the choice of kinds, limit and number, and the open facts in the order of their weight."""
    with at.terms:
        draw_metric(t)
        kinds, limit, count = st.columns([6, 2, 2])
        with kinds:
            draw_kinds(t)
        with limit:
            draw_limit(t)
        with count:
            st.number_input(t("next.count"), min_value=1, max_value=MAX_NEW, **bound("count"))
        draw_speeds(t)
        st.caption(plain(aim_text(plan.kinds, t)))
    selection = session.reader_session().selection
    survey = _survey(plan, selection)
    result = None if survey.is_running else survey.result()
    methods = (*METHODS, *ROAD_METHODS.get(plan.metric, ()), method_of(plan))
    picture = Picture(view_of(atlas_data(), selection, plan.kinds), plan.kinds, DATASETS, methods)
    if result is None:
        draw_map_alone(at, picture.view, t)
    else:
        picture = replace(
            picture,
            answer=lambda t: (*_in_words(result, t).lines, *_access(result, selection, t)),
            left_out=result.instance.sites.left_out,
        )
        draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        if result is not None:
            draw_figure(_in_words(result, t))
            for text in _access(result, selection, t):
                st.caption(plain(text))
        elif survey.is_running:
            watch(survey, partial(_draw_progress, survey, t))
        else:
            draw_stopped(FIND_OUT_KEY, plan, t)
    if result is not None:
        with at.below:
            st.markdown(f"##### {t('find_out.list')}")
            if result.table.empty:
                st.success(t("find_out.nothing"), icon=":material/check_circle:")
            else:
                draw(h("div", facts_table(result, t), class_="p-figures p-facts"))
            draw_basis_and_files(plan, picture, partial(open_facts_file, result), t)


def _survey(plan: PlanningQuery, selection: Selection) -> Survey:
    """Return this session's search for the facts that decide the query."""
    aim, region = aim_of(plan), region_of(selection, atlas_data())
    where = Candidates(region_codes(atlas_data(), region), plan.least_people, plan.excluded, aim.standing)
    question = LocationQuestion(
        Model.MAXIMAL_COVERING,
        plan.kinds,
        plan.limit / plan.metric.scale,
        plan.count,
        where,
        aim.counted,
        ways_of(plan),
    )
    task = (filters_of(selection), question, region)
    return current_job(FIND_OUT_KEY, task, partial(start_survey, task))


def start_survey(task: Task) -> Survey:
    """Start a search that tries facts for `OPEN_FACTS_S` at most.

    A cancelled one returns what it knows, and None before its ways are measured.
    """
    filters, question, region = task
    atlas = atlas_data()

    def search(job: Survey) -> OpenFacts | None:
        control = Control(OPEN_FACTS_S, should_stop=lambda: job.is_cancelled)
        sites, lines = measured_sites(atlas, filters), measured_lines(atlas, question.kinds)
        part = part_of(atlas, region)
        find = partial(open_facts, part, sites, question, lines, control, _trying(question, job.report))
        with reported_to(_measuring(question, job.report)):
            return unless_stopped(job, find)

    return Job(SEARCHES, task, search)


def _trying(question: LocationQuestion, report: Callable[[float], None]) -> Callable[[float], None]:
    """Return what hears of the share of the facts that is tried, and reports that of the search."""
    measured = MEASURING if question.metric is Metric.ROAD else 0.0
    return lambda share: report(measured + (1 - measured) * share)


def _measuring(question: LocationQuestion, report: Callable[[float], None]) -> Callable[[int, int], None]:
    """Return what hears how many places are measured, and reports the share of the search.

    Ways are measured to the sites, to the candidates and to the places tried, one after another; those of
    a line to the sites twice, to the nearest and to each.
    """
    begun, last = 0, 0

    def hear(done: int, total: int) -> None:
        nonlocal begun, last
        begun, last = begun + (done < last), done
        report(MEASURING * min((begun + done / max(total, 1)) / (3 + question.counted.is_line), 1.0))

    return hear


def _draw_progress(survey: Survey, t: Translator) -> None:
    share = survey.progress or 0.0
    is_measuring = share < MEASURING and survey.task[1].metric is Metric.ROAD
    words, stop = (
        ("road.measuring", "road.stop") if is_measuring else ("find_out.searching", "find_out.cancel")
    )
    st.progress(share, text=t(words))
    st.button(t(stop), key="find_out_cancel", on_click=survey.cancel, icon=":material/stop_circle:")


def _access(result: OpenFacts, selection: Selection, t: Translator) -> tuple[str, ...]:
    """Return who has no road, and who walks far to one."""
    ground = part_of(atlas_data(), region_of(selection, atlas_data()))
    return tuple(access_texts(result.instance.question.by, ground, t))


def _in_words(result: OpenFacts, t: Translator) -> AnswerText:
    """Return how many facts decide, which, and how many do not matter."""
    facts = result.table
    deciding, idle = facts[facts["decides"]], int((~facts["matters"]).sum())
    names = dict.fromkeys(deciding[f"name_{t.language}"])
    sentences = [t("find_out.decide", names=", ".join(names))] if names else [t("find_out.none_decides")]
    between = len(facts) - len(deciding) - idle
    sentences += [t("find_out.narrow", count=between)] * bool(between)
    sentences += [t("find_out.idle", count=idle)] * bool(idle)
    sentences += [] if result.is_complete else [t("find_out.stopped")]
    what = t("find_out.what", total=len(facts), region=region_name(t))
    return AnswerText(what, number_text(len(deciding), t.language), tuple(sentences))


def facts_table(result: OpenFacts, t: Translator) -> Html:
    """Return the open facts with what knowing each would change, its sources, and what would settle it."""
    counted = result.instance.question.counted
    decimals = 1 if counted.is_line else 0
    heads = ("fact", "narrows", "regret", "read", "settled_by")
    unit, name = t(f"find_out_unit.{counted}"), f"name_{t.language}"
    records = result.table.to_dict("records")
    rows = (
        (
            f"{number}. {row[name]}: {t(f'open_fact.{fact}')}",
            number_text(row["narrows"], t.language, decimals),
            number_text(row["regret"], t.language, decimals) if row["regret"] == row["regret"] else "–",
            source_links(row["sources"], t.language),
            t(f"settled_by.{row['settled_by']}"),
        )
        for number, (fact, row) in enumerate(zip(result.table["fact"], records, strict=True), start=1)
    )
    return table([t(f"find_out.{head}", unit=unit) for head in heads], rows)
