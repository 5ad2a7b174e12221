"""What the map's frame loads: Leaflet from its package, our own script, the layers and the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Final

from atlas.frontend import bundles
from atlas.frontend.bundles import FROM_FRAME
from geo.layers import layer_names
from geo.leaflet import MapAssets
from geo.shelf import Shelf
from web.assets import Asset, asset
from web.frame_data import frame_data

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


def layer_assets(shelf: Shelf) -> Iterator[tuple[str, Asset]]:
    """Yield the name and the asset of every layer that is whole."""
    for name in layer_names(shelf.data):
        layer = shelf.layer(name)
        if layer is not None:
            yield name, asset("layers", f"{name}.json", layer.content, "application/json")


class MapFiles:
    """Everything that one shelf of data lets the map's frame load."""

    def __init__(self, shelf: Shelf) -> None:
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
