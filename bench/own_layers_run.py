"""Measure uploaded lists once: `python -m bench.own_layers_run ours 100000`."""

from __future__ import annotations

import json
import resource
import sys
from time import perf_counter

import numpy as np
import pandas as pd

from geo.crs import Floats


def somewhere(count: int, seed: int = 0) -> tuple[Floats, Floats]:
    """Return points clustered in and around towns, like lists of people and events."""
    from geo.dataset.census import read_population

    rng = np.random.default_rng(seed)
    people = read_population().dropna(subset=["cabecera_longitude"])
    weights = people["population_2018"].to_numpy(dtype=float)
    chosen = rng.choice(len(people), count, p=weights / weights.sum())
    columns = ("cabecera_longitude", "cabecera_latitude")
    longitude, latitude = (
        people[column].to_numpy()[chosen] + rng.normal(0, 0.04, count) for column in columns
    )
    return longitude, latitude


def ours(size: int) -> dict[str, float]:
    """Return the seconds of recognition, geocoding and counting, and of the join alone."""
    from geo.dataset.atlas_data import AtlasData
    from geo.lists.column_detection import recognised
    from geo.lists.place_index import country
    from geo.lists.placement import place
    from geo.lists.point_aggregation import counts
    from geo.lists.uploaded_table import ListFormat, table_of

    longitude, latitude = somewhere(size)
    table = table_of("list", ListFormat.CSV, pd.DataFrame({"lon": longitude, "lat": latitude}))
    atlas = AtlasData()
    started = perf_counter()
    places = country(atlas.municipios, atlas.lakes, atlas.gazetteer)
    people = atlas.municipios.merge(atlas.population[["codigo_muni", "population_2018"]])
    once = perf_counter()
    result = place(table, recognised(table, places), places)
    counts(result.municipio, result.departamento, people)
    placed = perf_counter()
    np.bincount(places.areas_of(longitude, latitude))
    return {"once": once - started, "seconds": placed - once, "join": perf_counter() - placed, "mb": peak()}


def plain(size: int) -> dict[str, float]:
    """Return the seconds of `geopandas.sjoin` on all rows and of counting."""
    import geopandas as gpd

    from geo.dataset.boundaries import read_municipios

    longitude, latitude = somewhere(size)
    municipios = read_municipios()[["codigo_muni", "geometry"]]
    started = perf_counter()
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(longitude, latitude, crs=municipios.crs))
    gpd.sjoin(points, municipios)["codigo_muni"].value_counts()
    return {"seconds": perf_counter() - started, "mb": peak()}


def large(folder: str) -> dict[str, float]:
    """Return the seconds of counting partitioned GeoParquet."""
    from geo.dataset.atlas_data import AtlasData
    from geo.lists.large_lists import counted

    atlas = AtlasData()
    people = atlas.municipios.merge(atlas.population[["codigo_muni", "population_2018"]])
    started = perf_counter()
    counted(folder, people)
    return {"seconds": perf_counter() - started, "mb": peak()}


def peak() -> float:
    """Return the peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    how, count = sys.argv[1], int(sys.argv[2])
    result = ours(count) if how == "ours" else plain(count) if how == "plain" else large(how)
    print(json.dumps(result))
