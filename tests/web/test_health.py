"""Health and readiness: broken data affect only readiness."""

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette

from atlas.web import served_data
from atlas.web.server import routes
from geo.dataset.records import data_version
from tests.copies import copy_of_data, digests, reading, truncate
from tests.web.asking import ask

BREAKS = {
    "sites/sites.csv": lambda path: path.unlink(),
    "layers/adm2_500m.topojson": lambda path: path.unlink(),
    "boundaries/guatemala.topojson": truncate,
    "sources/sources.csv": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "names/source.toml": lambda path: path.unlink(),
    "municipios/source.toml": truncate,
    "versions.csv": lambda path: path.unlink(),
}


def replaced(path, make):
    path.unlink()
    make(path)


IN_ITS_PLACE = {
    "a folder": lambda path: replaced(path, Path.mkdir),
    "a loop of links": lambda path: replaced(path, lambda gone: gone.symlink_to(gone)),
}


def answers():
    app = Starlette(routes=routes())
    readiness = ask(app, "/readyz")
    return ask(app, "/healthz").status, readiness.status, json.loads(readiness.body)


def test_whole_data_are_ready():
    assert answers() == (200, 200, {"data_version": data_version(), "broken": []})


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """What a server with seven broken files answers and offers, and whether it wrote anything."""
    data = copy_of_data(tmp_path_factory.mktemp("broken"))
    for file, spoil in BREAKS.items():
        spoil(data / file)
    before = digests(data)
    with reading(data):
        return *answers(), served_data.map_files(), digests(data) == before


@pytest.mark.parametrize("file", BREAKS)
def test_a_broken_file_is_named_with_what_was_expected_and_what_came(broken, file):
    alive, ready, body, _, _ = broken
    assert (alive, ready) == (200, 503)
    assert any(line.startswith(f"data/{file}: expected ") and ", got " in line for line in body["broken"])


def test_what_is_whole_is_not_named(broken):
    _, _, body, _, _ = broken
    assert not any("adm1_500m" in line or "data/figures" in line for line in body["broken"])


def test_a_layer_that_is_gone_is_not_offered_and_the_others_are(broken):
    names = {layer.path.split("/")[2] for layer in broken[3].layers}
    assert "adm2_500m.json" not in names
    assert {"adm1_500m.json", "adm2_200m.json", "atlas.json"} <= names


def test_nothing_is_written_over_broken_data(broken):
    assert broken[4]


def test_no_data_at_all_leave_the_process_alive(tmp_path):
    with reading(tmp_path):
        alive, ready, body = answers()
    assert (alive, ready) == (200, 503)
    assert body["broken"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", IN_ITS_PLACE.values(), ids=IN_ITS_PLACE.keys())
@pytest.mark.parametrize("file", ["versions.csv", "changes.csv", "sites/sites.csv", "sites/source.toml"])
def test_an_obstacle_in_place_of_a_file_is_named(tmp_path, file, make):
    data = copy_of_data(tmp_path)
    make(data / file)
    with reading(data):
        alive, ready, body = answers()
    assert (alive, ready) == (200, 503)
    assert any(line.startswith(f"data/{file}: expected ") for line in body["broken"])


def test_readiness_is_what_the_files_are_now(tmp_path):
    data = copy_of_data(tmp_path)
    kept = (data / "sites/sites.csv").read_bytes()
    with reading(data):
        assert answers()[1] == 200
        truncate(data / "sites/sites.csv")
        assert answers()[1] == 503
        (data / "sites/sites.csv").write_bytes(kept)
        assert answers()[1] == 200


def test_what_was_broken_at_the_start_needs_a_restart(tmp_path):
    data = copy_of_data(tmp_path)
    kept = (data / "layers/adm2_500m.topojson").read_bytes()
    truncate(data / "layers/adm2_500m.topojson")
    with reading(data):
        served_data.problems_at_start()
        (data / "layers/adm2_500m.topojson").write_bytes(kept)
        _, ready, body = answers()
    assert ready == 503
    assert body["broken"] == ["the data were broken when this process started; restart it"]


def test_files_that_did_not_change_are_not_read_again(tmp_path):
    data = copy_of_data(tmp_path)
    with reading(data):
        answers()
        before = served_data.problems_of.cache_info().misses
        answers()
        assert served_data.problems_of.cache_info().misses == before
