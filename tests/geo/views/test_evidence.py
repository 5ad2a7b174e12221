"""Sources and their facts, inferences, data gaps and records."""

import csv

import pytest

from geo.choices import FactKind, Field, Gap, Precision, Status
from geo.dataset.records import DATA, catalogue, read_rows
from geo.views.evidence import by_identifier, every_fact, facts_of, inferences, kind_of, unknowns, uses
from tests.copies import copy_of_data
from tests.shared_data import ATLAS

FACTS, SITES, SOURCES = ATLAS.facts, ATLAS.sites, ATLAS.sources
NAMED = every_fact(FACTS, SITES)
ENTRIES = {entry.record.dataset: entry for entry in catalogue()}
FILES = [(dataset, name) for dataset, entry in ENTRIES.items() for name in entry.tables]


def test_every_fact_has_sources_and_names_in_both_languages():
    for fact in NAMED:
        assert fact.sources
        assert set(fact.sources) <= set(SOURCES.index)
        assert fact.name("en")
        assert fact.name("es")


def test_counted_sources_exist_and_founding_ones_have_most():
    counts = uses(NAMED)
    assert set(counts.index) <= set(SOURCES.index)
    assert counts.index[0] == "P01"


def test_an_uncited_source_is_listed_only_with_the_reason():
    """P95 was read and rejected: year and origin of its crime rate are not documented."""
    assert set(SOURCES.index) - set(uses(NAMED).index) == {"P95"}
    assert facts_of(NAMED, "P95") == ()


def test_facts_of_a_source_name_it_and_no_other_fact_does():
    resting = facts_of(NAMED, "P68")
    assert {fact.identifier for fact in resting} == {"I001", "cocaine-1400-tonnes"}
    assert len(resting) == uses(NAMED)["P68"]


def test_a_unit_and_its_site_may_share_an_identifier():
    by_id = by_identifier(NAMED)
    assert by_id[FactKind.SITE, "tag"].leads_to == ("site", "tag")
    assert by_id[FactKind.COMPONENT, "tag"].leads_to == ("programme", "gangs")
    assert len(by_id) == len(NAMED)


@pytest.mark.parametrize(
    ("kind", "identifier", "leads_to"),
    [
        (FactKind.FIGURE, "I006", ("figure", "I006")),
        (FactKind.EVENT, "T001", ("event", "T001")),
        (FactKind.CONFLICT, "two-cers", ("programme", "corrections")),
        (FactKind.CONFLICT, "money-2024", None),
        (FactKind.POINT, "N098", ("chart", "returns")),
        (FactKind.PILLAR, "alliances", ("pillar", "alliances")),
    ],
)
def test_a_fact_leads_to_the_page_that_shows_it(kind, identifier, leads_to):
    assert by_identifier(NAMED)[kind, identifier].leads_to == leads_to


def test_every_inference_of_the_tables_is_listed():
    cells_of_rows = {
        (inference.fact.kind, inference.fact.identifier, part)
        for inference in inferences(FACTS, SITES, NAMED)
        for part in inference.parts
    }
    assert (FactKind.SITE, "ingenieros", Field.POSITION) in cells_of_rows
    assert (FactKind.SITE, "mpp-mixco", Field.IDENTITY) in cells_of_rows
    assert (FactKind.FIGURE, "I006", Field.DATE) in cells_of_rows
    assert (FactKind.FIGURE, "I108", Field.VALUE) in cells_of_rows
    assert (FactKind.PROGRAMME, "gangs", Field.PILLAR) in cells_of_rows
    assert (FactKind.PROGRAMME, "countering_narcotics", Field.PILLAR) not in cells_of_rows
    cells = sum(
        len(row or ()) for table in (SITES, FACTS.figures, FACTS.events) for row in table["inferred"]
    )
    assert len([cell for cell in cells_of_rows if cell[2] not in {Field.VALUE, Field.PILLAR}]) == cells


def test_unknowns_are_listed_gap_by_gap():
    gaps = unknowns(FACTS, SITES, NAMED)
    listed = {gap: [unknown for unknown in gaps if unknown.gap is gap] for gap in Gap}
    assert len(listed[Gap.POSITION]) == (SITES["precision"] == Precision.UNPLACED).sum()
    assert len(listed[Gap.STATUS]) == (SITES["status"] == Status.UNKNOWN).sum()
    assert all(unknown.what_en and unknown.what_es for unknown in listed[Gap.POSITION])
    assert {"I013", "I108", "T015"} <= {unknown.fact.identifier for unknown in listed[Gap.CERTAINTY]}
    assert {unknown.fact.identifier: unknown.what_en for unknown in listed[Gap.YEARS]}[
        "homicides-pnc-cien"
    ] == "2019"


@pytest.mark.parametrize(("dataset", "name"), FILES)
def test_a_table_is_read_as_it_is_stored(dataset, name):
    with (DATA / dataset / name).open(encoding="utf-8", newline="") as file:
        first, *rows = csv.reader(file)
    table = read_rows(dataset, name)
    assert table.columns.tolist() == first
    assert table.iloc[-1].tolist() == rows[-1]
    assert len(table) == ENTRIES[dataset].record.files[name].rows


@pytest.mark.parametrize(("dataset", "name"), FILES)
def test_every_column_of_a_table_is_described_in_both_languages(dataset, name):
    columns = ENTRIES[dataset].columns
    notes = columns.get(name, columns.get("", ()))
    assert set(read_rows(dataset, name).columns) <= {note.name for note in notes}
    assert all(note.description_en and note.description_es for note in notes)


@pytest.mark.parametrize("dataset", ENTRIES)
def test_a_record_says_who_made_it_in_spanish_too(dataset):
    entry = ENTRIES[dataset]
    assert " the " not in f" {entry.producer_es} {entry.citation_es} {entry.licence_es} "
    assert entry.record.files


@pytest.mark.parametrize(
    ("file", "kind"), [("figures.csv", FactKind.FIGURE), ("sites.csv", FactKind.SITE), ("names.csv", None)]
)
def test_a_file_tells_what_its_rows_are(file, kind):
    assert kind_of(file) is kind


def test_a_broken_record_leaves_the_others_in_the_catalogue(tmp_path):
    data = copy_of_data(tmp_path)
    (data / "names/source.toml").write_text("title_en = ", encoding="utf-8")
    assert {entry.record.dataset for entry in catalogue(data)} == set(ENTRIES) - {"names"}
