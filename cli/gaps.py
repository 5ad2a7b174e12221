"""`atlas gaps`: stretches of border and coast far from any checkpoint or port."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any

import pandas as pd

from cli.planning import Atlas, add_options, answered, kilometres
from geo.analysis.border_gaps import gaps
from geo.exports.tables import Download
from geo.exports.tables.analysis_tables import gaps_file


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("gaps", help="border and coast far from any checkpoint or port")
    parser.add_argument("--km", type=kilometres, required=True, help="the distance, in a straight line")
    add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the longest stretches and write the files."""
    return answered(arguments, partial(_ask, arguments))


def _ask(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    found = gaps(atlas.country.lines, atlas.country.ground, atlas.sites, arguments.km)
    words = atlas.about(
        "Border and coast gaps",
        "kinds: border_checkpoint along the border, port along the coast",
        f"distance: {arguments.km / 1e3:g} km in a straight line",
    )
    shown = ["line", "start_km", "end_km", "length_km", "furthest_km", "from_site_id", "to_site_id"]
    return gaps_file(found, atlas.sites, words), pd.DataFrame(found.stretches[shown])
