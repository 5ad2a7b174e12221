"""Border and coast gaps drawn: the distance along each line, and the stretches on the map."""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st

from geo.gaps import Gaps
from geo.views.plan import Plan
from pages.ui.planning import overlay
from pages.ui.planning.words import LINES, km_text, line_name
from pages.ui.text import Language, Translator


def draw_along(view: Gaps, t: Translator) -> None:
    """Draw the distance to the nearest site along each line, from west to east."""
    rows = view.profile.assign(name=[line_name(line, t) for line in view.profile["line"]])
    order = [line_name(line, t) for line in LINES]
    x = alt.X("along_km:Q", title=t("regions.along_km"))
    y = alt.Y("distance_km:Q", title=t("regions.nearest_km"))
    base = alt.Chart(rows[["name", "along_km", "distance_km", "distance_km_low", "distance_km_high"]])
    band = base.mark_area(opacity=0.3).encode(x=x, y="distance_km_low:Q", y2="distance_km_high:Q")
    tips = [
        alt.Tooltip("name:N", title=t("regions.line")),
        alt.Tooltip("along_km:Q", title=t("regions.along_km"), format=".0f"),
        alt.Tooltip("distance_km:Q", title=t("regions.nearest_km"), format=".1f"),
    ]
    lines = base.mark_line().encode(x=x, y=y, tooltip=tips)
    rule = base.mark_rule(strokeDash=[4, 4], color=overlay.STRETCH).encode(
        y=alt.datum(view.distance_m / 1e3)
    )
    chart = (
        alt.layer(band, lines, rule)
        .properties(height=120, width=260)
        .facet(facet=alt.Facet("name:N", title=None, sort=order), columns=3)
    )
    furthest = rows.nlargest(1, "distance_km").to_dict("records")[0]
    described = t("regions.along_alt", line=furthest["name"], km=round(furthest["distance_km"]))
    st.altair_chart(chart, key="gaps_along", alt=described)


def gaps_overlay(view: Gaps, plan: Plan, t: Translator, language: Language) -> dict[str, Any]:
    """Return the stretches as lines, numbered as in the table."""
    lines = [
        overlay.line(
            row["geometry"],
            overlay.STRETCH,
            f"{nth}. {line_name(row['line'], t)}: {km_text(row['length_km'], language)}",
        )
        for nth, (_, row) in enumerate(view.stretches.iterrows(), start=1)
    ]
    entry = (overlay.STRETCH, t("regions.stretch_entry", km=km_text(plan.km, language)))
    return {
        "lines": lines,
        "legend": overlay.legend(t("regions.gaps_legend"), [entry], t("regions.straight")),
    }
