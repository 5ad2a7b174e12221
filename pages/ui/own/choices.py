"""The choice of what each column of a list holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from atlas.i18n.messages import Translator
from geo.choices.list_kinds import ReadBy, System
from geo.lists.uploaded_table import ColumnMapping, Table

COLUMNS: Final = ("x", "y", "municipio", "departamento", "date", "label")


def draw_choices(table: Table, reading: ColumnMapping, t: Translator) -> ColumnMapping:
    """Draw the choice of what each column holds; return the reading that is chosen."""
    methods = [one for one in ReadBy if one is not ReadBy.GEOMETRY or table.points is not None]
    first, second, third = st.columns([2, 1, 1])
    with first:
        method = _select(
            "method", t("own.method"), methods, reading.method, lambda one: t(f"read_by.{one}")
        )
    chosen = replace(reading, method=method)
    systems = [one for one in System if one is not System.FILE or table.points is not None]
    if method in (ReadBy.COORDINATES, ReadBy.PAIR):
        systems = [one for one in systems if one is not System.FILE]
    if method is not ReadBy.PLACE:
        with second:
            fitting = reading.system if reading.system in systems else systems[0]
            system = _select("system", t("own.system"), systems, fitting, lambda one: t(f"system.{one}"))
        chosen = replace(chosen, system=system)
    wanted = [name for name in COLUMNS if name not in _without(method)]
    for name, place_of in zip(wanted, st.columns(len(wanted)), strict=True):
        with place_of:
            label = t("own.pair") if name == "x" and method is ReadBy.PAIR else t(f"own_column.{name}")
            column = _column(name, label, table, getattr(reading, name), t)
        held_by: dict[str, Any] = {name: column}
        chosen = replace(chosen, **held_by)
    del third
    return chosen


def _without(method: ReadBy) -> frozenset[str]:
    match method:
        case ReadBy.COORDINATES:
            return frozenset()
        case ReadBy.PAIR:
            return frozenset({"y"})
    return frozenset({"x", "y"})


def _select(name: str, label: str, options: list[Any], now: Any, words: Any) -> Any:
    key = f"own_{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = now
    return st.selectbox(label, options, format_func=words, key=key)


def _column(name: str, label: str, table: Table, now: str | None, t: Translator) -> str | None:
    options = [None, *map(str, table.cells.columns)]
    key = f"own_column_{name}"
    if key not in st.session_state or st.session_state[key] not in options:
        st.session_state[key] = now
    found: str | None = st.selectbox(
        label,
        options,
        format_func=lambda one: one or t("own.no_column"),
        placeholder=t("own.no_column"),
        key=key,
    )
    return found
