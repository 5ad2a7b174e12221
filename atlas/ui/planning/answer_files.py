"""Files of an answer: its tables, and its map as PDF, PowerPoint or picture with the answer in words.

Each names the terms of the question, the sources, the data version and the date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.publishing.document_formats import Options
from atlas.ui.lists.list_map import layer_of
from atlas.ui.planning.answer_layout import Stage, chosen_filters, cited, left_out_text
from atlas.ui.planning.list_use import ListUse
from atlas.ui.planning.list_use import told as told_of_list
from atlas.ui.planning.question_terms import PAGE
from atlas.ui.state.cached_data import facts
from atlas.ui.state.reader_list import placed_list
from atlas.ui.widgets.export_dialog import LABELS, draw_export, draw_job
from atlas.ui.widgets.region_words import indicator_name, km_text, place_name, region_name
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, MapView, Scene, Text
from geo.choices import Kind
from geo.choices.list_kinds import ShowAs, ToldBy
from geo.choices.planning_kinds import OwnAs, PlanningQuestion
from geo.dataset.records import data_version
from geo.exports.documents.document_layers import AnalysisLayer, AnswerInWords, ListLayer
from geo.exports.tables import MEDIA_TYPES, About, Download, TableFormat, about, written
from geo.mapping.overlay_message import Overlay
from geo.selection import Selection
from geo.views.planning_query import OWN_QUESTIONS, PlanningQuery
from geo.views.sites_view import SitesView

WITH_KINDS: Final = (PlanningQuestion.COVERAGE, PlanningQuestion.NEXT, PlanningQuestion.WHATIF)
WITH_MEASURE: Final = (PlanningQuestion.COVERAGE, PlanningQuestion.WHATIF)
WITH_KM: Final = (*WITH_KINDS, PlanningQuestion.GAPS)


def draw_downloads(
    plan: PlanningQuery,
    make: Callable[[About], Download],
    notes: Sequence[str],
    t: Translator,
    language: Language,
) -> None:
    """Draw a button for each format; the file is made when it is asked for, by `make`."""
    st.markdown(f"##### {t('regions.downloads')}")
    terms, title = terms_of(plan, t, language), t(f"planning_question.{plan.question}")
    words = partial(about, title, terms, tuple(notes), atlas_data().data, language)
    with st.container(horizontal=True):
        for file_format, label in LABELS.items():
            st.download_button(
                label,
                data=partial(_file, make, words, file_format),
                file_name=f"{plan.question}-{data_version(atlas_data().data)}.{file_format}",
                mime=MEDIA_TYPES[file_format],
                key=f"download_{file_format}",
                on_click="ignore",
                icon=":material/download:",
            )
    st.caption(t("regions.downloads_note"))


def _file(make: Callable[[About], Download], words: Callable[[], About], file_format: TableFormat) -> bytes:
    return written(make(words()), file_format)


def terms_of(plan: PlanningQuery, t: Translator, language: Language) -> tuple[str, ...]:
    """Return what was asked, line by line, as it goes with a file; a scenario as its code."""
    scenario = f"{t('whatif.then')}: {plan.scenario.to_text()}"
    return (*asked_of(plan, t, language), *([scenario] if plan.question is PlanningQuestion.WHATIF else []))


def asked_of(plan: PlanningQuery, t: Translator, language: Language) -> tuple[str, ...]:
    """Return what was asked, line by line, without what a scenario changes."""
    terms = [f"{t('regions.region')}: {region_name(t)}"]
    if plan.question is PlanningQuestion.PROFILE and plan.beside:
        terms.append(f"{t('regions.beside')}: {'; '.join(map(place_name, plan.beside))}")
    if plan.question in WITH_KINDS:
        terms.append(f"{t('regions.kinds')}: {_kinds(plan, t)}")
    reader_list = placed_list()
    if reader_list is not None and plan.own is OwnAs.DEMAND and plan.question in OWN_QUESTIONS:
        terms.append(f"{t('ownlist.demand')}: {t('ownlist.row_count', name=reader_list.name)}")
    if plan.question in WITH_KM:
        terms.append(f"{t('regions.distance')}: {km_text(plan.km, language)}")
    if plan.question in WITH_MEASURE and plan.own is not OwnAs.DEMAND:
        terms.append(f"{t('regions.measure')}: {t(f'measure.{plan.measure}')}")
    if plan.question is PlanningQuestion.NEXT:
        terms.append(f"{t('next.aim')}: {t(f'model.{plan.model}')}; {t('next.count')}: {plan.count}")
        if plan.least_people:
            terms.append(t("next.least_told", people=number_text(plan.least_people, language)))
        if plan.excluded:
            terms.append(f"{t('next.excluded')}: {'; '.join(map(place_name, plan.excluded))}")
    if plan.question is PlanningQuestion.INDICATORS:
        terms.append(f"{t('regions.indicator')}: {indicator_name(plan.indicator, t)}")
        terms.append(f"{t('regions.level')}: {t(f'level.{plan.level}')}")
        terms.append(f"{t('regions.scheme')}: {t(f'scheme.{plan.scheme}')}")
    return (*terms, *chosen_filters(t))


def _kinds(plan: PlanningQuery, t: Translator) -> str:
    """Return the kinds that are measured to, the reader's own list among them where it is one."""
    reader_list, names = placed_list(), [t(f"kind.{kind}") for kind in plan.kinds]
    if reader_list is not None and plan.own is OwnAs.SUPPLY and plan.question in OWN_QUESTIONS:
        names.append(t("ownlist.supply", name=reader_list.name))
    return ", ".join(names) or t("filters.all")


WITHOUT_REGION: Final = (PlanningQuestion.GAPS,)
"""Questions of the whole country, whatever the side panel names."""


@dataclass(frozen=True)
class Picture:
    """What the map of a question shows, with all that is said of it in whichever language is asked for.

    `kinds` are those that are measured to (none: all), or None where the map shows the sites of the
    side panel; `methods` are keys of words, `changes` what a scenario changes.
    """

    view: SitesView
    kinds: tuple[Kind, ...] | None
    answer: Callable[[Translator, Language], tuple[str, ...]]
    datasets: tuple[str, ...]
    methods: tuple[str, ...]
    overlay: Callable[[Translator, Language], Overlay] | None = None
    left_out: pd.DataFrame | None = None
    own: ListUse | None = None
    changes: Callable[[Translator, Language], tuple[str, ...]] | None = None


def draw_picture(
    at: Stage, plan: PlanningQuery, picture: Picture, t: Translator, language: Language
) -> None:
    """Draw the button of the file below the map, and the file that was ordered."""
    if facts() is None:
        return
    with at.map:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(t("regions.map_file"), width="content")
            make = partial(_briefing, plan, picture)
            draw_export(PAGE, make, t, language, partial(_with_analysis, plan, picture))
        draw_job(PAGE, t, language)


def _briefing(plan: PlanningQuery, picture: Picture, view: MapView | None) -> Briefing:
    """Return the map as a briefing of one scene, whose sites are the facts of the file."""
    selection = _sites(picture).selection
    if picture.kinds is not None:
        # Sites outside the region serve it too: they are drawn, so the stamp holds them.
        selection = replace(selection, departamentos=(), municipios=())
    words = {spoken: translator(spoken) for spoken in Language}
    title = Text(**{str(spoken): t("app.title") for spoken, t in words.items()})
    headline = Text(**{str(spoken): _headline(plan, t) for spoken, t in words.items()})
    return Briefing(
        title, (Scene(headline, selection=selection, view=view),), data_version(atlas_data().data)
    )


def _with_analysis(plan: PlanningQuery, picture: Picture, options: Options, language: Language) -> Options:
    t = translator(language)
    overlay = picture.overlay(t, language) if picture.overlay else Overlay()
    layer = AnalysisLayer(_told(plan, picture, t, language), _sites(picture), overlay)
    return replace(options, analysis=layer, own=_own(picture.own))


def _told(plan: PlanningQuery, picture: Picture, t: Translator, language: Language) -> AnswerInWords:
    changes = picture.changes(t, language) if picture.changes else ()
    return AnswerInWords(
        name=f"{t(f'planning_question.{plan.question}')} {region_name(t)}",
        headline=_headline(plan, t),
        lines=picture.answer(t, language),
        terms=(*asked_of(plan, t, language), *changes),
        methods=tuple(_methods(plan, picture, t, language)),
    )


def _methods(plan: PlanningQuery, picture: Picture, t: Translator, language: Language) -> list[str]:
    texts = [told_of_list(picture.own, plan.question, t, language)] if picture.own else []
    texts += [t(key) for key in picture.methods]
    if picture.left_out is not None and not picture.left_out.empty:
        texts.append(left_out_text(picture.left_out[f"name_{language}"], t))
    return [*texts, cited(picture.datasets, t, language)]


def _headline(plan: PlanningQuery, t: Translator) -> str:
    parts = [t(f"planning_question.{plan.question}")]
    if plan.question is PlanningQuestion.INDICATORS:
        parts.append(indicator_name(plan.indicator, t))
    if plan.question not in WITHOUT_REGION:
        parts.append(region_name(t))
    return " · ".join(parts)


def _sites(picture: Picture) -> SitesView:
    """Return the sites of the map with what was asked of them in place of the side panel's kinds."""
    view = picture.view
    if picture.kinds is None:
        return view
    drawn = set(view.shown["layer"])
    layers = tuple(layer for layer in view.selection.layers if layer in drawn)
    selection: Selection = replace(view.selection, kinds=picture.kinds, layers=layers, site=None)
    return replace(view, selection=selection)


def _own(own: ListUse | None) -> ListLayer | None:
    """Return the points of the list that the answer rests on; colours of municipios are the answer's."""
    if own is None:
        return None
    layer = layer_of(own.held, own.view(own.region), ShowAs.POINTS, ToldBy.ROWS)
    return replace(layer, areas={}, shown=len(layer.points))
