"""Shared edges are stored once and come back exactly."""

import json
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.build.topojson_writer import to_topojson
from geo.crs import GTM, WGS84
from geo.dataset.topojson import features, parse

SIDE = 4
labels = st.lists(st.integers(0, 3), min_size=SIDE * SIDE, max_size=SIDE * SIDE)


def areas(label_of_square: list[int]) -> gpd.GeoDataFrame:
    """Return a board of unit squares, dissolved by label: areas with holes, parts and shared edges."""
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    squares = gpd.GeoDataFrame(
        {"label": label_of_square},
        geometry=shapely.box(x.ravel(), y.ravel(), x.ravel() + 1, y.ravel() + 1),
        crs=WGS84,
    )
    return squares.dissolve("label", method="coverage").reset_index()


def segments(shape: shapely.Geometry) -> list[frozenset[tuple[float, float]]]:
    return [
        frozenset(pair)
        for part in shapely.get_parts(shape)
        for ring in shapely.get_rings(part)
        for pair in zip(ring.coords[:-1], ring.coords[1:], strict=True)
    ]


@given(labels)
def test_areas_come_back_as_they_were(label_of_square: list[int]) -> None:
    board = areas(label_of_square)
    back = features(parse(to_topojson({"board": board}, 1.0)), "board")
    assert back["label"].tolist() == board["label"].tolist()
    assert shapely.equals_identical(back.normalize().to_numpy(), board.normalize().to_numpy()).all()


@given(labels)
def test_every_edge_is_stored_once(label_of_square: list[int]) -> None:
    board = areas(label_of_square)
    topology = parse(to_topojson({"board": board}, 1.0))
    stored = [
        frozenset([tuple(stored_arc), tuple(other)])
        for arc in topology.arcs
        for stored_arc, other in zip(arc[:-1].tolist(), arc[1:].tolist(), strict=True)
    ]
    assert len(stored) == len(set(stored))
    assert set(stored) == {segment for shape in board.geometry for segment in segments(shape)}


@given(labels)
def test_layers_and_lines_share_their_arcs(label_of_square: list[int]) -> None:
    board = areas(label_of_square)
    outline = gpd.GeoDataFrame(geometry=[board.union_all(method="coverage").boundary], crs=WGS84)
    alone, both = (
        parse(to_topojson(layers, 1.0))
        for layers in ({"board": board}, {"board": board, "outline": outline})
    )
    # A line's end may cut one arc in two.
    assert len(both.arcs) <= len(alone.arcs) + 1
    assert features(both, "outline").geometry.item().equals(outline.geometry.item())


def test_two_squares_are_three_arcs() -> None:
    pair = gpd.GeoDataFrame(
        {"n": [1, 2]}, geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=WGS84
    )
    raw = json.loads(to_topojson({"pair": pair}, 0.5))
    assert raw["transform"] == {"scale": [0.5, 0.5], "translate": [0, 0]}
    assert sorted(len(arc) for arc in raw["arcs"]) == [2, 4, 4]
    numbers = [n for shape in raw["objects"]["pair"]["geometries"] for n in shape["arcs"][0]]
    assert sorted(n if n >= 0 else ~n for n in numbers) == [0, 0, 1, 2]


def test_a_grid_on_which_an_area_vanishes_is_refused() -> None:
    small = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 0.1, 0.1)], crs=WGS84)
    with pytest.raises(ValueError, match="use a grid finer than 1"):
        to_topojson({"small": small}, 1.0)


def test_metres_are_refused() -> None:
    with pytest.raises(Exception, match="expected a layer in EPSG:4326"):
        to_topojson({"metres": gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=GTM)}, 1.0)


@pytest.mark.parametrize(
    ("read", "complaint"),
    [
        (lambda: parse(b"{"), "Expecting"),
        (lambda: parse(b"{}"), "not a quantised topology"),
        (lambda: parse(b"[]"), "not a quantised topology"),
        (lambda: features(parse(_topology("Polygon")), "towns"), "no object 'towns'; there are: here"),
        (lambda: features(parse(_topology("Point")), "here"), "cannot read a geometry of type 'Point'"),
    ],
)
def test_a_file_that_is_no_topology_is_reported(read: Callable[[], object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read()


def _topology(kind: str) -> bytes:
    shape = {"type": kind, "arcs": [[0]], "properties": {}}
    objects = {"here": {"type": "GeometryCollection", "geometries": [shape]}}
    transform = {"scale": [1, 1], "translate": [0, 0]}
    arcs = [[[0, 0], [1, 0], [0, 1], [-1, -1]]]
    return json.dumps(
        {"type": "Topology", "arcs": arcs, "transform": transform, "objects": objects}
    ).encode()
