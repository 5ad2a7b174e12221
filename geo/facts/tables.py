"""All tables of facts as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.facts.components import read_components
from geo.facts.conflicts import read_conflicts
from geo.facts.events import read_events
from geo.facts.figures import read_figures
from geo.facts.programmes import read_pillars, read_programmes
from geo.facts.series import all_points, read_points, read_series
from geo.provenance import DATA


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

    def every_point(self) -> pd.DataFrame:
        """Return the points of all series, those that are figures too."""
        return all_points(self.points, self.figures)


def read_facts(data: Path = DATA) -> Facts:
    """Return all tables of facts.

    Raises
    ------
    DataFileError
        A table or its record is missing or altered.
    SchemaError
        A row breaks a promise of its table.
    """
    return Facts(
        programmes=read_programmes(data),
        pillars=read_pillars(data),
        components=read_components(data),
        figures=read_figures(data),
        events=read_events(data),
        series=read_series(data),
        points=read_points(data),
        conflicts=read_conflicts(data),
    )
