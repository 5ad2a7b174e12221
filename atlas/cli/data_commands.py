"""Commands for the data folder: `check`, `changes`, `update-checksums`, `dictionary` and `build`.

`check` validates every table, record and layer. `update-checksums` writes row counts and checksums into
the records and adds the new data version to the history. `dictionary` writes the data dictionary from
the records. `changes` lists what differs between two dates. `build` derives boundaries and layers from
the packages they come from.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from atlas.cli.arguments import CommandError, add_clock, add_command, add_data, date_or_today
from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.static_site import dictionary
from geo.choices import Aspect
from geo.dataset import boundaries, ground
from geo.dataset.atlas_data import AtlasData
from geo.dataset.census import read_population
from geo.dataset.data_history import VERSIONS, record_version
from geo.dataset.records import DATA, RECORD_NAME, data_version, datasets, read_record, sha256
from geo.errors import DataFileError
from geo.files import write_whole
from geo.validation import violations

if TYPE_CHECKING:
    from geo.views.state_changes import Change
    from geo.views.states_in_time import Timeline


def add_check(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "validate every table, record and layer of the data folder"
    parser = add_command(commands, "check", summary, "atlas check", run_check)
    add_data(parser)


def run_check(arguments: argparse.Namespace) -> int:
    """Print every violation; return 1 if there is any."""
    if not arguments.data.is_dir():
        raise CommandError(f"{arguments.data} is not a folder; name the one that holds the data sets")
    lines = list(dict.fromkeys(violations(arguments.data)))
    for line in lines:
        print(line)
    if lines:
        print(f"{len(lines)} violations; each line ends with the correction")
        return 1
    count, version = len(datasets(arguments.data)), data_version(arguments.data)
    print(f"{count} data sets are valid; data version {version}")
    return 0


def add_changes(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "list what changed between two dates, with the sources"
    examples = (
        "atlas changes --from 2018-12 --to 2024-10\natlas changes --from 2024-10 --clock known --format csv"
    )
    parser = add_command(commands, "changes", summary, examples, run_changes)
    parser.add_argument(
        "--from", dest="before", type=date_or_today, required=True, metavar="DATE", help="such as 2018-12"
    )
    parser.add_argument(
        "--to",
        dest="after",
        type=date_or_today,
        default=None,
        metavar="DATE",
        help="a date, or today (default: today)",
    )
    add_clock(parser)
    parser.add_argument(
        "--format",
        choices=("table", "json", "csv"),
        default="table",
        help="a list in words, or rows with the codes of the data (default: table)",
    )
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the list (default: en)")
    add_data(parser)


def run_changes(arguments: argparse.Namespace) -> int:
    """Print the differences, one a line."""
    from geo.exports.tables.sheets import csv_text
    from geo.views.state_changes import change_table
    from geo.views.states_in_time import read_timeline

    timeline = read_timeline(AtlasData(arguments.data))
    changes = timeline.differences(arguments.before, arguments.after, arguments.clock)
    if arguments.format == "table":
        dates = (arguments.before, arguments.after)
        print("\n".join(_in_words(changes, timeline, dates, Language(arguments.language))))
        return 0
    table = change_table(changes, timeline.facts, timeline.sites)
    if arguments.format == "json":
        print(table.to_json(orient="records", force_ascii=False, indent=2))
    else:
        print(csv_text(table), end="")
    return 0


def _in_words(
    changes: Sequence[Change],
    timeline: Timeline,
    dates: tuple[str | None, str | None],
    language: Language,
) -> Iterator[str]:
    """Yield the differences by kind, each in one line with both sides and its sources."""
    from geo.exports.documents.document_text import change_text
    from geo.views.state_changes import ChangeKind, names_of

    words, names = ExportWords(language), names_of(timeline.facts, timeline.sites)
    before, after = (words("time.today").lower() if when is None else words.date(when) for when in dates)
    yield words("changes.between", before=before, after=after)
    if not changes:
        yield words("changes.none")
    for kind in ChangeKind:
        own = [change for change in changes if change.kind is kind]
        if own:
            yield f"\n{words(f'change.{kind}')} ({len(own)})"
        for change in own:
            english, spanish = names[change.fact, change.identifier]
            aspect = "" if change.aspect is Aspect.EXISTENCE else f" ({words(f'aspect.{change.aspect}')})"
            sides = change_text(change, timeline.facts, words)
            name = f"{spanish if language is Language.SPANISH else english}{aspect}"
            text = ": ".join(filter(None, (words(f"fact_kind.{change.fact}"), name, sides)))
            yield f"- {text}. {words('figures.sources')} {', '.join(change.sources)}"


DOCS = Path(__file__).resolve().parents[2] / "docs"


def add_dictionary(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "write the data dictionary in both languages from the records"
    parser = add_command(commands, "dictionary", summary, "atlas dictionary --output docs", run_dictionary)
    parser.add_argument(
        "--output", type=Path, default=DOCS, metavar="FOLDER", help="where to write (default: docs)"
    )
    add_data(parser)


def run_dictionary(arguments: argparse.Namespace) -> int:
    """Write one file per language."""
    for language in Language:
        path = arguments.output / file_name(language)
        write_whole(path, dictionary(language, arguments.data).encode())
        print(path)
    return 0


def file_name(language: Language) -> str:
    """Return the file name of the dictionary in a language."""
    return f"data-dictionary.{language}.md"


def add_update_checksums(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "write row counts and checksums into the records after tables were edited"
    examples = "atlas update-checksums\natlas update-checksums sites sources"
    parser = add_command(commands, "update-checksums", summary, examples, run_update_checksums)
    parser.add_argument("datasets", nargs="*", metavar="DATASET", help="which data sets (default: all)")
    add_data(parser)


def run_update_checksums(arguments: argparse.Namespace) -> int:
    """Update the records of the named data sets; stop at the first that cannot be updated."""
    for dataset in arguments.datasets or datasets(arguments.data):
        for name in update_checksums(dataset, arguments.data):
            print(f"updated the record of data/{dataset}/{name}")
    if record_version(arguments.data):
        print(f"added the data version to data/{VERSIONS}")
    return 0


def update_checksums(dataset: str, data: Path = DATA) -> tuple[str, ...]:
    """Write row count and checksum of each file of a data set into its record; return the changed names.

    Raises
    ------
    DataFileError
        The record cannot be read, or names a file that does not exist; nothing is written then.
    """
    record_path = data / dataset / RECORD_NAME
    record, text = read_record(dataset, data), record_path.read_text(encoding="utf-8")
    changed = []
    for name, entry in record.files.items():
        content = _content(data / dataset / name)
        rows = count_rows(name, content) if name.endswith(".csv") else entry.rows
        if (rows, sha256(content)) != (entry.rows, entry.sha256):
            text = _with_entry(text, name, rows, sha256(content))
            changed.append(name)
    write_whole(record_path, text.encode())
    return tuple(changed)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        file = f"data/{path.parent.name}/{path.name}"
        raise DataFileError(file, "a file", "nothing") from error


def count_rows(name: str, content: bytes) -> int:
    """Return the number of rows of a CSV file, without its header."""
    return max(0, sum(1 for _ in csv.reader(content.decode().splitlines())) - 1)


def _with_entry(text: str, name: str, rows: int, digest: str) -> str:
    heading = re.escape(f'[files."{name}"]')
    return re.sub(
        rf"({heading}\n)(?:(?:rows|sha256) = .*\n?)*",
        lambda match: f'{match[1]}rows = {rows}\nsha256 = "{digest}"\n',
        text,
    )


Files = Iterator[tuple[str, bytes]]


def add_build(commands: Any) -> None:
    """Add the command to the command line."""
    summary = "rebuild boundaries, neighbours, layers and ground from their packages"
    parser = add_command(commands, "build", summary, "atlas build\natlas build layers", run_build)
    names = ", ".join(BUILDERS)
    parser.add_argument("datasets", nargs="*", metavar="DATASET", help=f"of {names} (default: all)")


def run_build(arguments: argparse.Namespace, data: Path = DATA) -> int:
    """Build the named data sets in the order of their dependencies; stop at the first failure."""
    if unknown := set(arguments.datasets) - set(BUILDERS):
        wrong = ", ".join(sorted(unknown))
        raise CommandError(f"unknown data set {wrong}; name one of {', '.join(BUILDERS)}")
    for dataset in BUILDERS:
        if not arguments.datasets or dataset in arguments.datasets:
            _write(dataset, data)
    return 0


def _write(dataset: str, data: Path) -> None:
    # All of a data set is built before the first file is replaced.
    for name, content in list(BUILDERS[dataset]()):
        write_whole(data / dataset / name, content)
        print(f"built data/{dataset}/{name}: {len(content):,} bytes")
    update_checksums(dataset, data)


def _boundaries() -> Files:
    from geo.build.national_outlines import adjacency, boundaries_file, built_boundaries

    layers = built_boundaries()
    yield boundaries.BOUNDARIES[1], boundaries_file(layers)
    yield boundaries.ADJACENCY[1], adjacency(layers["municipios"]).to_csv(index=False).encode()


def _neighbours() -> Files:
    from geo.build.national_outlines import boundaries_file
    from geo.build.neighbour_outlines import downloaded_atlas, neighbours

    around = neighbours(downloaded_atlas(), boundaries.read_border())
    yield boundaries.NEIGHBOURS[1], boundaries_file({"neighbours": around})


def _layers() -> Files:
    from geo.build.simplification import SimplificationLevel, built_layers

    full = SimplificationLevel(
        boundaries.read_municipios(), boundaries.read_lakes(), boundaries.read_neighbours()
    )
    yield from ((f"{name}.topojson", content) for name, content in built_layers(full))


def _ground() -> Files:
    import shapely

    from geo.build.ground_layers import airfields, lakes, rivers, towns
    from geo.build.relief_shading import relief_pictures
    from geo.build.simplification import COARSE_STEP
    from geo.build.topojson_writer import to_topojson

    country = shapely.union_all(boundaries.read_departamentos().geometry)
    abroad = shapely.union_all(boundaries.read_neighbours().geometry)
    land, border = shapely.union_all([country, abroad]), boundaries.layer_objects("context_50m")["border"]
    water = {"rivers": rivers(border, land), "lakes": lakes(boundaries.read_lakes(), country, land)}
    yield ground.WATER, to_topojson(water, COARSE_STEP)
    yield ground.TOWNS, towns(read_population(), country).to_csv(index=False).encode()
    yield ground.AIRFIELDS, airfields(country).to_csv(index=False).encode()
    for theme, picture in relief_pictures(country, abroad).items():
        yield ground.relief_name(theme), picture


BUILDERS: Final[dict[str, Callable[[], Files]]] = {
    "boundaries": _boundaries,
    "neighbours": _neighbours,
    "layers": _layers,
    "ground": _ground,
}
