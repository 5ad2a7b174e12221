"""From each word of the help to where it is seen: a map with the filter set, a site, a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

import geopandas as gpd
import pandas as pd

from atlas.i18n.messages import Translator
from geo.choices import Basis, ClaimKind, Confidence, Confirmation, InlRole, Layer, Precision, Status
from geo.selection import Selection
from pages.ui.facts.html import Html, h
from pages.ui.here import MAP, address_of
from pages.ui.load import atlas_data, facts

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
        *(("precision", one, Selection(precisions=(one,), layers=every)) for one in Precision),
        *(("status", one, Selection(statuses=(one,), layers=every)) for one in Status),
        *(("confirmation", one, Selection(confirmations=(one,), layers=every)) for one in Confirmation),
    )
    for section, one, selection in choices:
        if count := int((sites[section] == one).sum()):
            where = "help.see_listed" if one == Precision.UNPLACED else "help.see_sites"
            yield f"{section}.{one}", h("a", t(where, count=count), href=address_of(MAP, selection))


def _site_examples(sites: gpd.GeoDataFrame, t: Translator) -> Iterator[tuple[str, Html]]:
    placed = sites[sites["precision"] != Precision.UNPLACED]
    for section, column, words in EXAMPLES:
        for one in words:
            for site in placed.index[placed[column] == one][:1]:
                address = address_of(MAP, Selection(layers=tuple(Layer), site=str(site)))
                yield f"{section}.{one}", h("a", t("help.see_site"), href=address)


def _figure_examples(figures: pd.DataFrame, t: Translator) -> Iterator[tuple[str, Html]]:
    for claim in ClaimKind:
        named = figures.loc[figures["claim"] == claim, "figure_id"]
        for figure in named[:1]:
            words = t("help.see_figure", count=len(named))
            yield f"claim_kind.{claim}", h("a", words, href=address_of("programmes", figure=str(figure)))
