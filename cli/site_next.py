"""`atlas site-next`: where new sites would serve most, proven."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import Any

import pandas as pd

from cli.planning import Atlas, add_kinds, add_options, answered, kilometres
from geo.choices import Model
from geo.exports.tables import Download
from geo.exports.tables.analysis_tables import next_sites_file
from geo.location import (
    Candidates,
    Control,
    Engine,
    LocationQuestion,
    NextSites,
    Progress,
    instance,
    next_sites,
)
from geo.location.instance import MAX_NEW_SITES
from geo.location.search_control import TIME_LIMIT_S


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("site-next", help="where new sites would serve most, proven")
    parser.add_argument("--model", type=Model, default=Model.MAXIMAL_COVERING, help=", ".join(Model))
    add_kinds(parser)
    parser.add_argument("--km", type=kilometres, required=True, help="the distance, in a straight line")
    count = parser.add_argument("--count", type=int, default=3, choices=range(1, MAX_NEW_SITES + 1))
    count.metavar, count.help = "N", "how many new sites (set covering finds the number itself)"
    parser.add_argument("--region", default="", help="where they may stand (default: anywhere)")
    parser.add_argument("--exclude", default="", help="where they may not stand")
    parser.add_argument("--min-population", type=int, default=0, help="people a candidate municipio needs")
    parser.add_argument("--seconds", type=float, default=TIME_LIMIT_S, help="when to stop searching")
    parser.add_argument("--engine", type=Engine, default=Engine.HIGHS, help=", ".join(Engine))
    add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the chosen sites and write the files; progress goes to stderr."""
    return answered(arguments, partial(_ask, arguments))


def _ask(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    where = Candidates(
        municipios=atlas.codes(arguments.region),
        min_population=arguments.min_population,
        excluded=atlas.codes(arguments.exclude),
    )
    question = LocationQuestion(
        arguments.model, tuple(arguments.kind), arguments.km, arguments.count, where
    )
    asked = instance(atlas.country.ground, atlas.sites, question)
    found = next_sites(asked, Control(arguments.seconds, on_progress=_tell), arguments.engine)
    print(_outcome(found))
    words = atlas.about(
        "Next sites",
        f"model: {question.model}",
        f"kinds: {', '.join(question.kinds) or 'all'}",
        f"distance: {question.distance_m / 1e3:g} km in a straight line",
        f"candidates: region {arguments.region or 'country'}, excluded {arguments.exclude or 'none'}, "
        f"at least {question.candidates.min_population} people",
    )
    shown = ["order", "codigo_muni", "municipio", "departamento", "gain", "value"]
    return next_sites_file(found, words), found.chosen[shown]


def _tell(progress: Progress) -> None:
    print(
        f"{progress.seconds:6.1f} s  best {progress.value:,.1f}  bound {progress.bound:,.1f}  "
        f"gap {100 * progress.gap:.2f} %",
        file=sys.stderr,
    )


def _outcome(found: NextSites) -> str:
    proof = (
        "proven best" if found.is_proven else f"{found.stop}, at most {100 * found.gap:.2f} % from the best"
    )
    left_out = len(found.instance.sites.left_out)
    return (
        f"{found.value:,.3f} (before: {found.before:,.3f}; {proof}; {found.seconds:.2f} s; "
        f"{len(found.unreachable)} places out of reach; {left_out} sites without a position left out)"
    )
