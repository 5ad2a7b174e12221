"""`atlas dictionary`: write the data dictionary in both languages from the records."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from atlas.i18n.messages import Language
from atlas.publishing.static_site import dictionary
from geo.dataset.records import DATA
from geo.errors import GeoError

DOCS = Path(__file__).resolve().parents[1] / "docs"


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("dictionary", help="write the data dictionary from the records")
    parser.add_argument("--out", type=Path, default=DOCS, help="the folder to write to (default: docs)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write one file a language; return 1 where a record cannot be read."""
    try:
        for language in Language:
            path = arguments.out / file_name(language)
            path.write_text(dictionary(language, arguments.data), encoding="utf-8")
            print(path)
    except (GeoError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def file_name(language: Language) -> str:
    """Return the name of the dictionary in a language."""
    return f"data-dictionary.{language}.md"
