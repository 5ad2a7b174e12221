"""The sign-in page: where a provider is configured, readers sign in before they see anything."""

from __future__ import annotations

from typing import Final

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.widgets.markup import plain
from atlas.web import access_rules

WIDTH: Final = 640
"""The width of the sign-in page in pixels."""


def is_signed_in() -> bool:
    """Return whether the reader may see the pages."""
    return _standing() is access_rules.Standing.IN


def ask_to_sign_in(t: Translator) -> None:
    """Show the sign-in page and end the run, unless the reader may see the pages."""
    standing = _standing()
    if standing is access_rules.Standing.IN:
        return
    with st.container(width=WIDTH):
        st.title(t("app.title"))
        if standing is access_rules.Standing.REFUSED:
            st.warning(plain(t("sign_in_page.refused", who=_who())), icon=":material/block:")
            st.button(t("sign_in_page.leave"), on_click=st.logout, key="sign_in_page_leave")
        else:
            st.info(
                t(
                    "sign_in_page.expired"
                    if standing is access_rules.Standing.EXPIRED
                    else "sign_in_page.sign_in"
                )
            )
            st.button(t("sign_in_page.enter"), on_click=st.login, key="sign_in_page_enter", type="primary")
    st.stop()


def draw_signed_in(t: Translator) -> None:
    """Say who is signed in, and that it is recorded; nothing where no provider is configured."""
    if access_rules.rules() is not None:
        st.caption(plain(t("sign_in_page.signed_in", who=_who())))
        st.button(
            t("sign_in_page.leave"),
            on_click=st.logout,
            key="leave",
            icon=":material/logout:",
            type="tertiary",
        )


def _who() -> str:
    return access_rules.name_of(st.user.to_dict())


def _standing() -> access_rules.Standing:
    rules = access_rules.rules()
    return access_rules.Standing.IN if rules is None else rules.standing(st.user.to_dict())
