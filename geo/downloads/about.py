"""What goes with every file: whose it is, under which licence, what was chosen, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from geo.dataset.records import DATA, data_version, read_record
from geo.recency import Recency, recency

UNPRINTABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that neither XML nor a spreadsheet may hold."""

UNKNOWN: Final = "unknown"
"""What is written for a date that the tables do not tell."""

MEASURED: Final = ("boundaries", "municipios", "sites")
"""The data sets that every analysis rests on."""


@dataclass(frozen=True)
class About:
    """The words that accompany a result; `title`, `filters` and `notes` are in the reader's language."""

    title: str
    citations: tuple[str, ...]
    licences: tuple[str, ...]
    data_version: str
    created: date
    recency: Recency
    filters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return (what, text) line by line, as a sheet or a table of a file holds them."""
        lines = (
            ("title", self.title),
            *(("filters", text) for text in self.filters),
            *(("note", text) for text in self.notes),
            *(("citation", text) for text in self.citations),
            *(("licence", text) for text in self.licences),
            ("data_version", self.data_version),
            *self._dates().items(),
            ("created", self.created.isoformat()),
        )
        return tuple((what, UNPRINTABLE.sub("", text)) for what, text in lines)

    def columns(self) -> dict[str, str]:
        """Return the same as one value a column, for a format whose rows stand alone."""
        columns = {
            "filters": "; ".join(self.filters),
            "citation": "; ".join(self.citations),
            "licence": "; ".join(self.licences),
            "data_version": self.data_version,
            **self._dates(),
            "created": self.created.isoformat(),
        }
        return {name: UNPRINTABLE.sub("", text) for name, text in columns.items()}

    def _dates(self) -> dict[str, str]:
        """Return how current the tables are; what a broken table hides is said to be unknown."""
        newest, consulted = self.recency.newest, self.recency.consulted
        return {"newest_fact": newest or UNKNOWN, "sources_consulted": consulted or UNKNOWN}


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file, with or without geometry in WGS 84; `label` is the column that names a row."""

    name: str
    table: pd.DataFrame
    label: str


@dataclass(frozen=True, eq=False)
class Download:
    """What a file holds: formats with a single table hold the first sheet, or the first with places."""

    name: str
    about: About
    sheets: tuple[Sheet, ...]


def about(
    title: str,
    filters: Sequence[str] = (),
    notes: Sequence[str] = (),
    data: Path = DATA,
    language: str = "en",
) -> About:
    """Return the words of a result of today that rests on the `MEASURED` data sets, in "en" or "es".

    Raises
    ------
    DataFileError
        A record of a data set is missing or unreadable.
    """
    records = [read_record(dataset, data) for dataset in MEASURED]
    return About(
        title=title,
        citations=tuple(dict.fromkeys(record.words("citation", language) for record in records)),
        licences=tuple(f"{record.dataset}: {record.words('licence', language)}" for record in records),
        data_version=data_version(data),
        created=date.today(),
        recency=recency(data),
        filters=tuple(filters),
        notes=tuple(notes),
    )
