"""Each error of the packaged boundaries exists and is repaired."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geo.build import national_outlines
from geo.build.national_outlines import adjacency
from geo.crs import GTM, WGS84
from geo.dataset.boundaries import (
    ADJACENCY,
    read_border,
    read_coast,
    read_departamentos,
    read_lakes,
    read_municipios,
)
from geo.dataset.census import read_population
from geo.dataset.records import require_file
from geo.errors import BuildError
from tests.geo.build.built import as_packaged, km2, municipio, rebuilt
from tests.geo.real import country_outline

ELLIPSOID = Geod(ellps="WGS84")
ONE_CM_DEGREES = 1e-7


def geodesic_km2(shapes: gpd.GeoSeries) -> float:
    return sum(abs(ELLIPSOID.geometry_area_perimeter(shape)[0]) for shape in shapes) / 1e6


def everything() -> gpd.GeoSeries:
    built = rebuilt()
    return pd.concat([built["municipios"].geometry, built["lakes"].geometry], ignore_index=True)


def test_sansare_and_sanarate_have_their_own_polygons() -> None:
    packaged = as_packaged().to_crs(GTM).area / 1e6
    assert packaged[206] == pytest.approx(273.9, abs=0.1)
    assert packaged[207] == pytest.approx(143.9, abs=0.1)
    assert km2(municipio(206).geometry) == pytest.approx(143.9, abs=0.1)
    assert km2(municipio(207).geometry) == pytest.approx(273.9, abs=0.1)
    seats = read_population().set_index("codigo_muni")
    for code, name in ((206, "Sansare"), (207, "Sanarate")):
        seat = shapely.Point(seats.at[code, "cabecera_longitude"], seats.at[code, "cabecera_latitude"])
        assert municipio(code).geometry.item().contains(seat)
        assert municipio(code)["municipio"].item() == name


def test_livingston_keeps_its_southern_part() -> None:
    assert shapely.is_valid_reason(as_packaged().geometry[1802]).startswith("Hole lies outside shell")
    livingston = municipio(1802).geometry
    assert len(shapely.get_parts(livingston.item())) == 2
    assert geodesic_km2(livingston) == pytest.approx(2352.5, abs=0.1)
    south_of_the_river = shapely.Point(-88.85, 15.6)
    assert livingston.item().contains(south_of_the_river)


def test_lake_izabal_is_a_lake_and_in_no_municipio() -> None:
    lakes = rebuilt()["lakes"].set_index("lake")
    assert list(lakes.index) == ["amatitlan", "atitlan", "izabal"]
    assert lakes["area_km2"].round(1).tolist() == [15.2, 127.2, 741.1]
    middle = shapely.Point(-89.15, 15.5)
    assert lakes.at["izabal", "geometry"].contains(middle)
    assert not rebuilt()["municipios"].contains(middle).any()
    assert not as_packaged().drop(index=1802).contains(middle).any()


def test_departamentos_nest_with_their_municipios() -> None:
    built = rebuilt()
    inside = pd.concat([built["municipios"], built["lakes"]])
    by_code = inside.to_crs(GTM).dissolve("codigo_depto", method="coverage").geometry
    departamentos = built["departamentos"].set_index("codigo_depto").to_crs(GTM).geometry
    assert departamentos.symmetric_difference(by_code).area.max() < 1
    packaged = national_outlines.packaged_departamentos().set_index("codigo_depto").to_crs(GTM).geometry
    differing = packaged.symmetric_difference(by_code).area / 1e6
    assert (differing > 1).sum() == 9
    villa_seca = municipio(1106).to_crs(GTM).geometry.item()
    assert packaged[10].intersection(villa_seca).area / 1e6 == pytest.approx(244, abs=1)


def test_land_and_lakes_of_each_departamento_add_up() -> None:
    built = rebuilt()
    departamentos = built["departamentos"].set_index("codigo_depto")
    water = departamentos["area_with_lakes_km2"] - departamentos["area_km2"]
    assert water[water > 0].round(1).to_dict() == {1: 15.2, 7: 127.2, 18: 741.1}
    assert departamentos["area_km2"].sum() == pytest.approx(built["municipios"]["area_km2"].sum())


def test_belize_is_no_municipio() -> None:
    assert as_packaged().at[4000, "minfin_name"] == "Belice"
    assert 4000 not in set(rebuilt()["municipios"]["codigo_muni"])
    belmopan = shapely.Point(-88.77, 17.25)
    assert as_packaged().geometry[4000].contains(belmopan)
    assert not rebuilt()["country"].contains(belmopan).any()


def test_edges_match() -> None:
    packaged = as_packaged().loc[lambda table: (table.index > 0) & (table.index < 4000)]
    unmatched = gpd.GeoSeries(shapely.coverage_invalid_edges(packaged.make_valid().to_numpy()), crs=WGS84)
    assert unmatched.to_crs(GTM).length.sum() / 1e3 == pytest.approx(14.5, abs=0.3)
    assert shapely.coverage_is_valid(everything().to_numpy())
    assert not rebuilt()["country"].geometry.item().interiors


def test_no_municipio_changes_by_more_than_a_hectare() -> None:
    packaged = as_packaged().rename(index={206: 207, 207: 206}).to_crs(GTM).geometry
    after = rebuilt()["municipios"].set_index("codigo_muni").to_crs(GTM).geometry.drop(1802)
    changed = after.symmetric_difference(packaged[after.index]).area
    assert 0.3e4 < changed.max() < national_outlines.MAX_CHANGE_M2


def test_a_change_of_more_than_a_hectare_is_refused() -> None:
    first, other = shapely.box(-90.1, 15, -90, 15.1), shapely.box(-90.001, 15, -89.9, 15.1)
    overlapping = gpd.GeoSeries([first, other], crs=WGS84)
    with pytest.raises(BuildError, match="would change by"):
        national_outlines.with_matched_edges(overlapping)


def test_areas_are_measured_on_the_ground() -> None:
    built = rebuilt()
    total = built["country"]["area_km2"].item()
    assert total == pytest.approx(108_959, abs=1)
    assert geodesic_km2(everything()) == pytest.approx(108_980, abs=1)
    assert total == pytest.approx(108_889, rel=0.001), "the official area"
    assert total == pytest.approx(geodesic_km2(everything()), rel=0.0004), "GTM's greatest error"
    utm = built["municipios"].to_crs("EPSG:32616").area / 1e6
    assert (utm / built["municipios"]["area_km2"]).max() > 1.006


def test_names_are_joined_by_code_and_are_those_of_ine() -> None:
    names = read_population().set_index("codigo_muni")["municipio"]
    municipios = rebuilt()["municipios"].set_index("codigo_muni")
    assert municipios["municipio"].to_dict() == names.to_dict()
    twice = municipios["municipio"].value_counts().loc[lambda counts: counts > 1]
    homonyms = "La Democracia, La Libertad, San José, San Lorenzo, San Pedro Sacatepéquez, Santa Bárbara"
    assert sorted(twice.index) == homonyms.split(", ")
    shuffled = national_outlines.ine_municipios().sample(frac=1, random_state=1)
    again = national_outlines.with_ine_names(as_packaged().drop(index=4000).reset_index(), shuffled)
    assert again["municipio"].tolist() == names.tolist()


def test_a_municipio_without_a_name_or_a_name_without_one_is_refused() -> None:
    features = as_packaged().drop(index=4000).reset_index()
    with pytest.raises(BuildError, match="2217"):
        national_outlines.with_ine_names(features, national_outlines.ine_municipios().iloc[:-1])
    with pytest.raises(BuildError, match="2217"):
        national_outlines.with_ine_names(features.iloc[:-1], national_outlines.ine_municipios())


def test_another_release_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(national_outlines, "VERSION", "1.1.2")
    with pytest.raises(BuildError, match=r"1\.1\.3 is installed"):
        national_outlines.packaged_municipios()


def test_a_junction_away_from_the_outline_is_refused() -> None:
    with pytest.raises(BuildError, match="passes"):
        national_outlines.coast(shapely.box(-91, 15, -90, 16))


def test_the_border_with_belize_is_where_minfin_has_it() -> None:
    line = rebuilt()["border"].set_index("neighbour").geometry["BLZ"]
    belize = as_packaged().geometry[4000]
    assert line.intersection(belize.boundary).length == pytest.approx(line.length)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("municipios", read_municipios), ("lakes", read_lakes), ("departamentos", read_departamentos),
        ("country", country_outline), ("border", read_border), ("coast", read_coast),
    ],
)  # fmt: skip
def test_what_is_committed_is_what_the_package_gives(
    name: str, read: Callable[[], gpd.GeoDataFrame]
) -> None:
    committed, built = read(), rebuilt()[name]
    texts = [column for column in committed if column != "geometry"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(committed[texts]), pd.DataFrame(built[texts]), check_like=True, atol=1e-3
    )
    same = shapely.equals_exact(
        committed.normalize().to_numpy(), built.normalize().to_numpy(), tolerance=ONE_CM_DEGREES
    )
    assert same.all(), committed[~same]


def test_the_committed_adjacency_is_that_of_the_boundaries() -> None:
    pd.testing.assert_frame_equal(
        pd.read_csv(require_file(*ADJACENCY)), adjacency(rebuilt()["municipios"]), atol=2e-3
    )
