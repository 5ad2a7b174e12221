"""Points of lists: unguessable URLs, limited to the screen, deleted after a visit."""

import gc
import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.formparsers import MultiPartParser

from atlas.streamlit_compat.sessions import LARGEST_UPLOAD, uploads_stay_in_memory
from atlas.web.list_points import Drawing, list_routes
from geo.lists.point_aggregation import MOST, WIDTH_KM, ListPoints, hexagons, marks, together
from tests.web.asking import ask

APP = Starlette(routes=list_routes())


def some(count, labels=()):
    rng = np.random.default_rng(3)
    return ListPoints(rng.uniform(-92, -89, count), rng.uniform(14, 17, count), labels)


def test_few_points_travel_at_once_with_their_names():
    drawing = Drawing(ListPoints(np.array([-90.5]), np.array([14.6]), ("<b>one</b>",)))
    answer = ask(APP, f"/{drawing.path}/marks.json")
    assert json.loads(answer.body) == {
        "x": [-9_050_000], "y": [1_460_000], "n": None, "whole": True, "labels": ["<b>one</b>"],
    }  # fmt: skip
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "private, no-store"


def test_it_is_compressed_for_those_who_take_it():
    drawing = Drawing(some(1_000))
    packed = ask(APP, f"/{drawing.path}/marks.json", "gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == ask(APP, f"/{drawing.path}/marks.json").body


def test_an_unknown_path_is_answered_with_404():
    assert ask(APP, "/own/nothing/marks.json").status == 404
    drawing = Drawing(some(3))
    assert ask(APP, f"/{drawing.path}/hexagons-9.json").status == 404
    assert len({Drawing(some(1)).token for _ in range(50)}) == 50


def test_it_is_gone_with_what_held_it():
    drawing = Drawing(some(3))
    path = f"/{drawing.path}/marks.json"
    assert ask(APP, path).status == 200
    drawing.hexagons(5)
    del drawing
    gc.collect()
    assert ask(APP, path).status == 404


def test_many_points_are_drawn_together_and_none_is_lost():
    result = marks(some(MOST + 1))
    assert sum(result["n"]) == MOST + 1
    assert len(result["x"]) < MOST
    assert not result["whole"]


def test_closer_by_they_come_apart():
    result = marks(some(MOST * 3), (-91.1, 15.0, -91.0, 15.1))
    assert result["n"] is None
    assert 0 < len(result["x"]) < MOST


@given(st.lists(st.tuples(st.floats(-92, -88), st.floats(14, 18)), max_size=60), st.floats(0.01, 1))
def test_cells_keep_the_number_and_the_middle_of_their_points(points, step):
    longitude, latitude = (np.array([point[axis] for point in points]) for axis in (0, 1))
    x, y, count = together(longitude, latitude, (-92, 14, step))
    assert count.sum() == len(points)
    assert np.dot(x, count) == pytest.approx(longitude.sum())
    assert np.dot(y, count) == pytest.approx(latitude.sum())


@pytest.mark.parametrize("resolution", list(WIDTH_KM))
def test_hexagons_hold_every_point_and_have_six_corners(resolution):
    result = hexagons(some(500), resolution)
    assert result.rows.sum() == 500
    assert result.rings.shape == (len(result.rows), 6, 2)
    assert (result.rings[..., 0] < 0).all()


@pytest.mark.parametrize("view", ["", "1,2,3", "a,b,c,d", "nan,1,2,3", "5,5,1,1", "inf,0,1,1"])
def test_a_senseless_view_is_everywhere(view):
    drawing = Drawing(some(5))
    assert len(json.loads(ask(APP, f"/{drawing.path}/marks.json", query=f"view={view}").body)["x"]) == 5


def test_an_upload_is_never_spooled_to_disk():
    # Starlette writes what is larger than this to a temporary file.
    uploads_stay_in_memory()
    assert MultiPartParser.spool_max_size >= LARGEST_UPLOAD
