"""Errors of the data as sentences in the reader's language, in one place."""

from __future__ import annotations

import streamlit as st

from atlas.i18n.messages import Translator
from atlas.ui.widgets.markup import plain
from atlas.web.served_data import recent_problems
from geo.dataset.schema import SchemaError
from geo.errors import CRSError, DataFileError, GeoError, UnknownCodeError
from geo.exports.documents.deck_parts import DeckError


def sentence(error: GeoError, t: Translator) -> str:
    """Return what is wrong and what to do, in the translator's language."""
    match error:
        case DataFileError(actual="nothing"):
            return t("problem.data_file_missing", file=error.file)
        case DataFileError():
            return t("problem.data_file", file=error.file, expected=error.expected, actual=error.actual)
        case SchemaError():
            return t("problem.schema", file=error.file, count=len(error.problems))
        case UnknownCodeError():
            return t("problem.unknown_code", what=error.what, code=error.code)
        case CRSError():
            return t("problem.crs", expected=error.expected, actual=error.actual)
    return (
        t(f"deck_error.{error.code}", file=error.file)
        if isinstance(error, DeckError)
        else t("problem.other")
    )


def draw_problems(t: Translator) -> None:
    """Say which files are not as they should be; what does not need them goes on working."""
    for error in recent_problems():
        st.error(plain(sentence(error, t)), icon=":material/report:")
