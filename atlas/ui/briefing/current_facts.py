"""Whether a briefing is still true: facts that changed since, and presentations to update."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.publishing.document_formats import DocumentFormat, change_lines, refresh_lines, refreshed_deck
from atlas.ui.briefing import draft
from atlas.ui.state.background_jobs import EXPORTS, Job
from atlas.ui.widgets.error_messages import sentence
from atlas.ui.widgets.export_dialog import MEDIA_TYPES, draw_download
from atlas.ui.widgets.markup import plain
from atlas.web.served_data import atlas_data
from geo.briefings import BriefingError
from geo.errors import GeoError
from geo.exports.documents.deck_parts import MOST_BYTES
from geo.exports.documents.stamp import StampError, briefing_changes

if TYPE_CHECKING:
    from geo.exports.documents.deck_refresh import RefreshedDeck


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
