"""`atlas VERB`: dispatch to the module of the verb."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from atlas.cli import analysis_verbs, data_verbs, list_verbs, publishing_verbs

VERBS: Final = (
    data_verbs.add_check,
    data_verbs.add_seal,
    data_verbs.add_dictionary,
    data_verbs.add_build,
    analysis_verbs.add_profile,
    analysis_verbs.add_coverage,
    analysis_verbs.add_gaps,
    analysis_verbs.add_next_sites,
    list_verbs.add_place,
    publishing_verbs.add_export,
    publishing_verbs.add_link,
    publishing_verbs.add_verify,
    publishing_verbs.add_static_site,
)
"""Each adds its verb, in the order of `atlas --help`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status: 0 when all is well, 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="atlas", description="Tables, layers and analyses of the atlas.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for add_verb in VERBS:
        add_verb(verbs)
    chosen = parser.parse_args(arguments)
    status: int = chosen.run(chosen)
    return status
