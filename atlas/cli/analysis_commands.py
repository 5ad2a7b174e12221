"""Commands for planning: `profile`, `coverage`, `gaps`, `next-sites` and `what-to-find-out`.

Each prints a table and writes the files that `--output` names, in the format of their suffix.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from atlas.cli.arguments import (
    AREA_HELP,
    SEVERAL,
    CommandError,
    add_command,
    add_data,
    add_former_name,
    area,
    distance_m,
    members_of,
)
from atlas.i18n.messages import Language, translator
from geo.analysis.border_gaps import gaps
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.indicators import CountryMeasures, country_measures
from geo.analysis.region_profile import MAX_COMPARED, AreaSites, Profile, compare, local_figures, profile
from geo.analysis.scenarios import applied, from_text, nearest_land, off_land
from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import STRAIGHT_LINES, DistanceMeasure
from geo.choices import Kind, Model
from geo.choices.planning_kinds import Metric
from geo.choices.site_aims import aim_for, proposals_refused
from geo.dataset.boundaries import read_border, read_coast, read_municipios
from geo.dataset.census import read_population
from geo.dataset.facts import read_facts
from geo.dataset.sites import read_sites
from geo.drawn_area import gtm_shape
from geo.errors import UnknownCodeError
from geo.exports.tables import About, Download, TableFormat, about, written
from geo.exports.tables.analysis_tables import (
    coverage_file,
    gaps_file,
    next_sites_file,
    open_facts_file,
    profile_file,
)
from geo.files import write_whole
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
from geo.location.search_control import TIME_LIMIT_S
from geo.roads.road_store import (
    FOLDER_VARIABLE,
    ClassSpeed,
    read_roads,
    roads_folder,
    speeds_from_text,
    speeds_text,
)
from geo.roads.travel_times import travel_times
from geo.views.sites_view import Region, sites_in_area


@dataclass(frozen=True, eq=False)
class Atlas:
    """The tables that planning needs, each read once, with a scenario carried out on the sites."""

    data: Path
    what_if: str = ""

    @cached_property
    def municipios(self) -> gpd.GeoDataFrame:
        """The municipios in WGS 84."""
        return read_municipios(self.data)

    @cached_property
    def country(self) -> CountryMeasures:
        """The country laid out for measuring."""
        border, coast = read_border(self.data), read_coast(self.data)
        return country_measures(self.municipios, read_population(self.data), border, coast)

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites, changed by the scenario; unreadable parts of it are reported on stderr."""
        scenario, dropped = from_text(self.what_if)
        changed, unknown = applied(scenario, read_sites(self.data), self.country.ground)
        for ignored in (*dropped, *unknown):
            print(f"what-if: {ignored.value!r} is not a change of a site and is ignored", file=sys.stderr)
        for change in off_land(scenario, self.country.ground):
            longitude, latitude, _ = nearest_land(change.longitude, change.latitude, self.country.ground)
            print(
                f"what-if: ({change.longitude}, {change.latitude}) is not on land in Guatemala; "
                f"the nearest land is ({longitude}, {latitude})",
                file=sys.stderr,
            )
        return changed

    def codes(self, region: str) -> tuple[int, ...]:
        """Return the municipios of a region, such as "17" (a departamento) or "101,102" (municipios).

        Raises
        ------
        UnknownCodeError
            A code is neither a departamento nor a municipio.
        """
        chosen = [
            int(word) if re.fullmatch(r"\d{1,4}", word) else 0 for word in region.split(",") if region
        ]
        known = self.country.ground.table
        for code in chosen:
            column = "codigo_muni" if code > 100 else "codigo_depto"
            if code not in set(known[column]):
                raise UnknownCodeError("departamento or municipio", code)
        departamentos = tuple(code for code in chosen if code <= 100)
        return self.country.codes(departamentos, tuple(code for code in chosen if code > 100))

    def part(self, region: str, drawn: str | None = None) -> DemandAreas:
        """Return the municipios of a region and what lies in an area; without both, the country.

        Raises
        ------
        CommandError
            The area has no part of Guatemala.
        UnknownCodeError
            A code of the region is neither a departamento nor a municipio.
        """
        codes, whole = self.codes(region), self.country.ground
        if drawn is None:
            return whole.part(codes) if codes else whole
        part = whole.part(codes, gtm_shape(drawn))
        if part.table.empty:
            raise CommandError("the area has no part of Guatemala; draw it on land")
        return part

    def about(self, title: str, *filters: str) -> About:
        """Return the attribution and filters that go into a file."""
        scenario = (f"what-if: {self.what_if}",) if self.what_if else ()
        return about(title, filters=(*filters, *scenario), data=self.data)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every planning command has."""
    formats = ", ".join(f".{file_format}" for file_format in TableFormat)
    parser.add_argument(
        "--output",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=f"a file to write ({formats}); repeat for several",
    )
    parser.add_argument(
        "--what-if", default="", metavar="SCENARIO", help="a scenario, as in the URL of the planning page"
    )
    add_data(parser)


def add_distance(parser: argparse.ArgumentParser) -> None:
    """Add the distance in kilometres."""
    parser.add_argument(
        "--km", type=distance_m, required=True, metavar="KM", help="the distance in a straight line"
    )


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Add the distance in kilometres, or the travel time by road in its place."""
    limit = parser.add_mutually_exclusive_group(required=True)
    limit.add_argument("--km", type=distance_m, metavar="KM", help="the distance in a straight line")
    limit.add_argument(
        "--minutes",
        type=minutes_of,
        metavar="N",
        help=f"the travel time by the roads in the folder of {FOLDER_VARIABLE}, 1 to 1440",
    )
    add_speeds(parser)


def add_speeds(parser: argparse.ArgumentParser) -> None:
    """Add the speeds that take the place of cited ones."""
    parser.add_argument(
        "--speeds",
        type=_speeds,
        default=(),
        metavar="SPEEDS",
        help="speeds of classes in km/h, as in the URL of the planning page: tertiary.20.35~foot.4.5",
    )


def minutes_of(text: str) -> int:
    """Return a time in minutes from the command line."""
    minutes = int(text) if text.isdecimal() else 0
    if not 1 <= minutes <= 1440:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time; write minutes, 1 to 1440")
    return minutes


def _speeds(text: str) -> tuple[ClassSpeed, ...]:
    try:
        return speeds_from_text(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


@dataclass(frozen=True, eq=False)
class Limit:
    """How ways are measured, within which limit, and both in words."""

    by: DistanceMeasure
    value: float
    words: tuple[str, ...]


def limit_of(arguments: argparse.Namespace) -> Limit:
    """Return the limit that the options name.

    Raises
    ------
    CommandError
        No folder for roads is named.
    RoadsError
        No roads are imported.
    """
    if arguments.minutes is None:
        return Limit(
            STRAIGHT_LINES, arguments.km, (f"distance: {arguments.km / 1e3:g} km in a straight line",)
        )
    folder = roads_folder()
    if folder is None:
        raise CommandError(f"no folder for roads is named; set {FOLDER_VARIABLE}, or write --km")
    roads = read_roads(folder, arguments.data)
    words = (
        f"time: {arguments.minutes} minutes by road",
        f"speeds: {speeds_text(arguments.speeds) or 'as imported'}",
        f"roads: {roads.record.attribution}, {roads.record.licence}, "
        f"data of {roads.record.extract_date or '-'}",
    )
    return Limit(travel_times(roads, arguments.speeds), arguments.minutes, words)


def add_region(parser: argparse.ArgumentParser, option: str, meaning: str) -> None:
    """Add an option that takes codes of departamentos and municipios."""
    codes = f"codes of departamentos (1 to 22) and municipios; {SEVERAL}"
    parser.add_argument(option, default="", metavar="CODES", help=f"{meaning}: {codes}")


def add_area(parser: argparse.ArgumentParser) -> None:
    """Add the option that takes an area as a region, or as a part of the region."""
    parser.add_argument("--area", type=area, metavar="AREA", help=f"also {AREA_HELP}")


def region_text(arguments: argparse.Namespace) -> str:
    """Return the region of a command as a file states it."""
    parts = (arguments.region, arguments.area and f"area {arguments.area}")
    return ", ".join(filter(None, parts)) or "country"


def add_kinds(parser: argparse.ArgumentParser) -> None:
    """Add the kinds of site to measure to."""
    parser.add_argument(
        "--kind",
        type=members_of(Kind),
        action="extend",
        default=[],
        metavar="CODES",
        help=f"kinds of site (default: all); {SEVERAL}: {', '.join(Kind)}",
    )


Answer = Callable[[argparse.Namespace, Atlas], tuple[Download, pd.DataFrame]]
"""Returns the files of an answer, and the table that is printed."""


def answered(answer: Answer) -> Callable[[argparse.Namespace], int]:
    """Return a command that prints the table of an answer and writes its files."""

    @wraps(answer)
    def run(arguments: argparse.Namespace) -> int:
        suffixes = {path: path.suffix.lstrip(".").lower() for path in arguments.output}
        if wrong := [path for path, suffix in suffixes.items() if suffix not in set(TableFormat)]:
            raise CommandError(f"{wrong[0]}: unknown format; use one of {', '.join(TableFormat)}")
        download, table = answer(arguments, Atlas(arguments.data, arguments.what_if))
        print(_text(table))
        for path, suffix in suffixes.items():
            write_whole(path, written(download, TableFormat(suffix)))
            print(f"wrote {path}")
        return 0

    return run


def _text(table: pd.DataFrame) -> str:
    def number(value: Any) -> str:
        return f"{value:,.3f}".rstrip("0").rstrip(".")

    return str(table.to_string(index=False, float_format=number, na_rep="-", max_colwidth=40))


def add_coverage(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "count the people and municipios within a distance of sites"
    example = "atlas coverage --kind border_checkpoint,port --km 25 --region 17,18 --output coverage.xlsx"
    parser = add_command(commands, "coverage", summary, example, run_coverage)
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
        atlas.country.lines,
        limit.by,
    )
    words = atlas.about(
        "Coverage",
        f"kinds: {', '.join(arguments.kind) or 'all'}",
        *limit.words,
        f"region: {region_text(arguments)}",
    )
    if len(result.off_road) and limit.by.metric is Metric.ROAD:
        people = result.off_road["population_2018"].sum()
        print(f"cabeceras without a road, not reached: {len(result.off_road)} ({people:,} people)")
    return coverage_file(result, atlas.municipios, atlas.sites, words), result.totals.reset_index()


def add_gaps(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "list the stretches of border and coast far from any checkpoint or port"
    parser = add_command(commands, "gaps", summary, "atlas gaps --km 30 --output gaps.geojson", run_gaps)
    add_distance(parser)
    add_options(parser)


@answered
def run_gaps(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return the gaps, and their longest stretches."""
    result = gaps(atlas.country.lines, atlas.country.ground, atlas.sites, arguments.km)
    words = atlas.about(
        "Border and coast gaps",
        "kinds: border_checkpoint along the border, port along the coast",
        f"distance: {arguments.km / 1e3:g} km in a straight line",
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
    parser = add_command(
        commands, "profile", summary, "atlas profile 18 101,102 --output p.xlsx", run_profile
    )
    parser.add_argument(
        "regions",
        nargs="*",
        metavar="CODES",
        help=f"one region each: codes of departamentos (1 to 22) and municipios; {SEVERAL} "
        f"(default: the country; at most {MAX_COMPARED} regions)",
    )
    add_area(parser)
    add_options(parser)


@answered
def run_profile(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return the profiles, and a table that compares them."""
    if len(arguments.regions) + bool(arguments.area) > MAX_COMPARED:
        raise CommandError(f"at most {MAX_COMPARED} regions can be compared; leave some out")
    regions = arguments.regions or ([] if arguments.area else [""])
    profiles = [profile(atlas.country, atlas.sites, atlas.codes(region)) for region in regions]
    if arguments.area:
        regions = [*regions, f"area {arguments.area}"]
        profiles.append(_area_profile(atlas, arguments.area))
    facts = read_facts(atlas.data)
    figures = [local_figures(facts, atlas.country.ground, region.codes) for region in profiles]
    labels = [region or "country" for region in regions]
    words = atlas.about("Profiles", *(f"region: {label}" for label in labels))
    table = compare(profiles).set_axis(labels, axis="columns").reset_index()
    return profile_file(profiles, labels, atlas.municipios, words, figures), table


def _area_profile(atlas: Atlas, text: str) -> Profile:
    part = atlas.part("", text)
    codes = part.table["codigo_muni"]
    region = Region(area=text, touched=tuple(codes), inside=tuple(codes[part.share == 1]))
    sites = AreaSites(gtm_shape(text), sites_in_area(atlas.sites, region)[1])
    return profile(atlas.country, atlas.sites, (), sites)


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
    add_distance(parser)
    count = parser.add_argument("--count", type=int, default=3, choices=range(1, MAX_NEW_SITES + 1))
    count.metavar, count.help = "N", "how many new sites (default: 3)"
    add_region(parser, "--region", "where to count (default: the country)")
    add_area(parser)
    add_options(parser)


@answered
def run_what_to_find_out(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    """Return the open facts and their table."""
    aim, part = aim_for(arguments.kind), atlas.part(arguments.region, arguments.area)
    question = LocationQuestion(
        Model.MAXIMAL_COVERING,
        tuple(arguments.kind),
        arguments.km,
        arguments.count,
        Candidates(standing=aim.standing),
        aim.counted,
    )
    result = open_facts(part, atlas.sites, question, atlas.country.lines, Control(OPEN_FACTS_S))
    words = atlas.about(
        "What to find out",
        f"kinds: {', '.join(arguments.kind) or 'all'}",
        f"distance: {arguments.km / 1e3:g} km in a straight line; new sites: {arguments.count}",
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
