"""Streamlit's scripts are compressed and unchanged; other responses pass through."""

import gzip

import brotli
import pytest
from starlette.responses import PlainTextResponse

from atlas.streamlit_compat.static_files import immutable_files
from atlas.web.assets import FOR_EVER
from atlas.web.streamlit_page import CompressedScripts, compressed_file
from tests.web.asking import ask

inner = PlainTextResponse("from within")
app = CompressedScripts(inner)


@pytest.mark.parametrize("part", ["/static/js/", "/component/streamlit_folium.st_folium/static/"])
def test_a_file_is_the_same_after_unpacking(part):
    sizes = {name: path.stat().st_size for name, path in immutable_files().items() if name.startswith(part)}
    address = min(sizes, key=sizes.__getitem__)
    original = immutable_files()[address].read_bytes()
    assert brotli.decompress(ask(app, address, "gzip, br").body) == original
    assert gzip.decompress(ask(app, address, "gzip").body) == original
    assert ask(app, address).body == original


def test_it_is_kept_for_ever_under_its_digest():
    address = next(iter(immutable_files()))
    assert ask(app, address, "br").headers["cache-control"] == FOR_EVER
    assert all(any(mark in name.rsplit("/", 1)[1] for mark in ".-") for name in immutable_files())


def test_a_file_is_compressed_once():
    address = next(iter(immutable_files()))
    assert compressed_file(address) is compressed_file(address)


@pytest.mark.parametrize("path", ["/", "/static/js/nothing.js", "/static/../app.py", "/_stcore/health"])
def test_everything_else_goes_through(path):
    assert ask(app, path).body == b"from within"


def test_only_a_request_for_the_file_is_answered_here():
    address = next(iter(immutable_files()))
    assert ask(app, address, method="HEAD").body == b"from within"


def test_it_works_below_another_address():
    address = next(iter(immutable_files()))
    below = CompressedScripts(inner, base_path="/atlas")
    assert ask(below, f"/atlas{address}").body == immutable_files()[address].read_bytes()
