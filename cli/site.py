"""`atlas site`: write the ready-made briefings and every data table as plain files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cli.briefings import add_data
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("site", help="write briefings and tables as plain files for any web server")
    parser.add_argument("--out", type=Path, required=True, help="the folder, made where missing")
    add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write every file; return 1 at the first that cannot be made."""
    from atlas.publishing.static_site import site_files

    count = 0
    try:
        for path, content in site_files(AtlasData(arguments.data)):
            target = arguments.out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            count += 1
    except (GeoError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"wrote {count} files to {arguments.out}; open {arguments.out / 'index.html'}")
    return 0
