"""The current scene: its map, text, figures and conflicts, and the editor of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import amount
from atlas.ui.briefing import draft
from atlas.ui.briefing.draft import draw_flaws
from atlas.ui.facts.fact_cards import conflict_cards, figure_card, unknown_card
from atlas.ui.facts.fact_words import text_of
from atlas.ui.facts.series_charts import draw_chart
from atlas.ui.state import session
from atlas.ui.state.cached_data import facts, view_of
from atlas.ui.widgets.browser_frames import draw_map, map_state
from atlas.ui.widgets.markup import Html, draw, h, joined, plain
from atlas.web.served_data import atlas_data
from geo.briefings import BriefingError, Scene
from geo.briefings.briefing_files import from_json, to_json
from geo.briefings.scenes import LONGEST_HEADLINE, LONGEST_NOTES, LONGEST_TEXT, MOST_FIGURES
from geo.choices import Chart
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import conflicts_of
from geo.dataset.schema import rows
from geo.exports.documents.document_text import Block, blocks
from geo.views.atlas_at_date import atlas_of, figure_in


def draw_editor(scene: Scene, t: Translator) -> None:
    """Draw the editor of the scene at hand, folded."""
    at = draft.current_draft()
    if facts() is None:
        return
    figures, conflicts = _figures(atlas_data(), t.language), _conflicts(atlas_data(), t.language)
    with st.expander(t("briefing.edit"), icon=":material/edit:"), st.form(f"edit_{at.turn}", border=False):
        headline = st.text_input(
            t("briefing.headline"), scene.headline.in_(t.language), max_chars=LONGEST_HEADLINE
        )
        text = st.text_area(
            t("briefing.text"),
            scene.text.in_(t.language),
            height=220,
            max_chars=LONGEST_TEXT,
            help=t("briefing.text_help"),
        )
        notes = st.text_area(
            t("briefing.notes"), scene.notes.in_(t.language), height=110, max_chars=LONGEST_NOTES
        )
        named_figures = _choose("export.figures", figures, scene.figures, t)
        named_conflicts = _choose("export.disagreements", conflicts, scene.conflicts, t)
        chart = st.selectbox(
            t("briefing.chart"),
            list(Chart),
            list(Chart).index(scene.chart) if scene.chart else None,
            format_func=lambda chart: t(f"chart.{chart}"),
            placeholder=t("briefing.none"),
        )
        if st.form_submit_button(t("briefing.keep"), type="primary", icon=":material/check:"):
            changed = replace(
                scene,
                headline=scene.headline.written(t.language, headline.strip()),
                text=scene.text.written(t.language, text.strip()),
                notes=scene.notes.written(t.language, notes.strip()),
                figures=named_figures,
                conflicts=named_conflicts,
                chart=chart,
            )
            _keep(changed, t)


def _choose(key: str, names: dict[str, str], named: tuple[str, ...], t: Translator) -> tuple[str, ...]:
    """Draw the choice of what the scene names; return what is chosen."""
    chosen = st.multiselect(
        t(key),
        list(names),
        [identifier for identifier in named if identifier in names],
        format_func=names.__getitem__,
        max_selections=MOST_FIGURES,
        placeholder=t("briefing.none"),
    )
    return tuple(chosen)


def _keep(scene: Scene, t: Translator) -> None:
    """Keep a changed scene if a file could hold it; else say what is wrong and change nothing."""
    try:
        briefing = from_json(to_json(draft.with_scene_at_hand(scene)), t("briefing.scene"))
    except BriefingError as error:
        st.error(plain(t("briefing.not_kept_scene")), icon=":material/report:")
        draw_flaws(error.problems, t, error.more)
        return
    draft.current_draft().change(briefing)
    st.rerun()


@cache
def _figures(of: AtlasData, language: Language) -> dict[str, str]:
    """Return each figure in words by its identifier."""
    t = translator(language)
    return {
        row["figure_id"]: f"{amount(row, t).text}: {text_of(row, 'label', language)}"
        for row in rows(of.facts.figures)
    }


@cache
def _conflicts(of: AtlasData, language: Language) -> dict[str, str]:
    return {row["conflict_id"]: text_of(row, "title", language) for row in rows(of.facts.conflicts)}


def draw_scene(t: Translator) -> None:
    """Draw the map, the text and the sources of the current scene."""
    at, sites = draft.current_draft(), atlas_data().sites
    view = view_of(session.reader_session().selection)
    shown = map_state(view, session.reader_session(), len(sites)) | {"scene": _place(at)}
    if at.scene is None:
        draw_map(shown)
        return
    with st.container(key="scene"):
        draw(h("h3", at.scene.headline.in_(t.language), class_="b-headline"))
        draw_map(shown)
        draw(*scene_words(at.scene, t.language))
        _evidence(at.scene, t)
    draw_editor(at.scene, t)


def _place(at: draft.Draft) -> dict[str, object]:
    """Return where the map goes when the scene at hand is another."""
    view = at.scene.view if at.scene else None
    return {"key": at.turn, "at": [view.latitude, view.longitude, view.zoom] if view else None}


def scene_words(scene: Scene, language: Language) -> Iterator[Html]:
    """Yield the text of a scene: the Markdown that every format shows, all else unchanged."""
    items: list[Html] = []
    for block in blocks(scene.text.in_(language)):
        if block.is_item:
            items.append(h("li", _runs(block)))
            continue
        if items:
            yield h("ul", *items, class_="b-text")
            items = []
        yield h("p", _runs(block), class_="b-text")
    if items:
        yield h("ul", *items, class_="b-text")


def _runs(block: Block) -> Html:
    return joined(
        h("strong", run.text) if run.bold else h("em", run.text) if run.italic else run.text
        for run in block.runs
    )


def _evidence(scene: Scene, t: Translator) -> None:
    """Draw the figures, the chart and the disagreements that a scene names, as of its date."""
    whole = facts()
    if whole is None:
        return
    atlas = atlas_of(scene.selection, atlas_data())
    known, conflicts = atlas.facts, atlas.facts.conflicts
    shown = {figure: figure_in(atlas, figure) for figure in scene.figures if figure in whole.by_reference}
    if shown:
        cards = (
            figure_card(whole.by_reference[valid], rows(conflicts_of(conflicts, valid)), t)
            if valid
            else unknown_card(whole.by_reference[figure], t)
            for figure, valid in shown.items()
        )
        draw(h("div", *cards, class_="a-grid"))
    if scene.chart:
        draw_chart(scene.chart, atlas, t.language)
    named = _named(conflicts, "conflict_id", scene.conflicts)
    if not named.empty:
        draw(h("h5", t("export.disagreements")))
        draw(conflict_cards(named, known, atlas_data().sites, t))


def _named(table: pd.DataFrame, key: str, ids: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows that a scene names, in its order; those that today's tables lack are left out."""
    rows = table.set_index(key, drop=False)
    return rows.loc[[identifier for identifier in ids if identifier in rows.index]]
