"""Files of what is shown: the same tables, with whose they are, the terms, the data version and date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.dataset.records import data_version
from geo.exports.tables import MEDIA_TYPES, About, Download, TableFormat, about, written
from geo.views.planning_query import OWN_QUESTIONS, OwnAs, PlanningQuery, PlanningQuestion
from pages.ui.load import atlas_data
from pages.ui.own.held import placed_list
from pages.ui.planning.stage import chosen_filters
from pages.ui.planning.words import indicator_name, km_text, place_name, region_name

LABELS: Final = {
    TableFormat.CSV: "CSV",
    TableFormat.XLSX: "Excel",
    TableFormat.GEOJSON: "GeoJSON",
    TableFormat.GEOPACKAGE: "GeoPackage",
    TableFormat.KML: "KML",
}
"""Names of the formats, the same in every language."""

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
        for one, label in LABELS.items():
            st.download_button(
                label,
                data=partial(_file, make, words, one),
                file_name=f"{plan.question}-{data_version(atlas_data().data)}.{one}",
                mime=MEDIA_TYPES[one],
                key=f"download_{one}",
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
    mine = placed_list()
    if mine is not None and plan.own is OwnAs.DEMAND and plan.question in OWN_QUESTIONS:
        terms.append(f"{t('ownlist.demand')}: {t('ownlist.row_count', name=mine.name)}")
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
    mine, names = placed_list(), [t(f"kind.{kind}") for kind in plan.kinds]
    if mine is not None and plan.own is OwnAs.SUPPLY and plan.question in OWN_QUESTIONS:
        names.append(t("ownlist.supply", name=mine.name))
    return ", ".join(names) or t("filters.all")
