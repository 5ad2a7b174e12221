"""A drawn area survives its text and a file; anything else is refused with what to do instead."""

import json
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.drawn_area import (
    BOUNDS,
    MAX_CORNERS,
    UNITS,
    AreaError,
    DrawnArea,
    area_km2,
    from_geojson,
    from_text,
    gtm_shape,
)

WEST, SOUTH, EAST, NORTH = (round(degrees * UNITS) for degrees in BOUNDS)
corners = st.tuples(st.integers(WEST, EAST), st.integers(SOUTH, NORTH)).map(
    lambda units: (units[0] / UNITS, units[1] / UNITS)
)
circles = st.builds(DrawnArea, st.tuples(corners), st.integers(100, 500_000))
polygons = st.builds(DrawnArea, st.lists(corners, min_size=3, max_size=MAX_CORNERS, unique=True).map(tuple))
SQUARE = ((-90.5, 15.0), (-90.4, 15.0), (-90.4, 15.1), (-90.5, 15.1))


@given(circles | polygons)
def test_an_area_survives_its_text(area):
    assume(area.is_circle or not is_line(area.corners))
    assert from_text(area.to_text()) == area


def is_line(ring):
    (x, y), *others = [(round(a * UNITS), round(b * UNITS)) for a, b in ring]
    return all((a - x) * (d - y) == (b - y) * (c - x) for a, b in others for c, d in others)


@given(st.text(max_size=40) | st.from_regex(r"[pc][A-Za-z0-9_-]{1,60}", fullmatch=True))
def test_every_text_is_an_area_or_refused(text):
    with suppress(AreaError):
        assert from_text(text).to_text() == text


def test_a_long_number_is_refused_at_once():
    with pytest.raises(AreaError):
        from_text("p" + "_" * 1200)


def test_a_circle_has_the_area_of_a_circle():
    text = DrawnArea(((-90.5, 15.0),), 10_000).to_text()
    assert area_km2(text) == pytest.approx(np.pi * 100, rel=1e-3)


def test_a_polygon_that_crosses_itself_covers_both_loops():
    (a, b, c, d) = SQUARE
    bow = DrawnArea((a, c, b, d)).to_text()
    assert area_km2(bow) == pytest.approx(area_km2(DrawnArea(SQUARE).to_text()) / 2, rel=1e-3)


def test_what_is_surrounded_twice_is_left_out():
    small = tuple((x / 2 - 45.225, y / 2 + 7.525) for x, y in SQUARE)
    inner = tuple((round(x, 4), round(y, 4)) for x, y in small)
    twice = DrawnArea((*SQUARE, SQUARE[0], *inner, inner[0], SQUARE[0])).to_text()
    whole, middle = (area_km2(DrawnArea(ring).to_text()) for ring in (SQUARE, inner))
    assert area_km2(twice) == pytest.approx(whole - middle, rel=1e-3)


@given(st.integers(0, 3))
def test_direction_and_first_corner_do_not_matter(turn):
    same = DrawnArea((*SQUARE[turn:], *SQUARE[:turn])[::-1])
    assert gtm_shape(same.to_text()).equals(gtm_shape(DrawnArea(SQUARE).to_text()))


def test_a_side_is_straight_on_the_web_map():
    # Along a parallel, the shortest line from 91 to 89 degrees west passes 150 m north of the middle.
    triangle = gtm_shape(DrawnArea(((-91.5, 15.0), (-89.5, 15.0), (-90.5, 15.5))).to_text())
    chord = gtm_shape(DrawnArea(((-91.5, 15.0), (-90.5, 15.0), (-89.5, 15.0), (-90.5, 15.5))).to_text())
    assert triangle.symmetric_difference(chord).area < 1e4


def written(folder, value):
    path = folder / "area.geojson"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def polygon(*rings):
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in ring] for ring in rings]}


CLOSED = (*SQUARE, SQUARE[0])


@pytest.mark.parametrize(
    "value",
    [
        polygon(CLOSED),
        {"type": "Feature", "properties": {}, "geometry": polygon(CLOSED)},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon(CLOSED)}]},
        polygon([(*corner, 1500.0) for corner in CLOSED]),
        polygon([(-90.50004, 15.00004), *CLOSED[1:-1], (-90.50004, 15.00004)]),
    ],
    ids=["geometry", "feature", "collection", "with heights", "finer than the text"],
)
def test_a_file_holds_a_polygon(value, tmp_path):
    assert from_geojson(written(tmp_path, value)) == DrawnArea(SQUARE)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "[" * 100_000,
        "[1]",
        {"type": "Point", "coordinates": [-90.5, 15]},
        {"type": "FeatureCollection", "features": []},
        {"type": "Feature", "geometry": None},
        polygon(CLOSED, CLOSED),
        polygon([("a", "b")] * 4),
        polygon([(1e400, 15.0)] * 4),
        polygon([SQUARE[0]] * 4),
        polygon([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]),
        polygon([(-90.5 + n / 1000, 15 + n % 2 / 10) for n in range(MAX_CORNERS + 1)]),
    ],
    ids=range(12),
)
def test_any_other_file_is_refused(value, tmp_path):
    with pytest.raises(AreaError):
        from_geojson(written(tmp_path, value))


@pytest.mark.parametrize(
    "value",
    [{"type": "MultiPolygon", "coordinates": [[CLOSED], [CLOSED]]}, polygon(CLOSED, CLOSED)],
    ids=["two polygons", "a hole"],
)
def test_a_file_with_more_than_one_outline_is_named(value, tmp_path):
    with pytest.raises(AreaError, match=r"area\.geojson is not a GeoJSON file with one polygon"):
        from_geojson(written(tmp_path, value))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(AreaError, match=r"nothing\.geojson"):
        from_geojson(tmp_path / "nothing.geojson")
