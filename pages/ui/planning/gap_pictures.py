"""Border and coast gaps drawn: the distance along each line, and the stretches on the map."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.analysis.border_gaps import Gaps
from geo.mapping import overlay_message
from geo.mapping.map_styles import STRETCH
from geo.views.planning_query import PlanningQuery
from pages.ui.facts.palette import BAND, LIMIT, SERIES
from pages.ui.planning.words import LINES, km_text, line_name

EVERY_KM: Final = 8
"""How closely a line is drawn between the turns of its curve."""

BESIDE: Final = 3
"""Charts beside each other in a wide window; in a narrow one they stand below each other."""


def draw_along(view: Gaps, t: Translator, language: Language) -> None:
    """Draw the distance to the nearest site along each line, from its western end."""
    for first in range(0, len(LINES), BESIDE):
        for place, line in zip(st.columns(BESIDE), LINES[first : first + BESIDE], strict=True):
            with place:
                _draw_line(view, line, t, language)


def _draw_line(view: Gaps, line: str, t: Translator, language: Language) -> None:
    rows = view.profile[view.profile["line"] == line]
    if rows.empty:
        return
    highest = float(view.profile["distance_km_high"].max())
    scale = alt.Scale(domain=[0, highest])
    y = alt.Y("distance_km:Q", title="km", scale=scale, axis=alt.Axis(tickCount=4))
    base = alt.Chart(_thinned(rows)).encode(
        x=alt.X("along_km:Q", title=t("regions.along_km"), scale=alt.Scale(nice=False)),
        tooltip=[
            alt.Tooltip("along_km:Q", title=t("regions.along_km"), format=".0f"),
            alt.Tooltip("distance_km:Q", title=t("regions.nearest_km"), format=".1f"),
        ],
    )
    band = base.mark_area(**BAND).encode(y=alt.Y("distance_km_low:Q"), y2="distance_km_high:Q")
    km = view.distance_m / 1e3
    limit = alt.Chart(pd.DataFrame({"km": [km], "name": [km_text(km, language)]})).encode(y="km:Q")
    rule = limit.mark_rule(strokeDash=[4, 4], strokeWidth=1.5, color=LIMIT)
    name = limit.mark_text(align="right", dy=-8, fontSize=12).encode(text="name:N", x=alt.value("width"))
    furthest = km_text(float(rows["distance_km"].max()), language)
    st.altair_chart(
        alt.layer(band, base.mark_line(color=SERIES[0]).encode(y=y), rule, name).properties(
            height=230, title=line_name(line, t)
        ),
        key=f"gaps_along_{line}",
        alt=t("regions.along_alt", line=line_name(line, t), km=furthest),
    )


def _thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """Return every `EVERY_KM` of a line and its turns, so that a change stays small on the wire."""
    away = rows["distance_km"]
    is_turn = (away.diff() * away.diff().shift(-1)).fillna(-1) < 0
    kept = rows[is_turn | (rows["along_km"] % EVERY_KM == 0)]
    return kept[["along_km", "distance_km", "distance_km_low", "distance_km_high"]].astype("float32")


def gaps_overlay(view: Gaps, plan: PlanningQuery, t: Translator, language: Language) -> dict[str, Any]:
    """Return the stretches as lines, numbered as in the table."""
    lines = [
        overlay_message.line(
            row["geometry"],
            STRETCH,
            f"{nth}. {line_name(row['line'], t)}: {km_text(row['length_km'], language)}",
        )
        for nth, (_, row) in enumerate(view.stretches.iterrows(), start=1)
    ]
    entry = (STRETCH, t("regions.stretch_entry", km=km_text(plan.km, language)))
    return {
        "lines": lines,
        "legend": overlay_message.legend(t("regions.gaps_legend"), [entry], t("regions.straight")),
    }
