"""Every table and layer of the atlas, read once each; a broken one does not affect the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Final, TypeVar

import geopandas as gpd
import pandas as pd

from geo.dataset.bibliography import read_sources
from geo.dataset.boundaries import (
    DisplayLayer,
    layer_names,
    read_departamentos,
    read_lakes,
    read_layer,
    read_municipios,
)
from geo.dataset.census import read_population, read_regions
from geo.dataset.data_history import read_history
from geo.dataset.facts import READERS, Facts, read_facts
from geo.dataset.gazetteer import Gazetteer, gazetteer, read_names
from geo.dataset.ground import THEMES, Ground, read_ground, relief
from geo.dataset.records import DATA
from geo.dataset.route_lines import schematic_lines
from geo.dataset.sites import read_sites
from geo.errors import GeoError

T = TypeVar("T")

TABLES: Final = (
    "sources",
    "sites",
    "municipios",
    "departamentos",
    "population",
    "regions",
    "names",
    "gazetteer",
    "ground",
)
"""The attributes of `AtlasData` that are read from files."""


class AtlasData:
    """The tables in the folder `data`; each is read at its first use.

    What is handed out is shared: treat it as frozen, copy before changing. A table that
    cannot be read raises its `GeoError` at every use and does not hinder the others.
    """

    def __init__(self, data: Path = DATA) -> None:
        self.data = data

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The cited sources, indexed by `source_id`."""
        return read_sources(self.data)

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites, one row each, WGS 84."""
        return read_sites(self.data)

    @cached_property
    def municipios(self) -> gpd.GeoDataFrame:
        """The 340 municipios (ADM2) at full resolution, WGS 84."""
        return read_municipios(self.data)

    @cached_property
    def departamentos(self) -> gpd.GeoDataFrame:
        """The 22 departamentos (ADM1) at full resolution, WGS 84."""
        return read_departamentos(self.data)

    @cached_property
    def lakes(self) -> gpd.GeoDataFrame:
        """The lakes that belong to no municipio, WGS 84."""
        return read_lakes(self.data)

    @cached_property
    def population(self) -> pd.DataFrame:
        """People counted in 2018 and further figures, one row a municipio."""
        return read_population(self.data)

    @cached_property
    def regions(self) -> pd.DataFrame:
        """Names, regions and official areas of the 22 departamentos, one row each."""
        return read_regions(self.data)

    @cached_property
    def names(self) -> pd.DataFrame:
        """Other spellings of departamentos and municipios."""
        return read_names(self.data)

    @cached_property
    def facts(self) -> Facts:
        """Programmes, components, figures, events, series and conflicts."""
        return read_facts(self.data)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Every name that a reader may search for: places and sites, in both languages.

        Places alone where the table of sites is broken.
        """
        table = self.or_empty("sites")
        names = [] if table is None else [*table["name_es"].items(), *table["name_en"].items()]
        sites = [(name, str(site)) for site, name in names]
        return gazetteer(self.population, self.regions, self.names, sites)

    @cached_property
    def routes(self) -> gpd.GeoDataFrame:
        """The main routes as schematic lines, WGS 84: to be drawn, never measured."""
        return schematic_lines(self.facts, self.population, self.sites)

    @cached_property
    def ground(self) -> Ground:
        """Rivers, lakes, towns and airfields for orientation, WGS 84."""
        return read_ground(self.data)

    def layer(self, name: str) -> DisplayLayer | None:
        """Return a display layer, or None where its file is broken (`problems` says why)."""
        return _or_none(lambda: read_layer(name, self.data))

    def drawn_ground(self) -> tuple[Ground | None, gpd.GeoDataFrame | None]:
        """Return the ground and the lines of the routes, each None where one of its files is broken."""
        return _or_none(lambda: self.ground), _or_none(lambda: self.routes)

    def relief(self, theme: str) -> bytes | None:
        """Return the WebP of the relief for "light" or "dark", or None where its file is broken."""
        return _or_none(lambda: relief(theme, self.data).read_bytes())

    def problems(self) -> Iterator[tuple[str, GeoError]]:
        """Yield the name of everything that cannot be read, and why."""
        readers: dict[str, Callable[[], object]] = {name: partial(getattr, self, name) for name in TABLES}
        readers |= {name: partial(read_layer, name, self.data) for name in layer_names(self.data)}
        readers |= {name: partial(read, self.data) for name, read in READERS.items()}
        readers |= {f"relief_{theme}": partial(relief, theme, self.data) for theme in THEMES}
        readers["history"] = partial(read_history, self.data)
        for name, read in readers.items():
            try:
                read()
            except GeoError as error:
                yield name, error

    def or_empty(self, name: str) -> gpd.GeoDataFrame | pd.DataFrame | None:
        """Return the table `name`, or None where it is broken."""
        return _or_none(lambda: getattr(self, name))


def _or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except GeoError:
        return None
