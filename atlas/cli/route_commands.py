"""Commands for ways between places: `route`, and `roads`, which imports an extract of OpenStreetMap.

`route` and `roads distance` print sentences in both languages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from atlas.cli.analysis_commands import Atlas, add_area, add_kinds, add_region, region_text
from atlas.cli.arguments import CommandError, add_command, add_data
from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import amount_text, date_text, duration_text, number_text
from geo.analysis.route_ranges import (
    KNOWN_SLACK,
    Key,
    RouteNetwork,
    RouteRange,
    UnknownPositionError,
    access,
    route_network,
    route_range,
)
from geo.analysis.uncertain_distances import Places, placed_sites
from geo.choices import RoadClass
from geo.crs import GTM, to_wgs84
from geo.dataset.atlas_data import AtlasData
from geo.dataset.gazetteer import PlaceKind, best, folded
from geo.dataset.route_lines import place_positions
from geo.errors import UnknownCodeError
from geo.exports.tables import Download, TableFormat, written
from geo.exports.tables.sheets import Sheet
from geo.files import write_whole
from geo.roads.road_coverage import road_coverage
from geo.roads.road_store import (
    FOLDER_VARIABLE,
    Roads,
    RoadsError,
    import_roads,
    read_roads,
    roads_folder,
)
from geo.roads.travel_times import FURTHEST_LEG_M, Journey, TravelTimes, travel_times

NEAR_ROAD_M = 5000.0
"""An import reports how many cabeceras are as near as this to a road."""
LEAST_NAMED_KM = 1.0
"""A shorter part of a journey is not named."""


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
    reach.add_argument("--minutes", type=_minutes, required=True, metavar="N", help="the time, 1 to 1440")
    reach.add_argument("--output", type=Path, required=True, metavar="FILE", help="a file .geojson")
    reach.set_defaults(run=run_reach)
    covering = verbs.add_parser(
        "coverage", help="count the people whose cabecera is within a travel time of sites"
    )
    add_kinds(covering)
    covering.add_argument(
        "--minutes", type=_minutes, required=True, metavar="N", help="the time, 1 to 1440"
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


PLACE_HELP = "a municipio or site: its name, its INE code or its identifier"


def add_ends(parser: argparse.ArgumentParser) -> None:
    """Add the two places of a journey."""
    for name, metavar in (("start", "FROM"), ("end", "TO")):
        parser.add_argument(name, metavar=metavar, help=PLACE_HELP)


def _minutes(text: str) -> int:
    minutes = int(text) if text.isdecimal() else 0
    if not 1 <= minutes <= 1440:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time; write minutes, 1 to 1440")
    return minutes


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
    folder, atlas = _folder(arguments), Atlas(arguments.data)
    west, south, east, north = atlas.municipios.total_bounds
    ground = atlas.country.ground
    located = placed_sites(atlas.sites, ground).places.centres
    seats = ground.seats[np.isfinite(ground.seats[:, 0])]
    places = pd.DataFrame(to_wgs84(*np.vstack([seats, located]).T), index=["longitude", "latitude"]).T
    bounds = (float(west), float(south), float(east), float(north))
    record = import_roads(arguments.extract, folder, bounds, places, report=_tell)
    legs = travel_times(read_roads(folder, arguments.data)).entries(seats).leg_m
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
    reach = travel_times(roads).reach(_places(place, tables, Atlas(arguments.data)), arguments.minutes)
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
    roads, atlas = read_roads(_folder(arguments), arguments.data), Atlas(arguments.data)
    part = atlas.part(arguments.region, arguments.area)
    result = road_coverage(travel_times(roads), part, atlas.sites, arguments.kind, arguments.minutes)
    print(result.totals.reset_index().to_string(index=False))
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
        table = result.table.replace({"minutes_low": {np.inf: np.nan}, "minutes_high": {np.inf: np.nan}})
        sheets = (Sheet("municipios", table.round({"minutes_low": 1, "minutes_high": 1}), "municipio"),)
        write_whole(arguments.output, written(Download("road_coverage", about, sheets), TableFormat.CSV))
        print(f"wrote {arguments.output}")
    return 0


def _places(place: Key, tables: AtlasData, atlas: Atlas) -> Places:
    """Return where a cabecera or site is, with its uncertainty.

    Raises
    ------
    UnknownPositionError
        The place has no location.
    """
    if isinstance(place, str):
        located = placed_sites(tables.sites.loc[[place]], atlas.country.ground).places
        if not len(located):
            raise UnknownPositionError(place)
        return located
    points = place_positions((place,), tables.population, tables.sites)
    if not np.isfinite(points).all():
        raise UnknownPositionError(place)
    return Places(points, np.zeros(1))


def _print_journey(arguments: argparse.Namespace, roads: Roads) -> int:
    tables, atlas = AtlasData(arguments.data), Atlas(arguments.data)
    ends = [_place(text, tables) for text in (arguments.start, arguments.end)]
    times = travel_times(roads)
    journey = times.journey(*(_places(place, tables, atlas) for place in ends))
    for language in Language:
        t = translator(language)
        named = _names(tables, t, dict(zip(ends, (arguments.start, arguments.end), strict=True)))
        print(" ".join(_journey_sentences(journey, [named[place] for place in ends], times, roads, t)))
    return 0


def _journey_sentences(
    journey: Journey | None, ends: list[str], times: TravelTimes, roads: Roads, t: Translator
) -> Iterator[str]:
    start, end = ends
    if journey is None:
        km = number_text(FURTHEST_LEG_M / 1e3, t.language)
        yield t("routes.no_road", start=start, end=end, km=km)
    else:
        low, high = (duration_text(minutes) for minutes in journey.minutes)
        yield t("routes.road", start=start, end=end, km=number_text(journey.km, t.language, 1))
        if np.isfinite(journey.minutes[1]):
            yield t("routes.time", low=low, high=high)
        else:
            yield t("routes.time_open", low=low)
        named = {road.road: road for road in journey.roads if road.road and road.km >= LEAST_NAMED_KM}
        if named:
            yield t("routes.via", routes=", ".join(named))
        speed = number_text(times.high_kmh[RoadClass.FOOT], t.language)
        for place, leg_km in zip(ends, journey.legs_km, strict=True):
            if leg_km >= 0.05:
                km = number_text(leg_km, t.language, 1)
                yield t("routes.leg", place=place, km=km, speed=speed)
        yield t("routes.road_method")
    if roads.record.extract_date:
        yield t("routes.extract", date=date_text(roads.record.extract_date, t.language))
    else:
        yield t("routes.extract_undated")


def add_route(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "print how far it is between two places: by road, or by the main routes as a range"
    examples = 'atlas route "Tecún Umán" Champerico\natlas route 101 puerto-barrios'
    parser = add_command(commands, "route", summary, examples, run_route)
    add_ends(parser)
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
    network = route_network(atlas.facts, atlas.population, atlas.sites)
    start, end = (_place(text, atlas, network) for text in (arguments.start, arguments.end))
    points = place_positions((start, end), atlas.population, atlas.sites)
    answer = route_range(network, access(network, start, points[0]), access(network, end, points[1]))
    for language in Language:
        t = translator(language)
        named = _names(atlas, t, {start: arguments.start, end: arguments.end})
        print(" ".join(_route_sentences(answer, network, named, _numbers(atlas, t), t)))
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


def _numbers(atlas: AtlasData, t: Translator) -> dict[str, str]:
    """Return the number of every route, its name where it has none."""
    table = atlas.facts.routes.set_index("route_id")
    numbers = table["number"].fillna(table[f"name_{t.language}"])
    return {str(route): str(number) for route, number in numbers.items()}


def _route_sentences(
    answer: RouteRange,
    network: RouteNetwork,
    named: Mapping[Key, str],
    routes: Mapping[str, str],
    t: Translator,
) -> Iterator[str]:
    ends = {"start": named[answer.start.place], "end": named[answer.end.place]}
    if answer.start.stop == answer.end.stop:
        yield t("routes.same", **ends)
    elif answer.known:
        km, route = amount_text(answer.known.km, t.language), routes[answer.known.route]
        yield t(f"routes.{answer.known.basis}", km=km, route=route, **ends)
        yield t("routes.sources", sources=", ".join(answer.known.sources))
    else:
        low, high = (number_text(km, t.language) for km in (answer.low_km, answer.high_km))
        yield t("routes.range", low=low, high=high, **ends)
        yield t("routes.via", routes=", ".join(dict.fromkeys(routes[route] for route in answer.routes)))
        ratio, mountain = (amount_text(network.ratios[kind], t.language) for kind in (False, True))
        yield t("routes.method", ratio=ratio, mountain=mountain)
        yield t("routes.method_known", slack=amount_text(KNOWN_SLACK, t.language))
    for way in (answer.start, answer.end):
        if way.place != way.stop:
            km = number_text(way.km, t.language, 1)
            yield t("routes.access", place=named[way.place], stop=named[way.stop], km=km)
    if not answer.known:
        yield t("routes.sharpen")
