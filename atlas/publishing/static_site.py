"""Write the static site (included briefings and all tables) and the data dictionary.

Any web server or file share can serve the site; its files load nothing from elsewhere. The dictionary
describes every data set, file and column and is generated from the records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

import atlas as application
import geo as domain
from atlas.frontend.bundles import MAP_SERIES_TEMPLATE, STATIC_SITE_STYLE, STATIC_SITE_TEMPLATE
from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import ExportWords, date_text
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from geo.briefings.briefing_files import briefing_names, read_briefing
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import Sealed, read_history
from geo.dataset.records import (
    DATA,
    RECORD_NAME,
    ColumnNote,
    DatasetEntry,
    catalogue,
    data_version,
    require_file,
    sha256,
)
from geo.exports.documents.document_text import dates
from geo.files import write_whole


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
        yield versions_name(language), versions_page(atlas, language).encode()
        yield feed_name(language), version_feed(atlas, language).encode()
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


@dataclass(frozen=True)
class SiteUpdate:
    """The number of files that a run wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def update_site(atlas: AtlasData, folder: Path, made: date | None = None) -> SiteUpdate:
    """Write the site into a folder, only the files that changed, and remove those it no longer has.

    `manifest.json` in the folder lists the files. With the same data and the same code nothing is made
    again, so that a scheduled run costs seconds. Files that the site did not write are never removed.

    Raises
    ------
    GeoError, OSError
        A table or a briefing is invalid, or a file cannot be written; the next run continues.
    """
    inputs, before = _inputs(atlas), _manifest(folder)
    known: dict[str, str] = before.get("files", {})
    if before.get("inputs") == inputs and all(_is_current(folder / path, known[path]) for path in known):
        return SiteUpdate(0, len(known), 0)
    files: dict[str, str] = {}
    written = 0
    for path, content in site_files(atlas, made):
        files[path] = sha256(content)
        if not _is_current(folder / path, files[path]):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            write_whole(folder / path, content)
            written += 1
    gone = [path for path in known if path not in files and _is_within(folder, path)]
    for path in gone:
        (folder / path).unlink(missing_ok=True)
    text = json.dumps({"inputs": inputs, "files": files}, indent=1, sort_keys=True)
    write_whole(folder / MANIFEST, f"{text}\n".encode())
    return SiteUpdate(written, len(files) - written, len(gone))


def _inputs(atlas: AtlasData) -> str:
    """Return a digest of the data and of all code and texts that make the site."""
    packages = (Path(module.__path__[0]) for module in (application, domain))
    sources = (
        path
        for package in packages
        for path in sorted(package.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    digests = (sha256(path.read_bytes()) for path in sources)
    return sha256("\n".join([data_version(atlas.data), *digests]).encode())


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the list of the last run; an empty one if there is none or it is damaged."""
    try:
        value = json.loads((folder / MANIFEST).read_bytes())
        files = value["files"]
        if isinstance(files, dict) and all(isinstance(digest, str) for digest in files.values()):
            return {"inputs": value["inputs"], "files": files}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}


def _is_current(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()) == digest


def _is_within(folder: Path, path: str) -> bool:
    return (folder / path).resolve().is_relative_to(folder.resolve())


MANIFEST: Final = "manifest.json"
"""The file that lists what the last run wrote."""


def versions_name(language: Language) -> str:
    """Return the file name of the index of data versions in a language."""
    return "versions.html" if language is Language.ENGLISH else f"versions.{language}.html"


def feed_name(language: Language) -> str:
    """Return the file name of the Atom feed of data versions in a language."""
    return f"feed.{language}.xml"


def _versions(atlas: AtlasData, t: Translator) -> Iterator[tuple[Sealed, str]]:
    """Yield every data version, the newest first, with what changed in it."""
    history = read_history(atlas.data)
    for sealed in reversed(history.versions):
        then, now = history.at(sealed.number - 1), history.at(sealed.number)
        counts = {
            "changed": sum(fact in then and then[fact] != digest for fact, digest in now.items()),
            "added": len(now.keys() - then.keys()),
            "gone": len(then.keys() - now.keys()),
        }
        yield sealed, t("site.version_first" if sealed.number == 1 else "site.version_changes", **counts)


def versions_page(atlas: AtlasData, language: Language) -> str:
    """Return the index of data versions: the date and the number of changed facts of each."""
    t = translator(language)
    rows = "".join(
        f"<li><strong>{escape(sealed.version)}</strong> · {escape(date_text(sealed.day, language))}. "
        f"{escape(changes)}</li>"
        for sealed, changes in _versions(atlas, t)
    )
    values = {
        "language": str(language),
        "style": STATIC_SITE_STYLE.read_text(encoding="utf-8"),
        "title": escape(t("site.versions")),
        "about": f'{escape(t("site.versions_about"))} <a href="{feed_name(language)}">Atom</a>',
        "pages": rows,
        "made": f'<a href="{index_name(language)}">{escape(t("app.title"))}</a>',
        "version": escape(
            t(
                "export.version",
                version=data_version(atlas.data),
                **dates(atlas.data, ExportWords(language)),
            )
        ),
        "caution": "",
        "attribution": escape(t("export.attribution")),
    }
    template = MAP_SERIES_TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], template)


MOST_IN_FEED: Final = 50
"""Data versions in the feed; the index has them all."""


def version_feed(atlas: AtlasData, language: Language) -> str:
    """Return the Atom feed (RFC 4287) of data versions; it holds no dates but those of the versions."""
    t = translator(language)
    versions = [*_versions(atlas, t)][:MOST_IN_FEED]
    entries = "".join(
        f"<entry><id>urn:atlas:version:{sealed.number}:{escape(sealed.version)}</id>"
        f"<title>{escape(sealed.version)}</title><updated>{escape(sealed.day)}T00:00:00Z</updated>"
        f'<link href="{versions_name(language)}"/><summary>{escape(changes)}</summary></entry>'
        for sealed, changes in versions
    )
    newest = versions[0][0].day
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{language}"><id>urn:atlas:versions:{language}</id><title>{escape(t("site.versions"))}</title>'
        f"<author><name>{escape(t('app.title'))}</name></author><updated>{escape(newest)}T00:00:00Z</updated>"
        f'<link rel="self" href="{feed_name(language)}"/>{entries}</feed>\n'
    )


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
        "version": escape(t("export.version", version=data_version(atlas.data), **current))
        + f' · <a href="{versions_name(language)}">{escape(t("site.versions"))}</a>',
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
