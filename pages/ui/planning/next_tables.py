"""The next sites in words: what they reach, and each with what it adds."""

from __future__ import annotations

from functools import partial
from math import isfinite

import pandas as pd
import streamlit as st

from geo.siting.plan import NextSites
from geo.views.plan import Plan
from geo.vocabulary import Model
from pages.ui.planning.answer import Answer
from pages.ui.planning.own_words import in_rows
from pages.ui.planning.words import km_text, percent, place_name, range_text
from pages.ui.text import Language, Translator, number_text


def headline(answer: NextSites, plan: Plan, t: Translator, language: Language) -> Answer:
    """Return what the new sites reach, beside what is reached today."""
    count, counted = len(answer.chosen), answer.instance.question.counted
    if plan.model is Model.P_MEDIAN:
        write = partial(km_text, language=language)
        now = write(answer.before) if isfinite(answer.before) else t("regions.no_data")
        then = range_text(answer.value_low, answer.value, answer.value_high, write, t)
        changed = t("next.from_mean", before=now, after=then)
        return Answer(t("next.mean_distance", count=count), write(answer.value), (changed,))
    km, people = km_text(plan.km, language), answer.demand["people"]
    everyone = float(people.sum())
    before, after = (float(people[answer.demand[name]].sum()) for name in ("covered", "covered_after"))
    if plan.model is Model.SET_COVERING:
        what, value = t(in_rows("next.fewest", counted), km=km), number_text(answer.value, language)
    else:
        what = t(in_rows("next.within", counted), km=km, count=count)
        value = percent(after / everyone, language)
    count_text = partial(number_text, language=language)
    reached = range_text(answer.value_low, after, answer.value_high, count_text, t)
    written = {"before": before, "gain": after - before, "total": everyone}
    figures = {name: count_text(figure) for name, figure in written.items()}
    return Answer(what, value, (t(in_rows("next.from_people", counted), after=reached, **figures),))


def draw_chosen(answer: NextSites, t: Translator) -> None:
    """Draw the chosen sites, each with what it adds."""
    table = chosen_table(answer, t)
    form = "%.1f" if answer.instance.question.model is Model.P_MEDIAN else "localized"
    gains = [t(f"gain.{unit_of(answer)}"), t(f"alone.{unit_of(answer)}")]
    st.dataframe(
        table,
        hide_index=True,
        key="next_chosen",
        alt=t("next.chosen"),
        column_config={
            t("regions.number"): st.column_config.NumberColumn(width=45),
            t("next.cabecera"): st.column_config.TextColumn(width=180),
            **{gain: st.column_config.NumberColumn(format=form, width=110) for gain in gains},
        },
    )


def unit_of(answer: NextSites) -> str:
    """Return what gains are counted in: people, rows of a list, or km of the mean distance."""
    question = answer.instance.question
    return "km" if question.model is Model.P_MEDIAN else str(question.counted)


def chosen_table(answer: NextSites, t: Translator) -> pd.DataFrame:
    """Return the chosen sites in the order in which each adds most, in words."""
    rows, unit = answer.chosen, unit_of(answer)
    return pd.DataFrame(
        {
            t("regions.number"): rows["order"].tolist(),
            t("next.cabecera"): [place_name(code) for code in rows["codigo_muni"]],
            t(f"gain.{unit}"): rows["gain"].tolist(),
            t(f"alone.{unit}"): rows["gain_alone"].tolist(),
        }
    )
