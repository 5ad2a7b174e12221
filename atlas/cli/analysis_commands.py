"""Commands that measure: `profile`, `coverage` and `gaps`."""

from __future__ import annotations

import argparse
from typing import Any

import pandas as pd

from atlas.cli.arguments import SEVERAL, CommandError, add_command
from atlas.cli.planning_options import (
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
    region_text,
)
from geo.analysis.border_gaps import gaps
from geo.analysis.region_profile import MAX_COMPARED, AreaSites, Profile, compare, local_figures, profile
from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import DistanceMeasure
from geo.choices.planning_kinds import Metric
from geo.dataset.facts import read_facts
from geo.drawn_area import gtm_shape
from geo.exports.tables import Download
from geo.exports.tables.analysis_tables import coverage_file, gaps_file, profile_file
from geo.views.sites_view import Region, sites_in_area


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
    words = atlas.about("Profiles", *(f"region: {label}" for label in labels), *measured)
    table = compare(profiles).set_axis(labels, axis="columns").reset_index()
    return profile_file(profiles, labels, atlas.municipios, words, figures), table


def _area_profile(atlas: Atlas, text: str, by: DistanceMeasure) -> Profile:
    part = atlas.part("", text)
    codes = part.table["codigo_muni"]
    region = Region(area=text, touched=tuple(codes), inside=tuple(codes[part.share == 1]))
    sites = AreaSites(gtm_shape(text), sites_in_area(atlas.sites, region)[1])
    return profile(atlas.country, atlas.sites, (), sites, by)
