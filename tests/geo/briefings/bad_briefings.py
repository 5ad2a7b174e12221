"""Briefing files with one error each, and its message."""

import json

from geo.briefings import Briefing, Scene, Text
from geo.briefings.briefing_files import LARGEST, to_json


def plain():
    """Return a briefing of two scenes as its file holds it."""
    return json.loads(to_json(Briefing(Text(en="Title"), (Scene(Text(en="One")), Scene(Text(en="Two"))))))


def changed(path, value):
    """Return the same with one value changed."""
    briefing = plain()
    at = briefing
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return briefing


FAULTS = [
    (["format"], "other", "is not a briefing"),
    (["title"], {"en": " "}, "title: is empty"),
    (["title"], {"de": "Titel"}, "'de' is unknown"),
    (["data_version"], "latest", "data_version"),
    (["scenes"], {}, "scenes: is not a list"),
    (["scenes"], [0] * 41, "at most 40"),
    (["scenes", 1], "x", "scene 2: is not a scene"),
    (["scenes", 1, "style"], "x", "scene 2: 'style' is unknown"),
    (["scenes", 1, "headline"], {"en": "x" * 121}, "121 characters"),
    (["scenes", 1, "text"], {"en": "a\x00b"}, "control character"),
    (["scenes", 1, "text"], {"en": "\ud800"}, "control character"),
    (["scenes", 1, "notes"], ["x"], "write it under en"),
    (["scenes", 1, "query"], {"dep": "0x1"}, "query: 'dep=0x1' is not valid"),
    (["scenes", 1, "query"], {"lang": "en"}, "is not in the format of the atlas"),
    (["scenes", 1, "query"], [], "parameters as in a link"),
    (["scenes", 1, "view"], {"latitude": 1}, "is not a map view"),
    (
        ["scenes", 1, "view"],
        {"latitude": 91, "longitude": 0, "zoom": 8},
        "view.latitude: is out of range",
    ),
    (
        ["scenes", 1, "view"],
        {"latitude": True, "longitude": 0, "zoom": 8},
        "view.latitude: is out of range",
    ),
    (["scenes", 1, "figures"], ["../I001"], "is not a list of identifiers"),
    (["scenes", 1, "figures"], ["I001", "I001"], "repeats an identifier"),
    (["scenes", 1, "chart"], "pie", "is unknown; use one of"),
    (["format"], "atlas-briefing-12", "was made by a newer version of the atlas"),
    (["scenes", 1, "kind"], "film", "kind: is unknown; use one of: map, answer"),
    (["scenes", 1, "address"], {"ask": "a&b=<c>"}, "is not the address of a view"),
    (["scenes", 1, "answer"], {"made": "today"}, "is not an answer as the atlas keeps it"),
    (["scenes", 1, "annotations"], [{"kind": "note", "from": [0, 0]}], "is not a list of arrows and notes"),
]


UNREADABLE = [
    (b"", "is not valid JSON at 1:1"),
    (b"\xff", "is not UTF-8 text"),
    (b'{"format":\n 1 x}', "is not valid JSON at 2:4"),
    (b"[" * 100_000, "is nested too deeply"),
    (b"NaN", "is nested too deeply or holds an unreadable number"),
    (b"9" * 5_000, "is nested too deeply or holds an unreadable number"),
    (b'{"a": 1e', "is not valid JSON at 1:"),
    (b"x" * (LARGEST + 1), "has 3,000,001 bytes; a briefing has at most 3,000,000"),
    ("\ud800", "is not UTF-8 text"),
]
