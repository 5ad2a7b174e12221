"""`atlas check` reports that the data are valid, or lists each violation with its correction."""

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
