"""The data of this process, and the files that its map loads: Leaflet, our script, layers, tables."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic
from typing import Final, TypeAlias

from atlas.frontend import bundles
from atlas.frontend.bundles import FROM_FRAME
from atlas.publishing.map_data import FIRST_LAYERS, GROUND, ROADS, frame_data, ground_data
from atlas.web.assets import Asset, asset
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import layer_names
from geo.dataset.ground import THEMES, relief_name
from geo.dataset.records import DATA
from geo.errors import GeoError
from geo.mapping.typefaces import font_face, web_font
from geo.roads.drawn_roads import imported_roads, roads_message


@cache
def vendor_assets() -> tuple[Asset, ...]:
    """Return Leaflet's script and style sheet."""
    return (
        asset("vendor", "leaflet.js", bundles.LEAFLET_SCRIPT.read_bytes(), "text/javascript"),
        asset("vendor", "leaflet.css", bundles.LEAFLET_STYLE.read_bytes(), "text/css"),
    )


@cache
def own_assets() -> tuple[Asset, ...]:
    """Return the map's own script and style sheet, with the typeface of Streamlit's page."""
    style = font_face(f"../../static/media/{web_font().name}") + bundles.joined([bundles.MAP_STYLE])
    return (
        asset("map", "atlas.js", bundles.script(bundles.MAP_SCRIPTS).encode(), "text/javascript"),
        asset("map", "atlas.css", style.encode(), "text/css"),
    )


def layer_assets(data: AtlasData) -> Iterator[tuple[str, Asset]]:
    """Yield the name and the asset of every layer that is whole."""
    for name in layer_names(data.data):
        layer = data.layer(name)
        if layer is not None:
            yield name, asset("layers", f"{name}.json", layer.content, "application/json")


def ground_assets(data: AtlasData) -> Iterator[tuple[str, Asset]]:
    """Yield the name and the asset of the ground and of each relief, as far as they are whole."""
    if (ground := ground_data(data)) is not None:
        content = json.dumps(ground, ensure_ascii=False, separators=(",", ":")).encode()
        yield GROUND, asset("layers", f"{GROUND}.json", content, "application/json")
    for theme in THEMES:
        if picture := data.relief(theme):
            name = relief_name(theme)
            yield f"relief_{theme}", asset("layers", name, picture, "image/webp")


def road_assets(data: AtlasData) -> Iterator[tuple[str, Asset]]:
    """Yield the name and the asset of the imported roads, if there are any."""
    if (roads := imported_roads(data.data)) is not None:
        content = json.dumps(roads_message(roads), ensure_ascii=False, separators=(",", ":")).encode()
        yield ROADS, asset("layers", f"{ROADS}.json", content, "application/json")


@dataclass(frozen=True)
class MapAssets:
    """Addresses of what the map's frame loads, relative to the frame.

    `data` are the tables; `first` are the layers that almost every map begins with.
    """

    scripts: Sequence[str]
    styles: Sequence[str]
    data: str
    first: Sequence[str] = ()


class MapFiles:
    """The layers and tables that the map's frame loads, made from the data."""

    def __init__(self, data: AtlasData) -> None:
        layers = dict((*layer_assets(data), *ground_assets(data), *road_assets(data)))
        addresses = {name: f"{FROM_FRAME}/{layer.path}" for name, layer in layers.items()}
        content = json.dumps(frame_data(data, addresses), ensure_ascii=False, separators=(",", ":"))
        self.first = [addresses[name] for name in (*FIRST_LAYERS, GROUND) if name in addresses]
        self.data = asset("layers", "atlas.json", content.encode(), "application/json")
        self.layers = (*layers.values(), self.data)

    def addresses(self) -> MapAssets:
        """Return the addresses that the map's frame and its base map name."""
        files = (*vendor_assets(), *own_assets())
        return MapAssets(
            scripts=[f"{FROM_FRAME}/{file.path}" for file in files if file.path.endswith(".js")],
            styles=[f"{FROM_FRAME}/{file.path}" for file in files if file.path.endswith(".css")],
            data=f"{FROM_FRAME}/{self.data.path}",
            first=self.first,
        )


@cache
def atlas_data() -> AtlasData:
    """Return the data of this process: of `data/`, or of the folder that ATLAS_DATA names."""
    return AtlasData(Path(os.environ.get("ATLAS_DATA", DATA)))


def problems() -> tuple[GeoError, ...]:
    """Return why tables and layers cannot be read, each error once; changed files are read again."""
    folder = atlas_data().data
    return problems_of(folder, fingerprint(folder))


LOOK_S: Final = 1.0
"""Seconds for which a page takes the files to be as they were last seen."""


def recent_problems() -> tuple[GeoError, ...]:
    """Return `problems` as they were within `LOOK_S`: to look at all files took a tenth of a rerun."""
    return _problems_in(atlas_data(), int(monotonic() / LOOK_S))


@lru_cache(maxsize=1)
def _problems_in(atlas: AtlasData, period: int) -> tuple[GeoError, ...]:
    del atlas, period
    return problems()


@lru_cache(maxsize=2)
def problems_of(folder: Path, files: Fingerprint) -> tuple[GeoError, ...]:
    """Return the problems of the data in `folder` while its files are as `files` describes them."""
    del files
    return tuple({str(error): error for _, error in AtlasData(folder).problems()}.values())


Fingerprint: TypeAlias = frozenset[tuple[str, int, int, int]]


def fingerprint(folder: Path) -> Fingerprint:
    """Return path, inode, size and time of change of every file and link."""
    return frozenset(_described(folder))


def _described(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    for path in folder.rglob("*"):
        # A file may disappear while we look.
        with suppress(FileNotFoundError):
            now = path.lstat()
            yield str(path), now.st_ino, now.st_size, now.st_ctime_ns


@cache
def problems_at_start() -> tuple[GeoError, ...]:
    """Return the problems at the start: what was broken then is not served until a restart."""
    return problems()


@cache
def map_files() -> MapFiles:
    """Return the files that this process serves to the map's frame."""
    return MapFiles(atlas_data())
