"""Coverage drawn: the curve over distance, and municipios and circles on the map."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from geo.planning.coverage import Coverage
from geo.views.plan import Plan
from pages.ui.load import shelf
from pages.ui.planning import overlay
from pages.ui.planning.words import km_text, percent
from pages.ui.text import Language, Translator

STEPS: Final = (0.0, 0.25, 0.5, 0.75, 0.9999)
"""Upper ends of the classes of a covered share; above the last everything is covered."""


def draw_curve(view: Coverage, plan: Plan, t: Translator, language: Language) -> None:
    """Draw the share within each distance, with its range, and the chosen distance."""
    rows = view.curve[view.curve["measure"] == plan.measure]
    x = alt.X("distance_km:Q", title=t("regions.distance_km"), scale=alt.Scale(type="sqrt", nice=False))
    percent_axis = alt.Axis(format=".0%", tickCount=5)
    base = alt.Chart(rows.drop(columns="measure")).encode(x=x)
    y = alt.Y(
        "share:Q", title=t(f"measure.{plan.measure}"), axis=percent_axis, scale=alt.Scale(domain=[0, 1])
    )
    tips = [alt.Tooltip("distance_km:Q", title=t("regions.distance_km"))] + [
        alt.Tooltip(f"{name}:Q", format=".1%", title=t(f"regions.{name}"))
        for name in ("share_low", "share", "share_high")
    ]
    band = base.mark_area(opacity=0.25).encode(y=alt.Y("share_low:Q"), y2="share_high:Q")
    chart = alt.layer(
        band,
        base.mark_line(point=True).encode(y=y, tooltip=tips),
        alt.Chart(pd.DataFrame({"km": [plan.km]})).mark_rule(strokeDash=[4, 4]).encode(x="km:Q"),
    ).properties(height=300)
    ends = rows.iloc[[0, -1]]
    described = t(
        "regions.curve_alt",
        measure=t(f"measure.{plan.measure}"),
        first=percent(ends["share"].iloc[0], language),
        last=percent(ends["share"].iloc[1], language),
    )
    st.altair_chart(chart, key="coverage_curve", alt=described)


def coverage_overlay(view: Coverage, plan: Plan, t: Translator, language: Language) -> dict[str, Any]:
    """Return municipios by the share of their area within reach, and a circle around each pin."""
    shares = zip(view.table["codigo_muni"].tolist(), view.table["area_share"].tolist(), strict=True)
    class_of = {code: sum(share > step for step in STEPS) - 1 for code, share in shares if share > 0}
    parts = [f"{low}–{high} %" for low, high in ((0, 25), (25, 50), (50, 75), (75, 100))]
    labels = (*parts, t("regions.class_all"))
    km = km_text(plan.km, language)
    sites = shelf().sites.loc[view.sites.table.index]
    points = sites[sites["longitude"].notna()]
    return {
        "fills": overlay.fills(class_of, overlay.GREENS),
        "legend": overlay.legend(
            t("regions.covered_area", km=km),
            zip(overlay.GREENS, labels, strict=True),
            t("regions.circle_note", km=km),
        ),
        "circles": [
            overlay.circle(x, y, plan.km * 1e3)
            for x, y in zip(points["longitude"], points["latitude"], strict=True)
        ],
    }
