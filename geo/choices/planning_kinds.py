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
