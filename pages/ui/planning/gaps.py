"""Border and coast gaps: the longest stretches far from any checkpoint or port."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.analysis.border_gaps import Gaps
from geo.choices import Kind
from geo.exports.tables.analysis_tables import gaps_file
from geo.views.planning_answers import filters_of, gaps_of, view_of
from geo.views.planning_query import PlanningQuery
from pages.ui import state
from pages.ui.facts.html import draw
from pages.ui.load import atlas_data
from pages.ui.planning.answer import AnswerText, draw_figure
from pages.ui.planning.choice import draw_km
from pages.ui.planning.downloads import draw_downloads
from pages.ui.planning.gap_pictures import draw_along, gaps_overlay
from pages.ui.planning.gap_tables import catchments_table, stretches_table, totals_table
from pages.ui.planning.picture import Picture, draw_picture
from pages.ui.planning.stage import Stage, draw_basis, draw_filtered, draw_left_out, draw_stage_map
from pages.ui.planning.words import km_text, line_name, percent, range_of, range_text, sentence
from pages.ui.problems import plain

KINDS: Final = (Kind.BORDER_CHECKPOINT, Kind.PORT)
"""Checkpoints along the land border, ports along the coast."""

DATASETS: Final = ("boundaries", "sites")
METHODS: Final = ("regions.gaps_method", "regions.straight", "regions.dispute")


def draw_gaps(plan: PlanningQuery, at: Stage, t: Translator, language: Language) -> None:
    """Draw the choice of the distance, and the stretches that are further from any site."""
    with at.terms:
        left, right = st.columns([2, 9], vertical_alignment="bottom")
        with left:
            draw_km(t)
        right.caption(plain(t("regions.gaps_terms")))
    selection = state.reader_session().selection
    view = gaps_of(atlas_data(), filters_of(selection), plan.km)
    left_out = pd.concat([view.border_sites.left_out, view.coast_sites.left_out])
    shown, overlay = view_of(atlas_data(), selection, KINDS), partial(gaps_overlay, view, plan)
    draw_stage_map(at, shown, overlay(t, language))
    picture = Picture(shown, KINDS, partial(_lines, view, plan), DATASETS, METHODS, overlay, left_out)
    draw_picture(at, plan, picture, t, language)
    with at.answer:
        draw_filtered(t)
        _answer(view, plan, t, language)
        draw_left_out(left_out[f"name_{language}"], t)
    with at.below:
        _below(view, plan, t, language)


def _told(view: Gaps, plan: PlanningQuery, t: Translator, language: Language) -> AnswerText:
    land = view.totals[~view.totals["is_coast"]]
    beyond = {end: land[f"beyond_km{end}"].sum() for end in ("_low", "", "_high")}
    write = partial(km_text, language=language)
    text = range_text(beyond["_low"], beyond[""], beyond["_high"], write, t)
    total = write(land["length_km"].sum())
    return AnswerText(
        t("regions.border_beyond", km=km_text(plan.km, language)),
        percent(beyond[""] / land["length_km"].sum(), language, 0),
        (sentence(t("regions.of_border", beyond=text, total=total)),),
    )


def _lines(view: Gaps, plan: PlanningQuery, t: Translator, language: Language) -> tuple[str, ...]:
    """Return the answer, then how much of each border and coast lies beyond."""
    write = partial(km_text, language=language)
    parts = [
        t(
            "regions.line_beyond",
            line=line_name(str(row["line"]), t),
            beyond=range_of(row, "beyond_km", write, t),
            total=write(row["length_km"]),
        )
        for row in view.totals.reset_index().to_dict("records")
    ]
    return (*_told(view, plan, t, language).lines, *parts, t("regions.gaps_terms"))


def _answer(view: Gaps, plan: PlanningQuery, t: Translator, language: Language) -> None:
    draw_figure(_told(view, plan, t, language))
    st.caption(t("regions.by_line"))
    draw(totals_table(view, t, language))


def _whole_km(*names: str, t: Translator) -> dict[str, Any]:
    column = st.column_config.NumberColumn(format="%.0f")
    return {t(f"regions.{name}"): column for name in names}


def _below(view: Gaps, plan: PlanningQuery, t: Translator, language: Language) -> None:
    st.markdown(f"##### {t('regions.stretches')}")
    if view.stretches.empty:
        st.success(t("regions.no_stretches"), icon=":material/check_circle:")
    else:
        st.dataframe(
            stretches_table(view, t, language),
            hide_index=True,
            key="gaps_stretches",
            alt=t("regions.stretches"),
            column_config=_whole_km("length_km", "furthest_km", t=t),
        )
    st.markdown(f"##### {t('regions.along')}")
    draw_along(view, t, language)
    with st.expander(t("regions.catchments")):
        st.dataframe(
            catchments_table(view, t, language),
            hide_index=True,
            key="gaps_catchments",
            alt=t("regions.catchments"),
            column_config=_whole_km("length_km", "start_km", "end_km", t=t),
        )
    methods = tuple(map(t, METHODS))
    draw_basis(DATASETS, methods, t)
    draw_downloads(plan, partial(gaps_file, view, atlas_data().sites), methods, t, language)
