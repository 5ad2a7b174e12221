"""The words of a scene to be edited, in the reader's language; nothing is kept until it is whole."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import amount
from geo.briefings import BriefingError, Scene
from geo.briefings.briefing_files import from_json, to_json
from geo.briefings.scenes import LONGEST_HEADLINE, LONGEST_NOTES, LONGEST_TEXT, MOST_FIGURES
from geo.choices import Chart
from geo.dataset.atlas_data import AtlasData
from geo.dataset.schema import rows
from pages.ui.briefing import desk as on
from pages.ui.briefing.flaws import draw_flaws
from pages.ui.facts.words import here
from pages.ui.load import atlas_data, facts
from pages.ui.problems import plain

PARTS: Final = ("headline", "text", "notes", "figures", "conflicts", "chart")
"""The widgets of the editor, by the attribute of a scene that each holds."""


def draw_editor(scene: Scene, t: Translator, language: Language) -> None:
    """Draw the editor of the scene at hand, folded."""
    at = on.desk()
    if facts() is None:
        return
    figures, conflicts = _figures(atlas_data(), language), _conflicts(atlas_data(), language)
    with st.expander(t("briefing.edit"), icon=":material/edit:"), st.form(f"edit_{at.turn}", border=False):
        headline = st.text_input(
            t("briefing.headline"), scene.headline.in_(language), max_chars=LONGEST_HEADLINE
        )
        text = st.text_area(
            t("briefing.text"),
            scene.text.in_(language),
            height=220,
            max_chars=LONGEST_TEXT,
            help=t("briefing.text_help"),
        )
        notes = st.text_area(
            t("briefing.notes"), scene.notes.in_(language), height=110, max_chars=LONGEST_NOTES
        )
        named = st.multiselect(
            t("export.figures"),
            list(figures),
            [one for one in scene.figures if one in figures],
            format_func=figures.__getitem__,
            max_selections=MOST_FIGURES,
            placeholder=t("briefing.none"),
        )
        told = st.multiselect(
            t("export.disagreements"),
            list(conflicts),
            [one for one in scene.conflicts if one in conflicts],
            format_func=conflicts.__getitem__,
            max_selections=MOST_FIGURES,
            placeholder=t("briefing.none"),
        )
        chart = st.selectbox(
            t("briefing.chart"),
            list(Chart),
            list(Chart).index(scene.chart) if scene.chart else None,
            format_func=lambda one: t(f"chart.{one}"),
            placeholder=t("briefing.none"),
        )
        if st.form_submit_button(t("briefing.keep"), type="primary", icon=":material/check:"):
            changed = replace(
                scene,
                headline=scene.headline.written(language, headline.strip()),
                text=scene.text.written(language, text.strip()),
                notes=scene.notes.written(language, notes.strip()),
                figures=tuple(named),
                conflicts=tuple(told),
                chart=chart,
            )
            _keep(changed, t)


def _keep(scene: Scene, t: Translator) -> None:
    """Keep a changed scene if a file could hold it; else say what is wrong and change nothing."""
    try:
        briefing = from_json(to_json(on.with_scene_at_hand(scene)), t("briefing.scene"))
    except BriefingError as error:
        st.error(plain(t("briefing.not_kept_scene")), icon=":material/report:")
        draw_flaws(error.problems, t, error.more)
        return
    on.desk().change(briefing)
    st.rerun()


@cache
def _figures(of: AtlasData, language: Language) -> dict[str, str]:
    """Return each figure in words by its identifier."""
    t = translator(language)
    return {
        row["figure_id"]: f"{amount(row, t, language).text}: {here(row, 'label', language)}"
        for row in rows(of.facts.figures)
    }


@cache
def _conflicts(of: AtlasData, language: Language) -> dict[str, str]:
    return {row["conflict_id"]: here(row, "title", language) for row in rows(of.facts.conflicts)}
