"""The content of the table of sites and the result of its reader."""

import geopandas as gpd
import pytest

from geo.choices import LAYER_OF, Basis, Kind, Layer, Neighbour, Precision, Programme
from geo.crs import WGS84
from geo.dataset.sites import read_sites

COUNTS = {
    Kind.BORDER_CHECKPOINT: 16,
    Kind.PORT: 6,
    Kind.AIRPORT: 3,
    Kind.MODEL_PRECINCT: 4,
    Kind.PBS_ZONE: 1,
    Kind.PBS_NEIGHBOURHOOD: 4,
    Kind.PBS_FACILITY: 1,
    Kind.PRIORITISED_NEIGHBOURHOOD: 1,
    Kind.HIGHWAY_CHECKPOINT: 7,
    Kind.POLICE_UNIT: 4,
    Kind.POLICE_ACADEMY: 1,
    Kind.POLICE_FACILITY: 2,
    Kind.FORENSIC_INSTITUTE: 1,
    Kind.PROSECUTION: 2,
    Kind.COMMISSION: 1,
    Kind.PRISON: 1,
    Kind.JUVENILE_CENTRE: 3,
    Kind.INCINERATOR: 1,
    Kind.JOINT_TASK_FORCE: 3,
}
TEXTS = ("inl_note", "status_note", "position_note", "caution")


@pytest.fixture(scope="module")
def sites() -> gpd.GeoDataFrame:
    return read_sites()


def of_kind(sites: gpd.GeoDataFrame, kind: Kind) -> gpd.GeoDataFrame:
    return sites[sites["kind"] == kind]


def test_every_kind_is_there_in_its_number(sites: gpd.GeoDataFrame) -> None:
    assert len(sites) == sum(COUNTS.values()) == 62
    assert sites["kind"].value_counts().to_dict() == COUNTS


def test_the_sites_are_points_in_wgs84_drawn_by_the_layer_of_their_kind(sites: gpd.GeoDataFrame) -> None:
    assert sites.crs == WGS84
    assert sites.index.name == "site_id"
    assert sites["layer"].tolist() == [LAYER_OF[kind] for kind in sites["kind"]]
    assert all(isinstance(layer, Layer) for layer in sites["layer"])
    point = sites.at["la-aurora", "geometry"]
    assert (point.x, point.y) == (-90.5275, 14.5833)


def test_only_places_known_as_points_have_one(sites: gpd.GeoDataFrame) -> None:
    placed = sites["precision"].isin([Precision.EXACT, Precision.LOCALITY, Precision.ZONE])
    assert (sites.geometry.notna() == placed).all()
    assert placed.sum() == 39


def test_names_and_notes_are_complete_in_both_languages_and_differ(sites: gpd.GeoDataFrame) -> None:
    for name in TEXTS:
        english, spanish = sites[f"{name}_en"], sites[f"{name}_es"]
        assert (english.isna() == spanish.isna()).all(), name
        assert (english != spanish)[english.notna()].all(), name


def test_neighbours_share_the_checkpoints(sites: gpd.GeoDataFrame) -> None:
    counts = sites["neighbour"].value_counts().to_dict()
    assert counts == {
        Neighbour.MEXICO: 8,
        Neighbour.EL_SALVADOR: 4,
        Neighbour.HONDURAS: 3,
        Neighbour.BELIZE: 1,
    }


def test_places_met_twice_are_one_row_with_the_gazetteers_position(
    sites: gpd.GeoDataFrame,
) -> None:
    assert sites["name_es"].is_unique
    quetzal = sites.loc["puerto-quetzal"]
    assert (quetzal["longitude"], quetzal["latitude"]) == (-90.786, 13.934)
    assert {"G31", "P02", "P34", "P79"} <= set(quetzal["sources"])
    assert "P32" in sites.at["santo-tomas-de-castilla", "sources"]
    assert "P05" in sites.at["puerto-barrios", "sources"]
    assert "P79" in sites.at["la-aurora", "sources"]


def count_of_pbs(sites: gpd.GeoDataFrame) -> int:
    return int((sites["kind"].map(LAYER_OF) == Layer.PBS).sum())


def test_la_brigada_is_never_counted_as_place_based_strategy(sites: gpd.GeoDataFrame) -> None:
    assert count_of_pbs(sites) == 6
    brigada = sites.loc["la-brigada"]
    assert brigada["programme"] is None
    assert brigada["layer"] == Layer.PRIORITISED


def test_the_count_of_pbs_would_notice_a_prioritised_neighbourhood(sites: gpd.GeoDataFrame) -> None:
    wrong = sites.copy()
    wrong.at["la-brigada", "kind"] = Kind.PBS_NEIGHBOURHOOD
    assert count_of_pbs(wrong) == 7


def test_only_what_inl_is_not_shown_to_support_lacks_a_programme(sites: gpd.GeoDataFrame) -> None:
    without = sites[sites["programme"].isna()]
    assert "task-force-chorti" not in without.index
    assert set(without["kind"]) == {
        Kind.JOINT_TASK_FORCE,
        Kind.PRIORITISED_NEIGHBOURHOOD,
        Kind.POLICE_FACILITY,
    }
    assert set(sites["programme"].dropna()) == set(Programme)


def test_a_pillar_is_explicit_for_ports_incinerator_and_fraijanes_alone(sites: gpd.GeoDataFrame) -> None:
    explicit = sites[sites["pillar_basis"] == Basis.EXPLICIT]
    assert set(explicit["kind"]) == {Kind.PORT, Kind.INCINERATOR, Kind.PRISON}


def test_nine_positions_come_from_openstreetmap(sites: gpd.GeoDataFrame) -> None:
    first = [position_sources[:1] for position_sources in sites["position_sources"]]
    assert first.count(("G01",)) == 9
