"""The layers of the browser are small and complete, and their edges match."""

import shutil
from functools import cache
from itertools import chain
from pathlib import Path

import brotli
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.build.simplification import SimplificationLevel, built_layers, simplified
from geo.crs import GTM
from geo.dataset.boundaries import (
    DATASET,
    LAYERS,
    layer_names,
    read_border,
    read_lakes,
    read_layer,
    read_municipios,
    read_neighbours,
)
from geo.dataset.records import DATA, read_record, sha256
from geo.dataset.topojson import Topology, features, parse
from geo.errors import DataFileError

NEAR = [name for name in LAYERS if name.startswith("adm2_50m_")]
AREAS = ("municipios", "lakes", "departamentos", "neighbours")


@cache
def topology(name: str) -> Topology:
    return parse(read_layer(name).content)


def shapes(name: str, *objects: str) -> list[shapely.Geometry]:
    """Return the areas of a layer, or those of its `objects`."""
    wanted = objects or [area for area in AREAS if area in topology(name).objects]
    return list(chain.from_iterable(features(topology(name), area).geometry for area in wanted))


def full() -> SimplificationLevel:
    return SimplificationLevel(read_municipios(), read_lakes(), read_neighbours())


@pytest.fixture(scope="module")
def municipios() -> gpd.GeoDataFrame:
    return read_municipios()


def test_the_record_lists_every_layer_and_its_features() -> None:
    files = read_record(DATASET).files
    assert layer_names() == LAYERS
    assert set(files) == {f"{name}.topojson" for name in LAYERS}
    for name in LAYERS:
        held = sum(len(collection) for collection in topology(name).objects.values())
        assert files[f"{name}.topojson"].rows == held, name


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_a_valid_coverage(name: str) -> None:
    assert shapely.is_valid(shapes(name)).all()
    assert shapely.coverage_is_valid(shapes(name))


@pytest.mark.parametrize("name", ["adm1_500m", "adm2_500m", "adm1_200m", "adm2_200m"])
def test_far_and_middle_layers_meet_the_context(name: str) -> None:
    assert shapely.coverage_is_valid(shapes(name) + shapes("context", "neighbours"))


def test_near_layers_meet_each_other_and_their_context() -> None:
    near = [shape for name in NEAR for shape in shapes(name)]
    assert shapely.coverage_is_valid(near + shapes("context_50m", "neighbours"))


@pytest.mark.parametrize(("name", "most"), [("adm2_500m", 0.05), ("adm2_200m", 0.015)])
def test_no_municipio_is_lost_or_grows_or_shrinks_much(
    municipios: gpd.GeoDataFrame, name: str, most: float
) -> None:
    drawn = features(topology(name), "municipios")
    for column in ("codigo_muni", "municipio", "codigo_depto"):
        assert drawn[column].tolist() == municipios[column].tolist()
    share = (drawn.to_crs(GTM).area / 1e6 / municipios["area_km2"] - 1).abs()
    assert share.max() < most
    assert set(features(topology(name), "lakes")["lake"]) == {"amatitlan", "atitlan", "izabal"}


def test_near_layers_hold_each_municipio_once(municipios: gpd.GeoDataFrame) -> None:
    drawn = pd.concat([features(topology(name), "municipios") for name in NEAR])
    assert drawn["codigo_muni"].tolist() == municipios["codigo_muni"].tolist()
    assert {int(name[-2:]) for name in NEAR} == set(municipios["codigo_depto"])
    share = drawn.to_crs(GTM).area.to_numpy() / 1e6 / municipios["area_km2"] - 1
    assert share.abs().max() < 0.002


@pytest.mark.parametrize("tolerance", ["500m", "200m"])
def test_departamentos_nest_with_the_municipios_drawn(tolerance: str) -> None:
    inside = pd.concat([features(topology(f"adm2_{tolerance}"), area) for area in ("municipios", "lakes")])
    by_code = inside.dissolve("codigo_depto", method="coverage").geometry
    drawn = features(topology(f"adm1_{tolerance}"), "departamentos").set_index("codigo_depto").geometry
    assert len(drawn) == 22
    assert shapely.area(by_code.symmetric_difference(drawn[by_code.index]).to_numpy()).max() < 1e-12


@pytest.mark.parametrize("name", ["context", "context_50m"])
def test_the_border_has_neighbours_and_belize_is_disputed(name: str) -> None:
    border = features(topology(name), "border").set_index("neighbour")
    assert border["disputed"].to_dict() == {"MEX": False, "BLZ": True, "HND": False, "SLV": False}
    neighbours = features(topology(name), "neighbours").set_index("iso3").geometry
    for iso3, line in border.geometry.items():
        assert neighbours[iso3].boundary.covers(line), iso3
    exact = read_border().set_index("neighbour").geometry
    shift = border.to_crs(GTM).geometry.hausdorff_distance(exact.to_crs(GTM), align=True)
    assert shift.max() < (1000 if name == "context" else 250)


@pytest.mark.parametrize(
    ("name", "most_kb"),
    [("adm1_500m", 15), ("adm2_500m", 50), ("adm1_200m", 20), ("adm2_200m", 75), ("context", 30),
     ("context_50m", 45), *((name, 25) for name in NEAR)],
)  # fmt: skip
def test_layers_are_small_on_the_wire(name: str, most_kb: int) -> None:
    assert len(brotli.compress(read_layer(name).content)) < 1000 * most_kb


def test_the_digest_names_the_content() -> None:
    layer = read_layer("context")
    assert layer.name == "context"
    assert layer.digest == sha256(layer.content)


def test_an_altered_layer_is_named(tmp_path: Path) -> None:
    shutil.copytree(DATA / DATASET, tmp_path / DATASET)
    (tmp_path / DATASET / "adm2_50m_17.topojson").write_text("{}")
    (tmp_path / DATASET / "context.topojson").unlink()
    with pytest.raises(DataFileError, match=r"data/layers/adm2_50m_17\.topojson"):
        read_layer("adm2_50m_17", tmp_path)
    with pytest.raises(DataFileError, match=r"data/layers/context\.topojson: .* got nothing"):
        read_layer("context", tmp_path)
    assert read_layer("adm1_500m", tmp_path).content
    assert "context" in layer_names(tmp_path)


def test_simplifying_further_can_keep_the_outline() -> None:
    middle = simplified(full(), 200)
    far = simplified(middle, 500, keep_outline=True)
    difference = far.country.symmetric_difference(middle.country)
    assert difference.area < 1e-9
    assert far.neighbours is middle.neighbours
    vertices = [
        shapely.get_num_coordinates(level.municipios.geometry).sum() for level in (full(), middle, far)
    ]
    assert vertices == sorted(vertices, reverse=True)
    assert len(set(vertices)) == 3


def test_the_committed_layers_are_those_of_the_committed_boundaries() -> None:
    for name, content in built_layers(full()):
        committed, built = topology(name), parse(content)
        assert list(committed.objects) == list(built.objects), name
        for area in committed.objects:
            drawn, rebuilt = features(committed, area), features(built, area)
            assert drawn.drop(columns="geometry").equals(rebuilt.drop(columns="geometry")), (name, area)
            one_of, other = drawn.geometry.to_numpy(), rebuilt.geometry.to_numpy()
            # Another build of the geometry library may choose another of two equal vertices, not more.
            gap = shapely.area(shapely.symmetric_difference(one_of, other))
            assert (gap <= 1e-4 * shapely.length(one_of) ** 2).all(), (name, area)
            assert shapely.length(one_of) == pytest.approx(shapely.length(other), rel=1e-3), (name, area)
