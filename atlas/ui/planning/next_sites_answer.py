"""The next sites drawn: in words, as a table, on the map, as charts, and whether they survive assumptions.

The test of the assumptions begins when the reader asks for it, and shows its progress.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import isfinite
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.answer_parts import AnswerText
from atlas.ui.planning.list_use import key_for
from atlas.ui.planning.travel_terms import other_ways, unless_stopped
from atlas.ui.state.background_jobs import AT_ONCE_S, SEARCHES, Job, watch
from atlas.ui.widgets.chart_style import SERIES, SHAPES
from atlas.ui.widgets.markup import Html, draw, h, plain, table
from atlas.ui.widgets.region_words import km_text, limit_text, line_name, percent, place_name, range_text
from atlas.web.served_data import atlas_data
from geo.analysis.demand_areas import DemandAreas
from geo.analysis.indicators import country_of
from geo.cancellation import Control, Stop
from geo.choices import Model
from geo.choices.planning_kinds import Counted, Metric
from geo.location.assumptions import Assumption, OtherMeasure, Robustness, robustness
from geo.location.instance import Instance
from geo.location.recommendation import Method, NextSites, SearchResult
from geo.mapping.map_styles import GAINED, GAINED_STRETCH, KEPT, NEW, STRETCH
from geo.mapping.overlay_message import (
    Fills,
    NumberedPlace,
    NumberedStretch,
    Overlay,
    circle,
    legend,
    place,
    stretch,
)
from geo.views.planning_answers import measured_lines
from geo.views.planning_query import PlanningQuery


def headline(answer: NextSites, plan: PlanningQuery, t: Translator) -> AnswerText:
    """Return what the new sites reach, and what the sites of today reach."""
    count, counted = len(answer.chosen), answer.instance.question.counted
    if plan.model is Model.P_MEDIAN:
        is_road = answer.instance.question.metric is Metric.ROAD
        write = partial(_minutes_text, t=t) if is_road else partial(km_text, language=t.language)
        now = write(answer.before) if isfinite(answer.before) else t("regions.no_data")
        then = range_text(answer.value_low, answer.value, answer.value_high, write, t)
        changed = t("next.from_mean", before=now, after=then)
        return AnswerText(
            t("road.mean_time" if is_road else "next.mean_distance", count=count),
            write(answer.value),
            (changed,),
        )
    limit, people = limit_text(plan.limit, plan.metric, t), answer.demand["weight"]
    everyone = float(people.sum())
    before, after = (float(people[answer.demand[name]].sum()) for name in ("covered", "covered_after"))
    if plan.model is Model.SET_COVERING:
        what, value = t(key_for("next.fewest", counted), limit=limit), number_text(answer.value, t.language)
    else:
        what = t(key_for("next.within", counted), limit=limit, count=count)
        value = percent(after / everyone, t.language)
    count_text = partial(number_text, language=t.language)
    covered = range_text(answer.value_low, after, answer.value_high, count_text, t)
    written = {"before": before, "gain": after - before, "total": everyone}
    figures = {name: count_text(figure) for name, figure in written.items()}
    return AnswerText(what, value, (t(key_for("next.from_people", counted), after=covered, **figures),))


def draw_chosen(answer: NextSites, t: Translator) -> None:
    """Draw the chosen sites, each with what it adds."""
    st.caption(t("next.chosen"))
    draw(h("div", chosen_table(answer, t), class_="p-figures"))


WHOLE_UNITS: Final = (Counted.PEOPLE, Counted.ROWS)
"""Units that are counted in whole numbers."""


def unit_of(answer: NextSites) -> str:
    """Return what gains are counted in: people, rows, km of a line, or km or minutes of a mean."""
    question = answer.instance.question
    if question.model is Model.P_MEDIAN:
        return "km" if question.metric is Metric.STRAIGHT else "minutes"
    return str(question.counted)


def _minutes_text(minutes: float, t: Translator) -> str:
    return f"{number_text(minutes, t.language, 1)} min"


def candidate_name(row: Mapping[Hashable, Any], t: Translator) -> str:
    """Return the municipio of a proposed site, and where on a border, coast or road it is."""
    name = place_name(int(row["codigo_muni"]))
    if row["line"] is None:
        return name
    km = number_text(row["along_km"], t.language)
    is_coast = {line.name: line.is_coast for line in country_of(atlas_data()).lines}.get(row["line"])
    key = "lines.at_road" if is_coast is None else "lines.at_coast" if is_coast else "lines.at_border"
    return t(key, municipio=name, line=line_name(row["line"], t), km=km)


def chosen_table(answer: NextSites, t: Translator) -> Html:
    """Return the chosen sites by their number on the map, which is the order in which each adds most."""
    unit = unit_of(answer)
    write = partial(number_text, language=t.language, decimals=0 if unit in WHOLE_UNITS else 1)
    cells = (
        (f"{row['order']}. {candidate_name(row, t)}", write(row["gain"]), write(row["gain_alone"]))
        for row in answer.chosen.to_dict("records")
    )
    is_line = answer.instance.question.counted.is_line
    return table(
        (t("regions.site" if is_line else "next.cabecera"), t(f"gain.{unit}"), t(f"alone.{unit}")), cells
    )


SIZES: Final = (40, 190, 40)
"""Sizes of the points of the methods: where two methods reach the same, both points are seen."""
COVERED: Final = (KEPT, GAINED)
"""Covered already, and covered by the new sites."""

OVER: Final = alt.Axis(
    format=",.0f", titleAngle=0, titleAlign="left", titleAnchor="start", titleX=0, titleY=-14
)
"""An axis with its title above it: a long title next to a low chart is cut off."""


def next_overlay(answer: NextSites, plan: PlanningQuery, t: Translator) -> Overlay:
    """Return the proposed sites with their circles, and municipios by who covers their cabecera."""
    limit = limit_text(plan.limit, plan.metric, t)
    rows = answer.chosen.to_dict("records")
    places = tuple(_place(row, t) for row in rows)
    entries, note = [(NEW, t("next.new_sites"))], t("next.legend_note")
    if plan.model is Model.P_MEDIAN:
        return Overlay(legend=legend(t("next.legend"), entries, note), places=places)
    is_line = answer.instance.question.counted.is_line
    if is_line:
        entries += [
            (GAINED_STRETCH, t("next.covered_new", limit=limit)),
            (STRETCH, t("regions.stretch_entry", limit=limit)),
        ]
    else:
        words = (t("next.covered_now", limit=limit), t("next.covered_new", limit=limit))
        entries += list(zip(COVERED, words, strict=True))
    return Overlay(
        legend=legend(
            t("next.legend"),
            entries,
            f"{t('lines.uncoloured')} {note}" if is_line else f"{t('next.uncoloured')} {note}",
        ),
        fills=None if is_line else Fills(_classes(answer), COVERED),
        lines=tuple(_stretches(answer, t)) if is_line else None,
        circles=tuple(circle(row["longitude"], row["latitude"], plan.km * 1e3, NEW) for row in rows)
        if plan.metric is Metric.STRAIGHT
        else None,
        places=places,
    )


def _place(row: dict[Hashable, Any], t: Translator) -> NumberedPlace:
    label = f"{row['order']}. {candidate_name(row, t)}"
    return place(row["longitude"], row["latitude"], NEW, str(row["order"]), label)


def _stretches(answer: NextSites, t: Translator) -> Iterator[NumberedStretch]:
    """Yield the parts of the lines that are newly covered, and those that stay beyond reach."""
    demand = answer.demand
    pieces = demand.groupby("line", sort=False)
    for line in measured_lines(atlas_data(), answer.instance.question.kinds):
        if line.name not in pieces.groups:
            continue
        rows = pieces.get_group(line.name).sort_values("along_km")
        state = np.where(rows["covered"], 0, np.where(rows["covered_after"], 1, 2))
        start = (rows["along_km"] - rows["weight"] / 2).to_numpy() * 1e3
        end = (rows["along_km"] + rows["weight"] / 2).to_numpy() * 1e3
        # A region leaves gaps between the pieces of its municipios.
        turns = np.flatnonzero((np.diff(state) != 0) | (start[1:] - end[:-1] > 1)) + 1
        for part in np.split(np.arange(len(state)), turns):
            if state[part[0]]:
                shape = line.stretch(start[part[0]], end[part[-1]])
                yield stretch(
                    shape, (GAINED_STRETCH, STRETCH)[state[part[0]] - 1], "", line_name(line.name, t)
                )


def _classes(answer: NextSites) -> dict[int, int]:
    demand = answer.demand
    columns = (demand[name].tolist() for name in ("codigo_muni", "covered", "covered_after"))
    return {code: 0 if now else 1 for code, now, after in zip(*columns, strict=True) if after}


def draw_curve(result: SearchResult, t: Translator) -> None:
    """Draw the best that one, two, ... new sites reach."""
    st.markdown(f"##### {t('next.curve')}")
    answer = result.answer
    steps = result.best or tuple(zip(answer.chosen["order"], answer.chosen["value"], strict=True))
    rows = pd.DataFrame(steps, columns=["count", "value"])
    title = t(f"reached.{unit_of(answer)}")
    points = alt.OverlayMarkDef(size=60, color=SERIES[0])
    chart = _by_count(rows, title, t).mark_line(point=points, color=SERIES[0]).properties(height=300)
    ends = [number_text(float(rows["value"].iloc[n]), t.language) for n in (0, -1)]
    description = t("next.curve_alt", what=title, first=ends[0], last=ends[1], count=len(rows))
    st.altair_chart(chart, key="next_curve", alt=description)


def draw_methods(answer: NextSites, t: Translator) -> None:
    """Draw the best set, the greedy one and the plain ranking step by step, and what optimising gains."""
    st.markdown(f"##### {t('next.methods')}")
    rows = answer.methods.assign(name=[t(f"method.{method}") for method in answer.methods["method"]])
    name = alt.Tooltip("name:N", title=t("next.method_head"))
    base = _by_count(rows.drop(columns="method"), t(f"reached.{unit_of(answer)}"), t, name)
    text = gains_text(answer, t)
    chart = _by_method(base, [t(f"method.{method}") for method in Method])
    st.altair_chart(chart, key="next_methods", alt=f"{t('next.methods')}. {text}")
    st.markdown(text)


def _by_count(rows: pd.DataFrame, title: str, t: Translator, *tooltip: alt.Tooltip) -> alt.Chart:
    """Return a chart of `value`, named `title`, over the number of new sites."""
    return alt.Chart(rows).encode(
        x=alt.X("count:Q", title=t("next.count"), axis=alt.Axis(tickMinStep=1, format="d")),
        y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=False), axis=OVER),
        tooltip=[
            *tooltip,
            alt.Tooltip("count:Q", title=t("next.count")),
            alt.Tooltip("value:Q", title=title, format=",.1f"),
        ],
    )


def _by_method(base: alt.Chart, names: list[str]) -> alt.LayerChart | alt.FacetChart:
    """Return a line a method: by colour and by the shape of its points."""

    def look(channel: Any, looks: Sequence[Any], legend: alt.Legend | None) -> Any:
        return channel("name:N", scale=alt.Scale(domain=names, range=list(looks)), legend=legend)

    # Side by side the names were cut where the chart is narrow.
    legend = alt.Legend(orient="bottom", direction="vertical", title=None)
    coloured = base.encode(color=look(alt.Color, SERIES[: len(names)], legend))
    points = coloured.mark_point(filled=False, strokeWidth=2, opacity=1).encode(
        shape=look(alt.Shape, SHAPES[: len(names)], legend), size=look(alt.Size, SIZES, None)
    )
    return alt.layer(coloured.mark_line(), points).properties(height=360)


def gains_text(answer: NextSites, t: Translator) -> str:
    """Return what the best set gains over greed and over the plain ranking, in words."""
    last = answer.methods.groupby("method", sort=False)
    if answer.instance.question.model is Model.SET_COVERING:
        counts = last["count"].max().to_dict()
        return t("gained.sites", count=len(answer.chosen), greedy=counts.get(Method.GREEDY, 0))
    values = last["value"].last().to_dict()
    decimals = 0 if unit_of(answer) in WHOLE_UNITS else 1
    # A mean distance is better when it is smaller.
    sign = -1 if answer.instance.question.model is Model.P_MEDIAN else 1
    sentences = []
    for other in (Method.GREEDY, Method.RANKING):
        gain = round(sign * (values[Method.OPTIMUM] - values[other]), decimals)
        # A search that was stopped early may have found less than another method.
        key = f"gained.{unit_of(answer) if gain > 0 else 'nothing'}"
        amount = number_text(gain, t.language, decimals)
        sentences.append(t(key, amount=amount, other=t(f"gained.{other}")))
    return " ".join(sentences)


ASSUMPTIONS_KEY: Final = "assumptions_search"
"""The key of this session's test of the assumptions."""

Test = Job[tuple[Instance, float, OtherMeasure | None], float, "Robustness | None"]
"""A test of the assumptions; its result is None where it was stopped before the sites of each are known."""


def start_test(
    instance: Instance, ground: DemandAreas, seconds: float, other: OtherMeasure | None = None
) -> Test:
    """Start to compare the best sites under each assumption."""

    def search(job: Test) -> Robustness | None:
        control = Control(seconds, should_stop=lambda: job.is_cancelled)
        return unless_stopped(job, lambda: robustness(instance, ground, control, other))

    return Job(SEARCHES, (instance, seconds, other), search)


def draw_assumptions(instance: Instance, ground: DemandAreas, plan: PlanningQuery, t: Translator) -> None:
    """Draw the button that tests the assumptions, then which of them would change the sites."""
    st.markdown(f"##### {t('assumptions.title')}")
    test: Test | None = st.session_state.get(ASSUMPTIONS_KEY)
    other = other_ways(plan)
    if test is None or test.task != (instance, plan.seconds, other):
        if test is not None:
            test.cancel()

        def start() -> None:
            started = st.session_state[ASSUMPTIONS_KEY] = start_test(instance, ground, plan.seconds, other)
            started.wait(AT_ONCE_S)

        st.session_state.pop(ASSUMPTIONS_KEY, None)
        st.caption(t("assumptions.lead"))
        st.button(t("assumptions.test"), key="assumptions_test", on_click=start, icon=":material/balance:")
    elif test.is_running:
        watch(test, partial(_draw_testing, test, t))
    elif (result := test.result()) is None:
        st.warning(t("assumptions.stopped"), icon=":material/timer:")
    else:
        for text in assumptions_in_words(result, instance, plan, t):
            st.markdown(plain(text))
        draw(h("div", regrets_table(result, instance, plan, t), class_="p-figures p-sets"))
        if Assumption.SPREAD in result.sets:
            st.caption(plain(t("assumptions.spread_method")))
        st.caption(plain(t("assumptions.method")))
        if other is None:
            st.caption(plain(t("assumptions.straight_only")))


def _draw_testing(test: Test, t: Translator) -> None:
    st.caption(t("assumptions.searching"))
    st.button(
        t("next.cancel"), key="assumptions_cancel", on_click=test.cancel, icon=":material/stop_circle:"
    )


def _assumption(name: Assumption, plan: PlanningQuery, t: Translator) -> str:
    """Return an assumption in words, with the limit of the other measure."""
    limit = plan.minutes if name is Assumption.ROAD else plan.km
    metric = Metric.ROAD if name is Assumption.ROAD else Metric.STRAIGHT
    return t(f"assumption.{name}", limit=limit_text(limit, metric, t))


def assumptions_in_words(
    result: Robustness, instance: Instance, plan: PlanningQuery, t: Translator
) -> list[str]:
    """Return which assumptions flip the choice, which sites stay, and the set of least worst regret."""
    flips = [_assumption(name, plan, t) for name in result.flipping]
    first = t("assumptions.flip", names="; ".join(flips)) if flips else t("assumptions.survives")
    always = _names(result.always, instance, t)
    stay = t("assumptions.always", names=always) if always else t("assumptions.none_always")
    texts = [first, stay]
    if flips:
        unit, worst = t(f"find_out_unit.{instance.question.counted}"), result.least_worst_regrets.max()
        key = "assumptions.least_worst" if result.stop is Stop.OPTIMAL else "assumptions.not_proven"
        regret = number_text(worst, t.language, 1 if instance.question.counted.is_line else 0)
        texts.append(t(key, names=_names(result.least_worst, instance, t), regret=regret, unit=unit))
    return texts


def _names(chosen: Iterable[int], instance: Instance, t: Translator) -> str:
    rows = instance.candidates.iloc[list(chosen)].to_dict("records")
    return "; ".join(candidate_name(row, t) for row in rows)


def regrets_table(result: Robustness, instance: Instance, plan: PlanningQuery, t: Translator) -> Html:
    """Return what each best set, and that of least worst regret, covers less under each assumption."""
    decimals = 1 if instance.question.counted.is_line else 0
    columns = list(result.sets)
    rows = [
        (
            _assumption(name, plan, t),
            _names(chosen, instance, t),
            result.regrets.loc[[name], columns].to_numpy()[0].tolist(),
        )
        for name, chosen in result.sets.items()
    ]
    rows.append(
        (
            t("assumptions.all"),
            _names(result.least_worst, instance, t),
            result.least_worst_regrets[columns].tolist(),
        )
    )
    unit = t(f"find_out_unit.{instance.question.counted}")
    heads = [
        t("assumptions.best"),
        t("assumptions.sites"),
        *(t("assumptions.regret", name=_assumption(name, plan, t), unit=unit) for name in columns),
    ]
    cells = (
        (
            first,
            names,
            *(number_text(value, t.language, decimals) for value in regrets),
        )
        for first, names, regrets in rows
    )
    return table(heads, cells)
