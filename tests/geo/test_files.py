"""A file is written whole or not at all."""

import errno
import os
import re
from pathlib import Path

import pytest

from geo.dataset.data_history import CHANGES, VERSIONS, record_version
from geo.files import write_whole
from tests.copies import copy_of_data, digests, rewrite

ROOT = Path(__file__).parents[2]


@pytest.fixture
def full_disk(monkeypatch):
    """A disk without room: what is written does not reach it."""

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("geo.files.os.fsync", full)


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "table.csv"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("before", [None, b"before"])
def test_a_full_disk_leaves_what_was_there(tmp_path, before):
    path = tmp_path / "table.csv"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(OSError, match=r"No space left on device: .*table\.csv"):
        write_whole(path, b"after")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([] if before is None else [before])


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_history_as_it_was(tmp_path, monkeypatch):
    data = copy_of_data(tmp_path)
    with monkeypatch.context() as room:
        room.setattr("geo.files.os.fsync", lambda _descriptor: None)
        rewrite(data, "sites/sites.csv", "corinto", name_en="Another name")
    before = digests(data)
    with pytest.raises(OSError, match="No space left"):
        record_version(data)
    assert digests(data) == before
    assert {CHANGES, VERSIONS} <= set(before)


def test_the_rights_of_a_file_stay_and_a_new_one_has_the_usual(tmp_path):
    path, usual = tmp_path / "table.csv", tmp_path / "usual.csv"
    usual.touch()
    write_whole(path, b"one")
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o640)
    write_whole(path, b"two")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.touch()
    link.symlink_to(real)
    write_whole(link, b"one")
    assert link.is_symlink()
    assert real.read_bytes() == b"one"
    write_whole(Path("/dev/null"), b"one")
    assert not Path("/dev/null").is_file()


def test_nothing_else_writes_files():
    """Without it the next command could leave half a file under its final name."""
    written = re.compile(r"\.write_(bytes|text)\(")
    actual = {
        path.relative_to(ROOT).as_posix()
        for folder in ("atlas", "geo", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if written.search(path.read_text(encoding="utf-8"))
    }
    assert actual == {"geo/files.py"}
