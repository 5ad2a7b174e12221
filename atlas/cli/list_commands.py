"""The command `geocode`: read a list, find the municipio of each row, and report how it was read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.cli.arguments import CommandError, add_command, add_data, add_former_name
from geo.files import write_whole

if TYPE_CHECKING:
    from geo.dataset.atlas_data import AtlasData
    from geo.lists.place_index import PlaceIndex
    from geo.lists.placement import PlacedRows
    from geo.lists.uploaded_table import ColumnMapping, Table

SYSTEMS = ("wgs84", "gtm", "utm15", "utm16", "file")
FIXES = ("swap", "sign", "swap_sign")
METHODS = ("geometry", "coordinates", "pair", "place")
COLUMNS = ("x", "y", "municipio", "departamento", "date", "label")


def add_geocode(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "find the municipio of each row of a list"
    examples = (
        "atlas geocode list.csv --output placed.csv\n"
        "atlas geocode list.xlsx --x Longitud --y Latitud --crs wgs84"
    )
    parser = add_command(commands, "geocode", summary, examples, run_geocode)
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the list: CSV, XLSX, GeoJSON, GPKG, KML, SHP or Parquet"
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="a CSV: each row with its municipio, or why it has none",
    )
    parser.add_argument("--method", choices=METHODS, help="how locations are read (default: detected)")
    parser.add_argument(
        "--crs", choices=SYSTEMS, help="the coordinate reference system (default: detected)"
    )
    add_former_name(parser, "--system", "crs", choices=SYSTEMS)
    parser.add_argument(
        "--fix", choices=FIXES, action="append", default=[], help="an error to correct; repeat for several"
    )
    for name in COLUMNS:
        parser.add_argument(f"--{name}", metavar="COLUMN", help=f"the column of the {name}")
    parser.add_argument(
        "--debug", action="store_true", help="print where an unexpected error of a file happened"
    )
    add_data(parser)


def run_geocode(arguments: argparse.Namespace) -> int:
    """Geocode the list and print a summary; return 1 if it cannot be read or no row has a location."""
    from geo.dataset.atlas_data import AtlasData
    from geo.lists.column_detection import recognised
    from geo.lists.place_index import country
    from geo.lists.placement import place
    from geo.lists.reading_process import errors_as_faults, read_apart

    def note_error(fields: dict[str, Any]) -> None:
        if arguments.debug:
            print(fields["error"], *fields["where"], sep="\n  at ", file=sys.stderr)

    data = AtlasData(arguments.data)
    places = country(data.municipios, data.lakes, data.gazetteer)
    content = arguments.file.read_bytes()
    with errors_as_faults(arguments.file.name, note_error):
        table = read_apart(arguments.file.name, content)
        reading = _changed(recognised(table, places), table, arguments)
    if not reading.is_complete:
        raise CommandError(
            "no column with locations was recognised; name it with --x and --y or --municipio; "
            f"the columns are {', '.join(map(str, table.cells.columns))}"
        )
    with errors_as_faults(arguments.file.name, note_error):
        placed = place(table, reading, places)
    if arguments.output:
        write_whole(arguments.output, _file(table, placed, data))
    print("\n".join(filter(None, _summary(table, reading, placed, places))))
    if arguments.output:
        print(f"wrote {arguments.output}")
    return 0 if placed.is_placed.any() else 1


def _changed(reading: ColumnMapping, table: Table, arguments: argparse.Namespace) -> ColumnMapping:
    from geo.choices.list_kinds import Fix, ReadBy, System

    changes: dict[str, Any] = {name: value for name in COLUMNS if (value := getattr(arguments, name))}
    for name in changes.values():
        if name not in set(table.cells.columns):
            columns = ", ".join(map(str, table.cells))
            raise CommandError(f"there is no column {name!r}; the columns are {columns}")
    if {"x", "y"} & changes.keys():
        changes["method"] = ReadBy.COORDINATES
    elif changes.keys() & {"municipio", "departamento"} and not reading.is_complete:
        changes["method"] = ReadBy.PLACE
    changes |= {"method": ReadBy(arguments.method)} if arguments.method else {}
    changes |= {"system": System(arguments.crs)} if arguments.crs else {}
    return replace(reading, fixes=frozenset(map(Fix, arguments.fix)), **changes)


def _file(table: Table, placed: PlacedRows, data: AtlasData) -> bytes:
    import pandas as pd

    from geo.exports.tables.list_tables import ROW, placed_rows, unplaced_rows
    from geo.exports.tables.sheets import table_csv

    names = dict(zip(data.population["codigo_muni"], data.population["municipio"], strict=True))
    names |= dict(zip(data.regions["codigo_depto"], data.regions["departamento"], strict=True))
    rows = placed_rows(table, placed, names)
    if table.bad:
        bad = unplaced_rows(table, placed)
        bad = bad[bad["reason"] == "bad_row"]
        rows = pd.concat([rows.astype(object), bad.astype(object)], ignore_index=True).sort_values(ROW)
    return table_csv(rows)


def _summary(table: Table, reading: ColumnMapping, placed: PlacedRows, places: PlaceIndex) -> Iterator[str]:
    from geo.choices.list_kinds import PlacedAs
    from geo.lists.column_detection import offers

    details = "".join(f", {what} {value!r}" for what, value in table.details)
    yield f"{table.name}: {table.format}, {len(table) + len(table.bad):,} rows{details}"
    columns = ((name, getattr(reading, name)) for name in COLUMNS)
    read = ", ".join(f"{name} = {column!r}" for name, column in columns if column)
    system = "" if reading.method == "place" else f" ({reading.system})"
    yield f"read by {reading.method}{system}{': ' + read if read else ''}"
    for kind in PlacedAs:
        count = placed.count(kind) + (len(table.bad) if kind is PlacedAs.NOWHERE else 0)
        yield f"{count:>12,}  {kind}" if count else ""
    yield from (f"{count:>16,}  {reason}" for reason, count in placed.reasons().items())
    for reason, count in placed.fallback_reasons().items():
        yield f"{count:,} rows are placed by their municipio because of their coordinates: {reason}"
    yield from (f"{len(table.bad):>16,}  bad_row" for _ in table.bad[:1])
    yield from (f"corrected by {fix}: {count:,} rows" for fix, count in placed.fixes().items())
    for written, code, likeness, rows in placed.read_as[:20]:
        yield f"read {written!r} as {code} (likeness {likeness:.2f}), {rows:,} rows"
    for offer in offers(table, reading, placed, places):
        option = f"--fix {offer.fix}" if offer.fix else f"--crs {offer.system}"
        yield f"{offer.rows:,} rows would be placed with {option}"
