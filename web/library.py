"""The one shelf of data and the one set of map files that this process serves."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from geo.provenance import DATA
from geo.shelf import Shelf
from web.map_assets import MapFiles


@cache
def shelf() -> Shelf:
    """Return the shelf of this process: `data/`, or the folder that ATLAS_DATA names."""
    return Shelf(Path(os.environ.get("ATLAS_DATA", DATA)))


@cache
def map_files() -> MapFiles:
    """Return what this process lets the map's frame load."""
    return MapFiles(shelf())
