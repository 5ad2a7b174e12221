"""Removing a list for good, asked for twice: nothing keeps it, so nothing could bring it back."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from atlas.i18n.messages import Translator
from pages.ui.own.held import hold


def draw_removal(t: Translator, width: Literal["content", "stretch"] = "content") -> None:
    """Draw the button that asks, and below it the one that removes the list from this visit."""
    with st.popover(t("own.remove"), icon=":material/delete:", width=width):
        st.markdown(t("own.remove_for_good"))
        st.button(
            t("own.remove_now"),
            key="own_remove",
            on_click=partial(hold, None),
            icon=":material/delete_forever:",
            type="primary",
        )
