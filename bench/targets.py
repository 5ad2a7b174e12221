"""The fuzzing targets; each takes a hostile input and checks its requirements."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final
from unittest import mock
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.types import ASGIApp
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from atlas.streamlit_compat.sessions import claims
from atlas.ui.state import page_parameters
from atlas.ui.widgets.markup import h, plain
from atlas.web import access_rules
from atlas.web.access_middleware import OWN_ADDRESS
from atlas.web.access_rules import Rules, Standing
from atlas.web.metrics import Runs
from atlas.web.server import middleware, routes
from bench import export_target, hostile, streamlit_targets
from bench.asgi_requests import Request, answer
from bench.fuzz_target import ROOT, Target, require, require_no_internals
from geo.briefings import BriefingError
from geo.briefings.briefing_files import from_json, to_json
from geo.dataset.data_history import Recency
from geo.exports.tables import About, Download, Sheet, TableFormat, written
from geo.exports.tables.sheets import harmless, table_csv
from geo.lists.readers import read_table
from geo.lists.uploaded_table import UnreadableFileError
from geo.selection import from_query

PAGES: Final = tuple(
    sorted(path.stem for path in (ROOT / "pages").glob("[a-z]*.py") if path.stem != "frame")
)


def link(query: Mapping[str, str]) -> None:
    """Require that a link's values are kept or reported, and that kept ones round-trip."""
    selection, _ = from_query(query)
    again, dropped = from_query(selection.to_query())
    require(again == selection and dropped == (), "a link reads back as it was written")
    for page in PAGES:
        good, bad = page_parameters.read(page, query)
        require(not {value.parameter for value in bad} & set(good), "a parameter is kept or dropped")
        require(all(len(value.value) <= 40 for value in bad), "a dropped value is reported in short")


def route(request: tuple[str, Mapping[str, str], Mapping[str, bytes]]) -> None:
    """Require that no URL makes the server fail or reveal its paths or code."""
    path, query, sent = request
    status, body = answer(_app(), Request(path, query, sent))
    require(status < 500, "no address makes the server fail")
    require_no_internals(body)


def briefing(content: bytes) -> None:
    """Require that a briefing is read whole or rejected with its errors, and round-trips."""
    try:
        read = from_json(content)
    except BriefingError:
        return
    require(from_json(to_json(read)) == read, "what is read is saved as it was")


def upload(sent: tuple[str, bytes]) -> None:
    """Require that an upload gives a table or an error with its correction."""
    name, content = sent
    try:
        table = read_table(name, content)
    except UnreadableFileError as error:
        require(str(ROOT) not in str(error), "no error reveals the inside")
        return
    require(table.cells.columns.is_unique, "no two columns have one name")
    table_csv(pd.DataFrame(table.cells))


def markup(text: str) -> None:
    """Require that text in markup stays unchanged and opens no element."""
    made = h("p", text, title=text)
    element = re.fullmatch(r'<p(?: title="([^"<>]*)")?>([^<>]*)</p>', made)
    require(element is not None and unescape(element[2]) == text, "text comes out of markup as it went in")
    shown = plain(text)
    require(re.sub(r"\\(.)", r"\1", shown, flags=re.DOTALL) == text, "Markdown shows text as it is")
    require(not re.search(r"(?<!\\)(?:\\\\)*[`*_<\[$]", shown), "Markdown reads no sign of text")


def spreadsheet(text: str) -> None:
    """Require that no cell of a file is a formula and that every file can be read."""
    known = Recency("2026-01", "2026-11-21")
    about = About(text, (text,), ("MIT",), "0123456789", date(2026, 11, 21), known, (text,), (text,))
    # A table cannot contain a lone surrogate.
    name = text.encode("utf-8", "replace").decode()
    table = pd.DataFrame({"name": [name], "people": [1]}, index=pd.Index(["a"], name="site_id"))
    download = Download("sites", about, (Sheet("sites", table, "name"),))
    rows = list(csv.reader(io.StringIO(written(download, TableFormat.CSV).decode("utf-8-sig"), newline="")))
    require(all(harmless(text) == text for row in rows for text in row), "no cell is a formula")
    book = openpyxl.load_workbook(io.BytesIO(written(download, TableFormat.XLSX)))
    cells = (cell for page in book for row in page for cell in row)
    require(not any(cell.data_type == "f" for cell in cells), "no cell of a workbook is a formula")
    ET.fromstring(written(download, TableFormat.KML))  # noqa: S314
    json.loads(written(download, TableFormat.GEOJSON))


def cookie(value: str) -> None:
    """Require that a cookie not signed by this server identifies nobody."""
    identity = claims({"_streamlit_user": value, "_streamlit_user_1": value})
    require(not identity, "a cookie that nobody signed names nobody")
    require(not (value.startswith("//") and OWN_ADDRESS.fullmatch(value)), "nobody is sent to another site")


def settings_file(text: str) -> None:
    """Require that a file of secrets opens the atlas only if it is valid and names no access."""
    content = text.encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "secrets.toml"
        place.write_bytes(content)
        with (
            mock.patch("streamlit.runtime.secrets.config.get_option", {"secrets.files": [str(place)]}.get),
            mock.patch("atlas.web.access_rules.places", return_value=(str(place),)),
            mock.patch("atlas.web.access_rules.st.secrets", Secrets()),
        ):
            try:
                rules = access_rules.rules.__wrapped__()
            except (access_rules.AccessSettingsError, access_rules.SecretsError) as error:
                require(len(str(error)) < 1_000, "an error of the settings is a sentence")
                return
    sections = {name.strip().lower() for name in tomllib.loads(content.decode())}
    require((rules is None) == (not sections & {"auth", "access"}), "only valid settings open the atlas")


def standing(claimed: Mapping[str, Any]) -> None:
    """Require that claims of any shape have a standing, admitted only if complete."""
    rules = Rules(domains=frozenset({"state.gov"}), groups=frozenset({"atlas"}))
    result = rules.standing(claimed, 1_800_000_000)
    signed = claimed.get("is_logged_in") is True and isinstance(claimed.get("iat"), int | float)
    require(result is not Standing.IN or signed, "nobody is in who has not signed in")


def message(content: bytes) -> None:
    """Require that any websocket message is counted."""
    Runs().receive(content)


def page(request: tuple[str, Mapping[str, str]]) -> None:
    """Require that a page shows content without an exception for every URL."""
    name, query = request
    app = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=120)
    app.run()
    app.switch_page(f"{name}.py")
    for parameter, value in query.items():
        # A browser replaces a lone surrogate before sending it.
        app.query_params[parameter] = value.encode("utf-8", "replace").decode()
    app.run()
    require(not app.exception, f"a page breaks for no address: {app.exception}")


claim_values: Final = st.one_of(
    hostile.json_values, st.just(1_799_999_999), st.just("ana@state.gov"), st.just(True)
)
CLAIMS: Final = ("is_logged_in", "iat", "sub", "email", "email_verified", "groups")

TARGETS: Final = (
    Target("links", 0.192, hostile.queries, link),
    Target("routes", 0.20, st.tuples(hostile.addresses, hostile.queries, hostile.headers), route),
    Target("saved briefings", 0.10, hostile.briefings(), briefing),
    Target("uploaded files", 0.09, hostile.uploads(), upload),
    Target("text in pages", 0.10, hostile.text, markup),
    Target("text in files", 0.02, hostile.text, spreadsheet),
    Target("cookies", 0.05, hostile.text, cookie),
    Target("settings files", 0.01, hostile.settings, settings_file),
    Target("claims", 0.05, st.dictionaries(st.sampled_from(CLAIMS), claim_values, max_size=6), standing),
    Target("websocket messages", 0.037, st.binary(max_size=200), message),
    Target("pages", 0.003, st.tuples(st.sampled_from(PAGES), hostile.queries), page),
    *export_target.TARGETS,
    *streamlit_targets.TARGETS,
)


@cache
def _app() -> ASGIApp:
    return Starlette(routes=routes(), middleware=middleware({"/", *(f"/{page}" for page in PAGES)}))
