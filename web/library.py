"""The one shelf of data and the one set of map files that this process serves."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import DATA
from geo.errors import GeoError
from web.map_assets import MapFiles


@cache
def atlas_data() -> AtlasData:
    """Return the shelf of this process: `data/`, or the folder that ATLAS_DATA names."""
    return AtlasData(Path(os.environ.get("ATLAS_DATA", DATA)))


@cache
def problems() -> tuple[GeoError, ...]:
    """Return what cannot be read, each fault once."""
    return tuple({str(error): error for _, error in atlas_data().problems()}.values())


@cache
def map_files() -> MapFiles:
    """Return what this process lets the map's frame load."""
    return MapFiles(atlas_data())
