"""Write the static site (included briefings and all tables) and the data dictionary.

Any web server or file share can serve the site; its files load nothing from elsewhere. The dictionary
describes every data set, file and column and is generated from the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

from atlas.frontend.bundles import STATIC_SITE_STYLE, STATIC_SITE_TEMPLATE
from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import date_text
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from geo.briefings.briefing_files import briefing_names, read_briefing
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import (
    DATA,
    RECORD_NAME,
    ColumnNote,
    DatasetEntry,
    catalogue,
    data_version,
    require_file,
)
from geo.exports.documents.document_text import dates


def dictionary(language: Language, data: Path = DATA) -> str:
    """Return the dictionary of all data sets as Markdown."""
    t = translator(language)
    lines = [f"# {t('dictionary.title')}", "", t("dictionary.lead"), ""]
    for entry in catalogue(data):
        lines += [*_dictionary_entry(entry, t), ""]
    return "\n".join(lines).rstrip() + "\n"


def _dictionary_entry(entry: DatasetEntry, t: Translator) -> Iterator[str]:
    record = entry.record
    yield from (f"## {record.dataset}: {getattr(record, f'title_{t.language}')}", "")
    for name in ("producer", "citation", "licence"):
        yield f"- {t(f'sources.{name}')}: {record.words(name, t.language)}"
    yield f"- {t('sources.accessed')}: {date_text(record.accessed.isoformat(), t.language)}"
    if record.crs:
        yield f"- {t('sources.crs')}: {record.crs}"
    yield from _items(t("sources.caveats"), [t(f"caveat.{caveat}") for caveat in record.caveats])
    yield from _items(t("sources.repairs"), getattr(entry, f"repairs_{t.language}"))
    rows = t("sources.rows").lower()
    files = [f"`{file.name}` ({rows}: {file.rows:,})" for file in record.files.values()]
    yield from _items(t("sources.files"), files)
    for name, columns in entry.columns.items():
        if columns:
            yield from _columns(name, columns, t)


def _items(label: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a list item with a nested item for each text; nothing without texts."""
    if items:
        yield from (f"- {label}:", *(f"  - {item}" for item in items))


def _columns(name: str, columns: tuple[ColumnNote, ...], t: Translator) -> Iterator[str]:
    """Yield a table of columns under the name of their file, if it has one."""
    yield from ("", f"### `{name}`" if name else f"### {t('sources.columns')}", "")
    head = [t("dictionary.column"), t("dictionary.meaning")]
    rows = [[f"`{column.name}`", getattr(column, f"description_{t.language}")] for column in columns]
    if any(column.source for column in columns):
        head.append(t("dictionary.from"))
        rows = [[*row, column.source] for row, column in zip(rows, columns, strict=True)]
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()


FORMATS: Final = (DocumentFormat.HTML, DocumentFormat.PDF, DocumentFormat.PPTX)
NAMES: Final = {Language.ENGLISH: "English", Language.SPANISH: "Español"}


def site_files(atlas: AtlasData, made: date | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the path (relative, with `/`) and the content of every file of the site.

    Raises
    ------
    GeoError
        A table or a briefing is invalid; an incomplete site is never written.
    """
    day = made or date.today()
    for language in Language:
        yield index_name(language), index_page(atlas, language, day).encode()
    for name in briefing_names(atlas.data):
        briefing = read_briefing(name, atlas.data)
        for language in Language:
            for kind in FORMATS:
                content = exported(briefing, atlas, language, kind, Options(made=day))
                yield briefing_path(name, language, kind), content
    for entry in catalogue(atlas.data):
        dataset = entry.record.dataset
        yield f"data/{dataset}/{RECORD_NAME}", (atlas.data / dataset / RECORD_NAME).read_bytes()
        for file in entry.record.files:
            yield f"data/{dataset}/{file}", require_file(dataset, file, atlas.data).read_bytes()


def index_name(language: Language) -> str:
    """Return the file name of the index in a language; `index.html` is English."""
    return "index.html" if language is Language.ENGLISH else f"index.{language}.html"


def briefing_path(name: str, language: Language, kind: DocumentFormat) -> str:
    """Return the path of a briefing in the site."""
    return f"briefings/{name}.{language}.{kind}"


def index_page(atlas: AtlasData, language: Language, made: date) -> str:
    """Return the index: briefings and data sets, each with licence and citation."""
    t = translator(language)
    current = dates(atlas.data, ExportWords(language))
    others = (code for code in Language if code is not language)
    values = {
        "language": str(language),
        "style": STATIC_SITE_STYLE.read_text(encoding="utf-8"),
        "title": escape(t("app.title")),
        "others": " ".join(
            f'<a lang="{code}" href="{index_name(code)}">{NAMES[code]}</a>' for code in others
        ),
        "about": escape(t("site.about")),
        "briefings_title": escape(t("site.briefings")),
        "briefings": "".join(_briefing(name, atlas, language) for name in briefing_names(atlas.data)),
        "tables_title": escape(t("site.tables")),
        "tables": "".join(_dataset(entry, t) for entry in catalogue(atlas.data)),
        "made": escape(t("export.made", date=date_text(made.isoformat(), language))),
        "version": escape(t("export.version", version=data_version(atlas.data), **current)),
        "caution": escape(t("export.caution")),
        "attribution": escape(f"{t('export.attribution')} {t('export.routes_schematic')}"),
    }
    template = STATIC_SITE_TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], template)


def _briefing(name: str, atlas: AtlasData, language: Language) -> str:
    briefing = read_briefing(name, atlas.data)
    links = " ".join(
        f'<a href="{briefing_path(name, language, kind)}">{kind.upper()}</a>' for kind in FORMATS
    )
    scenes = "".join(f"<li>{escape(scene.headline.in_(language))}</li>" for scene in briefing.scenes)
    return f"<li><h3>{escape(briefing.title.in_(language))}</h3><ol>{scenes}</ol><p>{links}</p></li>"


def _dataset(entry: DatasetEntry, t: Translator) -> str:
    record = entry.record
    title, citation, licence = (
        str(getattr(entry if name != "title" else record, f"{name}_{t.language}"))
        for name in ("title", "citation", "licence")
    )
    files = " ".join(
        f'<a href="data/{record.dataset}/{escape(name)}">{escape(name)}</a>'
        for name in (*record.files, RECORD_NAME)
    )
    notes = " ".join(t(f"caveat.{caveat}") for caveat in record.caveats)
    return (
        f"<li><h3>{escape(title)}</h3><p>{escape(citation)} {escape(licence)}.</p>"
        f"<p>{escape(notes)}</p><p>{files}</p></li>"
    )
