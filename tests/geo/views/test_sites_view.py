"""A view contains the sites that pass the filters and whose layer is on."""

import geopandas as gpd
import pytest
from shapely import Point

from geo.choices import MISSION_LAYERS, Confirmation, Kind, Layer, Neighbour, Precision, Programme, Status
from geo.selection import Selection
from geo.views.sites_view import Region, region_of, sites_view


@pytest.fixture
def sites():
    """Four sites: a port and a checkpoint of Izabal, a national unit, a precinct in Villa Nueva."""
    rows = [
        ("port", Kind.PORT, Layer.PORTS, 18, 1801, None, Precision.LOCALITY),
        (
            "checkpoint",
            Kind.BORDER_CHECKPOINT,
            Layer.CHECKPOINTS,
            18,
            1801,
            Neighbour.HONDURAS,
            Precision.EXACT,
        ),
        ("unit", Kind.POLICE_UNIT, Layer.POLICE, None, None, None, Precision.UNPLACED),
        ("precinct", Kind.MODEL_PRECINCT, Layer.PRECINCTS, 1, 115, None, Precision.ZONE),
    ]
    columns = ["site_id", "kind", "layer", "codigo_depto", "codigo_muni", "neighbour", "precision"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry=[Point(0, 0)] * 4, crs="EPSG:4326")
    frame = frame.astype({"codigo_depto": "Int64", "codigo_muni": "Int64"})
    frame["confirmation"] = [Confirmation.RECENT, *[Confirmation.OLD] * 2, Confirmation.UNDATED]
    return frame.assign(programme=Programme.BORDER_PORT, status=Status.OPERATING).set_index("site_id")


def shown(selection, sites):
    return set(sites_view(selection, sites).shown.index)


def test_nothing_chosen_shows_the_mission_layers(sites):
    assert shown(Selection(), sites) == {"port", "checkpoint", "precinct"}


def test_a_departamento_lets_only_its_sites_through(sites):
    assert shown(Selection(departamentos=(18,)), sites) == {"port", "checkpoint"}


def test_a_municipio_narrows_only_its_own_departamento():
    assert region_of(Selection(departamentos=(18, 1), municipios=(115,))) == Region((18,), (115,))


def test_filters_are_combined(sites):
    assert shown(Selection(departamentos=(18,), kinds=(Kind.PORT,)), sites) == {"port"}
    assert shown(Selection(departamentos=(1,), kinds=(Kind.PORT,)), sites) == set()


def test_a_neighbour_filters_the_sites_of_that_border(sites):
    assert shown(Selection(neighbours=(Neighbour.HONDURAS,)), sites) == {"checkpoint"}


def test_an_old_status_is_recognised(sites):
    old = Selection(confirmations=(Confirmation.OLD,))
    assert set(sites_view(old, sites).filtered.index) == {"checkpoint", "unit"}
    assert shown(old, sites) == {"checkpoint"}
    assert shown(Selection(confirmations=(Confirmation.UNDATED, Confirmation.RECENT)), sites) == {
        "port",
        "precinct",
    }


def test_a_switched_off_layer_is_filtered_in_but_not_shown(sites):
    view = sites_view(Selection(kinds=(Kind.POLICE_UNIT,)), sites)
    assert view.is_empty
    assert list(view.filtered.index) == ["unit"]


def test_unplaced_sites_are_kept_and_listed(sites):
    view = sites_view(Selection(layers=(*MISSION_LAYERS, Layer.POLICE)), sites)
    assert list(view.unplaced.index) == ["unit"]
