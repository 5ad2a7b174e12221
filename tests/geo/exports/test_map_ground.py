"""Printed maps show the ground that their width can carry, and no relief below an analysis."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from geo.crs import to_gtm
from geo.dataset.atlas_data import AtlasData
from geo.dataset.ground import TownKind
from geo.exports.documents.map_extent import COUNTRY, Extent
from geo.exports.documents.map_ground import draw_ground, draw_towns, shown_towns
from tests.copies import copy_of_data, truncate
from tests.shared_data import ATLAS


def around(longitude: float, latitude: float, width_km: float) -> Extent:
    x, y = to_gtm(np.array([longitude]), np.array([latitude]))
    half = 500 * width_km
    return Extent(x[0] - half, y[0] - half, x[0] + half, y[0] + half)


WHOLE = around((COUNTRY[0] + COUNTRY[2]) / 2, (COUNTRY[1] + COUNTRY[3]) / 2, 500)
VILLA_NUEVA = around(-90.58, 14.52, 20)


def drawn(seen, atlas=ATLAS, is_plain=True):
    axes = Figure().add_axes((0, 0, 1, 1))
    axes.set(xlim=(seen.west, seen.east), ylim=(seen.south, seen.north))
    axes.set_aspect("equal")
    draw_ground(axes, seen, atlas, is_plain=is_plain)
    draw_towns(axes, seen, atlas)
    return axes


def towns_of(seen):
    towns = shown_towns(seen, ATLAS)
    assert towns is not None
    return towns


def test_the_country_has_its_seats_but_no_small_town():
    towns = towns_of(WHOLE)
    kinds = towns["kind"].value_counts()
    assert kinds[TownKind.CAPITAL] == 1
    assert kinds[TownKind.SEAT] == 21
    assert TownKind.TOWN not in kinds
    assert towns["kind"].iloc[0] == TownKind.CAPITAL


def test_a_close_map_has_every_town():
    names = set(towns_of(VILLA_NUEVA)["name_es"])
    assert {"Villa Nueva", "San Miguel Petapa", "Amatitlán"} <= names


def test_the_relief_is_left_out_below_an_analysis_and_close_by():
    assert len(drawn(WHOLE).images) == 1
    assert not drawn(WHOLE, is_plain=False).images
    assert not drawn(VILLA_NUEVA).images


def test_routes_are_left_out_close_by():
    far, near = (len(drawn(seen).collections) for seen in (WHOLE, VILLA_NUEVA))
    assert near < far


def test_the_view_of_the_map_stays():
    axes = drawn(WHOLE)
    assert axes.get_xlim() == pytest.approx((WHOLE.west, WHOLE.east))
    assert axes.get_ylim() == pytest.approx((WHOLE.south, WHOLE.north))


def test_a_broken_ground_leaves_the_map_without(tmp_path):
    data = copy_of_data(tmp_path)
    truncate(data / "ground" / "water.topojson")
    axes = drawn(WHOLE, AtlasData(data))
    assert not axes.images
    assert not axes.collections
