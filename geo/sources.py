"""The sources behind every fact: who published what, when, where, and how much of it was read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from geo.provenance import DATA, require_file
from geo.rules import both_languages, one_at_least
from geo.schema import Column, TableSpec, one_of, partial_date, web_address
from geo.vocabulary import Confidence, Seen, SourceKind

DATASET: Final = "sources"
FILE: Final = "sources.csv"

SOURCES: Final = TableSpec(
    name="sources",
    key="source_id",
    columns=(
        Column("source_id"),
        Column("title"),
        Column("publisher"),
        Column("published", partial_date, optional=True),
        Column("published_note_en", optional=True),
        Column("published_note_es", optional=True),
        Column("url", web_address, optional=True),
        Column("locator", optional=True),
        Column("kind", one_of(SourceKind)),
        Column("reliability", one_of(Confidence)),
        Column("reliability_note_en", optional=True),
        Column("reliability_note_es", optional=True),
        Column("seen", one_of(Seen)),
    ),
    rules=(
        both_languages("published_note", "reliability_note"),
        one_at_least("url", "locator"),
        one_at_least("published", "published_note_en"),
    ),
)
"""What a row of `sources.csv` promises.

`title` stands in square brackets where the source has none of its own that was read.
`published` is a partial date; where it is missing the note says what is known of the date.
`locator` is what finds a source without a web address, or leads further within one.
"""


def read_sources(data: Path = DATA) -> pd.DataFrame:
    """Return the sources, one row each, indexed by `source_id`; missing text is None.

    Raises
    ------
    DataFileError
        The table or its record is missing or altered.
    SchemaError
        A row breaks a promise of `SOURCES`.
    """
    path = require_file(DATASET, FILE, data)
    return SOURCES.read(path, f"data/{DATASET}/{FILE}").set_index("source_id")
