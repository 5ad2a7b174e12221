"""`atlas update-checksums` writes row counts and checksums after an edit, and nothing else."""

import pytest

from atlas.cli.main import main
from geo.dataset.data_history import changes_since
from geo.dataset.records import read_record, read_version, require_file
from tests.copies import copy_of_data, digests, rewrite


@pytest.fixture
def data(tmp_path):
    return copy_of_data(tmp_path)


def test_an_edited_table_is_valid_again_and_its_rows_are_counted(data, capsys):
    path = data / "names/names.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:4]) + "\n", encoding="utf-8")
    assert main(["update-checksums", "--data", str(data)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "updated the record of data/names/names.csv",
        "added the data version to data/versions.csv",
    ]
    assert read_record("names", data).files["names.csv"].rows == 3
    assert require_file("names", "names.csv", data) == path


def test_a_new_version_is_stored_with_its_changes(data):
    before = read_version(data)
    rewrite(data, "figures/figures.csv", "I002", note_en="Read again.", note_es="Leído de nuevo.")
    assert main(["update-checksums", "--data", str(data)]) == 0
    changes = changes_since(before, data)
    assert changes is not None
    assert (changes.changed, changes.count) == (("figure I002",), 1)


def test_an_unchanged_record_is_not_rewritten(data, capsys):
    before = digests(data)
    assert main(["update-checksums", "--data", str(data)]) == 0
    assert capsys.readouterr().out == ""
    assert digests(data) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "data/nowhere/source.toml: expected a record"),
        (["names"], "data/names/names.csv: expected"),
    ],
)
def test_an_error_is_one_line_and_nothing_is_written(data, capsys, arguments, said):
    (data / "names/names.csv").unlink()
    before = digests(data)
    assert main(["update-checksums", *arguments, "--data", str(data)]) == 1
    assert capsys.readouterr().err.startswith(said)
    assert digests(data) == before
