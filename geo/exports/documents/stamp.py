"""Write, read and verify the stamp: data version and digests of a file's facts.

The stamp is one text in every format, `atlas-stamp:` and zlib-packed JSON in base64url, which survives in
PDF, SVG, HTML, PNG, CSV and PowerPoint without escaping. `verdict` compares it with the current tables. A
file is untrusted input: sizes are limited before anything is unpacked.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from geo.briefings import Briefing, Scene
from geo.choices import FactKind
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import DIGITS, Digests, changes_since, fact_digests
from geo.dataset.records import data_version, sha256
from geo.errors import GeoError
from geo.exports.documents.document_rows import chart_points
from geo.exports.documents.document_text import readable
from geo.selection import from_query
from geo.views.atlas_at_date import atlas_of, figure_in, view_at
from geo.views.evidence import by_identifier, every_fact
from geo.views.scene_views import listed_facts, sites_selection

MARK: Final = "atlas-stamp:"


@dataclass(frozen=True)
class Stamp:
    """The title, language, data version, selections and facts of a file."""

    title: str
    language: str
    made: str
    data_version: str
    queries: tuple[Mapping[str, str], ...]
    facts: Digests

    def to_text(self) -> str:
        """Return the stamp as one word of letters, digits, `-`, `_` and `:`."""
        packed = zlib.compress(json.dumps(vars(self), sort_keys=True).encode(), 9)
        return f"{MARK}{base64.urlsafe_b64encode(packed).decode().rstrip('=')}:"


def stamp_of(briefing: Briefing, atlas: AtlasData, language: str, made: str) -> Stamp:
    """Return the stamp of a briefing drawn from the current data."""
    return Stamp(
        title=readable(briefing.title.in_(language)),
        language=language,
        made=made,
        data_version=data_version(atlas.data),
        queries=tuple(sites_selection(scene).to_query() for scene in briefing.scenes),
        facts=facts_shown(briefing.scenes, atlas),
    )


def facts_shown(scenes: Iterable[Scene], atlas: AtlasData) -> Digests:
    """Return the digest of every shown fact that is in a table."""
    today = fact_digests(atlas.data)
    named: dict[str, None] = {}
    for scene in scenes:
        sites = view_at(sites_selection(scene), atlas).shown.index
        at_date = atlas_of(scene.selection, atlas)
        named |= dict.fromkeys(f"{FactKind.SITE} {identifier}" for identifier in sites)
        figures = (figure_in(at_date, figure) for figure in scene.figures)
        named |= dict.fromkeys(_point_fact(figure) for figure in figures if figure)
        named |= dict.fromkeys(f"{FactKind.CONFLICT} {identifier}" for identifier in scene.conflicts)
        named |= dict.fromkeys(listed_facts(scene, atlas))
        if scene.chart:
            named |= dict.fromkeys(_point_fact(point) for point in chart_points(scene.chart, at_date.facts))
    return {fact: today[fact] for fact in named if fact in today}


def facts_basis(scene: Scene, atlas: AtlasData) -> str:
    """Return one digest of all facts that a scene shows."""
    return sha256(json.dumps(facts_shown((scene,), atlas), sort_keys=True).encode())[:DIGITS]


def _point_fact(point_id: str) -> str:
    """Return the fact that a point of a series shows: a figure or the point itself."""
    return f"{FactKind.FIGURE if point_id.startswith('I') else FactKind.POINT} {point_id}"


STAMP: Final = re.compile(re.escape(MARK.encode()) + rb"([A-Za-z0-9_-]{20,400000}):")
LARGEST: Final = 2_000_000
"""Bytes of an unpacked stamp; all facts of the atlas need much less."""

ZIP: Final = b"PK\x03\x04"


class StampError(GeoError):
    """A file has no readable stamp of the atlas."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(
            f"{file}: {reason}; only files that the atlas exported can be verified, export it again"
        )


@dataclass(frozen=True)
class Difference:
    """A fact that differs from the file: its kind, identifier and current name."""

    kind: str
    identifier: str
    name_en: str
    name_es: str

    def name(self, language: str) -> str:
        """Return its name in a language, by ISO 639-1 code; its identifier where it has none."""
        return (self.name_es if language == "es" else self.name_en) or self.identifier


@dataclass(frozen=True)
class Verdict:
    """The comparison of a file's facts with the current tables.

    `changed` have other content now, `gone` are no longer in the tables, and `added` are sites that the
    file's selections would now show in addition.
    """

    stamp: Stamp
    version: str
    kept: int
    changed: tuple[Difference, ...]
    gone: tuple[Difference, ...]
    added: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Return whether no fact was changed, removed or added."""
        return not (self.changed or self.gone or self.added)


def read_stamp(content: bytes, file: str) -> Stamp:
    """Return the stamp of an exported file; `file` names it in errors.

    Raises
    ------
    StampError
        The file has no stamp, or the stamp is damaged.
    """
    match = STAMP.search(_searched(content, file))
    if match is None:
        raise StampError(file, "has no stamp of the atlas")
    try:
        return _stamp(_unpacked(match[1]))
    except (ValueError, KeyError, TypeError, binascii.Error, zlib.error, RecursionError) as error:
        raise StampError(file, f"carries a stamp that is damaged ({type(error).__name__})") from error


def verdict(stamp: Stamp, atlas: AtlasData) -> Verdict:
    """Return the comparison of a stamp with the current tables."""
    today = fact_digests(atlas.data)
    changed = [fact for fact, digest in stamp.facts.items() if fact in today and today[fact] != digest]
    gone = [fact for fact in stamp.facts if fact not in today]
    return Verdict(
        stamp=stamp,
        version=data_version(atlas.data),
        kept=len(stamp.facts) - len(changed) - len(gone),
        changed=_differences(changed, atlas),
        gone=_differences(gone, atlas),
        added=_differences(_added(stamp, atlas), atlas),
    )


def _differences(facts: Iterable[str], atlas: AtlasData) -> tuple[Difference, ...]:
    """Return facts, given as `kind identifier`, with their current names."""
    names = by_identifier(every_fact(atlas.facts, atlas.sites))

    def difference(fact: str) -> Difference:
        kind, _, identifier = fact.partition(" ")
        known = names.get((FactKind(kind), identifier)) if kind in set(FactKind) else None
        return Difference(kind, identifier, known.name_en if known else "", known.name_es if known else "")

    return tuple(map(difference, facts))


@dataclass(frozen=True)
class BriefingChanges:
    """What changed since a briefing was made with the data of `version`.

    `is_known` is false if the history of the data does not contain that version. `scenes` has the facts
    that changed or were added, for each scene that has any, by its number from 1. `gone` are the sites,
    figures and conflicts that no scene can show any longer.
    """

    version: str
    is_known: bool
    scenes: Mapping[int, tuple[Difference, ...]]
    gone: tuple[Difference, ...]


def briefing_changes(briefing: Briefing, atlas: AtlasData) -> BriefingChanges | None:
    """Return what changed since a briefing was made; None if nothing that it shows did.

    A briefing without a data version, such as an included one, is always of the current data.

    Raises
    ------
    DataFileError
        The history or a table cannot be read.
    """
    version = briefing.data_version
    if version in {"", data_version(atlas.data)}:
        return None
    changes = changes_since(version, atlas.data)
    if changes is None:
        return BriefingChanges(version, is_known=False, scenes={}, gone=())
    new = {*changes.changed, *changes.added}
    shown = {
        number: [fact for fact in facts_shown((scene,), atlas) if fact in new]
        for number, scene in enumerate(briefing.scenes, start=1)
    }
    scenes = {number: _differences(facts, atlas) for number, facts in shown.items() if facts}
    named = {
        *(f"{FactKind.FIGURE} {figure}" for scene in briefing.scenes for figure in scene.figures),
        *(f"{FactKind.CONFLICT} {conflict}" for scene in briefing.scenes for conflict in scene.conflicts),
    }
    gone = [fact for fact in changes.gone if fact in named or fact.startswith(f"{FactKind.SITE} ")]
    if not (scenes or gone):
        return None
    return BriefingChanges(version, is_known=True, scenes=scenes, gone=_differences(gone, atlas))


def _added(stamp: Stamp, atlas: AtlasData) -> tuple[str, ...]:
    shown: dict[str, None] = {}
    for query in stamp.queries:
        selection, _ = from_query(query)
        shown |= dict.fromkeys(f"{FactKind.SITE} {site}" for site in view_at(selection, atlas).shown.index)
    return tuple(fact for fact in shown if fact not in stamp.facts)


def _searched(content: bytes, file: str) -> bytes:
    if not content.startswith(ZIP):
        return content
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if part.filename.startswith("customXml/")]
            small = [part for part in parts[:20] if part.file_size <= LARGEST]
            return b"\n".join(archive.read(part) for part in small)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
        raise StampError(file, f"is no whole archive ({error})") from error


def _unpacked(packed: bytes) -> dict[str, Any]:
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(base64.urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)), LARGEST)
    if not unpacker.eof:
        raise ValueError("too long")
    value: dict[str, Any] = json.loads(text)
    return value


def _stamp(value: dict[str, Any]) -> Stamp:
    texts = {name: value[name] for name in ("title", "language", "made", "data_version")}
    queries, facts = tuple(value["queries"]), dict(value["facts"])
    pairs = [item for query in queries for item in query.items()] + list(facts.items())
    if not all(
        isinstance(text, str) for text in (*texts.values(), *(part for pair in pairs for part in pair))
    ):
        raise ValueError("not text")
    return Stamp(queries=queries, facts=facts, **texts)
