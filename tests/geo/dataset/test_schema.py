"""Every violation in a table is reported with its line and correction."""

import pandas as pd
import pytest

from geo.choices import Precision
from geo.dataset.schema import (
    Column,
    SchemaError,
    TableSpec,
    number,
    one_of,
    partial_date,
    some_of,
    web_address,
    whole_number,
    words,
)
from geo.errors import DataFileError


def doubled_sum(table):
    for position in table.index[table["men"] + table["women"] != table["people"]]:
        yield int(position), "people", "is not the sum of men and women; recount"


PEOPLE = TableSpec(
    "people",
    "code",
    (
        Column("code", whole_number, dtype="int64"),
        Column("men", whole_number, dtype="int64"),
        Column("women", whole_number, dtype="int64"),
        Column("people", whole_number, dtype="int64"),
        Column("note", optional=True),
    ),
    rules=(doubled_sum,),
)


def read(tmp_path, text):
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return PEOPLE.read(path, "data/people/people.csv")


def test_a_sound_table_is_typed(tmp_path):
    table = read(tmp_path, "code,men,women,people,note\n1,2,3,5,\n2,1,1,2,seen\n")
    assert table["people"].tolist() == [5, 2]
    assert pd.isna(table.at[0, "note"])


def test_all_violations_are_listed_with_their_lines(tmp_path):
    with pytest.raises(SchemaError) as caught:
        read(tmp_path, "code,men,women,people,note\n1,2,x,5, spaced\n2,,1,2,\n")
    assert [(p.line, p.column) for p in caught.value.problems] == [(2, "women"), (2, "note"), (3, "men")]
    assert "data/people/people.csv:2: women: 'x' is not a whole number" in str(caught.value)


def test_a_rule_over_a_row_is_checked(tmp_path):
    with pytest.raises(SchemaError, match=r"people.csv:3: people: is not the sum"):
        read(tmp_path, "code,men,women,people,note\n1,2,3,5,\n2,1,1,3,\n")


def test_a_repeated_key_is_named(tmp_path):
    with pytest.raises(SchemaError, match=r"people.csv:3: code: 1 is used twice"):
        read(tmp_path, "code,men,women,people,note\n1,2,3,5,\n1,1,1,2,\n")


@pytest.mark.parametrize(
    ("text", "actual"),
    [("code,men\n1,2\n", "code, men"), ("", "none"), ("code,men,women,people,note\n1,2\n", "2")],
)
def test_a_truncated_table_reports_the_actual_content(tmp_path, text, actual):
    with pytest.raises(DataFileError) as caught:
        read(tmp_path, text)
    assert caught.value.actual == actual


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(DataFileError, match=r"people\.csv: expected a file, got nothing"):
        PEOPLE.read(tmp_path / "none.csv", "data/people/people.csv")


def test_a_table_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes("code,men,women,people,note\n1,1,1,2,Petén\n".encode("latin-1"))
    with pytest.raises(DataFileError, match="UTF-8"):
        PEOPLE.read(path, "data/people/people.csv")


@pytest.mark.parametrize("cell", ["2018", "2018-03", "2018-03-31"])
def test_a_date_is_as_fine_as_it_is_known(cell):
    assert partial_date(cell) == cell


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (partial_date, "2018-13"),
        (partial_date, "31.3.2018"),
        (partial_date, "2018-02-30"),
        (whole_number, "1.5"),
        (number, "1,5"),
        (web_address, "javascript:alert(1)"),
        (web_address, "example.org"),
        (one_of(Precision), "roughly"),
        (some_of(Precision), "exact roughly"),
    ],
)
def test_a_bad_cell_is_refused_with_advice(parse, cell):
    with pytest.raises(ValueError, match=r"is (none of|not)"):
        parse(cell)


def test_lists_of_identifiers_are_split_at_spaces():
    assert words("P01 P02") == ("P01", "P02")
