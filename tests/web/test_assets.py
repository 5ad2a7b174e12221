"""Files under content-hash URLs are compressed once and cached permanently."""

import gzip
import json

import brotli
import pytest
from starlette.applications import Starlette

from atlas.web.assets import FOR_EVER, asset, asset_route
from atlas.web.served_data import map_files, own_assets, vendor_assets
from atlas.web.server import routes
from geo.dataset.boundaries import LAYERS
from tests.web.asking import ask

UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
CONTENT = b"Guatemala " * 200


@pytest.fixture(scope="module")
def thing():
    return asset("things", "thing.json", CONTENT, "application/json")


@pytest.fixture(scope="module")
def app(thing):
    return Starlette(routes=[asset_route("things", [thing])])


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0", "gzip"),
        ("", "identity"),
        ("identity", "identity"),
        ("zstd", "identity"),
    ],
)
def test_the_best_accepted_encoding_is_sent_and_unpacks_to_the_content(app, thing, accepted, encoding):
    answer = ask(app, f"/{thing.path}", accepted)
    assert answer.status == 200
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert UNPACKED[encoding](answer.body) == CONTENT


def test_assets_are_cached_permanently_by_encoding(app, thing):
    headers = ask(app, f"/{thing.path}", "br").headers
    assert headers["cache-control"] == FOR_EVER
    assert "immutable" in FOR_EVER
    assert headers["vary"] == "Accept-Encoding"
    assert headers["content-type"] == "application/json"


def test_another_digest_is_answered_with_404(app, thing):
    folder, digest, name = thing.path.split("/")
    assert ask(app, f"/{folder}/{digest[::-1]}/{name}").status == 404
    assert ask(app, f"/{folder}/{digest}/other.json").status == 404
    assert ask(app, f"/{folder}/../{name}").status == 404


def test_changed_content_has_another_address(thing):
    assert asset("things", "thing.json", CONTENT + b"!", "application/json").path != thing.path


def test_only_reading_is_allowed(app, thing):
    assert ask(app, f"/{thing.path}", method="POST").status == 405


@pytest.fixture(scope="module")
def whole():
    return Starlette(routes=routes())


@pytest.mark.parametrize("asset", [*own_assets(), *vendor_assets()], ids=lambda asset: asset.path)
def test_every_file_of_the_base_map_is_served(whole, asset):
    assert ask(whole, f"/{asset.path}").body == asset.bodies["identity"]


def test_every_layer_and_the_tables_are_served(whole):
    files = map_files().layers
    names = {f"{name}.json" for name in (*LAYERS, "ground", "atlas")}
    assert {file.path.split("/")[2] for file in files} == names | {"relief_light.webp", "relief_dark.webp"}
    assert all(ask(whole, f"/{file.path}", "br").status == 200 for file in files)


def test_the_tables_of_the_map_hold_each_site_in_time():
    time = json.loads(map_files().data.bodies["identity"])["time"]
    assert (time["first"], time["last"]) == ("2004-01", "2026-11")
    assert time["sites"]["dipafront"]["known"][2:] == [
        ["2024-02", "closing", 0],
        ["2024-11", "changing", 0],
    ]
    assert time["sites"]["pci-pajapita"]["true"] == [["", "not_yet", 0], ["2020-05", "operating", 0]]


def test_the_base_map_names_only_what_is_served(whole):
    named = map_files().addresses()
    for address in (*named.scripts, *named.styles, named.data):
        # The frame lies two folders deep: /component/<name>/index.html.
        assert ask(whole, address.removeprefix("../..")).status == 200
