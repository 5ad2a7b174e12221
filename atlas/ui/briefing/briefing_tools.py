"""What can be done with the whole of a briefing: choose, name, save, open, present and update it.

The page says which facts changed since the briefing was made, and updates presentations made earlier.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import streamlit as st

from atlas.i18n.messages import Language, Translator
from atlas.publishing.document_formats import DocumentFormat, change_lines, refresh_lines, refreshed_deck
from atlas.ui.briefing import draft
from atlas.ui.briefing.browser_drafts import draw_notice, draw_offers
from atlas.ui.briefing.draft import draw_flaws
from atlas.ui.state import session
from atlas.ui.state.background_jobs import EXPORTS, Job
from atlas.ui.widgets.error_messages import sentence
from atlas.ui.widgets.export_dialog import MEDIA_TYPES, draw_download, draw_export, draw_job
from atlas.ui.widgets.markup import draw, h, plain
from atlas.web.briefing_pages import page_address
from atlas.web.served_data import atlas_data
from geo.briefings import Briefing, BriefingError, MapView, unknown_references
from geo.briefings.briefing_files import from_json, to_json
from geo.briefings.scenes import LONGEST_HEADLINE
from geo.dataset.records import data_version
from geo.errors import GeoError
from geo.exports.documents.deck_parts import MOST_BYTES
from geo.exports.documents.stamp import StampError, briefing_changes

if TYPE_CHECKING:
    from geo.exports.documents.deck_refresh import RefreshedDeck

TITLE: Final = "desk_title"
UPLOAD: Final = "desk_upload"
OPENED: Final = "desk_opened"
"""Which file was opened last: the uploader hands it in again with every run."""

SAID: Final = "desk_said"
"""What was wrong with the file that was opened last, or what today's data lack of it."""


def draw_files(t: Translator) -> None:
    """Draw the title, the save, open and new buttons, and the errors of a file."""
    at = draft.current_draft()
    with st.popover(t("briefing.file"), icon=":material/folder_open:"):
        st.session_state[TITLE] = at.briefing.title.in_(t.language)
        st.text_input(t("briefing.name"), key=TITLE, max_chars=LONGEST_HEADLINE, on_change=_take_title)
        draw_download(
            t("briefing.save"),
            to_json(_whole(at)),
            (f"{at.name}.briefing.json", "application/json"),
            "desk_save",
            icon=":material/save:",
            width="stretch",
        )
        file = st.file_uploader(t("briefing.load"), type="json", key=UPLOAD, help=t("briefing.load_help"))
        if file is not None and file.file_id != st.session_state.get(OPENED):
            st.session_state[OPENED] = file.file_id
            _open(file.name, file.getvalue())
            st.rerun()
        st.button(
            t("briefing.new"),
            key="desk_new",
            on_click=lambda: draft.open_own(draft.blank(session.current_translator())),
            icon=":material/note_add:",
            width="stretch",
        )
        _said(t)


def _take_title() -> None:
    at, words = draft.current_draft(), st.session_state[TITLE].strip()
    if words:
        title = at.briefing.title.written(session.reader_session().language, words)
        draft.change(replace(at.briefing, title=title))


def _open(name: str, content: bytes) -> None:
    """Open the uploaded file; an invalid one changes nothing."""
    try:
        briefing = from_json(content, name)
    except BriefingError as error:
        st.session_state[SAID] = ("bad_file", name, error.problems, error.more)
        return
    missing = tuple(unknown_references(briefing, atlas_data()))
    st.session_state[SAID] = ("left_out", name, missing, 0) if missing else None
    draft.current_draft().open(briefing)


def _said(t: Translator) -> None:
    if said := st.session_state.get(SAID):
        kind, file, flaws, more = said
        words = t("briefing.bad_file" if kind == "bad_file" else "briefing.left_out", file=file)
        (st.error if kind == "bad_file" else st.warning)(plain(words), icon=":material/report:")
        draw_flaws(flaws, t, more)


CHOICE: Final = "desk_choice"


def is_ready() -> bool:
    """Whether the tables that briefings speak of, and the briefings themselves, are whole."""
    try:
        return bool(
            len(atlas_data().sites) and len(atlas_data().facts.figures) and draft.ready_made(atlas_data())
        )
    except GeoError:
        return False


def draw_head(t: Translator) -> None:
    """Draw the choice of the briefing and what can be done with the whole of it."""
    at = draft.current_draft()
    draw(h("h2", t("briefing.title"), class_="a-title"), h("p", t("briefing.lead"), class_="a-when"))
    choice, tools = st.columns([3, 5], vertical_alignment="bottom")
    with choice:
        _choice(t)
    with tools, st.container(horizontal=True, horizontal_alignment="right"):
        st.link_button(
            t("briefing.present"),
            _stage_address(at, t.language),
            type="primary",
            icon=":material/slideshow:",
            disabled=not at.briefing.scenes,
            help=t("briefing.present_help"),
        )
        draw_export("briefing", partial(_whole, at), t)
        draw_files(t)
    # Always one element: if the map below changed its place on the page, it would be loaded again.
    with st.container(key="desk_state"):
        draw_job("briefing", t)
        draw_notice(t)
        draw_offers(t)


def _choice(t: Translator) -> None:
    at, known = draft.current_draft(), draft.ready_made(atlas_data())
    titles = {name: briefing.title.in_(t.language) for name, briefing in known.items()}
    if at.name == draft.OWN:
        titles[draft.OWN] = t("briefing.own", title=at.briefing.title.in_(t.language))
    st.session_state[CHOICE] = at.name
    st.selectbox(
        t("briefing.choose"),
        list(titles),
        format_func=titles.__getitem__,
        key=CHOICE,
        on_change=_open_chosen,
    )


def _open_chosen() -> None:
    name = st.session_state[CHOICE]
    if name != draft.OWN:
        draft.change(draft.ready_made(atlas_data())[name], 0, name)


def _whole(at: draft.Draft, _view: MapView | None = None) -> Briefing:
    """Return the briefing as it goes into a file, made with today's data."""
    return replace(at.briefing, data_version=data_version(atlas_data().data))


def draw_stage(language: Language) -> None:
    """Draw the briefing at hand over the whole of an embedded page."""
    at = draft.current_draft()
    with st.container(key="stage"):
        st.iframe(urljoin(st.context.url or "/", _stage_address(at, language)), height=600)


def _stage_address(at: draft.Draft, language: Language) -> str:
    own = at.briefing if at.name == draft.OWN else None
    return page_address(draft.page_name(), language, at.number + 1, own)


def draw_changed_facts(t: Translator) -> None:
    """Say, scene by scene, which facts changed since the briefing was made; nothing if none did."""
    briefing = draft.current_draft().briefing
    try:
        changes = briefing_changes(briefing, atlas_data())
    except GeoError:
        return
    if changes is None:
        return
    lead, lines = change_lines(changes, briefing, t.language)
    said = "\n".join(f"- {plain(line)}" for line in lines)
    st.warning(f"{plain(lead)}\n\n{said}", icon=":material/history:")


def draw_deck_refresh(t: Translator) -> None:
    """Draw the upload of a presentation, what changed in it, and the new file."""
    with st.expander(t("refresh.title"), icon=":material/update:"):
        st.caption(plain(t("refresh.lead")))
        file = st.file_uploader(
            t("refresh.file"), type="pptx", key="deck_file", max_upload_size=MOST_BYTES // 1_000_000
        )
        if file is None or not st.button(t("refresh.make"), key="deck_refresh", type="primary"):
            return
        try:
            with st.spinner(t("exports.waiting")):
                result = _refreshed(file.name, file.getvalue())
        except GeoError as error:
            st.error(plain(_fault(error, file.name, t)), icon=":material/report:")
            return
        lines = (f"- {plain(line)}" for line in refresh_lines(result, t.language))
        st.success("\n".join(lines), icon=":material/check:")
        name = f"{file.name.removesuffix('.pptx')}-{t('refresh.suffix')}.pptx"
        media_type = MEDIA_TYPES[DocumentFormat.PPTX]
        draw_download(
            t("exports.download"), result.content, (name, media_type), "deck_download", type="primary"
        )


def _refreshed(name: str, content: bytes) -> RefreshedDeck:
    """Return the new presentation, made in the pool that limits how many files are made at a time."""
    data = atlas_data()
    job: Job[str, None, RefreshedDeck] = Job(EXPORTS, name, lambda _: refreshed_deck(content, name, data))
    return job.result()


def _fault(error: GeoError, file: str, t: Translator) -> str:
    match error:
        case StampError():
            return t("deck_error.no_stamp", file=file)
        case BriefingError():
            return t("deck_error.damaged", file=file)
    return sentence(error, t)
