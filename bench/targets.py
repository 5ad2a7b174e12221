"""What is fuzzed: each target takes one hostile input and fails if a promise is broken."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from html import unescape
from typing import Any, Final
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.types import ASGIApp
from streamlit.testing.v1 import AppTest

from atlas.streamlit_compat.sessions import claims
from atlas.ui.state import page_parameters
from atlas.ui.widgets.markup import h, plain
from atlas.web.access_middleware import OWN_ADDRESS
from atlas.web.access_rules import Rules, Standing
from atlas.web.metrics import Runs
from atlas.web.server import middleware, routes
from bench import export_target, hostile, streamlit_targets
from bench.asking import Asked, answer
from bench.promises import ROOT, Target, require, require_nothing_of_the_inside
from geo.briefings import BriefingError
from geo.briefings.briefing_files import from_json, to_json
from geo.dataset.recency import Recency
from geo.exports.tables import About, Download, Sheet, TableFormat, written
from geo.exports.tables.spreadsheets import harmless, table_csv
from geo.lists.readers import read_table
from geo.lists.uploaded_table import UnreadableFileError
from geo.selection import from_query

PAGES: Final = tuple(
    sorted(path.stem for path in (ROOT / "pages").glob("[a-z]*.py") if path.stem != "frame")
)


def link(query: Mapping[str, str]) -> None:
    """What a link asks for is understood or named as dropped; what is understood survives its own link."""
    selection, _ = from_query(query)
    again, dropped = from_query(selection.to_query())
    require(again == selection and dropped == (), "a link reads back as it was written")
    for page in PAGES:
        good, bad = page_parameters.read(page, query)
        require(not {one.parameter for one in bad} & set(good), "a parameter is kept or dropped")
        require(all(len(one.value) <= 40 for one in bad), "what is dropped is told in short")


def route(asked: tuple[str, Mapping[str, str], Mapping[str, bytes]]) -> None:
    """No address makes the server fail, and no answer tells where its files are or what its code is."""
    path, query, sent = asked
    status, body = answer(_app(), Asked(path, query, sent))
    require(status < 500, "no address makes the server fail")
    require_nothing_of_the_inside(body)


def briefing(content: bytes) -> None:
    """A saved briefing is read whole or refused with its faults; what is read is saved again as it was."""
    try:
        read = from_json(content)
    except BriefingError:
        return
    require(from_json(to_json(read)) == read, "what is read is saved as it was")


def upload(sent: tuple[str, bytes]) -> None:
    """A file is a table or an error that says what to do; nothing else comes of it."""
    name, content = sent
    try:
        table = read_table(name, content)
    except UnreadableFileError as error:
        require(str(ROOT) not in str(error), "no error tells of the inside")
        return
    require(table.cells.columns.is_unique, "no two columns have one name")
    table_csv(pd.DataFrame(table.cells))


def markup(text: str) -> None:
    """Text in markup comes out of it as it went in, and opens no element."""
    made = h("p", text, title=text)
    found = re.fullmatch(r'<p(?: title="([^"<>]*)")?>([^<>]*)</p>', made)
    require(found is not None and unescape(found[2]) == text, "text comes out of markup as it went in")
    shown = plain(text)
    require(re.sub(r"\\(.)", r"\1", shown, flags=re.DOTALL) == text, "Markdown shows text as it is")
    require(not re.search(r"(?<!\\)(?:\\\\)*[`*_<\[$]", shown), "Markdown reads no sign of text")


def spreadsheet(text: str) -> None:
    """No cell of a file is a formula, and every file can be read again."""
    known = Recency("2026-01", "2026-11-21")
    about = About(text, (text,), ("MIT",), "0123456789", date(2026, 11, 21), known, (text,), (text,))
    # A table cannot hold half a character.
    name = text.encode("utf-8", "replace").decode()
    table = pd.DataFrame({"name": [name], "people": [1]}, index=pd.Index(["a"], name="site_id"))
    download = Download("sites", about, (Sheet("sites", table, "name"),))
    rows = list(csv.reader(io.StringIO(written(download, TableFormat.CSV).decode("utf-8-sig"), newline="")))
    require(all(harmless(text) == text for row in rows for text in row), "no cell is a formula")
    book = openpyxl.load_workbook(io.BytesIO(written(download, TableFormat.XLSX)))
    cells = (one for page in book for row in page for one in row)
    require(not any(one.data_type == "f" for one in cells), "no cell of a workbook is a formula")
    ET.fromstring(written(download, TableFormat.KML))  # noqa: S314
    json.loads(written(download, TableFormat.GEOJSON))


def cookie(value: str) -> None:
    """A cookie that this server did not sign says nothing of anyone."""
    found = claims({"_streamlit_user": value, "_streamlit_user_1": value})
    require(not found, "a cookie that nobody signed names nobody")
    require(not (value.startswith("//") and OWN_ADDRESS.fullmatch(value)), "nobody is sent to another site")


def standing(told: Mapping[str, Any]) -> None:
    """Claims of any shape stand somewhere, and inside only with all that it takes."""
    rules = Rules(domains=frozenset({"state.gov"}), groups=frozenset({"atlas"}))
    found = rules.standing(told, 1_800_000_000)
    signed = told.get("is_logged_in") is True and isinstance(told.get("iat"), int | float)
    require(found is not Standing.IN or signed, "nobody is in who has not signed in")


def message(content: bytes) -> None:
    """What comes over the websocket is counted, whatever it is."""
    Runs().receive(content)


def page(asked: tuple[str, Mapping[str, str]]) -> None:
    """A page shows something for every address and breaks for none."""
    name, query = asked
    app = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=120)
    app.run()
    app.switch_page(f"{name}.py")
    for parameter, value in query.items():
        # A browser cannot send half a character; what it sends instead is this.
        app.query_params[parameter] = value.encode("utf-8", "replace").decode()
    app.run()
    require(not app.exception, f"a page breaks for no address: {app.exception}")


claim_values: Final = st.one_of(
    hostile.json_values, st.just(1_799_999_999), st.just("ana@state.gov"), st.just(True)
)
CLAIMS: Final = ("is_logged_in", "iat", "sub", "email", "email_verified", "groups")

TARGETS: Final = (
    Target("links", 0.202, hostile.queries, link),
    Target("routes", 0.20, st.tuples(hostile.addresses, hostile.queries, hostile.headers), route),
    Target("saved briefings", 0.10, hostile.briefings(), briefing),
    Target("uploaded files", 0.09, hostile.uploads(), upload),
    Target("text in pages", 0.10, hostile.text, markup),
    Target("text in files", 0.02, hostile.text, spreadsheet),
    Target("cookies", 0.05, hostile.text, cookie),
    Target("claims", 0.05, st.dictionaries(st.sampled_from(CLAIMS), claim_values, max_size=6), standing),
    Target("websocket messages", 0.037, st.binary(max_size=200), message),
    Target("pages", 0.003, st.tuples(st.sampled_from(PAGES), hostile.queries), page),
    *export_target.TARGETS,
    *streamlit_targets.TARGETS,
)


@cache
def _app() -> ASGIApp:
    return Starlette(routes=routes(), middleware=middleware({"/", *(f"/{page}" for page in PAGES)}))
