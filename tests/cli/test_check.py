"""`atlas check` reports that the data are valid, or lists each violation with its correction."""

from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.cli.main import main
from geo.dataset.records import data_version, datasets
from tests.copies import copy_of_data, digests, rewrite, truncate


@pytest.fixture
def data(tmp_path):
    return copy_of_data(tmp_path)


def check(data, capsys):
    status = main(["check", "--data", str(data)])
    return status, capsys.readouterr().out.splitlines()


def test_the_committed_data_pass(capsys):
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert said == f"{len(datasets())} data sets are valid; data version {data_version()}\n"


def test_an_invalid_cell_is_reported_with_file_line_and_correction(data, capsys):
    rewrite(data, "sites/sites.csv", "tecun-uman-i", kind="castle")
    status, lines = check(data, capsys)
    assert status == 1
    assert lines[0].startswith("data/sites/sites.csv:2: kind: 'castle' is none of: border_checkpoint, port")
    assert lines[-1] == f"{len(lines) - 1} violations; each line ends with the correction"


def test_every_violation_is_listed_once(data, capsys):
    truncate(data / "layers/context.topojson")
    (data / "names/names.csv").unlink()
    status, lines = check(data, capsys)
    assert status == 1
    assert len(lines) == len(set(lines))
    for file in ("data/layers/context.topojson", "data/names/names.csv"):
        remedies = [line for line in lines if line.startswith(file) and f"git checkout -- {file}" in line]
        assert len(remedies) == 1


def test_checking_writes_nothing(data, capsys):
    truncate(data / "sites/sites.csv")
    before = digests(data)
    check(data, capsys)
    assert digests(data) == before


def test_a_missing_folder_is_reported(tmp_path, capsys):
    assert main(["check", "--data", str(tmp_path / "nowhere")]) == 1
    assert "name the one that holds the data sets" in capsys.readouterr().err


def cut_last_line(path):
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def in_its_place(path, make):
    path.unlink()
    make(path)


SPOILT: dict[str, Callable[[Path], object]] = {
    "is missing": Path.unlink,
    "is cut": truncate,
    "lacks its last line": cut_last_line,
    "is empty": lambda path: path.write_bytes(b""),
    "is a folder": lambda path: in_its_place(path, Path.mkdir),
    "is a loop": lambda path: in_its_place(path, lambda gone: gone.symlink_to(gone)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
@pytest.mark.parametrize("file", ["versions.csv", "changes.csv"])
def test_a_broken_history_is_reported(data, capsys, file, spoil):
    spoil(data / file)
    status, lines = check(data, capsys)
    assert status == 1
    assert any(line.startswith(f"data/{file}: expected ") for line in lines)


@pytest.mark.parametrize("name", ["is a folder", "is a loop"])
@pytest.mark.parametrize("file", ["sites/sites.csv", "sites/source.toml", "layers/context.topojson"])
def test_an_obstacle_in_place_of_a_file_is_reported(data, capsys, file, name):
    SPOILT[name](data / file)
    status, lines = check(data, capsys)
    assert status == 1
    assert any(line.startswith(f"data/{file}: expected ") for line in lines)
