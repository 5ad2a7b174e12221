"""The comparison with other map programs: its catalogue is complete, and its table hides nothing."""

import json
from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from bench.peers.__main__ import export_layers, result_of
from bench.peers.browsing import Site, last_change
from bench.peers.catalogue import ATLAS, PEERS, Framework, Peer
from bench.peers.comparison import PeerResult, losses, peers_markdown, wins
from bench.rows import BENCHMARKS, RESULTS
from bench.servers import ROOT

ATLAS_RESULT = PeerResult("atlas", "streamlit 1", "Leaflet.", 3000, 1000, 500)
QUICK = PeerResult("quick", "quick 2", "WebGL.", 1000, 4000, 520)
BROKEN = PeerResult("broken", "", "Tiles.", failure="not installed: no | wheel\n<script>")


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_every_program_has_an_app_requirements_and_a_method(peer):
    assert (ROOT / peer.app).is_file()
    assert peer.requirements_file.is_file()
    assert peer.method.endswith(".")
    assert peer.packages


@pytest.mark.parametrize("name", ["atlas", "tutorial", "swiftmap", "dash-leaflet", "lonboard", "GeoLibre"])
def test_the_comparison_contains_the_programs_that_people_would_pick(name):
    assert name in [peer.name for peer in PEERS]


def test_every_app_and_requirements_file_belongs_to_a_program():
    apps = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bench/peers/apps").glob("*.py")}
    files = {path.name for path in (ROOT / "bench/peers/requirements").iterdir()}
    assert apps <= {peer.app for peer in PEERS}
    assert files == {peer.requirements for peer in PEERS} - {""}


def test_the_table_shows_losses_as_well_as_wins():
    text = peers_markdown([ATLAS_RESULT, QUICK, BROKEN])
    assert list(losses([ATLAS_RESULT, QUICK])) == [
        "an interactive map: 3,000 ms; quick 1,000 ms, 3.0 times less"
    ]
    assert list(wins([ATLAS_RESULT, QUICK, BROKEN])) == [
        "bytes of the first opening: 1,000 kB; quick 4,000 kB, 4.0 times more",
        "a map at all: broken has none in this run",
    ]
    assert "The atlas loses:\n\n- an interactive map" in text
    assert "The atlas wins:\n\n- bytes" in text


def test_a_run_without_losses_says_so():
    assert "The atlas loses:\n\n- nothing in this run" in peers_markdown([ATLAS_RESULT, BROKEN])


def test_the_table_escapes_what_a_failed_installation_prints():
    row = peers_markdown([ATLAS_RESULT, BROKEN]).splitlines()[3]
    assert row == ("| broken |  |  |  | no: not installed: no \\| wheel &lt;script&gt; | Tiles. |")


def test_a_program_that_cannot_be_installed_has_a_row_with_the_reason(tmp_path):
    (tmp_path / "impossible.txt").write_text("--no-index\nno-such-package==1\n", encoding="utf-8")
    peer = Peer(
        "impossible", ("pip",), Framework.DASH, ATLAS.app, "None.", map="", tooltip="",
        requirements=str(tmp_path / "impossible.txt"),
    )  # fmt: skip
    result = result_of(None, peer, tmp_path, tmp_path, Site("a", 0, 0))
    assert result.failure.startswith("not installed: ERROR: No matching distribution found")
    assert result.interactive_ms is None


def test_the_exported_layers_are_those_of_the_atlas(tmp_path):
    site = export_layers(tmp_path)
    counts = {
        path.stem: len(json.loads(path.read_text(encoding="utf-8"))["features"])
        for path in tmp_path.glob("*.geojson")
    }
    assert counts["departamentos"] == 22
    assert counts["municipios"] == 340
    assert counts["sites"] > 30
    assert site.name == "El Ceibo"


def test_a_site_is_pointed_at_in_web_mercator():
    # 360 degrees are 256 * 2**7 pixels at zoom 7.
    x, y = Site("east", -90.3 + 360 / 128, 15.7).offset()
    assert x == pytest.approx(256)
    assert y == pytest.approx(0)
    assert Site("north", -90.3, 16.7).offset()[1] < -90


def picture(left, right):
    """Return a JPEG of 20 by 10 pixels whose halves have two colours, in Base64."""
    image = Image.new("RGB", (20, 10), left)
    image.paste(right, (10, 0, 20, 10))
    file = BytesIO()
    image.save(file, "jpeg", quality=95)
    return b64encode(file.getvalue()).decode()


def test_a_choice_ends_with_the_last_change_inside_the_map():
    box = {"x": 0, "y": 0, "width": 8, "height": 10}
    frames = [
        (1.0, picture("white", "white")),
        (1.2, picture("red", "white")),
        (1.4, picture("red", "blue")),
        (1.6, picture("red", "blue")),
    ]
    assert last_change(frames, box) == 1.2
    assert last_change(frames[:1], box) is None


def test_the_benchmarks_page_shows_the_stored_comparison():
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))
    results = [
        PeerResult(**{k: v for k, v in row.items() if k != "group"})
        for row in rows
        if row["group"] == "peers"
    ]
    expected = f"<!-- bench:peers -->\n{peers_markdown(results)}\n<!-- /bench -->"
    assert expected in BENCHMARKS.read_text(encoding="utf-8")
