"""Every name under which a departamento, municipio or site can be found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import UnknownCodeError
from geo.provenance import DATA, require_file
from geo.schema import Column, TableSpec, one_of, whole_number


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
    """How a name stands to the place; a place's own name outranks the others."""

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
        The file is missing or altered; a row breaks a promise of `NAMES`.
    """
    return NAMES.read(require_file("names", "names.csv", data), "data/names/names.csv")


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
