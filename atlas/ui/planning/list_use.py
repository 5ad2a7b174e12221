"""The reader's list in the questions of planning: as demand in place of people, or as more sites.

Results are kept with the list and deleted with it: no cache that other sessions share holds them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import geopandas as gpd
import streamlit as st

from atlas.i18n.messages import Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.lists.list_map import list_view
from atlas.ui.state.reader_list import ReaderList, placed_list
from atlas.ui.widgets.markup import plain
from atlas.ui.widgets.region_words import region_name
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.analysis.site_coverage import Coverage, coverage
from geo.choices.planning_kinds import Counted, OwnAs, PlanningQuestion
from geo.lists.list_coverage import (
    OWN_KIND,
    MeasurableRows,
    RowCoverage,
    TooManyPlacesError,
    beside,
    places_of,
    reached,
)
from geo.lists.list_demand import rows_by_municipio
from geo.location.instance import Instance, LocationQuestion, instance
from geo.selection import Selection
from geo.views.list_view import ListView, measurable
from geo.views.planning_answers import (
    filters_of,
    measured_lines,
    measured_sites,
    part_of,
    region_codes,
    view_of,
)
from geo.views.planning_query import PlanningQuery
from geo.views.sites_view import Region, SitesView


@dataclass(frozen=True, eq=False)
class ListUse:
    """The list of this session in a question: what it is used as, in which region."""

    reader_list: ReaderList
    use: OwnAs
    part: Region

    @property
    def codes(self) -> tuple[int, ...]:
        """The municipios of the region; rows are counted in all that a drawn area touches."""
        return region_codes(atlas_data(), self.part)

    @property
    def is_demand(self) -> bool:
        """Whether its rows are counted instead of people; else its places are used as sites."""
        return self.use is OwnAs.DEMAND

    @property
    def region(self) -> tuple[int, ...]:
        """The municipios whose rows count: demand is the region's, supply serves it from anywhere."""
        return self.codes if self.is_demand else ()

    def view(self, codes: tuple[int, ...]) -> ListView:
        """Return the rows of the list in municipios; none means the whole country."""
        return list_view(self.reader_list, codes)

    def rows(self, codes: tuple[int, ...]) -> MeasurableRows:
        """Return those of them that can be measured from."""
        mine = self.reader_list
        return mine.cached(("rows", codes), lambda: measurable(mine.require_placement(), self.view(codes)))

    @property
    def places(self) -> gpd.GeoDataFrame:
        """The distinct places of the list as sites, wherever they lie; may raise `TooManyPlacesError`."""
        return self.reader_list.cached("places", lambda: places_of(self.rows(()), self.reader_list.name))


def own_use(plan: PlanningQuery, region: Region, t: Translator) -> ListUse | None:
    """Return what the list is taken for; None where there is none, or too many places to be sites."""
    mine = placed_list()
    if mine is None or plan.own is OwnAs.NONE:
        return None
    own = ListUse(mine, plan.own, region)
    try:
        if not own.is_demand:
            len(own.places)
    except TooManyPlacesError as error:
        words: dict[str, Any] = {"name": mine.name, "count": error.count, "most": error.most}
        st.warning(plain(t("ownlist.too_many", **words)), icon=":material/report:")
        return None
    return own


def sites_for(own: ListUse | None, selection: Selection) -> gpd.GeoDataFrame:
    """Return the sites that may be measured to, and below them the places of a list that is supply."""
    filters = filters_of(selection)
    sites = measured_sites(atlas_data(), filters)
    if own is None or own.is_demand:
        return sites
    return own.reader_list.cached(("supply", filters), lambda: beside(sites, own.places))


def shown_of(plan: PlanningQuery, own: ListUse | None, selection: Selection) -> SitesView:
    """Return the sites of the atlas that are measured to; none where the list alone is."""
    shown = view_of(atlas_data(), selection, plan.kinds)
    if own is None or own.is_demand or plan.kinds:
        return shown
    return shown.without_sites()


def rows_covered(own: ListUse, plan: PlanningQuery, selection: Selection) -> RowCoverage:
    """Return how much of the list in a region lies near the sites of the plan, wherever those are."""
    measure = partial(
        reached,
        own.rows(own.codes),
        sites_for(own, selection),
        country_of(atlas_data()).ground,
        plan.kinds,
        plan.km * 1e3,
    )
    return own.reader_list.cached(
        ("reached", filters_of(selection), plan.kinds, plan.km, own.part), measure
    )


def coverage_beside(own: ListUse, plan: PlanningQuery, selection: Selection) -> Coverage:
    """Return who lies near the sites of the plan or a place of the list."""
    ground, sites = part_of(atlas_data(), own.part), sites_for(own, selection)
    lines = measured_lines(atlas_data(), plan.kinds)
    measure = partial(coverage, ground, sites, (*plan.kinds, OWN_KIND), plan.km * 1e3, lines)
    key = ("coverage", filters_of(selection), plan.kinds, plan.km, own.part, lines)
    return own.reader_list.cached(key, measure)


def instance_with(own: ListUse, question: LocationQuestion, selection: Selection) -> Instance:
    """Return the question of the next sites with the list as demand or as existing sites."""
    ground, weights = part_of(atlas_data(), own.part), None
    if own.is_demand:
        weights = rows_by_municipio(own.view(own.codes).counts.municipios, ground)
    else:
        question = replace(question, kinds=(*question.kinds, OWN_KIND))
    measure = partial(
        instance,
        ground,
        sites_for(own, selection),
        question,
        weights=weights,
        lines=measured_lines(atlas_data(), question.kinds),
    )
    return own.reader_list.cached(("instance", filters_of(selection), own.use, question, own.part), measure)


IN_ROWS: Final = {
    "model.maximal_covering": "ownlist.most_rows",
    "model.set_covering": "ownlist.every_row",
    "next.terms": "ownlist.next_terms",
    "next.nothing_to_gain": "ownlist.no_row_to_gain",
    "next.unreachable": "ownlist.unreachable",
    "next.fewest": "ownlist.fewest",
    "next.within": "ownlist.next_within",
    "next.from_people": "ownlist.from_rows",
}
"""The keys of sentences about rows of a list, by those of the sentences about people."""

IN_KILOMETRES: Final = {
    "model.maximal_covering": "lines.most",
    "model.set_covering": "lines.all",
    "next.terms": "lines.terms",
    "next.nothing_to_gain": "lines.nothing_to_gain",
    "next.unreachable": "lines.unreachable",
    "next.fewest": "lines.fewest",
    "next.within": "lines.within",
    "next.from_people": "lines.covered",
}
"""The keys of sentences about border and coast, by those of the sentences about people."""


ON_ROADS: Final = IN_KILOMETRES | {"next.terms": "lines.road_terms"}
"""The same about main roads."""


def key_for(key: str, counted: Counted) -> str:
    """Return the key of the words for what is counted."""
    if counted.is_line:
        return (ON_ROADS if counted is Counted.MAIN_ROAD_KM else IN_KILOMETRES).get(key, key)
    return IN_ROWS.get(key, key) if counted is Counted.ROWS else key


def list_statement(own: ListUse, question: PlanningQuestion, t: Translator) -> str:
    """Return what the list is used as, how many of its rows are placed, and how many are left out."""
    count, mine = partial(number_text, language=t.language), own.reader_list
    total, in_region = own.rows(()).total, own.rows(own.codes).total
    if question is PlanningQuestion.NEXT and own.is_demand:
        # Counted by municipio: a row on a lake has a point but no municipio.
        total, in_region = (
            int(own.view(codes).counts.municipios["rows"].sum()) for codes in ((), own.codes)
        )
    figures = {
        "name": mine.name,
        "placed": count(int(mine.require_placement().is_placed.sum())),
        "total": count(mine.total),
        "left": count(mine.total - total),
    }
    if own.is_demand:
        return t("ownlist.note_demand", region=region_name(t), counted=count(in_region), **figures)
    areas = len(own.rows(()).areas)
    return t("ownlist.note_supply", places=count(len(own.places)), areas=count(areas), **figures)
