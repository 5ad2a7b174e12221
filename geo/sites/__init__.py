"""The sites of the atlas: one place of interest a row, positions as finely as they are known.

`table` reads them, `rules` holds what a row promises by itself, `checks` what it promises
about the sources and the municipios, `confirmation` how old a status is.
"""

from geo.sites.checks import site_problems
from geo.sites.confirmation import RECENT_YEARS, confirmation_of
from geo.sites.table import FILE, PBS_KINDS, SITES, no_sites, pbs_sites, read_sites

__all__ = [
    "FILE",
    "PBS_KINDS",
    "RECENT_YEARS",
    "SITES",
    "confirmation_of",
    "no_sites",
    "pbs_sites",
    "read_sites",
    "site_problems",
]
