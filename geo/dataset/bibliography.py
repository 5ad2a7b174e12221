"""The sources behind every fact: who published what, when, where, and how much of it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from geo.choices import Confidence, Seen, SourceKind
from geo.dataset.records import DATA
from geo.dataset.schema import (
    Column,
    Problem,
    TableSpec,
    both_languages,
    last_day,
    one_at_least,
    one_of,
    partial_date,
    web_address,
)

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
"""The rules of a row of `sources.csv`.

`title` is in square brackets if we read no title in the source.
`published` is a partial date; where it is missing the note says what is known of the date.
`locator` is what finds a source without a web address, or leads further within one.
"""


WORDINGS_FILE: Final = "wordings.csv"

WORDINGS: Final = TableSpec(
    name="wordings",
    key="source_id",
    columns=(
        Column("source_id"),
        Column("title_es", optional=True),
        Column("publisher_es", optional=True),
    ),
    rules=(one_at_least("title_es", "publisher_es"),),
)
"""The rules of a row of `wordings.csv`: a source's title or publisher in Spanish.

A title that the source has itself stays in the source's own language.
"""


APPROXIMATE_FILE: Final = "approximate_dates.csv"

APPROXIMATE_DATES: Final = TableSpec(
    name="approximate_dates",
    key="source_id",
    columns=(Column("source_id"), Column("published_about", partial_date)),
)
"""The rules of a row of `approximate_dates.csv`: an undated source whose note bounds its date."""


def read_sources(data: Path = DATA) -> pd.DataFrame:
    """Return the sources, one row each, indexed by `source_id`; missing text is None.

    `title_en`, `title_es`, `publisher_en` and `publisher_es` are what each language calls them.
    `published_about` is the latest date that the note on the date of an undated source allows.

    Raises
    ------
    DataFileError
        The table or its record is missing or altered.
    SchemaError
        A row violates a rule of `SOURCES` or of `WORDINGS`.
    """
    sources, wordings = (
        _read(spec, name, data) for spec, name in ((SOURCES, FILE), (WORDINGS, WORDINGS_FILE))
    )
    for name in ("title", "publisher"):
        own = sources.pop(name)
        sources.insert(0, f"{name}_en", own)
        sources.insert(1, f"{name}_es", wordings[f"{name}_es"].reindex(own.index).fillna(own))
    about = _read(APPROXIMATE_DATES, APPROXIMATE_FILE, data)["published_about"].reindex(sources.index)
    sources["published_about"] = about.astype(object).where(about.notna(), None)
    return sources


def known_since(sources: pd.DataFrame, consulted: date) -> dict[str, date]:
    """Return the day from which each source counts as known.

    It is the last day that its date can mean, or its approximate date if it has none. A source without
    either counts from the day `consulted`, and none counts later: we have read it by then.
    """
    dates = zip(sources.index, sources["published"], sources["published_about"], strict=True)
    return {
        str(source): min(last_day(published or about), consulted) if published or about else consulted
        for source, published, about in dates
    }


def source_problems(sources: pd.DataFrame, data: Path = DATA) -> Iterator[Problem]:
    """Yield rows of other tables that fit no source, and each title of our own without a Spanish one."""
    wordings = _read(WORDINGS, WORDINGS_FILE, data)
    approximate = _read(APPROXIMATE_DATES, APPROXIMATE_FILE, data)
    for file, table in ((WORDINGS_FILE, wordings), (APPROXIMATE_FILE, approximate)):
        for line, source in enumerate(table.index, start=2):
            if source not in sources.index:
                advice = f"{source!r} is no source; correct it"
                yield Problem(f"data/{DATASET}/{file}", line, "source_id", advice)
    for line, source in enumerate(approximate.index, start=2):
        if source in sources.index and sources.at[source, "published"]:
            advice = f"{source} has a date in {FILE}; remove the row"
            yield Problem(f"data/{DATASET}/{APPROXIMATE_FILE}", line, "published_about", advice)
    is_our_wording = sources["title_en"].str.startswith("[")
    has_note = wordings["title_es"].reindex(sources.index).notna()
    for line, source in enumerate(sources.index, start=2):
        if is_our_wording[source] and not has_note[source]:
            advice = f"is in our own words; give {source} its Spanish title in {WORDINGS_FILE}"
            yield Problem(f"data/{DATASET}/{FILE}", line, "title", advice)


def _read(spec: TableSpec, name: str, data: Path) -> pd.DataFrame:
    return spec.read_recorded(f"data/{DATASET}/{name}", data).set_index("source_id")
