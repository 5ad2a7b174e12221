"""Markup that cannot be broken by the text of a table: every text is escaped as it goes in."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import Final

import streamlit as st

from atlas.ui.state.session import completed

VOID: Final = frozenset({"br", "img"})
"""Elements that hold nothing."""


class Html(str):
    """Markup made by `h` or `joined`: all text in it is escaped."""

    __slots__ = ()


def h(tag: str, *children: str | None, **attributes: object) -> Html:
    """Return an element; a child that is not `Html` is escaped, None is left out.

    An attribute `class_` is written `class`, `aria_label` as `aria-label`; one that is None
    or False is left out.
    """
    written = "".join(
        _attribute(name, value) for name, value in attributes.items() if value not in (None, False)
    )
    if tag in VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(children)}</{tag}>")


def joined(children: Iterable[str | None], between: str = "") -> Html:
    """Return markup and texts one after the other, `between` them what is given, escaped."""
    parts = (child if isinstance(child, Html) else html.escape(child) for child in children if child)
    return Html(html.escape(between).join(parts))


def listed(parts: Iterable[str | None]) -> Html:
    """Return links on one line with dots between them; by touch, where each needs a line, the dots go."""
    dot = h("span", " · ", class_="a-dot")
    return Html(dot.join(h("span", part, class_="a-one") for part in parts if part))


def outside(url: str, text: str) -> Html:
    """Return a link that leaves the atlas, in a tab of its own."""
    return h("a", text, href=url, target="_blank", rel="noopener noreferrer", class_="a-out")


def labelled(label: str, content: str, style: str = "a-sources") -> Html:
    """Return a line that begins with a quiet label."""
    return h("p", h("span", label, class_="a-label"), " ", content, class_=style)


def terms(pairs: Mapping[str, str | None], style: str | None = None) -> Html:
    """Return a list of terms, each with what it is; those without are left out."""
    listed = (part for term, text in pairs.items() if text for part in (h("dt", term), h("dd", text)))
    return h("dl", *listed, class_=style)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """Return a table that scrolls sideways where the window is too narrow; without heads none is drawn."""
    named = list(heads)
    # On a phone the cells stand below each other, each with its head before it.
    heads_of_cells = named or repeat(None)
    body = (
        h("tr", *(h("td", cell, data_head=head) for cell, head in zip(row, heads_of_cells, strict=False)))
        for row in rows
    )
    head = h("thead", h("tr", *(h("th", name, scope="col") for name in named))) if named else None
    # Who scrolls by keys needs to stand on what scrolls.
    return h("div", h("table", head, h("tbody", *body)), class_="a-table", tabindex="0")


LETTER_PX: Final = 6.9
"""Width of a letter in a cell of a grid, about."""


def fitting_width(texts: Iterable[str]) -> int:
    """Return the width in pixels of a column of a grid in which no text is cut off."""
    return round(LETTER_PX * max((len(text) for text in texts), default=0)) + 24


def fold(title: str, content: str, count: int | None = None) -> Html:
    """Return content that a reader opens by its title, with the number of items in it."""
    number = None if count is None else h("small", str(count))
    return h("details", h("summary", joined([title, number], " ")), content)


def draw(*parts: str | None) -> None:
    """Draw markup as one element of the page, what is chosen now in its addresses."""
    if body := joined(parts):
        st.html(completed(body, "&amp;"))


def _attribute(name: str, value: object) -> str:
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{html.escape(str(value))}"'


def plain(text: str) -> str:
    """Return text that Markdown shows as it is written."""
    special = "\\`*_{}[]()<>#+-.!|~$:"
    return "".join(f"\\{character}" if character in special else character for character in text)
