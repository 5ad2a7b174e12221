"""The closed choices of planning: classes, objectives, measures and questions."""

from __future__ import annotations

from enum import StrEnum


class Scheme(StrEnum):
    """The method that finds the class breaks."""

    QUANTILES = "quantiles"
    """The same number of places in each class."""
    NATURAL_BREAKS = "natural_breaks"
    """Least variance within classes (Fisher and Jenks)."""
    EQUAL_INTERVAL = "equal_interval"
    """Classes of equal width."""


class Model(StrEnum):
    """The objective of the next sites."""

    MAXIMAL_COVERING = "maximal_covering"
    """Cover the most additional people with a given number of sites."""
    SET_COVERING = "set_covering"
    """Cover everyone whom a candidate can cover with the fewest sites."""
    P_MEDIAN = "p_median"
    """Minimise people's mean distance to the nearest site with a given number of sites."""


class Measure(StrEnum):
    """What a covered share is a share of."""

    PEOPLE_BY_CABECERA = "people_by_cabecera"
    """People are counted at their cabecera, which is rough in a wide municipio."""
    PEOPLE_BY_AREA = "people_by_area"
    """People are counted by the covered share of their municipio, as if evenly spread."""
    AREA_KM2 = "area_km2"
    """Area, without people."""
    LAND_BORDER_KM = "land_border_km"
    """Kilometres of land border."""
    COAST_KM = "coast_km"
    """Kilometres of coast."""
    MAIN_ROAD_KM = "main_road_km"
    """Kilometres of imported main road."""


class Metric(StrEnum):
    """How the way to a site is measured."""

    STRAIGHT = "straight"
    """Kilometres of a straight line."""
    ROAD = "road"
    """Minutes along imported roads."""

    @property
    def column(self) -> str:
        """The name of the column of tables that has the distance (km) or time (minutes) to a site."""
        return "distance_km" if self is Metric.STRAIGHT else "minutes"

    @property
    def column_after(self) -> str:
        """The same, once there are the new sites."""
        return "distance_after_km" if self is Metric.STRAIGHT else "minutes_after"

    @property
    def scale(self) -> float:
        """What turns the unit of limits and distances, metres or minutes, into that of the columns."""
        return 1e-3 if self is Metric.STRAIGHT else 1.0


class Level(StrEnum):
    """The administrative level that regions are ranked at."""

    DEPARTAMENTO = "departamento"
    """ADM1, 22 departamentos."""
    MUNICIPIO = "municipio"
    """ADM2, 340 municipios."""


class Counted(StrEnum):
    """The unit of demand."""

    PEOPLE = "people"
    """People of the census of 2018."""
    ROWS = "rows"
    """Rows of a reader's own list."""
    LAND_BORDER_KM = "land_border_km"
    """Kilometres of land border."""
    COAST_KM = "coast_km"
    """Kilometres of coast."""
    MAIN_ROAD_KM = "main_road_km"
    """Kilometres of imported main road."""

    @property
    def is_line(self) -> bool:
        """Whether demand is kilometres of a line."""
        return self not in {Counted.PEOPLE, Counted.ROWS}


class PlanningQuestion(StrEnum):
    """A question of the planning page."""

    PROFILE = "profile"
    """The profile of a region, compared with others."""
    COVERAGE = "coverage"
    """The people and the area within a distance of sites."""
    GAPS = "gaps"
    """The border and coast far from any checkpoint or port."""
    NEXT = "next"
    """The best places of new sites."""
    WHATIF = "whatif"
    """The effect of adding, moving or removing sites."""
    FIND_OUT = "find_out"
    """The missing facts that would change an answer."""
    DISTANCE = "distance"
    """How far it is between two places, and what is reached from one in time."""
    INDICATORS = "indicators"
    """The differences of an indicator between regions."""


class OwnAs(StrEnum):
    """The role of the reader's list; a link contains the role, never the list."""

    NONE = "none"
    """None: people are counted near the sites of the atlas."""
    DEMAND = "demand"
    """Its rows are counted instead of people."""
    SUPPLY = "supply"
    """Its places are measured to like sites."""
