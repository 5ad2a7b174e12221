"""Imported roads as maps draw them, on screens and in print."""

import json

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure

from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.web.served_data import road_assets
from geo.exports.documents.document import _attribution
from geo.exports.documents.map_extent import Extent
from geo.exports.documents.map_ground import draw_ground
from geo.exports.documents.map_names import _water_and_routes
from geo.mapping.ground_styles import COLOURS
from geo.roads.drawn_roads import STYLES, drawn_roads, imported_roads, roads_message
from geo.roads.road_store import import_roads, read_roads_record
from tests.geo.roads.extracts import BOUNDS, CROSS, EAST, NORTH, cross_ways, degrees, write_extract
from tests.shared_data import ATLAS

SEEN = Extent(EAST - 15e3, NORTH - 15e3, EAST + 35e3, NORTH + 15e3)
"""A map 50 km wide around the cross: tertiary roads are drawn, streets are not named."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Import the cross with a street into the folder that the environment names."""
    ways = [*cross_ways(), ([1, 4], {"highway": "unclassified", "name": "Camino"})]
    extract = write_extract(tmp_path / "cross.osm.pbf", CROSS, ways)
    places = pd.DataFrame(degrees([]), columns=["longitude", "latitude"])
    import_roads(extract, tmp_path / "roads", BOUNDS, places, lambda _line: None)
    monkeypatch.setenv("ATLAS_ROADS", str(tmp_path / "roads"))
    return tmp_path / "roads"


def roads_of(folder):
    """Return the roads that were imported into the folder of the environment."""
    roads = imported_roads()
    assert roads is not None
    assert roads.record == read_roads_record(folder)
    return roads


def test_there_are_no_roads_without_a_folder_or_in_an_empty_one(tmp_path, monkeypatch):
    monkeypatch.delenv("ATLAS_ROADS", raising=False)
    assert imported_roads() is None
    monkeypatch.setenv("ATLAS_ROADS", str(tmp_path))
    assert imported_roads() is None
    monkeypatch.setenv("ATLAS_ROADS", str(tmp_path / "missing"))
    assert imported_roads() is None


def test_altered_roads_are_not_drawn(folder):
    assert imported_roads() is not None
    next(folder.glob("*.parquet")).write_bytes(b"other")
    assert imported_roads() is None


def test_each_road_is_one_row_the_most_important_first(folder):
    drawn = drawn_roads(roads_of(folder).network)
    assert drawn["road_class"].tolist() == ["primary", "secondary", "tertiary"]
    assert drawn["number"].tolist() == ["CA-1", "", ""]
    assert drawn["name"].tolist() == ["", "Camino Real", ""]
    assert drawn.length.tolist() == pytest.approx([20e3, 20e3, 20e3], rel=1e-3)


def test_the_message_leads_back_to_the_lines(folder):
    message = roads_message(roads_of(folder))
    assert message["date"] == "2026-11-01"
    assert [*message["styles"]] == [*STYLES]
    primary = message["roads"][0]
    assert (primary["text"], primary["is_number"]) == ("CA-1", True)
    ends = np.sort(
        [
            point
            for line in primary["lines"]
            for point in np.cumsum(np.reshape(line, (-1, 2)), axis=0)[[0, -1], 0] / message["steps"]
        ]
    )
    west, middle, east = degrees([(0, 0), (10, 0), (20, 0)])[:, 0]
    assert ends[[0, -1]] == pytest.approx([west, east], abs=1e-4)
    assert west < middle < east


def test_the_server_offers_the_roads_by_the_hash_of_their_content(folder):
    ((name, asset),) = road_assets(ATLAS)
    assert name == "roads"
    assert asset.path.startswith("layers/")
    assert json.loads(asset.bodies["identity"])["roads"][0]["text"] == "CA-1"


def test_the_server_offers_no_roads_without_an_import(monkeypatch):
    monkeypatch.delenv("ATLAS_ROADS", raising=False)
    assert [*road_assets(ATLAS)] == []


def drawn_lines(seen):
    """Return how many lines of the colour of roads a printed map has."""
    axes = Figure().add_axes((0, 0, 1, 1))
    draw_ground(axes, seen, ATLAS, is_plain=True)
    lines = [drawn for drawn in axes.collections if isinstance(drawn, LineCollection)]
    colour = to_rgba_array(COLOURS["light"]["route"])[0, :3]
    own = [each for each in lines if np.allclose(to_rgba_array(each.get_colors())[0, :3], colour)]
    return sum(len(each.get_segments()) for each in own)


def test_a_printed_map_draws_roads_in_place_of_the_schematic_routes(folder, monkeypatch):
    wide = Extent(EAST - 350e3, NORTH - 350e3, EAST + 350e3, NORTH + 350e3)
    drawn = drawn_roads(roads_of(folder).network)
    assert drawn_lines(SEEN) == len(drawn.explode())
    # From afar the primary road alone, and none of the routes of the country.
    assert drawn_lines(wide) == len(drawn[drawn["road_class"] == "primary"].explode())
    monkeypatch.delenv("ATLAS_ROADS")
    assert drawn_lines(wide) > 10


def test_a_document_names_the_contributors_and_the_day_of_the_data(folder, monkeypatch):
    words = ExportWords(Language.SPANISH)
    with_roads = _attribution(ATLAS, words)
    assert with_roads.endswith(
        "Vías: © colaboradores de OpenStreetMap (ODbL), datos del 1 de noviembre de 2026."
    )
    monkeypatch.delenv("ATLAS_ROADS")
    assert _attribution(ATLAS, words).endswith(words("export.routes_schematic"))


def test_a_printed_map_names_numbers_first_and_streets_only_from_near(folder):
    near = Extent(EAST + 5e3, NORTH - 3e3, EAST + 15e3, NORTH + 3e3)
    assert {name.text for name in _water_and_routes(SEEN, ATLAS, "en") if name.kind == "route"} == {"CA-1"}
    named = {name.text for name in _water_and_routes(near, ATLAS, "en") if name.kind == "route"}
    assert named == {"CA-1", "Camino Real"}
