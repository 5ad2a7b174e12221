"""Facts: programmes, pillars, figures, events, series, conflicts and founding statements, checked."""

from geo.facts.checks import facts_problems
from geo.facts.components import components_of, read_components
from geo.facts.conflicts import conflicts_of, read_conflicts
from geo.facts.dates import first_day, last_day, middle_day, years_old
from geo.facts.events import events_between, read_events
from geo.facts.figures import RESULTS, figures_of, founding_figures, read_figures
from geo.facts.founding import carriers_of, read_statements
from geo.facts.programmes import read_pillars, read_programmes
from geo.facts.series import all_points, points_of, read_points, read_series, yearly
from geo.facts.tables import READERS, Facts, read_facts

__all__ = [
    "READERS",
    "RESULTS",
    "Facts",
    "all_points",
    "carriers_of",
    "components_of",
    "conflicts_of",
    "events_between",
    "facts_problems",
    "figures_of",
    "first_day",
    "founding_figures",
    "last_day",
    "middle_day",
    "points_of",
    "read_components",
    "read_conflicts",
    "read_events",
    "read_facts",
    "read_figures",
    "read_pillars",
    "read_points",
    "read_programmes",
    "read_series",
    "read_statements",
    "yearly",
    "years_old",
]
