"""The ground is rebuilt from its packages and equals what is committed; border rivers lie on the border."""

from io import BytesIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from PIL import Image

from atlas.cli.data_commands import BUILDERS
from geo.build import ground_layers, relief_shading
from geo.build.ground_layers import airfields, packaged_file, towns
from geo.crs import GTM, WGS84
from geo.dataset import ground as stored
from geo.dataset.boundaries import layer_objects, read_lakes, read_neighbours
from geo.dataset.ground import RELIEF_WINDOW, THEMES, TownKind, read_ground, relief
from geo.dataset.records import require_file
from geo.errors import BuildError
from tests.geo.real import country_outline


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return dict(BUILDERS["ground"]())


def picture(content: bytes) -> np.ndarray:
    with Image.open(BytesIO(content)) as image:
        return np.asarray(image.convert("RGBA"), dtype=np.int16)


@pytest.mark.parametrize("name", [stored.WATER, stored.TOWNS, stored.AIRFIELDS])
def test_the_committed_tables_are_what_the_packages_give(built, name):
    assert built[name] == require_file(stored.DATASET, name).read_bytes()


@pytest.mark.parametrize("theme", THEMES)
def test_the_committed_relief_is_what_the_package_gives(built, theme):
    committed = picture(relief(theme).read_bytes())
    rebuilt = picture(built[stored.relief_name(theme)])
    assert rebuilt.shape == committed.shape
    # Another release of the codec may round differently.
    assert np.abs(rebuilt[..., 3] - committed[..., 3]).max() <= 3


def test_border_rivers_lie_on_the_border():
    rivers = read_ground().rivers.to_crs(GTM)
    border = layer_objects("context_50m")["border"].to_crs(GTM).union_all()
    along = rivers[rivers["is_border"]]
    assert set(along["name"]) == {"Suchiate", "Usumacinta", "Chixoy", "Sarstún", "Motagua", "Paz"}
    # The grid of the file is 5 m.
    assert along.covered_by(border.buffer(15)).all()
    assert along.length.sum() / 1e3 == pytest.approx(515, abs=5)


def test_rivers_stay_on_land_and_out_of_our_lakes():
    land = shapely.union_all([country_outline().geometry.item(), *read_neighbours().geometry])
    rivers = read_ground().rivers
    assert rivers.covered_by(land.buffer(2e-3)).all()
    assert not read_ground().lakes.intersects(read_lakes().union_all()).any()


def test_a_river_is_the_border_where_it_runs_along_it_only():
    border = shapely.LineString([(0, 0), (100_000, 0)])
    # Along the border for 30 km, 500 m beside it, then away to the north.
    river = shapely.LineString([(10_000, 500), (40_000, 500), (40_000, 30_000)])
    parts = [
        (is_border, shapely.LineString(points))
        for is_border, points in ground_layers.fitted_to_border(river, border)
    ]
    assert [is_border for is_border, _ in parts] == [True, False]
    assert border.covers(parts[0][1])
    assert parts[0][1].length == pytest.approx(30_000, abs=1)
    assert parts[1][1].coords[0] == parts[0][1].coords[-1]
    assert parts[1][1].coords[-1] == (40_000, 30_000)


def test_a_river_that_crosses_the_border_is_not_the_border():
    border = shapely.LineString([(0, 0), (100_000, 0)])
    river = shapely.LineString([(50_000, -30_000), (50_000, 30_000)])
    assert [is_border for is_border, _ in ground_layers.fitted_to_border(river, border)] == [False]


def test_a_short_run_belongs_to_the_one_before_it():
    least = round(ground_layers.LEAST_RUN_M / ground_layers.STEP_M)
    values = np.array([True] * least + [False] * (least - 1) + [True] * least)
    assert ground_layers.long_runs(values) == [(True, 3 * least - 1)]
    apart = np.array([True] * least + [False] * least)
    assert ground_layers.long_runs(apart) == [(True, least), (False, least)]


SEATS = pd.DataFrame(
    {
        "codigo_muni": [101, 102, 201, 1333],
        "municipio": ["Guatemala", "Small", "Guastatoya", "Petatán"],
        "population_2018": [900, 800, 700, 600],
        "cabecera_longitude": [-90.5, -90.4, -90.1, np.nan],
        "cabecera_latitude": [14.6, 14.5, 14.9, np.nan],
    }
)


def test_the_capital_comes_first_and_a_seat_without_a_position_is_left_out():
    table = towns(SEATS, country_outline().geometry.item())
    ours = table[table["country"] == "GTM"]
    assert ours["town_id"].tolist() == ["101", "201", "102"]
    assert ours["kind"].tolist() == [TownKind.CAPITAL, TownKind.SEAT, TownKind.TOWN]
    assert ours["name_es"].tolist()[0] == "Ciudad de Guatemala"


def test_towns_abroad_are_outside_and_apart():
    country = gpd.GeoSeries([country_outline().geometry.item()], crs=WGS84).to_crs(GTM).item()
    towns_gtm = read_ground().towns.to_crs(GTM)
    abroad = towns_gtm[towns_gtm["kind"] == TownKind.ABROAD]
    assert not abroad.intersects(country).any()
    points = list(abroad.geometry)
    nearest = min(a.distance(b) for row, a in enumerate(points) for b in points[row + 1 :])
    assert nearest >= ground_layers.SUBURB_M
    assert {"Tapachula", "Ciudad Hidalgo", "Belmopán", "San Pedro Sula"} <= set(abroad["name_es"])


def test_a_name_that_geonames_does_not_list_is_refused(monkeypatch):
    monkeypatch.setattr(ground_layers, "ABROAD_NAMES", {"Tapachula": "Elsewhere"})
    with pytest.raises(BuildError, match="does not list Elsewhere"):
        towns(SEATS, country_outline().geometry.item())


def test_airfields_lie_in_guatemala():
    country = country_outline().geometry.item()
    table = airfields(country)
    assert "MGGT" in set(table["icao"])
    assert shapely.contains_xy(country, table["longitude"], table["latitude"]).all()


def test_another_release_of_a_package_is_refused(monkeypatch):
    monkeypatch.setitem(ground_layers.VERSIONS, "airportsdata", "1")
    with pytest.raises(BuildError, match="the lists fit 1"):
        packaged_file("airportsdata", "airportsdata/airports.csv")


@pytest.mark.parametrize("place", [(-90.0, 13.0), (-87.0, 17.5)], ids=["Pacific", "Caribbean"])
def test_the_relief_is_transparent_in_the_sea(place):
    assert opacity_at(*place) == 0


def test_a_slope_that_faces_away_from_the_light_is_darker():
    # The light comes from the north-west: the southern side of the Sierra de las Minas lies in shadow.
    assert opacity_at(-89.6, 15.1) > opacity_at(-89.6, 15.24) + 20


def opacity_at(longitude: float, latitude: float) -> int:
    pixels = picture(relief("light").read_bytes())
    west, _, east, north = RELIEF_WINDOW
    column = (longitude - west) / (east - west) * pixels.shape[1]
    scale = pixels.shape[1] / np.radians(east - west)
    row = (relief_shading.mercator(north) - relief_shading.mercator(latitude)) * scale
    return int(pixels[round(row), round(column), 3])
