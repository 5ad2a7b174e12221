"""A list compared with the atlas: as demand near its sites, as supply of people, or for new sites.

Also the rows of the list that a region has, for the profiles of regions.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import partial

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.state import session
from atlas.ui.state.reader_list import ReaderList, placed_list
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import km_text, percent, range_text
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.choices import Kind
from geo.lists.list_coverage import reached
from geo.lists.list_demand import MOST_NEW, PeopleNear, next_for, people_near
from geo.lists.placement import PlacedRows
from geo.views.list_view import ListView, measurable, own_view, points_of
from geo.views.planning_answers import filters_of, measured_sites


def draw_own_rows(codes: Collection[int], t: Translator) -> None:
    """Say how many rows of this visit's list lie in the municipios `codes`; nothing without a list."""
    if (mine := placed_list()) is None:
        return
    count = partial(number_text, language=t.language)
    rows, rate = _counted(mine, codes, t)
    text = t(
        "own.in_profile",
        name=mine.name,
        count=rows,
        rate=rate,
        placed=count(int(mine.require_placement().is_placed.sum())),
        total=count(mine.total),
    )
    st.markdown(f":material/upload_file: {plain(text)}")


def own_rows(regions: Sequence[Collection[int]], t: Translator) -> list[tuple[str, ...]]:
    """Return the rows of this visit's list in regions side by side, and per 100,000 people, as a table."""
    if (mine := placed_list()) is None:
        return []
    counted = [_counted(mine, codes, t) for codes in regions]
    numbers, rates = zip(*counted, strict=True)
    return [(t("ownlist.row_count", name=mine.name), *numbers), (t("ownlist.row_rate"), *rates)]


def _counted(mine: ReaderList, codes: Collection[int], t: Translator) -> tuple[str, str]:
    """Return the rows in a region and the rate, in words."""
    people = country_of(atlas_data()).ground.table
    total = mine.cached(("total", *codes), lambda: own_view(mine.require_placement(), people, codes).total)
    around = people.loc[people["codigo_muni"].isin(list(codes)), "population_2018"].sum()
    rate = number_text(100_000 * total / around, t.language, 1) if around else t("regions.no_data")
    return number_text(total, t.language), rate


class Compared(StrEnum):
    """The role of a list in a comparison with the atlas."""

    DEMAND = "demand"
    """Points that sites should be near to."""
    SUPPLY = "supply"
    """Places that serve the people around them."""
    NEXT = "next"
    """Demand for new sites."""


def draw_compare(placement: PlacedRows, view: ListView, t: Translator) -> None:
    """Draw the comparison that is asked for."""
    st.markdown(f"##### {t('own.compare')}")
    # Without the table of sites there is nothing to compare with but people.
    ways = [Compared.SUPPLY] if atlas_data().or_empty("sites") is None else list(Compared)
    how = st.pills(
        t("own.compare_as"), ways, format_func=lambda name: t(f"compared.{name}"),
        key="own_compared", default=ways[0], required=True,
    )  # fmt: skip
    km, number, kinds = st.columns([2, 2, 6])
    with km:
        distance = st.number_input(
            t("regions.km"), min_value=1.0, max_value=300.0, value=25.0, format="%.0f", key="own_km"
        )
    chosen: list[Kind] = []
    if how is not Compared.SUPPLY:
        with kinds:
            chosen = st.multiselect(
                t("regions.kinds"), list(Kind), format_func=lambda kind: t(f"kind.{kind}"), key="own_kinds",
                default=[Kind.BORDER_CHECKPOINT], placeholder=t("filters.all"),
            )  # fmt: skip
    if how is Compared.NEXT:
        with number:
            count = st.number_input(
                t("next.count"), min_value=1, max_value=MOST_NEW, value=3, key="own_new"
            )
        _draw_next(view, tuple(chosen), (distance * 1e3, int(count)), t)
        return
    ground, km_words = country_of(atlas_data()).ground, km_text(distance, t.language)
    if how is Compared.DEMAND:
        sites = measured_sites(atlas_data(), filters_of(session.reader_session().selection))
        totals = reached(measurable(placement, view), sites, ground, chosen, distance * 1e3).totals.iloc[0]
        near = PeopleNear(
            *(int(totals[name]) for name in ("total", "covered_low", "covered", "covered_high"))
        )
    else:
        near = people_near(points_of(placement, view.rows, None), ground, distance * 1e3)
    _draw_near(near, how, km_words, t)


def _draw_near(near: PeopleNear, how: Compared, km: str, t: Translator) -> None:
    if not near.total:
        st.info(t("own.no_points"), icon=":material/info:")
        return
    write = partial(number_text, language=t.language)
    st.metric(t(f"near.{how}", km=km), percent(near.nominal / near.total, t.language))
    counted = range_text(near.low, near.nominal, near.high, write, t)
    st.markdown(plain(t(f"near_of.{how}", counted=counted, total=write(near.total))))
    st.caption(t(f"near_method.{how}"))


def _draw_next(view: ListView, kinds: tuple[Kind, ...], how: tuple[float, int], t: Translator) -> None:
    sites = measured_sites(atlas_data(), filters_of(session.reader_session().selection))
    counts = view.counts.municipios
    if not counts["rows"].sum():
        st.info(t("own.no_municipios"), icon=":material/info:")
        return
    answer = next_for(counts, sites, country_of(atlas_data()).ground, kinds, how)
    write = partial(number_text, language=t.language)
    total = float(counts["rows"].sum())
    st.markdown(
        plain(
            t(
                "own.next",
                before=percent(answer.before / total, t.language),
                after=percent(answer.value / total, t.language),
            )
        )
    )
    gains = [name for name in answer.chosen.columns if name.startswith("gain")]
    table = {
        t("regions.municipio"): (
            answer.chosen["municipio"] + ", " + answer.chosen["departamento"]
        ).tolist(),
        t("own.gain"): [write(value) for value in answer.chosen[gains[0]]] if gains else [],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, key="own_next", alt=t("own.compare"))
    st.caption(t("own.next_method"))
