"""Every table is read once; a broken one affects only what depends on it."""

import pytest

from geo.dataset.atlas_data import TABLES, AtlasData
from geo.dataset.boundaries import LAYERS
from geo.dataset.facts import READERS
from geo.dataset.gazetteer import best
from geo.errors import DataFileError, GeoError
from tests.copies import copy_of_data, digests, truncate


@pytest.fixture
def data(tmp_path):
    return copy_of_data(tmp_path)


@pytest.fixture(scope="module")
def shelf():
    return AtlasData()


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_read_once(shelf, name):
    assert getattr(shelf, name) is getattr(shelf, name)


def test_whole_data_have_no_problems(shelf):
    assert list(shelf.problems()) == []


def test_every_reader_is_checked_for_problems(tmp_path):
    named = {name for name, _ in AtlasData(tmp_path).problems()}
    assert named == {*TABLES, *LAYERS, *READERS, "history", "relief_light", "relief_dark"}


@pytest.mark.parametrize(
    ("file", "broken"),
    [
        ("sites/sites.csv", {"sites"}),
        ("sources/sources.csv", {"sources"}),
        ("boundaries/guatemala.topojson", {"municipios", "departamentos"}),
        ("municipios/municipios.csv", {"population", "gazetteer"}),
        ("names/names.csv", {"names", "gazetteer"}),
        ("layers/adm2_500m.topojson", {"adm2_500m"}),
    ],
)
def test_a_broken_file_breaks_only_what_is_made_of_it(data, file, broken):
    truncate(data / file)
    before = digests(data)
    problems = dict(AtlasData(data).problems())
    assert set(problems) == broken
    assert all(str(error).startswith(f"data/{file}: expected ") for error in problems.values())
    assert digests(data) == before


def test_a_broken_table_raises_or_is_none_where_optional(data):
    (data / "sites/sites.csv").unlink()
    shelf = AtlasData(data)
    for _ in range(2):
        with pytest.raises(DataFileError, match=r"data/sites/sites\.csv: expected .*, got nothing"):
            _ = shelf.sites
    assert shelf.or_empty("sites") is None
    assert len(shelf.municipios) == 340


def test_places_are_searchable_without_the_table_of_sites(data):
    (data / "sites/sites.csv").unlink()
    hits = best("villa nueva", AtlasData(data).gazetteer, 3)
    assert [(hit.what, hit.code) for hit in hits] == [("municipio", 115)]


def test_a_broken_layer_is_none_and_the_others_are_there(data):
    truncate(data / "layers/adm2_500m.topojson")
    shelf = AtlasData(data)
    assert shelf.layer("adm2_500m") is None
    assert shelf.layer("adm1_500m") is not None


def test_a_bug_is_not_reported_as_broken_data(data, monkeypatch):
    monkeypatch.setattr("geo.dataset.atlas_data.read_sites", lambda data: 1 / 0)
    assert not issubclass(ZeroDivisionError, GeoError)
    with pytest.raises(ZeroDivisionError):
        AtlasData(data).or_empty("sites")
