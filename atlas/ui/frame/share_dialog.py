"""The dialog that shares the page: its link to copy, and a QR code of the link."""

from __future__ import annotations

import base64
from io import BytesIO
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
from geo.share_links import address, view_text


def draw_share(t: Translator) -> None:
    """Draw the button that opens the link; in an embedded page there is none."""
    if st.context.is_embedded:
        return
    with st.container(key="share", horizontal=True, gap="small", width="content"):
        draw_help(t)
        if st.button(t("share.button"), key="share_open", icon=":material/share:", help=t("share.help")):
            st.dialog(t("share.title"))(_dialog)()


def share_address(view: MapView | None) -> str:
    """Return the address of what the reader sees now with the view of the map."""
    query = session.page_query() | ({"at": view_text(view)} if view else {})
    page = (st.context.url or ".").split("?", maxsplit=1)[0]
    # The first page comes as the bare host.
    return address(page if urlsplit(page).path else f"{page}/", query)


def _dialog() -> None:
    t = translator(session.reader_session().language)
    link = share_address(live_view("share_view"))
    st.code(link, language=None, wrap_lines=True)
    draw_part(
        "copy",
        "share_copy",
        text=link,
        label=t("share.copy"),
        done=t("share.copied"),
        failed=t("share.not_copied"),
    )
    code = qr_svg(link)
    draw(h("p", h("img", src=_as_url(code), alt=t("share.qr"), class_="share-qr")))
    st.caption(plain(t("share.restores", version=data_version(atlas_data().data))))
    file = ("atlas-qr.svg", "image/svg+xml")
    draw_download(t("share.qr_file"), code, file, "share_qr", icon=":material/qr_code_2:")


def qr_svg(text: str) -> bytes:
    """Return a QR code (ISO/IEC 18004) as SVG, dark on white with its quiet zone."""
    import segno

    out = BytesIO()
    segno.make(text, error="l", micro=False).save(out, kind="svg", scale=8, light="white", border=4)
    return out.getvalue()


def _as_url(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
