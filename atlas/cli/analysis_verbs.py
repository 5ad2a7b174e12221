"""What the verbs of planning share: regions by code, what-if scenarios, and files by their suffix.

`atlas coverage`: who and what lies within a distance of sites.

`atlas gaps`: stretches of border and coast far from any checkpoint or port.

`atlas profile`: what regions are, side by side.

`atlas site-next`: where new sites would serve most, proven.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.analysis.border_gaps import gaps
from geo.analysis.indicators import CountryMeasures, country
from geo.analysis.region_profile import MAX_COMPARED, compare, local_figures, profile
from geo.analysis.scenarios import applied, from_text
from geo.analysis.site_coverage import coverage
from geo.choices import Kind, Model
from geo.dataset.boundaries import read_border, read_coast, read_municipios
from geo.dataset.census import read_population
from geo.dataset.facts import read_facts
from geo.dataset.records import DATA
from geo.dataset.sites import read_sites
from geo.errors import GeoError, UnknownCodeError
from geo.exports.tables import About, Download, TableFormat, about, written
from geo.exports.tables.analysis_tables import coverage_file, gaps_file, next_sites_file, profile_file
from geo.location import (
    Candidates,
    Control,
    Engine,
    LocationQuestion,
    NextSites,
    Progress,
    instance,
    next_sites,
)
from geo.location.instance import MAX_NEW_SITES
from geo.location.search_control import TIME_LIMIT_S


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


def add_coverage(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("coverage", help="who and what lies within a distance of sites")
    add_kinds(parser)
    parser.add_argument("--km", type=kilometres, required=True, help="the distance, in a straight line")
    parser.add_argument("--region", default="", help="codes of departamentos and municipios (default: all)")
    add_options(parser)
    parser.set_defaults(run=run_coverage)


def run_coverage(arguments: argparse.Namespace) -> int:
    """Print the totals and write the files."""
    return answered(arguments, partial(_ask_coverage, arguments))


def _ask_coverage(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    ground, codes = atlas.country.ground, atlas.codes(arguments.region)
    found = coverage(ground.part(codes) if codes else ground, atlas.sites, arguments.kind, arguments.km)
    words = atlas.about(
        "Coverage",
        f"kinds: {', '.join(arguments.kind) or 'all'}",
        f"distance: {arguments.km / 1e3:g} km in a straight line",
        f"region: {arguments.region or 'country'}",
    )
    return coverage_file(found, atlas.municipios, atlas.sites, words), found.totals.reset_index()


def add_gaps(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("gaps", help="border and coast far from any checkpoint or port")
    parser.add_argument("--km", type=kilometres, required=True, help="the distance, in a straight line")
    add_options(parser)
    parser.set_defaults(run=run_gaps)


def run_gaps(arguments: argparse.Namespace) -> int:
    """Print the longest stretches and write the files."""
    return answered(arguments, partial(_ask_gaps, arguments))


def _ask_gaps(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    found = gaps(atlas.country.lines, atlas.country.ground, atlas.sites, arguments.km)
    words = atlas.about(
        "Border and coast gaps",
        "kinds: border_checkpoint along the border, port along the coast",
        f"distance: {arguments.km / 1e3:g} km in a straight line",
    )
    shown = ["line", "start_km", "end_km", "length_km", "furthest_km", "from_site_id", "to_site_id"]
    return gaps_file(found, atlas.sites, words), pd.DataFrame(found.stretches[shown])


def add_profile(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("profile", help="what a region is: people, ground, border, sites; or several")
    parser.add_argument(
        "regions",
        nargs="*",
        metavar="REGION",
        help="codes of departamentos (1 to 22) and municipios, joined by commas (default: the country)",
    )
    add_options(parser)
    parser.set_defaults(run=run_profile)


def run_profile(arguments: argparse.Namespace) -> int:
    """Print and write the profiles."""
    if len(arguments.regions) > MAX_COMPARED:
        print(f"at most {MAX_COMPARED} regions are compared")
        return 1
    return answered(arguments, partial(_ask_profile, arguments.regions or [""]))


def _ask_profile(regions: list[str], atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    found = [profile(atlas.country, atlas.sites, atlas.codes(region)) for region in regions]
    facts = read_facts(atlas.data)
    figures = [local_figures(facts, atlas.country.ground, one.codes) for one in found]
    labels = [region or "country" for region in regions]
    words = atlas.about("Profiles", *(f"region: {label}" for label in labels))
    table = compare(found).set_axis(labels, axis="columns").reset_index()
    return profile_file(found, labels, atlas.municipios, words, figures), table


def add_next_sites(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("site-next", help="where new sites would serve most, proven")
    parser.add_argument("--model", type=Model, default=Model.MAXIMAL_COVERING, help=", ".join(Model))
    add_kinds(parser)
    parser.add_argument("--km", type=kilometres, required=True, help="the distance, in a straight line")
    count = parser.add_argument("--count", type=int, default=3, choices=range(1, MAX_NEW_SITES + 1))
    count.metavar, count.help = "N", "how many new sites (set covering finds the number itself)"
    parser.add_argument("--region", default="", help="where they may stand (default: anywhere)")
    parser.add_argument("--exclude", default="", help="where they may not stand")
    parser.add_argument("--min-population", type=int, default=0, help="people a candidate municipio needs")
    parser.add_argument("--seconds", type=float, default=TIME_LIMIT_S, help="when to stop searching")
    parser.add_argument("--engine", type=Engine, default=Engine.HIGHS, help=", ".join(Engine))
    add_options(parser)
    parser.set_defaults(run=run_next_sites)


def run_next_sites(arguments: argparse.Namespace) -> int:
    """Print the chosen sites and write the files; progress goes to stderr."""
    return answered(arguments, partial(_ask_next_sites, arguments))


def _ask_next_sites(arguments: argparse.Namespace, atlas: Atlas) -> tuple[Download, pd.DataFrame]:
    where = Candidates(
        municipios=atlas.codes(arguments.region),
        min_population=arguments.min_population,
        excluded=atlas.codes(arguments.exclude),
    )
    question = LocationQuestion(
        arguments.model, tuple(arguments.kind), arguments.km, arguments.count, where
    )
    asked = instance(atlas.country.ground, atlas.sites, question)
    found = next_sites(asked, Control(arguments.seconds, on_progress=_tell), arguments.engine)
    print(_outcome(found))
    words = atlas.about(
        "Next sites",
        f"model: {question.model}",
        f"kinds: {', '.join(question.kinds) or 'all'}",
        f"distance: {question.distance_m / 1e3:g} km in a straight line",
        f"candidates: region {arguments.region or 'country'}, excluded {arguments.exclude or 'none'}, "
        f"at least {question.candidates.min_population} people",
    )
    shown = ["order", "codigo_muni", "municipio", "departamento", "gain", "value"]
    return next_sites_file(found, words), found.chosen[shown]


def _tell(progress: Progress) -> None:
    print(
        f"{progress.seconds:6.1f} s  best {progress.value:,.1f}  bound {progress.bound:,.1f}  "
        f"gap {100 * progress.gap:.2f}%",
        file=sys.stderr,
    )


def _outcome(found: NextSites) -> str:
    proof = (
        "proven best" if found.is_proven else f"{found.stop}, at most {100 * found.gap:.2f}% from the best"
    )
    left_out = len(found.instance.sites.left_out)
    return (
        f"{found.value:,.3f} (before: {found.before:,.3f}; {proof}; {found.seconds:.2f} s; "
        f"{len(found.unreachable)} places out of reach; {left_out} sites without a position left out)"
    )
