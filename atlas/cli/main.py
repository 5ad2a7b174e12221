"""`atlas VERB`: dispatch to the module of the verb."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from atlas.cli import analysis_verbs, data_verbs, list_verbs, publishing_verbs

VERBS = (
    data_verbs,
    data_verbs,
    data_verbs,
    data_verbs,
    analysis_verbs,
    analysis_verbs,
    analysis_verbs,
    analysis_verbs,
    list_verbs,
    publishing_verbs,
    publishing_verbs,
    publishing_verbs,
    publishing_verbs,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status: 0 when all is well, 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="atlas", description="Tables, layers and analyses of the atlas.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for module in VERBS:
        module.add_to(verbs)
    chosen = parser.parse_args(arguments)
    status: int = chosen.run(chosen)
    return status
