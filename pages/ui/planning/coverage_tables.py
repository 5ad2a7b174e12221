"""Coverage as tables in words: where most is not covered."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.analysis.site_coverage import Coverage, Measure
from geo.views.planning_query import PlanningQuery
from pages.ui.planning.words import place_name

PERCENT_BAR: Final = st.column_config.ProgressColumn(format="%.1f %%", min_value=0, max_value=100)
"""A column of shares in per cent, each with its bar."""


def draw_gaps(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> None:
    """Draw the municipios with most that is not covered."""
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
            share: PERCENT_BAR,
            km: st.column_config.NumberColumn(format="%.1f"),
            whole: st.column_config.NumberColumn(format="localized"),
        },
    )


def gaps_table(view: Coverage, plan: PlanningQuery, t: Translator, language: Language) -> pd.DataFrame:
    """Return the municipios with most that is not covered, in words."""
    found = view.largest_gaps(plan.measure)
    sites = view.sites.table[f"name_{language}"]
    covered = "area_share" if plan.measure != Measure.PEOPLE_BY_CABECERA else "people_by_cabecera"
    scale = found["population_2018"] if covered == "people_by_cabecera" else 1
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in found["codigo_muni"]],
            t("regions.not_covered"): found["not_covered"].round().tolist(),
            t("regions.share_covered"): (100 * found[covered] / scale).tolist(),
            t("regions.nearest_km"): found["distance_km"].tolist(),
            t("regions.nearest_site"): [sites.get(site, "") for site in found["nearest_site_id"]],
        }
    )
