"""Coverage: who and what lies within a distance of sites, where not, and how it grows."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.analysis.site_coverage import Coverage, Measure
from geo.exports.tables.analysis_tables import coverage_file
from geo.views.planning_answers import coverage_of, filters_of, region_codes
from geo.views.planning_query import OwnAs, PlanningQuery
from pages.ui import state
from pages.ui.load import atlas_data
from pages.ui.own.held import placed_list
from pages.ui.planning.answer import AnswerText, draw_figure
from pages.ui.planning.choice import draw_kinds, draw_km, draw_measure
from pages.ui.planning.coverage_pictures import coverage_overlay, draw_curve
from pages.ui.planning.coverage_tables import draw_gaps
from pages.ui.planning.downloads import draw_downloads
from pages.ui.planning.own_choice import draw_demand
from pages.ui.planning.own_coverage import draw_own_coverage, own_points
from pages.ui.planning.own_list import ListUse, coverage_beside, own_use, shown_of, sites_for
from pages.ui.planning.own_words import draw_told, told
from pages.ui.planning.picture import Picture, draw_picture
from pages.ui.planning.stage import Stage, draw_basis, draw_filtered, draw_left_out, draw_stage_map
from pages.ui.planning.words import km_text, percent, range_of, region_name, sentence
from pages.ui.problems import plain

EXPLAINED: Final = {
    "people_by_cabecera": "regions.by_cabecera_help",
    "people_by_area": "regions.by_area_help",
    "area_km2": "regions.area_help",
}
"""How each measure counts, in words."""

DATASETS: Final = ("municipios", "sites", "boundaries")
METHODS: Final = ("regions.coverage_method", "regions.straight")


def draw_coverage(plan: PlanningQuery, at: Stage, t: Translator, language: Language) -> None:
    """Draw the choice of demand, kinds, distance and measure, and what is covered."""
    selection = state.reader_session().selection
    codes = region_codes(atlas_data(), selection)
    with at.terms:
        _terms(plan, t)
        own = own_use(plan, codes, t)
    if own is not None and own.is_demand:
        draw_own_coverage(own, plan, at, t, language)
        return
    if own is not None:
        view = coverage_beside(own, plan, selection)
    else:
        view = coverage_of(atlas_data(), filters_of(selection), plan.kinds, plan.km, codes)
    sites, shown = sites_for(own, selection), shown_of(plan, own, selection)
    overlay = coverage_overlay(view, sites, plan, t, language)
    draw_stage_map(at, shown, overlay | own_points(own, overlay, t, language) if own else overlay)
    picture = Picture(
        shown,
        plan.kinds,
        partial(_lines, view, plan),
        DATASETS,
        (EXPLAINED[plan.measure], *METHODS),
        partial(coverage_overlay, view, sites, plan),
        view.sites.left_out,
        own,
    )
    draw_picture(at, plan, picture, t, language)
    with at.answer:
        draw_filtered(t)
        if own is not None:
            draw_told(told(own, plan.question, t, language))
        if view.sites.table.empty:
            st.info(t("regions.no_sites"), icon=":material/filter_alt:")
        else:
            _answer(view, plan, t, language)
        draw_left_out(view.sites.left_out[f"name_{language}"], t)
    with at.below:
        _below(view, plan, own, t, language)


def _terms(plan: PlanningQuery, t: Translator) -> None:
    draw_demand(plan, t)
    kinds, km, measure = st.columns([4, 2, 5])
    with kinds:
        draw_kinds(t)
    with km:
        draw_km(t)
    if plan.own is OwnAs.DEMAND and placed_list() is not None:
        return
    with measure:
        draw_measure(t)


def _told(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> AnswerText:
    row: dict[str, float] = view.totals.loc[plan.measure].to_dict()  # type: ignore[assignment]
    write, count = partial(percent, language=language), partial(number_text, language=language)
    km, value = km_text(plan.km, language), write(row["share"])
    share = range_of(row, "share", write, t)
    covered = range_of(row, "covered", count, t)
    counted = sentence(t(f"covered.{plan.measure}", covered=covered, total=count(row["total"])))
    return AnswerText(
        t(f"within.{plan.measure}", km=km, region=region_name(t)),
        value,
        (*([f"{sentence(share)}."] if share != value else []), counted),
    )


def _lines(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> tuple[str, ...]:
    if view.sites.table.empty:
        return (t("regions.no_sites"),)
    return (
        *_told(view, plan, t, language).lines,
        t("regions.measured_to", count=len(view.sites.table)),
    )


def _answer(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> None:
    rows: dict[str, dict[str, float]] = view.totals.to_dict("index")  # type: ignore[assignment]
    write = partial(percent, language=language)
    draw_figure(_told(view, plan, t, language))
    st.caption(plain(t(EXPLAINED[plan.measure])))
    others = [measure for measure in Measure if measure != plan.measure]
    texts = [f"{t(f'measure.{one}')}: {range_of(rows[one], 'share', write, t)}." for one in others]
    st.markdown("\n".join(f"- {plain(text)}" for text in texts))
    st.caption(plain(t("regions.measured_to", count=len(view.sites.table))))


def _below(
    view: Coverage, plan: PlanningQuery, own: ListUse | None, t: Translator, language: Language
) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown(f"##### {t('regions.largest_gaps')}")
        draw_gaps(view, plan, t, language)
    with right:
        st.markdown(f"##### {t('regions.curve')}")
        rows = view.curve[view.curve["measure"] == plan.measure].drop(columns="measure")
        draw_curve(rows, plan, t(f"measure.{plan.measure}"), t, language)
    methods = tuple(map(t, METHODS))
    draw_basis(DATASETS, methods, t)
    sites = sites_for(own, state.reader_session().selection)
    make = partial(coverage_file, view, atlas_data().municipios, sites)
    notes = (told(own, plan.question, t, language), *methods) if own else methods
    draw_downloads(plan, make, notes, t, language)
