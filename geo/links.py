"""Deep links: an address that shows the same picture on any server, today or tomorrow."""

from __future__ import annotations

from urllib.parse import urlencode

from geo.briefing import MapView
from geo.selection import Selection

LONGEST = 2_000
"""Characters that survive being pasted into mail; a test holds that no selection needs more."""


def link(
    selection: Selection, language: str, version: str, base: str = "", view: MapView | None = None
) -> str:
    """Return the address of the map page with a selection, a view and the data version it was made with.

    `base` is the address of the atlas, such as `https://atlas.example`; without it the address is
    relative to the server.
    """
    query = {"lang": language, "v": version} | selection.to_query()
    if view is not None:
        query["at"] = f"{view.latitude:.4f},{view.longitude:.4f},{view.zoom:g}"
    return f"{base.rstrip('/')}/?{urlencode(query, safe=',')}"
