"""The fields of the side panel: what the widget of each row of `FILTERS` holds, and under which key.

With every click a browser sends the values of all its widgets as they are on its page. What the map, a
search or a link chose meanwhile is not on that page yet, so the old value would undo that choice. When a
value was not chosen in its widget, the filter therefore gets a new widget, with a key that the page does
not know and the value as its default. What an older page sends for the previous widget is ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

Values = tuple[Any, ...]


@dataclass(frozen=True)
class _Field:
    """The `turn`-th widget of a filter and its default, which no run may change."""

    turn: int = 0
    first: Values = ()


def key(name: str) -> str:
    """Return the key of the current widget of a filter."""
    turn = _field(name).turn
    return f"filter_{name}_{turn}" if turn else f"filter_{name}"


def default(name: str) -> list[Any]:
    """Return the default of the widget of a filter."""
    return list(_field(name).first)


def values(name: str) -> Values:
    """Return the values chosen in the widget of a filter, before and after it is drawn."""
    return tuple(st.session_state.get(key(name), _field(name).first))


def is_drawn(name: str) -> bool:
    """Return whether this page, or the page before in its last run, has the widget of a filter."""
    return key(name) in st.session_state


def hold(name: str, chosen: Values) -> None:
    """Give the widget of a filter the values that are chosen, where the page before did not draw it."""
    if not is_drawn(name) and _field(name).first != chosen:
        _fields()[name] = _Field(_field(name).turn + 1, chosen)


def set_values(name: str, chosen: Values, *, renew: bool = False) -> None:
    """Give a filter values that were not chosen in its widget; only before the widget is drawn.

    `renew` makes a new widget with the same values: a widget that is drawn keeps the words of its language.
    """
    field = _field(name)
    if chosen == values(name) and not (renew and chosen):
        return
    _fields()[name] = _Field(field.turn + 1 if is_drawn(name) else field.turn, chosen)


def _field(name: str) -> _Field:
    return _fields().get(name, _Field())


def _fields() -> dict[str, _Field]:
    fields: dict[str, _Field] = st.session_state.setdefault("fields", {})
    return fields
