"""What if: sites added, moved or removed, compared with the sites there are, on the map and in a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_files import Picture, draw_downloads, draw_picture
from atlas.ui.planning.answer_layout import (
    AnswerText,
    Stage,
    draw_basis,
    draw_figure,
    draw_filtered,
    draw_left_out,
    draw_stage_map,
)
from atlas.ui.planning.question_terms import current_plan, draw_kinds, draw_km, draw_measure
from atlas.ui.planning.what_if_tools import changes, draw_changes, draw_tools, take_click
from atlas.ui.state import session
from atlas.ui.widgets.markup import Html, draw, table
from atlas.ui.widgets.region_words import km_text, percent, place_name, region_name, short_range
from atlas.web.served_data import atlas_data
from geo.analysis.scenarios import Added, Comparison, Moved
from geo.choices.planning_kinds import Measure
from geo.exports.tables.analysis_tables import comparison_file
from geo.mapping.map_styles import GAINED, KEPT, LOST, NEW
from geo.mapping.overlay_message import Fills, Overlay, circle, legend, place
from geo.selection import Selection
from geo.views.planning_answers import filters_of, region_codes, scenario_of, view_of
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import SitesView

CLASSES: Final = (KEPT, GAINED, LOST)
"""Light, middle and dark, and hatched: no colour is needed."""
MOVED: Final = "M"
"""What stands on the pin of a moved site; added ones carry their number."""


def scenario_view(selection: Selection, plan: PlanningQuery) -> SitesView:
    """Return the sites that stay where they are."""
    view = view_of(atlas_data(), selection, plan.kinds)
    gone = [*plan.scenario.removed, *(move.site_id for move in plan.scenario.moved)]
    stay = view.filtered[~view.filtered.index.isin(gone)]
    return replace(view, filtered=stay, shown=stay[stay["layer"].isin(selection.layers)])


def scenario_overlay(
    view: Comparison, plan: PlanningQuery, placing: bool, t: Translator, language: Language
) -> Overlay:
    """Return the changed sites with their circles, and municipios by what changes at their cabecera."""
    km, scenario = km_text(plan.km, language), plan.scenario
    names = atlas_data().sites[f"name_{language}"]
    added = enumerate(scenario.added, start=1)
    sites: list[tuple[Added | Moved, str, str]] = [
        *((site, str(number), f"{number}. {t(f'kind.{site.kind}')}") for number, site in added),
        *((site, MOVED, str(names.get(site.site_id, site.site_id))) for site in scenario.moved),
    ]
    words = (t(f"whatif.{name}", km=km) for name in ("kept", "gained", "lost"))
    return Overlay(
        legend=legend(t("whatif.legend"), zip(CLASSES, words, strict=True), t("whatif.legend_note")),
        fills=Fills(_classes(view), CLASSES),
        circles=tuple(circle(site.longitude, site.latitude, plan.km * 1e3, NEW) for site, _, _ in sites),
        places=tuple(
            place(site.longitude, site.latitude, NEW, number, label) for site, number, label in sites
        ),
        is_placing=placing,
    )


def _classes(view: Comparison) -> dict[int, int]:
    codes = view.a.table["codigo_muni"].tolist()
    sides = ((side.table["people_by_cabecera"] > 0).tolist() for side in (view.a, view.b))
    kinds = {(True, True): 0, (False, True): 1, (True, False): 2}
    return {code: kinds[a, b] for code, a, b in zip(codes, *sides, strict=True) if (a, b) in kinds}


DATASETS: Final = ("municipios", "sites", "boundaries")
METHODS: Final = ("whatif.method", "regions.coverage_method", "regions.straight")


def draw_what_if(plan: PlanningQuery, at: Stage, t: Translator, language: Language) -> None:
    """Draw the tools that change the sites, the changes, and what they do."""
    with at.terms:
        taken = take_click(plan)
        plan = current_plan()
        _terms(t)
        placing = draw_tools(plan, t, language)
        if not taken:
            st.warning(t("whatif.outside"), icon=":material/wrong_location:")
    selection = session.reader_session().selection
    codes = region_codes(atlas_data(), selection)
    measured_to = (plan.kinds, plan.km)
    view = scenario_of(atlas_data(), filters_of(selection), plan.scenario, measured_to, codes)
    shown = scenario_view(selection, plan)
    draw_stage_map(at, shown, scenario_overlay(view, plan, placing, t, language))
    picture = Picture(
        shown,
        plan.kinds,
        partial(_lines, view, plan),
        DATASETS,
        METHODS,
        partial(scenario_overlay, view, plan, False),
        view.b.sites.left_out,
        changes=partial(changes, plan.scenario),
    )
    draw_picture(at, plan, picture, t, language)
    with at.answer:
        draw_filtered(t)
        _answer(view, plan, t, language)
        draw_changes(plan, t, language)
        draw_left_out(view.b.sites.left_out[f"name_{language}"], t)
    with at.below:
        _below(view, plan, t, language)


def _terms(t: Translator) -> None:
    kinds, km, measure = st.columns([4, 2, 5])
    with kinds:
        draw_kinds(t)
    with km:
        draw_km(t)
    with measure:
        draw_measure(t)


def _told(view: Comparison, plan: PlanningQuery, t: Translator, language: Language) -> AnswerText:
    a, b = (side.totals["share"].to_dict()[plan.measure] for side in (view.a, view.b))
    what = t(f"within.{plan.measure}", km=km_text(plan.km, language), region=region_name(t))
    points = t("whatif.points", amount=_signed(100 * (b - a), language, 1)) if b != a else None
    return AnswerText(what, percent(b, language), change=points)


def _lines(view: Comparison, plan: PlanningQuery, t: Translator, language: Language) -> tuple[str, ...]:
    """Return the answer, then every measure today and in the scenario."""
    rows = [f"{row[0]}: {t('whatif.now')}: {row[1]}; {t('whatif.then')}: {row[2]}." for row in
            compared(view, t, language)]  # fmt: skip
    return (*_told(view, plan, t, language).lines, *rows)


def _answer(view: Comparison, plan: PlanningQuery, t: Translator, language: Language) -> None:
    draw_figure(_told(view, plan, t, language))
    if plan.scenario.is_empty:
        st.info(t("whatif.start"), icon=":material/ads_click:")
    draw(comparison_table(view, t, language))


def comparison_table(view: Comparison, t: Translator, language: Language) -> Html:
    """Return what lies within reach today and in the scenario, each with its range, as a table."""
    heads = [t(f"whatif.{name}") for name in ("measure", "now", "then", "change")]
    return table(heads, compared(view, t, language))


def compared(view: Comparison, t: Translator, language: Language) -> list[tuple[str, str, str, str]]:
    """Return each measure with its share today and in the scenario, and what changes, in words."""
    write = partial(percent, language=language)
    a, b = (side.totals.to_dict("index") for side in (view.a, view.b))
    changes = view.totals["change"].to_dict()
    return [
        (
            t(f"measure.{measure}"),
            short_range(a[measure], "share", write, t),
            short_range(b[measure], "share", write, t),
            _signed(changes[measure], language),
        )
        for measure in Measure
    ]


def _signed(change: float, language: Language, decimals: int = 0) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + number_text(abs(change), language, decimals)


def _below(view: Comparison, plan: PlanningQuery, t: Translator, language: Language) -> None:
    st.markdown(f"##### {t('whatif.municipios')}")
    if view.municipios.empty:
        st.caption(t("whatif.no_municipio"))
    else:
        columns = [t(f"whatif.{name}") for name in ("distance_now", "distance_then")]
        st.dataframe(
            municipios_table(view, t),
            hide_index=True,
            key="whatif_municipios",
            alt=t("whatif.municipios"),
            column_config={name: st.column_config.NumberColumn(format="%.1f") for name in columns}
            | {t("whatif.change_people"): st.column_config.NumberColumn(format="localized")},
        )
    methods = tuple(map(t, METHODS))
    draw_basis(DATASETS, methods, t)
    draw_downloads(plan, partial(comparison_file, view, atlas_data().municipios), methods, t, language)


def municipios_table(view: Comparison, t: Translator) -> pd.DataFrame:
    """Return the municipios where something changes, largest gain first, in words."""
    rows = view.municipios
    return pd.DataFrame(
        {
            t("regions.municipio"): [place_name(code) for code in rows["codigo_muni"]],
            t("whatif.distance_now"): rows["distance_km_a"].tolist(),
            t("whatif.distance_then"): rows["distance_km_b"].tolist(),
            t("whatif.change_people"): (rows["people_by_area_b"] - rows["people_by_area_a"])
            .round()
            .tolist(),
        }
    )
