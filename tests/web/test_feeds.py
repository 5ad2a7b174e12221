"""Atom feeds: valid, with absolute links, of the right facts, cached, and closed without a sign-in."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from starlette.applications import Starlette

from app import PAGES
from atlas.web.access_middleware import AccessMiddleware
from atlas.web.feeds import UNWRITABLE, feed_routes
from atlas.web.served_data import atlas_data
from atlas.web.streamlit_page import page_hints
from geo.dataset.data_history import changes_of, read_history
from tests.web.asking import Answer, ask

APP = Starlette(routes=feed_routes())
HOST = {"host": "atlas.example"}
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
FEEDS = ["/feeds/atlas.atom", "/feeds/departamento/18.atom", "/feeds/programme/border_port.atom"]


def got(path: str, query: str = "", **headers: str) -> Answer:
    return ask(APP, path, query=query, scheme="https", headers=HOST | headers)


def read(path: str, query: str = "") -> ET.Element:
    answer = got(path, query)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(answer.body)  # noqa: S314 - our own answer


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_atom_requires(path, language):
    feed = read(path, f"lang={language}")
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    parts = [feed, *feed.iter(f"{ATOM}entry")]
    for part in parts:
        assert part.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated", "")).tzinfo
    identifiers = [part.findtext(f"{ATOM}id", "") for part in parts]
    assert len(set(identifiers)) == len(identifiers)
    assert all(identifier.startswith("urn:uuid:") for identifier in identifiers)


@pytest.mark.parametrize("path", FEEDS)
def test_every_link_is_absolute_and_on_this_server(path):
    feed = read(path)
    links = [link.get("href", "") for tag in (f"{ATOM}link", f"{XHTML}a") for link in feed.iter(tag)]
    assert links
    assert all(link.startswith("https://atlas.example/") for link in links)
    own = next(link.get("href") for link in feed.iter(f"{ATOM}link") if link.get("rel") == "self")
    assert urlsplit(own).path == path


def test_the_whole_atlas_has_an_entry_for_each_version_with_changes():
    feed = read("/feeds/atlas.atom")
    history = read_history(atlas_data().data)
    numbers = range(2, len(history.versions) + 1)
    changed = [changes for number in numbers if (changes := changes_of(history, number)).count]
    versions = [changes.sealed.version for changes in changed]
    alternates = [link.get("href", "") for link in feed.iterfind(f"{ATOM}entry/{ATOM}link")]
    shown = [parse_qs(urlsplit(link).query)["v"][0] for link in alternates]
    assert shown == versions[::-1]


def test_a_departamento_names_only_its_own_sites():
    text = ET.tostring(read("/feeds/departamento/18.atom"), encoding="unicode")
    assert "Puerto Barrios" in text
    assert "Puerto Quetzal" not in text


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("/feeds/departamento/23.atom", b"1 to 22"),
        ("/feeds/departamento/<x>.atom", b"1 to 22"),
        ("/feeds/programme/none.atom", b"use one of countering_narcotics"),
        ("/feeds/site/corinto.atom", b"use atlas.atom"),
    ],
)
def test_a_feed_that_does_not_exist_is_explained(path, advice):
    answer = got(path)
    assert answer.status == 404
    assert advice in answer.body


def test_an_etag_saves_the_second_answer():
    etag = got(FEEDS[0]).headers["etag"]
    again = got(FEEDS[0], **{"if-none-match": etag})
    assert (again.status, again.body) == (304, b"")


def test_a_host_that_is_no_name_gets_no_links():
    assert got(FEEDS[0], host="evil.example/<script>").status == 400


def test_characters_that_xml_cannot_hold_are_left_out():
    assert UNWRITABLE.sub("", "a\x00b\x0bc\ud800d<é\n") == "abcd<é\n"


def test_a_feed_is_closed_without_a_sign_in():
    guard = AccessMiddleware(APP, PAGES)
    assert not any(guard.is_open(path) for path in FEEDS)


def test_each_page_names_the_feed():
    assert b'rel="alternate" type="application/atom+xml"' in page_hints("/")
    assert b'href="./feeds/atlas.atom"' in page_hints("/regions")
