"""The message of an overlay contains exactly what the map's script reads."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.mapping.map_styles import OWN, OWN_AREA
from geo.mapping.overlay_message import (
    MOST_POINTS,
    Fills,
    LegendEntry,
    Overlay,
    PointMarks,
    circle,
    legend,
    place,
    stretch,
    to_message,
)

CODES = (101, 102, 103, 1701)


def test_an_empty_overlay_says_nothing() -> None:
    assert to_message(Overlay(), CODES) == {}


def test_an_empty_result_is_an_empty_list() -> None:
    overlay = Overlay(circles=(), lines=(), places=(), is_placing=False)
    assert to_message(overlay, CODES) == {"circles": [], "lines": [], "places": [], "placing": False}


def test_a_class_is_one_character_in_the_order_of_the_codes() -> None:
    colours = tuple(f"#0000{number:02}" for number in range(11))
    fills = Fills({1701: 10, 101: 0}, colours, by_departamento=True)
    assert to_message(Overlay(fills=fills), CODES) == {
        "fills": {"classes": "0--a", "colours": list(colours), "whole": True}
    }
    assert fills.colour_of == {1701: "#000010", 101: "#000000"}


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 2)), st.sets(st.sampled_from(CODES)))
def test_one_class_more_changes_no_municipio_that_has_one(class_of: dict[int, int], more: set[int]) -> None:
    before = Fills(class_of, ("#000001", "#000002", "#000003"))
    after = before.with_class(more, OWN_AREA)
    assert after.colour_of == dict.fromkeys(more, OWN_AREA) | before.colour_of


def test_a_legend_tells_what_lightness_does_not() -> None:
    drawn = legend("Title", [("#bfe0b7", "0–25 %"), (OWN_AREA, "Half known")], "Note")
    assert to_message(Overlay(legend=drawn), CODES)["legend"] == {
        "title": "Title",
        "entries": [
            {"colour": "#bfe0b7", "label": "0–25 %"},
            {"colour": OWN_AREA, "label": "Half known", "look": "dotted"},
        ],
        "note": "Note",
    }
    assert drawn.parts[0] == LegendEntry("", "Title", is_title=True)
    assert drawn.parts[-1] == LegendEntry("", "Note", is_note=True)
    assert len(legend("Title", []).parts) == 1


def test_places_and_circles_are_rounded_to_what_is_seen() -> None:
    overlay = Overlay(
        circles=(circle(-90.123456, 14.5, 25_000.4, "#000001"),),
        places=(place(-90.1234567, 14.5, "#000002", "M", "Moved"),),
    )
    assert to_message(overlay, CODES) == {
        "circles": [{"at": [-90.1235, 14.5], "radius_m": 25_000, "colour": "#000001", "dashed": True}],
        "places": [{"at": [-90.12346, 14.5], "colour": "#000002", "number": "M", "label": "Moved"}],
    }


def test_a_stretch_keeps_its_ends_and_few_corners() -> None:
    corners = [(-92 + 0.001 * n, 14 + 0.003 * (n % 2)) for n in range(1000)]
    drawn = stretch(shapely.LineString(corners), "#000001", "1", "1. Mexico: 9 km")
    assert len(drawn.points) <= MOST_POINTS
    assert (drawn.points[0], drawn.points[-1]) == ((-92.0, 14.0), (-91.001, 14.003))
    message = to_message(Overlay(lines=(drawn,)), CODES)["lines"]
    assert [set(line) for line in message] == [{"points", "colour", "number", "label"}]


def test_points_have_breaks_in_hexagons_only() -> None:
    marks = PointMarks("a/marks.json", "points", ("#000001",), "one", "many")
    message = to_message(Overlay(points=marks), CODES)["points"]
    assert message == {
        "url": "a/marks.json",
        "mode": "points",
        "colour": OWN,
        "colours": ["#000001"],
        "words": {"one": "one", "many": "many"},
    }
    hexagons = PointMarks("b", "hexagons", (), "one", "many", breaks=(1, 9))
    assert to_message(Overlay(points=hexagons), CODES)["points"]["breaks"] == [1, 9]
