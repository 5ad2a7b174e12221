"""What every answer of planning has: the layout of the page, its figure, map, sources and files.

The map is also a file (PDF, PowerPoint or picture) with the answer and its sources; the tables are
files with their terms, data version and date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.streamlit_compat.components import DeltaGenerator
from atlas.ui.briefing.view_capture import Addable, alone, draw_add_scene, in_both
from atlas.ui.lists.list_map import layer_of, with_list
from atlas.ui.planning.list_use import ListUse, list_statement
from atlas.ui.planning.question_terms import PAGE
from atlas.ui.planning.travel_terms import missing_roads, road_terms
from atlas.ui.state import session
from atlas.ui.state.cached_data import facts
from atlas.ui.state.reader_list import placed_list
from atlas.ui.state.session import current_translator
from atlas.ui.widgets.browser_frames import draw_sites
from atlas.ui.widgets.export_dialog import AnswerExport, draw_export, draw_job, draw_table_files
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import indicator_name, limit_text, place_name, region_name
from atlas.web.served_data import atlas_data
from geo.briefings import MapView, Scene, SceneKind, scene_content
from geo.choices import Kind
from geo.choices.list_kinds import ColourBy, ShowAs
from geo.choices.planning_kinds import Metric, OwnAs, PlanningQuestion
from geo.dataset.records import data_version, read_record
from geo.exports.documents.document_layers import ListLayer
from geo.exports.tables import About, Download, about
from geo.mapping.overlay_message import Overlay, to_message
from geo.selection import FILTERS
from geo.views.planning_answers import filters_of
from geo.views.planning_query import OWN_QUESTIONS, PlanningQuery
from geo.views.sites_view import SitesView


@dataclass(frozen=True)
class AnswerText:
    """What a figure counts, its value, the sentences below it, and its change from today if any."""

    what: str
    value: str
    sentences: tuple[str, ...] = ()
    change: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The answer line by line, its figure first."""
        first = f"{self.what}: {self.value}"
        return (f"{first} ({self.change})" if self.change else first, *self.sentences)


def draw_figure(answer: AnswerText) -> None:
    """Draw the figure large, and the sentences below it."""
    st.metric(plain(answer.what), answer.value, answer.change)
    for text in answer.sentences:
        st.markdown(plain(text))


@dataclass(frozen=True)
class Stage:
    """The places of the page, the same for each question so that the map stays where it is."""

    terms: DeltaGenerator
    map: DeltaGenerator
    answer: DeltaGenerator
    below: DeltaGenerator


def stage() -> Stage:
    """Lay out the page."""
    with st.container(key="plan_stage"):
        terms = st.container(key="plan_terms")
        left, right = st.columns([3, 2], gap="medium")
    return Stage(terms, left, right, st.container())


def draw_basis(datasets: Iterable[str], methods: Iterable[str], t: Translator) -> None:
    """Draw the method of a result and the sources of its figures."""
    for text in (*methods, citations_text(datasets, t)):
        st.caption(plain(text))


def citations_text(datasets: Iterable[str], t: Translator) -> str:
    """Return the citations of the data sets of a result."""
    citations = (read_record(name, atlas_data().data).words("citation", t.language) for name in datasets)
    return t("regions.cited", citations=" ".join(citations))


def draw_left_out(names: Iterable[str], t: Translator) -> None:
    """Name the sites that cannot be measured to, as nobody has published where they are."""
    if listed := sorted(names):
        st.warning(plain(left_out_text(listed, t)), icon=":material/location_off:")


def left_out_text(names: Iterable[str], t: Translator) -> str:
    """Return which sites are left out of every distance, and why."""
    listed = sorted(names)
    return t("regions.left_out", count=len(listed), names=", ".join(listed))


def chosen_filters(t: Translator) -> list[str]:
    """Return the filters of the side panel that narrow the sites measured to, in words."""
    filters = filters_of(session.reader_session().selection)
    return [t(row.value_key(value)) for row in FILTERS if row.choice for value in row.chosen(filters)]


def draw_filtered(t: Translator) -> None:
    """Say which filters of the side panel narrow the sites that are measured to."""
    if chosen := chosen_filters(t):
        st.info(plain(t("regions.filtered", filters=", ".join(chosen))), icon=":material/filter_alt:")


WITH_KINDS: Final = (
    PlanningQuestion.COVERAGE,
    PlanningQuestion.NEXT,
    PlanningQuestion.WHATIF,
    PlanningQuestion.FIND_OUT,
)
WITH_MEASURE: Final = (PlanningQuestion.COVERAGE, PlanningQuestion.WHATIF)
WITH_KM: Final = (*WITH_KINDS, PlanningQuestion.GAPS, PlanningQuestion.DISTANCE)


def draw_basis_and_files(
    plan: PlanningQuery,
    picture: Picture,
    make: Callable[[About], Download],
    t: Translator,
) -> None:
    """Draw the methods and sources of an answer, and a button for each format of its tables."""
    notes = tuple(map(t, picture.methods))
    terms = (*missing_roads(plan, t), *road_terms(plan, t), *_area_terms(plan, t))
    draw_basis(picture.datasets, (*notes, *terms), t)
    if picture.own:
        notes = (list_statement(picture.own, plan.question, t), *notes)
    st.markdown(f"##### {t('regions.downloads')}")
    terms, title = terms_of(plan, t), t(f"planning_question.{plan.question}")
    words = partial(about, title, terms, notes, atlas_data().data, t.language)
    with st.container(horizontal=True):
        name = f"{plan.question}-{data_version(atlas_data().data)}"
        draw_table_files(lambda: make(words()), name, "download")
    st.caption(t("regions.downloads_note"))


def terms_of(plan: PlanningQuery, t: Translator) -> tuple[str, ...]:
    """Return the terms of the question line by line, as a file holds them; a scenario as its code."""
    lines = query_lines(plan, t)
    if plan.question is not PlanningQuestion.WHATIF:
        return lines
    return (*lines, f"{t('whatif.then')}: {plan.scenario.to_text()}")


def query_lines(plan: PlanningQuery, t: Translator) -> tuple[str, ...]:
    """Return the terms of the question line by line, without the changes of a scenario."""
    terms = [] if plan.question in WITHOUT_REGION else [f"{t('regions.region')}: {region_name(t)}"]
    terms += _area_terms(plan, t)
    if plan.question is PlanningQuestion.PROFILE and plan.beside:
        terms.append(f"{t('regions.beside')}: {'; '.join(map(place_name, plan.beside))}")
    if plan.question in WITH_KINDS:
        terms.append(f"{t('regions.kinds')}: {_kinds(plan, t)}")
    mine = placed_list()
    if mine is not None and plan.own is OwnAs.DEMAND and plan.question in OWN_QUESTIONS:
        terms.append(f"{t('ownlist.demand')}: {t('ownlist.row_count', name=mine.name)}")
    if plan.question in WITH_KM:
        name = "regions.distance" if plan.metric is Metric.STRAIGHT else "metric.road"
        terms.append(f"{t(name)}: {limit_text(plan.limit, plan.metric, t)}")
    elif plan.metric is Metric.ROAD:
        terms.append(f"{t('road.metric')}: {t('metric.road')}")
    terms += road_terms(plan, t)
    if plan.question in WITH_MEASURE and plan.own is not OwnAs.DEMAND:
        terms.append(f"{t('regions.measure')}: {t(f'measure.{plan.measure}')}")
    if plan.question is PlanningQuestion.NEXT:
        terms.append(f"{t('next.aim')}: {t(f'model.{plan.model}')}; {t('next.count')}: {plan.count}")
        if plan.least_people:
            terms.append(t("next.least_people", people=number_text(plan.least_people, t.language)))
        if plan.excluded:
            terms.append(f"{t('next.excluded')}: {'; '.join(map(place_name, plan.excluded))}")
    if plan.question is PlanningQuestion.FIND_OUT:
        terms.append(f"{t('next.count')}: {plan.count}")
    if plan.question is PlanningQuestion.INDICATORS:
        terms.append(f"{t('regions.indicator')}: {indicator_name(plan.indicator, t)}")
        terms.append(f"{t('regions.level')}: {t(f'level.{plan.level}')}")
        terms.append(f"{t('regions.scheme')}: {t(f'scheme.{plan.scheme}')}")
    return (*terms, *chosen_filters(t))


def _area_terms(plan: PlanningQuery, t: Translator) -> Iterator[str]:
    """Yield how people of an area are counted, in the questions that cut municipios along it."""
    if not session.reader_session().selection.areas or plan.question in WITHOUT_PIECES:
        return
    yield t("area.method")
    if plan.question is PlanningQuestion.PROFILE:
        yield t("area.range")


def _kinds(plan: PlanningQuery, t: Translator) -> str:
    """Return the kinds that are measured to, the reader's own list among them where it is one."""
    mine, names = placed_list(), [t(f"kind.{kind}") for kind in plan.kinds]
    if mine is not None and plan.own is OwnAs.SUPPLY and plan.question in OWN_QUESTIONS:
        names.append(t("ownlist.supply", name=mine.name))
    return ", ".join(names) or t("filters.all")


WITHOUT_REGION: Final = (PlanningQuestion.DISTANCE,)
"""Questions of the whole country, whatever the side panel names."""
WITHOUT_PIECES: Final = (*WITHOUT_REGION, PlanningQuestion.GAPS, PlanningQuestion.INDICATORS)
"""Questions that count no people in a piece of a municipio."""


@dataclass(frozen=True)
class Picture:
    """The map of a question and all that belongs to it, in either language.

    `kinds` are those that are measured to (none: all), or None where the map shows the sites of the
    side panel; `answer` are the lines of the answer, `methods` keys of messages, `changes` what a
    scenario changes. `is_placing` is for the map of the page alone, `more_methods` for its file alone,
    where the page explains them elsewhere.
    """

    view: SitesView
    kinds: tuple[Kind, ...] | None
    datasets: tuple[str, ...]
    methods: tuple[str, ...]
    answer: Callable[[Translator], tuple[str, ...]] = lambda t: ()
    overlay: Callable[[Translator], Overlay] | None = None
    left_out: pd.DataFrame | None = None
    own: ListUse | None = None
    changes: Callable[[Translator], tuple[str, ...]] = lambda t: ()
    is_placing: bool | None = None
    more_methods: tuple[str, ...] = ()


def draw_answer_map(at: Stage, plan: PlanningQuery, picture: Picture, t: Translator) -> None:
    """Draw the map, below it the button of its file, and the file that was ordered."""
    overlay = picture.overlay(t) if picture.overlay else None
    if overlay is not None:
        overlay = replace(overlay, is_placing=picture.is_placing)
    overlay = with_list(overlay, t, picture.own.region if picture.own else ())
    with at.map:
        draw_sites(picture.view, overlay)
        if facts() is None:
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(t("regions.map_file"), width="content")
            draw_add_scene(PAGE, lambda: {"answer": _offer(plan, picture)}, t)
            make = partial(_scene, plan, picture, is_file=True)
            files = AnswerExport(partial(_list_of, picture), offers_list=picture.own is None)
            draw_export(PAGE, lambda view: alone(make(view)), t, files)
        draw_job(PAGE, t)


def draw_map_alone(at: Stage, view: SitesView, t: Translator, overlay: Overlay | None = None) -> None:
    """Draw the map of an answer that is not there yet."""
    with at.map:
        draw_sites(view, with_list(overlay, t))


@contextmanager
def answer_column(at: Stage, plan: PlanningQuery, picture: Picture, t: Translator) -> Iterator[None]:
    """Draw what is drawn in between, above it what narrows the answer, below it the sites left out."""
    with at.answer:
        draw_filtered(t)
        if picture.own:
            statement = list_statement(picture.own, plan.question, t)
            st.info(plain(statement), icon=":material/upload_file:")
        yield
        if picture.left_out is not None:
            draw_left_out(picture.left_out[f"name_{t.language}"], t)


def _offer(plan: PlanningQuery, picture: Picture) -> Addable:
    headline = in_both(partial(_headline, plan))
    return Addable(headline, partial(_scene, plan, picture), of_list=picture.own is not None)


def _scene(plan: PlanningQuery, picture: Picture, view: MapView | None, *, is_file: bool = False) -> Scene:
    """Return the answer as a scene.

    In a briefing a scene about a list holds counts by municipio and no place of a row, thus no circle
    around one. A file is made once, of what the page shows.
    """
    words, messages = {}, {}
    codes = sorted(atlas_data().municipios["codigo_muni"].tolist())
    for language in map(translator, Language):
        overlay = picture.overlay(language) if picture.overlay else Overlay()
        if picture.own and not picture.own.is_demand and not is_file:
            overlay = replace(overlay, circles=None)
        words[str(language.language)] = _in_words(plan, picture, language)
        messages[str(language.language)] = to_message(overlay, codes)
    return Scene(
        in_both(partial(_headline, plan)),
        selection=_sites(picture).selection,
        view=view,
        kind=SceneKind.ANSWER,
        address=tuple(plan.to_query().items()),
        answer=scene_content.answer_of(
            date.today().isoformat(), data_version(atlas_data().data), messages, words
        ),
    )


def _list_of(picture: Picture, chosen: ListLayer | None) -> ListLayer | None:
    """Return the list that a file of the answer draws."""
    if picture.own:
        return _own(picture.own)
    return _below_colours(chosen, picture.overlay(current_translator()) if picture.overlay else Overlay())


def _in_words(plan: PlanningQuery, picture: Picture, t: Translator) -> scene_content.AnswerText:
    return scene_content.AnswerText(
        lines=picture.answer(t),
        terms=(*query_lines(plan, t), *picture.changes(t)),
        methods=tuple(_methods(plan, picture, t)),
    )


def _methods(plan: PlanningQuery, picture: Picture, t: Translator) -> list[str]:
    texts = [list_statement(picture.own, plan.question, t)] if picture.own else []
    texts += [t(key) for key in (*picture.more_methods, *picture.methods)]
    if picture.left_out is not None and not picture.left_out.empty:
        texts.append(left_out_text(picture.left_out[f"name_{t.language}"], t))
    return [*texts, citations_text(picture.datasets, t)]


def _headline(plan: PlanningQuery, t: Translator) -> str:
    parts = [t(f"planning_question.{plan.question}")]
    if plan.question is PlanningQuestion.INDICATORS:
        parts.append(indicator_name(plan.indicator, t))
    if plan.question not in WITHOUT_REGION:
        parts.append(region_name(t))
    return " · ".join(parts)


def _sites(picture: Picture) -> SitesView:
    """Return the sites of the map, selected by the kinds of the question and not of the side panel."""
    view = picture.view
    if picture.kinds is None and not view.filtered.empty:
        return view
    drawn = set(view.shown["layer"])
    layers = tuple(layer for layer in view.selection.layers if layer in drawn)
    kinds = view.selection.kinds if picture.kinds is None else picture.kinds
    return replace(view, selection=replace(view.selection, kinds=kinds, layers=layers, site=None))


def _below_colours(layer: ListLayer | None, overlay: Overlay) -> ListLayer | None:
    """Return a list of which only those municipios are coloured that the answer does not colour."""
    if layer is None or overlay.fills is None:
        return layer
    areas = {code: rows for code, rows in layer.areas.items() if code not in overlay.fills.class_of}
    return replace(layer, areas=areas, shown=len(layer.points) + sum(areas.values()))


def _own(own: ListUse) -> ListLayer:
    """Return the points of the list that the answer uses; the municipios take the colours of the answer."""
    layer = layer_of(own.reader_list, own.view(own.region), ShowAs.POINTS, ColourBy.ROWS)
    return replace(layer, areas={}, shown=len(layer.points))
