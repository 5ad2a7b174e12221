"""The question of border and coast gaps: the longest stretches far from any checkpoint or port."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_parts import (
    AnswerText,
    Picture,
    Stage,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
    draw_figure,
)
from atlas.ui.planning.question_terms import PAGE, draw_km, draw_no_travel_time, has_roads
from atlas.ui.state import session
from atlas.ui.state.cached_data import site_names
from atlas.ui.widgets.chart_style import BAND, LIMIT, SERIES
from atlas.ui.widgets.markup import Html, draw, fitting_width, h, plain, table
from atlas.ui.widgets.region_words import (
    LINES,
    km_text,
    line_name,
    municipio_list,
    percent,
    range_of,
    range_text,
    region_name,
    sentence,
    span_text,
)
from atlas.web.served_data import atlas_data
from geo.analysis.border_gaps import Gaps
from geo.choices import Kind
from geo.choices.planning_kinds import Measure, Metric, PlanningQuestion
from geo.exports.tables.analysis_tables import gaps_file
from geo.mapping.map_styles import STRETCH, UNSURE_STRETCH
from geo.mapping.overlay_message import Overlay, legend, stretch
from geo.views.planning_answers import filters_of, gaps_of, view_of
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import region_of

EVERY_KM: Final = 8
"""How closely a line is drawn between the turns of its curve."""

COLUMNS: Final = 3
"""Charts next to each other in a wide window, below each other in a narrow one."""


def draw_along(view: Gaps, t: Translator) -> None:
    """Draw the distance to the nearest site along each line, from its western end."""
    for first in range(0, len(LINES), COLUMNS):
        for place, line in zip(st.columns(COLUMNS), LINES[first : first + COLUMNS], strict=True):
            with place:
                _draw_line(view, line, t)


def _draw_line(view: Gaps, line: str, t: Translator) -> None:
    rows = view.profile[view.profile["line"] == line]
    if rows.empty:
        return
    highest = float(view.profile["distance_km_high"].max())
    scale = alt.Scale(domain=[0, highest])
    y = alt.Y("distance_km:Q", title="km", scale=scale, axis=alt.Axis(tickCount=4))
    base = alt.Chart(_thinned(rows)).encode(
        x=alt.X("along_km:Q", title=t("regions.along_km"), scale=alt.Scale(nice=False)),
        tooltip=[
            alt.Tooltip("along_km:Q", title=t("regions.along_km"), format=".0f"),
            alt.Tooltip("distance_km:Q", title=t("regions.nearest_km"), format=".1f"),
        ],
    )
    band = base.mark_area(**BAND).encode(y=alt.Y("distance_km_low:Q"), y2="distance_km_high:Q")
    km = view.distance_m / 1e3
    limit = alt.Chart(pd.DataFrame({"km": [km], "name": [km_text(km, t.language)]})).encode(y="km:Q")
    rule = limit.mark_rule(strokeDash=[4, 4], strokeWidth=1.5, color=LIMIT)
    name = limit.mark_text(align="right", dy=-8, fontSize=12).encode(text="name:N", x=alt.value("width"))
    furthest = km_text(float(rows["distance_km"].max()), t.language)
    st.altair_chart(
        alt.layer(band, base.mark_line(color=SERIES[0]).encode(y=y), rule, name).properties(
            height=230, title=line_name(line, t)
        ),
        key=f"gaps_along_{line}",
        alt=t("regions.along_alt", line=line_name(line, t), km=furthest),
    )


def _thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """Return every `EVERY_KM` of a line and its turns, so that a change stays small on the wire."""
    away = rows["distance_km"]
    is_turn = (away.diff() * away.diff().shift(-1)).fillna(-1) < 0
    kept = rows[is_turn | (rows["along_km"] % EVERY_KM == 0)]
    return kept[["along_km", "distance_km", "distance_km_low", "distance_km_high"]].astype("float32")


def gaps_overlay(view: Gaps, plan: PlanningQuery, t: Translator) -> Overlay:
    """Return the stretches as lines, numbered as in the table; one that may be shorter is dashed."""
    lines = tuple(
        stretch(
            row["geometry"],
            UNSURE_STRETCH if row["unplaced_site_ids"] else STRETCH,
            str(number),
            " ".join((_stretch_words(number, row, t), *_unplaced_words(row, t))),
        )
        for number, (_, row) in enumerate(view.stretches.iterrows(), start=1)
    )
    entries = [(STRETCH, t("regions.stretch_entry", limit=km_text(plan.km, t.language)))]
    if any(view.stretches["unplaced_site_ids"]):
        entries.append((UNSURE_STRETCH, t("regions.unsure_entry")))
    return Overlay(legend=legend(t("regions.gaps_legend"), entries, t("regions.straight")), lines=lines)


def _stretch_words(number: int, row: Any, t: Translator) -> str:
    return f"{number}. {line_name(row['line'], t)}: {km_text(row['length_km'], t.language)}."


def _unplaced_words(row: Any, t: Translator) -> tuple[str, ...]:
    """Return which sites without a location may shorten a stretch, and its length with them, if any."""
    if not row["unplaced_site_ids"]:
        return ()
    names, write = site_names(atlas_data(), t.language), partial(km_text, language=t.language)
    sites = ", ".join(names.get(site, site) for site in row["unplaced_site_ids"])
    with_them = span_text(row["length_km_with_low"], row["length_km_with_high"], write)
    count = len(row["unplaced_site_ids"])
    return (t("regions.with_unplaced", count=count, names=sites, km=with_them),)


def unplaced_lines(view: Gaps, t: Translator) -> tuple[str, ...]:
    """Return each stretch that a site without a location may shorten, with and without that site."""
    return tuple(
        " ".join((_stretch_words(number, row, t), *_unplaced_words(row, t)))
        for number, (_, row) in enumerate(view.stretches.iterrows(), start=1)
        if row["unplaced_site_ids"]
    )


def totals_table(view: Gaps, t: Translator) -> Html:
    """Return each border and coast with how much of it is too far, in words.

    A table of the page, because a grid next to the map cut off its last columns.
    """
    rows = view.totals.loc[[line for line in LINES if line in view.totals.index]]
    lengths = ("beyond_km", "length_km", "furthest_km")
    cells = (
        (
            line_name(str(row["line"]), t),
            percent(row["beyond_share"], t.language, 0),
            *(number_text(row[name], t.language) for name in lengths),
        )
        for row in rows.reset_index().to_dict("records")
    )
    heads = (t(f"regions.{name}") for name in ("line", "beyond_share", *lengths))
    return h("div", table(heads, cells), class_="p-figures")


def stretches_table(view: Gaps, t: Translator) -> pd.DataFrame:
    """Return the stretches without a site, longest first, in words."""
    rows, write = view.stretches, partial(km_text, language=t.language)
    names = site_names(atlas_data(), t.language)
    return pd.DataFrame(
        {
            t("regions.number"): range(1, len(rows) + 1),
            t("regions.line"): [line_name(line, t) for line in rows["line"]],
            t("regions.length_km"): rows["length_km"].tolist(),
            t("regions.length_range"): [
                span_text(*ends, write)
                for ends in zip(rows["length_km_low"], rows["length_km_high"], strict=True)
            ],
            t("regions.unplaced_sites"): [" ".join(_unplaced_words(row, t)) for _, row in rows.iterrows()],
            t("regions.furthest_km"): rows["furthest_km"].tolist(),
            t("regions.between_sites"): [
                " – ".join(dict.fromkeys(names.get(site, "") for site in ends))
                for ends in zip(rows["from_site_id"], rows["to_site_id"], strict=True)
            ],
            t("regions.municipios"): [municipio_list(codes, t, 4) for codes in rows["codigo_muni"]],
        }
    )


def catchments_table(view: Gaps, t: Translator) -> pd.DataFrame:
    """Return the stretch of which each site is the nearest, in words."""
    rows, names = view.catchments, site_names(atlas_data(), t.language)
    return pd.DataFrame(
        {
            t("regions.site"): [names.get(site, "") for site in rows["site_id"]],
            t("regions.line"): [line_name(line, t) for line in rows["line"]],
            t("regions.length_km"): rows["length_km"].tolist(),
            t("regions.start_km"): rows["start_km"].tolist(),
            t("regions.end_km"): rows["end_km"].tolist(),
        }
    )


KINDS: Final = (Kind.BORDER_CHECKPOINT, Kind.PORT)
"""Checkpoints along the land border, ports along the coast."""

DATASETS: Final = ("boundaries", "sites")
METHODS: Final = ("regions.boundary_method", "regions.gaps_method", "regions.straight", "regions.dispute")


def draw_gaps(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the choice of the distance, and the stretches that are further from any site."""
    with at.terms:
        left, right = st.columns([2, 9], vertical_alignment="bottom")
        with left:
            draw_km(t)
        right.caption(plain(t("regions.gaps_terms")))
        draw_no_travel_time("regions.gaps_in_km", t)
        if has_roads():
            draw(h("p", h("a", t("regions.gaps_by_road"), href=_by_road(plan)), class_="a-when"))
    selection = session.reader_session().selection
    view = gaps_of(atlas_data(), filters_of(selection), plan.km, region_of(selection, atlas_data()))
    left_out = pd.concat([view.border_sites.left_out, view.coast_sites.left_out])
    shown, overlay = view_of(atlas_data(), selection, KINDS), partial(gaps_overlay, view, plan)
    picture = Picture(shown, KINDS, DATASETS, METHODS, partial(_lines, view, plan), overlay, left_out)
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        if view.totals.empty:
            st.info(t("regions.no_line"), icon=":material/filter_alt:")
        else:
            draw_figure(_in_words(view, plan, t))
            st.caption(t("regions.by_line"))
            draw(totals_table(view, t))
    with at.below:
        if not view.totals.empty:
            _below(view, t)
        draw_basis_and_files(plan, picture, partial(gaps_file, view, atlas_data().sites), t)


def _by_road(plan: PlanningQuery) -> str:
    """Return the address of the land border within a travel time of a checkpoint."""
    checkpoints = PlanningQuery(
        PlanningQuestion.COVERAGE,
        (Kind.BORDER_CHECKPOINT,),
        measure=Measure.LAND_BORDER_KM,
        metric=Metric.ROAD,
        minutes=plan.minutes,
        speeds=plan.speeds,
    )
    return session.address_of(PAGE, None, **checkpoints.to_query())


def _in_words(view: Gaps, plan: PlanningQuery, t: Translator) -> AnswerText:
    """Return how much of the land border is beyond, or of the coast in a region without land border."""
    is_coast = bool(view.totals["is_coast"].all())
    what = "regions.coast_beyond" if is_coast else "regions.border_beyond"
    of_which = "regions.of_coast" if is_coast else "regions.of_border"
    rows = view.totals[view.totals["is_coast"] == is_coast]
    beyond = {end: rows[f"beyond_km{end}"].sum() for end in ("_low", "", "_high")}
    write = partial(km_text, language=t.language)
    text = range_text(beyond["_low"], beyond[""], beyond["_high"], write, t)
    total = rows["length_km"].sum()
    return AnswerText(
        t(what, km=km_text(plan.km, t.language), region=region_name(t)),
        percent(beyond[""] / total, t.language, 0),
        (
            sentence(t(of_which, beyond=text, total=write(total))),
            *unplaced_lines(view, t),
        ),
    )


def _lines(view: Gaps, plan: PlanningQuery, t: Translator) -> tuple[str, ...]:
    """Return the answer, then how much of each border and coast lies beyond."""
    if view.totals.empty:
        return (t("regions.no_line"),)
    write = partial(km_text, language=t.language)
    parts = [
        t(
            "regions.line_beyond",
            line=line_name(str(row["line"]), t),
            beyond=range_of(row, "beyond_km", write, t),
            total=write(row["length_km"]),
        )
        for row in view.totals.reset_index().to_dict("records")
    ]
    return (*_in_words(view, plan, t).lines, *parts, t("regions.gaps_terms"))


WHOLE_KM: Final = ("length_km", "furthest_km", "start_km", "end_km")
"""Columns of both tables that are shown without decimals."""


def _draw_table(name: str, table: pd.DataFrame, t: Translator) -> None:
    column = st.column_config.NumberColumn(format="%.0f")
    config = {t(f"regions.{name}"): column for name in WHOLE_KM if t(f"regions.{name}") in table}
    unplaced = t("regions.unplaced_sites")
    if unplaced in table:
        config[unplaced] = st.column_config.TextColumn(width=fitting_width(table[unplaced]))
    st.dataframe(table, hide_index=True, key=f"gaps_{name}", alt=t(f"regions.{name}"), column_config=config)


def _below(view: Gaps, t: Translator) -> None:
    st.markdown(f"##### {t('regions.stretches')}")
    if view.stretches.empty:
        st.success(t("regions.no_stretches"), icon=":material/check_circle:")
    else:
        _draw_table("stretches", stretches_table(view, t), t)
    st.markdown(f"##### {t('regions.along')}")
    draw_along(view, t)
    with st.expander(t("regions.catchments")):
        _draw_table("catchments", catchments_table(view, t), t)
