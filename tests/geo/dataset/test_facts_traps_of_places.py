"""Each known trap about places, units and pillars is handled by a row."""

import pytest

from geo.choices import Basis, ClaimKind, InlRole, Pillar, Qualifier, Scope
from geo.dataset.facts import RESULTS, conflicts_of
from tests.geo.dataset.facts_rows import component, event, facts, figure, sides, statement


def test_250_officers_are_a_commitment() -> None:
    officers = figure("I011")
    assert (officers["claim"], officers["qualifier"]) == (ClaimKind.COMMITMENT, Qualifier.UP_TO)
    assert "I011" in sides("pbs-officers")


def test_the_first_model_precinct_is_of_2004() -> None:
    assert event("T001")["date"] == "2004"
    assert {"T001", "mpp-villa-nueva"} <= sides("first-model-precinct")


def test_four_model_precincts_are_a_minimum() -> None:
    row = figure("I302")
    assert (row["value"], row["qualifier"]) == (4, Qualifier.AT_LEAST)
    assert {"I301", "I302"} <= sides("model-precincts-count")


def test_the_mixco_precinct_as_comisaria_16_is_an_inference() -> None:
    assert "mpp-mixco" in sides("mixco-precinct")
    assert "our inference" in statement("mixco-precinct")


def test_fraijanes_1_is_not_fraijanes_ii() -> None:
    escape = event("T045")
    assert "fraijanes-1" not in (escape["site_ids"] or ())
    assert "fraijanes-1" not in (escape["component_ids"] or ())
    assert {"fraijanes-1", "T045"} <= sides("fraijanes-1-and-ii")


def test_the_intended_capacity_of_fraijanes_1_is_no_result() -> None:
    assert figure("I317")["claim"] not in RESULTS


def test_two_centres_are_called_cer() -> None:
    assert {"cer-san-jose-pinula", "cer-1-gaviotas"} <= sides("two-cers")
    assert figure("I312")["site_ids"] == ("cer-san-jose-pinula",)
    assert figure("I314")["site_ids"] == ("cer-1-gaviotas",)


def test_the_incinerator_is_in_san_jose_del_golfo() -> None:
    assert figure("I003")["codigo_muni"] == 104
    assert "incinerator-san-jose-del-golfo" in sides("incinerator-place")


def test_the_cost_of_the_incinerator_has_three_versions() -> None:
    assert figure("I036")["value"] == 6_000_000
    assert all(amount in statement("incinerator-cost") for amount in ("Q5", "Q6", "Q12"))


def test_the_commission_is_printed_under_another_pillar() -> None:
    commission = component("commission-against-corruption")
    assert commission["pillars"] == (Pillar.GOOD_GOVERNANCE,)
    assert commission["pillar_basis"] == Basis.ANALYSIS
    assert "commission-against-corruption" in sides("commission-pillar")
    assert "Safe Communities" in statement("commission-pillar")


def test_eight_border_posts_with_mexico_are_kept() -> None:
    assert len(sides("border-posts-mexico")) == 8


@pytest.mark.parametrize(
    ("conflict_id", "site_id"),
    [
        ("corinto-names", "corinto"),
        ("champerico-status", "champerico"),
        ("ingenieros-position", "ingenieros"),
        ("bethel-position", "bethel"),
        ("zone-12-policing", "pbs-zone-12"),
        ("la-brigada-and-pbs", "la-brigada"),
        ("task-force-tecun-uman-seat", "task-force-tecun-uman"),
        ("task-force-chorti-start", "task-force-chorti"),
        ("san-cristobal-date", "mpp-san-cristobal-acasaguastlan"),
        ("highway-checkpoints-inl", "pci-entre-rios"),
    ],
)
def test_a_site_with_a_trap_shows_it(conflict_id: str, site_id: str) -> None:
    assert conflict_id in set(conflicts_of(facts().conflicts, site_id)["conflict_id"])


def test_twelve_checkpoints_were_planned_and_six_are_there() -> None:
    planned, there = figure("I141"), figure("I144")
    assert (planned["value"], planned["claim"], planned["series"]) == (12, ClaimKind.TARGET, None)
    assert (there["value"], there["series"]) == (6, "pci-in-place")
    assert {"I141", "I144", "I331", "I332", "I349"} <= sides("pci-plan")
    assert (figure("I331")["value"], figure("I331")["series"]) == (7, None)


def test_money_and_staff_of_other_agencies_are_not_inls() -> None:
    assert {"I037", "I133", "I134", "I338", "I346", "I347", "T022", "T043"} <= sides("not-inl")
    assert "Not INL programmes" in component("joint-task-forces")["caution_en"]
    assert "Chortí" in component("joint-task-forces")["caution_en"]


@pytest.mark.parametrize("rules_of_guatemala", ["precursor-rules", "police-modernisation"])
def test_presence_at_a_signature_is_not_support(rules_of_guatemala: str) -> None:
    assert component(rules_of_guatemala)["inl_role"] == InlRole.CONTEXT
    assert component(rules_of_guatemala)["scope"] == Scope.RELATED


def test_seizures_of_2018_are_not_attributed_to_the_vetted_units() -> None:
    assert "does not attribute" in component("dea-vetted-units")["caution_en"]


def test_the_place_based_strategy_names_each_partner_and_the_end_of_usaid() -> None:
    zone = component("pbs-zone-12")
    assert {"P01", "P199", "P200"} <= set(zone["sources"])
    assert "USAID" in zone["what_en"]
    assert "is not known" in zone["caution_en"]
    assert "Colombian" in component("pbs-policing-support")["what_en"]


@pytest.mark.parametrize(
    "conflict_id",
    [
        "incinerator-start",
        "precursor-stock",
        "cer-1-population",
        "cer-1-standards",
        "fraijanes-1-start",
        "first-certified",
        "villa-nueva-precinct-and-headquarters",
        "cocaine-2017-misprint",
        "cocaine-2020-count",
        "cocaine-2024-count",
        "record-2018",
        "equipment-november-2025",
        "homicides-2020",
        "homicides-2022",
        "homicides-2023",
        "migrants-wording",
    ],
)
def test_a_smaller_trap_has_its_sentence(conflict_id: str) -> None:
    assert sides(conflict_id)
    assert statement(conflict_id).endswith(".")


def test_a_conflict_has_one_sentence_in_each_language() -> None:
    for language in ("en", "es"):
        sentences = facts().conflicts[f"statement_{language}"].str.replace("EE. UU.", "EUA")
        assert sentences.str.endswith(".").all()
        assert not sentences.str.contains(r"[.!?]\s+[A-ZÁÉÍÓÚ]", regex=True).any()
