"""The data sets as their records (`source.toml`) describe them: producer, licence, files and checksums."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.errors import DataFileError

DATA: Final = Path(__file__).resolve().parents[2] / "data"
"""The folder of the tables and layers, one data set a folder, each with its `source.toml`."""

RECORD_NAME: Final = "source.toml"


class Caveat(StrEnum):
    """What a reader must know before using a data set; both languages translate each."""

    POSITIONS_UNCERTAIN = "positions_uncertain"
    """Some positions are areas or unknown; each row says how well it is known."""
    STATUS_DATED = "status_dated"
    """The status is as of the source's date and may have changed since."""
    INFERENCES = "inferences"
    """Some cells are our inference, and are marked so."""
    MINIMUM_COUNT = "minimum_count"
    """The rows are those that were found: a minimum, not a total."""
    REPAIRED = "repaired"
    """Errors of the source were repaired; the repairs are listed and tested."""
    BOUNDARIES_NOT_OFFICIAL = "boundaries_not_official"
    """For display and analysis; not a statement on any boundary."""
    DISPUTED_BORDER = "disputed_border"
    """A territorial dispute is before the International Court of Justice; no side is taken."""
    SIMPLIFIED = "simplified"
    """Outlines are simplified for drawing; measure on the full layer."""
    CENSUS_2018 = "census_2018"
    """Population as counted in 2018, not projected to today."""
    PARTIAL_SERIES = "partial_series"
    """Years are missing; a missing year is not a zero."""
    MIXED_PRODUCERS = "mixed_producers"
    """Rows come from several producers who may count differently."""
    ROUTES_SCHEMATIC = "routes_schematic"
    """Lines join the places that a route passes; they are not the course of the road."""
    CLAIMS_NOT_RECHECKED = "claims_not_rechecked"
    """Reported as the source has it; the counts behind it were not found."""


@dataclass(frozen=True)
class FileRecord:
    """What one file of a data set must be."""

    name: str
    rows: int
    sha256: str


SAID: Final = ("producer", "citation", "licence")
"""What a record says in words, in English and where they differ in Spanish."""


@dataclass(frozen=True)
class Record:
    """The provenance of one data set."""

    dataset: str
    title_en: str
    title_es: str
    producer: str
    citation: str
    licence: str
    accessed: date
    crs: str
    caveats: tuple[Caveat, ...]
    files: Mapping[str, FileRecord]
    in_spanish: Mapping[str, str]

    def words(self, name: str, language: str) -> str:
        """Return `producer`, `citation` or `licence` in "en" or "es".

        Where the record has no Spanish form its own words hold in both.
        """
        own = str(getattr(self, name))
        return self.in_spanish.get(name, own) if language == "es" else own


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_record(dataset: str, data: Path = DATA) -> Record:
    """Return the record of the data set in the folder `dataset`.

    Raises
    ------
    DataFileError
        The record is missing, is not TOML, or lacks a field.
    """
    file = f"data/{dataset}/{RECORD_NAME}"
    content = read_content(data / dataset / RECORD_NAME, file, "a record")
    try:
        return _record_of(dataset, file, content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(file, "TOML in UTF-8", str(error)) from error


def read_content(path: Path, file: str, expected: str = "a file") -> bytes:
    """Return the content of a file of the data folder; `file` names it in the error.

    Raises
    ------
    DataFileError
        It is missing or cannot be read, or a folder or a loop of links is in its place.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataFileError(file, expected, "nothing") from error
    except OSError as error:
        raise DataFileError(file, expected, error.strerror or str(error)) from error


@lru_cache(maxsize=64)
def _record_of(dataset: str, file: str, text: str) -> Record:
    """Return the record that `text` holds: each export reads ten of them, and parsing is what costs."""
    return _record(dataset, file, tomllib.loads(text))


def _record(dataset: str, file: str, raw: dict[str, Any]) -> Record:
    try:
        return Record(
            dataset=dataset,
            caveats=tuple(Caveat(caveat) for caveat in raw["caveats"]),
            files={
                name: FileRecord(name, int(entry["rows"]), str(entry["sha256"]))
                for name, entry in raw["files"].items()
            },
            in_spanish={name: str(raw[f"{name}_es"]) for name in SAID if f"{name}_es" in raw},
            **{
                name: raw[name]
                for name in ("title_en", "title_es", "producer", "citation", "licence", "accessed", "crs")
            },
        )
    except KeyError as error:
        raise DataFileError(file, f"the field {error.args[0]}", "a record without it") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise DataFileError(file, "a record as in data/README.md", str(error)) from error


def datasets(data: Path = DATA) -> tuple[str, ...]:
    """Return the names of all data sets, sorted."""
    return tuple(sorted(path.parent.name for path in data.glob(f"*/{RECORD_NAME}")))


def require_file(dataset: str, name: str, data: Path = DATA) -> Path:
    """Return the path of a file after comparing it with its record.

    Raises
    ------
    DataFileError
        The file is missing, truncated or altered, or is in no record.
    """
    file = f"data/{dataset}/{name}"
    record = read_record(dataset, data)
    if name not in record.files:
        raise DataFileError(file, f"an entry in data/{dataset}/{RECORD_NAME}", "none")
    path = data / dataset / name
    expected = record.files[name].sha256
    actual = sha256(read_content(path, file, f"a file with SHA-256 {expected[:12]}"))
    if actual != expected:
        raise DataFileError(file, f"SHA-256 {expected[:12]}", f"{actual[:12]}, {path.stat().st_size} bytes")
    return path


@cache
def data_version(data: Path = DATA) -> str:
    """Return the version of all data sets as this process found them: ten hexadecimal digits."""
    return read_version(data)


def read_version(data: Path = DATA) -> str:
    """Return the version that the records in `data` have now: ten hexadecimal digits over all of them."""
    records = sorted(path for path in data.glob(f"*/{RECORD_NAME}") if path.is_file())
    return sha256(b"\n".join(sha256(path.read_bytes()).encode() for path in records))[:10]


@cache
def data_date(data: Path = DATA) -> date | None:
    """Return the newest day on which sources were looked at; None where no record can be read."""
    return max(_days_accessed(data), default=None)


def _days_accessed(data: Path) -> Iterator[date]:
    for dataset in datasets(data):
        try:
            yield read_record(dataset, data).accessed
        except DataFileError:
            continue


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
    """Return every data set whose record can be read, by name; `AtlasData.problems` names the others."""
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
    texts = {
        f"{name}_{language}": record.words(name, language) for name in SAID for language in ("en", "es")
    }
    return DatasetEntry(
        record=record,
        columns={name: _notes(columns) for name, columns in by_file.items()},
        repairs_en=tuple(raw.get("repairs_en", ())),
        repairs_es=tuple(raw.get("repairs_es", ())),
        **texts,
    )


def _notes(columns: dict[str, dict[str, str]]) -> tuple[ColumnNote, ...]:
    return tuple(
        ColumnNote(name, raw["description_en"], raw["description_es"], raw.get("source", ""))
        for name, raw in columns.items()
    )
