"""Hold the reader's choices as one frozen value, with the registry of its filters.

The fields of `Selection` are the registry. A new filter is another field there and its texts in the
locale files: `filters.{attribute}` is its label, and the section named after its column has the texts of
its values. The URL, the command line, the side panel, the sites that pass, the statement of filters in a
file and the offline page all read `FILTERS`.

A URL is untrusted input: `from_query` drops and reports invalid values and guesses nothing.
It contains only codes of closed choices, INE codes and texts of drawn areas, so that a link means the same
in both languages and on every server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from itertools import filterfalse
from typing import Any, Final

from geo.choices import (
    MISSION_LAYERS,
    Clock,
    Confirmation,
    Kind,
    Layer,
    Neighbour,
    Precision,
    Programme,
    Status,
)
from geo.drawn_area import AreaError, from_text

SITE_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The form of a site identifier in a URL."""

LONGEST_SITE_ID: Final = 80
"""Characters of the longest site identifier in a URL."""

INE_CODE: Final = re.compile(r"[1-9]\d{0,3}")
"""The code of a departamento or a municipio."""

MONTH: Final = re.compile(r"20(?:0[4-9]|[1-9]\d)-(?:0[1-9]|1[0-2])")
"""A month in a URL, from the first that the map offers on (`geo.views.states_in_time.FIRST_MONTH`)."""

MAX_VALUES: Final = 60
"""The most values of a filter; the rest of a longer list is dropped."""

MAX_AREAS: Final = 1
"""The most drawn areas of a selection."""


class FilterGroup(StrEnum):
    """What a filter is about; each page obeys some groups and shows those alone."""

    REGION = "region"
    """The departamentos, the municipios and the area drawn on the map."""
    TYPE = "type"
    """The kinds of site and their layers."""
    PROGRAMME = "programme"
    """The programme areas."""
    SITE = "site"
    """What is known of a site: its neighbour, its location, its status."""


def _filter(parameter: str, column: str, choice: type[StrEnum] | None = None, **more: Any) -> Any:
    """Return a field of `Selection` that is a row of the registry; `Filter` documents the arguments."""
    row: dict[str, Any] = {"parameter": parameter, "column": column, "choice": choice}
    row |= {
        "option": parameter,
        "default": (),
        "is_folded": False,
        "group": FilterGroup.SITE,
        "most": MAX_VALUES,
    }
    row |= more
    return field(default=row["default"], metadata=row)


@dataclass(frozen=True)
class Selection:
    """Filters, layers, the selected site and the date; an empty filter lets every site pass.

    The region is everything in `departamentos`, `municipios` and `areas` (texts of `geo.drawn_area`).
    `when` is the month that is shown and `against` the month that it is compared with, None for today.
    """

    departamentos: tuple[int, ...] = _filter(
        "dep", "codigo_depto", option="departamento", group=FilterGroup.REGION
    )
    municipios: tuple[int, ...] = _filter(
        "mun", "codigo_muni", option="municipio", group=FilterGroup.REGION
    )
    areas: tuple[str, ...] = _filter("area", "geometry", group=FilterGroup.REGION, most=MAX_AREAS)
    kinds: tuple[Kind, ...] = _filter("kind", "kind", Kind, group=FilterGroup.TYPE)
    programmes: tuple[Programme, ...] = _filter(
        "prog", "programme", Programme, option="programme", group=FilterGroup.PROGRAMME
    )
    neighbours: tuple[Neighbour, ...] = _filter(
        "with", "neighbour", Neighbour, option="neighbour", is_folded=True
    )
    precisions: tuple[Precision, ...] = _filter(
        "prec", "precision", Precision, option="precision", is_folded=True
    )
    statuses: tuple[Status, ...] = _filter("status", "status", Status, is_folded=True)
    confirmations: tuple[Confirmation, ...] = _filter(
        "confirmed", "confirmation", Confirmation, is_folded=True
    )
    layers: tuple[Layer, ...] = _filter(
        "layers", "layer", Layer, default=MISSION_LAYERS, group=FilterGroup.TYPE
    )
    site: str | None = None
    when: str | None = None
    against: str | None = None
    clock: Clock = Clock.TRUE_THEN

    @property
    def of_today(self) -> Selection:
        """The same selection without its dates."""
        return replace(self, when=None, against=None, clock=Clock.TRUE_THEN)

    def dated_as(self, other: Selection) -> Selection:
        """Return the same selection with the dates of another."""
        return replace(self, when=other.when, against=other.against, clock=other.clock)

    @property
    def has_filters(self) -> bool:
        """Whether any filter is set."""
        return any(row.chosen(self) for row in FILTERS)

    @property
    def hides_layers(self) -> bool:
        """Whether a layer that is on by default is off."""
        return not set(MISSION_LAYERS) <= set(self.layers)

    @staticmethod
    def parameters() -> tuple[str, ...]:
        """Return the names of the query parameters that a selection may have, in their order."""
        return (*(row.parameter for row in ROWS), "site", *DATES, "clock")

    def to_query(self) -> dict[str, str]:
        """Return the query parameters of this selection, without those that have their default value."""
        query = {
            row.parameter: ".".join(map(str, row.chosen(self)))
            for row in ROWS
            if row.chosen(self) != row.default
        }
        dates = {"site": self.site, "when": self.when, "against": self.against}
        clock = {} if self.clock is Clock.TRUE_THEN else {"clock": str(self.clock)}
        return query | {name: value for name, value in dates.items() if value} | clock


@dataclass(frozen=True)
class Filter:
    """One row of the registry: the reader's choice of values of one column of the sites.

    `attribute` is the field of `Selection`; `parameter` is its name in a URL and `option` that on the
    command line. `choice` is the closed choice of its values; without one they are INE codes, or areas. The
    side panel shows a filter that `is_folded` under "More filters". `most` limits its values.
    """

    attribute: str
    parameter: str
    column: str
    choice: type[StrEnum] | None
    option: str
    default: tuple[Any, ...]
    is_folded: bool
    group: FilterGroup = FilterGroup.SITE
    most: int = MAX_VALUES

    @property
    def is_area(self) -> bool:
        """Whether its values are areas drawn on the map."""
        return self.column == "geometry"

    @property
    def label_key(self) -> str:
        """The key of its label in the locale files."""
        return f"filters.{self.attribute}"

    def value_key(self, value: str) -> str:
        """Return the locale key of one value of a closed choice."""
        return f"{self.column}.{value}"

    def chosen(self, selection: Selection) -> tuple[Any, ...]:
        """Return the chosen values."""
        values: tuple[Any, ...] = getattr(selection, self.attribute)
        return values

    def parsed(self, text: str) -> tuple[tuple[Any, ...], list[str]]:
        """Return the values in the text of a URL, each once, and the invalid words."""
        values: dict[Any, None] = {}
        unreadable = []
        words = text.split(".") if text else []
        for word in words[: self.most]:
            try:
                values[self._value(word)] = None
            except (ValueError, AreaError):
                unreadable.append(word)
        return tuple(values), unreadable + words[self.most :]

    def _value(self, word: str) -> Any:
        if self.choice is not None:
            return self.choice(word)
        if self.is_area:
            return from_text(word).to_text()
        if not INE_CODE.fullmatch(word):
            raise ValueError(word)
        return int(word)


ROWS: Final = tuple(Filter(row.name, **row.metadata) for row in fields(Selection) if row.metadata)
"""The rows of the registry: the filters and the layers."""

DATES: Final = ("when", "against")
"""The parameters that are months."""

LAYERS: Final = next(row for row in ROWS if row.choice is Layer)
"""The row of the layers: which types of site are shown."""

FILTERS: Final = tuple(row for row in ROWS if row.choice is not Layer)
"""The filters, without the layers and the selected site."""


def choice_columns() -> dict[str, str]:
    """Return the column of each filter with a closed choice, by attribute, for scripts."""
    return {row.attribute: row.column for row in FILTERS if row.choice is not None}


@dataclass(frozen=True)
class Dropped:
    """An invalid value in a URL: the parameter and its text."""

    parameter: str
    value: str


def from_query(query: Mapping[str, str]) -> tuple[Selection, tuple[Dropped, ...]]:
    """Return the selection in a URL and the values dropped from it."""
    chosen: dict[str, Any] = {}
    dropped: list[Dropped] = []
    for row in ROWS:
        if row.parameter in query:
            chosen[row.attribute], unreadable = row.parsed(query[row.parameter])
            dropped += [Dropped(row.parameter, word[:40]) for word in unreadable]
    if site := query.get("site"):
        if SITE_ID.fullmatch(site) and len(site) <= LONGEST_SITE_ID:
            chosen["site"] = site
        else:
            dropped.append(Dropped("site", site[:40]))
    dated, undated = _dates(query)
    return Selection(**chosen, **dated), (*dropped, *undated)


def _dates(query: Mapping[str, str]) -> tuple[dict[str, Any], list[Dropped]]:
    """Return the months and the clock in a URL, and the invalid values."""
    months = {name: query[name] for name in DATES if query.get(name)}
    chosen: dict[str, Any] = {name: month for name, month in months.items() if MONTH.fullmatch(month)}
    dropped = [Dropped(name, month[:40]) for name, month in months.items() if name not in chosen]
    if clock := query.get("clock"):
        if clock in set(Clock):
            chosen["clock"] = Clock(clock)
        else:
            dropped.append(Dropped("clock", clock[:40]))
    return chosen, dropped


def only_known(  # noqa: PLR0913 - what each table knows
    selection: Selection,
    departamentos: Sequence[int],
    municipios: Sequence[int],
    sites: Sequence[str],
    *,
    month: str | None = None,
    touches_land: Callable[[str], bool] = lambda _area: True,
) -> tuple[Selection, tuple[Dropped, ...]]:
    """Return the selection without codes missing from the tables and areas off the land, and those values.

    `touches_land` decides whether an area has a part of Guatemala; by default every area has. A date from
    `month` on, in which the sources were consulted, is today; a later one is dropped.
    """
    tables = {"departamentos": set(departamentos), "municipios": set(municipios)}
    known: dict[str, Any] = {}
    dropped = []
    for row in FILTERS:
        if row.choice is None:
            is_known = touches_land if row.is_area else tables[row.attribute].__contains__
            known[row.attribute] = tuple(filter(is_known, row.chosen(selection)))
            dropped += [
                Dropped(row.parameter, str(value)[:40])
                for value in filterfalse(is_known, row.chosen(selection))
            ]
    if selection.site is not None and selection.site not in set(sites):
        known["site"] = None
        dropped.append(Dropped("site", selection.site))
    for name in DATES if month is not None else ():
        date = getattr(selection, name)
        if date is not None and date >= month:
            known[name] = None
            dropped += [Dropped(name, date)] if date > month else []
    return replace(selection, **known), tuple(dropped)


def in_order(values: Iterable[Any], choice: type[StrEnum]) -> tuple[Any, ...]:
    """Return the chosen members of a closed choice in the order of the choice."""
    chosen = set(values)
    return tuple(member for member in choice if member in chosen)


@dataclass(frozen=True)
class MapView:
    """The centre of the map in WGS 84 degrees and its web map zoom."""

    latitude: float
    longitude: float
    zoom: float
