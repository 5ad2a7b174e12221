"""Why a list cannot be read, in one sentence that says what to do."""

from __future__ import annotations

import streamlit as st

from atlas.i18n.messages import Translator
from geo.errors import GeoError
from geo.lists.large_list_sources import LargeListError
from geo.lists.uploaded_table import UnreadableFileError
from pages.ui.problems import plain, sentence


def draw_unreadable(error: GeoError, t: Translator) -> None:
    """Say what is wrong with a list."""
    if isinstance(error, UnreadableFileError):
        found = t("fault.detail", detail=error.detail)
        words = f"{t(f'fault.{error.fault}', file=error.file)} {found}"
    elif isinstance(error, LargeListError):
        words = t(f"large_fault.{error.fault}", where=error.where, detail=error.detail)
    else:
        words = sentence(error, t)
    st.error(plain(words), icon=":material/report:")
