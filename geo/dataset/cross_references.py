"""Rules between tables: identifiers of facts exist, sources are cited, a site lies where its row says.

The rules of one table alone are in the module that reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.choices import FactKind, Pillar, Presence, Programme, SeriesShape
from geo.crs import GTM, WGS84, require_crs
from geo.dataset.facts import Facts, figures, founding_statements, main_routes, states
from geo.dataset.facts.figures import FOUNDING_ROWS, RESULTS, points_of
from geo.dataset.facts.founding_statements import carriers_of
from geo.dataset.facts.programmes_and_events import (
    COMPONENTS_FILE,
    EVENTS_FILE,
    PILLARS_FILE,
    PROGRAMMES_FILE,
)
from geo.dataset.facts.states import Subject
from geo.dataset.schema import Problem, first_day, last_day, rows


def facts_problems(
    facts: Facts, sources: pd.DataFrame, sites: pd.DataFrame, municipios: pd.DataFrame
) -> Iterator[Problem]:
    """Yield every violated rule between the tables of facts, sources, sites, municipios.

    Parameters
    ----------
    facts
        As `read_facts` returns them.
    sources, sites
        Indexed by their identifiers, as `read_sources` and `read_sites` return them.
    municipios
        With `codigo_muni`.
    """
    yield from _reference_problems(facts, frozenset(sources.index), frozenset(sites.index))
    yield from _place_problems(facts, frozenset(municipios["codigo_muni"]))
    yield from _complete_problems(PROGRAMMES_FILE, facts.programmes["programme"], Programme)
    yield from _complete_problems(PILLARS_FILE, facts.pillars["pillar"], Pillar)
    yield from _founding_problems(facts.figures)
    yield from _statement_problems(facts, sites)
    yield from _series_problems(facts)
    yield from _route_problems(facts, sites, municipios)
    yield from _state_problems(facts, sites)


def _files(facts: Facts) -> Mapping[str, pd.DataFrame]:
    return {
        PROGRAMMES_FILE: facts.programmes,
        PILLARS_FILE: facts.pillars,
        COMPONENTS_FILE: facts.components,
        figures.FIGURES_FILE: facts.figures,
        EVENTS_FILE: facts.events,
        figures.SERIES_FILE: facts.series,
        figures.POINTS_FILE: facts.points,
        figures.CONFLICTS_FILE: facts.conflicts,
        states.FILE: facts.states,
        founding_statements.FILE: facts.statements,
        main_routes.ROUTES_FILE: facts.routes,
        main_routes.STOPS_FILE: facts.stops,
        main_routes.LENGTHS_FILE: facts.lengths,
        main_routes.BENDS_FILE: facts.bends,
        main_routes.SPEEDS_FILE: facts.speeds,
    }


def _reference_problems(facts: Facts, sources: frozenset[str], sites: frozenset[str]) -> Iterator[Problem]:
    targets: dict[str, frozenset[str]] = {
        "sources": sources,
        "document": sources,
        "site_ids": sites,
        "site_id": sites,
        "route_id": frozenset(facts.routes["route_id"]),
        "component_id": frozenset(facts.components["component_id"]),
        "component_ids": frozenset(facts.components["component_id"]),
        "figure_ids": frozenset(facts.figures["figure_id"]),
        "point_ids": frozenset(facts.points["point_id"]),
        "event_ids": frozenset(facts.events["event_id"]),
        "conflict_ids": frozenset(facts.conflicts["conflict_id"]),
        "series_ids": frozenset(facts.series["series_id"]),
        "series": frozenset(facts.series["series_id"]),
        "series_id": frozenset(facts.series["series_id"]),
    }
    for file, table in _files(facts).items():
        for column in targets.keys() & set(table.columns):
            for row, cell in table[column].dropna().items():
                named = [cell] if isinstance(cell, str) else cell
                for identifier in sorted(set(named) - targets[column]):
                    advice = f"{identifier!r} is in no table; correct it or add its row"
                    yield Problem(file, int(str(row)) + 2, column, advice)


def _place_problems(facts: Facts, municipios: frozenset[int]) -> Iterator[Problem]:
    for file, table in _files(facts).items():
        if "codigo_muni" in table.columns:
            for row, codigo in table["codigo_muni"].dropna().items():
                if int(codigo) not in municipios:
                    advice = f"{codigo} is the code of no municipio; look it up"
                    yield Problem(file, int(str(row)) + 2, "codigo_muni", advice)


def _complete_problems(file: str, present: Iterable[object], kinds: type[StrEnum]) -> Iterator[Problem]:
    for kind in sorted(set(kinds) - set(present)):
        yield Problem(file, 1, kinds.__name__.lower(), f"{kind} has no row; write one")


def _founding_problems(table: pd.DataFrame) -> Iterator[Problem]:
    if (marked := int(table["founding"].sum())) != FOUNDING_ROWS:
        held = f"the founding documents hold {FOUNDING_ROWS} figures"
        advice = f"{marked} rows say yes, {held}; restore the missing"
        yield Problem(figures.FIGURES_FILE, 1, "founding", advice)


def _statement_problems(facts: Facts, sites: pd.DataFrame) -> Iterator[Problem]:
    cited = _cited(facts, sites)
    claims = dict(zip(facts.figures["figure_id"], facts.figures["claim"], strict=True))
    for line, statement in enumerate(facts.statements.to_dict("records"), start=2):
        document = statement["document"]
        for column, kind, identifier in carriers_of(statement):
            if document not in cited.get((kind, identifier), (document,)):
                advice = f"{identifier!r} does not cite {document}; cite it there or name another row"
                yield Problem(founding_statements.FILE, line, column, advice)
            claim = statement["claim"]
            if kind is FactKind.FIGURE and claims.get(identifier, claim) != claim:
                advice = f"is {claim}, the figure {identifier} {claims[identifier]}; correct one"
                yield Problem(founding_statements.FILE, line, "claim", advice)


def _cited(facts: Facts, sites: pd.DataFrame) -> dict[tuple[FactKind, str], tuple[str, ...]]:
    """Return the sources of every row that can carry a statement."""
    tables = {
        FactKind.PROGRAMME: facts.programmes.set_index("programme"),
        FactKind.PILLAR: facts.pillars.set_index("pillar"),
        FactKind.COMPONENT: facts.components.set_index("component_id"),
        FactKind.FIGURE: facts.figures.set_index("figure_id"),
        FactKind.EVENT: facts.events.set_index("event_id"),
        FactKind.CONFLICT: facts.conflicts.set_index("conflict_id"),
        FactKind.SITE: sites,
    }
    return {
        (kind, str(identifier)): named
        for kind, table in tables.items()
        for identifier, named in table["sources"].items()
    }


def _series_problems(facts: Facts) -> Iterator[Problem]:
    every = facts.every_point()
    for row, series in facts.series.iterrows():
        line, own = int(str(row)) + 2, points_of(every, str(series["series_id"]))
        if own.empty:
            yield Problem(
                figures.SERIES_FILE, line, "series_id", "has no point; add one or remove the series"
            )
        if series["shape"] == SeriesShape.TIME and own.duplicated(["period_start", "period_end"]).any():
            yield Problem(
                figures.SERIES_FILE, line, "shape", "two points share a period; give one its own series"
            )
    yield from _chart_problems(facts.series)
    yield from _figure_in_series_problems(facts)


def _chart_problems(table: pd.DataFrame) -> Iterator[Problem]:
    for chart, drawn in table.groupby("chart"):
        for row in drawn.index[drawn["unit"] != drawn["unit"].iloc[0]]:
            advice = f"differs from the other series of the chart {chart}; give it a chart of its own"
            yield Problem(figures.SERIES_FILE, int(row) + 2, "unit", advice)


def _figure_in_series_problems(facts: Facts) -> Iterator[Problem]:
    promised = facts.series.set_index("series_id")
    drawn = facts.figures[facts.figures["series"].isin(promised.index)]
    for row, figure in drawn.iterrows():
        own, line = promised.loc[figure["series"]], int(str(row)) + 2
        if figure["unit"] != own["unit"]:
            advice = f"{figure['unit']} is in a series in {own['unit']}; give it its own series"
            yield Problem(figures.FIGURES_FILE, line, "unit", advice)
        if figure["claim"] != own["claim"]:
            drawn_kind = "results" if own["claim"] in RESULTS else f"{own['claim']} claims"
            advice = f"a {figure['claim']} claim is in a series of {drawn_kind}; take it out of it"
            yield Problem(figures.FIGURES_FILE, line, "claim", advice)


def _route_problems(facts: Facts, sites: pd.DataFrame, municipios: pd.DataFrame) -> Iterator[Problem]:
    """Yield routes that are too short, stops under another name, and sections without their stops."""
    last_stops = facts.stops.drop_duplicates("route_id", keep="last")
    last_orders = dict(zip(last_stops["route_id"], last_stops["stop_order"], strict=True))
    for line, route in enumerate(facts.routes["route_id"], start=2):
        if last_orders.get(route, 0) < main_routes.FEWEST_STOPS:
            advice = f"{route} needs {main_routes.FEWEST_STOPS} stops; add them or remove the route"
            yield Problem(main_routes.ROUTES_FILE, line, "route_id", advice)
    names = dict(zip(municipios["codigo_muni"], municipios["municipio"], strict=True))
    names |= sites["name_es"].to_dict()
    for line, stop in enumerate(rows(facts.stops), start=2):
        name = names.get(main_routes.stop_key(stop), stop["place"])
        if stop["place"] != name:
            yield Problem(main_routes.STOPS_FILE, line, "place", f"{stop['place']} is {name}; correct one")
    for file, table, column, following in (
        (main_routes.LENGTHS_FILE, facts.lengths, "from_order", 1),
        (main_routes.LENGTHS_FILE, facts.lengths, "to_order", 0),
        (main_routes.BENDS_FILE, facts.bends, "after_order", 1),
    ):
        for line, row in enumerate(rows(table), start=2):
            last = last_orders.get(row["route_id"])
            if last is not None and not 1 <= row[column] <= last - following:
                advice = f"{row['route_id']} has no such stop, or none after it; correct it"
                yield Problem(file, line, column, advice)


def _state_problems(facts: Facts, sites: pd.DataFrame) -> Iterator[Problem]:
    """Yield sites whose row differs from their states, and events of a site that was not there."""
    periods = states.periods_by_subject(facts.states, states.TODAY)
    for line, (site, row) in enumerate(sites.iterrows(), start=2):
        subject = Subject(FactKind.SITE, str(site))
        own = facts.states[(facts.states["site_id"] == site) & (facts.states["aspect"] == subject.aspect)]
        today = states.state_on(subject, periods.get(subject, ()), states.TODAY)
        if today.state != str(row["status"]):
            advice = f"is {row['status']}, today's state in {states.FILE} {today.state}; correct one"
            yield Problem(FILE, line, "status", advice)
        if row["since"] is not None and row["since"] not in set(own["from"]):
            advice = f"{row['since']} is the beginning of no state in {states.FILE}; correct one"
            yield Problem(FILE, line, "since", advice)
        last = own.loc[own["state_id"] == today.state_id, "last_confirmed"].to_list()
        if last and last != [row["status_as_of"]]:
            advice = f"{row['status_as_of']} is not the last confirmation in {states.FILE}; correct one"
            yield Problem(FILE, line, "status_as_of", advice)
    for line, event in zip(facts.events.index + 2, rows(facts.events), strict=True):
        for site in event["site_ids"] or ():
            subject = Subject(FactKind.SITE, site)
            own_periods = periods.get(subject, ())
            first, last_one = first_day(event["date"]), last_day(event["date"])
            is_early = states.state_on(subject, own_periods, last_one).presence is Presence.NOT_YET
            if is_early or states.state_on(subject, own_periods, first).presence is Presence.ENDED:
                advice = f"{site} was not there according to {states.FILE}; correct one"
                yield Problem(EVENTS_FILE, line, "date", advice)


FILE: Final = "data/sites/sites.csv"

Violations = Iterator[tuple[int, str, str]]


def site_problems(
    sites: gpd.GeoDataFrame, sources: pd.DataFrame, municipios: gpd.GeoDataFrame
) -> Iterator[Problem]:
    """Yield every contradiction between sites and their sources or municipios.

    Parameters
    ----------
    sites
        As `read_sites` returns them: WGS 84, in the order of the table.
    sources
        As `read_sources` returns them, indexed by `source_id`.
    municipios
        WGS 84, with `codigo_muni` and `codigo_depto`.

    Raises
    ------
    CRSError
        Sites or municipios are in another reference system.
    """
    require_crs(sites, WGS84)
    require_crs(municipios, WGS84)
    for violations in (
        _broken_references(sites, sources),
        _undated_status(sites, sources),
        _unknown_codes(sites, municipios),
        _points_elsewhere(sites, municipios),
    ):
        for row, column, advice in violations:
            yield Problem(FILE, row + 2, column, advice)


def _broken_references(sites: gpd.GeoDataFrame, sources: pd.DataFrame) -> Violations:
    for row, cited in enumerate(sites["sources"]):
        if not cited:
            yield row, "sources", "is empty; every site needs a source"
    for column in ("sources", "position_sources"):
        for row, cited in enumerate(sites[column]):
            if unknown := [source for source in cited if source not in sources.index]:
                yield (
                    row,
                    column,
                    f"{' '.join(unknown)} is not in the table of sources; add it there or correct it",
                )


def _undated_status(sites: gpd.GeoDataFrame, sources: pd.DataFrame) -> Violations:
    published = sources["published"].to_dict()
    for row, (as_of, cited) in enumerate(zip(sites["status_as_of"], sites["sources"], strict=True)):
        if as_of is not None and as_of not in {published.get(source) for source in cited}:
            yield (
                row,
                "status_as_of",
                f"{as_of} is the date of none of the row's sources; name the source or correct it",
            )


def _unknown_codes(sites: gpd.GeoDataFrame, municipios: gpd.GeoDataFrame) -> Violations:
    departamento_of = dict(zip(municipios["codigo_muni"], municipios["codigo_depto"], strict=True))
    for row, (muni, depto) in enumerate(zip(sites["codigo_muni"], sites["codigo_depto"], strict=True)):
        if pd.notna(muni) and muni not in departamento_of:
            yield row, "codigo_muni", f"no municipio has the INE code {muni}; correct it"
        elif pd.notna(muni) and departamento_of[muni] != depto:
            advice = (
                f"municipio {muni} is in departamento {departamento_of[muni]}, not {depto}; correct one"
            )
            yield row, "codigo_depto", advice
        elif pd.notna(depto) and depto not in departamento_of.values():
            yield row, "codigo_depto", f"no departamento has the INE code {depto}; correct it"


def _points_elsewhere(sites: gpd.GeoDataFrame, municipios: gpd.GeoDataFrame) -> Violations:
    """Compare in GTM; a point over the border or in a bay is right within its uncertainty."""
    points = sites.geometry.to_crs(GTM)
    stated = municipios[municipios["codigo_muni"].isin(sites["codigo_muni"].dropna())]
    outlines = stated.set_index("codigo_muni").geometry.to_crs(GTM)
    for row, (point, muni, uncertainty_m) in enumerate(
        zip(points, sites["codigo_muni"], sites["uncertainty_m"], strict=True)
    ):
        if point is None or pd.isna(muni) or muni not in outlines.index:
            continue
        outside_m = outlines[muni].distance(point)
        if outside_m > uncertainty_m:
            advice = (
                f"the point lies {outside_m:.0f} m outside municipio {muni}, beyond its uncertainty of "
                f"{uncertainty_m} m; correct the point, the code or the uncertainty"
            )
            yield row, "longitude", advice
