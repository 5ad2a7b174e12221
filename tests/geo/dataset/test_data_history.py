"""The history of the data distinguishes versions row by row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dataset.data_history import (
    CHANGES,
    VERSIONS,
    History,
    all_digests,
    changes_since,
    read_history,
    record_version,
)
from geo.dataset.records import data_version, read_version
from geo.errors import DataFileError
from tests.copies import copy_of_data, rewrite

contents = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["0", "1", "2"]), max_size=6)


@given(st.lists(contents, min_size=1, max_size=6))
def test_every_version_is_remembered_as_it_was(versions):
    history = History()
    for number, held in enumerate(versions):
        history = history.with_sealed(f"v{number}", "2026-11-22", held)
    assert [history.at(number) for number in range(1, len(versions) + 1)] == versions


@given(contents)
def test_a_version_in_which_nothing_changed_costs_no_row(held):
    history = History().with_sealed("one", "2026-11-22", held)
    assert history.with_sealed("two", "2026-11-23", held).spans == history.spans


def test_a_version_that_recurs_is_dated_by_its_last_use():
    history = History()
    for version, held in (("x", {"a": "1"}), ("y", {}), ("x", {"a": "1"})):
        history = history.with_sealed(version, "2026-11-22", held)
    last_use = history.find("x")
    assert last_use is not None
    assert last_use.number == 3
    assert history.find("z") is None


def test_the_version_of_today_is_sealed():
    """Without it a link made today could not say tomorrow what changed: run `make update-checksums`."""
    last = read_history().versions[-1]
    assert last.version == data_version()
    assert read_history().at(last.number) == all_digests()


def test_one_changed_one_new_and_one_gone(tmp_path):
    data = copy_of_data(tmp_path)
    before = read_version(data)
    path = data / "sites/sites.csv"
    path.write_text(
        "".join(
            line.replace("champerico,", "champerico-ii,", 1) if line.startswith("champerico,") else line
            for line in path.read_text(encoding="utf-8").splitlines(keepends=True)
        ),
        encoding="utf-8",
    )
    rewrite(data, "figures/figures.csv", "I002", note_en="Read again.", note_es="Leído de nuevo.")
    rewrite(data, "sites/sites.csv", "corinto")
    assert record_version(data, date(2026, 12, 1))
    assert not record_version(data)
    changes = changes_since(before, data)
    assert changes is not None
    assert (changes.changed, changes.added, changes.gone) == (
        ("figure I002",),
        ("site champerico-ii",),
        ("site champerico",),
    )
    assert (changes.count, changes.files) == (3, 0)
    assert changes_since("0123456789", data) is None
    now = changes_since(read_version(data), data)
    assert now is not None
    assert (now.count, now.sealed.day) == (0, "2026-12-01")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n",
        "number,version,day\n1,x\n",
        "number,version,day\none,x,2026-11-22\n",
    ],
)
def test_a_broken_history_is_named_and_not_written_over(tmp_path, text):
    data = copy_of_data(tmp_path)
    (data / VERSIONS).write_text(text, encoding="utf-8")
    before = (data / CHANGES).read_bytes()
    with pytest.raises(DataFileError) as raised:
        record_version(data)
    assert raised.value.file == "data/versions.csv"
    assert (data / VERSIONS).read_text(encoding="utf-8") == text
    assert (data / CHANGES).read_bytes() == before
