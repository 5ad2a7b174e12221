"""The main routes: numbered roads as the towns, border posts and ports that each one passes.

A route is a list of stops and has no geometry of its own: it is *schematic*. `lengths` are the sections
whose length is known, `bends` the points that keep a drawn line inside the country. `speeds` are those of
roads by class, for an extract of OpenStreetMap that an administrator brings; see `geo.roads`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd

from geo.choices import Confidence, LengthBasis, PostPlace, RoadClass, RouteClass
from geo.dataset.facts.columns import in_both, yes_no
from geo.dataset.records import DATA
from geo.dataset.schema import (
    Column,
    Row,
    TableSpec,
    both_languages,
    number,
    one_of,
    rows,
    whole_number,
    words,
)

Breaches = Iterator[tuple[int, str, str]]

ROUTES_FILE: Final = "data/routes/routes.csv"
STOPS_FILE: Final = "data/routes/stops.csv"
LENGTHS_FILE: Final = "data/routes/lengths.csv"
BENDS_FILE: Final = "data/routes/bends.csv"
SPEEDS_FILE: Final = "data/routes/speeds.csv"

FEWEST_STOPS: Final = 2
"""Stops that a line needs."""
FASTEST_KMH: Final = 150.0
"""A speed above this is a typing error."""


def municipio_or_site(table: pd.DataFrame) -> Breaches:
    """A stop is the cabecera of a municipio or a site, never both and never neither."""
    both = table["codigo_muni"].notna() == table["site_id"].notna()
    for row in table.index[both]:
        yield int(row), "codigo_muni", "a stop needs codigo_muni or site_id, and not both; correct one"


def orders_without_gaps(table: pd.DataFrame) -> Breaches:
    """The stops of a route are together and numbered 1, 2, 3 in the order of the table."""
    last, ended = "", set()
    expected = 1
    for row, stop in enumerate(rows(table)):
        if stop["route_id"] != last:
            if stop["route_id"] in ended:
                yield row, "route_id", f"{stop['route_id']} is in two places; move its stops together"
            ended.add(stop["route_id"])
            last, expected = stop["route_id"], 1
        if stop["stop_order"] != expected:
            yield row, "stop_order", f"is {stop['stop_order']}, but the next stop is {expected}; correct it"
        expected = int(stop["stop_order"]) + 1


def posts_rise_or_fall(table: pd.DataFrame) -> Breaches:
    """The kilometre posts of a route, counted from the capital, rise or fall from its start to its end."""
    for _, stops in table[table["km"].notna()].groupby("route_id", sort=False):
        steps = stops["km"].diff().dropna()
        is_rising = bool((steps > 0).sum() >= (steps < 0).sum())
        for row, step in steps.items():
            if step == 0 or (step > 0) != is_rising:
                direction = "rise" if is_rising else "fall"
                yield (
                    int(str(row)),
                    "km",
                    f"is out of order: the posts of this route {direction}",
                )


def post_with_its_place(table: pd.DataFrame) -> Breaches:
    """A kilometre post has its place, and nothing else has one."""
    for row in table.index[table["km"].notna() != table["km_at"].notna()]:
        yield int(row), "km_at", "needs km and km_at, or neither"


def junction_off_the_stop(table: pd.DataFrame) -> Breaches:
    """A stop of low confidence only ties a line in: its junction lies away from it."""
    for row in table.index[(table["confidence"] == Confidence.LOW) & table["off_km"].isna()]:
        yield int(row), "off_km", "is empty; a stop of low confidence needs its distance from the junction"


def section_in_order(table: pd.DataFrame) -> Breaches:
    """A section runs from an earlier stop to a later one."""
    for row in table.index[table["from_order"] >= table["to_order"]]:
        yield int(row), "to_order", "must be larger than from_order; exchange them"


def bend_between_its_stops(table: pd.DataFrame) -> Breaches:
    """A bend lies between two stops."""
    for row in table.index[~table["along_share"].between(0, 1, inclusive="neither")]:
        yield int(row), "along_share", "must lie between 0 and 1: the part of the way to the next stop"


def speeds_in_order(table: pd.DataFrame) -> Breaches:
    """A lower speed is above 0 and not above the higher one, which no road exceeds."""
    for row in table.index[~((table["low_kmh"] > 0) & (table["low_kmh"] <= table["high_kmh"]))]:
        yield int(row), "low_kmh", "must be above 0 and at most high_kmh; correct one"
    for row in table.index[table["high_kmh"] > FASTEST_KMH]:
        yield int(row), "high_kmh", f"must be at most {FASTEST_KMH:g} km/h; correct it"


def speed_of_every_class(table: pd.DataFrame) -> Breaches:
    """Every class of road has its speeds."""
    if missing := [*set(RoadClass) - set(table["road_class"])]:
        yield 0, "road_class", f"no row for {', '.join(sorted(missing))}; add one"


ROUTES: Final = TableSpec(
    name="routes",
    key="route_id",
    columns=(
        Column("route_id"),
        Column("number", optional=True),
        *in_both("name"),
        Column("route_class", one_of(RouteClass)),
        Column("mountain", yes_no, dtype="bool"),
        *in_both("note", optional=True),
    ),
    rules=(both_languages("note"),),
)
"""The rules of a row of `routes.csv`; `mountain` is our own judgement, see `geo.analysis.route_ranges`."""

STOPS: Final = TableSpec(
    name="stops",
    key="stop_id",
    columns=(
        Column("stop_id"),
        Column("route_id"),
        Column("stop_order", whole_number, dtype="int64"),
        Column("codigo_muni", whole_number, optional=True, dtype="Int64"),
        Column("site_id", optional=True),
        Column("place"),
        Column("off_km", number, optional=True, dtype="float64"),
        Column("km", number, optional=True, dtype="float64"),
        Column("km_at", one_of(PostPlace), optional=True),
        Column("confidence", one_of(Confidence)),
        Column("sources", words),
        *in_both("note", optional=True),
    ),
    rules=(
        both_languages("note"),
        municipio_or_site,
        orders_without_gaps,
        posts_rise_or_fall,
        post_with_its_place,
        junction_off_the_stop,
    ),
)
"""The rules of a row of `stops.csv`.

`off_km` is how far the road or its junction lies from the stop, where a source tells; `km` a kilometre
post, counted from the capital, and `km_at` where it is.
"""

LENGTHS: Final = TableSpec(
    name="lengths",
    key="length_id",
    columns=(
        Column("length_id"),
        Column("route_id"),
        Column("from_order", whole_number, dtype="int64"),
        Column("to_order", whole_number, dtype="int64"),
        Column("km", number, dtype="float64"),
        Column("basis", one_of(LengthBasis)),
        Column("sources", words),
    ),
    rules=(section_in_order,),
)

BENDS: Final = TableSpec(
    name="bends",
    key="bend_id",
    columns=(
        Column("bend_id"),
        Column("route_id"),
        Column("after_order", whole_number, dtype="int64"),
        Column("along_share", number, dtype="float64"),
        Column("aside_km", number, dtype="float64"),
        Column("sources", words, optional=True),
        *in_both("note"),
    ),
    rules=(bend_between_its_stops,),
)
"""The rules of a row of `bends.csv`.

A bend lies `along_share` of the straight way from the stop `after_order` to the next, and `aside_km`
to the right of it (negative: to the left). It is the position of no place.
"""


SPEEDS: Final = TableSpec(
    name="speeds",
    key="road_class",
    columns=(
        Column("road_class", one_of(RoadClass)),
        Column("low_kmh", number, dtype="float64"),
        Column("high_kmh", number, dtype="float64"),
        Column("sources", words, optional=True),
        *in_both("note", optional=True),
    ),
    rules=(both_languages("note"), speeds_in_order, speed_of_every_class),
)
"""The rules of a row of `speeds.csv`, and of the table of an administrator in its place.

A journey takes between the time at `high_kmh` and that at `low_kmh`.
"""


def read_routes(data: Path = DATA) -> pd.DataFrame:
    """Return the main routes, one row each.

    Raises
    ------
    DataFileError, SchemaError
        The file is missing or altered; a row violates a rule of its table. So in every reader here.
    """
    return ROUTES.read_recorded(ROUTES_FILE, data)


def read_stops(data: Path = DATA) -> pd.DataFrame:
    """Return the stops of all routes, in the order of their routes."""
    return STOPS.read_recorded(STOPS_FILE, data)


def read_lengths(data: Path = DATA) -> pd.DataFrame:
    """Return the sections of routes whose length is known."""
    return LENGTHS.read_recorded(LENGTHS_FILE, data)


def read_bends(data: Path = DATA) -> pd.DataFrame:
    """Return the points that keep a drawn route inside the country."""
    return BENDS.read_recorded(BENDS_FILE, data)


def read_speeds(data: Path = DATA) -> pd.DataFrame:
    """Return the speeds of roads by class."""
    return SPEEDS.read_recorded(SPEEDS_FILE, data)


def sources_of_routes(stops: pd.DataFrame, lengths: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the sources of each route: those of its stops and lengths, each once."""
    cited: dict[str, dict[str, None]] = {}
    for row in (*rows(stops), *rows(lengths)):
        cited.setdefault(str(row["route_id"]), {}).update(dict.fromkeys(row["sources"]))
    return {route: tuple(named) for route, named in cited.items()}


def stop_key(stop: Row) -> int | str:
    """Return the place of a stop: the INE code of a municipio or the identifier of a site."""
    return str(stop["site_id"]) if stop["site_id"] else int(stop["codigo_muni"])
