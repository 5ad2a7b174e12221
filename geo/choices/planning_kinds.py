"""What a planner may choose: how classes are broken, and what next sites are to achieve."""

from __future__ import annotations

from enum import StrEnum


class Scheme(StrEnum):
    """How classes are broken."""

    QUANTILES = "quantiles"
    """As many places in each class."""
    NATURAL_BREAKS = "natural_breaks"
    """Classes as alike inside as can be (Fisher and Jenks)."""
    EQUAL_INTERVAL = "equal_interval"
    """Classes as wide as each other."""


class Model(StrEnum):
    """What the next sites are to achieve."""

    MAXIMAL_COVERING = "maximal_covering"
    """With so many new sites, cover the most people not yet covered."""
    SET_COVERING = "set_covering"
    """With the fewest new sites, cover everyone whom any candidate can cover."""
    P_MEDIAN = "p_median"
    """With so many new sites, make the mean distance of all people to the nearest site least."""


class Measure(StrEnum):
    """What a covered share is a share of, and how it is told."""

    PEOPLE_BY_CABECERA = "people_by_cabecera"
    """All people of a municipio count where its cabecera does: rough where a municipio is wide."""
    PEOPLE_BY_AREA = "people_by_area"
    """People count by the covered share of their municipio, as if spread evenly over it."""
    AREA_KM2 = "area_km2"
    """Area, without people."""


class Level(StrEnum):
    """The administrative level that regions are ranked at."""

    DEPARTAMENTO = "departamento"
    """ADM1: 22 of them."""
    MUNICIPIO = "municipio"
    """ADM2: 340 of them."""


class Counted(StrEnum):
    """What demand is counted in."""

    PEOPLE = "people"
    """People of the census of 2018."""
    ROWS = "rows"
    """Rows of a reader's own list."""


class PlanningQuestion(StrEnum):
    """What the planner wants to know."""

    PROFILE = "profile"
    """What a region is, beside others."""
    COVERAGE = "coverage"
    """Who and what lies within a distance of sites."""
    GAPS = "gaps"
    """Where border and coast are far from any checkpoint or port."""
    NEXT = "next"
    """Where new sites would serve most."""
    WHATIF = "whatif"
    """What would change if sites were added, moved or removed."""
    INDICATORS = "indicators"
    """How an indicator differs over the country."""


class OwnAs(StrEnum):
    """What the reader's own list is taken for; a link holds this, never the list."""

    NONE = "none"
    """Not at all: people are counted, near the sites of the atlas."""
    DEMAND = "demand"
    """Its rows are counted instead of people."""
    SUPPLY = "supply"
    """Its places are measured to as sites are."""
