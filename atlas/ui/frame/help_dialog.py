"""The help: what each precision, kind of claim and status means, with a link to an example of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from atlas.frontend.bundles import FACTS_STYLE
from atlas.i18n.messages import Translator, translator
from atlas.ui.frame.link_notices import consulted_sites
from atlas.ui.state import session
from atlas.ui.state.cached_data import facts
from atlas.ui.state.session import MAP_ADDRESS, address_of
from atlas.ui.widgets.markup import Html, draw, h, joined, terms
from atlas.web.served_data import atlas_data
from geo.choices import Basis, ClaimKind, Confidence, Confirmation, InlRole, Layer, Precision, Status
from geo.selection import Selection

EXAMPLES: Final[tuple[tuple[str, str, type[StrEnum]], ...]] = (
    ("confidence", "confidence", Confidence),
    ("inl_role", "inl_role", InlRole),
    ("basis", "pillar_basis", Basis),
)
"""Words that no filter holds: the section of each in the locale files, and the column of sites."""


def help_links(t: Translator) -> dict[str, Html]:
    """Return the links by the key of the word that they show; none to what no table has."""
    sites, known = atlas_data().or_empty("sites"), facts()
    links = {
        "help.inferences": h("a", t("help.see_inferences"), href=address_of("sources", part="inferences"))
    }
    if sites is not None:
        links |= dict(_filtered(sites, t)) | dict(_site_examples(sites, t))
    if known is not None:
        links |= dict(_figure_examples(known.figures, t))
    return links


def _filtered(sites: gpd.GeoDataFrame, t: Translator) -> Iterator[tuple[str, Html]]:
    every = tuple(Layer)
    choices: Iterable[tuple[str, str, Selection]] = (
        *(("precision", value, Selection(precisions=(value,), layers=every)) for value in Precision),
        *(("status", value, Selection(statuses=(value,), layers=every)) for value in Status),
        *(
            ("confirmation", value, Selection(confirmations=(value,), layers=every))
            for value in Confirmation
        ),
    )
    for section, value, selection in choices:
        if count := int((sites[section] == value).sum()):
            where = "help.see_listed" if value == Precision.UNPLACED else "help.see_sites"
            yield (
                f"{section}.{value}",
                h("a", t(where, count=count), href=address_of(MAP_ADDRESS, selection)),
            )


def _site_examples(sites: gpd.GeoDataFrame, t: Translator) -> Iterator[tuple[str, Html]]:
    on_map = sites[sites["precision"] != Precision.UNPLACED]
    for section, column, words in EXAMPLES:
        for value in words:
            for site in on_map.index[on_map[column] == value][:1]:
                address = address_of(MAP_ADDRESS, Selection(layers=tuple(Layer), site=str(site)))
                yield f"{section}.{value}", h("a", t("help.see_site"), href=address)


def _figure_examples(figures: pd.DataFrame, t: Translator) -> Iterator[tuple[str, Html]]:
    for claim in ClaimKind:
        named = figures.loc[figures["claim"] == claim, "figure_id"]
        for figure in named[:1]:
            words = t("help.see_figure", count=len(named))
            yield f"claim_kind.{claim}", h("a", words, href=address_of("programmes", figure=str(figure)))


def draw_help(t: Translator) -> None:
    """Draw the button that opens the help."""
    if st.button(t("help.button"), key="help_open", icon=":material/help:", help=t("help.title")):
        st.dialog(t("help.title"), width="large")(_dialog)()


def _dialog() -> None:
    st.html(FACTS_STYLE)
    t = translator(session.reader_session().language)
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
        said = {t(f"{names}.{value}"): seen(f"{meaning}.{value}", f"{names}.{value}") for value in kinds}
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
        items = (h("li", seen(f"{section}.{value}", f"{section}.{value}")) for value in kinds)
        yield h("ul", *items, class_="a-list")
    yield h("h4", t("help.keys"))
    yield h("p", t("map.keys"))
