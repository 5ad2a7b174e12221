"""The boundaries of Guatemala: in full for measuring, and simplified for drawing; WGS 84.

Every area and every point-in-polygon test uses the full resolution. The display layers are for
drawing only, named by what they hold and their tolerance: `adm1_*` holds `departamentos`;
`adm2_*` holds `municipios` and `lakes`, as `adm2_50m_NN` does for the departamento NN; `context`
and `context_50m` hold `neighbours`, `border` (by neighbour, `disputed` or not) and `coast`. The
500 m and 200 m layers meet `context`, the 50 m ones meet `context_50m`. `geo.build` makes all files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import geopandas as gpd

from geo.dataset.records import DATA, require_file, sha256
from geo.dataset.topojson import Topology, features, parse
from geo.errors import DataFileError

BOUNDARIES: Final = ("boundaries", "guatemala.topojson")
ADJACENCY: Final = ("boundaries", "adjacency.csv")
NEIGHBOURS: Final = ("neighbours", "neighbours.topojson")


def read_municipios(data: Path = DATA) -> gpd.GeoDataFrame:
    """Return the municipios (ADM2), a valid coverage together with the lakes.

    Returns
    -------
    GeoDataFrame
        340 rows sorted by `codigo_muni`: `codigo_muni`, `municipio`, `codigo_depto`,
        `departamento`, `area_km2` (GTM, without lakes), `geometry`.

    Raises
    ------
    DataFileError
        The committed file is missing, altered or unreadable; so in every reader here.
    """
    return _read(BOUNDARIES, "municipios", data)


def read_departamentos(data: Path = DATA) -> gpd.GeoDataFrame:
    """Return the departamentos (ADM1), dissolved from municipios and lakes.

    Returns
    -------
    GeoDataFrame
        22 rows sorted by `codigo_depto`: `codigo_depto`, `departamento`, `area_km2`
        (GTM, land), `area_with_lakes_km2` (GTM), `geometry` (with lakes).
    """
    return _read(BOUNDARIES, "departamentos", data)


def read_lakes(data: Path = DATA) -> gpd.GeoDataFrame:
    """Return the lakes that belong to no municipio.

    Returns
    -------
    GeoDataFrame
        Three rows: `lake`, `name_en`, `name_es`, `codigo_depto`, `area_km2` (GTM), `geometry`.
    """
    return _read(BOUNDARIES, "lakes", data)


def name_places(areas: gpd.GeoDataFrame, lakes: gpd.GeoDataFrame | None) -> gpd.GeoSeries:
    """Return a point inside each area for its name, outside of lakes."""
    land = areas.geometry if lakes is None else areas.geometry.difference(lakes.geometry.union_all())
    return land.representative_point()


def read_border(data: Path = DATA) -> gpd.GeoDataFrame:
    """Return the land border as lines, one row a neighbour.

    Returns
    -------
    GeoDataFrame
        Four rows: `neighbour` (ISO 3166-1 alpha-3), `length_km` (GTM, at the detail of the
        boundaries), `disputed` (True for Belize, draw it dashed), `geometry`.
    """
    return _read(BOUNDARIES, "border", data)


def read_coast(data: Path = DATA) -> gpd.GeoDataFrame:
    """Return the coast as lines: `sea` (`caribbean`, `pacific`), `length_km` (GTM), `geometry`."""
    return _read(BOUNDARIES, "coast", data)


def read_neighbours(data: Path = DATA) -> gpd.GeoDataFrame:
    """Return the land around Guatemala for context, clipped; it meets the border without gap or overlap.

    Returns
    -------
    GeoDataFrame
        One row a country: `iso3`, `name_en`, `name_es`, `geometry`.
    """
    return _read(NEIGHBOURS, "neighbours", data)


def _read(source: tuple[str, str], layer: str, data: Path) -> gpd.GeoDataFrame:
    dataset, name = source
    path = require_file(dataset, name, data)
    try:
        return features(_topology(path, path.stat().st_mtime_ns), layer)
    except ValueError as error:
        raise DataFileError(
            f"data/{dataset}/{name}", f"TopoJSON with an object {layer!r}", str(error)
        ) from error


@lru_cache(maxsize=2)
def _topology(path: Path, modified_ns: int) -> Topology:
    """Return the parsed file; `modified_ns` makes a changed file a new one."""
    del modified_ns
    return parse(path.read_bytes())


DATASET: Final = "layers"
LAYERS: Final = (
    "adm1_500m",
    "adm2_500m",
    "adm1_200m",
    "adm2_200m",
    "context",
    "context_50m",
    *(f"adm2_50m_{codigo_depto:02}" for codigo_depto in range(1, 23)),
)


@dataclass(frozen=True)
class DisplayLayer:
    """One layer as it travels; `digest` (SHA-256) names its content."""

    name: str
    content: bytes
    digest: str


def layer_names(data: Path = DATA) -> tuple[str, ...]:
    """Return the names of the layers, the same for every `data`: a missing file is not overlooked."""
    del data
    return LAYERS


def read_layer(name: str, data: Path = DATA) -> DisplayLayer:
    """Return a layer.

    Raises
    ------
    DataFileError
        Its file is missing or altered.
    """
    content = require_file(DATASET, f"{name}.topojson", data).read_bytes()
    return DisplayLayer(name, content, sha256(content))


def layer_objects(name: str, data: Path = DATA) -> dict[str, gpd.GeoDataFrame]:
    """Return the tables of a layer by their names, as they are drawn.

    Raises
    ------
    DataFileError
        Its file is missing or altered.
    """
    topology = parse(read_layer(name, data).content)
    return {key: features(topology, key) for key in topology.objects}
