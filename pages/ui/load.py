"""What pages read: the shelf of this process, and the names that filters offer."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from geo.shelf import Shelf
from web.library import map_files, problems, shelf

__all__ = ["ICON", "STYLE", "departamento_names", "map_files", "municipio_names", "problems", "shelf"]

ICON: Final = Path(__file__).parents[2] / "web/icon.svg"
"""The icon of the browser's tab, served by this server like everything else."""

STYLE: Final = Path(__file__).parent / "page.css"
"""What the pages change of Streamlit's own style."""


@cache
def departamento_names(of: Shelf) -> dict[int, str]:
    """Return the names of the departamentos by INE code."""
    return _names(of, ("regions", "departamentos"), "codigo_depto", "departamento")


@cache
def municipio_names(of: Shelf) -> dict[int, str]:
    """Return the names of the municipios by INE code."""
    return _names(of, ("population", "municipios"), "codigo_muni", "municipio")


def _names(of: Shelf, tables: tuple[str, str], code: str, name: str) -> dict[int, str]:
    """Read the names from the first of the tables that is whole: both hold the same."""
    table = next((table for table in map(of.or_empty, tables) if table is not None), None)
    if table is None:
        return {}
    return dict(zip(table[code].astype(int).tolist(), table[name], strict=True))
