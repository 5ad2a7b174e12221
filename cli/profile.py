"""`atlas profile`: what regions are, side by side."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any

import pandas as pd

from cli.planning import Atlas, add_options, answered
from geo.analysis.region_profile import MAX_COMPARED, compare, local_figures, profile
from geo.dataset.facts import read_facts
from geo.exports.tables import Download
from geo.exports.tables.analysis_tables import profile_file


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("profile", help="what a region is: people, ground, border, sites; or several")
    parser.add_argument(
        "regions",
        nargs="*",
        metavar="REGION",
        help="codes of departamentos (1 to 22) and municipios, joined by commas (default: the country)",
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print and write the profiles."""
    if len(arguments.regions) > MAX_COMPARED:
        print(f"at most {MAX_COMPARED} regions are compared")
        return 1
    return answered(arguments, partial(_ask, arguments.regions or [""]))


def _ask(regions: list[str], atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    found = [profile(atlas.country, atlas.sites, atlas.codes(region)) for region in regions]
    facts = read_facts(atlas.data)
    figures = [local_figures(facts, atlas.country.ground, one.codes) for one in found]
    labels = [region or "country" for region in regions]
    words = atlas.about("Profiles", *(f"region: {label}" for label in labels))
    table = compare(found).set_axis(labels, axis="columns").reset_index()
    return profile_file(found, labels, atlas.municipios, words, figures), table
