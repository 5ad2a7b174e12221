"""The map of an answer as a file: PDF, PowerPoint or picture, with the answer and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.publishing.document_formats import Options
from geo.briefings import Briefing, MapView, Scene, Text
from geo.choices import Kind
from geo.dataset.records import data_version
from geo.exports.documents.document_layers import AnalysisLayer, AnswerInWords, ListLayer, analysis_layer
from geo.selection import Selection
from geo.views.list_view import ShowAs, ToldBy
from geo.views.planning_query import PlanningQuery, PlanningQuestion
from geo.views.sites_view import SitesView
from pages.ui.exporting import draw_export, draw_job
from pages.ui.load import atlas_data, facts
from pages.ui.own.layer import layer_of
from pages.ui.planning.choice import PAGE
from pages.ui.planning.downloads import asked_of
from pages.ui.planning.own_list import ListUse
from pages.ui.planning.own_words import told as told_of_list
from pages.ui.planning.stage import Stage, cited, left_out_text
from pages.ui.planning.words import indicator_name, region_name

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
    overlay: Callable[[Translator, Language], Mapping[str, Any]] | None = None
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
    words = {one: translator(one) for one in Language}
    title = Text(**{str(one): t("app.title") for one, t in words.items()})
    headline = Text(**{str(one): _headline(plan, t) for one, t in words.items()})
    return Briefing(
        title, (Scene(headline, selection=selection, view=view),), data_version(atlas_data().data)
    )


def _with_analysis(plan: PlanningQuery, picture: Picture, options: Options, language: Language) -> Options:
    t = translator(language)
    overlay = picture.overlay(t, language) if picture.overlay else {}
    codes = atlas_data().country.ground.table["codigo_muni"].tolist()
    layer: AnalysisLayer = analysis_layer(
        _told(plan, picture, t, language), _sites(picture), overlay, codes
    )
    return replace(options, analysis=layer, own=_own(picture.own))


def _told(plan: PlanningQuery, picture: Picture, t: Translator, language: Language) -> AnswerInWords:
    changes = picture.changes(t, language) if picture.changes else ()
    return AnswerInWords(
        name=f"{t(f'question.{plan.question}')} {region_name(t)}",
        headline=_headline(plan, t),
        answer=picture.answer(t, language),
        asked=(*asked_of(plan, t, language), *changes),
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
    layers = tuple(one for one in view.selection.layers if one in drawn)
    asked: Selection = replace(view.selection, kinds=picture.kinds, layers=layers, site=None)
    return replace(view, selection=asked)


def _own(own: ListUse | None) -> ListLayer | None:
    """Return the points of the list that the answer rests on; colours of municipios are the answer's."""
    if own is None:
        return None
    layer = layer_of(own.held, own.view(own.region), ShowAs.POINTS, ToldBy.ROWS)
    return replace(layer, areas={}, shown=len(layer.points))
