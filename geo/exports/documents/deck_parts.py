"""Name the parts of a presentation, and record in it what each part was when it was made.

A part is one shape or several, such as the map or the legend of a scene. Its name ends in `[atlas SLIDE
PART]`. The record is custom XML next to the stamp: the briefing, and for each part a digest of the facts
behind it (`basis`), of its content and its position. `geo.exports.documents.deck_refresh` compares it with
a deck that people edited. A deck is untrusted input: sizes are limited before anything is unpacked.
"""

from __future__ import annotations

import base64
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from geo.dataset.records import sha256
from geo.errors import GeoError

NAME: Final = re.compile(r"\[atlas ([a-z0-9-]{1,60}) ([a-z]{1,20})\]$")
MARK: Final = "mark"
FOOTER: Final = "footer"
MAP: Final = "map"
NOTES: Final = "notes"
HEADLINE: Final = "headline"

MOST_BYTES: Final = 100_000_000
MOST_UNPACKED: Final = 300_000_000
MOST_PARTS: Final = 5_000
LARGEST_RECORD: Final = 4_000_000
"""Limits of an uploaded presentation: bytes, unpacked bytes, files in it, bytes of the record."""

RECORD: Final = re.compile(rb'<deck xmlns="urn:atlas:deck">([A-Za-z0-9_-]{20,4000000})</deck>')


class DeckError(GeoError):
    """A presentation cannot be used; the message says why and what to do."""

    def __init__(self, file: str, reason: str, code: str) -> None:
        self.file, self.reason, self.code = file, reason, code
        super().__init__(f"{file}: {reason}")


FAULTS: Final = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    SyntaxError,
    NotImplementedError,
)
"""What python-pptx raises for a file that breaks the rules of its format; bad XML is a `SyntaxError`."""


@dataclass(frozen=True)
class DeckPart:
    """One part when it was made: digests of its facts and its content, and its place in EMU."""

    basis: str
    content: str
    place: tuple[int, ...] = ()


@dataclass(frozen=True)
class DeckRecord:
    """What a presentation was made from: the briefing as JSON, with appendix or theme or not, its parts."""

    briefing: str
    appendix: bool
    parts: Mapping[str, DeckPart]
    has_theme: bool = False


def name_parts(slide: Any, key: str, part: str) -> None:
    """Name the shapes of a slide that have no name of a part yet."""
    for shape in slide.shapes:
        if not NAME.search(shape.name):
            shape.name = f"{shape.name} [atlas {key} {part}]"


def parts_of(slide: Any) -> dict[tuple[str, str], list[Any]]:
    """Return the shapes of each part on a slide, by the key of the slide and the name of the part."""
    parts: dict[tuple[str, str], list[Any]] = {}
    for shape in slide.shapes:
        if match := NAME.search(shape.name):
            parts.setdefault((match[1], match[2]), []).append(shape)
    return parts


def digest_of(text: str) -> str:
    """Return a short digest of a text."""
    return sha256(text.encode())[:12]


def content_of(shapes: Sequence[Any]) -> str:
    """Return the digest of what people can edit in a part: its text, cells and chart values."""
    return digest_of("\n".join(map(_content, shapes)))


def _content(shape: Any) -> str:
    if shape.has_text_frame:
        return str(shape.text_frame.text)
    if getattr(shape, "has_table", False):
        return "\n".join(cell.text for row in shape.table.rows for cell in row.cells)
    if getattr(shape, "has_chart", False):
        return json.dumps([[series.name, list(series.values)] for series in shape.chart.series])
    return ""


def place_of(shapes: Sequence[Any]) -> tuple[int, ...]:
    """Return left, top and width of a part that is a single shape."""
    if len(shapes) != 1:
        return ()
    return tuple(int(side or 0) for side in (shapes[0].left, shapes[0].top, shapes[0].width))


def notes_of(slide: Any) -> str:
    """Return the presenter's notes of a slide."""
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return str(frame.text) if frame is not None else ""


def recorded_parts(deck: Any, map_basis: Mapping[str, str]) -> dict[str, DeckPart]:
    """Return the record of every part; `map_basis` has the digest of the facts on each map."""
    parts: dict[str, DeckPart] = {}
    for slide in deck.slides:
        shapes_of = parts_of(slide)
        for (key, part), shapes in shapes_of.items():
            content = content_of(shapes)
            basis = map_basis.get(key, content) if part == MAP else content
            parts[f"{key} {part}"] = DeckPart(basis, content, place_of(shapes))
        for key in {key for key, _ in shapes_of} if slide.has_notes_slide else ():
            content = digest_of(notes_of(slide))
            parts[f"{key} {NOTES}"] = DeckPart(content, content)
    return parts


def write_xml(deck: Any, number: int, content: str) -> None:
    """Add or replace custom XML; a property holds only 255 characters."""
    # Imported here: pages need the errors of this module, and few visits make a presentation.
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    place = PackURI(f"/customXml/item{number}.xml")
    for relation in deck.part.rels.values():
        if not relation.is_external and relation.target_part.partname == place:
            relation.target_part.blob = content.encode()
            return
    part = Part(place, "application/xml", deck.part.package, content.encode())
    deck.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


WORKBOOK_DAYS: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def dated_deck(content: bytes, day: date) -> bytes:
    """Return a presentation whose parts, and the workbooks of its charts, are all of one day."""

    def dated(name: str, part: bytes) -> bytes:
        return _repacked(part, day, dated_workbook) if name.endswith(".xlsx") else part

    def dated_workbook(name: str, part: bytes) -> bytes:
        written = rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode()
        return WORKBOOK_DAYS.sub(written, part) if name == "docProps/core.xml" else part

    return _repacked(content, day, dated)


def _repacked(content: bytes, day: date, changed: Callable[[str, bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as copy:
        for entry in source.infolist():
            copy.writestr(dated_entry(entry.filename, day), changed(entry.filename, source.read(entry)))
    return out.getvalue()


COMPRESSED: Final = (".png", ".jpeg", ".xlsx", ".html")
"""Files in an archive that are stored as they are, because most of each is compressed already."""


def dated_entry(name: str, day: date) -> zipfile.ZipInfo:
    """Return the entry of a file in an archive, of the midnight with which a day begins."""
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(COMPRESSED) else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def record_xml(record: DeckRecord) -> str:
    """Return the record as custom XML."""
    packed = zlib.compress(json.dumps(asdict(record), sort_keys=True).encode(), 9)
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f'<deck xmlns="urn:atlas:deck">{text}</deck>'


def require_presentation(content: bytes, file: str) -> zipfile.ZipFile:
    """Return the opened archive of a presentation without macros that is not too large.

    Raises
    ------
    DeckError
        It is no presentation, has macros, or is larger than any that the atlas reads.
    """
    if len(content) > MOST_BYTES:
        raise DeckError(file, "is larger than 100 MB; export it again", "too_large")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DeckError(file, "is no PowerPoint file; choose a .pptx file", "not_deck") from error
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise DeckError(file, "is too large when unpacked; export it again", "too_large")
    names = {entry.filename for entry in entries}
    if "ppt/presentation.xml" not in names:
        raise DeckError(file, "is no PowerPoint file; choose a .pptx file", "not_deck")
    if any("vbaProject" in name for name in names):
        raise DeckError(file, "contains macros; save it as .pptx without macros", "macros")
    return archive


def read_record(content: bytes, file: str) -> DeckRecord:
    """Return the record of a presentation.

    Raises
    ------
    DeckError
        The atlas did not make it, or made it before it could be refreshed.
    """
    archive = require_presentation(content, file)
    try:
        texts = [
            archive.read(entry)
            for entry in archive.infolist()
            if entry.filename.startswith("customXml/") and entry.file_size <= LARGEST_RECORD
        ]
        matches = [match for text in texts[:20] if (match := RECORD.search(text))]
        if matches:
            return _record(matches[0][1])
    except (
        ValueError,
        KeyError,
        TypeError,
        zipfile.BadZipFile,
        zlib.error,
        RecursionError,
        RuntimeError,
    ) as error:
        raise DeckError(file, "has a damaged record of the atlas; export it again", "damaged") from error
    raise DeckError(
        file,
        "cannot be refreshed: the atlas did not make it, a program other than PowerPoint saved it, or it "
        "shows an uploaded list or a date; export it again",
        "no_record",
    )


def _record(packed: bytes) -> DeckRecord:
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(base64.urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)), LARGEST_RECORD)
    if not unpacker.eof:
        raise ValueError("too long")
    value = json.loads(text)
    parts = {
        str(name): DeckPart(str(part["basis"]), str(part["content"]), tuple(map(int, part["place"])))
        for name, part in value["parts"].items()
    }
    return DeckRecord(str(value["briefing"]), bool(value["appendix"]), parts, bool(value["has_theme"]))
