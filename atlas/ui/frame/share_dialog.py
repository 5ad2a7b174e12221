"""The dialog that shares the page: its link to copy, and a QR code of the link."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from atlas.i18n.messages import Translator, translator
from atlas.ui.frame.help_dialog import draw_help
from atlas.ui.state import session
from atlas.ui.widgets.browser_frames import draw_part, live_view
from atlas.ui.widgets.export_dialog import draw_download
from atlas.ui.widgets.markup import draw, h, plain
from atlas.web.served_data import atlas_data
from geo.briefings import MapView
from geo.dataset.records import data_version
from geo.share_links import LONGEST, address, view_text

LONG_HEIGHT: Final = 160
"""Pixels of a link of thousands of characters, which scrolls."""


def draw_share(t: Translator, own: Callable[[], None] | None = None) -> None:
    """Draw the button that opens the link; in an embedded page there is none.

    `own` draws the dialog of a page whose address does not hold what it shows.
    """
    if st.context.is_embedded:
        return
    with st.container(key="share", horizontal=True, gap="small", width="content"):
        draw_help(t)
        if st.button(t("share.button"), key="share_open", icon=":material/share:", help=t("share.help")):
            st.dialog(t("share.title_own" if own else "share.title"))(own or _dialog)()


def share_address(view: MapView | None) -> str:
    """Return the address of what the reader sees now with the view of the map."""
    return page_address(session.page_query() | ({"at": view_text(view)} if view else {}))


def page_address(query: Mapping[str, str]) -> str:
    """Return the address of the page at hand with a query."""
    page = (st.context.url or ".").split("?", maxsplit=1)[0]
    # The first page comes as the bare host.
    return address(page if urlsplit(page).path else f"{page}/", query)


def _dialog() -> None:
    t = translator(session.reader_session().language)
    draw_link(share_address(live_view("share_view")), t, "share")
    st.caption(plain(t("share.restores", version=data_version(atlas_data().data))))


def draw_link(link: str, t: Translator, key: str) -> None:
    """Draw a link to copy, and its QR code where cameras can read it."""
    is_long = len(link) > LONGEST
    st.code(link, language=None, wrap_lines=True, height=LONG_HEIGHT if is_long else "content")
    draw_part(
        "copy",
        f"{key}_copy",
        text=link,
        label=t("share.copy"),
        done=t("share.copied"),
        failed=t("share.not_copied"),
    )
    if is_long:
        return
    code = qr_svg(link)
    draw(h("p", h("img", src=_as_url(code), alt=t("share.qr"), class_="share-qr")))
    file = ("atlas-qr.svg", "image/svg+xml")
    draw_download(t("share.qr_file"), code, file, f"{key}_qr", icon=":material/qr_code_2:")


def qr_svg(text: str) -> bytes:
    """Return a QR code (ISO/IEC 18004) as SVG, dark on white with its quiet zone."""
    import segno

    out = BytesIO()
    segno.make(text, error="l", micro=False).save(out, kind="svg", scale=8, light="white", border=4)
    return out.getvalue()


def _as_url(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
