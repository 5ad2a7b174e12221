"""Each known trap in the figures of sources is handled by a row."""

import pytest

from geo.choices import ClaimKind, Qualifier, Scope, Unit
from geo.dataset.facts import points_of
from tests.geo.dataset.facts_rows import event, facts, figure, sides, statement, values_by_year


def test_the_hundred_million_are_half_announced_half_intended() -> None:
    reported, announced, intended = (figure(name) for name in ("I021", "I031", "I032"))
    assert (reported["value"], announced["value"], intended["value"]) == (100e6, 50e6, 50e6)
    assert (announced["claim"], announced["as_of"]) == (ClaimKind.COMMITMENT, "2024-03-25")
    assert (intended["claim"], intended["as_of"]) == (ClaimKind.INTENT, "2024-10-02")
    assert {"I021", "I031", "I032"} <= sides("money-2024")
    assert "US$50 million" in reported["note_en"]


def test_money_a_signed_agreement_is_a_commitment() -> None:
    assert figure("I034")["claim"] == ClaimKind.COMMITMENT


def test_dipafront_540_is_reported_and_2500_a_target() -> None:
    strength, goal = figure("I006"), figure("I007")
    assert (strength["value"], strength["claim"]) == (540, ClaimKind.REPORTED)
    assert (goal["value"], goal["claim"]) == (2500, ClaimKind.TARGET)
    assert strength["series"] is None
    assert goal["series"] is None
    assert {"I006", "I007", "I131"} <= sides("dipafront-strength")


def test_dipafront_dissolution_was_announced_and_the_name_went_on() -> None:
    assert {"T031", "T051"} <= sides("dipafront-dissolution")
    assert (event("T031")["date"], event("T051")["date"]) == ("2024-02", "2026-01-12")
    assert "announces the dissolution" in event("T031")["title_en"]


@pytest.mark.parametrize("figure_id", ["I002", "I022", "I023", "I107", "I108", "I328", "I329", "I330"])
def test_the_cocaine_series_excludes_other_seizures(figure_id: str) -> None:
    assert figure(figure_id)["series"] is None
    assert figure_id not in set(points_of(facts().every_point(), "cocaine-seized-year")["reference"])


def test_seizures_of_2018_the_part_and_the_whole() -> None:
    assert (figure("I002")["value"], figure("I103")["value"]) == (8000, 16829)
    assert {"I002", "I103"} <= sides("seizures-2018")


def test_seizures_of_2024_all_substances_and_cocaine() -> None:
    assert (figure("I022")["value"], figure("I022")["qualifier"]) == (11000, Qualifier.ALMOST)
    assert {"I022", "I023", "I109", "I328"} <= sides("seizures-2024")


def test_223_percent_do_not_fit_the_count_of_2023() -> None:
    rise = figure("I022")["value"] / values_by_year("cocaine-seized-year")["2023"] - 1
    assert 1.18 < rise < 1.19
    assert figure("I023")["value"] == 223
    assert {"I022", "I023", "N004"} <= sides("rise-223-percent")
    assert "118 percent" in statement("rise-223-percent")


def test_more_was_counted_by_10_december_than_one_report_has_by_the_20th() -> None:
    assert figure("I329")["value"] > 16_007.40
    assert {"I109", "I329"} <= sides("cocaine-2024-count")


def test_eleven_tonnes_are_narcotics_and_9_85_cocaine() -> None:
    assert (figure("I330")["value"], figure("I330")["unit"]) == (11, Unit.TONNES)
    assert figure("I110")["value"] == 9850
    assert {"I110", "I330"} <= sides("seizures-2025-eleven")


def test_captures_of_october_2024_have_three_counts() -> None:
    assert (figure("I024")["value"], figure("I327")["value"]) == (36, 25)
    assert {"I024", "I327", "T036"} <= sides("captures-october-2024")
    assert all(count in statement("captures-october-2024") for count in ("36", "35", "13", "11"))
    assert "smuggling" in figure("I024")["label_en"]


def test_ten_police_officers_and_later_eleven() -> None:
    assert "T050" in sides("police-killed-2026")
    assert all(count in statement("police-killed-2026") for count in ("ten", "eleven"))


@pytest.mark.parametrize("figure_id", ["I344", "I345"])
def test_what_guatemala_pays_is_no_aid(figure_id: str) -> None:
    cost = figure(figure_id)
    assert (cost["scope"], cost["programme"]) == (Scope.CONTEXT, None)
    assert "not aid" in cost["note_en"]


def test_1400_tonnes_are_an_estimate_for_2017_or_2018() -> None:
    assert figure("I001")["claim"] == ClaimKind.ESTIMATE
    assert "2017" in figure("I001")["period_note_en"]
    assert "I001" in sides("cocaine-1400-tonnes")


def test_26_percent_is_a_claim_without_counts() -> None:
    claim = figure("I013")
    assert (claim["value"], claim["unit"], claim["series"]) == (-26, Unit.PERCENT, None)
    assert "counts" in claim["note_en"]
    assert {"I013", "I233"} <= sides("homicides-zone-12")


def test_seven_and_a_half_tonnes_agree_with_no_year_count() -> None:
    years = values_by_year("cocaine-seized-year")
    both = years["2022"] + years["2023"]
    assert both > 7500
    assert both / 2 < 7500
    assert {"I107", "I108"} <= sides("seizures-2022-2023")


def test_5047_is_arithmetic_and_5036_was_published() -> None:
    assert figure("I108")["claim"] == ClaimKind.DERIVED
    assert round(figure("I109")["value"] / 3.61) == 5047
    assert "I108" in sides("seizures-2023-derived")


def test_2024_is_no_record() -> None:
    assert figure("I104")["value"] > figure("I109")["value"]
    assert {"I104", "I109"} <= sides("record-2024")


@pytest.mark.parametrize("figure_id", ["I133", "I134", "I312", "I332", "I345"])
def test_what_was_planned_is_a_target(figure_id: str) -> None:
    assert figure(figure_id)["claim"] == ClaimKind.TARGET


def test_police_and_forensic_counts_never_share_a_series() -> None:
    assert figure("I225")["series"] is None
    assert {"I201", "I225"} <= sides("homicides-counting-bodies")


def test_returns_of_2023_differ_by_exactly_the_minors() -> None:
    assert values_by_year("returns-year")["2023"] - values_by_year("returns-year-other")["2023"] == 16_273
    assert "returns-2023" in set(facts().conflicts["conflict_id"])


def test_returns_from_mexico_do_not_fit_together() -> None:
    (from_us,) = values_by_year("returns-from-us-year").values()
    (from_mexico,) = values_by_year("returns-from-mexico-year").values()
    assert from_us + from_mexico == values_by_year("returns-year")["2025"]
    assert from_mexico < 9_551
    assert "returns-from-mexico-year" in sides("returns-2025-mexico")
