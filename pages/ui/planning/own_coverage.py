"""Coverage of a reader's own list: how many of its rows lie within a distance of sites."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.exports.tables.analysis_tables import reached_file
from geo.lists.list_coverage import RowCoverage
from geo.mapping.map_styles import OWN, OWN_AREA
from geo.mapping.overlay_message import legend, tinted
from geo.views.list_view import ShowAs
from geo.views.planning_query import PlanningQuery
from pages.ui import state
from pages.ui.load import atlas_data
from pages.ui.own.drawing import drawing_of, told_points
from pages.ui.planning.answer import AnswerText, draw_figure
from pages.ui.planning.coverage_pictures import circles, draw_curve, fills_by_share
from pages.ui.planning.coverage_tables import PERCENT_BAR
from pages.ui.planning.downloads import draw_downloads
from pages.ui.planning.own_list import ListUse, reached_of, shown_of, sites_for
from pages.ui.planning.own_words import draw_told, told
from pages.ui.planning.picture import Picture, draw_picture
from pages.ui.planning.stage import Stage, draw_basis, draw_filtered, draw_left_out, draw_stage_map
from pages.ui.planning.words import km_text, percent, place_name, range_of, region_name, sentence
from pages.ui.problems import plain

DATASETS: Final = ("sites", "boundaries")
METHODS: Final = ("ownlist.method", "regions.coverage_method", "regions.straight")


def draw_own_coverage(
    own: ListUse, plan: PlanningQuery, at: Stage, t: Translator, language: Language
) -> None:
    """Draw how many rows of the list lie within the distance, where they do not, and the curve."""
    selection = state.reader_session().selection
    # A million rows and every kind of site take half a minute; the answer is then kept with the list.
    with st.spinner(t("ownlist.measuring")):
        view = reached_of(own, plan, selection)
    shown, overlay = shown_of(plan, own, selection), partial(_overlay, own, view, plan)
    drawn = overlay(t, language)
    draw_stage_map(at, shown, drawn | own_points(own, drawn, t, language))
    left_out, lines = view.sites.left_out, partial(_lines, view, plan, own.held.name)
    picture = Picture(shown, plan.kinds, lines, DATASETS, METHODS, overlay, left_out, own)
    draw_picture(at, plan, picture, t, language)
    words = told(own, plan.question, t, language)
    with at.answer:
        draw_filtered(t)
        draw_told(words)
        _answer(view, plan, own.held.name, t, language)
        draw_left_out(view.sites.left_out[f"name_{language}"], t)
    with at.below:
        _below(view, plan, words, t, language)


def _told(
    view: RowCoverage, plan: PlanningQuery, name: str, t: Translator, language: Language
) -> AnswerText | str:
    """Return the answer, or why there is none."""
    row: dict[Any, Any] = view.totals.iloc[0].to_dict()
    if not row["total"]:
        return t("ownlist.no_rows")
    if view.sites.table.empty:
        return t("regions.no_sites")
    share, count = partial(percent, language=language), partial(number_text, language=language)
    km, region = km_text(plan.km, language), region_name(t)
    value, text = share(row["share"]), range_of(row, "share", share, t)
    covered = range_of(row, "covered", count, t)
    counted = sentence(t("ownlist.covered", covered=covered, total=count(row["total"])))
    sentences = (*([f"{sentence(text)}."] if text != value else []), counted)
    return AnswerText(t("ownlist.within", name=name, km=km, region=region), value, sentences)


def _lines(
    view: RowCoverage, plan: PlanningQuery, name: str, t: Translator, language: Language
) -> tuple[str, ...]:
    found = _told(view, plan, name, t, language)
    return (found,) if isinstance(found, str) else found.lines


def _answer(view: RowCoverage, plan: PlanningQuery, name: str, t: Translator, language: Language) -> None:
    found = _told(view, plan, name, t, language)
    if isinstance(found, str):
        st.info(found, icon=":material/filter_alt:")
        return
    draw_figure(found)
    st.caption(plain(t("regions.measured_to", count=len(view.sites.table))))


def _below(view: RowCoverage, plan: PlanningQuery, words: str, t: Translator, language: Language) -> None:
    if view.totals["total"].iloc[0] and not view.sites.table.empty:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            st.markdown(f"##### {t('regions.largest_gaps')}")
            _gaps(view, t)
        with right:
            st.markdown(f"##### {t('regions.curve')}")
            draw_curve(view.curve, plan, t("ownlist.share_of_rows"), t, language)
    methods = tuple(map(t, METHODS))
    draw_basis(DATASETS, methods, t)
    sites = sites_for(None, state.reader_session().selection)
    make = partial(reached_file, view, atlas_data().municipios, sites)
    draw_downloads(plan, make, (words, *methods), t, language)


def _gaps(view: RowCoverage, t: Translator) -> None:
    rows = view.largest_gaps()
    if rows.empty:
        st.success(t("ownlist.no_gaps"), icon=":material/check_circle:")
        return
    share = t("regions.share_covered")
    table = {
        t("regions.municipio"): [place_name(code) for code in rows["codigo_muni"]],
        t("regions.not_covered"): rows["not_covered"].tolist(),
        t("own.count"): rows["rows"].tolist(),
        share: (100 * rows["covered"] / rows["rows"]).tolist(),
    }
    st.dataframe(
        pd.DataFrame(table),
        hide_index=True,
        key="own_gaps",
        alt=t("regions.largest_gaps"),
        column_config={share: PERCENT_BAR},
    )


def _overlay(
    own: ListUse, view: RowCoverage, plan: PlanningQuery, t: Translator, language: Language
) -> dict[str, Any]:
    """Return municipios by the share of the rows of the list that is covered, and circles."""
    table, km = view.table, km_text(plan.km, language)
    shares = (table["covered"] / table["rows"]).tolist()
    covered = dict(zip(table["codigo_muni"].tolist(), shares, strict=True))
    fills, classes = fills_by_share(covered.items(), t)
    # A class that no municipio is in would only take room: a list touches few of them.
    entries = [one for nth, one in enumerate(classes) if str(nth) in fills["classes"]]
    if coarse := {code: rows for code, rows in own.rows(own.codes).areas.items() if not covered[code]}:
        fills = tinted(fills, coarse)
        count = number_text(sum(coarse.values()), language)
        entries.append((OWN_AREA, t("own.areas", count=count)))
    title = t("ownlist.covered_rows", name=own.held.name[:40], km=km)
    return {
        "fills": fills,
        "circles": circles(atlas_data().sites, view.sites, plan.km),
        "legend": legend(title, entries, t("regions.circle_note", km=km)),
    }


def own_points(own: ListUse, drawn: Mapping[str, Any], t: Translator, language: Language) -> dict[str, Any]:
    """Return the points of the list, and the legend of what is `drawn` with them; nothing without any."""
    if not (count := len(own.rows(own.region).points)):
        return {}
    entry = {"colour": OWN, "label": t("own.points", count=number_text(count, language))}
    return {
        "points": told_points(drawing_of(own.held, own.view(own.region)), ShowAs.POINTS, t),
        "legend": drawn["legend"] | {"entries": [entry, *drawn["legend"]["entries"]]},
    }
