"""What the verbs of planning share: regions by code, what-if scenarios, and files by their suffix."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.analysis.indicators import CountryMeasures, country
from geo.analysis.scenarios import applied, from_text
from geo.choices import Kind
from geo.dataset.boundaries import read_border, read_coast, read_municipios
from geo.dataset.census import read_population
from geo.dataset.records import DATA
from geo.dataset.sites import read_sites
from geo.errors import GeoError, UnknownCodeError
from geo.exports.tables import About, Download, TableFormat, about, written


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
        return country(self.municipios, read_population(self.data), border, coast)

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites, changed by the scenario; what the scenario does not say is told on stderr."""
        scenario, dropped = from_text(self.what_if)
        changed, unknown = applied(scenario, read_sites(self.data), self.country.ground)
        for one in (*dropped, *unknown):
            print(f"what-if: {one.value!r} means nothing here and is left out", file=sys.stderr)
        return changed

    def codes(self, region: str) -> tuple[int, ...]:
        """Return the municipios of a region, such as "17" (a departamento) or "101,102" (municipios).

        Raises
        ------
        UnknownCodeError
            A code is no departamento and no municipio.
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

    def about(self, title: str, *filters: str) -> About:
        """Return the words that go with a file."""
        scenario = (f"what-if: {self.what_if}",) if self.what_if else ()
        return about(title, filters=(*filters, *scenario), data=self.data)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every verb of planning has."""
    formats = ", ".join(f".{file_format}" for file_format in TableFormat)
    parser.add_argument(
        "--output", type=Path, action="append", default=[], help=f"a file to write: {formats}"
    )
    parser.add_argument("--what-if", default="", help="a scenario, as the page puts it into a link")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")


def add_kinds(parser: argparse.ArgumentParser) -> None:
    """Add the kinds of site to measure to."""
    kinds = parser.add_argument("--kind", type=Kind, action="append", default=[], metavar="KIND")
    kinds.help = f"a kind of site, repeatable (default: all): {', '.join(Kind)}"


def kilometres(word: str) -> float:
    """Return a distance in metres from a word in kilometres."""
    km = float(word)
    if not 0 < km <= 1000:
        raise argparse.ArgumentTypeError("a distance lies between 0 and 1000 km")
    return km * 1e3


def answered(arguments: argparse.Namespace, ask: Callable[[Atlas], tuple[Download, pd.DataFrame]]) -> int:
    """Print the table that `ask` gives and write its files; return 1 when it cannot be answered."""
    suffixes = {path: path.suffix.lstrip(".").lower() for path in arguments.output}
    if wrong := [path for path, suffix in suffixes.items() if suffix not in set(TableFormat)]:
        print(f"{wrong[0]}: no such format; the suffixes are {', '.join(TableFormat)}", file=sys.stderr)
        return 1
    try:
        download, table = ask(Atlas(arguments.data, arguments.what_if))
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    print(_text(table))
    for path, suffix in suffixes.items():
        path.write_bytes(written(download, TableFormat(suffix)))
        print(f"wrote {path}")
    return 0


def _text(table: pd.DataFrame) -> str:
    def number(value: Any) -> str:
        return f"{value:,.3f}".rstrip("0").rstrip(".")

    return str(table.to_string(index=False, float_format=number, na_rep="-", max_colwidth=40))
