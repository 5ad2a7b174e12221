"""Counts of a list in tables and over time."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, date_text
from geo.lists.point_aggregation import Counts
from geo.mapping.map_styles import OWN

FITTING: Final = 7
"""More rows than these scroll inside the table."""


def draw_counts(counts: Counts, t: Translator) -> None:
    """Draw the counts by municipio and by departamento, most first."""
    first, second = st.tabs([t("show_as.municipios"), t("show_as.departamentos")])
    with first:
        _draw(counts.municipios, ("municipio", "departamento"), "own_municipios", t)
    with second:
        _draw(counts.departamentos, ("departamento",), "own_departamentos", t)


def _draw(table: pd.DataFrame, names: tuple[str, ...], key: str, t: Translator) -> None:
    rows = table[table["rows"] > 0].sort_values(["rows", *names], ascending=[False, *(True for _ in names)])
    shown = {t(f"level.{name}"): rows[name].tolist() for name in names}
    shown[t("own.count")] = rows["rows"].tolist()
    shown[t("own.per_head")] = rows["per_100k"].round(1).tolist()
    st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        key=key,
        height=300 if len(rows) > FITTING else "auto",
        alt=t("own.counts"),
        column_config={t("own.per_head"): st.column_config.NumberColumn(format="%.1f")},
    )


def draw_time(table: pd.DataFrame, t: Translator, language: Language) -> None:
    """Draw how many rows fall into each day, month or year; nothing where no row has a date."""
    if table.empty:
        return
    st.markdown(f"##### {t('own.over_time')}")
    names = [date_text(period, language) for period in table["period"]]
    bars = (
        alt.Chart(table.assign(period=names))
        .mark_bar(color=OWN)
        .encode(
            x=alt.X("period:O", sort=None, title=None, axis=alt.Axis(labelAngle=-45, labelOverlap=True)),
            y=alt.Y("rows:Q", title=t("own.count"), axis=alt.Axis(tickMinStep=1, format=",d")),
            tooltip=[
                alt.Tooltip("period:O", title=t("own.time")),
                alt.Tooltip("rows:Q", title=t("own.count")),
            ],
        )
        .properties(height=170)
    )
    most = int(table["rows"].to_numpy().argmax())
    ends = f"{names[0]} – {names[-1]}"
    described = t("own.over_time_alt", ends=ends, period=names[most], count=table["rows"].iloc[most])
    st.altair_chart(bars, key="own_over_time", alt=described)
