"""What is chosen on the page at hand alone, and addresses of pages as links hold them."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from geo.selection import Selection
from pages.ui.state import reader_session, shared_query

MAP: Final = "./"
"""The address of the first page, the map, from any other page."""

CHOSEN: Final = "-chosen-"
"""Stands in written addresses for what is chosen now, so that what is written may be kept."""


def chosen_here(name: str) -> str | None:
    """Return what the reader chose of a parameter of this page alone."""
    return reader_session().own.get(reader_session().page, {}).get(name)


def choose_here(**values: str | None) -> None:
    """Set the parameters of this page alone; those not named are unset."""
    current = reader_session()
    current.own[current.page] = {name: value for name, value in values.items() if value}


def address_of(page: str, selection: Selection | None = None, **own: str | None) -> str:
    """Return the relative address of a page with its `own` parameters.

    It carries `selection`, or else `CHOSEN`, for which `completed` puts in what is chosen
    when the address is shown; relative, so that it holds below any path. A chart lies far
    down its page: its address leads there.
    """
    query = {name: value for name, value in own.items() if value}
    if selection is None:
        chosen = "&".join([CHOSEN, *([urlencode(query, safe=".,")] if query else [])])
        return f"{page}?{chosen}{'#charts' if 'chart' in query else ''}"
    fixed = {name: shared_query()[name] for name in ("lang", "v")}
    return f"{page}?{urlencode(fixed | selection.to_query() | query, safe='.,')}"


def completed(text: str, ampersand: str = "&") -> str:
    """Return `text` with what is chosen now in its addresses; `&` written as `ampersand`."""
    return text.replace(CHOSEN, urlencode(shared_query(), safe=".,").replace("&", ampersand))
