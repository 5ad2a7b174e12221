"""`atlas export`: write a briefing as a file that needs no server."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cli.briefings import add_data, named_briefing
from geo.briefings import Briefing, unknown_references
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("export", help="write a briefing as PDF, PowerPoint, HTML, PNG, SVG or CSV")
    parser.add_argument("briefing", help="a briefing of data/briefings, or a file saved from the atlas")
    parser.add_argument("--format", choices=("pdf", "pptx", "html", "png", "svg", "csv"), required=True)
    parser.add_argument("--language", choices=("en", "es"), default="en")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of a PDF")
    parser.add_argument("--print", action="store_true", help="a PNG of 300 instead of 144 dots an inch")
    parser.add_argument("--scene", type=int, help="one scene alone, counted from 1")
    add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file, or one a scene for pictures of several; return 1 if it cannot be done."""
    try:
        briefing = named_briefing(arguments.briefing, arguments.data)
        shelf = AtlasData(arguments.data)
        for missing in unknown_references(briefing, shelf):
            print(f"left out, not in today's data: {missing}", file=sys.stderr)
        if not briefing.scenes or not 0 < (arguments.scene or 1) <= len(briefing.scenes):
            print(f"there are {len(briefing.scenes)} scenes; name one of them", file=sys.stderr)
            return 1
        for path, content in _files(briefing, shelf, arguments):
            path.write_bytes(content)
            print(f"wrote {path}: {len(content):,} bytes")
    except (GeoError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _files(
    briefing: Briefing, shelf: AtlasData, arguments: argparse.Namespace
) -> Iterator[tuple[Path, bytes]]:
    from atlas.i18n.messages import Language
    from atlas.publishing.document_formats import ONE_SCENE, DocumentFormat, Options, exported
    from geo.exports.documents.document import PRINT_PPI, SCREEN_PPI, Paper

    kind, language = DocumentFormat(arguments.format), Language(arguments.language)
    paper = Paper.LETTER if arguments.paper == "letter" else Paper.A4
    options = Options(paper, PRINT_PPI if arguments.print else SCREEN_PPI)
    if arguments.scene:
        briefing = replace(briefing, scenes=(briefing.scenes[arguments.scene - 1],))
    out: Path = arguments.out
    if kind not in ONE_SCENE or len(briefing.scenes) == 1:
        yield out, exported(briefing, shelf, language, kind, options)
        return
    for number, scene in enumerate(briefing.scenes, start=1):
        one = replace(briefing, scenes=(scene,))
        yield out.with_stem(f"{out.stem}-{number}"), exported(one, shelf, language, kind, options)
