"""`atlas export`: write a briefing as a file that needs no server.

What the verbs of briefings share: which briefing is meant, and errors as one line.

`atlas link`: print the address of a selection or of a scene of a briefing.

`atlas site`: write the ready-made briefings and every data table as plain files.

`atlas verify`: say whether the facts of an exported file still hold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import date_text
from geo.briefings import Briefing, Scene, Text, unknown_references
from geo.briefings.briefing_files import LARGEST, briefing_names, from_json, read_briefing
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import DATA, data_version
from geo.errors import GeoError
from geo.exports.documents.stamp import Verdict, read_stamp, verdict
from geo.selection import Dropped, Selection, from_query, only_known
from geo.share_links import link


class UnknownBriefingError(GeoError):
    """No briefing of the atlas and no file has the name that was given."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(f"{name}: no such briefing or file; the atlas has {', '.join(known)}")


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the option that names another folder of data."""
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data (default: data)")


def named_briefing(name: str, data: Path) -> Briefing:
    """Return the briefing that comes with the atlas under `name`, or the one saved in the file `name`.

    Raises
    ------
    UnknownBriefingError
        There is neither.
    BriefingError, DataFileError
        It cannot be used.
    """
    known = briefing_names(data)
    if name in known:
        return read_briefing(name, data)
    if not Path(name).is_file():
        raise UnknownBriefingError(name, known)
    with Path(name).open("rb") as file:
        return from_json(file.read(LARGEST + 1), name)


def add_export(verbs: Any) -> None:
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
    parser.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
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


def add_link(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("link", help="print the address of a selection, or of a scene of a briefing")
    parser.add_argument("briefing", nargs="?", help="a briefing; without one the options below choose")
    parser.add_argument("--scene", type=int, default=1, help="of the briefing, counted from 1")
    parser.add_argument(
        "--base", default="", help="the address of the atlas, such as https://atlas.example"
    )
    parser.add_argument("--language", choices=("en", "es"), default="en")
    for name in Selection.parameters():
        parser.add_argument(f"--{name}", metavar="CODES", help="as in the address, several joined by dots")
    add_data(parser)
    parser.set_defaults(run=run_link)


def run_link(arguments: argparse.Namespace) -> int:
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
    options = {name: getattr(arguments, name) for name in Selection.parameters()}
    selection, unreadable = from_query({name: text for name, text in options.items() if text is not None})
    shelf = AtlasData(arguments.data)
    codes = list(shelf.regions["codigo_depto"]), list(shelf.population["codigo_muni"])
    selection, unknown = only_known(selection, *codes, list(shelf.sites.index))
    return Scene(headline=Text(en="link"), selection=selection), (*unreadable, *unknown)


def add_static_site(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("site", help="write briefings and tables as plain files for any web server")
    parser.add_argument("--out", type=Path, required=True, help="the folder, made where missing")
    add_data(parser)
    parser.set_defaults(run=run_static_site)


def run_static_site(arguments: argparse.Namespace) -> int:
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


def add_verify(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("verify", help="say whether the facts of an exported file still hold")
    parser.add_argument("file", type=Path, help="a file that the atlas exported")
    parser.add_argument("--language", choices=("en", "es"), help="default: the language of the file")
    add_data(parser)
    parser.set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Print what became of each fact; return 1 where one changed or the file cannot be read."""
    try:
        stamp = read_stamp(arguments.file.read_bytes(), str(arguments.file))
        found = verdict(stamp, AtlasData(arguments.data))
    except (GeoError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    asked = arguments.language or stamp.language
    language = Language(asked) if asked in set(Language) else Language.ENGLISH
    for line in verdict_lines(found, language):
        print(line)
    return 0 if found.holds else 1


def verdict_lines(found: Verdict, language: Language) -> Iterator[str]:
    """Yield what there is to say of an exported file, in words."""
    t, stamp = translator(language), found.stamp
    made = date_text(stamp.made, language) if stamp.made else ""
    yield t("verify.file", title=stamp.title, date=made, linked=stamp.data_version, version=found.version)
    yield t("verify.kept", kept=found.kept, total=len(stamp.facts))
    for key, facts in (("changed", found.changed), ("gone", found.gone), ("added", found.added)):
        for fact in facts:
            words = t(f"fact_kind.{fact.kind}"), fact.name(language), fact.identifier
            yield t(f"verify.{key}", kind=words[0], name=words[1], id=words[2])
    yield t("verify.holds" if found.holds else "verify.differs")
