"""The choice of what is counted: people, or the rows of the reader's own list."""

from __future__ import annotations

from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from geo.views.planning_query import OwnAs, PlanningQuery
from pages.ui.own.held import placed_list
from pages.ui.planning.choice import change_plan
from pages.ui.problems import plain

DEMAND: Final = "plan_demand"
"""The key of the choice of what is counted."""


def draw_demand(plan: PlanningQuery, t: Translator) -> None:
    """Draw the choice of what is counted; without a list nothing, or what a link misses here."""
    mine = placed_list()
    if mine is None:
        if plan.own is not OwnAs.NONE:
            words = t("ownlist.no_demand" if plan.own is OwnAs.DEMAND else "ownlist.no_supply")
            st.info(plain(words), icon=":material/upload_file:")
        return
    names = {OwnAs.NONE: t("ownlist.people"), OwnAs.DEMAND: t("ownlist.rows", name=mine.name)}
    st.session_state[DEMAND] = OwnAs.DEMAND if plan.own is OwnAs.DEMAND else OwnAs.NONE
    st.segmented_control(
        t("ownlist.demand"),
        list(names),
        format_func=lambda one: plain(names[one]),
        required=True,
        key=DEMAND,
        on_change=_take_demand,
    )


def _take_demand() -> None:
    change_plan(own=OwnAs(st.session_state[DEMAND]))
