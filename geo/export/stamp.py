"""The stamp that every exported file carries: its data version and a digest of each fact it shows.

One text, the same in every format: `atlas-stamp:` and zlib-packed JSON in base64url, which
survives inside PDF, SVG, HTML, PNG, CSV and PowerPoint without escaping. `geo.verify` reads it.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.briefings import Briefing, Scene
from geo.choices import FactKind
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import Digests, fact_digests
from geo.dataset.records import data_version
from geo.export.charts import chart_points
from geo.export.readable import readable
from geo.views.sites_view import sites_view

MARK: Final = "atlas-stamp:"


@dataclass(frozen=True)
class Stamp:
    """What a file says of itself: its title, language, data version, selections and facts."""

    title: str
    language: str
    made: str
    data_version: str
    queries: tuple[Mapping[str, str], ...]
    facts: Digests

    def to_text(self) -> str:
        """Return the stamp as one word of letters, digits, `-`, `_` and `:`."""
        packed = zlib.compress(json.dumps(vars(self), sort_keys=True).encode(), 9)
        return f"{MARK}{base64.urlsafe_b64encode(packed).decode().rstrip('=')}:"


def stamp_of(briefing: Briefing, shelf: AtlasData, language: str, made: str) -> Stamp:
    """Return the stamp of a briefing as it is drawn from today's data."""
    return Stamp(
        title=readable(briefing.title.in_(language)),
        language=language,
        made=made,
        data_version=data_version(shelf.data),
        queries=tuple(scene.selection.to_query() for scene in briefing.scenes),
        facts=facts_shown(briefing.scenes, shelf),
    )


def facts_shown(scenes: Iterable[Scene], shelf: AtlasData) -> Digests:
    """Return the digest of every fact that the scenes show; one that no table has is left out."""
    today = fact_digests(shelf.data)
    named: dict[str, None] = {}
    for scene in scenes:
        sites = sites_view(scene.selection, shelf.sites).shown.index
        named |= dict.fromkeys(f"{FactKind.SITE} {one}" for one in sites)
        named |= dict.fromkeys(f"{FactKind.FIGURE} {one}" for one in scene.figures)
        named |= dict.fromkeys(f"{FactKind.CONFLICT} {one}" for one in scene.conflicts)
        if scene.chart:
            named |= dict.fromkeys(_point_fact(one) for one in chart_points(scene.chart, shelf.facts))
    return {fact: today[fact] for fact in named if fact in today}


def _point_fact(point_id: str) -> str:
    """Return the fact behind a point of a series: a figure, or a point of its own."""
    return f"{FactKind.FIGURE if point_id.startswith('I') else FactKind.POINT} {point_id}"
