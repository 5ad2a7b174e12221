"""Errors of the data as sentences in the reader's language, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.errors import CRSError, DataFileError, GeoError, SchemaError, UnknownCodeError
from pages.ui.text import Translator


def sentence(error: GeoError, t: Translator) -> str:
    """Return what is wrong and what to do, in the translator's language."""
    match error:
        case DataFileError():
            return t("problem.data_file", file=error.file, expected=error.expected, actual=error.actual)
        case SchemaError():
            return t("problem.schema", file=error.file, count=len(error.problems))
        case UnknownCodeError():
            return t("problem.unknown_code", what=error.what, code=error.code)
        case CRSError():
            return t("problem.crs", expected=error.expected, actual=error.actual)
    return t("problem.other")


@contextmanager
def shown_as_message(t: Translator) -> Iterator[None]:
    """Show a `GeoError` as a sentence and stop the page; anything else is a bug and crashes."""
    try:
        yield
    except GeoError as error:
        st.error(plain(sentence(error, t)))
        st.stop()


def plain(text: str) -> str:
    """Return text that Markdown shows as it is written."""
    special = "\\`*_{}[]()<>#+-.!|~$:"
    return "".join(f"\\{character}" if character in special else character for character in text)
