"""The tables and the view of sites at a date."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

import geopandas as gpd

from geo.choices import Clock, Confirmation, Presence, State, Status
from geo.dataset.atlas_data import AtlasData
from geo.selection import Selection
from geo.views.sites_view import SitesView, sites_view
from geo.views.states_in_time import Timeline, read_timeline

STATUS_OF: Final = {State.CLOSING: Status.CHANGING, State.SUSPENDED: Status.CHANGING}
"""The status of states that only `State` has."""


class AtlasAt(AtlasData):
    """The tables as they are, with the sites that are there at a date, or may be.

    Their status is that of the date, unknown where it is undated; its note is that of the period.
    """

    def __init__(self, data: AtlasData, when: str, clock: Clock = Clock.TRUE_THEN) -> None:
        super().__init__(data.data)
        self.whole, self.when, self.clock = data, when, clock

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites of the date, one row each, WGS 84."""
        shown = timeline_of(self.whole).sites_at(self.when, self.clock)
        periods = self.whole.facts.states.set_index("state_id")
        sites = self.whole.sites.loc[list(shown)].copy()
        for site, state in shown.items():
            row = periods.loc[state.state_id] if state.state_id else None
            sites.at[site, "status"] = STATUS_OF.get(state.state) or Status(str(state.state))
            is_known = state.presence is Presence.PRESENT
            sites.at[site, "status_as_of"] = self.when if is_known else None
            sites.at[site, "confirmation"] = Confirmation.RECENT if is_known else Confirmation.UNDATED
            for name in ("note_en", "note_es"):
                sites.at[site, f"status_{name}"] = (row[name] if row is not None else None) or ""
        return sites


@lru_cache(maxsize=4)
def timeline_of(atlas: AtlasData) -> Timeline:
    """Return the timeline of an atlas, read once."""
    return read_timeline(atlas)


@lru_cache(maxsize=64)
def _atlas_at(atlas: AtlasData, when: str, clock: Clock) -> AtlasAt:
    return AtlasAt(atlas, when, clock)


def view_at(selection: Selection, atlas: AtlasData) -> SitesView:
    """Return the view of a selection: of its date, or of today where it has none.

    At a date, the filter of statuses is about the statuses of that date. All other filters are about the
    columns of today, which have no dates.
    """
    whole = atlas.whole if isinstance(atlas, AtlasAt) else atlas
    if selection.when is None:
        return sites_view(selection, atlas.sites, whole)
    view = sites_view(replace(selection.of_today, statuses=()), whole.sites, whole)
    dated = _atlas_at(whole, selection.when, selection.clock).sites
    if selection.statuses:
        dated = dated[dated["status"].isin(selection.statuses)]

    def of_the_date(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return dated.loc[[site for site in sites.index if site in dated.index]]

    return SitesView(
        selection=selection,
        region=view.region,
        filtered=of_the_date(view.filtered),
        shown=of_the_date(view.shown),
        anywhere=None if view.anywhere is None else of_the_date(view.anywhere),
    )
