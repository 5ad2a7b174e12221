"""Coverage: who and what lies within a distance of sites, or how many rows of a reader's own list."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_files import Picture, draw_downloads, draw_picture
from atlas.ui.planning.answer_layout import (
    AnswerText,
    Stage,
    draw_basis,
    draw_figure,
    draw_filtered,
    draw_left_out,
    draw_stage_map,
)
from atlas.ui.planning.coverage_drawing import (
    circles,
    coverage_overlay,
    draw_curve,
    draw_gaps,
    fills_by_share,
    percent_bar,
)
from atlas.ui.planning.list_use import (
    ListUse,
    coverage_beside,
    draw_told,
    own_use,
    reached_of,
    shown_of,
    sites_for,
    told,
    with_own_points,
)
from atlas.ui.planning.question_terms import draw_demand, draw_kinds, draw_km, draw_measure
from atlas.ui.state import session
from atlas.ui.state.reader_list import placed_list
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import km_text, percent, place_name, range_of, region_name, sentence
from atlas.web.served_data import atlas_data
from geo.analysis.site_coverage import Coverage
from geo.choices.planning_kinds import Measure, OwnAs
from geo.exports.tables.analysis_tables import coverage_file, reached_file
from geo.lists.list_coverage import RowCoverage
from geo.mapping.map_styles import OWN_AREA
from geo.mapping.overlay_message import Legend, LegendEntry, Overlay
from geo.views.planning_answers import coverage_of, filters_of, region_codes
from geo.views.planning_query import PlanningQuery

DATASETS: Final = ("sites", "boundaries")
METHODS: Final = ("ownlist.method", "regions.coverage_method", "regions.straight")


def draw_own_coverage(
    own: ListUse, plan: PlanningQuery, at: Stage, t: Translator, language: Language
) -> None:
    """Draw how many rows of the list lie within the distance, where they do not, and the curve."""
    selection = session.reader_session().selection
    # A million rows and every kind of site take half a minute; the answer is then kept with the list.
    with st.spinner(t("ownlist.measuring")):
        view = reached_of(own, plan, selection)
    shown, overlay = shown_of(plan, own, selection), partial(_overlay, own, view, plan)
    draw_stage_map(at, shown, with_own_points(own, overlay(t, language), t, language))
    left_out, lines = view.sites.left_out, partial(_lines, view, plan, own.held.name)
    picture = Picture(shown, plan.kinds, lines, DATASETS, METHODS, overlay, left_out, own)
    draw_picture(at, plan, picture, t, language)
    words = told(own, plan.question, t, language)
    with at.answer:
        draw_filtered(t)
        draw_told(words)
        _answer(view, plan, own.held.name, t, language)
        draw_left_out(view.sites.left_out[f"name_{language}"], t)
    with at.below:
        _below(view, plan, words, t, language)


def _told(
    view: RowCoverage, plan: PlanningQuery, name: str, t: Translator, language: Language
) -> AnswerText | str:
    """Return the answer, or why there is none."""
    row: dict[Any, Any] = view.totals.iloc[0].to_dict()
    if not row["total"]:
        return t("ownlist.no_rows")
    if view.sites.table.empty:
        return t("regions.no_sites")
    share, count = partial(percent, language=language), partial(number_text, language=language)
    km, region = km_text(plan.km, language), region_name(t)
    value, text = share(row["share"]), range_of(row, "share", share, t)
    covered = range_of(row, "covered", count, t)
    counted = sentence(t("ownlist.covered", covered=covered, total=count(row["total"])))
    sentences = (*([f"{sentence(text)}."] if text != value else []), counted)
    return AnswerText(t("ownlist.within", name=name, km=km, region=region), value, sentences)


def _lines(
    view: RowCoverage, plan: PlanningQuery, name: str, t: Translator, language: Language
) -> tuple[str, ...]:
    answer = _told(view, plan, name, t, language)
    return (answer,) if isinstance(answer, str) else answer.lines


def _answer(view: RowCoverage, plan: PlanningQuery, name: str, t: Translator, language: Language) -> None:
    answer = _told(view, plan, name, t, language)
    if isinstance(answer, str):
        st.info(answer, icon=":material/filter_alt:")
        return
    draw_figure(answer)
    st.caption(plain(t("regions.measured_to", count=len(view.sites.table))))


def _below(view: RowCoverage, plan: PlanningQuery, words: str, t: Translator, language: Language) -> None:
    if view.totals["total"].iloc[0] and not view.sites.table.empty:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            st.markdown(f"##### {t('regions.largest_gaps')}")
            _gaps(view, t, language)
        with right:
            st.markdown(f"##### {t('regions.curve')}")
            draw_curve(view.curve, plan, t("ownlist.share_of_rows"), t, language)
    methods = tuple(map(t, METHODS))
    draw_basis(DATASETS, methods, t)
    sites = sites_for(None, session.reader_session().selection)
    make = partial(reached_file, view, atlas_data().municipios, sites)
    draw_downloads(plan, make, (words, *methods), t, language)


def _gaps(view: RowCoverage, t: Translator, language: Language) -> None:
    rows = view.largest_gaps()
    if rows.empty:
        st.success(t("ownlist.no_gaps"), icon=":material/check_circle:")
        return
    share = t("regions.share_covered")
    table = {
        t("regions.municipio"): [place_name(code) for code in rows["codigo_muni"]],
        t("regions.not_covered"): rows["not_covered"].tolist(),
        t("own.count"): rows["rows"].tolist(),
        share: (100 * rows["covered"] / rows["rows"]).tolist(),
    }
    st.dataframe(
        pd.DataFrame(table),
        hide_index=True,
        key="own_gaps",
        alt=t("regions.largest_gaps"),
        column_config={share: percent_bar(language)},
    )


def _overlay(
    own: ListUse, view: RowCoverage, plan: PlanningQuery, t: Translator, language: Language
) -> Overlay:
    """Return municipios by the share of the rows of the list that is covered, and circles."""
    table, km = view.table, km_text(plan.km, language)
    shares = (table["covered"] / table["rows"]).tolist()
    covered = dict(zip(table["codigo_muni"].tolist(), shares, strict=True))
    fills, classes = fills_by_share(covered.items(), t, language)
    # A class that no municipio is in would only take room: a list touches few of them.
    entries = [entry for number, entry in enumerate(classes) if number in fills.class_of.values()]
    if coarse := {code: rows for code, rows in own.rows(own.codes).areas.items() if not covered[code]}:
        fills = fills.with_class(coarse, OWN_AREA)
        count = number_text(sum(coarse.values()), language)
        entries.append(LegendEntry(OWN_AREA, t("own.areas", count=count)))
    title = t("ownlist.covered_rows", name=own.held.name[:40], km=km)
    legend = Legend(title, tuple(entries), t("regions.circle_note", km=km))
    return Overlay(legend=legend, fills=fills, circles=circles(atlas_data().sites, view.sites, plan.km))


EXPLAINED: Final = {
    "people_by_cabecera": "regions.by_cabecera_help",
    "people_by_area": "regions.by_area_help",
    "area_km2": "regions.area_help",
}
"""How each measure counts, in words."""

SITES_DATASETS: Final = ("municipios", "sites", "boundaries")
SITES_METHODS: Final = ("regions.coverage_method", "regions.straight")


def draw_coverage(plan: PlanningQuery, at: Stage, t: Translator, language: Language) -> None:
    """Draw the choice of demand, kinds, distance and measure, and what is covered."""
    selection = session.reader_session().selection
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
    draw_stage_map(at, shown, with_own_points(own, overlay, t, language) if own else overlay)
    picture = Picture(
        shown,
        plan.kinds,
        partial(_sites_lines, view, plan),
        SITES_DATASETS,
        (EXPLAINED[plan.measure], *SITES_METHODS),
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
            _sites_answer(view, plan, t, language)
        draw_left_out(view.sites.left_out[f"name_{language}"], t)
    with at.below:
        _draw_sites_below(view, plan, own, t, language)


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


def _sites_in_words(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> AnswerText:
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


def _sites_lines(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> tuple[str, ...]:
    if view.sites.table.empty:
        return (t("regions.no_sites"),)
    return (
        *_sites_in_words(view, plan, t, language).lines,
        t("regions.measured_to", count=len(view.sites.table)),
    )


def _sites_answer(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> None:
    rows: dict[str, dict[str, float]] = view.totals.to_dict("index")  # type: ignore[assignment]
    write = partial(percent, language=language)
    draw_figure(_sites_in_words(view, plan, t, language))
    st.caption(plain(t(EXPLAINED[plan.measure])))
    others = [measure for measure in Measure if measure != plan.measure]
    shares = {measure: range_of(rows[measure], "share", write, t) for measure in others}
    texts = [f"{t(f'measure.{measure}')}: {share}." for measure, share in shares.items()]
    st.markdown("\n".join(f"- {plain(text)}" for text in texts))
    st.caption(plain(t("regions.measured_to", count=len(view.sites.table))))


def _draw_sites_below(
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
    methods = tuple(map(t, SITES_METHODS))
    draw_basis(SITES_DATASETS, methods, t)
    sites = sites_for(own, session.reader_session().selection)
    make = partial(coverage_file, view, atlas_data().municipios, sites)
    notes = (told(own, plan.question, t, language), *methods) if own else methods
    draw_downloads(plan, make, notes, t, language)
