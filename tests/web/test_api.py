"""The API: OGC core, pages, ETags and safe links, read by GDAL and a fuzzer."""

import csv
import io
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
import uvicorn
from hypothesis import settings
from starlette.applications import Starlette

from atlas.web.api.api_requests import HOST, MAX_LIMIT
from atlas.web.api.api_routes import api_routes
from atlas.web.api.feature_collections import COLLECTIONS
from geo.dataset.data_history import recency
from geo.dataset.records import data_version
from geo.views.atlas_at_date import timeline_of
from tests.shared_data import ATLAS
from tests.web.asking import Answer, ask

APP = Starlette(routes=api_routes(ATLAS))
ITEMS = "/api/collections/{}/items"


def got(path: str, query: str = "", **headers: str) -> Answer:
    return ask(APP, path, query=query, headers={"host": "atlas.example:8501", **headers})


def read(path: str, query: str = "") -> dict[str, Any]:
    answer = got(path, query)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = json.loads(answer.body)
    return body


def links(value: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in value["links"]}


def test_the_first_page_leads_everywhere():
    relations = links(read("/api"))
    assert relations["self"] == "http://atlas.example:8501/api"
    for rel in ("service-desc", "conformance", "data"):
        assert got(relations[rel].removeprefix("http://atlas.example:8501")).status == 200


@pytest.mark.parametrize("path", ["/api", "/api/collections", ITEMS.format("sites")])
def test_dates_of_newest_fact_and_consultation_are_shown(path):
    known, body = recency(ATLAS.data), read(path)
    assert (body["newestFact"], body["sourcesConsulted"]) == (known.newest, known.consulted)


def test_sites_with_an_old_status_can_be_filtered():
    body = read(ITEMS.format("sites"), "confirmation=old")
    sites = ATLAS.sites[ATLAS.sites["confirmation"] == "old"]
    assert [feature["id"] for feature in body["features"]] == sites.index.tolist()


def test_every_collection_is_listed_with_its_licence_and_its_items():
    collections = {collection["id"]: collection for collection in read("/api/collections")["collections"]}
    assert list(collections) == [collection.name for collection in COLLECTIONS]
    assert "Licence:" in collections["municipios"]["description"]
    (west, south, east, north) = collections["municipios"]["extent"]["spatial"]["bbox"][0]
    assert -93 < west < east < -88
    assert 13 < south < north < 18
    assert "extent" not in collections["sources"]
    assert set(collections["figures"]["extent"]) == {"temporal"}


@pytest.mark.parametrize("name", [collection.name for collection in COLLECTIONS])
def test_every_row_of_every_table_is_a_feature_and_a_line(name):
    table = next(collection for collection in COLLECTIONS if collection.name == name).read(ATLAS)
    page = read(ITEMS.format(name), f"limit={MAX_LIMIT}")
    assert page["numberMatched"] == page["numberReturned"] == len(page["features"]) == len(table)
    assert len({feature["id"] for feature in page["features"]}) == len(table)
    rows = list(
        csv.reader(
            io.StringIO(got(ITEMS.format(name), f"f=csv&limit={MAX_LIMIT}").body.decode("utf-8-sig"))
        )
    )
    assert len(rows) == len(table) + 1


def test_the_pages_follow_each_other_and_hold_everything_once():
    seen, path, query = [], ITEMS.format("municipios"), "limit=150"
    while path:
        page = read(path, query)
        seen += [feature["id"] for feature in page["features"]]
        path, _, query = (
            links(page).get("next", "").removeprefix("http://atlas.example:8501").partition("?")
        )
    assert seen == [str(code) for code in ATLAS.municipios["codigo_muni"]]


def test_a_box_and_a_property_choose_features():
    page = read(ITEMS.format("municipios"), "bbox=-90.6,14.5,-90.4,14.7&codigo_depto=1&limit=5")
    assert 1 < page["numberMatched"] < 30
    assert {feature["properties"]["codigo_depto"] for feature in page["features"]} == {1}
    assert "codigo_depto=1" in links(page)["self"]
    assert read(ITEMS.format("sites"), "bbox=0,0,1,1")["features"] == []


def test_an_area_chooses_the_features_that_meet_it():
    near = read(ITEMS.format("municipios"), "area=cAvyRgkuC&limit=400")
    assert {feature["properties"]["codigo_muni"] for feature in near["features"]} >= {101, 301}
    assert 50 < near["numberMatched"] < 80
    assert "area=cAvyRgkuC" in near["links"][0]["href"]
    assert read(ITEMS.format("sources"), "area=cAvyRgkuC")["features"] == []


def sites_of(when: str) -> set[str]:
    body = read(ITEMS.format("sites"), f"datetime={quote(when, safe='')}&limit=100")
    return {feature["id"] for feature in body["features"]}


def test_a_moment_chooses_the_sites_of_that_day():
    everything = set(ATLAS.sites.index)
    assert sites_of("2026-11-30") == everything
    gone = everything - sites_of("2020-05-28T12:00:00Z")
    assert "pci-pajapita" in gone
    assert "pci-pajapita" in sites_of("2020-05-29T00:00:00-06:00")
    assert "la-brigada" not in gone, "an undated site may have been there"


def test_an_interval_may_be_open_at_either_end():
    assert "commission-against-corruption" not in sites_of("../2024-02-27")
    assert "commission-against-corruption" in sites_of("2020/2024-02")
    assert sites_of("2024-02-28/..") == sites_of("2024-02-28/") == set(ATLAS.sites.index)
    assert "mpp-villa-nueva" not in sites_of("/2003")


def test_events_of_an_interval_are_chosen_and_the_pages_keep_it():
    body = read(ITEMS.format("events"), "datetime=2025-12/2026-01&limit=2")
    assert {"T046", "T047"} & {feature["id"] for feature in body["features"]}
    assert "datetime=2025-12%2F2026-01" in links(body)["next"]
    assert body["numberMatched"] < len(ATLAS.facts.events)
    sources = read(ITEMS.format("sources"), "datetime=1990&limit=1")
    assert sources["numberMatched"] == len(ATLAS.sources)


def test_figures_of_a_moment_are_those_that_were_valid():
    body = read(ITEMS.format("figures"), "datetime=2019-12-31&limit=200")
    figures = {feature["id"] for feature in body["features"]}
    assert {"I006", "I122"} <= figures
    assert not {"I121", "I124", "I131"} & figures, "older of the series, newer of the series, newer"
    assert figures == {
        reference for reference, _ in timeline_of(ATLAS).figures_at("2019-12-31").values()
    } & set(ATLAS.facts.figures["figure_id"])
    today = read(ITEMS.format("figures"), "limit=200")
    assert today["numberMatched"] == len(ATLAS.facts.figures)


@pytest.mark.parametrize(
    "when",
    ["yesterday", "2020/2019", "2020/2021/2022", "..", "", "2019-13", "2019T10:00:00Z", "2019-03-08T10"],
)
def test_what_is_no_date_or_interval_is_refused(when):
    answer = got(ITEMS.format("sites"), f"datetime={quote(when, safe='')}")
    assert answer.status == 400
    assert b"write 2019-03" in answer.body


def test_one_feature_has_its_own_address():
    body = read("/api/collections/municipios/items/1801")
    assert body["properties"]["municipio"] == "Puerto Barrios"
    assert body["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert got(links(body)["self"].removeprefix("http://atlas.example:8501")).status == 200


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/api/collections/nothing", "", 404),
        ("/api/collections/nothing/items", "", 404),
        ("/api/collections/sites/items/nothing", "", 404),
        ("/api/collections/sites/items", "limit=0", 400),
        ("/api/collections/sites/items", "limit=-1", 400),
        ("/api/collections/sites/items", "offset=x", 400),
        ("/api/collections/sites/items", "bbox=1,2,3", 400),
        ("/api/collections/sites/items", "bbox=nan,0,1,1", 400),
        ("/api/collections/sites/items", "area=p%3Cscript%3E", 400),
        ("/api/collections/sites/items", "bbox=0,9,1,1", 400),
        ("/api/collections/sites/items", "f=pdf", 400),
        ("/api/collections/sites/items", "nonsense=1", 400),
    ],
)
def test_a_bad_request_is_reported(path, query, status):
    answer = got(path, query)
    assert answer.status == status
    assert json.loads(answer.body).keys() == {"code", "description"}


def test_an_etag_saves_the_second_answer():
    first = got(ITEMS.format("sites"))
    etag = first.headers["etag"]
    assert data_version(ATLAS.data) in etag
    again = ask(
        APP, ITEMS.format("sites"), headers={"host": "atlas.example:8501", "if-none-match": f'"x", {etag}'}
    )
    assert (again.status, again.body) == (304, b"")
    assert got(ITEMS.format("sites"), "limit=1").headers["etag"] != etag


@pytest.mark.parametrize("host", ["", "a b", "evil.example/x", "a@b", "<script>", "a" * 300, "a:b", '"'])
def test_a_host_that_is_no_name_gets_no_links(host):
    assert ask(APP, "/api", headers={"host": host}).status == 400
    assert not HOST.fullmatch(host)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "atlas.example.org", "[::1]:80"])
def test_links_use_the_host_of_the_request(host):
    answer = ask(APP, "/api", headers={"host": host}, scheme="https")
    assert json.loads(answer.body)["links"][0]["href"] == f"https://{host}/api"


def test_a_forwarded_host_is_not_believed():
    answer = got("/api", **{"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"})
    assert b"evil.example" not in answer.body


def test_the_accept_header_selects_csv_and_no_formula_runs():
    answer = got(ITEMS.format("sites"), accept="text/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.body.startswith(b"\xef\xbb\xbf")


schema = schemathesis.openapi.from_dict(read("/api/openapi.json"))


@schema.parametrize()
@settings(max_examples=15)
def test_every_response_matches_the_description(case):
    path = case.formatted_path
    query = "&".join(
        f"{name}={value}" for name, value in (case.query or {}).items() if str(value).isascii()
    )
    answer = got(f"/api{path if path != '/' else ''}", query.replace(" ", "%20"))
    assert answer.status in {200, 400, 404}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The API on a port of this machine."""
    config = uvicorn.Config(APP, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/api"
    server.should_exit = True
    thread.join(20)


def ogrinfo(*arguments: str) -> str:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.fail("ogrinfo is missing; `make programs` installs it or says how")
    done = subprocess.run(
        [program, "-ro", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr.strip(), done.stderr
    return done.stdout


def test_gdal_finds_every_collection(address):
    report = ogrinfo(f"OAPIF:{address}")
    assert all(f": {collection.name}" in report for collection in COLLECTIONS)


def test_gdal_counts_pages_through_and_filters_municipios(address):
    report = ogrinfo(f"OAPIF:{address}", "municipios", "-so", "-oo", "PAGE_SIZE=100")
    assert "Feature Count: 340" in report
    assert "Extent: (-92.2" in report
    near = ogrinfo(f"OAPIF:{address}", "sites", "-spat", "-90.6", "14.5", "-90.4", "14.7", "-geom=NO")
    assert (
        near.count("OGRFeature(sites)")
        == read(ITEMS.format("sites"), "bbox=-90.6,14.5,-90.4,14.7")["numberMatched"]
    )


def test_gdal_reads_a_table_without_places(address):
    report = ogrinfo(f"OAPIF:{address}", "figures", "-so")
    assert "Feature Count: 112" in report


@pytest.mark.parametrize(
    ("held", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"x", W/"y,z", W/{etag}', 304),
        ("*", 304),
        (' "x" ,\t{etag}', 304),
        ('"x"', 200),
        ("", 200),
    ],
)
def test_an_etag_is_compared_weakly_and_in_lists(held, status):
    etag = got("/api").headers["etag"]
    headers = {"host": "atlas.example:8501", "if-none-match": held.format(etag=etag)}
    assert ask(APP, "/api", headers=headers).status == status
