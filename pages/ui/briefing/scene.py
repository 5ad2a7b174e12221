"""The scene at hand: its view, its words, its figures with their sources; and the same to be edited."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from atlas.i18n.messages import Language, Translator
from geo.briefings import Scene
from geo.exports.documents.document_text import Block, blocks
from geo.views.sites_view import sites_view
from pages.ui import state
from pages.ui.briefing import desk as on
from pages.ui.briefing.editor import draw_editor
from pages.ui.facts.html import Html, draw, h, joined
from pages.ui.load import atlas_data, facts
from pages.ui.map import draw_map, map_state
from pages.ui.programmes.charts import draw_chart
from pages.ui.programmes.conflicts import conflict_cards
from pages.ui.programmes.figures import figure_cards


def draw_scene(t: Translator, language: Language) -> None:
    """Draw the map of the scene at hand, what it says and what it rests on."""
    at, sites = on.desk(), atlas_data().sites
    view = sites_view(state.reader_session().selection, sites)
    shown = map_state(view, state.reader_session(), len(sites)) | {"scene": _place(at)}
    if at.scene is None:
        draw_map(shown)
        return
    with st.container(key="scene"):
        draw(h("h3", at.scene.headline.in_(language), class_="b-headline"))
        draw_map(shown)
        draw(*scene_words(at.scene, language))
        _evidence(at.scene, t, language)
    draw_editor(at.scene, t, language)


def _place(at: on.Draft) -> dict[str, object]:
    """Return where the map goes when the scene at hand is another."""
    view = at.scene.view if at.scene else None
    return {"key": at.turn, "at": [view.latitude, view.longitude, view.zoom] if view else None}


def scene_words(scene: Scene, language: Language) -> Iterator[Html]:
    """Yield the text of a scene: the Markdown that every format shows, all else as it stands."""
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


def _evidence(scene: Scene, t: Translator, language: Language) -> None:
    """Draw the figures, the chart and the disagreements that a scene names."""
    known = facts()
    if known is None:
        return
    table = known.figures.set_index("figure_id", drop=False)
    named = table.loc[[one for one in scene.figures if one in table.index]]
    if not named.empty:
        draw(figure_cards(named, known.conflicts, t, language))
    if scene.chart:
        draw_chart(scene.chart, language)
    conflicts = known.conflicts.set_index("conflict_id", drop=False)
    told = conflicts.loc[[one for one in scene.conflicts if one in conflicts.index]]
    if not told.empty:
        draw(h("h5", t("export.disagreements")))
        draw(conflict_cards(told, known, atlas_data().sites, t, language))
