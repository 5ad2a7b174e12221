"""The `atlas` command: parse the arguments and run one of its commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final

from atlas.cli import analysis_commands, data_commands, list_commands, publishing_commands, route_commands
from geo.errors import GeoError

COMMANDS: Final = (
    data_commands.add_check,
    data_commands.add_changes,
    data_commands.add_update_checksums,
    data_commands.add_dictionary,
    data_commands.add_build,
    analysis_commands.add_profile,
    analysis_commands.add_coverage,
    analysis_commands.add_gaps,
    analysis_commands.add_next_sites,
    analysis_commands.add_what_to_find_out,
    route_commands.add_route,
    route_commands.add_roads,
    list_commands.add_geocode,
    publishing_commands.add_export,
    publishing_commands.add_refresh,
    publishing_commands.add_link,
    publishing_commands.add_verify_export,
    publishing_commands.add_static_site,
)
"""Each adds one command, in the order of `atlas --help`."""

FORMER_NAMES: Final = {
    "place": "geocode",
    "seal": "update-checksums",
    "site": "static-site",
    "site-next": "next-sites",
    "verify": "verify-export",
}
"""Former names of commands: they still work and are not listed in the help."""


def main(command_line: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 if it succeeded, 1 if something is wrong."""
    words = list(sys.argv[1:] if command_line is None else command_line)
    words[:1] = [FORMER_NAMES.get(word, word) for word in words[:1]]
    arguments = parser().parse_args(words)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whatever reads the output, such as `head`, has enough; Python would report it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (GeoError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return status


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    atlas = argparse.ArgumentParser(
        prog="atlas",
        description="Check the data of the atlas, analyse them and publish them as files.",
        epilog="`atlas COMMAND --help` describes a command and gives an example.",
    )
    atlas.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {version('guatemala-security-atlas')}",
        help="print the version and exit",
    )
    commands = atlas.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for add in COMMANDS:
        add(commands)
    return atlas


if __name__ == "__main__":
    sys.exit(main())
