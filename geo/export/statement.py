"""What a picture cannot say by itself: its filters, its dates, and the map for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.dataset.atlas_data import AtlasData
from geo.export.words import Words
from geo.recency import recency
from geo.selection import COLUMNS, Selection
from geo.views.sites_view import SitesView


def filters_text(selection: Selection, shelf: AtlasData, words: Words) -> str:
    """Return the filters of a selection in one line, or that there are none."""
    parts = list(_filters(selection, shelf, words))
    return "; ".join(parts) if parts else words("export.no_filters")


def dates(data: Path, words: Words) -> dict[str, str]:
    """Return in words when the `newest` fact of `data` is from and when sources were last `consulted`."""
    known = recency(data)
    return {
        name: words.date(day) if day else words("notice.no_date")
        for name, day in (("newest", known.newest), ("consulted", known.consulted))
    }


def map_text(view: SitesView, shelf: AtlasData, words: Words) -> str:
    """Return the alternative text of a map: its region, its filters and how many sites it shows."""
    listed = len(view.unplaced)
    layers = ", ".join(words(f"layer.{layer}") for layer in view.selection.layers)
    return words(
        "export.map_text",
        layers=layers,
        count=len(view.shown) - listed,
        listed=listed,
        filters=filters_text(view.selection, shelf, words),
    )


def _filters(selection: Selection, shelf: AtlasData, words: Words) -> Iterator[str]:
    regions = shelf.regions.set_index("codigo_depto")["departamento"]
    municipios = shelf.population.set_index("codigo_muni")["municipio"]
    for name, names in (("departamentos", regions), ("municipios", municipios)):
        if chosen := [str(names[code]) for code in getattr(selection, name) if code in names.index]:
            yield f"{words(f'filters.{name}')}: {', '.join(chosen)}"
    for name, section in COLUMNS.items():
        if chosen := [words(f"{section}.{one}") for one in getattr(selection, name)]:
            yield f"{words(f'filters.{name}')}: {', '.join(chosen)}"
