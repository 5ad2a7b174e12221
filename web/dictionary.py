"""The data dictionary: every data set, file and column, written from the records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from atlas.i18n.messages import Language, Translator, date_text, translator
from geo.dataset.records import DATA, ColumnNote, DatasetEntry, catalogue


def dictionary(language: Language, data: Path = DATA) -> str:
    """Return the dictionary of all data sets as Markdown."""
    t = translator(language)
    lines = [f"# {t('dictionary.title')}", "", t("dictionary.lead"), ""]
    for entry in catalogue(data):
        lines += [*_dataset(entry, t, language), ""]
    return "\n".join(lines).rstrip() + "\n"


def _dataset(entry: DatasetEntry, t: Translator, language: Language) -> Iterator[str]:
    record = entry.record
    yield f"## {record.dataset}: {getattr(record, f'title_{language}')}"
    yield ""
    yield f"- {t('sources.producer')}: {record.words('producer', language)}"
    yield f"- {t('sources.citation')}: {record.words('citation', language)}"
    yield f"- {t('sources.licence')}: {record.words('licence', language)}"
    yield f"- {t('sources.accessed')}: {date_text(record.accessed.isoformat(), language)}"
    if record.crs:
        yield f"- {t('sources.crs')}: {record.crs}"
    for caveat in record.caveats:
        yield f"- {t('sources.caveats')}: {t(f'caveat.{caveat}')}"
    for repair in getattr(entry, f"repairs_{language}"):
        yield f"- {t('sources.repairs')}: {repair}"
    for file in record.files.values():
        yield f"- {t('sources.file')}: `{file.name}`, {t('sources.rows')}: {file.rows:,}"
    for name, columns in entry.columns.items():
        if columns:
            yield from _columns(name, columns, t, language)


def _columns(
    name: str, columns: tuple[ColumnNote, ...], t: Translator, language: Language
) -> Iterator[str]:
    """Yield a table of columns; those of every file of the data set stand under no name."""
    yield from ("", f"### `{name}`" if name else f"### {t('sources.columns')}", "")
    yield f"| {t('dictionary.column')} | {t('dictionary.meaning')} | {t('dictionary.from')} |"
    yield "|---|---|---|"
    for column in columns:
        cells = (f"`{column.name}`", getattr(column, f"description_{language}"), column.source)
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()
