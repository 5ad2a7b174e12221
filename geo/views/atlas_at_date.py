"""The tables and the view of sites at a date."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

import geopandas as gpd

from geo.choices import Clock, Confirmation, Presence, State, Status
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts
from geo.selection import Selection
from geo.views.sites_view import SitesView, sites_view
from geo.views.states_in_time import Timeline, read_timeline

STATUS_OF: Final = {State.CLOSING: Status.CHANGING, State.SUSPENDED: Status.CHANGING}
"""The status of states that only `State` has."""


class AtlasAt(AtlasData):
    """The tables at a date: the sites that are there or may be, and the facts that were made by then.

    The status of sites is that of the date, unknown where it is undated; its note is that of the period.
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

    @cached_property
    def facts(self) -> Facts:
        """The facts of the date, by `Timeline.facts_at`."""
        return timeline_of(self.whole).facts_at(self.when, self.clock)


@lru_cache(maxsize=4)
def timeline_of(atlas: AtlasData) -> Timeline:
    """Return the timeline of an atlas, read once; an atlas at a date has that of all dates."""
    return timeline_of(atlas.whole) if isinstance(atlas, AtlasAt) else read_timeline(atlas)


@lru_cache(maxsize=64)
def _atlas_at(atlas: AtlasData, when: str, clock: Clock) -> AtlasAt:
    return AtlasAt(atlas, when, clock)


def atlas_of(selection: Selection, atlas: AtlasData) -> AtlasData:
    """Return an atlas at the date of a selection; without a date, the atlas itself."""
    if selection.when is None:
        return atlas
    return _atlas_at(whole(atlas), selection.when, selection.clock)


def whole(atlas: AtlasData) -> AtlasData:
    """Return the tables of all dates."""
    return atlas.whole if isinstance(atlas, AtlasAt) else atlas


def figure_in(atlas: AtlasData, figure: str) -> str | None:
    """Return the figure or point that an atlas shows in the place of a figure of today.

    At a date that is the valid one, by `Timeline.figure_at`: None if the atlas knows of none.
    """
    if not isinstance(atlas, AtlasAt):
        return figure
    return timeline_of(atlas).figure_at(figure, atlas.when, atlas.clock)


def view_at(selection: Selection, atlas: AtlasData) -> SitesView:
    """Return the view of a selection: of its date, or of today where it has none.

    At a date, the filter of statuses is about the statuses of that date. All other filters are about the
    columns of today, which have no dates.
    """
    if selection.when is None:
        return sites_view(selection, atlas.sites, whole(atlas))
    view = sites_view(replace(selection.of_today, statuses=()), whole(atlas).sites, whole(atlas))
    dated = atlas_of(selection, atlas).sites
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
