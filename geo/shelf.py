"""Every table and layer of the atlas, read once each and shared; a broken one breaks only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from geo.boundaries import read_departamentos, read_municipios
from geo.errors import GeoError
from geo.layers import Layer, layer_names, read_layer
from geo.population import read_population
from geo.provenance import DATA
from geo.sites import read_sites
from geo.sources import read_sources

T = TypeVar("T")


class Shelf:
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
    def population(self) -> pd.DataFrame:
        """People counted in 2018 and further figures, one row a municipio."""
        return read_population(self.data)

    def layer(self, name: str) -> Layer | None:
        """Return a display layer, or None where its file is broken (`problems` says why)."""
        return _or_none(lambda: read_layer(name, self.data))

    def tables(self) -> dict[str, Callable[[], object]]:
        """Return how to read each table and layer, by the name of what it holds."""
        names = ("sources", "sites", "municipios", "departamentos", "population")
        readers: dict[str, Callable[[], object]] = {name: lambda name=name: getattr(self, name) for name in names}  # type: ignore[misc]
        return readers | {name: lambda name=name: read_layer(name, self.data) for name in layer_names(self.data)}  # type: ignore[misc]

    def problems(self) -> Iterator[tuple[str, GeoError]]:
        """Yield the name of everything that cannot be read, and why."""
        for name, read in self.tables().items():
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
