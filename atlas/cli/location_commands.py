"""Commands that propose and ask: `next-sites` and `what-to-find-out`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import pandas as pd

from atlas.cli.arguments import CommandError, add_command, add_former_name
from atlas.cli.planning_options import (
    Atlas,
    add_area,
    add_kinds,
    add_limit,
    add_options,
    add_region,
    answered,
    limit_of,
    region_text,
)
from atlas.i18n.messages import Language, translator
from geo.cancellation import TIME_LIMIT_S
from geo.choices import Model
from geo.choices.planning_kinds import Metric
from geo.choices.site_kinds import aim_for, proposals_refused
from geo.exports.tables import Download
from geo.exports.tables.analysis_tables import next_sites_file, open_facts_file
from geo.location import (
    Candidates,
    Control,
    LocationQuestion,
    NextSites,
    Progress,
    instance,
    next_sites,
)
from geo.location.instance import MAX_NEW_SITES
from geo.location.open_facts import OPEN_FACTS_S, open_facts


def add_next_sites(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "find where new sites would reach most people, border or coast, as their kind serves"
    example = "atlas next-sites --kind model_precinct --km 25 --count 3 --output next.gpkg"
    parser = add_command(commands, "next-sites", summary, example, run_next_sites)
    parser.add_argument(
        "--model",
        choices=[*Model],
        type=Model,
        default=Model.MAXIMAL_COVERING,
        help=f"what is optimised (default: {Model.MAXIMAL_COVERING})",
    )
    add_kinds(parser)
    add_limit(parser)
    count = parser.add_argument("--count", type=int, default=3, choices=range(1, MAX_NEW_SITES + 1))
    count.metavar, count.help = "N", "how many new sites (default: 3; set_covering finds the number itself)"
    add_region(parser, "--region", "candidate municipios (default: all)")
    add_area(parser)
    add_region(parser, "--exclude", "municipios that are not candidates")
    parser.add_argument(
        "--min-population", type=int, default=0, metavar="N", help="people a candidate municipio needs"
    )
    parser.add_argument(
        "--time-limit",
        type=float,
        default=TIME_LIMIT_S,
        metavar="SECONDS",
        help=f"when to stop searching (default: {TIME_LIMIT_S:g})",
    )
    add_former_name(parser, "--seconds", "time_limit", type=float)
    add_options(parser)


@answered
def run_next_sites(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return the best set of sites, and its table; progress goes to stderr.

    Raises
    ------
    CommandError
        New sites of the kinds are never proposed, or the kinds serve different things.
    """
    t = translator(Language.ENGLISH)
    if (refused := proposals_refused(arguments.kind)) is not None:
        raise CommandError(
            " ".join(t(f"aim_reason.{reason}") for reason in refused) or t("aims.no_common_place")
        )
    aim = aim_for(arguments.kind)
    where = Candidates(
        min_population=arguments.min_population,
        excluded=atlas.codes(arguments.exclude),
        standing=aim.standing,
    )
    limit = limit_of(arguments)
    question = LocationQuestion(
        arguments.model,
        tuple(arguments.kind),
        limit.value,
        arguments.count,
        where,
        aim.counted,
        limit.by,
    )
    problem = instance(
        atlas.part(arguments.region, arguments.area),
        atlas.sites,
        question,
        demand=atlas.country.ground,
        lines=atlas.country.lines,
    )
    answer = next_sites(problem, Control(arguments.time_limit, on_progress=_tell))
    print(t(f"aim_reason.{aim.reason}"))
    print(_outcome(answer))
    words = atlas.about(
        "Next sites",
        f"model: {question.model}",
        f"counted: {question.counted}; candidates: {aim.standing}",
        f"kinds: {', '.join(question.kinds) or 'all'}",
        *limit.words,
        f"candidates: region {region_text(arguments)}, excluded {arguments.exclude or 'none'}, "
        f"at least {question.candidates.min_population} people",
    )
    shown = ["order", "codigo_muni", "municipio", "departamento", "gain", "value"]
    if question.counted.is_line:
        shown[4:4] = ["line", "along_km"]
    return next_sites_file(answer, words), answer.chosen[shown]


def _tell(progress: Progress) -> None:
    print(
        f"{progress.seconds:6.1f} s  best {progress.value:,.1f}  bound {progress.bound:,.1f}  "
        f"gap {100 * progress.gap:.2f}%",
        file=sys.stderr,
    )


def _outcome(answer: NextSites) -> str:
    proof = (
        "proven best"
        if answer.is_proven
        else f"{answer.stop}, at most {100 * answer.gap:.2f}% from the best"
    )
    left_out = len(answer.instance.sites.left_out)
    unit = str(answer.instance.question.counted).rpartition("_")[2]
    if answer.instance.question.model is not Model.MAXIMAL_COVERING:
        mean = "km" if answer.instance.question.metric is Metric.STRAIGHT else "minutes"
        unit = mean if answer.instance.question.model is Model.P_MEDIAN else "sites"
    off_road = len(answer.instance.off_road)
    without = f"; {off_road} places without a road" if off_road else ""
    return (
        f"{answer.value:,.3f} {unit} (before: {answer.before:,.3f}; {proof}; {answer.seconds:.2f} s; "
        f"{len(answer.unreachable)} places out of reach; {left_out} sites without a location left out"
        f"{without})"
    )


def add_what_to_find_out(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "list the missing facts that would change an answer, those that decide first"
    example = "atlas what-to-find-out --kind border_checkpoint --km 25 --output find-out.xlsx"
    parser = add_command(commands, "what-to-find-out", summary, example, run_what_to_find_out)
    add_kinds(parser)
    add_limit(parser)
    count = parser.add_argument("--count", type=int, default=3, choices=range(1, MAX_NEW_SITES + 1))
    count.metavar, count.help = "N", "how many new sites (default: 3)"
    add_region(parser, "--region", "where to count (default: the country)")
    add_area(parser)
    add_options(parser)


@answered
def run_what_to_find_out(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return the open facts and their table."""
    aim, part = aim_for(arguments.kind), atlas.part(arguments.region, arguments.area)
    limit = limit_of(arguments)
    question = LocationQuestion(
        Model.MAXIMAL_COVERING,
        tuple(arguments.kind),
        limit.value,
        arguments.count,
        Candidates(standing=aim.standing),
        aim.counted,
        limit.by,
    )
    result = open_facts(part, atlas.sites, question, atlas.country.lines, Control(OPEN_FACTS_S))
    words = atlas.about(
        "What to find out",
        f"kinds: {', '.join(arguments.kind) or 'all'}",
        *limit.words,
        f"new sites: {arguments.count}",
        f"region: {region_text(arguments)}; counted: {question.counted}",
    )
    table, t = result.table, translator(Language.ENGLISH)
    print(
        f"{int(table['decides'].sum())} of {len(table)} open facts decide where the next sites stand; "
        f"{int((~table['matters']).sum())} change nothing; narrows and regret are in {question.counted}"
    )
    if not result.is_complete:
        print("the time was up before every fact was tried; regrets that are missing were not")
    shown = table[["fact", "name_es", "narrows", "regret"]].assign(
        settled_by=[t(f"settled_by.{source}") for source in table["settled_by"]]
    )
    return open_facts_file(result, words), shown
