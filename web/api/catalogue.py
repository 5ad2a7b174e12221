"""The collections of the API: one a layer or table of the atlas, with whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import read_border, read_coast
from geo.dataset.records import read_record


@dataclass(frozen=True)
class Collection:
    """A layer or a table: how it is called, what names its rows, and the data set that it comes from."""

    name: str
    title: str
    key: str
    dataset: str
    read: Callable[[AtlasData], pd.DataFrame]

    def table(self, shelf: AtlasData) -> pd.DataFrame:
        """Return its rows, the key as a column.

        Raises
        ------
        GeoError
            The table is broken.
        """
        found = self.read(shelf)
        return found if self.key in found.columns else found.reset_index()

    def description(self, shelf: AtlasData) -> str:
        """Return whose it is and under which licence.

        Raises
        ------
        DataFileError
            The record is broken.
        """
        record = read_record(self.dataset, shelf.data)
        return f"{record.citation} Licence: {record.licence}."


COLLECTIONS: Final = tuple(
    Collection(*fields)
    for fields in (
        ("sites", "Sites", "site_id", "sites", lambda shelf: shelf.sites),
        ("municipios", "Municipios (ADM2)", "codigo_muni", "boundaries", lambda shelf: shelf.municipios),
        (
            "departamentos",
            "Departamentos (ADM1)",
            "codigo_depto",
            "boundaries",
            lambda shelf: shelf.departamentos,
        ),
        ("lakes", "Lakes in no municipio", "lake", "boundaries", lambda shelf: shelf.lakes),
        (
            "border",
            "Land border by neighbour",
            "neighbour",
            "boundaries",
            lambda shelf: read_border(shelf.data),
        ),
        ("coast", "Coast by sea", "sea", "boundaries", lambda shelf: read_coast(shelf.data)),
        (
            "population",
            "People of each municipio, 2018",
            "codigo_muni",
            "municipios",
            lambda s: s.population,
        ),
        ("regions", "Departamentos: regions, areas", "codigo_depto", "departamentos", lambda s: s.regions),
        ("programmes", "Programme areas", "programme", "programmes", lambda s: s.facts.programmes),
        ("pillars", "Pillars of the dialogue", "pillar", "programmes", lambda s: s.facts.pillars),
        (
            "components",
            "Components of programmes",
            "component_id",
            "components",
            lambda s: s.facts.components,
        ),
        ("figures", "Figures", "figure_id", "figures", lambda s: s.facts.figures),
        ("events", "Events", "event_id", "events", lambda s: s.facts.events),
        ("series", "Series", "series_id", "series", lambda s: s.facts.series),
        ("points", "Points of series", "point_id", "series", lambda s: s.facts.points),
        ("conflicts", "Sources that disagree", "conflict_id", "conflicts", lambda s: s.facts.conflicts),
        (
            "statements",
            "Statements of the founding documents",
            "statement_id",
            "founding",
            lambda s: s.facts.statements,
        ),
        ("sources", "Cited sources", "source_id", "sources", lambda s: s.sources),
        ("names", "Other spellings of places", "name_id", "names", lambda s: s.names),
    )
)
"""Every collection, the layers first."""

BY_NAME: Final = {one.name: one for one in COLLECTIONS}
