"""The ground is read whole, with its ranks, and a broken file says so."""

import pytest

from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import read_municipios
from geo.dataset.ground import AIRFIELDS, TOWNS, WATER, TownKind, read_ground, relief
from geo.dataset.records import sha256
from geo.dataset.schema import SchemaError
from geo.errors import DataFileError
from tests.copies import copy_of_data, rewrite, truncate


def test_towns_are_ranked_by_people_in_their_kind():
    towns = read_ground().towns
    for kind in TownKind:
        of_kind = towns[towns["kind"] == kind]
        assert of_kind["rank"].tolist() == list(range(1, len(of_kind) + 1))
        assert of_kind["population"].is_monotonic_decreasing
    assert (towns["kind"] == TownKind.CAPITAL).sum() == 1
    assert (towns["kind"] == TownKind.SEAT).sum() == 21


def test_nearly_every_seat_lies_in_its_municipio():
    towns = read_ground().towns
    ours = towns[towns["country"] == "GTM"].assign(codigo_muni=lambda table: table["town_id"].astype(int))
    shapes = read_municipios().set_index("codigo_muni").geometry.loc[ours["codigo_muni"]]
    inside = ours.geometry.within(shapes.reset_index(drop=True).set_axis(ours.index))
    assert inside.mean() > 0.97


@pytest.mark.parametrize("name", [WATER, TOWNS, AIRFIELDS])
def test_a_truncated_file_is_refused_and_the_map_does_without(tmp_path, name):
    data = copy_of_data(tmp_path)
    truncate(data / "ground" / name)
    with pytest.raises(DataFileError, match=name):
        read_ground(data)
    ground, routes = AtlasData(data).drawn_ground()
    assert ground is None
    assert routes is not None


def test_a_truncated_relief_is_refused_and_the_map_does_without(tmp_path):
    data = copy_of_data(tmp_path)
    truncate(data / "ground" / "relief_dark.webp")
    with pytest.raises(DataFileError, match=r"relief_dark\.webp"):
        relief("dark", data)
    atlas = AtlasData(data)
    assert atlas.relief("dark") is None
    assert atlas.relief("light")
    assert "relief_dark" in dict(atlas.problems())


def test_water_that_is_no_topojson_is_refused(tmp_path):
    data = copy_of_data(tmp_path)
    record, content = data / "ground" / "source.toml", b"[]"
    old = sha256((data / "ground" / WATER).read_bytes())
    (data / "ground" / WATER).write_bytes(content)
    record.write_text(record.read_text().replace(old, sha256(content)))
    with pytest.raises(DataFileError, match="TopoJSON"):
        read_ground(data)


def test_a_town_in_another_country_is_refused(tmp_path):
    data = copy_of_data(tmp_path)
    rewrite(data, f"ground/{TOWNS}", "101", country="USA")
    with pytest.raises(SchemaError, match="neither Guatemala nor a neighbour"):
        read_ground(data)
