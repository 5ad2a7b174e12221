"""What the planning commands share: tables, options, and how an answer is printed and written."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from atlas.cli.arguments import (
    AREA_HELP,
    SEVERAL,
    CommandError,
    add_data,
    area,
    distance_m,
    members_of,
)
from geo.analysis.border_lines import Line
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.indicators import CountryMeasures, country_of
from geo.analysis.scenarios import applied, from_text, nearest_land, off_land
from geo.analysis.uncertain_distances import STRAIGHT_LINES, DistanceMeasure
from geo.cancellation import reported_to
from geo.choices import Kind
from geo.choices.planning_kinds import Metric
from geo.dataset.atlas_data import AtlasData
from geo.dataset.gazetteer import folded
from geo.drawn_area import gtm_shape
from geo.errors import UnknownCodeError
from geo.exports.tables import About, Download, TableFormat, about, written
from geo.files import write_whole
from geo.roads.drawn_roads import imported_roads
from geo.roads.road_store import (
    FOLDER_VARIABLE,
    ClassSpeed,
    Roads,
    read_roads,
    roads_folder,
    speeds_from_text,
    speeds_text,
)
from geo.roads.travel_times import TravelTimes, travel_times
from geo.views.planning_answers import measured_lines, roads_for


@dataclass(frozen=True, eq=False)
class Atlas:
    """The tables that planning needs, with a scenario carried out on the sites."""

    tables: AtlasData
    what_if: str = ""

    @property
    def data(self) -> Path:
        """The folder of the tables."""
        return self.tables.data

    @property
    def municipios(self) -> gpd.GeoDataFrame:
        """The municipios in WGS 84."""
        return self.tables.municipios

    @property
    def country(self) -> CountryMeasures:
        """The country laid out for measuring."""
        return country_of(self.tables)

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites, changed by the scenario; unreadable parts of it are reported on stderr."""
        scenario, dropped = from_text(self.what_if)
        changed, unknown = applied(scenario, self.tables.sites, self.country.ground)
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
        """Return the municipios of a region: "17" or "Petén" (a departamento), "101,102" (municipios).

        Raises
        ------
        CommandError
            No place has a name, or several municipios have it.
        UnknownCodeError
            A code is neither a departamento nor a municipio.
        """
        chosen = [self._code(word.strip()) for word in region.split(",") if region]
        known = self.country.ground.table
        for code in chosen:
            column = "codigo_muni" if code > 100 else "codigo_depto"
            if code not in set(known[column]):
                raise UnknownCodeError("departamento or municipio", code)
        departamentos = tuple(code for code in chosen if code <= 100)
        return self.country.codes(departamentos, tuple(code for code in chosen if code > 100))

    def _code(self, word: str) -> int:
        """Return the code that a word is, or that of the departamento or municipio of this name."""
        if not word or word[0].isdigit():
            return int(word) if re.fullmatch(r"\d{1,4}", word) else 0
        for code, name in (("codigo_depto", "departamento"), ("codigo_muni", "municipio")):
            places = dict(zip(self.municipios[code], self.municipios[name], strict=True))
            hits = sorted(code for code, name in places.items() if folded(name) == folded(word))
            if len(hits) > 1:
                choices = " or ".join(map(str, hits))
                raise CommandError(f"several municipios are called {word!r}; write the code {choices}")
            if hits:
                return int(hits[0])
        raise CommandError(f"no departamento or municipio is called {word!r}; write its name or code")

    def part(self, region: str, drawn: str | None = None) -> DemandAreas:
        """Return the municipios of a region and what lies in an area; without both, the country.

        Raises
        ------
        CommandError
            The area has no part of Guatemala, or no place has a name of the region.
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

    @property
    def has_roads(self) -> bool:
        """Whether roads are imported."""
        return imported_roads(self.data) is not None

    def lines(self, kinds: Sequence[str]) -> tuple[Line, ...]:
        """Return border and coast, and where one of `kinds` serves them, the imported main roads."""
        return measured_lines(self.tables, kinds)

    def road_words(self, kinds: Sequence[str], by: DistanceMeasure) -> tuple[str, ...]:
        """Return whose roads are counted, unless the way `by` road says so."""
        roads = roads_for(self.tables, kinds)
        return () if roads is None or by.metric is Metric.ROAD else (_source_of(roads),)

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


def add_measure(parser: argparse.ArgumentParser) -> None:
    """Add the choice of travel times next to distances in straight lines."""
    parser.add_argument(
        "--measure",
        type=Metric,
        choices=[*Metric],
        default=Metric.STRAIGHT,
        help=f"{Metric.ROAD}: also the travel times by the roads in the folder of {FOLDER_VARIABLE} "
        f"(default: {Metric.STRAIGHT})",
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
        Speeds are given without a time, or no folder for roads is named.
    RoadsError
        No roads are imported.
    """
    if arguments.minutes is None:
        if arguments.speeds:
            raise CommandError("--speeds is for travel times; write --minutes in place of --km")
        return Limit(
            STRAIGHT_LINES, arguments.km, (f"distance: {arguments.km / 1e3:g} km in a straight line",)
        )
    by, words = _by_road(arguments, "write --km")
    return Limit(by, arguments.minutes, (f"time: {arguments.minutes} minutes by road", *words))


def measure_of(arguments: argparse.Namespace) -> tuple[DistanceMeasure, tuple[str, ...]]:
    """Return the measure that `--measure` names, and its speeds and roads in words.

    Raises
    ------
    CommandError
        Speeds are given without `road`, or no folder for roads is named.
    RoadsError
        No roads are imported.
    """
    if arguments.measure is Metric.ROAD:
        return _by_road(arguments, f"write --measure {Metric.STRAIGHT}")
    if arguments.speeds:
        raise CommandError(f"--speeds is for travel times; write --measure {Metric.ROAD}")
    return STRAIGHT_LINES, ()


def _by_road(arguments: argparse.Namespace, otherwise: str) -> tuple[TravelTimes, tuple[str, ...]]:
    folder = roads_folder()
    if folder is None:
        raise CommandError(f"no folder for roads is named; set {FOLDER_VARIABLE}, or {otherwise}")
    roads = read_roads(folder, arguments.data)
    words = (
        f"speeds: {speeds_text(arguments.speeds) or 'as imported'}",
        _source_of(roads),
    )
    return travel_times(roads, arguments.speeds), words


def _source_of(roads: Roads) -> str:
    record = roads.record
    return f"roads: {record.attribution}, {record.licence}, data of {record.extract_date or '-'}"


PLACES: Final = (
    "codes of departamentos (1 to 22) and municipios, or their names (first those of departamentos)"
)


def add_region(parser: argparse.ArgumentParser, option: str, meaning: str) -> None:
    """Add an option that takes codes or names of departamentos and municipios."""
    parser.add_argument(option, default="", metavar="CODES", help=f"{meaning}: {PLACES}; {SEVERAL}")


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


WIDEST: Final = 100
"""Characters of a cell; longer texts are cut."""

Answer = Callable[[argparse.Namespace, Atlas], tuple[Download, pd.DataFrame]]
"""Returns the files of an answer, and the table that is printed."""


def answered(answer: Answer) -> Callable[[argparse.Namespace], int]:
    """Return a command that prints the table of an answer and writes its files."""

    @wraps(answer)
    def run(arguments: argparse.Namespace) -> int:
        suffixes = {path: path.suffix.lstrip(".").lower() for path in arguments.output}
        if wrong := [path for path, suffix in suffixes.items() if suffix not in set(TableFormat)]:
            raise CommandError(f"{wrong[0]}: unknown format; use one of {', '.join(TableFormat)}")
        with reported_to(progress_report(_measured)):
            download, table = answer(arguments, Atlas(AtlasData(arguments.data), arguments.what_if))
        print(table_text(table))
        for path, suffix in suffixes.items():
            write_whole(path, written(download, TableFormat(suffix)))
            print(f"wrote {path}")
        return 0

    return run


EVERY_S: Final = 1.0
"""Seconds between two lines of progress, and before the first."""


def progress_report(words: Callable[..., str]) -> Callable[..., None]:
    """Return what prints progress in `words` to stderr, where that takes longer than `EVERY_S`."""
    last = time.monotonic()

    def report(*progress: float) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            print(words(*progress), file=sys.stderr, flush=True)

    return report


def _measured(done: int, total: int) -> str:
    return f"measuring along the roads: {done} of {total} places"


def table_text(table: pd.DataFrame) -> str:
    """Return a table as text for a terminal."""

    def number(value: Any) -> str:
        return f"{value:,.3f}".rstrip("0").rstrip(".")

    return str(table.to_string(index=False, float_format=number, na_rep="-", max_colwidth=WIDEST))
