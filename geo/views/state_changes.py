"""The differences between two dates: their kinds, how they are found, and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import Aspect, FactKind, State
from geo.dataset.facts import Facts
from geo.dataset.facts.states import StateAt


class ChangeKind(StrEnum):
    """The kind of a difference between two dates."""

    NEW = "new"
    """It is there at the second date and was not at the first."""
    ENDED = "ended"
    """It was there at the first date and is not at the second."""
    STATE = "state"
    """Its state is another one."""
    FIGURE = "figure"
    """The newest figure of its series is another one."""
    DISPUTED = "disputed"
    """Sources disagree at the second date and did not yet at the first."""
    SETTLED = "settled"
    """Sources disagree at the first date and not at the second: `DISPUTED` seen from behind."""


OPPOSITE: Final = {
    ChangeKind.NEW: ChangeKind.ENDED,
    ChangeKind.ENDED: ChangeKind.NEW,
    ChangeKind.DISPUTED: ChangeKind.SETTLED,
    ChangeKind.SETTLED: ChangeKind.DISPUTED,
}
"""The kind of a difference if the two dates are exchanged; the others keep theirs."""


@dataclass(frozen=True)
class Change:
    """One difference between two dates.

    `before` and `after` are states of a site or component, or identifiers of figures and points; None
    where there is none. `imprecise` marks a date that is known too roughly to be sure.
    """

    kind: ChangeKind
    fact: FactKind
    identifier: str
    aspect: Aspect
    before: str | None
    after: str | None
    sources: tuple[str, ...]
    imprecise: bool = False

    @property
    def is_number(self) -> bool:
        """Whether both sides are figures or points of a series."""
        return self.fact in (FactKind.FIGURE, FactKind.SERIES)

    def reversed(self) -> Change:
        """Return the difference if the two dates are exchanged."""
        return Change(
            kind=OPPOSITE.get(self.kind, self.kind),
            fact=self.fact,
            identifier=self.identifier,
            aspect=self.aspect,
            before=self.after,
            after=self.before,
            sources=self.sources,
            imprecise=self.imprecise,
        )


def state_change(before: StateAt, after: StateAt) -> Change | None:
    """Return the difference of two states of one subject; None without one, or where one is unknown."""
    subject = after.subject
    if before.is_shown != after.is_shown:
        kind = ChangeKind.NEW if after.is_shown else ChangeKind.ENDED
    elif State.UNKNOWN in (before.state, after.state) or before.state is after.state:
        return None
    else:
        kind = ChangeKind.STATE
    return Change(
        kind=kind,
        fact=subject.kind,
        identifier=subject.identifier,
        aspect=subject.aspect,
        before=_shown(before),
        after=_shown(after),
        sources=_both(before.sources, after.sources),
        imprecise=before.imprecise or after.imprecise,
    )


def _shown(state: StateAt) -> str | None:
    return str(state.state) if state.is_shown else None


def figure_changes(
    before: Mapping[tuple[FactKind, str], tuple[str, tuple[str, ...]]],
    after: Mapping[tuple[FactKind, str], tuple[str, tuple[str, ...]]],
) -> Iterator[Change]:
    """Yield the differences of figures and series by their references at two dates."""
    nothing: tuple[None, tuple[str, ...]] = (None, ())
    for key in dict.fromkeys(sorted({*before, *after})):
        (old, old_sources), (new, new_sources) = before.get(key, nothing), after.get(key, nothing)
        if old != new:
            kind = ChangeKind.NEW if old is None else ChangeKind.ENDED if new is None else ChangeKind.FIGURE
            sources = _both(old_sources, new_sources)
            yield Change(kind, *key, Aspect.EXISTENCE, old, new, sources)


def dispute_changes(
    before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Iterator[Change]:
    """Yield the disagreements that began or were settled between two dates."""
    for conflict in sorted({*before, *after}):
        if (conflict in before) != (conflict in after):
            kind = ChangeKind.DISPUTED if conflict in after else ChangeKind.SETTLED
            sources = after.get(conflict) or before[conflict]
            yield Change(kind, FactKind.CONFLICT, conflict, Aspect.EXISTENCE, None, None, sources)


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources of both sides once each, in an order that does not depend on the side."""
    return tuple(sorted({*first, *second}))


CHANGE_COLUMNS: Final = (
    "change",
    "fact",
    "id",
    "aspect",
    "name_en",
    "name_es",
    "before",
    "after",
    "imprecise",
    "sources",
    "unit",
)
"""The columns of `change_table`."""


def change_table(changes: Iterable[Change], facts: Facts, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return differences as a table, one row each, with names and, for figures, values and their unit."""
    figures = facts.by_reference
    names = names_of(facts, sites)

    def shown(change: Change, side: str | None) -> str | None:
        return f"{figures[side]['value']:.15g}" if change.is_number and side is not None else side

    def unit(change: Change) -> str | None:
        reference = change.after or change.before
        return str(figures[reference]["unit"]) if change.is_number and reference else None

    return pd.DataFrame(
        [
            (
                str(change.kind),
                str(change.fact),
                change.identifier,
                str(change.aspect),
                *names[change.fact, change.identifier],
                shown(change, change.before),
                shown(change, change.after),
                change.imprecise,
                " ".join(change.sources),
                unit(change),
            )
            for change in changes
        ],
        columns=list(CHANGE_COLUMNS),
        dtype=object,
    )


def names_of(facts: Facts, sites: gpd.GeoDataFrame) -> dict[tuple[FactKind, str], tuple[str, str]]:
    """Return the English and the Spanish name of everything that may differ between two dates."""
    tables = {
        FactKind.SITE: (sites, "name"),
        FactKind.COMPONENT: (facts.components.set_index("component_id"), "name"),
        FactKind.FIGURE: (facts.figures.set_index("figure_id"), "label"),
        FactKind.SERIES: (facts.series.set_index("series_id"), "label"),
        FactKind.CONFLICT: (facts.conflicts.set_index("conflict_id"), "title"),
    }
    return {
        (kind, str(identifier)): (str(english), str(spanish))
        for kind, (table, name) in tables.items()
        for identifier, english, spanish in zip(
            table.index, table[f"{name}_en"], table[f"{name}_es"], strict=True
        )
    }
