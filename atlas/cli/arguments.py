"""Arguments that several commands share, and the form of their help.

Several codes are written in one way everywhere: with commas, `--kind port,airport`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from geo.choices import Clock
from geo.dataset.records import DATA
from geo.dataset.schema import partial_date
from geo.drawn_area import AreaError, from_geojson, from_text
from geo.errors import GeoError

Choice = TypeVar("Choice", bound=StrEnum)


class CommandError(GeoError):
    """A command cannot do what its arguments ask for; the message says what to write instead."""


SEVERAL: Final = "several are joined by commas"


def add_command(
    commands: Any, name: str, summary: str, examples: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """Add a command to the command line and return its parser.

    `summary` is its line in `atlas --help`; `examples` are whole command lines, one a line.
    """
    lines = examples.splitlines()
    heading = "example" if len(lines) == 1 else "examples"
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog="\n  ".join([f"{heading}:", *lines]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the option that names another data folder."""
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="FOLDER", help="the data folder (default: data)"
    )


def add_former_name(parser: argparse.ArgumentParser, former: str, target: str, **settings: Any) -> None:
    """Add the former name of an option: it still works and is not listed in the help."""
    parser.add_argument(former, dest=target, default=argparse.SUPPRESS, help=argparse.SUPPRESS, **settings)


def area(text: str) -> str:
    """Return the text of a drawn area from itself, or from a GeoJSON file with one polygon."""
    try:
        is_file = Path(text).suffix.lower() in {".geojson", ".json"}
        return (from_geojson(Path(text)) if is_file else from_text(text)).to_text()
    except AreaError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


AREA_HELP: Final = "an area drawn on the map: its text from the URL, or a GeoJSON file with one polygon"


def members_of(choice: type[Choice]) -> Callable[[str], list[Choice]]:
    """Return an argument type that reads members of a closed choice, joined by commas."""

    def parse(text: str) -> list[Choice]:
        try:
            return [choice(code) for code in text.split(",")]
        except ValueError as error:
            meant = [code for code in choice if any(word in code for word in text.split(",") if word)]
            hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
            codes = f"the codes are {', '.join(choice)}"
            raise argparse.ArgumentTypeError(f"{error}; {codes}{hint}") from error

    return parse


def distance_m(text: str) -> float:
    """Return a distance in metres from one written in kilometres."""
    try:
        km = float(text)
    except ValueError:
        km = 0
    if not 0 < km <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a distance; write kilometres, 0 to 1000")
    return km * 1e3


def date_or_today(text: str) -> str | None:
    """Return a date known to the year, month or day; None for `today`."""
    try:
        return None if text == "today" else partial_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; or write today") from error


def add_clock(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses the knowledge by which a date is answered."""
    parser.add_argument(
        "--clock",
        choices=[*Clock],
        type=Clock,
        default=Clock.TRUE_THEN,
        help="by all sources of today, or by those published by the date (default: true)",
    )


def resolution_ppi(text: str) -> int:
    """Return a resolution in dots per inch."""
    dpi = int(text) if text.isdecimal() else 0
    if not 72 <= dpi <= 600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a resolution; write a number from 72 to 600")
    return dpi
