"""`atlas link`: print the address of a selection or of a scene of a briefing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from cli.briefings import add_data, named_briefing
from geo.briefings import Scene, Text
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import data_version
from geo.errors import GeoError
from geo.selection import Dropped, Selection, from_query, only_known
from geo.share_links import link

PARAMETERS = Selection.parameters()


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("link", help="print the address of a selection, or of a scene of a briefing")
    parser.add_argument("briefing", nargs="?", help="a briefing; without one the options below choose")
    parser.add_argument("--scene", type=int, default=1, help="of the briefing, counted from 1")
    parser.add_argument(
        "--base", default="", help="the address of the atlas, such as https://atlas.example"
    )
    parser.add_argument("--language", choices=("en", "es"), default="en")
    for name in PARAMETERS:
        parser.add_argument(f"--{name}", metavar="CODES", help="as in the address, several joined by dots")
    add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the address; return 1 where a code means nothing."""
    try:
        scene, dropped = _scene(arguments)
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    for one in dropped:
        print(f"--{one.parameter} {one.value}: the atlas has no such code", file=sys.stderr)
    if scene is None or dropped:
        return 1
    version = data_version(arguments.data)
    print(link(scene.selection, arguments.language, version, arguments.base, scene.view))
    return 0


def _scene(arguments: argparse.Namespace) -> tuple[Scene | None, tuple[Dropped, ...]]:
    """Return the scene that is asked for, and the codes that mean nothing."""
    if arguments.briefing:
        scenes = named_briefing(arguments.briefing, arguments.data).scenes
        if 1 <= arguments.scene <= len(scenes):
            return scenes[arguments.scene - 1], ()
        print(f"there are {len(scenes)} scenes; name one of them", file=sys.stderr)
        return None, ()
    asked = {name: value for name in PARAMETERS if (value := getattr(arguments, name)) is not None}
    selection, unreadable = from_query(asked)
    shelf = AtlasData(arguments.data)
    codes = list(shelf.regions["codigo_depto"]), list(shelf.population["codigo_muni"])
    selection, unknown = only_known(selection, *codes, list(shelf.sites.index))
    return Scene(headline=Text(en="link"), selection=selection), (*unreadable, *unknown)
