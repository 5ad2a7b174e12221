"""Every name under which a departamento, municipio or site can be found.

Find a departamento, municipio or site by typed text, ignoring accents, case and typos.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from geo.dataset.records import DATA
from geo.dataset.schema import Column, TableSpec, one_of, whole_number
from geo.errors import UnknownCodeError


class PlaceKind(StrEnum):
    """What a name leads to."""

    DEPARTAMENTO = "departamento"
    """A departamento (ADM1), by INE code."""
    MUNICIPIO = "municipio"
    """A municipio (ADM2), by INE code."""
    SITE = "site"
    """A site, by its identifier."""


class Origin(StrEnum):
    """Where another spelling comes from."""

    GEONAMES = "geonames"
    """GeoNames' alternate names."""
    OCHA = "ocha"
    """OCHA's common operational data set."""
    USAGE = "usage"
    """Common usage: our own addition."""
    SHORT = "short"
    """The end of the official name, which no other municipio or departamento has: our own addition."""


NAMES: Final = TableSpec(
    name="names",
    key="name_id",
    columns=(
        Column("name_id"),
        Column("level", one_of(PlaceKind)),
        Column("code", whole_number, dtype="int64"),
        Column("variant"),
        Column("origin", one_of(Origin)),
    ),
)


class Form(StrEnum):
    """How a name relates to the place; a place's own name outranks the others."""

    OWN = "own"
    """The place's own name."""
    VARIANT = "variant"
    """Another spelling, a former or a short name."""
    WITH_DEPARTAMENTO = "with_departamento"
    """The municipio's name followed by its departamento's: tells homonyms apart."""


@dataclass(frozen=True)
class PlaceName:
    """A name to find by, as `folded`, and the place it leads to with the name it is shown by."""

    key: str
    form: Form
    what: PlaceKind
    code: int | str
    name: str


class Gazetteer:
    """The entries, and what a reader may type of each: the name from any of its words on."""

    def __init__(self, entries: Iterable[PlaceName]) -> None:
        self.entries = tuple(entries)
        tails = [(entry, tail) for entry in self.entries for tail in _tails(entry)]
        self.tails = [tail for _, tail in tails]
        self.entry_of_tail = [entry for entry, _ in tails]


def _tails(entry: PlaceName) -> Iterator[str]:
    yield entry.key
    if entry.form is not Form.WITH_DEPARTAMENTO:
        yield from (entry.key[match.end() :] for match in re.finditer(" ", entry.key))


def folded(text: str) -> str:
    """Return `text` in small letters without accents, its words divided by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def read_names(data: Path = DATA) -> pd.DataFrame:
    """Return the other spellings, one row each.

    Raises
    ------
    DataFileError, SchemaError
        The file is missing or altered; a row violates a rule of `NAMES`.
    """
    return NAMES.read_recorded("data/names/names.csv", data)


def gazetteer(
    municipios: pd.DataFrame,
    departamentos: pd.DataFrame,
    variants: pd.DataFrame,
    sites: Iterable[tuple[str, str]] = (),
) -> Gazetteer:
    """Return the gazetteer of the tables `read_population`, `read_regions` and `read_names`.

    `sites` are pairs of a name and the identifier of its site; a site may have several names.

    Raises
    ------
    UnknownCodeError
        A variant names a code that its table does not have.
    """
    first = dict(zip(departamentos["codigo_depto"], departamentos["departamento"], strict=True))
    second = dict(zip(municipios["codigo_muni"], municipios["municipio"], strict=True))
    names = {PlaceKind.DEPARTAMENTO: first, PlaceKind.MUNICIPIO: second}
    entries = [
        PlaceName(folded(name), Form.OWN, what, code, name)
        for what, table in names.items()
        for code, name in table.items()
    ]
    for code, name in second.items():
        key = folded(f"{name} {first[code // 100]}")
        entries.append(PlaceName(key, Form.WITH_DEPARTAMENTO, PlaceKind.MUNICIPIO, code, name))
    for level, code, variant in variants[["level", "code", "variant"]].itertuples(index=False):
        if code not in names.get(level, {}):
            raise UnknownCodeError(level, code)
        entries.append(PlaceName(folded(variant), Form.VARIANT, level, code, names[level][code]))
    entries += [PlaceName(folded(name), Form.OWN, PlaceKind.SITE, site_id, name) for name, site_id in sites]
    return Gazetteer(entries)


LEAST_LIKENESS: Final = 0.72
"""Least similarity of a match: one typo in four letters (0.75) is accepted, two are not."""


@dataclass(frozen=True)
class Hit:
    """A place or site found: its code or identifier, its own name, how well it fits (0-100)."""

    what: PlaceKind
    code: int | str
    name: str
    score: float


def best(query: str, names: Gazetteer, limit: int = 10) -> tuple[Hit, ...]:
    """Return what `query` may mean among `names`, best first, each place once; nothing for an empty query.

    The whole name comes before its beginning, its beginning before a word within. Similar names are
    returned only if no name contains the text. At equal score departamentos come first, then municipios,
    then sites, each by name.
    """
    text = folded(query)
    if not text:
        return ()
    hits: dict[tuple[PlaceKind, int | str], Hit] = {}
    for entry, fit in _literal(text, names) or _alike(text, names):
        score = fit if entry.form is Form.OWN else fit - 0.5
        earlier = hits.get((entry.what, entry.code))
        if earlier is None or score > earlier.score:
            hits[entry.what, entry.code] = Hit(entry.what, entry.code, entry.name, round(score, 2))
    return tuple(sorted(hits.values(), key=_order)[:limit])


def _order(hit: Hit) -> tuple[float, int, str, str]:
    return -hit.score, list(PlaceKind).index(hit.what), folded(hit.name), f"{hit.code:>6}"


def _literal(text: str, names: Gazetteer) -> list[tuple[PlaceName, float]]:
    """Return 100 for the whole name, 90 to 99 for a beginning, 80 to 89 for a word within."""
    fits = []
    for entry in names.entries:
        if text not in entry.key:
            continue
        share = len(text) / len(entry.key)
        if text == entry.key:
            fits.append((entry, 100.0))
        elif entry.key.startswith(text):
            fits.append((entry, 90 + 9 * share))
        elif f" {text}" in entry.key:
            fits.append((entry, 80 + 9 * share))
    return fits


def _alike(text: str, names: Gazetteer) -> list[tuple[PlaceName, float]]:
    """Return 56 to 79 by the share of correct letters (optimal string alignment)."""
    likeness, least = OSA.normalized_similarity, LEAST_LIKENESS
    begun = [tail[: len(text)] for tail in names.tails]
    whole = cdist([text], names.tails, scorer=likeness, score_cutoff=least)[0]
    score = np.maximum(whole, 0.98 * cdist([text], begun, scorer=likeness, score_cutoff=least)[0])
    return [(names.entry_of_tail[tail], 79 * float(score[tail])) for tail in np.flatnonzero(score)]
