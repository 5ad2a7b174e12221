"""What to find out next: which missing fact would narrow an answer or change the proven best sites.

A fact is open where a site is located only roughly or not at all, or has no dated or certain status. Each
is tried at what it may turn out to be, by the measure of the question. Knowing
it leaves a range of what is covered that is never wider, whatever it turns out to be; and the best sites of
today are compared with the best sites then, solved to the same proof. By road the range keeps that of the
speeds, and the best sites are those by the best estimate.

Units, task forces, stores and their seats are never among them: what is not public is not to be found out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.border_gaps import unplaced_sites
from geo.analysis.border_lines import Line
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.uncertain_distances import DistanceRange, Places, exactly, seats
from geo.cancellation import Control, stopped_by
from geo.choices import Confirmation, Kind, Model, Precision, Status
from geo.crs import Floats
from geo.location.costs import Mask, total
from geo.location.exact_solver import least_paid
from geo.location.instance import Instance, LocationQuestion, instance
from geo.location.recommendation import margin_of


class OpenFact(StrEnum):
    """A kind of fact that is not known."""

    LOCATION = "location"
    """The site is located only roughly."""
    NO_LOCATION = "no_location"
    """No location of the site is published."""
    STATUS = "status"
    """The status is unknown, doubtful or undated."""


class PublicSource(StrEnum):
    """A kind of public source that would settle an open fact."""

    STATEMENT = "statement"
    """A dated statement of the institution, or a dated report."""
    CROSSINGS = "crossings"
    """A list or map of border posts."""
    CHART = "chart"
    """A plan of the port or a nautical chart."""
    ADDRESS = "address"
    """A published address."""


SETTLED_BY: Final = {Kind.BORDER_CHECKPOINT: PublicSource.CROSSINGS, Kind.PORT: PublicSource.CHART}
"""What would settle the location of a site; an address by default."""

NEVER_SOUGHT: Final = frozenset({Kind.POLICE_UNIT, Kind.INCINERATOR, Kind.JOINT_TASK_FORCE})
"""Kinds about which nothing is to be found out that is not public."""
NO_SEATS: Final = frozenset({Kind.POLICE_FACILITY, Kind.PROSECUTION})
"""Kinds whose unpublished seats are left alone."""

UNSURE: Final = (Status.UNKNOWN, Status.DOUBTFUL, Status.BUILDING)
OPEN_FACTS_S: Final = 20.0
"""Seconds after which the facts that are left are no longer tried for a change of the best sites."""
ROUND: Final = 8
"""Places tried on the circle of a rough location, besides its middle."""
SIDE: Final = 4
"""Places tried on each side of the rectangle around an area; those inside of it count."""
MOST: Final = 24
"""Places tried for a site without a location, about."""


@dataclass(frozen=True, eq=False)
class OpenFacts:
    """The open facts of a question, those that decide first.

    A location is tried at its middle and at places around it; what lies between them is not tried.

    table
        One row a fact: `fact`, `site_id`, names, `kind`, `precision`, `codigo_muni`, `sources`
        (those already read) and `settled_by`.
        `narrows` is how much narrower the range of what is covered becomes, on the mean of what was
        tried; `regret` is how much better the best sites could then be than those chosen now (missing
        where the search was stopped before, or no new site is proposed); both are in people or km.
        `decides` holds where the regret is more than the solver's margin, `matters` where it decides or
        narrows anything.
    width
        The range of what is covered today, highest less lowest.
    chosen
        The rows of `Instance.candidates` that are best today; None where no new site is proposed.
    """

    instance: Instance
    table: pd.DataFrame
    width: float
    chosen: tuple[int, ...] | None
    is_complete: bool


@dataclass(frozen=True, eq=False)
class _Reach:
    """Which demand (n,) each of k locations reaches, arrays (n, k).

    Possibly, by the best estimate, and surely; for straight lines to a known location these are the same.
    """

    possible: NDArray[np.bool_]
    nominal: NDArray[np.bool_]
    sure: NDArray[np.bool_]

    def of(self, columns: Any) -> _Reach:
        """Return the reach of some of the locations."""
        return _Reach(self.possible[:, columns], self.nominal[:, columns], self.sure[:, columns])

    def together(self) -> _Reach:
        """Return what any of the locations reaches, arrays (n, 1)."""
        possible, nominal, sure = (
            np.asarray(reached.any(axis=1, keepdims=True))
            for reached in (self.possible, self.nominal, self.sure)
        )
        return _Reach(possible, nominal, sure)


def _within(limit: float, away: DistanceRange) -> _Reach:
    return _Reach(away.low <= limit, away.nominal <= limit, away.high <= limit)


@dataclass(frozen=True, eq=False)
class _Trial:
    """An open fact of a site, and what it may turn out to be.

    `others` (m,) are the sites that are there anyhow. The site is at one of `points` (k, 2), or where
    they are None, it is there as it is measured today, or is not there at all. `is_left_out` holds where
    the answer of today leaves the site out.
    """

    fact: OpenFact
    site_id: str
    others: Mask
    points: Floats | None
    is_left_out: bool = False


class _Cases:
    """What the sites of a question reach, and what those of each trial would reach in each case."""

    def __init__(self, problem: Instance, ground: DemandAreas, trials: Sequence[_Trial]) -> None:
        self.problem, self.weights = problem, problem.weights
        by, limit, demand = problem.question.by, problem.question.limit, exactly(problem.points)
        origins = demand if problem.question.counted.is_line else seats(ground)
        self.sites = _within(limit, by.span(origins, problem.sites.places))
        # All in one call: a measure keeps few tables.
        tried = [np.empty((0, 2)) if trial.points is None else trial.points for trial in trials]
        self._tried = _within(limit, by.span(demand, exactly(np.vstack([np.empty((0, 2)), *tried])), limit))
        self._first = np.cumsum([0, *map(len, tried)])

    def cases(self, number: int, trial: _Trial) -> _Reach:
        """Return what the site of a trial reaches in each case; `number` is that of the trial."""
        if trial.points is not None:
            return self._tried.of(slice(self._first[number], self._first[number + 1]))
        site = self.sites.of(~trial.others)
        ends = (site.possible, site.nominal, site.sure)
        return _Reach(*(np.hstack([np.zeros_like(there), there]) for there in ends))

    def narrows(self, trial: _Trial, cases: _Reach) -> float:
        """Return how much narrower the range of what is covered becomes, on the mean of the cases.

        While the fact is open the range reaches from the least of any case to the most of any; each case
        has a range of its own, from the other sites and from its own doubts, that lies within.
        """
        others = self.sites.of(trial.others).together()
        most = self._weight(others.possible | cases.possible)
        least = self._weight(others.sure | cases.sure)
        lowest = self._weight(others.sure) if trial.is_left_out else least
        return float(most.max() - lowest.min() - (most - least).mean())

    def width(self) -> float:
        """Return the range of what is covered today, highest less lowest."""
        now = self.sites.together()
        return float((self._weight(now.possible) - self._weight(now.sure))[0])

    def best(self, covered: Any, control: Control) -> tuple[tuple[int, ...], float]:
        """Return the best set of new sites when `covered` is covered already, and what is then left."""
        costs = self._left(covered).covering()
        best = least_paid(costs, self.problem.question.count, margin_of(self.problem), control)
        return best.chosen, best.paid

    def regret(self, trial: _Trial, cases: _Reach, chosen: Sequence[int], control: Control) -> float:
        """Return how much better than `chosen` the best set is, at most over the cases."""
        today = self.sites.together().nominal[:, 0]
        others = self.sites.of(trial.others).together().nominal
        tried = {covered.tobytes(): covered for covered in (others | cases.nominal).T}
        tried.pop(today.tobytes(), None)
        regrets = [0.0]
        for covered in tried.values():
            left = total(self._left(covered).covering(), chosen)
            regrets.append(left - self.best(covered, control)[1])
        return max(regrets)

    def _weight(self, covered: NDArray[np.bool_]) -> Floats:
        """Return the weight of what is covered in each case, (k,)."""
        return np.asarray(self.weights @ covered)

    def _left(self, covered: Mask) -> Instance:
        return replace(self.problem, demand=self.problem.demand.assign(covered=covered))


def open_facts(  # noqa: PLR0913, PLR0917 - the question, its country, and how the search is watched
    ground: DemandAreas,
    sites: gpd.GeoDataFrame,
    question: LocationQuestion,
    lines: Sequence[Line] = (),
    control: Control | None = None,
    on_share: Callable[[float], None] = lambda _: None,
) -> OpenFacts:
    """Return the open facts behind a question of maximal covering, those that decide first.

    `on_share` hears of the share of the facts that is tried, from 0, when everything is measured, to 1.
    After `control` stops the search, the facts that are left have no regret. Its time limit begins when
    everything is measured.

    Raises
    ------
    StoppedError
        `control` stopped the search while times by road were measured.
    """
    control = control or Control()
    with stopped_by(control.should_stop):
        problem = instance(ground, sites, replace(question, model=Model.MAXIMAL_COVERING), lines=lines)
        trials = [*_of_located(problem, sites), *_of_unplaced(problem, sites, ground)]
        reach = _Cases(problem, ground, trials)
    on_share(0.0)
    control, chosen = replace(control, started=time.monotonic()), None
    if len(problem.candidates):
        chosen, _ = reach.best(reach.sites.together().nominal[:, 0], control)
    rows, is_complete = list[dict[str, Any]](), True
    for number, trial in enumerate(trials):
        is_complete &= control.stop() is None
        cases = reach.cases(number, trial)
        regret = np.nan
        if chosen is not None and is_complete:
            regret = reach.regret(trial, cases, chosen, control)
        fact = {
            "fact": trial.fact,
            "site_id": trial.site_id,
            "narrows": reach.narrows(trial, cases),
            "regret": regret,
        }
        rows.append(fact)
        on_share((number + 1) / len(trials))
    table = _ranked(rows, sites, margin_of(problem))
    return OpenFacts(problem, table, reach.width(), chosen, is_complete)


def _of_located(problem: Instance, sites: gpd.GeoDataFrame) -> Iterator[_Trial]:
    """Yield the rough locations and the open statuses of the sites that are measured to."""
    placed, places = problem.sites.table, problem.sites.places
    for column, (site_id, kind, precision) in enumerate(
        zip(placed.index, placed["kind"], placed["precision"], strict=True)
    ):
        others = np.arange(len(placed)) != column
        if kind in NEVER_SOUGHT:
            continue
        if precision != Precision.EXACT:
            yield _Trial(OpenFact.LOCATION, site_id, others, _points(places, column))
        row = sites.loc[site_id]
        if row.get("status") in UNSURE or row.get("confirmation") == Confirmation.UNDATED:
            yield _Trial(OpenFact.STATUS, site_id, others, None)


def _of_unplaced(problem: Instance, sites: gpd.GeoDataFrame, ground: DemandAreas) -> Iterator[_Trial]:
    """Yield the sites without a location that are known to be in some municipio or departamento."""
    left_out = problem.sites.left_out
    sought = left_out.index[~left_out["kind"].isin(NEVER_SOUGHT | NO_SEATS)]
    everyone = np.ones(len(problem.sites.table), dtype=bool)
    for unplaced in unplaced_sites(sites, sought, ground):
        step = max(len(unplaced.candidates) // MOST, 1)
        points = unplaced.candidates[::step]
        yield _Trial(OpenFact.NO_LOCATION, unplaced.site_id, everyone, points, is_left_out=True)


def _points(places: Places, column: int) -> Floats:
    """Return places (k, 2) where a site may be: its middle, and around it or all over its area."""
    centre = places.centres[column]
    if column in places.areas:
        area = places.areas[column]
        west, south, east, north = area.bounds
        x, y = np.meshgrid(
            np.linspace(west, east, SIDE + 2)[1:-1], np.linspace(south, north, SIDE + 2)[1:-1]
        )
        inside = shapely.contains_xy(area, x, y)
        return np.vstack([centre, np.column_stack((x[inside], y[inside]))])
    angles = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
    circle = places.radii_m[column] * np.column_stack((np.cos(angles), np.sin(angles)))
    return np.vstack([centre, centre + circle])


def _ranked(rows: Sequence[dict[str, Any]], sites: gpd.GeoDataFrame, margin: float) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["fact", "site_id", "narrows", "regret"])
    names = ["name_en", "name_es", "kind", "precision", "codigo_muni", *({"sources"} & set(sites.columns))]
    table = table.join(pd.DataFrame(sites)[names], on="site_id")
    table["decides"] = table["regret"] > margin
    table["matters"] = table["decides"] | (table["narrows"] > margin)
    table["settled_by"] = [
        PublicSource.STATEMENT if fact == OpenFact.STATUS else SETTLED_BY.get(kind, PublicSource.ADDRESS)
        for fact, kind in zip(table["fact"], table["kind"], strict=True)
    ]
    order = ["decides", "regret", "narrows", "site_id", "fact"]
    return table.sort_values(order, ascending=[False, False, False, True, True], ignore_index=True)
