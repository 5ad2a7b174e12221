"""Where the next sites would serve most: proven best sets for three classic questions.

`problem` puts the question into numbers, `costs` says what a set pays, `search` finds good sets
quickly, `bound` says how good any set can be and drops candidates, `exact` decides the rest
with HiGHS (`highs`), `reference` asks PySAL's spopt instead, `plan` and `tables` are the answer.
"""

from geo.location.instance import Candidates, Instance, LocationQuestion, instance
from geo.location.recommendation import Method, NextSites, gain_curve, next_sites
from geo.location.search_control import Control, Engine, Progress, Stop

__all__ = [
    "Candidates",
    "Control",
    "Engine",
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
