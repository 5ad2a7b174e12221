"""Help: what each precision, kind of claim and state means, in the words of the vocabulary itself."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import streamlit as st

from geo.vocabulary import Basis, ClaimKind, Confidence, InlRole, Precision, Status
from pages.ui import state
from pages.ui.facts.html import Html, draw, h, terms
from pages.ui.load import FACTS_STYLE
from pages.ui.text import Translator, translator


def draw_help(t: Translator) -> None:
    """Draw the button that opens the help."""
    if st.button(t("help.button"), key="help_open", icon=":material/help:", help=t("help.title")):
        st.dialog(t("help.title"), width="large")(_dialog)()


def _dialog() -> None:
    st.html(FACTS_STYLE)
    draw(*meanings(translator(state.visit().language)))


def meanings(t: Translator) -> Iterable[Html]:
    """Return every closed choice that a reader meets, each value with what it means."""
    yield h("p", t("help.lead"))
    yield from _explained("help.precisions", Precision, "precision", "precision_plain", t)
    yield from _explained("help.claims", ClaimKind, "claim_kind", "claim_plain", t)
    yield h("h4", t("help.ours"))
    yield h("p", t("help.inferences"))
    for heading, kinds, section in (
        ("help.confidences", Confidence, "confidence"),
        ("help.statuses", Status, "status"),
        ("help.roles", InlRole, "inl_role"),
        ("help.bases", Basis, "basis"),
    ):
        yield h("h4", t(heading))
        yield h("ul", *(h("li", t(f"{section}.{one}")) for one in kinds), class_="a-list")
    yield h("h4", t("help.keys"))
    yield h("p", t("map.keys"))


def _explained(
    heading: str, kinds: type[StrEnum], names: str, meaning: str, t: Translator
) -> Iterable[Html]:
    yield h("h4", t(heading))
    yield terms({t(f"{names}.{one}"): t(f"{meaning}.{one}") for one in kinds}, "a-cells")
