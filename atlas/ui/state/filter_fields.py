"""The fields of the side panel: what the widget of each of `FILTERS` holds, and under which key.

A browser tells all its widgets with every click, as they are on its page. What the map, a search or
a link chose meanwhile is not on that page yet, so its old value would undo the choice. A field whose
value was not chosen in it is therefore a new one, with a key that the page does not know and a value to
begin with: what an older page says of the field before is not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

Values = tuple[Any, ...]


@dataclass(frozen=True)
class _Field:
    """The `turn`-th widget of a filter and what it begins with, which no run may change."""

    turn: int = 0
    first: Values = ()


def key(name: str) -> str:
    """Return the key of the widget that holds a filter now."""
    turn = _field(name).turn
    return f"filter_{name}_{turn}" if turn else f"filter_{name}"


def first(name: str) -> list[Any]:
    """Return what the widget of a filter begins with, to be its `default`."""
    return list(_field(name).first)


def held(name: str) -> Values:
    """Return what is chosen in the widget of a filter, before and after it is drawn."""
    return tuple(st.session_state.get(key(name), _field(name).first))


def hold(name: str, values: Values, *, anew: bool = False) -> None:
    """Give a filter a value that was not chosen in its widget; only before that is drawn.

    `anew` makes a new widget of the same value: one that is drawn keeps the words of its language.
    """
    field, is_drawn = _field(name), key(name) in st.session_state
    if values == held(name) and not (anew and values):
        return
    _fields()[name] = _Field(field.turn + 1 if is_drawn else field.turn, values)


def _field(name: str) -> _Field:
    return _fields().get(name, _Field())


def _fields() -> dict[str, _Field]:
    fields: dict[str, _Field] = st.session_state.setdefault("fields", {})
    return fields
