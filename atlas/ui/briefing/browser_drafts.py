"""Drafts of briefings in the reader's browser, and briefings that come with a link.

The server keeps a draft only as long as its session. A frame without a picture (`parts/drafts.js`) writes
each change into the storage of the browser, lists the drafts that are there, and passes on the text of a
link. What it reports is untrusted input.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any, Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.briefing import draft
from atlas.ui.widgets.browser_frames import draw_part
from atlas.ui.widgets.markup import plain
from geo.briefings import BriefingError
from geo.briefings.briefing_files import from_json, from_link, to_json
from geo.briefings.scenes import LONGEST_HEADLINE, FlawKind
from geo.dataset.records import sha256
from geo.errors import GeoError

FRAME: Final = "browser_drafts"
"""The key of the frame; its value is what the browser reported last."""

ASKED: Final = "draft_asked"
"""Where the identifier of a draft is kept until the browser has sent its content."""

DISCARDED: Final = "draft_discarded"
"""Where the identifier of a draft is kept until the browser has removed it."""

DOUBTED: Final = "draft_doubted"
"""Where the identifier of a draft is kept whose removal the reader must confirm."""

LINK: Final = "draft_link"
"""Where the text of the link that was opened last is kept."""

RECEIVED: Final = "draft_received"
"""Where the report that came last is kept with the time at which it came."""

IDENTIFIER: Final = re.compile(r"[0-9a-z-]{1,40}")
MOST_DRAFTS: Final = 50
"""Drafts that are listed; the storage of a browser holds a few full ones."""


FAILURES: Final = {"full": "briefing.storage_full", "refused": "briefing.storage_refused"}
"""The sentence for each reason for which a browser does not keep a draft."""


@dataclass(frozen=True)
class BrowserDraft:
    """A draft in the reader's browser; `age_s` counts from its last change."""

    id: str
    title: str
    scenes: int
    age_s: float


def take_report() -> None:
    """Do what the browser reported: open a draft or a link; only before widgets are drawn."""
    report = _report()
    try:
        at = draft.current_draft() if report else None
    except GeoError:
        return
    if at is None:
        return
    if st.session_state.get(RECEIVED, (None, 0))[0] != report:
        st.session_state[RECEIVED] = (report, monotonic())
    _take_copy(at, report.get("moved"))
    _take_opened(at, report.get("opened"))
    _take_link(at, report.get("link"))
    if st.session_state.get(DISCARDED) not in {known.id for known in browser_drafts()}:
        st.session_state.pop(DISCARDED, None)


def _report() -> Mapping[str, Any]:
    report = st.session_state.get(FRAME)
    return report if isinstance(report, Mapping) else {}


def _take_copy(at: draft.Draft, moved: object) -> None:
    """Follow the browser to the copy that it made because another tab had changed the draft."""
    if isinstance(moved, Mapping) and moved.get("id") == at.id and _is_identifier(moved.get("to")):
        at.id = moved["to"]
        st.session_state[draft.NOTICE] = ("briefing.other_tab", ())


def _take_opened(at: draft.Draft, opened: object) -> None:
    """Open the draft that the reader asked for."""
    asked = st.session_state.get(ASKED)
    if not asked or not isinstance(opened, Mapping) or opened.get("id") != asked:
        return
    del st.session_state[ASKED]
    content = opened.get("content")
    try:
        draft.receive(at, from_json(content if isinstance(content, str) else "", "draft"), asked)
    except BriefingError as error:
        st.session_state[draft.NOTICE] = ("briefing.bad_draft", error.problems)


def _take_link(at: draft.Draft, text: object) -> None:
    """Open the briefing that a link holds, once; a link that cannot be read changes nothing."""
    if not isinstance(text, str) or not text or text == st.session_state.get(LINK):
        return
    st.session_state[LINK] = text
    try:
        draft.receive(at, from_link(text), f"link-{sha256(text.encode())[:16]}")
    except BriefingError as error:
        is_cut = error.problems[0].kind is FlawKind.NOT_WHOLE
        st.session_state[draft.NOTICE] = ("briefing.bad_link", () if is_cut else error.problems)


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


def browser_drafts() -> tuple[BrowserDraft, ...]:
    """Return the drafts of the reader's browser other than the current one, the newest first."""
    report, received = st.session_state.get(RECEIVED, ({}, 0))
    listed, now = report.get("drafts"), report.get("now")
    if not isinstance(listed, list) or not isinstance(now, int | float):
        return ()
    elapsed = monotonic() - received
    return tuple(
        BrowserDraft(
            item["id"],
            item["title"][:LONGEST_HEADLINE],
            item["scenes"],
            max(0, (now - item["saved"]) / 1000) + elapsed,
        )
        for item in listed[:MOST_DRAFTS]
        if _is_draft(item)
    )


def _is_draft(item: object) -> bool:
    return (
        isinstance(item, Mapping)
        and _is_identifier(item.get("id"))
        and isinstance(item.get("title"), str)
        and isinstance(item.get("scenes"), int)
        and isinstance(item.get("saved"), int | float)
    )


def draw_frame(page: str, t: Translator) -> None:
    """Draw the frame that keeps the draft; on other pages only once the reader has a briefing."""
    has_own = "desk" in st.session_state and draft.current_draft().name == draft.OWN
    if page != draft.PAGE and not has_own:
        return
    keep = None
    # A briefing under a short link that nobody changed is in the store.
    if has_own and draft.current_draft().briefing.scenes and not draft.current_draft().shared:
        at = draft.current_draft()
        keep = {
            "id": at.id,
            "title": at.briefing.title.in_(t.language),
            "scenes": len(at.briefing.scenes),
            "content": to_json(at.briefing),
        }
    with st.container(key=f"unseen_{FRAME}"):
        draw_part(
            "drafts",
            FRAME,
            keep=keep,
            ask=st.session_state.get(ASKED, ""),
            drop=st.session_state.get(DISCARDED, ""),
            taken=st.session_state.get(LINK, ""),
            list=page == draft.PAGE,
        )


def draw_offers(t: Translator) -> None:
    """Offer to continue the drafts of the browser: the newest in sight, the others in a menu."""
    drafts = browser_drafts()
    if draft.current_draft().name != draft.OWN and drafts:
        with st.container(key="draft_offer", horizontal=True, vertical_alignment="center"):
            _offer(drafts[0], t)
        drafts = drafts[1:]
    if drafts:
        with st.popover(t("briefing.other_drafts", count=len(drafts)), icon=":material/draft:"):
            for known in drafts:
                with st.container(horizontal=True, vertical_alignment="center"):
                    _offer(known, t)


def _offer(known: BrowserDraft, t: Translator) -> None:
    st.button(
        plain(t("briefing.continue", title=known.title, saved=age_text(known.age_s, t))),
        key=f"draft_continue_{known.id}",
        icon=":material/edit_note:",
        on_click=partial(st.session_state.__setitem__, ASKED, known.id),
    )
    is_asked = st.session_state.get(DOUBTED) == known.id
    st.button(
        t("briefing.discard_for_good" if is_asked else "briefing.discard"),
        key=f"draft_discard_{known.id}",
        icon=":material/delete:",
        type="primary" if is_asked else "tertiary",
        on_click=partial(_discard, known.id),
    )


def _discard(id: str) -> None:
    """Ask once more before a draft is removed: nothing brings it back."""
    if st.session_state.get(DOUBTED) == id:
        del st.session_state[DOUBTED]
        st.session_state[DISCARDED] = id
    else:
        st.session_state[DOUBTED] = id


AGES: Final = {"briefing.saved_days": 86_400, "briefing.saved_hours": 3_600, "briefing.saved_minutes": 60}
"""The sentence of each unit of time, and the unit in seconds."""


def age_text(age_s: float, t: Translator) -> str:
    """Return how long ago a draft was saved, in words."""
    for key, seconds in AGES.items():
        if age_s >= seconds:
            return t(key, count=int(age_s // seconds))
    return t("briefing.saved_now")


def draw_notice(t: Translator) -> None:
    """Say where an own briefing is kept, and what became of a link or draft until the reader closes it."""
    at, failed = draft.current_draft(), _report().get("failed")
    if at.name == draft.OWN and at.shared:
        st.caption(plain(t("briefing.shared_note")))
    elif at.name == draft.OWN and failed in FAILURES:
        st.warning(t(FAILURES[failed]), icon=":material/report:")
    elif at.name == draft.OWN:
        st.caption(plain(t("briefing.own_note")))
    if not st.session_state.get(draft.NOTICE):
        return
    key, flaws = st.session_state[draft.NOTICE]
    with st.container(key="draft_notice"):
        st.warning(t(key), icon=":material/report:")
        if flaws:
            draft.draw_flaws(flaws, t)
        st.button(
            t("briefing.understood"),
            key="draft_understood",
            on_click=partial(st.session_state.pop, draft.NOTICE, None),
        )
