"""A native chart on a slide, whose series are told apart without colour as well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Inches, Pt

from geo.export.charts import ChartData
from geo.export.slide_parts import BODY_TOP, MARGIN, SOFT, WIDTH, describe, paragraphs, rgb, words_box

COLOURS: Final = tuple(map(rgb, ("#0b5c8a", "#b34a00", "#0a6b51", "#7a4a9c", "#805800", "#5f5f12")))
PATTERNS: Final = (
    None,
    MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    MSO_PATTERN.PERCENT_20,
    MSO_PATTERN.DARK_HORIZONTAL,
    MSO_PATTERN.LARGE_GRID,
    MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
)
"""In the order of the series, the first full: a projector or a print may show no colours."""
WHITE: Final = rgb("#ffffff")


def put_chart(slide: Any, chart: ChartData) -> None:
    """Put a native column chart below the heading; a missing value stays a gap."""
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = chart.categories
    for one in chart.series:
        data.add_series(one.name, one.values)
    place = Inches(MARGIN), Inches(BODY_TOP), Inches(WIDTH - 2 * MARGIN), Inches(4.7)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    describe(frame, f"{chart.title} ({chart.unit}): {', '.join(one.name for one in chart.series)}")
    drawn = frame.chart
    drawn.has_title, drawn.font.size = False, Pt(12)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.value_axis.has_title = True
    drawn.value_axis.axis_title.text_frame.text = chart.unit
    drawn.plots[0].has_data_labels = True
    _fill(drawn.plots[0].series)
    for labels in (drawn.plots[0].data_labels, drawn.value_axis.tick_labels):
        labels.number_format, labels.number_format_is_linked = "#,##0", False
    box = words_box(slide, (MARGIN, BODY_TOP + 4.8, WIDTH - 2 * MARGIN, 0.9))
    paragraphs(box, [*chart.cautions, f"[{', '.join(chart.sources)}]"], size=11, colour=SOFT)


def _fill(series: Iterable[Any]) -> None:
    for nth, one in enumerate(series):
        colour, pattern, fill = COLOURS[nth % len(COLOURS)], PATTERNS[nth % len(PATTERNS)], one.format.fill
        one.format.line.color.rgb = colour
        if pattern is None:
            fill.solid()
            fill.fore_color.rgb = colour
        else:
            fill.patterned()
            fill.pattern = pattern
            fill.fore_color.rgb, fill.back_color.rgb = colour, WHITE
