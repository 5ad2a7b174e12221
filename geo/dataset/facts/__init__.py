"""All tables of facts as one frozen value.

They are programmes, pillars, components, figures, events, series, conflicts, states over time, founding
statements and main routes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from geo.dataset.facts.figures import (
    RESULTS,
    all_points,
    conflicts_of,
    figures_of,
    points_of,
    read_conflicts,
    read_figures,
    read_points,
    read_series,
    yearly,
)
from geo.dataset.facts.founding_statements import carriers_of, read_statements
from geo.dataset.facts.main_routes import read_bends, read_lengths, read_routes, read_speeds, read_stops
from geo.dataset.facts.programmes_and_events import (
    read_components,
    read_events,
    read_pillars,
    read_programmes,
)
from geo.dataset.facts.states import read_states
from geo.dataset.records import DATA
from geo.dataset.schema import Row, first_day, last_day, middle_day, rows, years_old

SERIES_COLUMNS: Final = ("label_en", "label_es", "unit", "claim", "scope", "programme", "chart")
"""What a point has from its series."""


@dataclass(frozen=True)
class Facts:
    """The tables of facts, each as its reader returns it."""

    programmes: pd.DataFrame
    pillars: pd.DataFrame
    components: pd.DataFrame
    figures: pd.DataFrame
    events: pd.DataFrame
    series: pd.DataFrame
    points: pd.DataFrame
    conflicts: pd.DataFrame
    states: pd.DataFrame
    statements: pd.DataFrame
    routes: pd.DataFrame
    stops: pd.DataFrame
    lengths: pd.DataFrame
    bends: pd.DataFrame
    speeds: pd.DataFrame

    def every_point(self) -> pd.DataFrame:
        """Return the points of all series, those that are figures too; gathered once, copy to change."""
        return self._every_point

    @cached_property
    def _every_point(self) -> pd.DataFrame:
        return all_points(self.points, self.figures)

    @cached_property
    def by_reference(self) -> dict[str, Row]:
        """Every figure, and every point of a series in the form of a figure, by its identifier.

        A point has the label, the unit and the claim of its series, and `as_of` is the end of its period;
        what only figures have is None.
        """
        of_series = {
            row["series_id"]: {name: row[name] for name in SERIES_COLUMNS} for row in rows(self.series)
        }
        points = {
            point["reference"]: {
                **dict.fromkeys(self.figures.columns),
                **point,
                **of_series[point["series_id"]],
                "series": point["series_id"],
                "figure_id": point["reference"],
                "as_of": point["period_end"],
            }
            for point in rows(self.every_point())
        }
        return points | {row["figure_id"]: row for row in rows(self.figures)}


READERS: Final[Mapping[str, Callable[[Path], pd.DataFrame]]] = {
    "programmes": read_programmes,
    "pillars": read_pillars,
    "components": read_components,
    "figures": read_figures,
    "events": read_events,
    "series": read_series,
    "points": read_points,
    "conflicts": read_conflicts,
    "states": read_states,
    "statements": read_statements,
    "routes": read_routes,
    "stops": read_stops,
    "lengths": read_lengths,
    "bends": read_bends,
    "speeds": read_speeds,
}
"""The reader of each table of `Facts`, for code that needs one of them or reports which is broken."""


def read_facts(data: Path = DATA) -> Facts:
    """Return all tables of facts.

    Raises
    ------
    DataFileError
        A table or its record is missing or altered.
    SchemaError
        A row violates a rule of its table.
    """
    return Facts(**{name: read(data) for name, read in READERS.items()})


__all__ = [
    "READERS",
    "RESULTS",
    "Facts",
    "all_points",
    "carriers_of",
    "conflicts_of",
    "figures_of",
    "first_day",
    "last_day",
    "middle_day",
    "points_of",
    "read_bends",
    "read_components",
    "read_conflicts",
    "read_events",
    "read_facts",
    "read_figures",
    "read_lengths",
    "read_pillars",
    "read_points",
    "read_programmes",
    "read_routes",
    "read_series",
    "read_speeds",
    "read_statements",
    "read_states",
    "read_stops",
    "yearly",
    "years_old",
]
