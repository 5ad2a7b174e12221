"""What the reader chose, as one frozen value that a URL can hold.

A URL is read, never trusted: what it should not hold is dropped and named, not guessed.
Only codes of closed choices and INE codes stand in it, so that a link means the same in
both languages and on every server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final

from geo.choices import MISSION_LAYERS, Confirmation, Kind, Layer, Neighbour, Precision, Programme, Status

SITE_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""How a site is named in a URL."""

MAX_VALUES: Final = 60
"""More values than any real choice has; the rest of a longer list is dropped."""


@dataclass(frozen=True)
class Selection:
    """Filters, layers and the selected site; an empty filter lets everything through."""

    departamentos: tuple[int, ...] = ()
    municipios: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    programmes: tuple[Programme, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    precisions: tuple[Precision, ...] = ()
    statuses: tuple[Status, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    layers: tuple[Layer, ...] = field(default=MISSION_LAYERS)
    site: str | None = None

    @property
    def has_filters(self) -> bool:
        """Whether any filter is set."""
        return any(getattr(self, name) for name in FILTERS)

    @staticmethod
    def parameters() -> tuple[str, ...]:
        """Return the names of the query parameters that a selection may have, in their order."""
        return (*_PARAMETERS, "site")

    def to_query(self) -> dict[str, str]:
        """Return the query parameters of this selection; what is as at the start is left out."""
        query = {
            name: ".".join(str(value) for value in chosen)
            for name, (attribute, _) in _PARAMETERS.items()
            if (chosen := getattr(self, attribute)) != _DEFAULTS[attribute]
        }
        return query | ({"site": self.site} if self.site else {})


@dataclass(frozen=True)
class Dropped:
    """A value in a URL that means nothing here: the parameter and what stood in it."""

    parameter: str
    value: str


def from_query(query: Mapping[str, str]) -> tuple[Selection, tuple[Dropped, ...]]:
    """Return the selection that a URL holds, and what had to be dropped from it."""
    chosen: dict[str, Any] = {}
    dropped: list[Dropped] = []
    for name, (attribute, parse) in _PARAMETERS.items():
        if name in query:
            chosen[attribute], bad = _parsed(query[name], parse)
            dropped += [Dropped(name, value[:40]) for value in bad]
    if site := query.get("site"):
        if SITE_ID.fullmatch(site) and len(site) <= 80:
            chosen["site"] = site
        else:
            dropped.append(Dropped("site", site[:40]))
    return Selection(**chosen), tuple(dropped)


def _parsed(text: str, parse: Callable[[str], Any]) -> tuple[tuple[Any, ...], list[str]]:
    good: dict[Any, None] = {}
    bad = []
    asked = text.split(".") if text else []
    for word in asked[:MAX_VALUES]:
        try:
            good[parse(word)] = None
        except ValueError:
            bad.append(word)
    return tuple(good), bad + asked[MAX_VALUES:]


def _ine_code(word: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", word):
        raise ValueError(word)
    return int(word)


def in_order(values: Iterable[Any], kinds: type[StrEnum]) -> tuple[Any, ...]:
    """Return the chosen members of a closed choice in the order of the choice."""
    chosen = set(values)
    return tuple(member for member in kinds if member in chosen)


def only_known(
    selection: Selection, departamentos: Sequence[int], municipios: Sequence[int], sites: Sequence[str]
) -> tuple[Selection, tuple[Dropped, ...]]:
    """Return the selection without codes that no table has, and what was dropped."""
    known_departamentos, known_municipios = set(departamentos), set(municipios)
    dropped = [
        Dropped("dep", str(code)) for code in selection.departamentos if code not in known_departamentos
    ]
    dropped += [Dropped("mun", str(code)) for code in selection.municipios if code not in known_municipios]
    site = selection.site
    if site is not None and site not in set(sites):
        dropped.append(Dropped("site", site))
        site = None
    return (
        Selection(
            **{
                f.name: getattr(selection, f.name)
                for f in fields(Selection)
                if f.name not in {"departamentos", "municipios", "site"}
            },
            departamentos=tuple(code for code in selection.departamentos if code in known_departamentos),
            municipios=tuple(code for code in selection.municipios if code in known_municipios),
            site=site,
        ),
        tuple(dropped),
    )


_PARAMETERS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "dep": ("departamentos", _ine_code),
    "mun": ("municipios", _ine_code),
    "kind": ("kinds", Kind),
    "prog": ("programmes", Programme),
    "with": ("neighbours", Neighbour),
    "prec": ("precisions", Precision),
    "status": ("statuses", Status),
    "confirmed": ("confirmations", Confirmation),
    "layers": ("layers", Layer),
}
FILTERS: Final = tuple(attribute for attribute, _ in _PARAMETERS.values() if attribute != "layers")
"""The attributes that filter; layers and the selected site do not."""

COLUMNS: Final = {
    "kinds": "kind",
    "programmes": "programme",
    "neighbours": "neighbour",
    "precisions": "precision",
    "statuses": "status",
    "confirmations": "confirmation",
}
"""The column of sites that the values of a filter are compared with; their words have its name."""

_DEFAULTS: Final = {f.name: getattr(Selection(), f.name) for f in fields(Selection)}


@dataclass(frozen=True)
class MapView:
    """The middle of the map in WGS 84 degrees and its web map zoom."""

    latitude: float
    longitude: float
    zoom: float
