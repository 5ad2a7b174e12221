"""Pages name at their top what they will load; everything else goes through as it is."""

import re

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from geo.leaflet import MapAssets
from tests.web.asking import ask
from web.library import map_files
from web.page_hints import ELEMENTS, FRAME, SCRIPTS, PageHints, element_scripts, frame_hints, named_scripts

PAGE = "<html><head><title>x</title></head><body>é</body></html>"
app = PageHints(HTMLResponse(PAGE, headers={"etag": "old"}))


@pytest.mark.parametrize("kind", ELEMENTS)
def test_each_kind_of_element_has_its_script_in_this_streamlit(kind):
    assert any(name.startswith(f"{kind}.") for name in element_scripts())


def test_what_a_script_loads_is_named_too_and_nothing_twice():
    scripts = element_scripts()
    assert len(set(scripts)) == len(scripts)
    assert not set(scripts) & set(named_scripts())
    for name in scripts:
        wanted = re.findall(r'from\s*"\./([\w.-]+\.js)"', (SCRIPTS / name).read_text(encoding="utf-8"))
        assert set(wanted) <= {*scripts, *named_scripts()}


def test_a_page_gets_its_hints_in_the_head_and_a_length_that_fits():
    answer = ask(app, "/regions")
    text = answer.body.decode()
    assert text.startswith('<html><head><title>x</title><link rel="modulepreload"')
    assert text.endswith("></head><body>é</body></html>")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "etag" not in answer.headers


def test_a_page_below_the_first_is_asked_for_plain_as_streamlit_compresses_it():
    """Every page but the map once went without hints."""
    asked = {}

    async def inner(scope, receive, send):
        asked.update(scope["headers"])
        await HTMLResponse(PAGE)(scope, receive, send)

    answer = ask(PageHints(inner), "/sources", headers={"accept": "text/html", "accept-encoding": "gzip"})
    assert b"accept-encoding" not in asked
    assert b"/page.js" in answer.body


def test_the_frame_gets_what_its_map_loads_and_not_the_page_s_scripts():
    text = ask(app, FRAME).body.decode()
    assets = map_files().addresses()
    assert all(f'href="{one}"' in text for one in (*assets.scripts, *assets.styles, assets.data))
    assert "modulepreload" not in text


def test_an_address_is_escaped():
    assert b'href="&quot;&gt;"' in frame_hints(MapAssets(scripts=['">'], styles=[], data="x"))


@pytest.mark.parametrize(
    "inner",
    [
        PlainTextResponse("</head>"),
        HTMLResponse("</head>", 404),
        Response(b"</head>", media_type="text/html", headers={"content-encoding": "br"}),
    ],
)
def test_everything_else_goes_through(inner):
    assert ask(PageHints(inner), "/").body == b"</head>"


def test_it_works_below_another_address():
    below = PageHints(HTMLResponse(PAGE), base_path="/atlas")
    assert b"modulepreload" not in ask(below, f"/atlas{FRAME}").body
