"""Pages preload their files; other responses pass through unchanged."""

import gzip
import re

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from app import PAGES
from atlas.streamlit_compat.static_files import (
    EVERYWHERE,
    FRAME,
    INDEX,
    ON_PAGES,
    SCRIPTS,
    element_scripts,
    folder_of,
    named_scripts,
    served_scripts,
)
from atlas.web.served_data import MapAssets, map_files
from atlas.web.server import own_addresses
from atlas.web.streamlit_page import HINT, LATER, FirstVisit, PageHints, UnknownAddresses, frame_head
from tests.web.asking import ask

PAGE = "<html><head><title>x</title></head><body>é</body></html>"
app = PageHints(HTMLResponse(PAGE, headers={"etag": "old"}), PAGES)


@pytest.mark.parametrize("address", ON_PAGES)
def test_each_kind_of_element_has_its_script_in_this_streamlit(address):
    for kind in (*EVERYWHERE, *ON_PAGES[address]):
        assert any(name.startswith(f"{kind}.") for name in element_scripts(address))


def test_every_page_has_its_hints():
    assert {*ON_PAGES} == {page for page in PAGES if page not in {"/explore", "/frame"}}


@pytest.mark.parametrize("address", ON_PAGES)
def test_what_a_script_loads_is_named_too_and_nothing_twice(address):
    scripts = element_scripts(address)
    assert len(set(scripts)) == len(scripts)
    assert not set(scripts) & set(named_scripts())
    for name in scripts:
        wanted = re.findall(r'from\s*"\./([\w.-]+\.js)"', (SCRIPTS / name).read_text(encoding="utf-8"))
        assert set(wanted) <= {*scripts, *named_scripts()}
    assert {*scripts, *named_scripts()} <= {*served_scripts()}


def test_a_page_names_only_what_its_own_elements_need():
    """Every page once named the scripts of the map's table, more than a megabyte of them."""
    assert not any(name.startswith("DataFrame.") for name in element_scripts("/"))
    assert set(element_scripts("/sources")) < set(element_scripts("/"))


def test_a_page_gets_its_hints_in_the_head_and_a_length_that_fits():
    answer = ask(app, "/regions")
    text = answer.body.decode()
    assert text.startswith("<html><head><title>x</title><script>window.__streamlit")
    assert '<link rel="modulepreload"' in text
    assert text.endswith("></head><body>é</body></html>")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "etag" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/regions"])
def test_a_page_travels_compressed_where_the_browser_takes_it(address):
    plain, packed = ask(app, address), ask(app, address, "gzip, deflate, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body


def test_a_name_that_no_page_has_gets_what_the_first_page_gets():
    """Streamlit answers there too, once without the words of the reader's language."""
    head, first = (ask(app, path).body.split(b"</head>")[0] for path in ("/nothing_here", "/"))
    assert head == first.replace(LATER, HINT)


def test_a_page_with_a_picture_asks_for_its_scripts_later():
    with_picture, without = (ask(app, path).body for path in ("/", "/sources"))
    assert HINT not in with_picture
    assert with_picture.count(LATER) == len(element_scripts("/"))
    assert LATER not in without


def test_other_pages_are_requested_uncompressed():
    """Every page but the map once went without hints."""
    requests = {}

    async def inner(scope, receive, send):
        requests.update(scope["headers"])
        await HTMLResponse(PAGE)(scope, receive, send)

    answer = ask(
        PageHints(inner, PAGES), "/sources", headers={"accept": "text/html", "accept-encoding": "gzip"}
    )
    assert b"accept-encoding" not in requests
    assert b"/page.js" in gzip.decompress(answer.body)


def test_the_frame_loads_the_map_before_the_component_that_starts_it():
    page = (folder_of("streamlit_folium") / "frontend/build/index.html").read_text(encoding="utf-8")
    text = ask(PageHints(HTMLResponse(page), PAGES), FRAME).body.decode()
    assets = map_files().addresses()
    assert all(f'href="{url}"' in text for url in (*assets.styles, assets.data))
    *ours, theirs = re.findall(r'<script[^>]* src="([^"]+)"', text)
    assert ours == assets.scripts
    assert "/main." in theirs
    assert "modulepreload" not in text


def test_an_address_is_escaped():
    assert b'src="&quot;&gt;"' in frame_head(MapAssets(scripts=['">'], styles=[], data="x"))


@pytest.mark.parametrize(
    "inner",
    [
        PlainTextResponse("</head>"),
        HTMLResponse("</head>", 404),
        Response(b"</head>", media_type="text/html", headers={"content-encoding": "br"}),
    ],
)
def test_everything_else_goes_through(inner):
    assert ask(PageHints(inner, PAGES), "/").body == b"</head>"


def test_it_works_below_another_address():
    below = PageHints(HTMLResponse(PAGE), PAGES, base_path="/atlas")
    assert b"modulepreload" not in ask(below, f"/atlas{FRAME}").body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        *("/nothing_here", "/a/b/c", "/static/js/gone.js", "/regions/x", "/componentx"),
        *("/component", "/component/", "/api/nothing", "/feeds", "/healthz/x", "/layers", "/present"),
    ],
)
def test_an_unknown_address_keeps_its_page_and_answers_404(path, method):
    answer = ask(UnknownAddresses(app, PAGES, own_addresses()), path, method=method)
    assert answer.status == 404
    assert answer.body == ask(app, path, method=method).body


@pytest.mark.parametrize("path", [*sorted(PAGES), FRAME, "/present/founding.es.html", "/index.html"])
def test_a_page_that_exists_answers_200(path):
    assert ask(UnknownAddresses(app, PAGES, own_addresses()), path).status == 200
    below = UnknownAddresses(app, PAGES, own_addresses(), base_path="/atlas")
    assert ask(below, f"/atlas{path}").status == 200


def test_an_unknown_address_is_never_unchanged():
    async def inner(scope, receive, send):
        held = dict(scope["headers"]).get(b"if-none-match")
        await HTMLResponse(PAGE, 304 if held else 200)(scope, receive, send)

    inside = UnknownAddresses(inner, PAGES, own_addresses())
    assert ask(inside, "/nothing_here", headers={"if-none-match": '"x"'}).status == 404
    assert ask(inside, "/", headers={"if-none-match": '"x"'}).status == 304


BROWSER = {"accept": "text/html,*/*", "sec-fetch-site": "none"}


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_a_first_visit_without_a_choice_is_led_home(base):
    answer = ask(FirstVisit(app, base), f"{base}/", headers=BROWSER)
    assert (answer.status, answer.headers["location"]) == (307, "./home")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "query", "headers"),
    [
        ("/", "lang=es&dep=18", BROWSER),
        ("/", "lang=en", BROWSER),
        ("/home", "", BROWSER),
        ("/regions", "", BROWSER),
        ("/", "", BROWSER | {"sec-fetch-site": "same-origin"}),
        ("/", "", {"accept": "*/*"}),
    ],
)
def test_links_and_other_pages_stay_where_they_are(path, query, headers):
    assert ask(FirstVisit(app), path, query=query, headers=headers).status == 200


def test_the_picture_comes_before_the_style_sheet_and_starts_streamlit():
    text = ask(PageHints(HTMLResponse(INDEX.read_text(encoding="utf-8")), PAGES), "/").body.decode()
    start = re.findall(r'<link id="atlas-start" rel="modulepreload" crossorigin href="([^"]+)">', text)
    assert len(start) == 1
    assert f'src="{start[0]}"' not in text
    assert '<link rel="stylesheet"' in text.split('id="atlas-first"')[1]
    assert '<link rel="stylesheet"' not in text.split('id="atlas-first"')[0]


def test_a_page_without_a_picture_starts_as_streamlit_writes_it():
    text = ask(PageHints(HTMLResponse(INDEX.read_text(encoding="utf-8")), PAGES), "/sources").body.decode()
    assert '<script type="module" crossorigin src=' in text
    assert "atlas-start" not in text
