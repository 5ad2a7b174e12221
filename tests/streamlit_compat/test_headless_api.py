"""Streamlit's headless API is unavailable, and no page mentions it."""

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from streamlit import config
from streamlit.web.server.starlette.starlette_agent_routes import create_agent_routes

from app import PAGES
from atlas.streamlit_compat.static_files import HEADLESS_API_LINKS, INDEX
from atlas.web.server import middleware
from atlas.web.streamlit_page import HeadlessApiBlock, PageHints
from tests.web.asking import ask

ROUTES = create_agent_routes(None, "")  # type: ignore[arg-type]
PATHS = [route.path for route in ROUTES]  # type: ignore[attr-defined]


def test_these_are_all_that_streamlit_has():
    assert sorted(PATHS) == [f"/_stcore/agent/{name}" for name in ("interact", "mcp", "openapi.json")]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_nothing_is_there(path, method):
    answer = ask(Starlette(routes=ROUTES, middleware=middleware(PAGES)), path, method=method)
    assert (answer.status, answer.body) == (404, b"not found\n")
    assert "link" not in answer.headers


def test_without_the_middleware_something_would_be():
    bare = Starlette(routes=ROUTES)
    assert ask(bare, "/_stcore/agent/openapi.json").status == 200
    assert b"not_available" in ask(bare, "/_stcore/agent/interact", method="POST").body


@pytest.mark.parametrize("path", ["/_stcore/health", "/agent", "/"])
def test_everything_else_goes_through(path):
    assert ask(HeadlessApiBlock(PlainTextResponse("from within")), path).body == b"from within"


def test_streamlit_leaves_it_off_too():
    assert config.get_option("server.enableAgentApi") is False


def test_the_page_does_not_name_them():
    index = INDEX.read_bytes()
    assert index.count(b"_stcore/agent") == 5
    assert len(HEADLESS_API_LINKS.findall(index)) == 2

    page = ask(PageHints(HTMLResponse(index), PAGES), "/").body
    assert b"_stcore/agent" not in page
    assert b"JavaScript" in page.partition(b"<noscript>")[2].partition(b"</noscript>")[0]
