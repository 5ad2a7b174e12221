"""Each known trap about sites is handled by the row that it concerns."""

import geopandas as gpd
import pytest

from geo.choices import Basis, Field, InlRole, Kind, Neighbour, Pillar, Precision, Status
from geo.dataset.records import DATA
from geo.dataset.sites import read_sites

ZONE_12 = ["pbs-villa-lobos-ii", "pbs-el-exodo", "pbs-la-esperanza", "pbs-zone-12"]
ZONE_1 = ["citizen-attention-centre", "inacif", "public-ministry"]


@pytest.fixture(scope="module")
def sites() -> gpd.GeoDataFrame:
    return read_sites()


def of_kind(sites: gpd.GeoDataFrame, kind: Kind) -> gpd.GeoDataFrame:
    return sites[sites["kind"] == kind]


def test_every_border_checkpoint_but_bethel_has_a_location(sites: gpd.GeoDataFrame) -> None:
    checkpoints = of_kind(sites, Kind.BORDER_CHECKPOINT)
    assert list(checkpoints.index[checkpoints.geometry.isna()]) == ["bethel"]
    assert sites.at["bethel", "precision"] == Precision.UNPLACED
    assert sites.at["bethel", "codigo_muni"] == 1713
    assert "No source gives a location" in sites.at["bethel", "position_note_en"]


def test_eight_crossings_with_mexico_are_kept_each_with_its_own_status(sites: gpd.GeoDataFrame) -> None:
    status = of_kind(sites, Kind.BORDER_CHECKPOINT).loc[
        lambda s: s["neighbour"] == Neighbour.MEXICO, "status"
    ]
    assert len(status) == 8
    assert status["ingenieros"] == Status.BUILDING
    assert status["gracias-a-dios"] == status["bethel"] == Status.LIMITED
    for site_id in ("ingenieros", "gracias-a-dios", "bethel"):
        assert "counts seven" in sites.at[site_id, "caution_en"]


def test_works_paid_by_the_united_states_are_noted_at_pedro_de_alvarado(sites: gpd.GeoDataFrame) -> None:
    site = sites.loc["pedro-de-alvarado"]
    assert "P82" in site["sources"]
    assert site["inl_role"] == InlRole.US_SUPPORTED
    assert "both sides" in site["caution_en"]


def test_one_port_hosts_an_inl_task_force(
    sites: gpd.GeoDataFrame,
) -> None:
    ports = of_kind(sites, Kind.PORT)
    role = ports["inl_role"].to_dict()
    assert role.pop("santo-tomas-de-castilla") == InlRole.SUPPORTED
    assert role.pop("puerto-quetzal") == InlRole.US_SUPPORTED
    assert set(role.values()) == {InlRole.CONTEXT}
    assert "not the port itself" in sites.at["santo-tomas-de-castilla", "caution_en"]
    assert "it is not aid" in sites.at["puerto-quetzal", "caution_en"]
    assert (ports["pillar"] == Pillar.ALLIANCES).all()
    assert ports["inl_note_en"].str.contains("Neither founding document names a port").all()


def test_champerico_is_a_doubtful_port_of_entry(sites: gpd.GeoDataFrame) -> None:
    assert sites.at["champerico", "status"] == Status.DOUBTFUL
    assert "Do not count it" in sites.at["champerico", "caution_en"]


def test_the_position_of_ingenieros_is_called_inferred(sites: gpd.GeoDataFrame) -> None:
    assert sites.at["ingenieros", "inferred"] == (Field.POSITION,)
    assert "Inferred" in sites.at["ingenieros", "position_note_en"]


def test_corinto_is_el_cinchado_and_not_entre_rios(sites: gpd.GeoDataFrame) -> None:
    corinto, checkpoint = sites.loc["corinto"], sites.loc["pci-entre-rios"]
    assert "El Cinchado" in corinto["name_es"]
    assert "Entre Ríos" in corinto["caution_en"]
    assert checkpoint["geometry"] is None
    assert checkpoint["codigo_muni"] == 1801
    assert Field.MUNICIPIO not in checkpoint["inferred"]


def test_melchor_takes_no_side_on_the_dispute(sites: gpd.GeoDataFrame) -> None:
    assert "International Court of Justice" in sites.at["melchor-de-mencos", "caution_en"]
    assert "Corte Internacional de Justicia" in sites.at["melchor-de-mencos", "caution_es"]


def test_the_retalhuleu_migration_post_is_an_inference(sites: gpd.GeoDataFrame) -> None:
    assert sites.at["retalhuleu", "inferred"] == (Field.STATUS,)


def test_model_precincts_are_a_minimum_without_any_building(sites: gpd.GeoDataFrame) -> None:
    precincts = of_kind(sites, Kind.MODEL_PRECINCT)
    assert precincts["caution_en"].str.contains("a minimum, not the programme's total").all()
    assert not (precincts["precision"] == Precision.EXACT).any()
    assert (precincts["status"] == Status.UNKNOWN).all()


def test_the_first_model_precinct_is_of_2004(sites: gpd.GeoDataFrame) -> None:
    assert sites.at["mpp-villa-nueva", "since"] == "2004"
    assert "No source was found for 2008" in sites.at["mpp-villa-nueva", "caution_en"]


def test_that_the_mixco_precinct_is_comisaria_16_is_inferred(sites: gpd.GeoDataFrame) -> None:
    assert Field.IDENTITY in sites.at["mpp-mixco", "inferred"]
    assert "Comisaría 16" in sites.at["mpp-mixco", "caution_en"]


@pytest.mark.parametrize("shared", [ZONE_12, ZONE_1], ids=["zone 12 of Villa Nueva", "zone 1 of Guatemala"])
def test_sites_on_one_zone_point_are_areas_and_say_so(sites: gpd.GeoDataFrame, shared: list[str]) -> None:
    point = sites.at[shared[0], "geometry"]
    there = sites[sites.geometry.geom_equals(point)]
    assert sorted(there.index) == sorted(shared)
    assert (there["precision"] == Precision.ZONE).all()
    assert there["caution_en"].str.contains("shares its point").all()


def test_the_fall_in_homicides_is_a_claim_that_was_not_rechecked(sites: gpd.GeoDataFrame) -> None:
    assert "26%" in sites.at["pbs-zone-12", "caution_en"]
    assert "not rechecked" in sites.at["pbs-zone-12", "caution_en"]


def test_the_incinerator_is_in_san_jose_del_golfo_and_not_in_zacapa(sites: gpd.GeoDataFrame) -> None:
    incinerators = of_kind(sites, Kind.INCINERATOR)
    assert incinerators["codigo_muni"].tolist() == [104]
    assert not (incinerators["codigo_depto"] == 19).any()
    caution = incinerators["caution_en"].item()
    assert "Zacapa" in caution
    assert incinerators["precision"].item() == Precision.MUNICIPIO


def test_fraijanes_1_is_not_fraijanes_ii_and_no_certificate_is_claimed(sites: gpd.GeoDataFrame) -> None:
    assert "Not Fraijanes II" in sites.at["fraijanes-1", "caution_en"]
    assert sites.at["fraijanes-1", "status"] == Status.CHANGING
    assert "No award was found" in sites.at["fraijanes-1", "status_note_en"]


def test_the_two_centres_called_cer_tell_each_other_apart(sites: gpd.GeoDataFrame) -> None:
    for site_id, muni in (("cer-san-jose-pinula", 103), ("cer-1-gaviotas", 101)):
        assert sites.at[site_id, "codigo_muni"] == muni
        assert "Two centres are called CER" in sites.at[site_id, "caution_en"]


def test_dipafront_is_neither_dissolved_nor_unchanged(sites: gpd.GeoDataFrame) -> None:
    site = sites.loc["dipafront"]
    assert site["status"] == Status.CHANGING
    assert "announced in February 2024" in site["status_note_en"]
    assert "January 2026" in site["status_note_en"]
    assert "would soon be" in site["status_note_en"]
    assert "540" in site["caution_en"]
    assert "about 2019" in site["caution_en"]


def test_units_and_the_chemical_store_have_no_point(sites: gpd.GeoDataFrame) -> None:
    for kind in (Kind.POLICE_UNIT, Kind.INCINERATOR):
        assert of_kind(sites, kind).geometry.isna().all()


def test_the_sanarate_checkpoint_is_in_sanarate_and_moving(sites: gpd.GeoDataFrame) -> None:
    assert sites.at["pci-sanarate", "codigo_muni"] == 207
    assert sites.at["pci-sanarate", "status"] == Status.CHANGING


def test_the_tie_of_highway_checkpoints_to_inl_has_three_sources(sites: gpd.GeoDataFrame) -> None:
    checkpoints = of_kind(sites, Kind.HIGHWAY_CHECKPOINT).drop(index="pci-vado-hondo")
    assert all({"P23", "P24", "P104"} <= set(sources) for sources in checkpoints["sources"])
    assert all(Field.IDENTITY in inferred for inferred in checkpoints["inferred"])
    assert checkpoints["caution_en"].str.contains("based on three sources").all()


def test_no_source_ties_inl_to_the_checkpoint_of_vado_hondo(sites: gpd.GeoDataFrame) -> None:
    site = sites.loc["pci-vado-hondo"]
    assert (site["inl_role"], site["status"]) == (InlRole.CONTEXT, Status.UNKNOWN)
    assert site["status_as_of"] is None
    assert site["inferred"] == (Field.MUNICIPIO,)
    assert "Do not say that INL supports it" in site["caution_en"]


def test_the_rio_dulce_checkpoint_has_its_municipio_but_no_point(sites: gpd.GeoDataFrame) -> None:
    site = sites.loc["pci-rio-dulce"]
    assert (site["codigo_muni"], site["precision"]) == (1802, Precision.MUNICIPIO)
    assert site["since"] == site["status_as_of"] == "2021-09-09"


def test_joint_task_forces_are_no_inl_programme(sites: gpd.GeoDataFrame) -> None:
    forces = of_kind(sites, Kind.JOINT_TASK_FORCE)
    assert forces["caution_en"].str.contains("Not an INL programme on this evidence").all()
    others = forces.drop(index="task-force-chorti")
    assert others["programme"].isna().all()
    assert (others["inl_role"] == InlRole.US_SUPPORTED).all()


def test_chorti_received_one_hand_over_by_inl(sites: gpd.GeoDataFrame) -> None:
    site = sites.loc["task-force-chorti"]
    assert site["inl_role"] == InlRole.SUPPORTED
    assert site["inferred"] == (Field.PROGRAMME,)
    assert "26 July 2016" in site["inl_note_en"]
    assert "one hand-over by INL" in site["caution_en"]


def test_the_public_ministry_names_the_pause_of_cooperation(sites: gpd.GeoDataFrame) -> None:
    for site_id in ("public-ministry", "feci"):
        assert "27 July 2021" in sites.at[site_id, "caution_en"]


def test_the_commission_is_under_good_governance_by_our_analysis(sites: gpd.GeoDataFrame) -> None:
    site = sites.loc["commission-against-corruption"]
    assert (site["pillar"], site["pillar_basis"]) == (Pillar.GOOD_GOVERNANCE, Basis.ANALYSIS)
    assert "lists it under Safe Communities" in site["caution_en"]


def test_the_wording_of_its_time_is_not_repeated() -> None:
    text = (DATA / "sites" / "sites.csv").read_text(encoding="utf-8").lower()
    assert "illegal" not in text
    assert "ilegal" not in text
