"""Find a departamento, municipio or site by what a reader types: accents, case and slips forgiven."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from geo.gazetteer import Form, Gazetteer, PlaceKind, PlaceName, folded, gazetteer, read_names
from geo.population import read_population, read_regions
from geo.provenance import DATA

LEAST_LIKENESS: Final = 0.72
"""Below this a likeness is chance: one slip in four letters (0.75) is forgiven, two are not."""


@dataclass(frozen=True)
class Hit:
    """A place or site found: its code or identifier, its own name, how well it fits (0-100)."""

    what: PlaceKind
    code: int | str
    name: str
    score: float


def search(
    query: str, sites: Iterable[tuple[str, str]] = (), limit: int = 10, data: Path = DATA
) -> tuple[Hit, ...]:
    """Return what `query` may mean, best first, each place once; nothing for an empty query.

    The whole name comes before a beginning, a beginning before a word within. Only where
    nothing fits by the letter, what is alike comes up. At equal score departamentos come
    first, then municipios, then sites, each by name.

    Parameters
    ----------
    sites
        Pairs of a name and the identifier of its site; a site may have several names.

    Raises
    ------
    DataFileError, SchemaError
        A table of names cannot be read.
    """
    return best(query, _gazetteer(tuple(sites), data), limit)


@lru_cache(maxsize=4)
def _gazetteer(sites: tuple[tuple[str, str], ...], data: Path) -> Gazetteer:
    return gazetteer(read_population(data), read_regions(data), read_names(data), sites)


def best(query: str, names: Gazetteer, limit: int = 10) -> tuple[Hit, ...]:
    """Return what `query` may mean among `names`; see `search`."""
    asked = folded(query)
    if not asked:
        return ()
    found: dict[tuple[PlaceKind, int | str], Hit] = {}
    for entry, fit in _literal(asked, names) or _alike(asked, names):
        score = fit if entry.form is Form.OWN else fit - 0.5
        known = found.get((entry.what, entry.code))
        if known is None or score > known.score:
            found[entry.what, entry.code] = Hit(entry.what, entry.code, entry.name, round(score, 2))
    return tuple(sorted(found.values(), key=_order)[:limit])


def _order(hit: Hit) -> tuple[float, int, str, str]:
    return -hit.score, list(PlaceKind).index(hit.what), folded(hit.name), f"{hit.code:>6}"


def _literal(asked: str, names: Gazetteer) -> list[tuple[PlaceName, float]]:
    """Return 100 for the whole name, 90 to 99 for a beginning, 80 to 89 for a word within."""
    found = []
    for entry in names.entries:
        if asked not in entry.key:
            continue
        share = len(asked) / len(entry.key)
        if asked == entry.key:
            found.append((entry, 100.0))
        elif entry.key.startswith(asked):
            found.append((entry, 90 + 9 * share))
        elif f" {asked}" in entry.key:
            found.append((entry, 80 + 9 * share))
    return found


def _alike(asked: str, names: Gazetteer) -> list[tuple[PlaceName, float]]:
    """Return 56 to 79 by the share of letters that need no mending (optimal string alignment)."""
    likeness, least = OSA.normalized_similarity, LEAST_LIKENESS
    begun = [tail[: len(asked)] for tail in names.tails]
    whole = cdist([asked], names.tails, scorer=likeness, score_cutoff=least)[0]
    score = np.maximum(whole, 0.98 * cdist([asked], begun, scorer=likeness, score_cutoff=least)[0])
    return [(names.entry_of_tail[tail], 79 * float(score[tail])) for tail in np.flatnonzero(score)]
