"""`atlas coverage`: who and what lies within a distance of sites."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any

import pandas as pd

from cli.planning import Atlas, add_kinds, add_options, answered, kilometres
from geo.analysis.site_coverage import coverage
from geo.exports.tables import Download
from geo.exports.tables.analysis_tables import coverage_file


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("coverage", help="who and what lies within a distance of sites")
    add_kinds(parser)
    parser.add_argument("--km", type=kilometres, required=True, help="the distance, in a straight line")
    parser.add_argument("--region", default="", help="codes of departamentos and municipios (default: all)")
    add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the totals and write the files."""
    return answered(arguments, partial(_ask, arguments))


def _ask(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    ground, codes = atlas.country.ground, atlas.codes(arguments.region)
    found = coverage(ground.part(codes) if codes else ground, atlas.sites, arguments.kind, arguments.km)
    words = atlas.about(
        "Coverage",
        f"kinds: {', '.join(arguments.kind) or 'all'}",
        f"distance: {arguments.km / 1e3:g} km in a straight line",
        f"region: {arguments.region or 'country'}",
    )
    return coverage_file(found, atlas.municipios, atlas.sites, words), found.totals.reset_index()
