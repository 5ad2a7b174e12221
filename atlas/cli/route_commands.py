"""Commands for ways between places: `route`, and `roads`, which imports an extract of OpenStreetMap.

`route` and `roads distance` print sentences in both languages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from atlas.cli.arguments import CommandError, add_command, add_data
from atlas.cli.planning_options import (
    Atlas,
    add_area,
    add_kinds,
    add_region,
    add_speeds,
    minutes_of,
    region_text,
)
from atlas.i18n.messages import Language, Translator, translator
from atlas.publishing.journey_text import (
    extract_sentence,
    journey_sentences,
    route_numbers,
    route_sentences,
)
from geo.analysis.route_ranges import Key, RouteNetwork, access, main_routes_of, route_range
from geo.analysis.site_coverage import coverage
from geo.analysis.uncertain_distances import placed_sites
from geo.crs import GTM, to_wgs84
from geo.dataset.atlas_data import AtlasData
from geo.dataset.gazetteer import PlaceKind, best, folded
from geo.dataset.route_lines import place_positions
from geo.errors import UnknownCodeError
from geo.exports.tables import Download, TableFormat, written
from geo.exports.tables.sheets import Sheet
from geo.files import write_whole
from geo.roads.road_store import FOLDER_VARIABLE, Roads, RoadsError, import_roads, read_roads, roads_folder
from geo.roads.travel_times import travel_times
from geo.views.planning_answers import located_place

NEAR_ROAD_M = 5000.0
"""An import reports how many cabeceras are as near as this to a road."""
WITHIN = ("yes", "possibly", "no", "out of reach")
"""Whether a cabecera is in time: at the longest time, at the shortest alone, at none, or by no road."""


def add_roads(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "import roads from OpenStreetMap, and measure lengths and travel times along them"
    examples = (
        "atlas roads import guatemala-latest.osm.pbf\n"
        'atlas roads distance "Tecún Umán" Champerico\n'
        "atlas roads reach puerto-barrios --minutes 60 --output reach.geojson\n"
        "atlas roads coverage --kind port --minutes 90 --output coverage.csv"
    )
    parser = add_command(commands, "roads", summary, examples, run_import)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", title="verbs")
    importing = verbs.add_parser("import", help="read an extract of OpenStreetMap and store its roads")
    importing.add_argument("extract", type=Path, metavar="FILE", help="the extract, a file .osm.pbf")
    importing.set_defaults(run=run_import)
    distance = verbs.add_parser("distance", help="print length and travel time between two places")
    add_ends(distance)
    distance.set_defaults(run=run_distance)
    reach = verbs.add_parser("reach", help="write the roads from which a place is reached in time")
    reach.add_argument("place", metavar="PLACE", help=PLACE_HELP)
    reach.add_argument("--minutes", type=minutes_of, required=True, metavar="N", help="the time, 1 to 1440")
    reach.add_argument("--output", type=Path, required=True, metavar="FILE", help="a file .geojson")
    reach.set_defaults(run=run_reach)
    covering = verbs.add_parser(
        "coverage", help="count the people whose cabecera is within a travel time of sites"
    )
    add_kinds(covering)
    covering.add_argument(
        "--minutes", type=minutes_of, required=True, metavar="N", help="the time, 1 to 1440"
    )
    add_region(covering, "--region", "where to count (default: the country)")
    add_area(covering)
    covering.add_argument("--output", type=Path, metavar="FILE", help="a file .csv with a row a municipio")
    covering.set_defaults(run=run_coverage_by_road)
    for verb in (importing, distance, reach, covering):
        verb.add_argument(
            "--folder",
            type=Path,
            default=roads_folder(),
            metavar="FOLDER",
            help=f"the folder of the imported roads (default: that of {FOLDER_VARIABLE})",
        )
        add_data(verb)
    for verb in (distance, reach, covering):
        add_speeds(verb)


PLACE_HELP = "a municipio or site: its name, its INE code or its identifier"


def add_ends(parser: argparse.ArgumentParser) -> None:
    """Add the two places of a journey."""
    for name, metavar in (("start", "FROM"), ("end", "TO")):
        parser.add_argument(name, metavar=metavar, help=PLACE_HELP)


def _folder(arguments: argparse.Namespace) -> Path:
    """Return the folder of the roads.

    Raises
    ------
    CommandError
        None is named.
    """
    if arguments.folder is None:
        raise CommandError(f"no folder for roads is named; set {FOLDER_VARIABLE} or write --folder FOLDER")
    return Path(arguments.folder)


def run_import(arguments: argparse.Namespace) -> int:
    """Import an extract; progress goes to stderr."""
    folder, atlas = _folder(arguments), Atlas(AtlasData(arguments.data))
    west, south, east, north = atlas.municipios.total_bounds
    ground = atlas.country.ground
    located = placed_sites(atlas.sites, ground).places.centres
    seats = ground.seats[np.isfinite(ground.seats[:, 0])]
    places = pd.DataFrame(to_wgs84(*np.vstack([seats, located]).T), index=["longitude", "latitude"]).T
    bounds = (float(west), float(south), float(east), float(north))
    record = import_roads(arguments.extract, folder, bounds, places, report=_tell)
    legs = read_roads(folder, arguments.data).network.entries(seats).leg_m
    near = int((legs <= NEAR_ROAD_M).sum())
    print(
        f"{record.sections:,} sections of road from {record.extract}, data of {record.extract_date or '-'}"
    )
    for road, km in record.km.items():
        print(f"  {road:<15}{km:>10,.1f} km")
    print(f"cabeceras within {NEAR_ROAD_M / 1e3:g} km of a road: {near} of {len(seats)}")
    print(f"{record.attribution}, {record.licence}")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def run_distance(arguments: argparse.Namespace) -> int:
    """Print length and travel time in both languages."""
    return _print_journey(arguments, read_roads(_folder(arguments), arguments.data))


def run_reach(arguments: argparse.Namespace) -> int:
    """Write the isochrone of a place."""
    if arguments.output.suffix != ".geojson":
        raise CommandError(f"{arguments.output}: unknown format; write a name that ends in .geojson")
    roads = read_roads(_folder(arguments), arguments.data)
    tables = AtlasData(arguments.data)
    place = _place(arguments.place, tables)
    reach = travel_times(roads, arguments.speeds).reach(located_place(tables, place), arguments.minutes)
    write_whole(arguments.output, reach.to_json(drop_id=True).encode())
    km = reach.to_crs(GTM).length / 1e3
    print(
        f"roads from which {arguments.place} is reached in {arguments.minutes} minutes: "
        f"{km[reach['is_sure']].sum():,.0f} km at the lower speeds, "
        f"{km[~reach['is_sure']].sum():,.0f} km at the higher ones"
    )
    print(f"wrote {arguments.output} ({roads.record.attribution}, {roads.record.licence})")
    return 0


def run_coverage_by_road(arguments: argparse.Namespace) -> int:
    """Print who lives within the time, and write the municipios."""
    if arguments.output and arguments.output.suffix != ".csv":
        raise CommandError(f"{arguments.output}: unknown format; write a name that ends in .csv")
    roads, atlas = read_roads(_folder(arguments), arguments.data), Atlas(AtlasData(arguments.data))
    part = atlas.part(arguments.region, arguments.area)
    times = travel_times(roads, arguments.speeds)
    result = coverage(part, atlas.sites, arguments.kind, arguments.minutes, by=times)
    columns = ["codigo_muni", "municipio", "codigo_depto", "departamento", "population_2018"]
    table = result.table[[*columns, "nearest_site_id", "minutes_low", "minutes_high"]]
    is_within = [table[name] <= arguments.minutes for name in ("minutes_high", "minutes_low")]
    is_within.append(np.isfinite(table["minutes_low"]))
    table = table.assign(within=np.select(is_within, WITHIN[:3], default=WITHIN[3]))
    groups = table.groupby("within")["population_2018"].agg(["size", "sum"]).reindex(WITHIN, fill_value=0)
    totals = groups.set_axis(["municipios", "people"], axis="columns").rename_axis("within")
    print(totals.reset_index().to_string(index=False))
    print(f"sites without a location, left out: {len(result.sites.left_out)}")
    print(f"{roads.record.attribution}, {roads.record.licence}")
    if arguments.output:
        about = atlas.about(
            "Coverage by travel time",
            f"kinds: {', '.join(arguments.kind) or 'all'}",
            f"time: {arguments.minutes} minutes by road",
            f"region: {region_text(arguments)}",
            f"roads: {roads.record.attribution}, {roads.record.licence}",
        )
        table = table.replace({"minutes_low": {np.inf: np.nan}, "minutes_high": {np.inf: np.nan}})
        sheets = (Sheet("municipios", table.round({"minutes_low": 1, "minutes_high": 1}), "municipio"),)
        write_whole(arguments.output, written(Download("road_coverage", about, sheets), TableFormat.CSV))
        print(f"wrote {arguments.output}")
    return 0


def _print_journey(arguments: argparse.Namespace, roads: Roads) -> int:
    atlas = AtlasData(arguments.data)
    start, end = (_place(text, atlas) for text in (arguments.start, arguments.end))
    times = travel_times(roads, arguments.speeds)
    journey = times.journey(located_place(atlas, start), located_place(atlas, end))
    for language in Language:
        t = translator(language)
        named = _names(atlas, t, {start: arguments.start, end: arguments.end})
        sentences = journey_sentences(journey, (named[start], named[end]), times, t)
        print(" ".join([*sentences, extract_sentence(roads.record, t)]))
    return 0


def add_route(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "print how far it is between two places: by road, or by the main routes as a range"
    examples = 'atlas route "Tecún Umán" Champerico\natlas route 101 puerto-barrios'
    parser = add_command(commands, "route", summary, examples, run_route)
    add_ends(parser)
    add_speeds(parser)
    add_data(parser)


def run_route(arguments: argparse.Namespace) -> int:
    """Print the distance in both languages: by imported roads, else the range by the main routes."""
    folder = roads_folder()
    if folder is not None:
        try:
            return _print_journey(arguments, read_roads(folder, arguments.data))
        except RoadsError as error:
            print(error, file=sys.stderr)
    atlas = AtlasData(arguments.data)
    network = main_routes_of(atlas)
    start, end = (_place(text, atlas, network) for text in (arguments.start, arguments.end))
    points = place_positions((start, end), atlas.population, atlas.sites)
    answer = route_range(network, access(network, start, points[0]), access(network, end, points[1]))
    for language in Language:
        t = translator(language)
        named = _names(atlas, t, {start: arguments.start, end: arguments.end})
        sentences = [*route_sentences(answer, network, named, route_numbers(atlas.facts, t), t)]
        print(" ".join([*sentences, *([] if answer.known else [t("routes.sharpen")])]))
    return 0


def _place(text: str, atlas: AtlasData, network: RouteNetwork | None = None) -> Key:
    """Return the municipio or site that a reader names.

    Raises
    ------
    CommandError
        Nothing has this name, or several places have it.
    """
    if text in atlas.sites.index:
        return text
    if text.isdecimal():
        if int(text) not in set(atlas.population["codigo_muni"]):
            raise UnknownCodeError("municipio", int(text))
        return int(text)
    hits = [hit for hit in best(text, atlas.gazetteer) if hit.what is not PlaceKind.DEPARTAMENTO]
    if not hits:
        raise CommandError(f"no municipio or site is called {text!r}; write its name, code or identifier")
    alike = [hit for hit in hits if hit.score == hits[0].score]
    inside = atlas.sites["codigo_muni"].to_dict()
    if len({inside.get(hit.code, hit.code) for hit in alike}) > 1:
        choices = ", ".join(f"{hit.code} ({hit.name})" for hit in alike)
        raise CommandError(f"several places are called {text!r}; write one of {choices}")
    # Of a town and its port, the one that a route passes.
    stops = network.position if network else {}
    return next((hit.code for hit in alike if hit.code in stops), hits[0].code)


def _names(atlas: AtlasData, t: Translator, asked: Mapping[Key, str]) -> dict[Key, str]:
    """Return the name of every place, with the name that was `asked` for where it is another."""
    municipios = atlas.population.set_index("codigo_muni")["municipio"].to_dict()
    named: dict[Key, str] = municipios | atlas.sites[f"name_{t.language}"].to_dict()
    for place, text in asked.items():
        is_other = not text.isdecimal() and text != place and folded(text) not in folded(named[place])
        named[place] += f" ({text})" if is_other else ""
    return named
