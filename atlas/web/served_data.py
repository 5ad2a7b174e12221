"""What the map's frame loads: Leaflet from its package, our own script, the layers and the tables.

The one shelf of data and the one set of map files that this process serves.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from atlas.frontend import bundles
from atlas.frontend.bundles import FROM_FRAME
from atlas.publishing.map_data import frame_data
from atlas.web.assets import Asset, asset
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import layer_names
from geo.dataset.records import DATA
from geo.errors import GeoError
from geo.mapping.folium_map import MapAssets

FIRST_LAYERS: Final = ("adm1_500m", "adm2_500m", "context")
"""What a map of the whole country is drawn from."""


@cache
def vendor_assets() -> tuple[Asset, ...]:
    """Return Leaflet's script and style sheet."""
    return (
        asset("vendor", "leaflet.js", bundles.LEAFLET_SCRIPT.read_bytes(), "text/javascript"),
        asset("vendor", "leaflet.css", bundles.LEAFLET_STYLE.read_bytes(), "text/css"),
    )


@cache
def own_assets() -> tuple[Asset, ...]:
    """Return the map's own script and style sheet."""
    return (
        asset("map", "atlas.js", bundles.script(bundles.MAP_SCRIPTS).encode(), "text/javascript"),
        asset("map", "atlas.css", bundles.MAP_STYLE.read_bytes(), "text/css"),
    )


def layer_assets(shelf: AtlasData) -> Iterator[tuple[str, Asset]]:
    """Yield the name and the asset of every layer that is whole."""
    for name in layer_names(shelf.data):
        layer = shelf.layer(name)
        if layer is not None:
            yield name, asset("layers", f"{name}.json", layer.content, "application/json")


class MapFiles:
    """Everything that one shelf of data lets the map's frame load."""

    def __init__(self, shelf: AtlasData) -> None:
        layers = dict(layer_assets(shelf))
        addresses = {name: f"{FROM_FRAME}/{one.path}" for name, one in layers.items()}
        content = json.dumps(frame_data(shelf, addresses), ensure_ascii=False, separators=(",", ":"))
        self.first = [addresses[name] for name in FIRST_LAYERS if name in addresses]
        self.data = asset("layers", "atlas.json", content.encode(), "application/json")
        self.layers = (*layers.values(), self.data)

    def addresses(self) -> MapAssets:
        """Return what the base map names."""
        files = (*vendor_assets(), *own_assets())
        return MapAssets(
            scripts=[f"{FROM_FRAME}/{one.path}" for one in files if one.path.endswith(".js")],
            styles=[f"{FROM_FRAME}/{one.path}" for one in files if one.path.endswith(".css")],
            data=f"{FROM_FRAME}/{self.data.path}",
            first=self.first,
        )


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
