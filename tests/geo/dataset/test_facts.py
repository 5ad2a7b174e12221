"""The committed tables of facts are complete, described and valid."""

import csv
import re
import tomllib
from dataclasses import fields

import pytest

from geo.choices import ClaimKind, Programme
from geo.dataset.facts import (
    READERS,
    Facts,
    conflicts_of,
    figures_of,
    first_day,
    read_facts,
)
from geo.dataset.records import DATA

FOUNDING = {
    "I001": 1400,
    "I002": 8000,
    "I003": 1,
    "I004": 2,
    "I005": 150,
    "I006": 540,
    "I007": 2500,
    "I008": 1494,
    "I009": 5_000_000,
    "I010": 4,
    "I011": 250,
    "I012": 4,
    "I013": -26,
    "I014": 8,
    "I021": 100_000_000,
    "I022": 11_000,
    "I023": 223,
    "I024": 36,
    "I025": 3,
}
"""Every figure of the two founding documents, as they print it."""

NUMBERS = re.compile(r"\d[\d,.]*\d|\d")
"""A number as both languages write it in Guatemala: comma for thousands, point for decimals."""

DATASETS = ("programmes", "components", "figures", "events", "series", "conflicts", "founding")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts()


def test_every_figure_of_the_founding_documents_is_there(facts: Facts) -> None:
    founding = facts.figures[facts.figures["founding"]]
    assert dict(zip(founding["figure_id"], founding["value"], strict=True)) == FOUNDING


def test_a_founding_figure_names_a_founding_document(facts: Facts) -> None:
    founding = facts.figures[facts.figures["founding"]]
    assert all({"P01", "P02"} & set(sources) for sources in founding["sources"])


def test_every_table_has_its_reader() -> None:
    assert set(READERS) == {field.name for field in fields(Facts)}


@pytest.mark.parametrize("name", READERS)
def test_both_languages_give_the_same_numbers(facts: Facts, name: str) -> None:
    table = getattr(facts, name)
    for english in table.columns[table.columns.str.endswith("_en")]:
        spanish = english.removesuffix("en") + "es"
        for text, other in zip(table[english].fillna(""), table[spanish].fillna(""), strict=True):
            assert sorted(NUMBERS.findall(text)) == sorted(NUMBERS.findall(other))


def test_nothing_was_lost_on_the_way(facts: Facts) -> None:
    assert (len(facts.programmes), len(facts.pillars)) == (8, 3)
    assert len(facts.figures) >= 110
    assert len(facts.events) >= 96


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_is_described_in_both_languages(dataset: str) -> None:
    record = tomllib.loads((DATA / dataset / "source.toml").read_text(encoding="utf-8"))
    for name in record["files"]:
        with (DATA / dataset / name).open(encoding="utf-8") as file:
            header = next(csv.reader(file))
        assert list(record["columns"][name]) == header
        for described in record["columns"][name].values():
            assert described.keys() == {"description_en", "description_es"}
            assert all(described.values())


@pytest.mark.parametrize("programme", Programme, ids=str)
def test_every_programme_area_has_components(facts: Facts, programme: Programme) -> None:
    assert programme in set(facts.components["programme"])


def test_what_the_mission_names_has_a_component(facts: Facts) -> None:
    assert {
        "dea-vetted-units",
        "tag",
        "dipanda",
        "cbp-advisors",
        "dipafront",
        "difep",
        "police-academy",
        "inacif",
        "codis",
        "public-ministry",
        "feci",
        "fraijanes-1",
        "commission-against-corruption",
        "center-for-reinsertion",
        "casa-intermedia",
        "cer-1",
        "highway-checkpoints",
        "guatemala-se-transforma",
        "port-security-alliances",
        "recruitment",
        "precursor-rules",
        "fraijanes-1-certification",
    } <= set(facts.components["component_id"])


def test_figures_of_a_programme_begin_with_the_founding_documents(facts: Facts) -> None:
    own = figures_of(facts.figures, Programme.BORDER_PORT)
    assert set(own["programme"]) == {Programme.BORDER_PORT}
    assert list(own["figure_id"].head(5)) == ["I004", "I005", "I006", "I007", "I008"]
    assert own["founding"].is_monotonic_decreasing


def test_events_stand_oldest_first(facts: Facts) -> None:
    begun = facts.events["date"].map(first_day)
    assert facts.events["event_id"].iloc[0] == "T001"
    assert begun.is_monotonic_increasing


def test_conflicts_of_what_is_in_none_are_none(facts: Facts) -> None:
    assert conflicts_of(facts.conflicts, "I012").empty


def test_a_result_ends_when_its_figure_speaks(facts: Facts) -> None:
    plans = {ClaimKind.TARGET, ClaimKind.COMMITMENT, ClaimKind.INTENT}
    flows = facts.figures[facts.figures["period_end"].notna() & ~facts.figures["claim"].isin(plans)]
    assert list(flows["as_of"]) == list(flows["period_end"])


@pytest.mark.parametrize("word", ["illegal migrant", "migrantes ilegales", "inmigrantes ilegales"])
def test_the_wording_of_its_time_is_only_quoted(facts: Facts, word: str) -> None:
    for table in (facts.figures, facts.events, facts.components, facts.programmes, facts.conflicts):
        for column in table.columns[table.columns.str.endswith(("_en", "_es"))]:
            cells = table[column].dropna().str.replace(r"[\"«]illegal migrants[\"»]", "", regex=True)
            assert not cells.str.contains(word, case=False).any()
