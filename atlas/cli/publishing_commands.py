"""Commands that publish: `export`, `refresh`, `link`, `static-site` and `verify-export`.

`export` writes a briefing as a file that needs no server. `link` prints the URL of a selection or of a
scene. `static-site` writes the included briefings and all tables as static files. `verify-export`
compares the facts of an exported file with the current data; `refresh` updates a presentation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from atlas.cli.arguments import (
    AREA_HELP,
    SEVERAL,
    CommandError,
    add_clock,
    add_command,
    add_data,
    add_former_name,
    area,
    date_or_today,
    resolution_ppi,
)
from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import date_text
from geo.analysis.indicators import touches_land
from geo.briefings import Briefing, Scene, Text, unknown_references
from geo.briefings.briefing_files import LARGEST, briefing_names, from_json, read_briefing
from geo.choices import Clock
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import data_version
from geo.errors import GeoError
from geo.exports.documents.stamp import Verdict, read_stamp, verdict
from geo.files import write_whole
from geo.selection import ROWS, Dropped, from_query, only_known
from geo.share_links import link
from geo.views.atlas_at_date import AtlasAt
from geo.views.states_in_time import month_of


class UnknownBriefingError(GeoError):
    """Neither an included briefing nor a file has the given name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(f"{name}: no such briefing or file; the included briefings are {', '.join(known)}")


def named_briefing(name: str, data: Path) -> Briefing:
    """Return the included briefing of that name, or the one saved in the file of that name.

    Raises
    ------
    UnknownBriefingError
        There is neither.
    BriefingError, DataFileError
        The briefing cannot be read.
    """
    known = briefing_names(data)
    if name in known:
        return read_briefing(name, data)
    if not Path(name).is_file():
        raise UnknownBriefingError(name, known)
    with Path(name).open("rb") as file:
        return from_json(file.read(LARGEST + 1), name)


def add_export(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "write a briefing as PDF, PowerPoint, HTML, PNG, SVG or CSV"
    examples = (
        "atlas export villa-nueva --format pptx --language es --output villa-nueva.pptx\n"
        "atlas export my-briefing.json --format png --scene 2 --dpi 300 --output scene.png\n"
        "atlas export --series departamentos --format pdf --output departamentos.pdf\n"
        "atlas export villa-nueva --format csv --when 2019-03 --output villa-nueva.csv"
    )
    parser = add_command(commands, "export", summary, examples, run_export)
    parser.add_argument(
        "briefing",
        nargs="?",
        metavar="BRIEFING",
        help="the name of an included briefing (data/briefings), or a file saved from the atlas",
    )
    parser.add_argument(
        "--series",
        choices=("departamentos", "programmes"),
        help="instead of a briefing: an overview and one page, slide or HTML file for each",
    )
    parser.add_argument("--format", choices=("pdf", "pptx", "html", "png", "svg", "csv"), required=True)
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the file (default: en)")
    parser.add_argument(
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="the file to write; pictures of several scenes are numbered; a series as HTML is a folder, "
        "or a ZIP archive if the name ends in .zip",
    )
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of a PDF (default: a4)")
    parser.add_argument(
        "--dpi",
        type=resolution_ppi,
        default=144,
        metavar="N",
        help="resolution of a PNG in dots per inch (default: 144; for print: 300)",
    )
    add_former_name(parser, "--print", "dpi", action="store_const", const=300)
    parser.add_argument("--scene", type=int, metavar="N", help="one scene only, counted from 1")
    parser.add_argument(
        "--appendix",
        action="store_true",
        help="end a PDF or PowerPoint file with all sites and all sources in full",
    )
    parser.add_argument(
        "--theme", type=Path, metavar="FILE", help="a .potx or .pptx file whose look a PowerPoint file gets"
    )
    parser.add_argument(
        "--when",
        type=date_or_today,
        metavar="DATE",
        help="the sites and figures of a date, such as 2019-03; HTML begins at its month (default: today)",
    )
    add_clock(parser)
    add_data(parser)


def run_export(arguments: argparse.Namespace) -> int:
    """Write the file, or one per scene for pictures."""
    current = AtlasData(arguments.data)
    is_dated = arguments.when is not None
    data = AtlasAt(current, arguments.when, arguments.clock) if is_dated else current
    briefing = _requested(arguments, data)
    for missing in unknown_references(briefing, current):
        print(f"left out, not in the current data: {missing}", file=sys.stderr)
    if is_dated:
        briefing = _dated(briefing, arguments.when, arguments.clock)
        if arguments.format == "html":
            # The page has all dates: its slider begins at the month.
            briefing, data = _at_month(briefing, month_of(arguments.when), arguments.clock), current
    _require_scene(briefing, 1 if arguments.scene is None else arguments.scene)
    for path, content in _files(briefing, data, arguments):
        write_whole(path, content)
        print(f"wrote {path}: {len(content):,} bytes")
    return 0


def _requested(arguments: argparse.Namespace, data: AtlasData) -> Briefing:
    """Return the briefing, or the series in its place."""
    if (arguments.briefing is None) == (arguments.series is None):
        raise CommandError("write the name of a briefing or --series, one of the two")
    if arguments.series is None:
        return named_briefing(arguments.briefing, arguments.data)
    from atlas.publishing.map_series import Series, series_briefing

    return series_briefing(Series(arguments.series), data)


def _dated(briefing: Briefing, when: str, clock: Clock) -> Briefing:
    """Return a briefing whose every headline states the date of its sites."""

    def dated(headline: str, language: Language) -> str:
        t = translator(language)
        return t(f"states.{clock}", headline=headline, date=date_text(when, language))

    scenes = (
        replace(
            scene,
            headline=Text(
                en=dated(scene.headline.in_("en"), Language.ENGLISH),
                es=dated(scene.headline.in_("es"), Language.SPANISH),
            ),
        )
        for scene in briefing.scenes
    )
    return replace(briefing, scenes=tuple(scenes))


def _at_month(briefing: Briefing, month: str, clock: Clock) -> Briefing:
    """Return a briefing whose scenes show a month."""
    scenes = (
        replace(scene, selection=replace(scene.selection, when=month, clock=clock))
        for scene in briefing.scenes
    )
    return replace(briefing, scenes=tuple(scenes))


def _require_scene(briefing: Briefing, number: int) -> None:
    if not 1 <= number <= len(briefing.scenes):
        raise CommandError(f"the briefing has {len(briefing.scenes)} scenes; choose one of them")


def _files(
    briefing: Briefing, data: AtlasData, arguments: argparse.Namespace
) -> Iterator[tuple[Path, bytes]]:
    from atlas.publishing.document_formats import ONE_SCENE, DocumentFormat, Options, exported
    from geo.exports.documents.document import Paper

    kind, language = DocumentFormat(arguments.format), Language(arguments.language)
    paper = Paper.LETTER if arguments.paper == "letter" else Paper.A4
    options = Options(paper, arguments.dpi, appendix=arguments.appendix, theme=_theme(arguments))
    if arguments.scene:
        briefing = replace(briefing, scenes=(briefing.scenes[arguments.scene - 1],))
    out: Path = arguments.output
    if arguments.series and kind is DocumentFormat.HTML and not arguments.scene:
        yield from _pages(briefing, data, language, out)
        return
    if kind not in ONE_SCENE or len(briefing.scenes) == 1:
        yield out, exported(briefing, data, language, kind, options)
        return
    for number, scene in enumerate(briefing.scenes, start=1):
        alone = replace(briefing, scenes=(scene,))
        yield out.with_stem(f"{out.stem}-{number}"), exported(alone, data, language, kind, options)


def _theme(arguments: argparse.Namespace) -> bytes | None:
    if arguments.theme is None:
        return None
    if arguments.format != "pptx":
        raise CommandError("--theme is for PowerPoint; add --format pptx")
    from geo.exports.documents.deck_theme import themed_presentation

    content: bytes = arguments.theme.read_bytes()
    themed_presentation(content, str(arguments.theme))  # an error names the file
    return content


def _pages(
    briefing: Briefing, data: AtlasData, language: Language, out: Path
) -> Iterator[tuple[Path, bytes]]:
    """Yield the pages of a series in a folder, or their archive."""
    from atlas.publishing.map_series import series_archive, series_pages

    if out.suffix == ".zip":
        yield out, series_archive(briefing, data, language)
        return
    out.mkdir(parents=True, exist_ok=True)
    yield from ((out / name, content) for name, content in series_pages(briefing, data, language))


def options() -> dict[str, str]:
    """Return the option of each parameter of a selection in the URL."""
    return {row.parameter: row.option for row in ROWS} | {"site": "site"}


def add_link(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "print the URL of a selection or of a scene of a briefing"
    examples = (
        "atlas link --departamento 17,18 --kind border_checkpoint --language es\n"
        "atlas link villa-nueva --scene 2 --base https://atlas.example.org"
    )
    parser = add_command(commands, "link", summary, examples, run_link)
    parser.add_argument(
        "briefing", nargs="?", metavar="BRIEFING", help="a briefing; if omitted, the options below apply"
    )
    parser.add_argument(
        "--scene", type=int, default=1, metavar="N", help="of the briefing, counted from 1 (default: 1)"
    )
    parser.add_argument(
        "--base", default="", metavar="URL", help="where the atlas runs, such as https://atlas.example.org"
    )
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the page (default: en)")
    for name, option in options().items():
        if name == "area":
            parser.add_argument("--area", type=area, metavar="AREA", help=AREA_HELP)
        else:
            parser.add_argument(f"--{option}", dest=name, metavar="CODES", help=f"as in the URL; {SEVERAL}")
    add_former_name(parser, "--with", "with", metavar="CODES")
    add_data(parser)


def run_link(arguments: argparse.Namespace) -> int:
    """Print the URL; return 1 if a code is unknown."""
    scene, dropped = _scene(arguments)
    for code in dropped:
        print(f"--{options()[code.parameter]} {code.value}: the atlas has no such code", file=sys.stderr)
    if dropped:
        return 1
    version = data_version(arguments.data)
    print(link(scene.selection, arguments.language, version, arguments.base, scene.view))
    return 0


def _scene(arguments: argparse.Namespace) -> tuple[Scene, tuple[Dropped, ...]]:
    """Return the requested scene, and the codes that are unknown."""
    if arguments.briefing:
        briefing = named_briefing(arguments.briefing, arguments.data)
        _require_scene(briefing, arguments.scene)
        return briefing.scenes[arguments.scene - 1], ()
    given = {name: text for name in options() if (text := getattr(arguments, name)) is not None}
    chosen, unreadable = from_query({name: text.replace(",", ".") for name, text in given.items()})
    data = AtlasData(arguments.data)
    codes = list(data.regions["codigo_depto"]), list(data.population["codigo_muni"])
    known, unknown = only_known(
        chosen, *codes, list(data.sites.index), touches_land=partial(touches_land, data)
    )
    return Scene(headline=Text(en="link"), selection=known), (*unreadable, *unknown)


def add_static_site(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "write briefings and tables as static files for any web server"
    example = "atlas static-site --output public"
    parser = add_command(commands, "static-site", summary, example, run_static_site)
    parser.add_argument(
        "--output", type=Path, required=True, metavar="FOLDER", help="created if it does not exist"
    )
    add_data(parser)


def run_static_site(arguments: argparse.Namespace) -> int:
    """Write every file that changed; stop at the first that cannot be written."""
    from atlas.publishing.static_site import update_site

    arguments.output.mkdir(parents=True, exist_ok=True)
    update = update_site(AtlasData(arguments.data), arguments.output)
    print(
        f"wrote {update.written} files to {arguments.output}, {update.unchanged} unchanged, "
        f"{update.removed} removed; open {arguments.output / 'index.html'}"
    )
    return 0


def add_verify_export(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "compare the facts of an exported file with the current data"
    parser = add_command(
        commands, "verify-export", summary, "atlas verify-export villa-nueva.pptx", run_verify_export
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that the atlas exported")
    parser.add_argument(
        "--language", choices=("en", "es"), help="of the report (default: the language of the file)"
    )
    add_data(parser)


def run_verify_export(arguments: argparse.Namespace) -> int:
    """Print every fact that changed; return 1 if one did."""
    stamp = read_stamp(arguments.file.read_bytes(), str(arguments.file))
    result = verdict(stamp, AtlasData(arguments.data))
    code = arguments.language or stamp.language
    for line in verdict_lines(result, Language(code) if code in set(Language) else Language.ENGLISH):
        print(line)
    return 0 if result.holds else 1


def add_refresh(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "write a PowerPoint file of the atlas again with current figures and maps"
    example = "atlas refresh villa-nueva.pptx --output villa-nueva-new.pptx"
    parser = add_command(commands, "refresh", summary, example, run_refresh)
    parser.add_argument("deck", type=Path, metavar="DECK", help="a PowerPoint file that the atlas exported")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the file to write (default: DECK-refreshed.pptx)"
    )
    add_data(parser)


def run_refresh(arguments: argparse.Namespace) -> int:
    """Write the new file and print what changed on which slide."""
    from atlas.publishing.document_formats import refresh_lines, refreshed_deck

    deck: Path = arguments.deck
    content = deck.read_bytes()
    result = refreshed_deck(content, str(deck), AtlasData(arguments.data))
    code = read_stamp(content, str(deck)).language
    for line in refresh_lines(result, Language(code) if code in set(Language) else Language.ENGLISH):
        print(line)
    output = arguments.output or deck.with_stem(f"{deck.stem}-refreshed")
    write_whole(output, result.content)
    print(f"wrote {output}: {len(result.content):,} bytes")
    return 0


def verdict_lines(result: Verdict, language: Language) -> Iterator[str]:
    """Yield the report on an exported file, line by line."""
    t, stamp = translator(language), result.stamp
    made = date_text(stamp.made, language) if stamp.made else ""
    yield t("verify.file", title=stamp.title, date=made, linked=stamp.data_version, version=result.version)
    yield t("verify.kept", kept=result.kept, total=len(stamp.facts))
    for key, facts in (("changed", result.changed), ("gone", result.gone), ("added", result.added)):
        for fact in facts:
            words = t(f"fact_kind.{fact.kind}"), fact.name(language), fact.identifier
            yield t(f"verify.{key}", kind=words[0], name=words[1], id=words[2])
    yield t("verify.holds" if result.holds else "verify.differs")
