"""Export a briefing in any format, for pages, commands and the static site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.offline_page import offline_html
from geo.briefings import Briefing
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document import SCREEN_PPI, Document, Paper, ProgressCallback, document, silent
from geo.exports.documents.document_layers import ListLayer
from geo.exports.documents.stamp import BriefingChanges, Difference, read_stamp

if TYPE_CHECKING:
    from geo.exports.documents.deck_refresh import RefreshedDeck


class DocumentFormat(StrEnum):
    """A file format of a briefing."""

    PDF = "pdf"
    """Pages for print: maps, tables, sources."""
    PPTX = "pptx"
    """Editable slides with notes."""
    HTML = "html"
    """The interactive map in one file that needs no network."""
    PNG = "png"
    """A picture of one scene."""
    SVG = "svg"
    """A scalable picture of one scene."""
    CSV = "csv"
    """The sites as a table."""


ONE_SCENE = frozenset({DocumentFormat.PNG, DocumentFormat.SVG})
"""Formats with a single scene."""

WITH_APPENDIX = frozenset({DocumentFormat.PDF, DocumentFormat.PPTX})
"""Formats with pages, which can end in an appendix."""


@dataclass(frozen=True)
class Options:
    """Options of a file: `paper` for PDF, `ppi` for PNG, the date `made`.

    `progress` is called before each scene and may cancel the export. `own` is a reader's own list, drawn on
    every map of the file. The `appendix` of PDF and PowerPoint lists all sites and all sources in full. The
    `theme` of PowerPoint is the content of a `.potx` or `.pptx` file.
    """

    paper: Paper = Paper.A4
    ppi: float = SCREEN_PPI
    made: date | None = None
    progress: ProgressCallback = silent
    own: ListLayer | None = None
    appendix: bool = False
    theme: bytes | None = None


def exported(
    briefing: Briefing,
    atlas: AtlasData,
    language: Language,
    kind: DocumentFormat,
    options: Options | None = None,
) -> bytes:
    """Return a briefing as a file; formats for one scene contain the first."""
    chosen = options or Options()
    if kind in ONE_SCENE:
        briefing = replace(briefing, scenes=briefing.scenes[:1])
    if kind is DocumentFormat.HTML:
        return offline_html(briefing, atlas, language, chosen.made, own=chosen.own).encode()
    words = ExportWords(language)
    made = replace(document(briefing, atlas, words, chosen.made, chosen.own), appendix=chosen.appendix)
    return _drawn(made, atlas, words, kind, chosen)


def refreshed_deck(content: bytes, file: str, atlas: AtlasData, made: date | None = None) -> RefreshedDeck:
    """Return a presentation of the atlas with the current facts, in its own language.

    Raises
    ------
    DeckError, StampError, BriefingError
        It is not a presentation that can be refreshed.
    """
    from geo.exports.documents.deck_parts import read_record
    from geo.exports.documents.deck_refresh import refreshed

    read_record(content, file)
    code = read_stamp(content, file).language
    language = Language(code) if code in set(Language) else Language.ENGLISH

    def remake(briefing: Briefing, appendix: bool) -> bytes:
        options = Options(made=made, appendix=appendix)
        return exported(briefing, atlas, language, DocumentFormat.PPTX, options)

    return refreshed(content, file, atlas, ExportWords(language), remake)


def refresh_lines(result: RefreshedDeck, language: Language) -> Iterator[str]:
    """Yield what changed in a refreshed presentation, a slide a line."""
    t = translator(language)
    for change in result.changes:
        what = [
            t(f"refresh.{name}", parts=", ".join(t(f"deck_part.{part}") for part in parts))
            for name, parts in (("replaced", change.replaced), ("kept", change.kept))
            if parts
        ]
        yield t("refresh.slide", number=change.number, title=change.title, what="; ".join(what))
    yield from (t("refresh.removed", title=title) for title in result.removed)
    if not (result.changes or result.removed):
        yield t("refresh.same")


MOST_NAMED: Final = 6
"""Facts of a scene that are named; the others are counted."""


def change_lines(changes: BriefingChanges, briefing: Briefing, language: Language) -> tuple[str, list[str]]:
    """Return what changed since a briefing was made: a sentence, and a line for each scene."""
    t = translator(language)
    if not changes.is_known:
        return t("refresh.told_unknown", version=changes.version), []
    lines = [
        t(
            "refresh.told_scene",
            number=number,
            headline=briefing.scenes[number - 1].headline.in_(language),
            facts=_named(facts, language),
        )
        for number, facts in changes.scenes.items()
    ]
    if changes.gone:
        lines.append(t("refresh.told_gone", facts=_named(changes.gone, language)))
    return t("refresh.told", version=changes.version), lines


def _named(facts: Sequence[Difference], language: Language) -> str:
    names = [fact.name(language) for fact in facts[:MOST_NAMED]]
    if more := len(facts) - len(names):
        names.append(translator(language)("refresh.more", count=more))
    return ", ".join(names)


def _drawn(
    made: Document, atlas: AtlasData, words: ExportWords, kind: DocumentFormat, options: Options
) -> bytes:
    # Imported on first use: each format needs its own libraries, which a server may never use.
    match kind:
        case DocumentFormat.PDF:
            from geo.exports.documents.typst_layout import as_pdf

            return as_pdf(made, atlas, words, options.paper, options.progress)
        case DocumentFormat.PPTX:
            from geo.exports.documents.powerpoint import as_pptx

            return as_pptx(made, atlas, words, options.progress, options.theme)
        case DocumentFormat.PNG:
            from geo.exports.documents.typst_layout import as_png

            return as_png(made, atlas, words, options.ppi)
        case DocumentFormat.SVG:
            from geo.exports.documents.typst_layout import svg_document

            return svg_document(made, atlas, words).encode()
        case _:
            from geo.exports.documents.document import as_csv

            return as_csv(made, words).encode()
