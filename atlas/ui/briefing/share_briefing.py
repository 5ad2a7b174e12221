"""The dialog that shares an own briefing: a link that holds all of it, or a short link to the store."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator, translator
from atlas.i18n.numbers_and_dates import date_text
from atlas.ui.briefing import draft
from atlas.ui.frame.share_dialog import draw_link, page_address
from atlas.ui.state import session
from atlas.ui.widgets.markup import plain
from atlas.web.briefing_pages import kept_link
from atlas.web.briefing_store import BriefingStore, BriefingStoreError, Receipt, StoreFault, briefing_store
from geo.briefings import SceneKind
from geo.briefings.briefing_files import LONGEST_LINK
from geo.dataset.records import sha256
from geo.share_links import LONGEST

RECEIPTS: Final = "share_receipts"
"""Where this session keeps what it got for the briefings that it put into the store, by their content."""

OUTCOME: Final = "share_outcome"
"""Where the sentence about what happened in the store is kept until it is shown."""

CODE: Final = "share_code"

DELETED: Final = "share.deleted"
"""The sentence that a briefing was deleted from the store."""

FAULTS: Final = {
    StoreFault.FULL: "share.store_full",
    StoreFault.UNREACHABLE: "briefing.store_unreachable",
}
"""The sentence for each error of the store."""


def is_own(page: str) -> bool:
    """Return whether the page shows an own briefing, which the address does not hold."""
    if page != draft.PAGE or "desk" not in st.session_state:
        return False
    at = draft.current_draft()
    return at.name == draft.OWN and bool(at.briefing.scenes)


def draw_briefing_share() -> None:
    """Draw the dialog of an own briefing."""
    t, at = translator(session.reader_session().language), draft.current_draft()
    text, store = kept_link(at.briefing), briefing_store()
    st.markdown(
        plain(t("share.own", title=at.briefing.title.in_(t.language), count=len(at.briefing.scenes)))
    )
    if len(text) > LONGEST_LINK:
        st.info(t("share.own_too_long", count=f"{len(text):,}", most=f"{LONGEST_LINK:,}"))
    else:
        link = f"{page_address(_fixed())}#briefing={text}"
        draw_link(link, t, "share")
        st.caption(plain(t("share.own_holds")))
        if len(link) > LONGEST:
            length = t("share.own_long", count=f"{len(link):,}", most=f"{LONGEST:,}")
            st.warning(plain(length), icon=":material/straighten:")
        else:
            st.caption(plain(t("share.own_short", count=f"{len(link):,}", most=f"{LONGEST:,}")))
    if any(scene.kind is SceneKind.LIST or "own" in dict(scene.address) for scene in at.briefing.scenes):
        st.caption(plain(t("share.own_list")))
    if store:
        st.divider()
        _draw_store(store, at, sha256(text.encode()), t)


def _fixed() -> dict[str, str]:
    """Return the language and the data version, so that the page can list what changed since."""
    return {name: session.shared_query()[name] for name in ("lang", "v")}


def _draw_store(store: BriefingStore, at: draft.Draft, content: str, t: Translator) -> None:
    receipts: dict[str, Receipt] = st.session_state.setdefault(RECEIPTS, {})
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome == DELETED:
        st.toast(t(outcome), icon=":material/check:")
        st.rerun()  # the address below the dialog held the short name
    if outcome:
        st.error(t(outcome), icon=":material/report:")
    if receipt := receipts.get(content):
        _draw_receipt(store, receipt, t)
        return
    if at.shared:
        _draw_stored(store, at.shared, t)
        return
    st.caption(plain(t("share.store_lead", count=store.days)))
    st.button(
        t("share.store"),
        key="share_store",
        icon=":material/link:",
        on_click=partial(_put, store, at, content),
    )


def _put(store: BriefingStore, at: draft.Draft, content: str) -> None:
    try:
        st.session_state[RECEIPTS][content] = store.put(at.briefing)
    except BriefingStoreError as error:
        st.session_state[OUTCOME] = FAULTS[error.fault]


def _draw_receipt(store: BriefingStore, receipt: Receipt, t: Translator) -> None:
    _draw_short(receipt.name, receipt.expires, t)
    st.markdown(plain(t("share.code_lead")))
    st.code(receipt.code, language=None)
    _draw_delete(store, receipt.name, receipt.code, t)


def _draw_stored(store: BriefingStore, name: str, t: Translator) -> None:
    """Draw the short link under which the briefing was opened, and the field for its maker's code."""
    try:
        stored = store.read(name)
    except BriefingStoreError as error:
        st.error(t(FAULTS[error.fault]), icon=":material/report:")
        return
    if stored is None:
        st.info(t("briefing.link_gone"))
        return
    _draw_short(name, stored[1], t)
    st.text_input(t("share.code"), key=CODE, help=t("share.code_help"))
    # The code that is typed reaches the server in the same run as the click.
    _draw_delete(store, name, "", t)


def _draw_short(name: str, expires: date, t: Translator) -> None:
    draw_link(page_address(_fixed() | {"shared": name}), t, "share_short")
    st.caption(plain(t("share.store_holds", date=date_text(expires.isoformat(), t.language))))


def _draw_delete(store: BriefingStore, name: str, code: str, t: Translator) -> None:
    st.button(
        t("share.delete"),
        key="share_delete",
        icon=":material/delete:",
        on_click=partial(_delete, store, name, code),
    )


def _delete(store: BriefingStore, name: str, code: str) -> None:
    """Delete a briefing from the store; it stays on the desk as an own one."""
    try:
        is_deleted = store.delete(name, code or st.session_state.get(CODE, ""))
    except BriefingStoreError as error:
        st.session_state[OUTCOME] = FAULTS[error.fault]
        return
    if not is_deleted:
        st.session_state[OUTCOME] = "share.wrong_code"
        return
    receipts: dict[str, Receipt] = st.session_state[RECEIPTS]
    st.session_state[RECEIPTS] = {key: kept for key, kept in receipts.items() if kept.name != name}
    st.session_state[OUTCOME] = DELETED
    at = draft.current_draft()
    if at.shared == name:
        at.shared = ""
        draft.show_scene(choosing=False)
