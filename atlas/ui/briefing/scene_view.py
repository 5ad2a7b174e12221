"""The current scene: its map, text, figures and conflicts, and the editors of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from atlas.i18n.messages import Language, Translator, translator
from atlas.i18n.numbers_and_dates import ExportWords, amount, date_text
from atlas.publishing.offline_page import annotation_message
from atlas.ui.briefing import draft
from atlas.ui.briefing.draft import draw_flaws
from atlas.ui.facts.event_timeline import FEWEST, draw_timeline
from atlas.ui.facts.fact_cards import conflict_cards, figure_card, unknown_card
from atlas.ui.facts.fact_words import source_links, text_of
from atlas.ui.facts.series_charts import draw_chart
from atlas.ui.state import session
from atlas.ui.state.cached_data import facts, view_of
from atlas.ui.widgets.browser_frames import draw_map, map_state
from atlas.ui.widgets.markup import Html, draw, h, joined, plain
from atlas.web.served_data import atlas_data
from geo.briefings import BriefingError, Scene, SceneKind, Text
from geo.briefings.briefing_files import from_json, to_json
from geo.briefings.scene_content import LONGEST_NOTE, MOST_ANNOTATIONS, WORDED, Annotation, AnnotationKind
from geo.briefings.scenes import LONGEST_HEADLINE, LONGEST_NOTES, LONGEST_TEXT, MOST_FIGURES
from geo.choices import Chart, Precision
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import conflicts_of
from geo.dataset.schema import rows
from geo.drawn_area import BOUNDS
from geo.exports.documents.document_layers import answer_blocks
from geo.exports.documents.document_rows import annotation_rows, first_lines, listed_rows
from geo.exports.documents.document_text import Block, blocks
from geo.mapping.overlay_message import Position
from geo.views.atlas_at_date import atlas_of, figure_in
from geo.views.scene_views import is_measured, scene_events, scene_view


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
        named_figures, named_conflicts, chart = scene.figures, scene.conflicts, scene.chart
        if scene.kind not in WORDED:
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
    """Draw the map, the text and the sources of the current scene, and its editors."""
    at = draft.current_draft()
    _take_point(session.take_point())
    if at.scene is None:
        draw_map(_state(at, None, t))
        return
    scene = at.scene
    layout = "" if scene.kind.has_map else " b-no-map"
    with st.container(key="scene"):
        draw(h("h3", scene.headline.in_(t.language), class_=f"b-headline b-{scene.kind}{layout}"))
        draw_map(_state(at, scene, t))
        draw(*block_elements(blocks(scene.text.in_(t.language))))
        _content(scene, t)
        _evidence(scene, t)
    draw_editor(scene, t)
    if scene.kind.has_map:
        draw_annotations(scene, t)


def _state(at: draft.Draft, scene: Scene | None, t: Translator) -> dict[str, Any]:
    """Return what the map shows of a scene; an answer only until the reader chooses other filters."""
    current, sites = session.reader_session(), atlas_data().sites
    state = map_state(view_of(current.selection), current, len(sites)) | {"scene": _place(at)}
    if scene is None:
        return state
    rows = annotation_rows(scene, ExportWords(t.language))
    state["annotations"] = [annotation_message(row) for row in rows]
    if scene.answer and current.selection == session.known_selection(scene.selection):
        state["overlay"] = scene.answer.message(t.language)
        if is_measured(scene):
            state["sites"] = list(scene_view(scene, atlas_data()).filtered.index)
            del state["time"], state["anywhere"]
    if st.session_state.get(PICK):
        state["overlay"] = state.get("overlay", {}) | {"placing": True}
    return state


def _place(at: draft.Draft) -> dict[str, object]:
    """Return where the map goes when the scene at hand is another."""
    view = at.scene.view if at.scene else None
    return {"key": at.turn, "at": [view.latitude, view.longitude, view.zoom] if view else None}


PAGES: Final = {
    SceneKind.ANSWER: "regions",
    SceneKind.PROGRAMME: "programmes",
    SceneKind.FACTS: "programmes",
    SceneKind.EVENTS: "programmes",
    SceneKind.CHANGES: "./",
}
"""The page where each kind of scene was added; a reader's own list is on no other computer."""


def _content(scene: Scene, t: Translator) -> None:
    """Draw the kept answer and the list of a scene, and the link to its view."""
    words = ExportWords(t.language)
    if scene.answer:
        answer = scene.answer.words(t.language)
        draw(*block_elements(answer_blocks(answer, words)))
        for text in answer.methods:
            st.caption(plain(text))
        if scene.kind is SceneKind.ANSWER:
            when = date_text(scene.answer.made, t.language)
            st.caption(plain(t("briefing.answer_kept", date=when, version=scene.answer.version)))
    events = tuple(scene_events(scene, atlas_data())["event_id"])
    if len(events) >= FEWEST:
        draw_timeline(events, t.language)
    if lines := first_lines(listed_rows(scene, atlas_data(), words), words):
        items = (
            h("li", h("strong", row.lead), " ", row.text, " ", source_links(row.sources, t.language))
            for row in lines
        )
        draw(h("h5", t(f"listed.{scene.kind}")), h("ul", *items, class_="a-list"))
    if page := PAGES.get(scene.kind):
        address = session.address_of(page, scene.selection, **dict(scene.address))
        draw(h("p", h("a", t("briefing.source_view"), href=address)))


def block_elements(texts: Iterable[Block]) -> Iterator[Html]:
    """Yield the text of a scene: the Markdown that every format shows, all else unchanged."""
    items: list[Html] = []
    for block in texts:
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


PICK: Final = "note_pick"
"""The end of an arrow or note that a click on the map sets; nothing while a click opens what is there."""

ANNOTATE: Final = "annotate"
"""Key of the fold of arrows and notes: whether it is open."""

ENDS: Final = ("from", "to")
CENTRE: Final = {"longitude": -90.3, "latitude": 15.7}
"""Where a new arrow or note begins: the middle of Guatemala."""


def draw_annotations(scene: Scene, t: Translator) -> None:
    """Draw the arrows and notes of a scene with a button to remove each, and the fields of a new one."""
    fold = st.expander(
        t("briefing.annotate"), key=ANNOTATE, icon=":material/edit_location_alt:", on_change="rerun"
    )
    if fold.open:
        with fold:
            _draw_fields(scene, t)


def _draw_fields(scene: Scene, t: Translator) -> None:
    st.caption(plain(t("briefing.annotate_lead", most=LONGEST_NOTE)))
    for number, row in enumerate(annotation_rows(scene, ExportWords(t.language))):
        st.button(
            plain(t("briefing.annotation_remove", text=row.spoken)),
            key=f"note_remove_{number}",
            icon=":material/delete:",
            on_click=partial(_remove_annotation, number),
        )
    if len(scene.annotations) >= MOST_ANNOTATIONS:
        st.info(t("briefing.annotation_full", most=MOST_ANNOTATIONS))
        return
    kind = st.segmented_control(
        t("briefing.annotation_kind"),
        list(AnnotationKind),
        default=AnnotationKind.ARROW,
        format_func=lambda kind: t(f"annotation_kind.{kind}"),
        required=True,
        key="note_kind",
    )
    is_arrow = kind is AnnotationKind.ARROW
    names = {"from": t("briefing.annotation_from" if is_arrow else "briefing.annotation_at")}
    names |= {"to": t("briefing.annotation_to")} if is_arrow else {}
    for end, name in names.items():
        _draw_end(end, name, t)
    st.segmented_control(
        t("briefing.pick_on_map"),
        list(names),
        format_func=names.__getitem__,
        key=PICK,
    )
    text = st.text_input(t("briefing.annotation_text"), key="note_text", max_chars=LONGEST_NOTE).strip()
    if st.button(t("briefing.annotation_add"), key="note_add", type="primary"):
        if not (text or is_arrow):
            st.error(t("briefing.needs_text"), icon=":material/report:")
            return
        start, head = _end_of("from"), _end_of("to") if is_arrow else None
        if start == head:
            st.error(t("briefing.needs_two_places"), icon=":material/report:")
            return
        added = Annotation(AnnotationKind(kind), start, head, Text().written(t.language, text))
        _keep(replace(scene, annotations=(*scene.annotations, added)), t)


def _draw_end(end: str, name: str, t: Translator) -> None:
    """Draw the fields of one end of an arrow, or of the place of a note: a site, or coordinates."""
    names = _places(atlas_data(), t.language)
    site, *degrees = st.columns([3, 2, 2], vertical_alignment="bottom")
    with site:
        chosen = st.selectbox(
            name,
            list(names),
            None,
            names.__getitem__,
            key=f"note_{end}",
            placeholder=t("briefing.by_coordinates"),
        )
    west, south, east, north = BOUNDS
    limits = {"longitude": (west, east), "latitude": (south, north)}
    for column, (axis, (least, most)) in zip(degrees, limits.items(), strict=True):
        st.session_state.setdefault(f"note_{end}_{axis}", CENTRE[axis])
        label = t(f"briefing.{axis}", end=name)
        column.number_input(
            label,
            least,
            most,
            step=0.05,
            format="%.4f",
            key=f"note_{end}_{axis}",
            disabled=chosen is not None,
        )


def _end_of(end: str) -> Position:
    """Return the place of one end; longitude and latitude of the chosen site, else the typed ones."""
    site = st.session_state[f"note_{end}"]
    if site is not None:
        row = atlas_data().sites.loc[site]
        return round(float(row["longitude"]), 5), round(float(row["latitude"]), 5)
    longitude, latitude = (st.session_state[f"note_{end}_{axis}"] for axis in CENTRE)
    return round(float(longitude), 5), round(float(latitude), 5)


def _take_point(point: Position | None) -> None:
    """Set the chosen end to where the reader has clicked, and go on to the other end of an arrow."""
    end = st.session_state.get(PICK)
    if point is None or end not in ENDS:
        return
    west, south, east, north = BOUNDS
    inside = min(max(point[0], west), east), min(max(point[1], south), north)
    st.session_state.update(
        dict(zip((f"note_{end}_longitude", f"note_{end}_latitude"), inside, strict=True))
    )
    st.session_state[f"note_{end}"] = None
    st.session_state[PICK] = (
        "to" if end == "from" and st.session_state.get("note_kind") == "arrow" else None
    )


def _remove_annotation(number: int) -> None:
    at = draft.current_draft()
    if at.scene:
        rest = at.scene.annotations[:number] + at.scene.annotations[number + 1 :]
        at.change(draft.with_scene_at_hand(replace(at.scene, annotations=rest)))


@cache
def _places(of: AtlasData, language: Language) -> dict[str, str]:
    """Return the names of the sites with a location on the map, by identifier."""
    placed = of.sites[of.sites["precision"] != Precision.UNPLACED]
    placed = placed[placed["longitude"].notna()].sort_values(f"name_{language}")
    return {str(site): str(name) for site, name in placed[f"name_{language}"].items()}
