"""A country of four squares, 10 km wide, and sites in it: everything can be done in the head.

    201 202      3,000 and 4,000 people
    101 102      1,000 and 2,000 people

The corner where they meet is the origin; coordinates are kilometres east and north of it.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.demand_areas import DemandAreas
from geo.choices import LAYER_OF, Kind, Precision
from geo.crs import WGS84, to_wgs84

ORIGIN = np.array([500_000.0, 1_650_000.0])
CORNERS = {101: (-10, -10), 102: (0, -10), 201: (-10, 0), 202: (0, 0)}
PEOPLE = {101: 1_000, 102: 2_000, 201: 3_000, 202: 4_000}


def metres(*km: float) -> np.ndarray:
    """Return the GTM position of a point in kilometres from the origin."""
    return ORIGIN + 1e3 * np.array(km)


def four_squares(unknown_seats: tuple[int, ...] = ()) -> DemandAreas:
    """Return the four squares; each seat lies in the middle of its square."""
    codes = list(CORNERS)
    shapes = np.array([shapely.box(*metres(x, y), *metres(x + 10, y + 10)) for x, y in CORNERS.values()])
    table = pd.DataFrame(
        {
            "codigo_muni": codes,
            "municipio": [f"M{code}" for code in codes],
            "codigo_depto": [code // 100 for code in codes],
            "departamento": [f"D{code // 100}" for code in codes],
            "area_km2": 100.0,
            "population_2018": [PEOPLE[code] for code in codes],
        }
    )
    seats = np.array(
        [[np.nan, np.nan] if c in unknown_seats else metres(x + 5, y + 5) for c, (x, y) in CORNERS.items()]
    )
    return DemandAreas(table, shapes, seats, dict(zip(codes, shapes, strict=True)), np.ones(len(shapes)))


def site(
    site_id: str,
    x: float | None = None,
    y: float | None = None,
    kind: Kind = Kind.PORT,
    *,
    uncertainty_m: int | None = 0,
    code: int | None = None,
    **more: object,
) -> dict[str, object]:
    """Return a row of sites: a pin at (x, y) km; without x a municipio; without a code unplaced."""
    precision = Precision.EXACT if x is not None else Precision.MUNICIPIO if code else Precision.UNPLACED
    point = None
    if x is not None and y is not None:
        longitude, latitude = to_wgs84(*metres(x, y)[:, None])
        point = shapely.Point(longitude[0], latitude[0])
    return {
        "site_id": site_id, "name_en": site_id, "name_es": site_id, "kind": kind, "layer": LAYER_OF[kind],
        "precision": precision, "uncertainty_m": uncertainty_m if point else None, "codigo_muni": code,
        "codigo_depto": code and code // 100, "neighbour": None, "geometry": point, **more,
    }  # fmt: skip


def sites(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    """Return the table of sites with `rows`, typed as `geo.dataset.sites.read_sites` does."""
    columns = list(site("none"))
    table = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=WGS84)
    codes = dict.fromkeys(("codigo_muni", "codigo_depto", "uncertainty_m"), "Int64")
    return table.astype(codes).set_index("site_id")
