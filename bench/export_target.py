"""Fuzz exported files of every format with untrusted text."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, Final

import numpy as np
from defusedxml import ElementTree
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from bench import hostile
from bench.fuzz_target import Target, require, require_no_internals
from geo.briefings import Briefing, MapView, Scene, Text
from geo.briefings.scenes import LONGEST_HEADLINE, LONGEST_NOTES, LONGEST_TEXT
from geo.choices.list_kinds import ColourBy, ShowAs
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document_layers import ListLayer
from geo.exports.documents.document_text import readable
from geo.exports.documents.stamp import read_stamp
from geo.exports.documents.typst_layout import shown
from geo.lists.point_aggregation import ListPoints
from geo.selection import Selection

DRAWN: Final = (DocumentFormat.PDF, DocumentFormat.PPTX, DocumentFormat.SVG, DocumentFormat.HTML)
KINDS: Final = (*DRAWN * 4, DocumentFormat.PNG, DocumentFormat.CSV)
"""A picture of points takes five times as long as other files, so it is rarer."""

PLAIN: Final = re.compile(r"[A-Za-z0-9<>=@#/. ]*")
"""Text that can be extracted from a PDF unchanged."""

ACTIONS: Final = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/SubmitForm"})
"""Names in the objects of a PDF that runs or sends something, or holds a file."""

RUNS: Final = frozenset({"script", "foreignObject", "iframe", "object", "embed", "handler"})
"""Elements of SVG that can run or load what is not in the file."""


@dataclass(frozen=True)
class Order:
    """A file to export: its format, its language, and untrusted text in all its texts."""

    kind: DocumentFormat
    language: Language
    title: str
    headline: str
    text: str
    notes: str
    list_name: str


def _words(longest: int) -> st.SearchStrategy[str]:
    return hostile.text.map(lambda words: words[:longest])


def _needed(longest: int) -> st.SearchStrategy[str]:
    """Return a strategy of texts that are valid where a briefing requires one."""
    return _words(longest).filter(str.strip)


_markdown: Final = st.one_of(
    hostile.text, st.lists(hostile.text, max_size=4).map("\n- **".join), st.just("- *x*\n" * 250)
).map(lambda words: words[:LONGEST_TEXT])

orders: Final = st.builds(
    Order,
    st.sampled_from(KINDS),
    st.sampled_from(Language),
    _needed(LONGEST_HEADLINE),
    _needed(LONGEST_HEADLINE),
    _markdown,
    _words(LONGEST_NOTES),
    hostile.text,
)


def made(order: Order) -> bytes:
    """Return the file of an order, with a small map to spend the time on text."""
    scene = Scene(
        headline=Text(en=order.headline),
        text=Text(en=order.text),
        notes=Text(en=order.notes),
        selection=Selection(departamentos=(1,), layers=()),
        view=MapView(14.6, -90.5, 14),
    )
    briefing = Briefing(Text(en=order.title, es=" "), (scene,))
    return exported(briefing, _shelf(), order.language, order.kind, Options(own=_own(order.list_name)))


def export(order: Order) -> None:
    """Require that a file opens, contains the text as text, and runs or loads nothing."""
    content = made(order)
    require(read_stamp(content, "x").title == readable(order.title), "a file says whose it is")
    match order.kind:
        case DocumentFormat.PDF:
            _pdf(content, order)
        case DocumentFormat.PPTX:
            _slides(content, order)
        case DocumentFormat.SVG:
            _drawing(content, order)
        case DocumentFormat.HTML:
            _page(content, order)
        case DocumentFormat.PNG:
            require(Image.open(BytesIO(content)).size[0] == 1920, "a picture is as wide as a screen")
        case _:
            require_no_internals(content)


def _pdf(content: bytes, order: Order) -> None:
    reader = PdfReader(BytesIO(content))
    words = _squeezed("".join(page.extract_text() for page in reader.pages))
    if PLAIN.fullmatch(order.headline):
        require(_squeezed(order.headline) in words, "a headline is text on its page")
    title = reader.metadata.title if reader.metadata else ""
    require(title == shown(readable(order.title)), "a title is text in a file")
    require(not ACTIONS & names_in(reader), "nothing runs")


def names_in(reader: PdfReader) -> set[str]:
    """Return every name in the objects of a PDF; the bytes of a picture may look like one."""
    objects = map(reader.get_object, range(1, int(str(reader.trailer["/Size"]))))
    return {name for node in objects for name in _names(node)}


def _names(node: object) -> Iterator[str]:
    """Yield the names in an object of a PDF; what it refers to is an object of its own."""
    if isinstance(node, NameObject):
        yield node
    elif isinstance(node, ArrayObject):
        for part in node:
            yield from _names(part)
    elif isinstance(node, DictionaryObject):
        for name, part in node.items():
            yield name
            yield from _names(part)


def _slides(content: bytes, order: Order) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                part = archive.read(name)
                ElementTree.fromstring(part)
                require(b"javascript:" not in part or not name.endswith(".rels"), "no link runs")
    scene = Presentation(BytesIO(content)).slides[1]
    title: Any = scene.shapes.title
    require(_squeezed(readable(order.headline)) == _squeezed(title.text_frame.text), "a headline is text")
    notes: Any = scene.notes_slide.notes_text_frame
    require(_squeezed(notes.text).startswith(_squeezed(readable(order.notes))), "notes are text")


def _drawing(content: bytes, order: Order) -> None:
    root = ElementTree.fromstring(content)
    for element in root.iter():
        require(_bare(element.tag) not in RUNS, "nothing in a drawing runs")
        for name, value in element.attrib.items():
            is_address = _bare(name) == "href" and not value.startswith(("#", "data:image/"))
            require(not _bare(name).startswith("on") and not is_address, "a drawing loads nothing")
    title = next(element.text for element in root if _bare(element.tag) == "title")
    require(title == readable(order.headline), "a headline is text")


class _Page(HTMLParser):
    """Collect the elements and attributes of a page and the text of its raw elements."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements, self.inside, self.at = Counter[tuple[str, ...]](), dict[str, str](), ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag, *(name for name, _ in attrs)] += 1
        self.at = dict(attrs).get("id") or tag

    def handle_data(self, data: str) -> None:
        self.inside.setdefault(self.at, "")
        self.inside[self.at] += data

    def handle_endtag(self, tag: str) -> None:
        self.at = ""


@cache
def _elements() -> Counter[tuple[str, ...]]:
    return _Page(made(Order(DocumentFormat.HTML, Language.ENGLISH, "a", "b", "c", "d", "e"))).elements


def _page(content: bytes, order: Order) -> None:
    page = _Page(content)
    require(page.elements == _elements(), "words open no element of a page")
    scene = json.loads(page.inside["briefing"])["scenes"][0]["en"]
    require(scene["headline"] == readable(order.headline), "a headline is text")
    require(scene["notes"] == readable(order.notes), "notes are text")


def _bare(name: object) -> str:
    return str(name).rpartition("}")[2]


def _squeezed(text: str) -> str:
    """Return text without white space, which formats write differently."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFC", text))


@cache
def _shelf() -> AtlasData:
    return AtlasData()


def _own(name: str) -> ListLayer:
    points = ListPoints(np.array([-90.5]), np.array([14.6]))
    return ListLayer(name, ShowAs.POINTS, ColourBy.ROWS, 1, 1, 1, points, {}, {})


TARGETS: Final = (Target("exported files", 0.008, orders, export),)
