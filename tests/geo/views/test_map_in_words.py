"""The text of the map counts shown sites and measures precise locations only."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.choices import Kind, Layer, Precision, Status
from geo.crs import to_wgs84
from geo.selection import Selection
from geo.views.sites_view import groups, nearest_shown, sites_view
from tests.shared_data import ATLAS

ALL = Selection(layers=tuple(Layer))


def view_of(*rows):
    """A view of ports: (id, kilometres east, precision, uncertainty in metres, inferred) each."""
    table = []
    for name, km, precision, uncertainty, inferred in rows:
        (longitude,), (latitude,) = to_wgs84(np.array([500_000 + 1000 * km]), np.array([1_700_000.0]))
        table.append((name, longitude, latitude, precision, uncertainty, inferred))
    columns = ["site_id", "longitude", "latitude", "precision", "uncertainty_m", "inferred"]
    sites = gpd.GeoDataFrame(table, columns=columns, geometry=[None] * len(table), crs="EPSG:4326")
    fixed = {"kind": Kind.PORT, "layer": Layer.PORTS, "codigo_depto": 18, "codigo_muni": 1801}
    return sites_view(ALL, sites.assign(**fixed, status=Status.OPERATING).set_index("site_id"))


def test_the_nearest_site_has_a_range_of_distances():
    view = view_of(
        ("a", 0, Precision.EXACT, 0, ()),
        ("b", 10, Precision.LOCALITY, 1000, ()),
        ("c", 13, Precision.EXACT, 0, ()),
    )
    nearest = nearest_shown(view)
    assert [nearest[letter].site for letter in "abc"] == ["b", "c", "b"]
    assert (nearest["a"].low_m, nearest["a"].high_m) == pytest.approx((9000, 11000), abs=5)


def test_a_zone_a_municipio_and_an_unknown_position_have_no_distance():
    view = view_of(
        ("a", 0, Precision.EXACT, 0, ()),
        ("b", 1, Precision.ZONE, 2000, ()),
        ("c", 2, Precision.MUNICIPIO, 0, ()),
        ("d", 3, Precision.UNPLACED, 0, ()),
    )
    assert nearest_shown(view) == {}


def test_only_inferences_about_the_place_are_counted():
    view = view_of(
        ("a", 0, Precision.EXACT, 0, ("position",)),
        ("b", 1, Precision.EXACT, 0, ("status",)),
        ("c", 2, Precision.MUNICIPIO, 0, ("municipio", "status")),
    )
    (group,) = groups(view)
    assert (group.layer, group.sites, group.inferred) == (Layer.PORTS, ("a", "b", "c"), 2)
    assert group.precisions == {Precision.EXACT: 2, Precision.MUNICIPIO: 1}
    assert group.departamentos == {18: 3}


def test_every_shown_site_is_in_one_group_of_the_real_table():
    view = sites_view(ALL, ATLAS.sites)
    listed_sites = [site for group in groups(view) for site in group.sites]
    assert sorted(listed_sites) == sorted(view.shown.index)
    assert all(sum(group.precisions.values()) == len(group.sites) for group in groups(view))


@given(st.lists(st.floats(0, 300), min_size=2, max_size=8, unique_by=lambda km: round(km, 2)))
def test_no_site_is_nearer_than_the_nearest(kilometres):
    rows = [(f"s{n}", km, Precision.EXACT, 0, ()) for n, km in enumerate(kilometres)]
    nearest = nearest_shown(view_of(*rows))
    for n, km in enumerate(kilometres):
        least = min(abs(km - other) for m, other in enumerate(kilometres) if m != n)
        assert nearest[f"s{n}"].low_m == pytest.approx(1000 * least, rel=1e-3, abs=2)
