"""Coverage: who and what lies within a distance of sites, where not, and how it grows."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from geo.downloads.results import coverage_file
from geo.planning.coverage import Coverage, Measure
from geo.views.plan import Plan
from geo.views.planning import coverage_of, filters_of, region_codes, view_of
from pages.ui import state
from pages.ui.load import shelf
from pages.ui.planning.choice import bound, draw_kinds, draw_km
from pages.ui.planning.coverage_pictures import coverage_overlay, draw_curve
from pages.ui.planning.downloads import draw_downloads
from pages.ui.planning.stage import Stage, draw_basis, draw_filtered, draw_left_out, draw_stage_map
from pages.ui.planning.words import km_text, percent, place_name, range_of, region_name, sentence
from pages.ui.problems import plain
from pages.ui.text import Language, Translator, number_text

EXPLAINED: Final = {
    "people_by_cabecera": "regions.by_cabecera_help",
    "people_by_area": "regions.by_area_help",
    "area_km2": "regions.area_help",
}
"""How each measure counts, in words."""


def draw_coverage(plan: Plan, at: Stage, t: Translator, language: Language) -> None:
    """Draw the choice of kinds, distance and measure, and what they cover."""
    with at.terms:
        _terms(t)
    selection = state.visit().selection
    codes = region_codes(shelf(), selection)
    view = coverage_of(shelf(), filters_of(selection), plan.kinds, plan.km, codes)
    draw_stage_map(at, view_of(shelf(), selection, plan.kinds), coverage_overlay(view, plan, t, language))
    with at.answer:
        draw_filtered(t)
        if view.sites.table.empty:
            st.info(t("regions.no_sites"), icon=":material/filter_alt:")
        else:
            _answer(view, plan, t, language)
        draw_left_out(view.sites.left_out[f"name_{language}"], t)
    with at.below:
        _below(view, plan, t, language)


def _terms(t: Translator) -> None:
    kinds, km, measure = st.columns([4, 2, 5])
    with kinds:
        draw_kinds(t)
    with km:
        draw_km(t)
    with measure:
        st.segmented_control(
            t("regions.measure"),
            list(Measure),
            format_func=lambda one: t(f"measure.{one}"),
            required=True,
            **bound("measure"),
        )


def _answer(view: Coverage, plan: Plan, t: Translator, language: Language) -> None:
    rows: dict[str, dict[str, float]] = view.totals.to_dict("index")  # type: ignore[assignment]
    row, write = rows[plan.measure], partial(percent, language=language)
    km = km_text(plan.km, language)
    st.metric(t(f"within.{plan.measure}", km=km, region=region_name(t)), write(row["share"]))
    if (share := range_of(row, "share", write, t)) != write(row["share"]):
        st.markdown(plain(f"{sentence(share)}."))
    count = partial(number_text, language=language)
    total = count(row["total"])
    covered = range_of(row, "covered", count, t)
    st.markdown(plain(sentence(t(f"covered.{plan.measure}", covered=covered, total=total))))
    st.caption(plain(t(EXPLAINED[plan.measure])))
    others = [measure for measure in Measure if measure != plan.measure]
    texts = [f"{t(f'measure.{one}')}: {range_of(rows[one], 'share', write, t)}." for one in others]
    st.markdown("\n".join(f"- {plain(text)}" for text in texts))
    st.caption(plain(t("regions.measured_to", count=len(view.sites.table))))


def _below(view: Coverage, plan: Plan, t: Translator, language: Language) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown(f"##### {t('regions.largest_gaps')}")
        _gaps_table(view, plan, t, language)
    with right:
        st.markdown(f"##### {t('regions.curve')}")
        draw_curve(view, plan, t, language)
    methods = (t("regions.coverage_method"), t("regions.straight"))
    draw_basis(("municipios", "sites", "boundaries"), methods, t)
    make = partial(coverage_file, view, shelf().municipios, shelf().sites)
    draw_downloads(plan, make, methods, t, language)


def _gaps_table(view: Coverage, plan: Plan, t: Translator, language: Language) -> None:
    table = gaps_table(view, plan, t, language)
    if table.empty:
        st.success(t("regions.no_gaps"), icon=":material/check_circle:")
        return
    share, km, whole = (t(f"regions.{name}") for name in ("share_covered", "nearest_km", "not_covered"))
    st.dataframe(
        table,
        hide_index=True,
        key="coverage_gaps",
        alt=t("regions.largest_gaps"),
        column_config={
            share: st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
            km: st.column_config.NumberColumn(format="%.1f"),
            whole: st.column_config.NumberColumn(format="localized"),
        },
    )


def gaps_table(view: Coverage, plan: Plan, t: Translator, language: Language) -> pd.DataFrame:
    """Return the municipios with most that is not covered, in words."""
    found = view.largest_gaps(plan.measure)
    sites = view.sites.table[f"name_{language}"]
    covered = "area_share" if plan.measure != Measure.PEOPLE_BY_CABECERA else "people_by_cabecera"
    scale = found["population_2018"] if covered == "people_by_cabecera" else 1
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in found["codigo_muni"]],
            t("regions.not_covered"): found["not_covered"].round().tolist(),
            t("regions.share_covered"): (found[covered] / scale).tolist(),
            t("regions.nearest_km"): found["distance_km"].tolist(),
            t("regions.nearest_site"): [sites.get(site, "") for site in found["nearest_site_id"]],
        }
    )
