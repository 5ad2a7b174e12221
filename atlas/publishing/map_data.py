"""Build the tables of the map: one JSON value in both languages, without geometry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from atlas.i18n.messages import Language, messages
from geo.choices import MISSION_LAYERS, Layer
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError
from geo.mapping.map_styles import SURROUNDINGS, SYMBOLS
from geo.views.states_in_time import FIRST_MONTH, read_timeline

FIRST_LAYERS: Final = ("adm1_500m", "adm2_500m", "context")
"""The display layers of a map of the whole country."""

SOURCE_COLUMNS: Final = ("title_en", "title_es", "publisher_en", "publisher_es", "published", "url")
"""The columns of a source in the details of a site."""

TEXT_SECTIONS: Final = (
    "map",
    "layer",
    "kind",
    "status",
    "confirmation",
    "precision",
    "precision_plain",
    "programme",
    "pillar",
    "basis",
    "inl_role",
    "neighbour",
    "field",
    "confidence",
    "hit",
    "tour",
)
"""The sections of the locale files that the frame uses."""


def frame_data(atlas: AtlasData, layers: Mapping[str, str]) -> dict[str, Any]:
    """Return the value that the frame fetches; a broken table leaves its part empty.

    `layers` are the URLs of the display layers by name.
    """
    return {
        "layers": dict(layers),
        "order": list(Layer),
        "mission": list(MISSION_LAYERS),
        "symbols": {layer: {"colour": mark.colour, "path": mark.path} for layer, mark in SYMBOLS.items()},
        "texts": {language: _texts(language) for language in Language},
        "departamentos": _departamentos(atlas.or_empty("departamentos")),
        "municipios": _municipios(atlas.or_empty("municipios"), atlas.or_empty("population")),
        "surroundings": list(SURROUNDINGS),
        "sites": _rows(atlas.or_empty("sites")),
        "sources": _sources(atlas),
        "time": _time(atlas),
    }


def _time(atlas: AtlasData) -> dict[str, Any] | None:
    """Return each site's state by month for either clock; None where a table of it is broken."""
    try:
        timeline = read_timeline(atlas)
        return {
            "first": FIRST_MONTH,
            "last": timeline.consulted.isoformat()[:7],
            "sites": timeline.months(),
            "comparisons": [[pair.before, pair.after] for pair in timeline.comparisons()],
        }
    except GeoError:
        return None


def _texts(language: Language) -> dict[str, str]:
    return {key: text for key, text in messages(language).items() if key.split(".")[0] in TEXT_SECTIONS}


def _departamentos(departamentos: gpd.GeoDataFrame | None) -> dict[int, Any]:
    if departamentos is None:
        return {}
    labels = departamentos.representative_point()
    return {
        int(code): {"name": name, "bounds": _rounded(shape.bounds), "label": _rounded((label.x, label.y))}
        for code, name, shape, label in zip(
            departamentos["codigo_depto"],
            departamentos["departamento"],
            departamentos.geometry,
            labels,
            strict=True,
        )
    }


def _municipios(municipios: gpd.GeoDataFrame | None, population: pd.DataFrame | None) -> dict[int, Any]:
    if municipios is None:
        return {}
    labels = municipios.representative_point()
    people = {} if population is None else population.set_index("codigo_muni")["population_2018"].to_dict()
    return {
        int(code): {
            "name": name,
            "bounds": _rounded(shape.bounds),
            "label": _rounded((label.x, label.y)),
            "people": people.get(code),
        }
        for code, name, shape, label in zip(
            municipios["codigo_muni"], municipios["municipio"], municipios.geometry, labels, strict=True
        )
    }


def _sources(atlas: AtlasData) -> dict[str, Any]:
    sources, sites = atlas.or_empty("sources"), atlas.or_empty("sites")
    if sources is None or sites is None:
        return {}
    cited = {source for row in sites["sources"] for source in row}
    columns = sources.loc[sources.index.isin(cited), list(SOURCE_COLUMNS)]
    return {str(source): _plain(row) for source, row in columns.to_dict("index").items()}


def _rows(sites: gpd.GeoDataFrame | None) -> list[dict[str, Any]]:
    if sites is None:
        return []
    return [
        _plain(row) for row in pd.DataFrame(sites.drop(columns="geometry")).reset_index().to_dict("records")
    ]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _json_value(value) for name, value in row.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return list(value)
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _rounded(numbers: tuple[float, ...]) -> list[float]:
    return [round(number, 4) for number in numbers]
