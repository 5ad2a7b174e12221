"""A file that is missing, truncated, altered or unrecorded is reported."""

import pytest

from atlas.cli.data_commands import update_checksums
from geo.dataset.records import data_version, datasets, read_record, require_file
from geo.errors import DataFileError

RECORD = """title_en = "Things"
title_es = "Cosas"
producer = "us"
citation = "us, 2026"
licence = "CC BY 4.0"
accessed = 2026-11-02
crs = ""
caveats = ["inferences"]

[files."things.csv"]
rows = 0
sha256 = "unsealed"
"""


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "things"
    folder.mkdir()
    (folder / "source.toml").write_text(RECORD, encoding="utf-8")
    (folder / "things.csv").write_text("id\na\nb\n", encoding="utf-8")
    update_checksums("things", tmp_path)
    return tmp_path


def test_sealing_writes_rows_and_checksum(data):
    record = read_record("things", data)
    assert record.files["things.csv"].rows == 2
    assert require_file("things", "things.csv", data).name == "things.csv"
    assert update_checksums("things", data) == ()


def test_an_altered_file_is_named_with_both_checksums(data):
    (data / "things/things.csv").write_text("id\na\n", encoding="utf-8")
    with pytest.raises(
        DataFileError, match=r"data/things/things.csv: expected SHA-256 \w{12}, got \w{12}, 5 bytes"
    ):
        require_file("things", "things.csv", data)


def test_a_missing_file_is_named(data):
    (data / "things/things.csv").unlink()
    with pytest.raises(DataFileError, match="got nothing"):
        require_file("things", "things.csv", data)


def test_a_file_in_no_record_is_refused(data):
    (data / "things/extra.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="expected an entry"):
        require_file("things", "extra.csv", data)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('producer = "us"\n', "", "the field producer"),
        ('"inferences"', '"rumours"', "a record as in data/README.md"),
        ("rows = 2", "rows = many", "TOML in UTF-8"),
    ],
)
def test_a_broken_record_says_what_is_missing(data, old, new, expected):
    path = data / "things/source.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_record("things", data)
    assert caught.value.expected == expected


def test_the_data_version_changes_with_any_table(data):
    before = data_version(data)
    data_version.cache_clear()
    (data / "things/things.csv").write_text("id\na\nc\n", encoding="utf-8")
    update_checksums("things", data)
    assert data_version(data) != before


def test_every_folder_with_a_record_is_a_data_set(data):
    assert datasets(data) == ("things",)
