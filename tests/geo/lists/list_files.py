"""The real country, built once, and helpers to read and geocode a list."""

from functools import cache

from geo.lists.column_detection import recognised
from geo.lists.place_index import PlaceIndex, country
from geo.lists.placement import PlacedRows, place
from geo.lists.readers import read_table
from geo.lists.uploaded_table import ColumnMapping, Table
from tests.shared_data import ATLAS


@cache
def guatemala() -> PlaceIndex:
    """Return the country of the committed layers."""
    return country(ATLAS.municipios, ATLAS.lakes, ATLAS.gazetteer)


def listed(text: str, encoding: str = "utf-8", name: str = "list.csv") -> Table:
    """Return a list of delimited text."""
    return read_table(name, text.encode(encoding))


def read_and_placed(table: Table) -> tuple[ColumnMapping, PlacedRows]:
    """Return how a list seems to be meant, and what becomes of it."""
    reading = recognised(table, guatemala())
    return reading, place(table, reading, guatemala())
