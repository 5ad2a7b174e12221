"""The terms of the next sites: aim, kinds, distance, number, candidates, time limit."""

from __future__ import annotations

import streamlit as st

from atlas.i18n.messages import Translator
from geo.choices import Model
from geo.location.instance import Candidates, Counted, LocationQuestion
from geo.views.planning_query import MAX_EXCLUDED, MAX_NEW, MAX_PEOPLE, SECONDS, PlanningQuery
from pages.ui.load import atlas_data, municipio_names
from pages.ui.planning.choice import bound, draw_kinds, draw_km
from pages.ui.planning.own_choice import draw_demand
from pages.ui.planning.own_words import in_rows
from pages.ui.planning.words import place_name, region_name
from pages.ui.problems import plain


def draw_terms(plan: PlanningQuery, counted: Counted, t: Translator) -> None:
    """Draw the demand, the aim, the kinds, the distance, the number, the candidates and the time limit."""
    draw_demand(plan, t)
    model, kinds, km = st.columns([6, 4, 2])
    with model:
        st.segmented_control(
            t("next.aim"),
            list(Model),
            format_func=lambda one: t(in_rows(f"model.{one}", counted)),
            required=True,
            **bound("model"),
        )
    with kinds:
        draw_kinds(t)
    with km:
        draw_km(t)
    count, least, excluded, seconds = st.columns([2, 2, 5, 2])
    with count:
        st.number_input(
            t("next.count"),
            min_value=1,
            max_value=MAX_NEW,
            disabled=plan.model is Model.SET_COVERING,
            **bound("count"),
        )
    with least:
        st.number_input(
            t("next.least"), min_value=0, max_value=MAX_PEOPLE, step=5000, **bound("least_people")
        )
    with excluded:
        st.multiselect(
            t("next.excluded"),
            list(municipio_names(atlas_data())),
            format_func=place_name,
            max_selections=MAX_EXCLUDED,
            placeholder=t("next.none_excluded"),
            **bound("excluded"),
        )
    with seconds:
        st.selectbox(t("next.limit"), list(SECONDS), **bound("seconds"))
    st.caption(plain(t(in_rows("next.terms", counted), region=region_name(t))))


def question_of(plan: PlanningQuery, codes: tuple[int, ...], counted: Counted) -> LocationQuestion:
    """Return the plan as the question that the search answers; `codes` are the region's municipios."""
    return LocationQuestion(
        plan.model,
        plan.kinds,
        plan.km * 1e3,
        plan.count,
        Candidates(codes, plan.least_people, plan.excluded),
        counted,
    )
