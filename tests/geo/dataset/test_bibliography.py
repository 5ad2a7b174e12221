"""The table of sources and its required fields."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from geo.choices import Confidence, Seen, SourceKind
from geo.dataset.bibliography import SOURCES, read_sources
from geo.dataset.records import DATA, read_record
from geo.errors import DataFileError
from tests.geo.dataset.mutation import broken_columns, mutated

REGISTRY_HOST = re.compile(r"\b(pypi|" + "python" + r"hosted|npmjs|debian)\.(org|com|net)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def sources() -> pd.DataFrame:
    return read_sources()


def test_the_sources_of_programme_and_gazetteer_are_all_there(sources: pd.DataFrame) -> None:
    assert sources.index.is_unique
    assert sources.index.str.fullmatch(r"[PGRS]\d{2,3}").all()
    counts = sources.index.str[0].value_counts()
    assert (counts["P"], counts["G"], counts["R"]) == (237, 57, 92)


def test_the_two_founding_documents_were_read_whole_and_nothing_else_was(sources: pd.DataFrame) -> None:
    founding = sources[sources["kind"] == SourceKind.FOUNDING]
    assert list(founding.index) == ["P01", "P02"]
    assert list(sources.index[sources["seen"] == Seen.FULL]) == ["P01", "P02"]


def test_the_archived_page_is_undated_and_the_article_is_not(sources: pd.DataFrame) -> None:
    assert sources.at["P01", "published"] is None
    assert "2018" in str(sources.at["P01", "published_note_en"])
    assert sources.at["P02", "published"] == "2024-10-03"


def test_no_locator_names_a_package_registry(sources: pd.DataFrame) -> None:
    assert REGISTRY_HOST.search("https://pypi." + "org/project/x")
    text = (DATA / "sources" / "sources.csv").read_text(encoding="utf-8")
    assert not REGISTRY_HOST.search(text)


def test_titles_in_our_own_words_are_in_both_languages(sources: pd.DataFrame) -> None:
    ours = sources[sources["title_en"].str.startswith("[")]
    assert len(ours) == 273
    assert ours["title_es"].str.fullmatch(r"\[.+\]").all()
    # The name of a file is the same in both languages.
    same = ours.index[ours["title_en"] == ours["title_es"]]
    assert list(same) == ["G48"]


def test_a_title_of_the_source_s_own_is_left_as_it_is(sources: pd.DataFrame) -> None:
    theirs = sources[~sources["title_en"].str.startswith("[")]
    assert (theirs["title_en"] == theirs["title_es"]).all()


def test_a_publisher_has_one_name_in_each_language(sources: pd.DataFrame) -> None:
    pairs = sources[["publisher_en", "publisher_es"]].drop_duplicates()
    assert pairs["publisher_en"].is_unique
    assert sources.at["P11", "publisher_es"] == "autor desconocido (archivo público en GitHub)"
    assert {str(sources.at["P10", f"publisher_{language}"]) for language in ("en", "es")} == {
        "Prensa Libre"
    }


def test_weak_sources_are_called_weak(sources: pd.DataFrame) -> None:
    for source_id in ("P11", "P84", "P95", "G08", "G27", "G46"):
        assert sources.at[source_id, "reliability"] == Confidence.LOW, source_id
    assert "Zacapa" in str(sources.at["P38", "reliability_note_en"])


def test_openstreetmap_is_attributed_where_it_is_cited(sources: pd.DataFrame) -> None:
    for note in (
        str(sources.at["G01", "reliability_note_en"]),
        str(sources.at["G01", "reliability_note_es"]),
    ):
        assert "ODbL 1.0" in note
        assert "OpenStreetMap" in note
    assert "OpenStreetMap contributors, ODbL 1.0" in read_record("sites").citation


def test_a_source_without_address_or_locator_is_refused(tmp_path: Path) -> None:
    assert broken_columns(SOURCES, mutated(tmp_path, SOURCES, "P01", url="")) == {"url"}


def test_a_source_without_a_date_needs_a_note_on_it(tmp_path: Path) -> None:
    cells = {"published_note_en": "", "published_note_es": ""}
    assert broken_columns(SOURCES, mutated(tmp_path, SOURCES, "P01", **cells)) == {"published"}


@pytest.mark.parametrize("column", ["reliability_note_es", "reliability_note_en"])
def test_a_note_in_one_language_is_refused(tmp_path: Path, column: str) -> None:
    assert broken_columns(SOURCES, mutated(tmp_path, SOURCES, "P01", **{column: ""})) == {column}


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("url", "www.example.org"),
        ("published", "March 2024"),
        ("kind", "newspaper"),
        ("reliability", "very high"),
        ("seen", "partly"),
        ("title", ""),
    ],
)
def test_a_cell_that_is_none_of_the_choices_is_refused(tmp_path: Path, column: str, cell: str) -> None:
    assert broken_columns(SOURCES, mutated(tmp_path, SOURCES, "P02", **{column: cell})) == {column}


def test_two_rows_of_one_id_are_refused(tmp_path: Path) -> None:
    assert broken_columns(SOURCES, mutated(tmp_path, SOURCES, "P02", source_id="P01")) == {"source_id"}


def test_an_altered_table_is_refused(tmp_path: Path) -> None:
    shutil.copytree(DATA / "sources", tmp_path / "sources")
    mutated(tmp_path / "sources", SOURCES, "P02", published="2024-10-04")
    with pytest.raises(DataFileError, match=r"data/sources/sources\.csv: expected SHA-256"):
        read_sources(tmp_path)
