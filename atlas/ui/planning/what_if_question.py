"""The question of a scenario: what is gained or lost where sites are added, moved or removed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_parts import (
    AnswerText,
    Picture,
    Stage,
    answer_column,
    draw_answer_map,
    draw_basis_and_files,
    draw_figure,
    draw_map_alone,
)
from atlas.ui.planning.question_terms import current_plan, draw_reach, has_roads
from atlas.ui.planning.travel_terms import access_texts, draw_speeds, measured, method_of, ways_of
from atlas.ui.planning.what_if_tools import changes, draw_changes, draw_off_land, draw_tools, take_click
from atlas.ui.state import session
from atlas.ui.widgets.markup import Html, draw, plain, table
from atlas.ui.widgets.region_words import limit_text, percent, place_name, region_name, short_range
from atlas.web.served_data import atlas_data
from geo.analysis.scenarios import Added, Comparison, Moved
from geo.analysis.site_coverage import MEASURED
from geo.choices.planning_kinds import Measure, Metric
from geo.choices.site_kinds import COUNTED_BY, measures_of
from geo.exports.tables.analysis_tables import comparison_file
from geo.mapping.map_styles import GAINED, KEPT, LOST, NEW
from geo.mapping.overlay_message import Before, Fills, NumberedPlace, Overlay, circle, legend, place
from geo.selection import Selection
from geo.views.planning_answers import filters_of, part_of, scenario_of, view_of
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import SitesView, region_of

CLASSES: Final = (KEPT, GAINED, LOST)
"""Light, middle and dark, and hatched: no colour is needed."""
MOVED: Final = "M"
"""The letter on the marker of a moved site; an added one has its number."""


def scenario_view(selection: Selection, plan: PlanningQuery) -> SitesView:
    """Return the sites that stay where they are."""
    view = view_of(atlas_data(), selection, plan.kinds)
    gone = [*plan.scenario.removed, *(move.site_id for move in plan.scenario.moved)]
    stay = view.filtered[~view.filtered.index.isin(gone)]
    return replace(view, filtered=stay, shown=stay[stay["layer"].isin(selection.layers)])


def scenario_overlay(view: Comparison, plan: PlanningQuery, t: Translator) -> Overlay:
    """Return the changed sites with their circles, and municipios by what changes at their cabecera."""
    limit, scenario = limit_text(plan.limit, plan.metric, t), plan.scenario
    changed: tuple[Added | Moved, ...] = (*scenario.added, *scenario.moved)
    kept = "whatif.kept" if plan.measure not in COUNTED_BY else "lines.kept"
    words = (t(kept, limit=limit), t("whatif.gained", limit=limit), t("whatif.lost", limit=limit))
    before = Before(
        names=(t("whatif.now"), t("whatif.then")),
        sites=(*scenario.removed, *(move.site_id for move in scenario.moved)),
        hidden=(GAINED,),
        gone=(LOST,),
    )
    return Overlay(
        before=None if scenario.is_empty else before,
        legend=legend(t("whatif.legend"), zip(CLASSES, words, strict=True), t("whatif.legend_note")),
        fills=Fills(_classes(view, plan.measure), CLASSES),
        circles=tuple(circle(site.longitude, site.latitude, plan.km * 1e3, NEW) for site in changed)
        if plan.metric is Metric.STRAIGHT
        else None,
        places=_changed_places(plan, t),
    )


def _changed_places(plan: PlanningQuery, t: Translator) -> tuple[NumberedPlace, ...]:
    """Return the markers of the sites that are added or moved."""
    names = atlas_data().sites[f"name_{t.language}"]
    added = enumerate(plan.scenario.added, start=1)
    sites: list[tuple[Added | Moved, str, str]] = [
        *((site, str(number), f"{number}. {t(f'kind.{site.kind}')}") for number, site in added),
        *((site, MOVED, str(names.get(site.site_id, site.site_id))) for site in plan.scenario.moved),
    ]
    return tuple(place(site.longitude, site.latitude, NEW, number, label) for site, number, label in sites)


def _classes(view: Comparison, measure: Measure) -> dict[int, int]:
    codes = view.a.table["codigo_muni"].tolist()
    column = MEASURED[measure if measure in COUNTED_BY else Measure.PEOPLE_BY_CABECERA][0]
    sides = ((side.table[column] > 0).tolist() for side in (view.a, view.b))
    kinds = {(True, True): 0, (False, True): 1, (True, False): 2}
    return {code: kinds[a, b] for code, a, b in zip(codes, *sides, strict=True) if (a, b) in kinds}


DATASETS: Final = ("municipios", "sites", "boundaries")
METHODS: Final = ("whatif.method", "regions.coverage_method")


def draw_what_if(plan: PlanningQuery, at: Stage, t: Translator) -> None:
    """Draw the tools that change the sites, the changes, and what they do."""
    with at.terms:
        is_inside = take_click(plan)
        plan = current_plan()
        draw_reach(t)
        draw_speeds(t)
        placing = draw_tools(plan, t)
        if not is_inside:
            st.warning(t("whatif.outside"), icon=":material/wrong_location:")
        draw_off_land(t)
    selection = session.reader_session().selection
    region = region_of(selection, atlas_data())
    reach, by = (plan.kinds, plan.limit), ways_of(plan)
    task = (atlas_data(), filters_of(selection), plan.scenario, reach, region, by)
    with at.answer:
        view = measured(plan, task, partial(scenario_of, *task), t)
        if view is None:
            draw_changes(plan, t)
    if view is None:
        overlay = Overlay(places=_changed_places(plan, t), is_placing=placing)
        draw_map_alone(at, scenario_view(selection, plan), t, overlay)
        return
    access = partial(access_texts, by, part_of(atlas_data(), region))
    picture = Picture(
        scenario_view(selection, plan),
        plan.kinds,
        DATASETS,
        (*METHODS, method_of(plan)),
        lambda t: (*_lines(view, plan, t), *access(t)),
        partial(scenario_overlay, view, plan),
        view.b.sites.left_out,
        changes=partial(changes, plan.scenario),
        is_placing=placing,
    )
    draw_answer_map(at, plan, picture, t)
    with answer_column(at, plan, picture, t):
        draw_figure(_in_words(view, plan, t))
        if plan.scenario.is_empty:
            st.info(t("whatif.start"), icon=":material/ads_click:")
        draw(comparison_table(view, plan, t))
        for text in access(t):
            st.caption(plain(text))
        draw_changes(plan, t)
    with at.below:
        _draw_municipios(view, plan, t)
        make = partial(comparison_file, view, atlas_data().municipios)
        draw_basis_and_files(plan, picture, make, t)


def _in_words(view: Comparison, plan: PlanningQuery, t: Translator) -> AnswerText:
    a, b = (side.totals["share"].to_dict()[plan.measure] for side in (view.a, view.b))
    what = t(f"within.{plan.measure}", limit=limit_text(plan.limit, plan.metric, t), region=region_name(t))
    points = t("whatif.points", amount=_signed(100 * (b - a), t.language, 1)) if b != a else None
    return AnswerText(what, percent(b, t.language), change=points)


def _lines(view: Comparison, plan: PlanningQuery, t: Translator) -> tuple[str, ...]:
    """Return the answer, then every measure today and in the scenario."""
    rows = (
        f"{measure}: {t('whatif.now')}: {now}; {t('whatif.then')}: {then}."
        for measure, now, then, _ in measure_rows(view, plan, t)
    )
    return (*_in_words(view, plan, t).lines, *rows)


def comparison_table(view: Comparison, plan: PlanningQuery, t: Translator) -> Html:
    """Return what lies within reach today and in the scenario, each with its range, as a table."""
    heads = [t(f"whatif.{name}") for name in ("measure", "now", "then", "change")]
    return table(heads, measure_rows(view, plan, t))


def measure_rows(view: Comparison, plan: PlanningQuery, t: Translator) -> list[tuple[str, str, str, str]]:
    """Return each measure with its share today and in the scenario, and what changes, in words."""
    write = partial(percent, language=t.language)
    a, b = (side.totals.to_dict("index") for side in (view.a, view.b))
    changes = view.totals["change"].to_dict()
    return [
        (
            t(f"measure.{measure}"),
            short_range(a[measure], "share", write, t),
            short_range(b[measure], "share", write, t),
            _signed(changes[measure], t.language),
        )
        for measure in measures_of(plan.kinds, has_roads=has_roads())
    ]


def _signed(change: float, language: Language, decimals: int = 0) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + number_text(abs(change), language, decimals)


def _draw_municipios(view: Comparison, plan: PlanningQuery, t: Translator) -> None:
    st.markdown(f"##### {t('whatif.municipios')}")
    if view.municipios.empty:
        st.caption(t("whatif.no_municipio"))
    else:
        columns = _nearest_names(plan, t)
        st.dataframe(
            municipios_table(view, plan, t),
            hide_index=True,
            key="whatif_municipios",
            alt=t("whatif.municipios"),
            column_config={name: st.column_config.NumberColumn(format="%.1f") for name in columns}
            | {_change_name(plan, t): st.column_config.NumberColumn(format="localized")},
        )


def municipios_table(view: Comparison, plan: PlanningQuery, t: Translator) -> pd.DataFrame:
    """Return the municipios where something changes, largest gain first, in words."""
    rows = view.municipios
    column = MEASURED[plan.measure if plan.measure in COUNTED_BY else Measure.PEOPLE_BY_AREA][0]
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in rows["codigo_muni"]],
            **{
                name: [away if isfinite(away) else None for away in rows[f"{plan.metric.column}_{side}"]]
                for name, side in zip(_nearest_names(plan, t), "ab", strict=True)
            },
            _change_name(plan, t): (rows[f"{column}_b"] - rows[f"{column}_a"]).round().tolist(),
        }
    )


def _nearest_names(plan: PlanningQuery, t: Translator) -> tuple[str, str]:
    if plan.metric is Metric.STRAIGHT:
        return t("whatif.distance_now"), t("whatif.distance_then")
    return t("road.distance_now"), t("road.distance_then")


def _change_name(plan: PlanningQuery, t: Translator) -> str:
    return t("lines.change" if plan.measure in COUNTED_BY else "whatif.change_people")
