"""Help: what each precision, kind of claim and state means, in the words of the vocabulary itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE
from atlas.i18n.messages import Translator, translator
from geo.choices import Basis, ClaimKind, Confidence, Confirmation, InlRole, Precision, Status
from pages.ui import state
from pages.ui.changes import consulted_sites
from pages.ui.facts.html import Html, draw, h, joined, terms
from pages.ui.help_links import help_links


def draw_help(t: Translator) -> None:
    """Draw the button that opens the help."""
    if st.button(t("help.button"), key="help_open", icon=":material/help:", help=t("help.title")):
        st.dialog(t("help.title"), width="large")(_dialog)()


def _dialog() -> None:
    st.html(FACTS_STYLE)
    t = translator(state.reader_session().language)
    draw(*meanings(t, help_links(t), consulted_sites(t)))


def meanings(t: Translator, links: Mapping[str, Html], consulted: str) -> Iterable[Html]:
    """Return every closed choice that a reader meets, each value with what it means and where it is seen.

    `links` lead there, by the key of the word; `consulted` is the day from which the age of a
    status is counted back.
    """

    def seen(text: str, key: str) -> Html:
        return joined([t(text), links.get(key)], " ")

    yield h("p", t("help.lead"))
    explained: tuple[tuple[str, type[StrEnum], str, str], ...] = (
        ("help.precisions", Precision, "precision", "precision_plain"),
        ("help.claims", ClaimKind, "claim_kind", "claim_plain"),
    )
    for heading, kinds, names, meaning in explained:
        yield h("h4", t(heading))
        said = {t(f"{names}.{one}"): seen(f"{meaning}.{one}", f"{names}.{one}") for one in kinds}
        yield terms(said, "a-cells")
    yield h("h4", t("help.ours"))
    yield h("p", seen("help.inferences", "help.inferences"))
    listed: tuple[tuple[str, type[StrEnum], str], ...] = (
        ("help.confidences", Confidence, "confidence"),
        ("help.statuses", Status, "status"),
        ("help.confirmations", Confirmation, "confirmation"),
        ("help.roles", InlRole, "inl_role"),
        ("help.bases", Basis, "basis"),
    )
    for heading, kinds, section in listed:
        yield h("h4", t(heading))
        if kinds is Confirmation:
            yield h("p", t("help.confirmed", date=consulted))
        items = (h("li", seen(f"{section}.{one}", f"{section}.{one}")) for one in kinds)
        yield h("ul", *items, class_="a-list")
    yield h("h4", t("help.keys"))
    yield h("p", t("map.keys"))
