"""A placed list: how many rows have a place, the rows without one, the map, counts and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import date_text, number_text
from atlas.ui.lists import list_map
from atlas.ui.lists.list_comparison import draw_compare
from atlas.ui.lists.list_files import draw_counts, draw_files, draw_time, unplaced_file
from atlas.ui.lists.list_map import layer_of
from atlas.ui.lists.list_upload import draw_removal, start_placement
from atlas.ui.state import session
from atlas.ui.state.cached_data import view_of
from atlas.ui.state.reader_list import ReaderList
from atlas.ui.widgets.browser_frames import draw_sites
from atlas.ui.widgets.export_dialog import draw_download
from atlas.ui.widgets.markup import fitting_width, plain
from atlas.ui.widgets.region_words import percent, place_name, region_name
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.choices.list_kinds import ColourBy, Fix, PlacedAs, Reason, ShowAs
from geo.exports.tables.list_tables import unplaced_rows
from geo.exports.tables.sheets import table_csv
from geo.lists.cell_parsing import REASON_OF_FIX
from geo.lists.placement import PlacedRows
from geo.views.list_view import ListView, by_period, own_view, periods
from geo.views.planning_answers import region_codes
from geo.views.sites_view import region_of

LISTED: Final = 200
"""Rows without a place that the page itself shows; the file holds all."""


def draw_summary(mine: ReaderList, placement: PlacedRows, t: Translator) -> None:
    """Draw how many rows are placed as what, and the buttons that change the reading or end it all."""
    count = partial(number_text, language=t.language)
    total = len(mine.table) + len(mine.table.bad)
    parts = [
        f"{t(f'placed_as.{kind}')}: {count(placement.count(kind))}"
        for kind in PlacedAs
        if kind is not PlacedAs.NOWHERE and placement.count(kind)
    ]
    words, change, remove = st.columns([6, 2, 2], vertical_alignment="center")
    text = t(
        "own.summary", name=mine.name, placed=count(int(placement.is_placed.sum())), total=count(total)
    )
    words.markdown(plain(" · ".join([text, *parts])))
    change.button(
        t("own.change"),
        key="own_change",
        on_click=partial(_change, mine),
        icon=":material/tune:",
        width="stretch",
    )
    with remove:
        draw_removal(t, width="stretch")
    for fix, rows in placement.fixes().items():
        st.caption(plain(t("own.corrected", fix=t(f"fix.{fix}"), count=count(rows))))
    _draw_fallbacks(placement, t)
    _draw_corrections(mine, placement, t)
    if placement.read_as:
        _draw_read_as(placement, t)


def _draw_fallbacks(placement: PlacedRows, t: Translator) -> None:
    """Say how many rows are only in the municipio that they name, because their coordinates fail."""
    if reasons := placement.fallback_reasons():
        count = number_text(sum(reasons.values()), t.language)
        st.info(plain(t("own.fallback", count=count)), icon=":material/wrong_location:")
        st.markdown(_reason_lines(reasons, t))


def _reason_lines(reasons: Mapping[Reason, int], t: Translator) -> str:
    """Return each reason whole with its rows, as a list in Markdown: a grid would cut it off."""
    return "\n".join(
        f"- {t(f'reason.{reason}')}: {number_text(rows, t.language)}" for reason, rows in reasons.items()
    )


def _draw_corrections(mine: ReaderList, placement: PlacedRows, t: Translator) -> None:
    """Offer to correct at once all rows that one kind of error explains."""
    reasons = placement.failed_reasons()
    for fix, reason in REASON_OF_FIX.items():
        if not (rows := reasons.get(reason)):
            continue
        words, button = st.columns([5, 2], vertical_alignment="center")
        text = t("own.explained", reason=t(f"reason.{reason}"), count=number_text(rows, t.language))
        words.warning(plain(text), icon=":material/build:")
        button.button(
            t("own.fix_all", count=number_text(rows, t.language)),
            key=f"own_fix_all_{fix}",
            on_click=partial(_fix_all, mine, fix),
            icon=":material/build:",
            width="stretch",
        )


def _fix_all(mine: ReaderList, fix: Fix) -> None:
    """Locate the rows again with a correction; those that lie in Guatemala as written are not changed."""
    if mine.reading is None:
        return
    mine.reading = replace(mine.reading, fixes=mine.reading.fixes | {fix})
    mine.placement = None
    mine.forget_drawings()
    mine.placement_job = start_placement(mine.table, mine.reading, atlas_data())


def _change(mine: ReaderList) -> None:
    mine.placement = mine.placement_job = None
    mine.forget_drawings()


def _draw_read_as(placement: PlacedRows, t: Translator) -> None:
    with st.expander(t("own.read_as_title", count=len(placement.read_as))):
        columns = (t("own.written"), t("own.read_place"), t("own.likeness"), t("own.count"))
        rows = [
            (written, place_name(code), percent(likeness, t.language, 0), rows)
            for written, code, likeness, rows in placement.read_as[:LISTED]
        ]
        table = dict(zip(columns, zip(*rows, strict=True), strict=True))
        st.dataframe(table, hide_index=True, key="own_read_as", alt=t("own.read_as_title", count=len(rows)))
        draw_download(
            t("own.download_names"),
            partial(table_csv, pd.DataFrame(table)),
            ("names.csv", "text/csv"),
            "own_download_names",
        )


def draw_unplaced(mine: ReaderList, placement: PlacedRows, t: Translator) -> None:
    """Draw the rows without a place, each with its reason."""
    nowhere = placement.count(PlacedAs.NOWHERE) + len(mine.table.bad)
    if not nowhere:
        st.success(t("own.all_placed"), icon=":material/check_circle:")
        return
    reasons = placement.reasons() | ({Reason.BAD_ROW: len(mine.table.bad)} if mine.table.bad else {})
    with st.expander(
        t("own.unplaced", count=number_text(nowhere, t.language)), icon=":material/wrong_location:"
    ):
        st.markdown(_reason_lines(reasons, t))
        rows = unplaced_rows(mine.table, placement, LISTED)
        rows["reason"] = [t(f"reason.{reason}") for reason in rows["reason"]]
        rows = rows.rename(columns={"row": t("own.row"), "reason": t("own.why")})
        widths = {t("own.why"): st.column_config.TextColumn(width=fitting_width(rows[t("own.why")]))}
        st.dataframe(
            rows.astype("str"),
            hide_index=True,
            key="own_unplaced",
            alt=t("own.unplaced", count=nowhere),
            column_config=widths,
        )
        if nowhere > LISTED:
            st.caption(t("own.first_rows", count=LISTED))
        draw_download(
            t("own.download_unplaced"),
            partial(unplaced_file, mine.table, placement),
            ("unplaced.csv", "text/csv"),
            "own_download_unplaced",
        )


def draw_shown(mine: ReaderList, placement: PlacedRows, t: Translator) -> None:
    """Draw the list: summary, rows without a place, map, counts, comparison, files."""
    draw_summary(mine, placement, t)
    draw_unplaced(mine, placement, t)
    if not placement.is_placed.any():
        return
    show, measure = _draw_controls(placement, t)
    time = _draw_slider(placement, t)
    selection = session.reader_session().selection
    view = own_view(
        placement,
        country_of(atlas_data()).ground.table,
        region_codes(atlas_data(), region_of(selection, atlas_data())),
        time,
    )
    if view.undated:
        st.caption(plain(t("own.undated", count=number_text(view.undated, t.language))))
    overlay = list_map.overlay_of(mine, view, (show, measure), t)
    mine.layer = layer_of(mine, view, show, measure)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        draw_sites(view_of(selection), overlay)
    with right:
        _draw_answer(placement, view, t)
    draw_compare(placement, view, t)
    draw_files(mine, placement, view, time, t)


def _draw_controls(placement: PlacedRows, t: Translator) -> tuple[ShowAs, ColourBy]:
    has_points = bool(placement.has_point.any())
    offered = [way for way in ShowAs if has_points or way in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS)]
    first = list_map.first_choice(placement)
    if st.session_state.get("own_show") not in offered:
        st.session_state["own_show"] = first
    left, right = st.columns([3, 2])
    with left:
        picked = st.pills(
            t("own.show"),
            offered,
            format_func=lambda way: t(f"show_as.{way}"),
            key="own_show",
            required=True,
        )
    show = picked or first
    with right:
        if show is ShowAs.HEXAGONS:
            list_map.draw_width(t)
            return show, ColourBy.ROWS
        if show not in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS):
            return show, ColourBy.ROWS
        measure = st.segmented_control(
            t("own.colour_by"), list(ColourBy), format_func=lambda name: t(f"colour_by.{name}"),
            key="own_colour_by", default=ColourBy.ROWS, required=True,
        )  # fmt: skip
    return show, measure


def _draw_slider(placement: PlacedRows, t: Translator) -> tuple[str, str] | None:
    """Draw the slider of time; None while it spans everything, so that undated rows stay."""
    known = periods(placement)
    if len(known) < 2:
        return None
    names = [period.name for period in known]
    ends = (names[0], names[-1])
    now = st.session_state.get("own_time", ends)
    if not set(now) <= set(names):
        st.session_state["own_time"] = ends
    first, last = st.select_slider(
        t("own.time"), names, value=ends if "own_time" not in st.session_state else None,
        format_func=partial(date_text, language=t.language), key="own_time",
    )  # fmt: skip
    if (first, last) == ends:
        return None
    return known[names.index(first)].first, known[names.index(last)].last


def _draw_answer(placement: PlacedRows, view: ListView, t: Translator) -> None:
    st.markdown(plain(t("own.rows_in", count=number_text(view.total, t.language), region=region_name(t))))
    draw_counts(view.counts, t)
    known = periods(placement)
    if len(known) > 1:
        draw_time(by_period(placement, placement.is_placed, known), t)
