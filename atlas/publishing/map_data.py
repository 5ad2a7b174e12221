"""Build the tables of the map: one JSON value in both languages, without geometry."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from atlas.i18n.messages import Language, messages
from atlas.i18n.numbers_and_dates import ExportWords
from geo.choices import MISSION_LAYERS, Layer
from geo.dataset.atlas_data import AtlasData
from geo.dataset.boundaries import name_places
from geo.dataset.facts import Facts
from geo.dataset.facts.programmes_and_events import events_by_site
from geo.dataset.ground import RELIEF_WINDOW, TownKind
from geo.errors import GeoError
from geo.exports.documents.document_rows import figure_row
from geo.mapping import ground_styles
from geo.mapping.map_styles import LETTERING, SURROUNDINGS, SYMBOLS
from geo.selection import Selection
from geo.views.atlas_at_date import timeline_of
from geo.views.states_in_time import FIRST_MONTH, FiguresByMonth, month_of

FIRST_LAYERS: Final = ("adm1_500m", "adm2_500m", "context")
"""The display layers of a map of the whole country."""

GROUND: Final = "ground"
"""The name of the ground among the layers."""

ROADS: Final = "roads"
"""The name of the imported roads among the layers."""

SOURCE_COLUMNS: Final = ("title_en", "title_es", "publisher_en", "publisher_es", "published", "url")
"""The columns of a source in the details of a site."""

EVENT_COLUMNS: Final = ("event_id", "date", "date_end", "scope", "title_en", "title_es")
"""The columns of an event in the details of a site."""

DATED_COLUMNS: Final = ("date", "date_end", "title_en", "title_es", "sources")
"""The columns of an event in the list of a month."""

TEXT_SECTIONS: Final = (
    "map",
    "layer",
    "kind",
    "status",
    "confirmation",
    "precision",
    "precision_plain",
    "programme",
    "pillar",
    "basis",
    "inl_role",
    "neighbour",
    "field",
    "confidence",
    "scope",
    "hit",
    "tour",
    "time",
    "state",
    "draw",
    "draw_how",
)
"""The sections of the locale files that the frame uses."""


def frame_data(
    atlas: AtlasData, layers: Mapping[str, str], *, with_every_figure: bool = False
) -> dict[str, Any]:
    """Return the value that the frame fetches; a broken table leaves its part empty.

    `layers` are the URLs of the display layers by name. The figures are those that name a site, or all.
    """
    return {
        "layers": dict(layers),
        "order": list(Layer),
        "mission": list(MISSION_LAYERS),
        "symbols": {layer: {"colour": mark.colour, "path": mark.path} for layer, mark in SYMBOLS.items()},
        "lettering": {kind: asdict(lettering) for kind, lettering in LETTERING.items()},
        "texts": {language: _texts(language) for language in Language},
        "departamentos": _departamentos(atlas.or_empty("departamentos"), atlas.or_empty("lakes")),
        "municipios": _municipios(atlas.or_empty("municipios"), atlas.or_empty("population")),
        "names": _names(atlas.or_empty("names")),
        "surroundings": list(SURROUNDINGS),
        "sites": _rows(atlas.or_empty("sites")),
        "sources": _sources(atlas),
        "events": _events(atlas),
        "shared": ["lang", "v", *Selection.parameters()],
        "time": _time(atlas, with_every_figure=with_every_figure),
    }


def ground_data(atlas: AtlasData) -> dict[str, Any] | None:
    """Return what the map shows for orientation; None where its tables are broken."""
    ground, routes = atlas.drawn_ground()
    lakes = atlas.or_empty("lakes")
    if ground is None:
        return None
    airfields = ground.airfields
    return {
        "window": RELIEF_WINDOW,
        "colours": ground_styles.COLOURS,
        "fades": ground_styles.RELIEF_FADES,
        "below": {"rivers": ground_styles.RIVERS_BELOW, "routes": ground_styles.ROUTES_BELOW},
        "detail": ground_styles.DETAIL_FROM,
        "tiers": ground_styles.TOWN_TIERS,
        "radius": ground_styles.RADIUS,
        "water": json.loads(ground.water),
        "towns": {kind: _towns(ground.towns[ground.towns["kind"] == kind]) for kind in TownKind},
        "lakes": [] if lakes is None else _lakes(lakes),
        "routes": [] if routes is None else _routes(routes),
        "airfields": [
            [*_rounded((point.x, point.y)), name, icao]
            for point, name, icao in zip(
                airfields.geometry, airfields["name"], airfields["icao"], strict=True
            )
        ],
    }


def _towns(towns: gpd.GeoDataFrame) -> list[list[Any]]:
    """Return towns as lists in order of importance; the Spanish name only where it differs."""
    names = zip(towns.geometry, towns["name_en"], towns["name_es"], strict=True)
    return [
        [*_rounded((point.x, point.y)), english, *([spanish] if spanish != english else [])]
        for point, english, spanish in names
    ]


def _lakes(lakes: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    points = lakes.representative_point()
    return [
        {
            "at": _rounded((point.x, point.y)),
            "bounds": _rounded(lake.bounds),
            "name_en": english,
            "name_es": spanish,
        }
        for point, lake, english, spanish in zip(
            points, lakes.geometry, lakes["name_en"], lakes["name_es"], strict=True
        )
    ]


def _routes(routes: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    columns = {"number": "number", "class": "route_class", "name_en": "name_en", "name_es": "name_es"}
    # Primary routes are named first.
    return [
        {key: _json_value(row[column]) for key, column in columns.items()}
        | {"points": [_rounded(point) for point in row["geometry"].coords]}
        for row in routes.sort_values("route_class", kind="stable").to_dict("records")
    ]


def _texts(language: Language) -> dict[str, str]:
    return {key: text for key, text in messages(language).items() if key.split(".")[0] in TEXT_SECTIONS}


def _departamentos(
    departamentos: gpd.GeoDataFrame | None, lakes: gpd.GeoDataFrame | None
) -> dict[int, Any]:
    if departamentos is None:
        return {}
    labels = name_places(departamentos, lakes)
    return {
        int(code): {"name": name, "bounds": _rounded(shape.bounds), "label": _rounded((label.x, label.y))}
        for code, name, shape, label in zip(
            departamentos["codigo_depto"],
            departamentos["departamento"],
            departamentos.geometry,
            labels,
            strict=True,
        )
    }


def _municipios(municipios: gpd.GeoDataFrame | None, population: pd.DataFrame | None) -> dict[int, Any]:
    if municipios is None:
        return {}
    labels = municipios.representative_point()
    people = {} if population is None else population.set_index("codigo_muni")["population_2018"].to_dict()
    return {
        int(code): {
            "name": name,
            "bounds": _rounded(shape.bounds),
            "label": _rounded((label.x, label.y)),
            "people": people.get(code),
        }
        for code, name, shape, label in zip(
            municipios["codigo_muni"], municipios["municipio"], municipios.geometry, labels, strict=True
        )
    }


def _names(names: pd.DataFrame | None) -> list[dict[str, Any]]:
    if names is None:
        return []
    columns = names[["level", "code", "variant"]].set_axis(["kind", "code", "name"], axis="columns")
    return [_plain(row) for row in columns.to_dict("records")]


def _sources(atlas: AtlasData) -> dict[str, Any]:
    sources, sites = atlas.or_empty("sources"), atlas.or_empty("sites")
    if sources is None or sites is None:
        return {}
    cited = {source for row in sites["sources"] for source in row}
    with suppress(GeoError):  # the events of broken tables are left out as well
        facts = atlas.facts
        cited |= {source for row in facts.events["sources"] for source in row}
        cited |= {source for row in facts.by_reference.values() for source in row["sources"]}
    columns = sources.loc[sources.index.isin(cited), list(SOURCE_COLUMNS)]
    return {str(source): _plain(row) for source, row in columns.to_dict("index").items()}


def _events(atlas: AtlasData) -> dict[str, list[dict[str, Any]]]:
    """Return the events by the site that they name, newest first; none where a table of facts is broken."""
    try:
        events = atlas.facts.events
    except GeoError:
        return {}
    return {
        site: [_plain(row) for row in own[list(EVENT_COLUMNS)].to_dict("records")]
        for site, own in events_by_site(events).items()
    }


def _time(atlas: AtlasData, *, with_every_figure: bool) -> dict[str, Any] | None:
    """Return states and figures by month, and the events of each; None where a table of them is broken."""
    try:
        timeline = timeline_of(atlas)
        by_month = timeline.months_of_events()
        sites = timeline.months()
        figures = timeline.figures_by_month()
    except GeoError:
        return None
    named = {event for events in by_month.values() for event in events}
    events = timeline.facts.events.set_index("event_id")
    columns = events.loc[events.index.isin(named), list(DATED_COLUMNS)]
    of_sites = timeline.figures_of_sites
    if not with_every_figure:
        wanted = {figure for own in of_sites.values() for figure in own}
        figures = {figure: figures[figure] for figure in figures if figure in wanted}
    return {
        "first": FIRST_MONTH,
        "last": month_of(timeline.consulted.isoformat()),
        "sites": sites,
        "months": by_month,
        "events": {str(event): _plain(row) for event, row in columns.to_dict("index").items()},
        "site_figures": of_sites,
        "figures": figures,
        "figure_rows": _figure_rows(figures, timeline.facts),
    }


def _figure_rows(figures: FiguresByMonth, facts: Facts) -> dict[str, Any]:
    """Return the figures and points of all months in words, in each language, by reference."""
    references = {
        reference for clocks in figures.values() for entries in clocks.values() for _, reference in entries
    }
    words = {language: ExportWords(language) for language in Language}
    return {
        reference: {
            str(language): asdict(figure_row(facts.by_reference[reference], words[language]))
            for language in Language
        }
        for reference in sorted(references)
    }


def _rows(sites: gpd.GeoDataFrame | None) -> list[dict[str, Any]]:
    if sites is None:
        return []
    return [
        _plain(row) for row in pd.DataFrame(sites.drop(columns="geometry")).reset_index().to_dict("records")
    ]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _json_value(value) for name, value in row.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return list(value)
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _rounded(numbers: tuple[float, ...]) -> list[float]:
    return [round(number, 4) for number in numbers]
