"""Where the next sites would serve most: proven best sets for three classic questions.

`instance` puts the question into numbers, `costs` says what a set pays and finds good sets quickly,
`exact_solver` drops candidates by a bound and decides among the rest with HiGHS, and `recommendation` is
the answer.
"""

from geo.cancellation import Control, Progress, Stop
from geo.location.instance import Candidates, Instance, LocationQuestion, instance
from geo.location.recommendation import Method, NextSites, gain_curve, next_sites

__all__ = [
    "Candidates",
    "Control",
    "Instance",
    "LocationQuestion",
    "Method",
    "NextSites",
    "Progress",
    "Stop",
    "gain_curve",
    "instance",
    "next_sites",
]
