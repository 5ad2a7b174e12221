"""The next sites in words: what they reach, and each with what it adds."""

from __future__ import annotations

from functools import partial
from math import isfinite

import streamlit as st

from atlas.i18n.messages import Language, Translator, number_text
from geo.choices import Model
from geo.location.recommendation import NextSites
from geo.views.planning_query import PlanningQuery
from pages.ui.facts.html import Html, draw, h, table
from pages.ui.planning.answer import AnswerText
from pages.ui.planning.own_words import in_rows
from pages.ui.planning.words import km_text, percent, place_name, range_text


def headline(answer: NextSites, plan: PlanningQuery, t: Translator, language: Language) -> AnswerText:
    """Return what the new sites reach, beside what is reached today."""
    count, counted = len(answer.chosen), answer.instance.question.counted
    if plan.model is Model.P_MEDIAN:
        write = partial(km_text, language=language)
        now = write(answer.before) if isfinite(answer.before) else t("regions.no_data")
        then = range_text(answer.value_low, answer.value, answer.value_high, write, t)
        changed = t("next.from_mean", before=now, after=then)
        return AnswerText(t("next.mean_distance", count=count), write(answer.value), (changed,))
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
    return AnswerText(what, value, (t(in_rows("next.from_people", counted), after=reached, **figures),))


def draw_chosen(answer: NextSites, t: Translator, language: Language) -> None:
    """Draw the chosen sites, each with what it adds."""
    st.caption(t("next.chosen"))
    draw(h("div", chosen_table(answer, t, language), class_="p-figures"))


def unit_of(answer: NextSites) -> str:
    """Return what gains are counted in: people, rows of a list, or km of the mean distance."""
    question = answer.instance.question
    return "km" if question.model is Model.P_MEDIAN else str(question.counted)


def chosen_table(answer: NextSites, t: Translator, language: Language) -> Html:
    """Return the chosen sites by their number on the map, which is the order in which each adds most."""
    unit = unit_of(answer)
    write = partial(number_text, language=language, decimals=1 if unit == "km" else 0)
    cells = (
        (f"{row['order']}. {place_name(row['codigo_muni'])}", write(row["gain"]), write(row["gain_alone"]))
        for row in answer.chosen.to_dict("records")
    )
    return table((t("next.cabecera"), t(f"gain.{unit}"), t(f"alone.{unit}")), cells)
