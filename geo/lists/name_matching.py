"""Cells that name a place: INE codes, names with typos, "municipio, departamento" in one cell.

Each distinct cell is read once. A name that is not there by the letter is compared with all names
(optimal string alignment); it is taken only where it is alike enough and no other is nearly as alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from geo.choices.list_kinds import Reason
from geo.dataset.gazetteer import Form, Gazetteer, PlaceKind, folded

LEAST_LIKENESS: Final = 0.78
"""One wrong letter in five (0.8) is accepted, one in four is not: short names are too similar."""
MARGIN: Final = 0.06
"""A second place this nearly as alike makes a name ambiguous."""
MAX_ALIKE: Final = 5_000
"""Distinct unknown names that are compared, some seconds; a column with more holds no places."""
LONGEST: Final = 200
"""Characters of a cell that are read; the longest name with its departamento has 60.

Cells are cut before any pattern: some of them take time by the square of the length.
"""
_CODE: Final = re.compile(r"0*(\d{1,4})(\.0+)?")
_TITLES: Final = re.compile(
    r"^(municipio|municipality|muni|mun|departamento|department|depto|dpto|dep)( de| del| of)? (?=.)"
)
_PARTS: Final = re.compile(r"\s*[,;/|()–—]\s*|\s+-\s+")
_COUNTRY: Final = frozenset({"guatemala c a", "guatemala centro america", "gt", "gtm"})


@dataclass(frozen=True)
class PlaceReading:
    """What a cell was read as: the codes (0 where unknown), how alike (1: by the letter), or the reason."""

    municipio: int = 0
    departamento: int = 0
    likeness: float = 1.0
    reason: Reason = Reason.NONE


Known = dict[str, tuple[int, float]]
"""The departamentos of the cells of one call: an index that all readers share keeps no cell."""


def _cut(cell: str) -> str:
    """Return the first `LONGEST` characters, each run of blanks as one."""
    return " ".join(cell[:LONGEST].split())


class NameIndex:
    """The names and codes of departamentos and municipios, to read cells by."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.departamentos: dict[str, int] = {}
        own: dict[str, set[int]] = defaultdict(set)
        other: dict[str, set[int]] = defaultdict(set)
        self.codes = {int(entry.code) for entry in gazetteer.entries if entry.what is not PlaceKind.SITE}
        for entry in gazetteer.entries:
            if entry.what is PlaceKind.DEPARTAMENTO:
                self.departamentos.setdefault(entry.key, int(entry.code))
            elif entry.what is PlaceKind.MUNICIPIO and entry.form is not Form.WITH_DEPARTAMENTO:
                (own if entry.form is Form.OWN else other)[entry.key].add(int(entry.code))
        # A place's own name outranks what others are also called.
        self.municipios: dict[str, frozenset[int]] = {
            key: frozenset(own.get(key) or other[key]) for key in {*own, *other}
        }
        self.whole = {
            entry.key: int(entry.code)
            for entry in gazetteer.entries
            if entry.form is Form.WITH_DEPARTAMENTO
        }

    def places(self, cells: Sequence[tuple[str, str]]) -> list[PlaceReading]:
        """Return what each pair of a municipio's and a departamento's cell means; either may be empty."""
        cells = [(_cut(cell), _cut(of)) for cell, of in cells]
        known: Known = {}
        readings = [self._literal(*pair, known) for pair in cells]
        unknown = [
            nth
            for nth, place in enumerate(readings)
            if place.reason is Reason.UNKNOWN_NAME and len(folded(cells[nth][0])) <= 60
        ]
        unknown = unknown[:MAX_ALIKE]
        for nth, place in zip(unknown, self._alike([cells[row] for row in unknown], known), strict=True):
            readings[nth] = place
        return readings

    def literal(self, cells: Sequence[tuple[str, str]]) -> list[PlaceReading]:
        """Return the same without accepting a typo in the name of a municipio: a thousand in 10 ms."""
        known: Known = {}
        return [self._literal(_cut(cell), _cut(of), known) for cell, of in cells]

    def _literal(self, cell: str, of: str, known: Known) -> PlaceReading:
        departamento, likeness = self._departamento(of, known) if of.strip() else (0, 1.0)
        place = self._within(cell, of, departamento, known)
        return replace(place, likeness=min(place.likeness, likeness))

    def _within(self, cell: str, of: str, departamento: int, known: Known) -> PlaceReading:
        if of.strip() and not departamento and not cell.strip():
            return PlaceReading(
                reason=Reason.UNKNOWN_CODE if _CODE.fullmatch(of.strip()) else Reason.UNKNOWN_NAME
            )
        if not cell.strip():
            return (
                PlaceReading(departamento=departamento)
                if departamento
                else PlaceReading(reason=Reason.EMPTY)
            )
        if code := _CODE.fullmatch(cell.strip()):
            return self._by_code(int(code[1]), departamento)
        for name, within in _readings(cell):
            inside, likeness = self._departamento(within, known) if within else (departamento, 1.0)
            if within and not inside:
                continue
            place = self._named(name, inside)
            if place.reason is not Reason.UNKNOWN_NAME:
                return replace(place, likeness=likeness)
        return PlaceReading(departamento=departamento, reason=Reason.UNKNOWN_NAME)

    def _by_code(self, code: int, departamento: int) -> PlaceReading:
        if code <= 100 and departamento and code + 100 * departamento in self.codes:
            # The number of a municipio within its departamento.
            code += 100 * departamento
        if code not in self.codes:
            return PlaceReading(reason=Reason.UNKNOWN_CODE)
        if code <= 100:
            return PlaceReading(departamento=code)
        if departamento and code // 100 != departamento:
            return PlaceReading(reason=Reason.CONFLICT)
        return PlaceReading(code, code // 100)

    def _departamento(self, cell: str, known: Known) -> tuple[int, float]:
        """Return the departamento of a cell by code or name, a typo accepted, and how alike; 0 for none."""
        if cell not in known:
            known[cell] = self._departamento_of(cell)
        return known[cell]

    def _departamento_of(self, cell: str) -> tuple[int, float]:
        if code := _CODE.fullmatch(cell.strip()):
            return (int(code[1]) if int(code[1]) <= 100 and int(code[1]) in self.codes else 0), 1.0
        key = _TITLES.sub("", folded(cell[:80]))
        if key in self.departamentos:
            return self.departamentos[key], 1.0
        keys = list(self.departamentos)
        best, likeness, _ = self._best(key, keys, [frozenset({self.departamentos[name]}) for name in keys])
        return best, likeness

    def _named(self, name: str, departamento: int) -> PlaceReading:
        key = _TITLES.sub("", folded(name))
        codes = self.municipios.get(key, frozenset())
        if key in self.whole and not departamento and not codes:
            codes = frozenset({self.whole[key]})
        inside = [code for code in codes if not departamento or code // 100 == departamento]
        if len(inside) == 1:
            return PlaceReading(inside[0], inside[0] // 100)
        if codes:
            return PlaceReading(reason=Reason.CONFLICT if departamento else Reason.AMBIGUOUS)
        if not departamento and key in self.departamentos:
            return PlaceReading(departamento=self.departamentos[key])
        return PlaceReading(departamento=departamento, reason=Reason.UNKNOWN_NAME)

    def _alike(self, cells: Sequence[tuple[str, str]], known: Known) -> list[PlaceReading]:
        keys, whole = list(self.municipios), list(self.whole)
        codes = [self.municipios[key] for key in keys] + [frozenset({self.whole[key]}) for key in whole]
        readings = []
        for cell, of in cells:
            departamento = self._departamento(of, known)[0] if of.strip() else 0
            places = [
                self._most_alike(
                    name, departamento or self._departamento(within, known)[0], keys + whole, codes
                )
                for name, within in _readings(cell)
            ]
            readable = [place for place in places if place.reason is not Reason.UNKNOWN_NAME]
            readings.append(max(readable, key=lambda place: place.likeness, default=places[0]))
        return readings

    def _most_alike(
        self, name: str, departamento: int, keys: list[str], codes: list[frozenset[int]]
    ) -> PlaceReading:
        offered = [
            (key, of)
            for key, all_of in zip(keys, codes, strict=True)
            if (of := frozenset(code for code in all_of if not departamento or code // 100 == departamento))
        ]
        best, likeness, is_clear = self._best(
            _TITLES.sub("", folded(name)), [key for key, _ in offered], [of for _, of in offered]
        )
        if not best:
            return PlaceReading(departamento=departamento, reason=Reason.UNKNOWN_NAME)
        if not is_clear:
            return PlaceReading(departamento=departamento, reason=Reason.AMBIGUOUS)
        return PlaceReading(best, best // 100, round(likeness, 2))

    @staticmethod
    def _best(key: str, keys: list[str], codes: list[frozenset[int]]) -> tuple[int, float, bool]:
        """Return the code that is most alike, how alike, and whether no other is nearly so; 0 for none."""
        if len(key) < 3 or not keys:
            return 0, 0.0, False
        scores = cdist([key], keys, scorer=OSA.normalized_similarity)[0]
        top = int(np.argmax(scores))
        if scores[top] < LEAST_LIKENESS:
            return 0, 0.0, False
        near = {code for nth in np.flatnonzero(scores >= scores[top] - MARGIN) for code in codes[nth]}
        return min(codes[top]), float(scores[top]), len(near) == 1


def _readings(cell: str) -> Iterable[tuple[str, str]]:
    """Yield how a cell may divide into a municipio and a departamento, the likeliest first."""
    parts = [part for part in _PARTS.split(cell) if folded(part)]
    while len(parts) > 1 and folded(parts[-1]) in _COUNTRY:
        parts.pop()
    if len(parts) > 2 and folded(parts[-1]) == "guatemala":
        # "Mixco, Guatemala, Guatemala" ends in the country.
        parts.pop()
    if len(parts) >= 2:
        yield parts[0], parts[1]
        yield parts[1], parts[0]
    yield cell, ""


def read_as(
    cells: Sequence[tuple[str, str]], places: Sequence[PlaceReading], rows: Mapping[int, int]
) -> list[tuple[str, int, float, int]]:
    """Return the cells that were not read by the letter: written, code, likeness, rows; fewest alike first.

    `rows` holds how many rows have each cell, by its position in `cells`.
    """
    readings = [
        (", ".join(filter(None, pair)), place.municipio or place.departamento, place.likeness, rows[nth])
        for nth, (pair, place) in enumerate(zip(cells, places, strict=True))
        if place.reason is Reason.NONE and place.likeness < 1
    ]
    return sorted(readings, key=lambda reading: (reading[2], reading[0]))
