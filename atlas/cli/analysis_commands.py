"""Commands that measure and propose: `profile`, `coverage`, `gaps`, `next-sites` and `what-to-find-out`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np
import pandas as pd

from atlas.cli.arguments import SEVERAL, CommandError, add_command, add_former_name
from atlas.cli.planning_options import (
    PLACES,
    Atlas,
    add_area,
    add_distance,
    add_kinds,
    add_limit,
    add_measure,
    add_options,
    add_region,
    answered,
    limit_of,
    measure_of,
    progress_report,
    region_text,
    table_text,
)
from atlas.i18n.messages import Language, translator
from geo.analysis.border_gaps import gaps
from geo.analysis.region_profile import MAX_COMPARED, AreaSites, Profile, compare, local_figures, profile
from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import DistanceMeasure
from geo.cancellation import TIME_LIMIT_S, Control, Progress
from geo.choices import Model
from geo.choices.planning_kinds import Metric
from geo.choices.site_kinds import aim_for, proposals_refused
from geo.dataset.facts import read_facts
from geo.drawn_area import gtm_shape
from geo.exports.tables import Download
from geo.exports.tables.analysis_tables import (
    coverage_file,
    gaps_file,
    next_sites_file,
    open_facts_file,
    profile_file,
)
from geo.location.instance import MAX_NEW_SITES, Candidates, LocationQuestion, instance
from geo.location.open_facts import OPEN_FACTS_S, open_facts
from geo.location.recommendation import NextSites, next_sites
from geo.views.sites_view import Region, sites_in_area


def add_coverage(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "count the people and municipios within a distance of sites"
    examples = (
        "atlas coverage --kind border_checkpoint,port --km 25 --region 17,18 --output coverage.xlsx\n"
        "atlas coverage --kind model_precinct --minutes 60 --region Escuintla"
    )
    parser = add_command(commands, "coverage", summary, examples, run_coverage)
    add_kinds(parser)
    add_limit(parser)
    add_region(parser, "--region", "where to count (default: the country)")
    add_area(parser)
    add_options(parser)


@answered
def run_coverage(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return what lies within the distance, and the totals."""
    limit = limit_of(arguments)
    result = coverage(
        atlas.part(arguments.region, arguments.area),
        atlas.sites,
        arguments.kind,
        limit.value,
        atlas.lines(arguments.kind),
        limit.by,
    )
    words = atlas.about(
        "Coverage",
        f"kinds: {', '.join(arguments.kind) or 'all'}",
        *limit.words,
        *atlas.road_words(arguments.kind, limit.by),
        f"region: {region_text(arguments)}",
    )
    if len(result.off_road) and limit.by.metric is Metric.ROAD:
        people = result.off_road["population_2018"].sum()
        print(f"cabeceras without a road, not reached: {len(result.off_road)} ({people:,} people)")
    return coverage_file(result, atlas.municipios, atlas.sites, words), result.totals.reset_index()


def add_gaps(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "list the stretches of border and coast far from any checkpoint or port"
    example = "atlas gaps --km 30 --region Petén --output gaps.geojson"
    parser = add_command(commands, "gaps", summary, example, run_gaps)
    add_distance(parser)
    add_region(parser, "--region", "where to measure (default: the country)")
    add_area(parser)
    add_options(parser)


@answered
def run_gaps(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return the gaps, and their longest stretches."""
    country = atlas.country
    part = atlas.part(arguments.region, arguments.area) if arguments.region or arguments.area else None
    result = gaps(country.lines, country.ground, atlas.sites, arguments.km, part=part)
    if result.totals.empty:
        raise CommandError("no land border and no coast lie in the region; choose another")
    words = atlas.about(
        "Border and coast gaps",
        "kinds: border_checkpoint along the border, port along the coast",
        f"distance: {arguments.km / 1e3:g} km in a straight line",
        f"region: {region_text(arguments)}",
    )
    shown = [
        "line", "start_km", "end_km", "length_km", "furthest_km", "from_site_id", "to_site_id",
        "unplaced_site_ids", "length_km_with_low", "length_km_with_high",
    ]  # fmt: skip
    table = pd.DataFrame(result.stretches[shown])
    table["unplaced_site_ids"] = table["unplaced_site_ids"].map(", ".join).replace("", "-")
    return gaps_file(result, atlas.sites, words), table


def add_profile(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "compare the people, area, border, coast and sites of regions"
    examples = "atlas profile 18 101,102 --output p.xlsx\natlas profile Petén Izabal --measure road"
    parser = add_command(commands, "profile", summary, examples, run_profile)
    parser.add_argument(
        "regions",
        nargs="*",
        metavar="CODES",
        help=f"one region each: {PLACES}; {SEVERAL} (default: the country; at most {MAX_COMPARED} regions)",
    )
    add_area(parser)
    add_measure(parser)
    add_options(parser)


@answered
def run_profile(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return the profiles, and a table that compares them."""
    if len(arguments.regions) + bool(arguments.area) > MAX_COMPARED:
        raise CommandError(f"at most {MAX_COMPARED} regions can be compared; leave some out")
    regions = arguments.regions or ([] if arguments.area else [""])
    by, measured = measure_of(arguments)
    profiles = [profile(atlas.country, atlas.sites, atlas.codes(region), by=by) for region in regions]
    if arguments.area:
        regions = [*regions, f"area {arguments.area}"]
        profiles.append(_area_profile(atlas, arguments.area, by))
    facts = read_facts(atlas.data)
    figures = [local_figures(facts, atlas.country.ground, region.codes) for region in profiles]
    labels = [region or "country" for region in regions]
    if by.metric is Metric.ROAD:
        for label, region in zip(labels, profiles, strict=True):
            _print_outside(label, region)
    words = atlas.about("Profiles", *(f"region: {label}" for label in labels), *measured)
    table = compare(profiles).set_axis(labels, axis="columns").reset_index()
    return profile_file(profiles, labels, atlas.municipios, words, figures), table


def _print_outside(label: str, region: Profile) -> None:
    """Print the nearest site of each kind outside a region, with the minutes by road from its cabeceras."""
    if region.outside.empty:
        return
    shown = ["kind", "name_es", "distance_km", "minutes_low", "minutes_high"]
    nearest = region.outside.sort_values("distance_km")[shown]
    off_road = {end: nearest[f"minutes_{end}"].replace(np.inf, np.nan).round() for end in ("low", "high")}
    print(f"nearest sites outside {label}, minutes by road from its cabeceras (-: none for certain)")
    print(table_text(nearest.assign(**{f"minutes_{end}": values for end, values in off_road.items()})))


def _area_profile(atlas: Atlas, text: str, by: DistanceMeasure) -> Profile:
    part = atlas.part("", text)
    codes = part.table["codigo_muni"]
    region = Region(area=text, touched=tuple(codes), inside=tuple(codes[part.share == 1]))
    sites = AreaSites(gtm_shape(text), sites_in_area(atlas.sites, region)[1])
    return profile(atlas.country, atlas.sites, (), sites, by)


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
    if (refused := proposals_refused(arguments.kind, has_roads=atlas.has_roads)) is not None:
        raise CommandError(
            " ".join(t(f"aim_reason.{reason}") for reason in refused) or t("aims.no_common_place")
        )
    aim = aim_for(arguments.kind, has_roads=atlas.has_roads)
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
        lines=atlas.lines(arguments.kind),
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
        *atlas.road_words(arguments.kind, limit.by),
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
    decimals = 0 if unit in {"people", "sites"} else 3
    value, before = (f"{amount:,.{decimals}f}" for amount in (answer.value, answer.before))
    return (
        f"{value} {unit} (before: {before}; {proof}; {answer.seconds:.2f} s; "
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
    aim = aim_for(arguments.kind, has_roads=atlas.has_roads)
    part = atlas.part(arguments.region, arguments.area)
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
    share = progress_report(lambda done: f"trying what the facts would change: {100 * done:.0f}%")
    lines = atlas.lines(arguments.kind)
    result = open_facts(part, atlas.sites, question, lines, Control(OPEN_FACTS_S), share)
    words = atlas.about(
        "What to find out",
        f"kinds: {', '.join(arguments.kind) or 'all'}",
        *limit.words,
        *atlas.road_words(arguments.kind, limit.by),
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
