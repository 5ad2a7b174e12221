"""What came of a list: how many rows are placed and how, names that were mended, rows without a place."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.choices.list_kinds import PlacedAs
from geo.exports.tables.list_tables import unplaced_rows
from geo.lists.placement import PlacedRows
from pages.ui.own.files import unplaced_file
from pages.ui.own.held import ReaderList
from pages.ui.own.removal import draw_removal
from pages.ui.planning.words import place_name
from pages.ui.problems import plain

LISTED: Final = 200
"""Rows without a place that the page itself shows; the file holds all."""


def draw_summary(mine: ReaderList, placed: PlacedRows, t: Translator, language: Language) -> None:
    """Draw how many rows are placed as what, and the buttons that change the reading or end it all."""
    count = partial(number_text, language=language)
    total = len(mine.table) + len(mine.table.bad)
    parts = [
        f"{t(f'placed_as.{kind}')}: {count(placed.count(kind))}"
        for kind in PlacedAs
        if kind is not PlacedAs.NOWHERE and placed.count(kind)
    ]
    words, change, remove = st.columns([6, 2, 2], vertical_alignment="center")
    text = t("own.summary", name=mine.name, placed=count(int(placed.is_placed.sum())), total=count(total))
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
    for fix, rows in placed.fixes().items():
        st.caption(plain(t("own.mended", fix=t(f"fix.{fix}"), count=count(rows))))
    if placed.read_as:
        _draw_read_as(placed, t)


def _change(mine: ReaderList) -> None:
    mine.placed = mine.placing_work = None
    mine.forget_drawings()


def _draw_read_as(placed: PlacedRows, t: Translator) -> None:
    with st.expander(t("own.read_as_title", count=len(placed.read_as))):
        columns = (t("own.written"), t("own.read_place"), t("own.likeness"), t("own.count"))
        rows = [
            (written, place_name(code), f"{100 * likeness:.0f} %", rows)
            for written, code, likeness, rows in placed.read_as[:LISTED]
        ]
        table = dict(zip(columns, zip(*rows, strict=True), strict=True))
        st.dataframe(table, hide_index=True, key="own_read_as", alt=t("own.read_as_title", count=len(rows)))


def draw_unplaced(mine: ReaderList, placed: PlacedRows, t: Translator, language: Language) -> None:
    """Draw the rows without a place, each with its reason."""
    nowhere = placed.count(PlacedAs.NOWHERE) + len(mine.table.bad)
    if not nowhere:
        st.success(t("own.all_placed"), icon=":material/check_circle:")
        return
    reasons = placed.reasons() | ({"bad_row": len(mine.table.bad)} if mine.table.bad else {})
    with st.expander(
        t("own.unplaced", count=number_text(nowhere, language)), icon=":material/wrong_location:"
    ):
        lines = [
            f"- {t(f'reason.{reason}')}: {number_text(rows, language)}" for reason, rows in reasons.items()
        ]
        st.markdown("\n".join(lines))
        rows = unplaced_rows(mine.table, placed, LISTED)
        rows["reason"] = [t(f"reason.{reason}") for reason in rows["reason"]]
        rows = rows.rename(columns={"row": t("own.row"), "reason": t("own.why")})
        st.dataframe(
            rows.astype("str"), hide_index=True, key="own_unplaced", alt=t("own.unplaced", count=nowhere)
        )
        if nowhere > LISTED:
            st.caption(t("own.first_rows", count=LISTED))
        st.download_button(
            t("own.download_unplaced"),
            data=partial(unplaced_file, mine.table, placed),
            file_name="unplaced.csv",
            mime="text/csv",
            key="own_download_unplaced",
            on_click="ignore",
            icon=":material/download:",
        )
