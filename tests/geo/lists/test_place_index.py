"""Point in municipio is exact: on lines, corners, islands and abroad."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import WGS84
from geo.lists.place_index import _MIXED, STEP_DEG, lookup
from geo.lists.point_aggregation import counts, counts_of, tally
from tests.geo.lists.list_files import guatemala
from tests.geo.real import ground_of_guatemala, municipios


def joined(layer, longitude, latitude):
    """Return the smallest code whose closed polygon holds each point, by geopandas; 0 for none."""
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(longitude, latitude), crs=WGS84)
    found = gpd.sjoin(points, layer[["codigo_muni", "geometry"]], how="left", predicate="intersects")
    return found.groupby(level=0)["codigo_muni"].min().fillna(0).astype(int).tolist()


@pytest.fixture(scope="module")
def real():
    return lookup(municipios())


def test_it_equals_the_join_of_geopandas_anywhere(real):
    rng = np.random.default_rng(7)
    longitude, latitude = rng.uniform(-92.4, -88.1, 20_000), rng.uniform(13.6, 17.95, 20_000)
    assert real.codes_of(longitude, latitude).tolist() == joined(municipios(), longitude, latitude)


def test_it_equals_the_join_on_the_very_corners_of_the_outlines(real):
    corners = shapely.get_coordinates(municipios().geometry.to_numpy())
    chosen = corners[np.random.default_rng(7).choice(len(corners), 3_000, replace=False)]
    longitude, latitude = chosen.T.copy()
    found = real.codes_of(longitude, latitude)
    assert found.tolist() == joined(municipios(), longitude, latitude)
    assert (found > 0).all()


def test_it_equals_the_join_within_a_metre_of_the_outlines(real):
    rng = np.random.default_rng(7)
    corners = shapely.get_coordinates(municipios().geometry.to_numpy())
    chosen = corners[rng.choice(len(corners), 3_000, replace=False)] + rng.normal(0, 1e-5, (3_000, 2))
    longitude, latitude = chosen.T.copy()
    assert real.codes_of(longitude, latitude).tolist() == joined(municipios(), longitude, latitude)


def test_few_cells_need_a_test(real):
    assert 0.005 < (real.grid.rows == _MIXED).mean() < 0.05


@given(st.lists(st.tuples(st.floats(-1, 4), st.floats(-1, 4)), min_size=1, max_size=50))
def test_squares_with_a_hole_hold_what_lies_in_them(points):
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    squares = gpd.GeoDataFrame({"codigo_muni": [7, 9]}, geometry=[ring, shapely.box(1, 1, 2, 2)], crs=WGS84)
    scaled = squares.scale(5 * STEP_DEG, 5 * STEP_DEG, origin=(0, 0))
    squares = squares.set_geometry(scaled)
    longitude, latitude = (np.array(axis) * 5 * STEP_DEG for axis in zip(*points, strict=True))
    shapes = squares.geometry.to_numpy()
    expected = [
        7 if shapes[0].intersects(point) else 9 if shapes[1].intersects(point) else 0
        for point in shapely.points(longitude, latitude)
    ]
    assert lookup(squares).codes_of(longitude, latitude).tolist() == expected


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_a_missing_or_mad_coordinate_is_nowhere(real, bad):
    assert real.codes_of(np.array([bad, -90.51]), np.array([14.63, bad])).tolist() == [0, 0]


def test_no_points_are_no_answer(real):
    assert real.codes_of(np.array([]), np.array([])).tolist() == []


def test_lakes_come_after_every_municipio():
    # The middle of Lake Atitlán, and its shore town's park.
    areas = guatemala().areas_of(np.array([-91.2, -91.157]), np.array([14.69, 14.742]))
    assert areas[0] == 10_007
    assert areas[1] // 100 == 7


def test_counts_add_up_and_rates_are_per_100_000_people():
    people = ground_of_guatemala().table
    found = counts(np.array([101, 101, 108, 0, 0]), np.array([1, 1, 1, 1, 7]), people)
    municipio = found.municipios.set_index("codigo_muni")
    assert municipio.loc[[101, 108, 102], "rows"].tolist() == [2, 1, 0]
    assert municipio.at[101, "per_100k"] == pytest.approx(2 / 923_392 * 100_000)
    departamento = found.departamentos.set_index("codigo_depto")
    assert departamento.loc[[1, 7, 2], "rows"].tolist() == [4, 1, 0]
    assert departamento.loc[[1, 7, 2], "without_municipio"].tolist() == [1, 1, 0]
    assert found.total == 5


def test_a_rate_without_people_is_missing_and_never_zero():
    people = ground_of_guatemala().table.assign(population_2018=0.0)
    assert counts(np.array([101]), np.array([1]), people).municipios["per_100k"].isna().all()


@given(st.lists(st.sampled_from([0, 101, 108, 1704, 2217]), max_size=60), st.integers(0, 60))
def test_the_tallies_of_parts_add_up_to_the_tally_of_all(codes, at):
    whole = np.array(codes, dtype=int)
    assert (tally(whole[:at]) + tally(whole[at:])).tolist() == tally(whole).tolist()
    total = counts_of(tally(whole), tally(whole // 100), ground_of_guatemala().table)
    assert total.municipios["rows"].sum() == (whole > 0).sum() == total.total
