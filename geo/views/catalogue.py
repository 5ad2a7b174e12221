"""The data sets as their records describe them, and their tables as they are stored."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import DataFileError
from geo.provenance import DATA, RECORD_NAME, SAID, Record, datasets, read_record, require_file


@dataclass(frozen=True)
class ColumnNote:
    """What a record says of one column; `source` is empty where it is the data set's own."""

    name: str
    description_en: str
    description_es: str
    source: str


@dataclass(frozen=True)
class DatasetEntry:
    """A data set: its record, its columns by file, and the repairs that were made.

    Columns that stand for every file of the data set have the file "". Words without a
    Spanish form in the record are the record's own in both languages.
    """

    record: Record
    columns: dict[str, tuple[ColumnNote, ...]]
    producer_en: str
    producer_es: str
    citation_en: str
    citation_es: str
    licence_en: str
    licence_es: str
    repairs_en: tuple[str, ...]
    repairs_es: tuple[str, ...]

    @property
    def rows(self) -> int:
        """The rows of all files together."""
        return sum(file.rows for file in self.record.files.values())

    @property
    def tables(self) -> tuple[str, ...]:
        """The files that are tables."""
        return tuple(name for name in self.record.files if name.endswith(".csv"))


def catalogue(data: Path = DATA) -> tuple[DatasetEntry, ...]:
    """Return every data set whose record can be read, by name; `Shelf.problems` names the others."""
    return tuple(entry for dataset in datasets(data) if (entry := _entry(dataset, data)))


def read_rows(dataset: str, name: str, data: Path = DATA) -> pd.DataFrame:
    """Return a table as it is stored: every cell as text, empty where it is.

    Raises
    ------
    DataFileError
        The file or its record is missing or altered.
    """
    return pd.read_csv(require_file(dataset, name, data), dtype=str, keep_default_na=False)


def _entry(dataset: str, data: Path) -> DatasetEntry | None:
    try:
        record = read_record(dataset, data)
    except DataFileError:
        return None
    raw = tomllib.loads((data / dataset / RECORD_NAME).read_text(encoding="utf-8"))
    notes: dict[str, Any] = raw.get("columns", {})
    by_file = notes if any(name in record.files for name in notes) else {"": notes}
    said = {
        f"{name}_{language}": record.words(name, language) for name in SAID for language in ("en", "es")
    }
    return DatasetEntry(
        record=record,
        columns={name: _notes(columns) for name, columns in by_file.items()},
        repairs_en=tuple(raw.get("repairs_en", ())),
        repairs_es=tuple(raw.get("repairs_es", ())),
        **said,
    )


def _notes(columns: dict[str, dict[str, str]]) -> tuple[ColumnNote, ...]:
    return tuple(
        ColumnNote(name, raw["description_en"], raw["description_es"], raw.get("source", ""))
        for name, raw in columns.items()
    )
