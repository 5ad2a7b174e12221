"""Coverage drawn: municipios and circles on the map, the curve over distance, the largest gaps."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from math import isfinite
from typing import Final

import altair as alt
import geopandas as gpd
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.lists.list_map import ends_text
from atlas.ui.planning.list_use import ListUse
from atlas.ui.widgets.chart_style import BAND, LIMIT, SERIES
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import (
    km_text,
    limit_text,
    percent,
    percent_axis,
    percent_format,
    place_name,
)
from atlas.web.served_data import atlas_data
from geo.analysis.site_coverage import MEASURED, Coverage
from geo.analysis.uncertain_distances import LocatedSites
from geo.choices.planning_kinds import Measure, Metric
from geo.lists.list_coverage import RowCoverage
from geo.mapping.classification import classified
from geo.mapping.map_styles import OWN_AREA, RAMPS
from geo.mapping.overlay_message import DashedCircle, Fills, Legend, LegendEntry, Overlay, circle
from geo.views.list_view import steps_of
from geo.views.planning_query import PlanningQuery

PEOPLE_STEPS: Final = (10_000, 25_000, 50_000, 100_000)
LINE_STEPS: Final = (5, 10, 25, 50)
BREAKS: Final = {
    Measure.PEOPLE_BY_CABECERA: PEOPLE_STEPS,
    Measure.PEOPLE_BY_AREA: PEOPLE_STEPS,
    Measure.AREA_KM2: (100, 250, 500, 1_000),
    Measure.LAND_BORDER_KM: LINE_STEPS,
    Measure.COAST_KM: LINE_STEPS,
}
"""Bounds of the classes of what lies beyond reach: the same for every distance, to compare maps."""
LEAST: Final = 0.5
"""Less than half a person (or half a square kilometre) is none."""

DOTS: Final = alt.OverlayMarkDef(color=SERIES[0])
"""The points of a line, in its colour."""

MOST_CIRCLES: Final = 200
"""Circles drawn at a time; more of them hide each other and the map."""


def draw_curve(rows: pd.DataFrame, plan: PlanningQuery, measure: str, t: Translator) -> None:
    """Draw the share within each distance, with its range, and the chosen distance."""
    heading = "regions.curve" if plan.metric is Metric.STRAIGHT else "road.curve"
    st.markdown(f"##### {t(heading)}")
    column = plan.metric.column
    title = t("regions.distance_km" if plan.metric is Metric.STRAIGHT else "road.minutes")
    x = alt.X(f"{column}:Q", title=title, scale=alt.Scale(type="sqrt", nice=False))
    axis = alt.Axis(labelExpr=percent_axis(t.language), tickCount=5)
    names = ("share_low", "share", "share_high")
    texts = {f"{name}_text": [percent(share, t.language) for share in rows[name]] for name in names}
    base = alt.Chart(rows.assign(**texts)).encode(x=x)
    y = alt.Y("share:Q", title=measure, axis=axis, scale=alt.Scale(domain=[0, 1]))
    tips = [alt.Tooltip(f"{column}:Q", title=title)] + [
        alt.Tooltip(f"{name}_text:N", title=t(f"regions.{name}")) for name in names
    ]
    band = base.mark_area(**BAND).encode(y=alt.Y("share_low:Q"), y2="share_high:Q")
    name = limit_text(plan.limit, plan.metric, t)
    limit = alt.Chart(pd.DataFrame({"limit": [plan.limit], "name": [name]})).encode(x="limit:Q")
    chart = alt.layer(
        band,
        base.mark_line(point=DOTS, color=SERIES[0]).encode(y=y, tooltip=tips),
        limit.mark_rule(strokeDash=[4, 4], strokeWidth=1.5, color=LIMIT),
        limit.mark_text(align="left", dx=5, fontSize=12).encode(text="name:N", y=alt.value(8)),
    ).properties(height=300)
    ends = rows.iloc[[0, -1]]
    described = t(
        "regions.curve_alt" if plan.metric is Metric.STRAIGHT else "road.curve_alt",
        measure=measure,
        first=percent(ends["share"].iloc[0], t.language),
        last=percent(ends["share"].iloc[1], t.language),
    )
    st.altair_chart(chart, key="coverage_curve", alt=described)


def coverage_overlay(
    view: Coverage, sites: gpd.GeoDataFrame, plan: PlanningQuery, t: Translator
) -> Overlay:
    """Return municipios by who (or what) is beyond reach in them, and a circle around each marker."""
    beyond = dict(zip(view.table["codigo_muni"].tolist(), view.beyond(plan.measure).tolist(), strict=True))
    breaks, ramp = BREAKS[plan.measure], RAMPS[len(BREAKS[plan.measure]) + 1]
    places = {code: bisect_left(breaks, value) for code, value in beyond.items() if value >= LEAST}
    bounds = [number_text(value, t.language) for value in breaks]
    labels = (
        t("regions.class_up_to", high=bounds[0]),
        *(f"{low}–{high}" for low, high in pairwise(bounds)),
        t("regions.class_over", low=bounds[-1]),
    )
    return Overlay(
        legend=Legend(beyond_title(plan, t), tuple(map(LegendEntry, ramp, labels)), _legend_note(plan, t)),
        fills=Fills(places, ramp),
        circles=circles(sites, view.sites, plan.km) if plan.metric is Metric.STRAIGHT else None,
    )


def beyond_title(plan: PlanningQuery, t: Translator) -> str:
    """Return what the map colours and the largest gaps are ordered by."""
    return t(f"beyond.{plan.measure}", limit=limit_text(plan.limit, plan.metric, t))


def _legend_note(plan: PlanningQuery, t: Translator) -> str:
    key = "regions.circle_note" if plan.metric is Metric.STRAIGHT else "road.legend_note"
    return t(key, limit=limit_text(plan.limit, plan.metric, t))


def rows_overlay(own: ListUse, view: RowCoverage, plan: PlanningQuery, t: Translator) -> Overlay:
    """Return municipios by the rows of the list that are beyond reach in them, and circles."""
    table = view.table.set_index("codigo_muni")
    beyond = (table["rows"] - table["covered"]).astype(float)
    classes = classified(beyond[beyond >= LEAST], zero_apart=False)
    steps = steps_of(classes)
    fills = Fills(
        dict(zip(beyond.index[beyond >= LEAST].tolist(), classes.nth.tolist(), strict=True)),
        tuple(step.colour for step in steps),
    )
    entries = [LegendEntry(step.colour, ends_text(step, t.language)) for step in steps]
    if coarse := {code for code in own.rows(own.codes).areas if not beyond.get(code)}:
        fills = fills.with_class(coarse, OWN_AREA)
        count = number_text(sum(own.rows(own.codes).areas[code] for code in coarse), t.language)
        entries.append(LegendEntry(OWN_AREA, t("own.areas", count=count)))
    title = t("beyond.rows", name=own.reader_list.name[:40], limit=km_text(plan.km, t.language))
    legend = Legend(title, tuple(entries), _legend_note(plan, t))
    return Overlay(legend=legend, fills=fills, circles=circles(atlas_data().sites, view.sites, plan.km))


def circles(sites: gpd.GeoDataFrame, located: LocatedSites, km: float) -> tuple[DashedCircle, ...]:
    """Return a circle around each marker that is measured to; none past `MOST_CIRCLES`."""
    markers = sites.loc[located.table.index]
    points = markers.geometry[markers.geometry.notna()].head(MOST_CIRCLES)
    return tuple(circle(x, y, km * 1e3) for x, y in zip(points.x, points.y, strict=True))


def draw_gaps(table: pd.DataFrame, key: str, what: str, no_gaps: str, t: Translator) -> None:
    """Draw the municipios with most that is not covered; `what` that is, the map has in its legend."""
    st.markdown(f"##### {t('regions.largest_gaps')}")
    if table.empty:
        st.success(no_gaps, icon=":material/check_circle:")
        return
    st.caption(plain(t("regions.gaps_order", what=what)))
    columns = {
        "regions.share_covered": st.column_config.ProgressColumn(
            format=percent_format(t.language), min_value=0, max_value=100
        ),
        "regions.nearest_km": st.column_config.NumberColumn(format="%.1f"),
        "road.nearest": st.column_config.NumberColumn(format="%.0f"),
        "regions.not_covered": st.column_config.NumberColumn(format="localized"),
    }
    st.dataframe(
        table,
        hide_index=True,
        key=key,
        alt=t("regions.largest_gaps"),
        column_config={t(name): column for name, column in columns.items()},
    )


def row_gaps_table(view: RowCoverage, t: Translator) -> pd.DataFrame:
    """Return the municipios with most rows that are not covered, in words."""
    rows = view.largest_gaps()
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in rows["codigo_muni"]],
            t("regions.not_covered"): rows["not_covered"].tolist(),
            t("own.count"): rows["rows"].tolist(),
            t("regions.share_covered"): (100 * rows["covered"] / rows["rows"]).tolist(),
        }
    )


def gaps_table(view: Coverage, plan: PlanningQuery, t: Translator) -> pd.DataFrame:
    """Return the municipios with most that is not covered, in words."""
    gaps = view.largest_gaps(plan.measure)
    sites = view.sites.table[f"name_{t.language}"]
    covered, total = MEASURED[plan.measure]
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in gaps["codigo_muni"]],
            t("regions.not_covered"): gaps["not_covered"].round().tolist(),
            t("regions.share_covered"): (100 * gaps[covered] / gaps[total]).tolist(),
            t("regions.nearest_km" if plan.metric is Metric.STRAIGHT else "road.nearest"): [
                away if isfinite(away) else None for away in gaps[plan.metric.column]
            ],
            t("regions.nearest_site"): [sites.get(site, "") for site in gaps["nearest_site_id"]],
        }
    )
