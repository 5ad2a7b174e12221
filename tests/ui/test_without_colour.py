"""No chart or map depends on colour alone."""

import json
from itertools import combinations, pairwise

import pytest

from atlas.ui.planning import next_sites_answer, what_if_question
from atlas.ui.widgets.chart_style import SERIES, SHAPES
from geo.location.recommendation import Method
from geo.mapping.map_styles import NO_DATA_COLOUR, RAMPS, luminance
from tests.ui.planning import answered
from tests.ui.reading import turned_to

COLOURS = {"color", "fill", "stroke"}
OTHERS = {"shape", "strokeDash", "text", "x", "y", "row", "column"}
"""What tells a value without a colour: a look, a word, a place."""

HOLLOW = 9
"""Length of a colour that lets the ground through: `#rrggbbaa`."""


def specs_of(app):
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def marks_of(spec, above=()):
    """Yield what each mark of a chart encodes, with everything above it."""
    encoding = dict(above) | spec.get("encoding", {})
    for part in spec.get("layer", []):
        yield from marks_of(part, encoding)
    if "layer" not in spec:
        yield encoding


def is_identified_by_fill(encoding):
    """Whether the inside is full for one value and lets the ground through for the other.

    Ties to INL are four: the two that share lanes are full and hollow.
    """
    fill = encoding.get("fill", {})
    insides = fill.get("scale", {}).get("range", [])
    has_two_fills = {len(inside) for inside in insides} == {HOLLOW - 2, HOLLOW}
    return has_two_fills and (len(insides) == 2 or fill["field"] == "tie")


def fields_by_colour_alone(spec):
    """Return the fields of a chart that nothing but colours tells apart."""
    marks = list(marks_of(spec))
    marked_fields = {
        encoding[name]["field"]
        for encoding in marks
        for name in OTHERS & set(encoding)
        if isinstance(encoding[name], dict) and "field" in encoding[name]
    }
    marked_fields |= {encoding["fill"]["field"] for encoding in marks if is_identified_by_fill(encoding)}
    fields = set()
    for encoding in marks:
        for name in COLOURS & set(encoding):
            channel = encoding[name]
            single = len(channel.get("scale", {}).get("domain", [])) == 1
            if channel.get("field") not in marked_fields | {None} and not single:
                fields.add(channel["field"])
    return fields


def contrast(first, other):
    low, high = sorted(map(luminance, (first, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("profile", {"dep": "18", "beside": "17.16"}),
        ("coverage", {}),
        ("gaps", {}),
        ("next", {"n": "3"}),
    ],
)
def test_no_chart_of_planning_needs_its_colours(question, terms):
    specs = specs_of(answered(question, **terms))
    assert specs
    assert [fields_by_colour_alone(spec) for spec in specs] == [set()] * len(specs)


@pytest.mark.parametrize("chart", ["homicides", "homicide_rate", "returns", "homicides_villa_nueva"])
def test_no_chart_of_series_needs_its_colours(chart):
    specs = specs_of(turned_to("programmes", chart=chart))
    assert specs
    assert [fields_by_colour_alone(spec) for spec in specs] == [set()] * len(specs)


def test_of_two_series_of_bars_one_is_hollow():
    app = turned_to("programmes", programme="countering_narcotics", chart="precursors_destroyed")
    bars, line_of_time = specs_of(app)
    assert any(is_identified_by_fill(encoding) for encoding in marks_of(bars))
    assert any(is_identified_by_fill(encoding) for encoding in marks_of(line_of_time))


def test_a_chart_that_depends_on_colour_is_detected():
    series = {"field": "people", "type": "nominal"}
    stacked = {"mark": "bar", "encoding": {"x": {"field": "share"}, "color": series}}
    assert fields_by_colour_alone(stacked) == {"people"}
    named = {"layer": [stacked, {"mark": "text", "encoding": {"text": series}}]}
    assert fields_by_colour_alone(named) == set()
    two = series | {"scale": {"domain": ["a", "b"], "range": ["#0b78b8", "#d1590a"]}}
    assert fields_by_colour_alone({"mark": "bar", "encoding": {"fill": two}}) == {"people"}
    hollow = two | {"scale": {"domain": ["a", "b"], "range": ["#0b78b8", "#d1590a1c"]}}
    assert fields_by_colour_alone({"mark": "bar", "encoding": {"fill": hollow}}) == set()


def test_there_are_looks_enough_and_no_two_alike():
    assert len(set(SERIES)) == len(set(SHAPES)) == len(SERIES)
    assert len(next_sites_answer.SIZES) == len(Method)


@pytest.mark.parametrize(
    "ramp",
    [*RAMPS.values(), next_sites_answer.COVERED, what_if_question.CLASSES],
    ids=str,
)
def test_classes_of_the_map_fall_in_lightness_from_each_to_the_next(ramp):
    for lighter, darker in pairwise(ramp):
        assert luminance(lighter) > luminance(darker)
        assert contrast(lighter, darker) >= 1.25


def test_what_is_no_order_is_light_middle_and_dark():
    for first, other in combinations(what_if_question.CLASSES, 2):
        assert contrast(first, other) >= 2


def test_no_data_is_lighter_than_the_least():
    assert all(contrast(NO_DATA_COLOUR, ramp[0]) >= 1.25 for ramp in RAMPS.values())
    assert all(luminance(NO_DATA_COLOUR) > luminance(ramp[0]) for ramp in RAMPS.values())


def test_contrast_is_that_of_wcag():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
