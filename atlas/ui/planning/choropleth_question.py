"""The question of an indicator: municipios or departamentos by class on the map, and ranked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.ui.planning.answer_parts import Picture, Stage, draw_answer_map, draw_basis_and_files
from atlas.ui.planning.question_terms import bound, draw_segments
from atlas.ui.state import session
from atlas.ui.widgets.region_words import (
    DECIMALS,
    INDICATOR_OF,
    indicator_name,
    indicator_text,
    percent_format,
    place_name,
)
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import INDICATORS, country_of
from geo.choices import Scheme
from geo.choices.planning_kinds import Level
from geo.exports.tables.analysis_tables import indicators_file
from geo.mapping.classification import NO_DATA
from geo.mapping.overlay_message import Fills, Overlay, legend
from geo.views.planning_answers import Choropleth, choropleth_of, region_codes
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import region_of, sites_view

DATASETS: Final = ("municipios", "boundaries")
METHODS: Final = ("regions.choropleth_method",)

RANK_PX: Final = 64
PLACE_PX: Final = 210
"""Widths that leave room for the values next to the map."""

FIRST: Final = 5
"""Places that a file names next to its map."""


def draw_choropleth(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the choice of an indicator and a level, the map by class and the ranking."""
    with at.terms:
        _terms(t)
    view = choropleth_of(atlas_data(), plan.indicator, plan.level, plan.scheme)
    selection = session.reader_session().selection
    region = region_of(selection, atlas_data())
    codes = region_codes(atlas_data(), region)
    # Markers would hide the small municipios around the capital, which differ most.
    sites = sites_view(selection, atlas_data().sites, atlas_data()).without_sites()
    picture = Picture(sites, None, DATASETS, METHODS, partial(_lines, view, codes), partial(_overlay, view))
    draw_answer_map(at, plan, picture, t)
    with at.answer:
        st.markdown(f"##### {indicator_name(plan.indicator, t)}")
        st.dataframe(
            ranking(view, codes, t),
            hide_index=True,
            key="choropleth_ranking",
            alt=t("regions.ranking_alt", indicator=indicator_name(plan.indicator, t)),
            height=560,
            column_config={
                t("regions.rank_head"): st.column_config.NumberColumn(format="%d", width=RANK_PX),
                t(f"level.{plan.level}"): st.column_config.TextColumn(width=PLACE_PX),
                t("regions.value"): st.column_config.NumberColumn(
                    format=_format(plan.indicator, t.language)
                ),
            },
        )
    with at.below:
        outlines = atlas_data().municipios if plan.level is Level.MUNICIPIO else atlas_data().departamentos
        make = partial(indicators_file, country_of(atlas_data()), plan.level, outlines)
        draw_basis_and_files(plan, picture, make, t)


def _terms(t: Translator) -> None:
    left, middle, right = st.columns([4, 3, 3])
    with left:
        st.selectbox(
            t("regions.indicator"),
            [indicator.name for indicator in INDICATORS],
            format_func=partial(indicator_name, t=t),
            **bound("indicator"),
        )
    with right:
        st.selectbox(
            t("regions.scheme"),
            list(Scheme),
            format_func=lambda scheme: t(f"scheme.{scheme}"),
            **bound("scheme"),
        )
    with middle:
        draw_segments("level", t("regions.level"), Level, lambda level: t(f"level.{level}"))


def _format(indicator: str, language: Language) -> str:
    if indicator.endswith("_share"):
        return percent_format(language, DECIMALS[indicator])
    return "localized" if DECIMALS[indicator] == 0 else "%.1f"


def ranking(view: Choropleth, codes: tuple[int, ...], t: Translator) -> pd.DataFrame:
    """Return the places of the region in the order of their rank in the country."""
    rows = _of_region(view, codes)
    values = rows["value"] * (100 if INDICATOR_OF[view.indicator].is_share else 1)
    return pd.DataFrame(
        {
            t("regions.rank_head"): rows["rank"].tolist(),
            t(f"level.{view.level}"): [place_name(int(code)) for code in rows.index],
            t("regions.value"): values.tolist(),
        }
    )


def _of_region(view: Choropleth, codes: tuple[int, ...]) -> pd.DataFrame:
    region_codes = set(codes) | {code // 100 for code in codes}
    return view.table[view.table.index.isin(list(region_codes))] if codes else view.table


def _lines(view: Choropleth, codes: tuple[int, ...], t: Translator) -> tuple[str, ...]:
    """Return the indicator, and the places where it is largest with their rank in the country."""
    write = partial(indicator_text, view.indicator, t=t)
    rows = _of_region(view, codes).dropna(subset="value").head(FIRST)
    columns = (rows.index.tolist(), rows["rank"].tolist(), rows["value"].tolist())
    ranked = [
        f"{rank:.0f}. {place_name(code)}: {write(value)}"
        for code, rank, value in zip(*columns, strict=True)
    ]
    title = f"{indicator_name(view.indicator, t)} · {t(f'level.{view.level}')}"
    return (title, *([t("regions.largest_values", places="; ".join(ranked))] if ranked else []))


def _overlay(view: Choropleth, t: Translator) -> Overlay:
    write = partial(indicator_text, view.indicator, t=t)
    entries = [
        (row["colour"], t("regions.no_data") if row["nth"] == NO_DATA else _ends(row, write))
        for row in view.legend.to_dict("records")
    ]
    title = indicator_name(view.indicator, t)
    colours = tuple(colour for colour, _ in entries)
    return Overlay(
        legend=legend(title, entries, t("regions.classes_note")),
        fills=Fills(view.places, colours, by_departamento=view.level is Level.DEPARTAMENTO),
    )


def _ends(row: Mapping[Hashable, Any], write: Callable[[float], str]) -> str:
    low, high = write(row["low"]), write(row["high"])
    return low if low == high else f"{low} – {high}"
