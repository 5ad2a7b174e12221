"""Verification names altered facts and rejects damaged or oversized stamps."""

import base64
import json
import zlib
from dataclasses import replace

import pytest

from geo.briefings import Briefing, Scene, Text
from geo.choices import Layer
from geo.exports.documents.stamp import LARGEST, MARK, StampError, read_stamp, stamp_of, verdict
from geo.selection import Selection
from tests.shared_data import ATLAS

SCENE = Scene(Text(en="x"), figures=("I002",), selection=Selection(layers=(Layer.PORTS,)))
STAMP = stamp_of(Briefing(Text(en="x"), (SCENE,)), ATLAS, "en", "2026-11-22")


def test_a_stamp_is_read_as_it_was_written():
    assert read_stamp(b"..." + STAMP.to_text().encode() + b"...", "x") == STAMP


def test_six_ports_and_one_figure_hold():
    result = verdict(STAMP, ATLAS)
    assert (result.kept, result.holds) == (7, True)


def test_a_changed_fact_is_named_in_words():
    result = verdict(replace(STAMP, facts={**STAMP.facts, "figure I002": "0" * 10}), ATLAS)
    assert [(fact.kind, fact.identifier) for fact in result.changed] == [("figure", "I002")]
    assert result.changed[0].name("es").startswith("Droga ilícita")
    assert (result.kept, result.holds) == (6, False)


def test_a_fact_that_is_gone_and_one_that_is_new_are_named():
    facts = {fact: digest for fact, digest in STAMP.facts.items() if fact != "site champerico"}
    result = verdict(replace(STAMP, facts=facts | {"figure I999": "0" * 10, "moon x": "1"}), ATLAS)
    assert [fact.identifier for fact in result.gone] == ["I999", "x"]
    assert [fact.identifier for fact in result.added] == ["champerico"]


def packed(value):
    return MARK.encode() + base64.urlsafe_b64encode(zlib.compress(value)).rstrip(b"=") + b":"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no stamp here",
        MARK.encode() + b"A" * 40 + b":",
        packed(b"[1, 2, 3, 4, 5, 6, 7]"),
        packed(b"[" * 50_000),
        packed(b" " * (LARGEST + 1)),
        packed(json.dumps(vars(STAMP) | {"facts": {"figure I002": 7}}).encode()),
        packed(json.dumps({"title": "x"} | {"filler": "abcdefghij"}).encode()),
        b"PK\x03\x04 no archive",
    ],
    ids=["empty", "none", "noise", "list", "deep", "bomb", "number", "parts missing", "archive"],
)
def test_what_carries_no_whole_stamp_is_refused(content):
    with pytest.raises(StampError):
        read_stamp(content, "x.pdf")
