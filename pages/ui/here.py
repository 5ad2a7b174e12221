"""What is chosen on the page at hand alone, and addresses of pages as links hold them."""

from __future__ import annotations

from urllib.parse import urlencode

from geo.selection import Selection
from pages.ui.state import shared_query, visit

MAP: str = "./"
"""The address of the first page, the map, from any other page."""


def chosen_here(name: str) -> str | None:
    """Return what the reader chose of a parameter of this page alone."""
    return visit().own.get(visit().page, {}).get(name)


def choose_here(**values: str | None) -> None:
    """Set the parameters of this page alone; those not named are unset."""
    current = visit()
    current.own[current.page] = {name: value for name, value in values.items() if value}


def address_of(page: str, selection: Selection | None = None, **own: str | None) -> str:
    """Return the relative address of a page with its `own` parameters.

    It carries the reader's language and filters, or those of `selection`; relative, so that
    it holds below any path.
    """
    query = shared_query()
    if selection is not None:
        query = {name: query[name] for name in ("lang", "v")} | selection.to_query()
    chosen = {name: value for name, value in own.items() if value}
    return f"{page}?{urlencode(query | chosen, safe='.,')}"
