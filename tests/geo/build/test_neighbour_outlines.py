"""The outlines of neighbours are fitted to our border, arc by arc."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.build import neighbour_outlines as module
from geo.build.neighbour_outlines import COUNTRIES, GUATEMALA, neighbours
from geo.crs import WGS84
from geo.dataset.boundaries import read_border, read_neighbours
from geo.dataset.topojson import Topology
from tests.geo.real import country_outline

# One border of theirs, a little off ours: x = 0.1 where ours bends through (0, 0), (0.02, 1), (0, 2).
THEIRS = np.array([[0.1, 0.0], [0.1, 2.0]])
OURS = shapely.LineString([(0, 2), (0.02, 1), (0, 0)])
ATLAS = Topology(
    arcs=(
        THEIRS,
        np.array([[0.1, 2.0], [5.0, 2.0], [5.0, 0.0], [0.1, 0.0]]),
        np.array([[0.1, 2.0], [-5.0, 2.0], [-5.0, 0.0], [0.1, 0.0]]),
    ),
    objects={
        "countries": (
            {"type": "Polygon", "id": GUATEMALA, "arcs": [[0, 2]], "properties": {}},
            {"type": "Polygon", "id": "340", "arcs": [[~0, ~1]], "properties": {}},
        )
    },
)


@pytest.fixture
def honduras(monkeypatch: pytest.MonkeyPatch) -> gpd.GeoDataFrame:
    monkeypatch.setattr(module, "COUNTRIES", {"340": COUNTRIES["340"]})
    monkeypatch.setattr(module, "WINDOW", (-10, -10, 4, 10))
    ours = gpd.GeoDataFrame({"neighbour": ["HND"]}, geometry=[OURS], crs=WGS84)
    return neighbours(ATLAS, ours)


def test_our_border_takes_the_place_of_theirs(honduras: gpd.GeoDataFrame) -> None:
    assert honduras["name_es"].tolist() == ["Honduras"]
    expected = shapely.Polygon([(0, 0), (4, 0), (4, 2), (0, 2), (0.02, 1)])
    assert honduras.geometry.item().symmetric_difference(expected).area == pytest.approx(0, abs=1e-9)
    assert honduras.geometry.item().boundary.covers(OURS)


def test_the_committed_neighbours_stay_within_the_window() -> None:
    around = read_neighbours()
    assert set(around["iso3"]) == {iso3 for iso3, *_ in COUNTRIES.values()}
    west, south, east, north = around.total_bounds
    assert module.WINDOW[0] <= west < east <= module.WINDOW[2]
    assert module.WINDOW[1] <= south < north <= module.WINDOW[3]


def test_only_those_with_a_land_border_touch_guatemala() -> None:
    around = read_neighbours().set_index("iso3")
    touching = around[around.touches(country_outline().geometry.item())]
    assert set(touching.index) == set(read_border()["neighbour"])
