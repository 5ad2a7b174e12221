"""The charts of PowerPoint files: numbers that do not overlap, and columns from zero."""

from itertools import pairwise

import pytest

from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from geo.choices import Chart
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.deck_theme import add_titled_slide, themed_presentation
from geo.exports.documents.document_rows import ChartData, ChartSeries, chart_data
from geo.exports.documents.slide_elements import (
    AXIS,
    LABEL_PT,
    LETTER,
    MARGIN,
    WIDTH,
    label_size,
    put_chart,
    spread,
)

FACTS = AtlasData().facts


def drawn(chart):
    """Return the native chart of a slide."""
    slide = add_titled_slide(themed_presentation(None))
    put_chart(slide, chart)
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def of_years(*series):
    """Return a chart of series from the year 2000 on."""
    years = tuple(str(2000 + nth) for nth in range(len(series[0])))
    rows = tuple(ChartSeries(f"s{nth}", values) for nth, values in enumerate(series))
    return ChartData("Title", "victims", years, rows, (), ("S001",))


def label_boxes(chart):
    """Return where each number begins and ends across the chart, in points, from left to right."""
    plot = chart.plots[0]
    series, count = list(plot.series), len(list(plot.categories))
    side_by_side = 1 if plot.overlap == 100 else len(series)
    size = plot.data_labels.font.size.pt
    room = (WIDTH - 2 * MARGIN - AXIS) * 72 / count
    column = room / (side_by_side + plot.gap_width / 100)
    boxes = []
    for nth, line in enumerate(series):
        for at, value in enumerate(line.values):
            if value is not None:
                offset = 0 if side_by_side == 1 else nth
                middle = at * room + (plot.gap_width / 200 + offset + 0.5) * column
                half = len(f"{value:,.0f}") * size * LETTER / 2
                boxes.append((middle - half, middle + half))
    return sorted(boxes)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", Chart)
def test_no_two_numbers_of_a_chart_overlap(name, language):
    chart = drawn(chart_data(name, FACTS, ExportWords(language)))
    assert all(left[1] <= right[0] + 1e-6 for left, right in pairwise(label_boxes(chart)))
    assert chart.value_axis.minimum_scale == 0


def test_few_columns_stay_side_by_side():
    chart = drawn(of_years((1.0, 2.0), (3.0, None)))
    assert list(chart.plots[0].categories) == ["2000", "2001"]
    assert chart.plots[0].overlap == 0
    assert chart.plots[0].data_labels.font.size.pt == 12


def test_each_value_has_a_category_where_columns_are_many():
    many = tuple(1000.0 + nth for nth in range(24))
    chart = drawn(of_years(many, (*[None] * 23, 5000.0)))
    assert list(chart.plots[0].categories)[-3:] == ["2022", "2023", "2023"]
    assert [list(line.values)[-3:] for line in chart.plots[0].series] == [
        [1022.0, 1023.0, None],
        [None, None, 5000.0],
    ]
    assert chart.plots[0].overlap == 100


def test_a_chart_without_a_value_is_drawn_without_numbers():
    chart = of_years((None, None), (None, None))
    assert label_size(chart) == LABEL_PT[0]
    assert not any(value for series in drawn(chart).plots[0].series for value in series.values)


def test_a_spread_chart_keeps_every_value_and_every_gap():
    chart = of_years((1.0, None, 3.0), (4.0, None, None))
    assert spread(chart).categories == ("2000", "2000", "2001", "2002")
    assert [series.values for series in spread(chart).series] == [
        (1.0, None, None, 3.0),
        (None, 4.0, None, None),
    ]
