"""A broken file is named, the other parts work, and nothing is written."""

from dataclasses import dataclass

import pytest

from tests.copies import copy_of_data, digests, reading, rewrite, truncate
from tests.ui.app import component, field, map_state, names, opened, ran, said
from tests.ui.test_lists import LIST, at_the_page, placed

SITES = 32
"""Rows of the table at first: the sites of the four layers of the mission."""


@dataclass(frozen=True)
class Case:
    """What happens to a file, and how much of the page is left."""

    file: str
    spoil: str
    rows: int
    can_search: bool
    departamentos: int


CASES = (
    Case("sites/sites.csv", "missing", 0, True, 22),
    Case("sites/sites.csv", "truncated", 0, True, 22),
    Case("sites/source.toml", "missing", 0, True, 22),
    Case("sources/sources.csv", "altered", SITES, True, 22),
    Case("boundaries/guatemala.topojson", "truncated", SITES, True, 22),
    Case("layers/adm2_500m.topojson", "missing", SITES, True, 22),
    Case("municipios/municipios.csv", "altered", SITES, False, 22),
    Case("departamentos/source.toml", "truncated", SITES, False, 22),
    Case("names/names.csv", "missing", SITES, False, 22),
)


def spoil(path, how):
    if how == "missing":
        path.unlink()
    elif how == "truncated":
        truncate(path)
    else:
        path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))


@pytest.fixture(params=CASES, ids=lambda case: f"{case.file} {case.spoil}")
def broken(request, tmp_path):
    """The case, the page in English, and whether a file was written."""
    data = copy_of_data(tmp_path)
    spoil(data / request.param.file, request.param.spoil)
    before = digests(data)
    with reading(data):
        app = opened(lang="en", dep="18")
        field(app, "departamentos").set_value([]).run()
        assert not app.exception
        if any(box.key == "search" for box in app.text_input):
            app.text_input(key="search").set_value("villa nueva").run()
            assert not app.exception
        yield request.param, app, digests(data) == before


def test_the_page_names_the_file_and_the_rest_works(broken):
    case, app, is_untouched = broken
    message = next(box.value for box in app.error).replace("\\", "")
    said_of = {
        "missing": "is missing, so the features that use it are off",
        "truncated": "does not match its record (expected ",
    }
    assert f"The file data/{case.file} {said_of.get(case.spoil, said_of['truncated'])}" in message
    assert case.spoil == "missing" or ", got " in message
    assert len(names(app)) == case.rows
    assert len(field(app, "departamentos").options) == case.departamentos
    assert any(button.key == "hit_municipio_115" for button in app.button) == case.can_search
    assert map_state(app)["layers"]
    assert is_untouched


@pytest.mark.parametrize(
    "file",
    ["sites/sites.csv", "events/events.csv", "layers/adm1_500m.topojson", "names/names.csv", "programmes"],
)
def test_the_home_page_shows_what_is_whole(tmp_path, file):
    data = copy_of_data(tmp_path)
    for path in [data / file] if "." in file else sorted((data / file).iterdir()):
        path.unlink()
    with reading(data):
        app = opened("home", lang="en")
    assert f"data/{file}" in said(app)
    assert any(button.key == "open_map" for button in app.button)


def test_with_no_data_at_all_there_is_still_a_page_that_says_so(tmp_path):
    with reading(tmp_path):
        app = opened(lang="es", dep="18", site="corinto")
        assert "Falta el archivo data/sites/source.toml;" in said(app)
        assert component(app)["script"]
        assert map_state(app)["departamentos"] == []
    assert list(tmp_path.iterdir()) == []


def test_violations_are_counted_and_refer_to_atlas_check(tmp_path):
    data = copy_of_data(tmp_path)
    rewrite(data, "sites/sites.csv", "corinto", status="shut", kind="castle")
    with reading(data):
        app = opened(lang="en")
        assert "The table data/sites/sites.csv breaks 2 of its rules," in said(app)
        assert "Run “atlas check” to see each row." in said(app)
        assert names(app) == []


def test_what_is_whole_has_no_message():
    assert not opened(lang="en").error


@pytest.mark.parametrize("file", ["sites/sites.csv", "versions.csv"])
def test_a_list_of_ones_own_is_drawn_without_the_sites(tmp_path, file):
    data = copy_of_data(tmp_path)
    (data / file).unlink()
    with reading(data):
        app = at_the_page()
        assert not app.exception
        app.file_uploader(key="own_file").upload("list.csv", LIST.encode())
        app = placed(ran(app))
        assert not app.exception
        assert map_state(app)["overlay"]["points"]["mode"] == "points"
        assert f"The file data/{file} is missing" in "".join(box.value for box in app.error).replace(
            "\\", ""
        )
