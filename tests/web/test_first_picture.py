"""The first picture shows what a link shows, in the reader's language, and reveals nothing else."""

import re
from pathlib import Path

import brotli
import pytest
from shapely import LineString, box
from starlette.responses import HTMLResponse

from app import PAGES
from atlas.frontend import bundles
from atlas.web import access_rules, first_picture
from atlas.web.access_rules import Rules
from atlas.web.first_picture import CORNER, GRID_ZOOM, grid, path_of
from atlas.web.security_headers import SecurityHeaders, hash_source
from atlas.web.streamlit_page import PageHints
from geo.choices import Layer
from geo.dataset.atlas_data import AtlasData
from geo.share_links import packed
from tests.web.asking import ask

PAGE = HTMLResponse("<html><head></head><body><div id='root'></div></body></html>")
app = PageHints(PAGE, PAGES)
MARK = 'id="atlas-first"'


def picture(query="", languages=""):
    """Return the picture of a link as text."""
    return first_picture.first_picture(query, languages).decode()


def symbols(text):
    """Return the layers of the symbols that stand alone."""
    return set(re.findall(r'<use href="#atlas-first-([a-z_]+)"', text))


@pytest.mark.parametrize("query", ["", "layers=" + ".".join(Layer), "dep=18.16&lang=es", "mun=101.115"])
def test_a_picture_has_at_most_15_kilobytes(query):
    assert len(brotli.compress(first_picture.first_picture(query, ""), quality=5)) <= 15_000


def test_a_picture_shows_the_layers_of_the_link():
    assert {"checkpoints", "ports", "precincts"} <= symbols(picture())
    assert symbols(picture("layers=ports")) == {"ports"}
    assert symbols(picture("layers=")) == set()


def test_a_picture_shows_the_region_of_the_link():
    assert "atlas-first-chosen" not in picture().split("</style>")[1]
    assert "atlas-first-chosen" in picture("dep=18").split("</style>")[1]
    assert symbols(picture("dep=18")) == {"checkpoints", "ports"}


def test_a_picture_marks_the_site_of_the_link():
    assert picture("site=tecun-uman-i").count('class="atlas-first-site"') == 1
    assert 'class="atlas-first-site"' not in picture("site=nowhere")


def test_a_site_known_to_its_municipio_is_shaded_and_an_unplaced_one_is_left_out():
    assert picture("prec=municipio&layers=highway").count("atlas-first-shade") > 1
    unplaced = picture("prec=unplaced&layers=" + ".".join(Layer)).split("<style>")[0]
    assert not symbols(unplaced)
    assert "atlas-first-pile" not in unplaced


@pytest.mark.parametrize(
    ("query", "languages", "name"),
    [
        ("", "", "Mexico"),
        ("", "es-GT,en;q=0.5", "México"),
        ("lang=en", "es", "Mexico"),
        ("lang=es", "en", "México"),
    ],
)
def test_a_picture_has_the_names_of_the_language(query, languages, name):
    assert f">{name}<" in picture(query, languages)


@pytest.mark.parametrize("name", ["lang", "site", "dep", "at", "z", "layers", "kind"])
def test_nothing_of_a_link_becomes_markup(name):
    assert "evil" not in picture(f"{name}=%22%3E%3Cscript%3Eevil%27%3C/script%3E")


def test_a_packed_link_is_read():
    assert (
        picture(f"z={packed({'layers': 'ports'})}").split("<style>")[0]
        == (picture("layers=ports").split("<style>")[0])
    )


def test_a_picture_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in picture()


def test_a_picture_has_its_style_before_it_can_be_painted():
    """Painted without it, the picture once lay elsewhere and moved."""
    page = picture()
    assert page.index("<style>") < page.index('id="atlas-first"') < page.index("<script>")


def test_broken_data_give_no_picture(tmp_path, monkeypatch):
    monkeypatch.setattr(first_picture, "atlas_data", lambda: AtlasData(tmp_path))
    assert first_picture.first_picture("", "") == b""


@pytest.mark.parametrize("address", ["/", "/explore"])
def test_the_map_page_has_its_picture(address):
    assert MARK in ask(app, address).body.decode()


@pytest.mark.parametrize("address", ["/home", "/regions", "/sources", "/nothing_here"])
def test_other_pages_have_none(address):
    assert MARK not in ask(app, address).body.decode()


def test_an_embedded_page_has_none():
    assert MARK not in ask(app, "/", query="embed=true").body.decode()


def test_nobody_sees_a_picture_before_signing_in(monkeypatch):
    monkeypatch.setattr(access_rules, "rules", lambda: Rules(domains=frozenset({"state.gov"})))
    assert MARK not in ask(app, "/").body.decode()


def test_the_policy_of_the_page_allows_the_script_of_the_picture_by_its_hash():
    policy = ask(SecurityHeaders(PAGE), "/").headers["content-security-policy"]
    script = re.findall(r"<script>(.*?)</script>", picture(), re.DOTALL)
    assert [hash_source(text) for text in script] == [hash_source(bundles.first_picture_script())]
    assert hash_source(script[0]) in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_a_picture_has_the_colours_of_the_live_map():
    live = Path(bundles.FRONTEND / "map/boundaries.js").read_text(encoding="utf-8")
    drawn = bundles.first_picture_style()
    for name in ("land", "departamento", "veil", "lake", "neighbour", "coast", "border", "strong"):
        light, dark = re.findall(rf'{name}: "(#\w+)"', live)
        assert f"light-dark({light}, {dark})" in drawn
    sea = re.findall(r"--sea: (#\w+)", bundles.MAP_STYLE.read_text(encoding="utf-8"))
    assert f"light-dark({', '.join(sea)})" in drawn


def test_the_script_has_the_grid_of_the_server():
    script = bundles.first_picture_script()
    assert f"GRID_ZOOM = {GRID_ZOOM};" in script
    assert f"= [{CORNER[0]:g}, {CORNER[1]}];" in script


def test_the_grid_is_a_web_map():
    assert grid(*CORNER) == (0, 0)
    assert grid(CORNER[0] + 360 / 512, CORNER[1])[0] == 256


def test_a_path_has_relative_whole_pixels():
    pixel = 360 / (256 * 2**GRID_ZOOM)
    west, north = CORNER
    assert (
        path_of([LineString([(west, north), (west + 3 * pixel, north), (west + 9 * pixel, north)])])
        == "M0 0l3 0 6 0"
    )
    assert path_of([box(west, north - 1e-9, west + 1e-9, north)]) == ""
