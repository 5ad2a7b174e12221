"""`atlas verify`: say whether the facts of an exported file still hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from atlas.i18n.messages import Language, date_text, translator
from cli.briefings import add_data
from geo.dataset.atlas_data import AtlasData
from geo.errors import GeoError
from geo.exports.documents.stamp import Verdict, read_stamp, verdict


def add_to(verbs: Any) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser("verify", help="say whether the facts of an exported file still hold")
    parser.add_argument("file", type=Path, help="a file that the atlas exported")
    parser.add_argument("--language", choices=("en", "es"), help="default: the language of the file")
    add_data(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
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
