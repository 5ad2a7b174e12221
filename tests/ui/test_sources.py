"""The sources page in both languages: sources, data sets, and links to facts."""

import re

import pytest

from atlas.i18n.messages import Language, translator
from geo.choices import FactKind, Gap
from geo.dataset.facts import carriers_of, read_facts, read_statements
from geo.dataset.facts.founding_statements import SECTIONS
from geo.dataset.records import DATA, data_version, datasets, read_record
from geo.dataset.schema import rows
from geo.dataset.sites import read_sites
from geo.views.evidence import every_fact, facts_of
from tests.copies import copy_of_data, reading, truncate
from tests.shared_data import ATLAS
from tests.ui.app import address, said
from tests.ui.reading import choose, first, links, markup, part, text, turned_to

SOURCES = ATLAS.sources


def listed(app):
    """Return the identifiers of the sources in the list, in order."""
    return [link.split("source=")[1] for link in links(markup(app)) if "&source=" in link]


@pytest.mark.parametrize("language", Language)
def test_every_source_is_listed_in_each_language(language):
    app, t = turned_to("sources", lang=str(language)), translator(language)
    assert listed(app) == SOURCES.index.tolist()[:20]
    (more,) = [
        button for button in app.button if button.label == t("sources.more", count=len(SOURCES) - 20)
    ]
    more.click().run()
    assert listed(app) == SOURCES.index.tolist()
    line = text(first(r"<td[^>]*>P01</td>.*?</tr>", markup(app)))
    assert t("source_kind.founding") in line
    assert str(SOURCES.at["P01", f"published_note_{language}"]) in line
    assert t("reliability.high") in line
    assert int(first(r" (\d+) ", line)) > 70


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("p01", ["P01"]),
        ("crisis  GROUP", ["P06", "P07"]),
        ("comisarias modelo elogian", ["P05"]),
        ("zzz", []),
    ],
)
def test_a_search_forgives_accents_case_and_order(query, expected):
    app = turned_to("sources")
    app.text_input(key="source_search").set_value(query).run()
    assert set(expected) <= set(listed(app))
    assert len(listed(app)) < 12
    assert ("No results" in said(app)) == (not expected)


def test_sources_are_filtered_by_kind():
    app = turned_to("sources")
    app.multiselect(key="source_kinds").set_value(["founding"]).run()
    assert listed(app) == ["P01", "P02"]


@pytest.mark.parametrize("language", Language)
def test_a_source_links_to_the_facts_based_on_it(language):
    app = turned_to("sources", source="P02", lang=str(language))
    sheet, t = part(markup(app), "source-P02"), translator(language)
    assert "News Americas" in text(sheet)
    assert str(SOURCES.at["P02", f"reliability_note_{language}"]) in text(sheet)
    assert t("seen.full") in text(sheet)
    assert SOURCES.at["P02", "url"] in links(sheet)
    assert any("figure=I022" in link for link in links(sheet))
    assert any("pillar=alliances" in link for link in links(sheet))
    resting = facts_of(every_fact(read_facts(), read_sites()), "P02")
    figures = sum(fact.kind is FactKind.FIGURE for fact in resting)
    assert f"{t('fact_kind.figure')} ({figures})" in text(sheet)


def test_from_a_fact_to_its_row_to_its_source_and_back():
    fact = markup(turned_to("programmes", figure="I013"))
    to_row = next(link for link in links(part(fact, "sheet-I013")) if "row=I013" in link)
    assert to_row.startswith("sources?")
    row = markup(turned_to("sources", dataset="figures", row="I013"))
    assert any("figure=I013" in link for link in links(row))
    assert any("source=P01" in link for link in links(row))
    source = markup(turned_to("sources", source="P01"))
    assert any("figure=I013" in link for link in links(part(source, "source-P01")))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("dataset", datasets())
def test_a_data_set_shows_its_record(dataset, language):
    app, t = turned_to("sources", dataset=dataset, lang=str(language)), translator(language)
    record, sheet = read_record(dataset), text(part(markup(app), f"dataset-{dataset}"))
    assert getattr(record, f"title_{language}") in sheet
    for caveat in record.caveats:
        assert t(f"caveat.{caveat}") in sheet
    for file in record.files.values():
        assert file.sha256 in sheet
        assert f"data/{dataset}/{file.name}" in sheet
    assert language is Language.SPANISH or record.citation in sheet
    tables = [name for name in record.files if name.endswith(".csv")]
    assert len(app.dataframe) == len(tables)
    assert [button.key for button in app.get("download_button")] == [
        f"download_{dataset}_{name}" for name in tables
    ]


def test_all_data_sets_are_listed_with_their_rows():
    app = turned_to("sources", part="tables")
    listed = {link.split("dataset=")[1] for link in links(markup(app)) if "dataset=" in link}
    assert listed == set(datasets())
    assert "Sites of security cooperation" in text(markup(app))


@pytest.mark.parametrize("language", Language)
def test_our_inferences_are_listed(language):
    app = turned_to("sources", part="inferences", lang=str(language))
    t = translator(language)
    written = text(markup(app))
    assert t("sources.inferences_lead") in written
    assert f"Ingenieros {t('field.position')}" in written
    assert t("field.pillar") in written


@pytest.mark.parametrize("language", Language)
def test_unknowns_are_listed(language):
    app = turned_to("sources", part="gaps", lang=str(language))
    t, written = translator(language), text(markup(app))
    for gap in Gap:
        assert t(f"gap.{gap}") in written
    assert "Bethel" in written
    assert "2019" in written


@pytest.mark.parametrize("language", Language)
def test_every_founding_statement_leads_to_where_the_atlas_shows_it(language):
    written = markup(turned_to("sources", part="founding", lang=str(language)))
    t, statements = translator(language), rows(read_statements())
    assert t("sources.founding_lead", count=len(statements)) in text(written)
    lines = {text(line): line for line in re.findall(r"<tr>.*?</tr>", written)}
    for row in statements:
        (line,) = [line for said, line in lines.items() if row["statement_id"] in said]
        assert row[f"statement_{language}"] in text(line)
        assert t(f"claim_kind.{row['claim']}") in text(line)
        assert len(links(line)) == len(list(carriers_of(row)))
        for figure in row["figure_ids"] or ():
            assert any(f"figure={figure}" in link for link in links(line))


@pytest.mark.parametrize("language", Language)
def test_founding_statements_are_grouped_by_document_and_section(language):
    written = markup(turned_to("sources", part="founding", lang=str(language)))
    t = translator(language)
    for document, sections in SECTIONS.items():
        said = part(written, f"founding-{document}")
        assert str(SOURCES.at[document, f"title_{language}"]) in text(said)
        assert any(f"source={document}" in link for link in links(said))
        assert SOURCES.at[document, "url"] in links(said)
        assert [name for name in re.findall(r'id="founding-(\w+)"', said) if name in set(sections)] == [
            *sections
        ]
        assert len(re.findall(r"<details[^>]*><summary>", said)) == len(sections)
        for section in sections:
            assert t(f"founding_section.{section}") in text(said)


def test_without_the_register_the_part_says_so(tmp_path):
    data = copy_of_data(tmp_path)
    truncate(data / "founding/statements.csv")
    with reading(data):
        app = turned_to("sources", part="founding")
        assert translator(Language.ENGLISH)("programmes.broken") in said(app)
        assert "data/founding/statements.csv" in said(app)


def test_choosing_a_part_closes_the_sheet_and_is_in_the_address():
    app = turned_to("sources", source="P01")
    choose(app, "sources_part", "gaps")
    assert address(app) == {"lang": "en", "v": data_version(), "part": "gaps"}
    assert 'id="source-' not in markup(app)


@pytest.mark.parametrize(
    "query", [{"source": "Z99"}, {"dataset": "castle"}, {"part": "cellar"}, {"row": "../etc"}], ids=str
)
def test_an_unknown_code_is_left_out_and_named(query):
    app = turned_to("sources", **query)
    ((name, value),) = query.items()
    assert f"{name}={value}" in said(app)
    assert name not in address(app)


def test_a_row_that_no_table_has_shows_the_table_alone():
    app = turned_to("sources", dataset="figures", row="I999")
    assert len(app.dataframe[0].value) == read_record("figures").files["figures.csv"].rows
    assert "Row I999" not in text(markup(app))


def test_a_download_is_the_file_as_it_is_stored():
    from atlas.ui.sources.dataset_list import content
    from atlas.web.served_data import atlas_data

    assert content(atlas_data(), "figures", "figures.csv") == (DATA / "figures/figures.csv").read_bytes()
