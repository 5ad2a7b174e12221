"""A reader's own list for the offline file's map: what a page is told of it, with its points inside."""

from __future__ import annotations

from typing import Any

from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Language, translator
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document_layers import ListLayer, swatches
from geo.lists.point_aggregation import ListPoints, marks
from geo.mapping.map_styles import MOST_CLASSES, OWN, OWN_AREA, RAMPS
from geo.mapping.overlay_message import DIGITS, NONE, entry
from geo.views.list_view import ShowAs


def own_overlay(layer: ListLayer, shelf: AtlasData) -> dict[str, Any]:
    """Return what is laid over the map in each language, and the marks, which ask no server."""
    return {
        "marks": _marks(layer),
        **{str(one): _overlay(layer, shelf, one) for one in Language},
    }


def _marks(layer: ListLayer) -> dict[str, Any] | None:
    if layer.hexagons is not None:
        flat = layer.hexagons.rings.reshape(len(layer.hexagons.rows), -1).tolist()
        return {"rings": flat, "n": layer.hexagons.rows.tolist(), "whole": True}
    if layer.is_counted or not len(layer.points):
        return None
    # Names of rows stay out of a file that goes from hand to hand.
    points = ListPoints(layer.points.longitude, layer.points.latitude, (), layer.points.weights)
    return marks(points) | {"whole": True}


def _overlay(layer: ListLayer, shelf: AtlasData, language: Language) -> dict[str, Any]:
    t, (title, *entries) = translator(language), swatches(layer, ExportWords(language))
    found: dict[str, Any] = {
        "legend": {
            "title": title.text,
            "entries": [entry(one.colour, one.text) for one in entries if one.colour],
            "note": " ".join(one.text for one in entries if not one.colour),
        }
    }
    if fills := dict(layer.fills) if layer.is_counted else dict.fromkeys(layer.areas, OWN_AREA):
        colours = list(dict.fromkeys(fills.values()))
        codes = sorted(shelf.municipios["codigo_muni"].tolist())
        classes = "".join(DIGITS[colours.index(fills[code])] if code in fills else NONE for code in codes)
        found["fills"] = {"classes": classes, "colours": colours}
    if not layer.is_counted and (len(layer.points) or layer.hexagons is not None):
        steps = layer.steps
        found["points"] = {
            "url": "own",
            "mode": str(
                layer.show
                if layer.hexagons is not None or layer.show is not ShowAs.HEXAGONS
                else ShowAs.POINTS
            ),
            "colour": OWN,
            "colours": [step.colour for step in steps] or list(RAMPS[MOST_CLASSES]),
            "breaks": [step.high for step in steps],
            "words": {"one": t("own.one_row"), "many": t("own.many_rows")},
        }
    return found
