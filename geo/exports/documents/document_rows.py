"""Build the rows of a document: legend, sites, figures, lists, sources, and charts as tables.

PowerPoint draws a native chart from such a table; a sheet shows the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import pandas as pd

from geo.briefings import Scene
from geo.briefings.scene_content import AnnotationKind
from geo.choices import Aspect, Chart, Confirmation, FactKind, Layer, Precision, SeriesShape, Status
from geo.dataset.atlas_data import AtlasData
from geo.dataset.facts import Facts, yearly
from geo.dataset.schema import Row, rows
from geo.exports.documents.document_text import Words, change_text, readable
from geo.mapping.overlay_message import Position
from geo.selection import in_order
from geo.views.atlas_at_date import figure_in, whole
from geo.views.evidence import Fact, by_identifier, every_fact
from geo.views.scene_views import scene_changes, scene_events, scene_units
from geo.views.sites_view import SitesView
from geo.views.time_charts import ChartView, chart_view


@dataclass(frozen=True)
class ChartSeries:
    """One series: its name and one value per category, None where it is missing."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class ChartData:
    """One chart as text and numbers; a category without a value is shown as a gap."""

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    cautions: tuple[str, ...]
    sources: tuple[str, ...]


def chart_points(chart: Chart, facts: Facts) -> tuple[str, ...]:
    """Return the identifiers of the points and figures that a chart shows."""
    return tuple(chart_view(chart, facts).points["reference"])


def chart_data(chart: Chart, facts: Facts, words: Words) -> ChartData | None:
    """Return the chart as a table of categories (periods or places) and series; None without a point."""
    view = chart_view(chart, facts)
    if view.points.empty:
        return None
    keys = _keys(view, words)
    at = {(row["series_id"], _key(view, row, words)): float(row["value"]) for row in rows(view.points)}
    return ChartData(
        title=words(f"chart.{chart}"),
        unit=words(f"unit.{view.unit}").split("|")[-1],
        categories=keys,
        series=tuple(
            ChartSeries(
                str(row[f"label_{words.language}"]), tuple(at.get((row["series_id"], key)) for key in keys)
            )
            for row in rows(view.series)
        ),
        cautions=tuple(text for row in rows(view.series) if (text := row[f"caution_{words.language}"])),
        sources=tuple(dict.fromkeys(source for row in rows(view.points) for source in row["sources"])),
    )


def _keys(view: ChartView, words: Words) -> tuple[str, ...]:
    """Return the categories in order, including the missing calendar years."""
    days = [(row["day"].isoformat(), _key(view, row, words)) for row in rows(view.points)]
    if view.shape == SeriesShape.TIME:
        days = sorted([*days, *_missing_years(view)])
    return tuple(dict.fromkeys(key for _, key in days))


def _missing_years(view: ChartView) -> Iterator[tuple[str, str]]:
    for series_id in view.series["series_id"]:
        years = yearly(view.points[view.points["series_id"] == series_id])
        yield from ((f"{year}-07-02", str(year)) for year in years.index[years.isna()])


def _key(view: ChartView, row: Row, words: Words) -> str:
    if view.shape == SeriesShape.TIME:
        return words.period(row["period_start"], row["period_end"])
    return str(row[f"place_{words.language}"])


@dataclass(frozen=True)
class LegendRow:
    """A switched-on layer: how many of its sites are drawn and how many only listed."""

    layer: Layer
    name: str
    placed: int
    listed: int

    @property
    def count(self) -> str:
        """The number of drawn sites, and after a plus the number of only listed sites."""
        return f"{self.placed} + {self.listed}" if self.listed else str(self.placed)


@dataclass(frozen=True)
class SiteRow:
    """One site of a view; `reason` says why its location is inexact or missing."""

    name: str
    kind: str
    layer: Layer
    place: str
    status: str
    position: str
    reason: str
    is_placed: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class FigureRow:
    """One figure: amount with its hedge, label, claimant, date and note."""

    identifier: str
    amount: str
    label: str
    claim: str
    when: str
    place: str
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """A difference between sources."""

    title: str
    statement: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class LineRow:
    """One line of the list of a scene: a date, a unit or a kind of difference, and what is said of it."""

    lead: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class AnnotationRow:
    """An arrow or a note on the map, and how it is `spoken`; longitude and latitude in WGS 84."""

    kind: AnnotationKind
    start: Position
    end: Position | None
    text: str
    spoken: str


@dataclass(frozen=True)
class SourceRow:
    """A source as it is cited."""

    identifier: str
    title: str
    publisher: str
    published: str
    url: str


def legend_rows(view: SitesView, words: Words) -> tuple[LegendRow, ...]:
    """Return the switched-on layers in the order of the legend."""
    legend = []
    for layer in in_order(view.selection.layers, Layer):
        sites = view.filtered[view.filtered["layer"] == layer]
        listed = int((sites["precision"] == Precision.UNPLACED).sum())
        legend.append(LegendRow(layer, words(f"layer.{layer}"), len(sites) - listed, listed))
    return tuple(legend)


def site_rows(view: SitesView, atlas: AtlasData, words: Words) -> tuple[SiteRow, ...]:
    """Return the shown sites in the order of their table."""
    places = _places(atlas)
    return tuple(_site(row, places, words) for row in rows(view.shown.drop(columns="geometry")))


def status_text(row: Row, words: Words) -> str:
    """Return the status of a site with its date, or when an old one was last confirmed."""
    status, dated = words(f"status.{row['status']}"), _dated(row, words)
    return f"{status} ({dated})" if dated else status


def _dated(row: Row, words: Words) -> str:
    as_of: str | None = row["status_as_of"]
    if as_of is None:
        return "" if row["status"] == Status.UNKNOWN else words("map.unconfirmed")
    if row["confirmation"] != Confirmation.OLD:
        return words("map.as_of", date=words.date(as_of))
    # Spanish has one word before a day and another before a month or a year.
    is_day = len(as_of) == len("2018-03-08")
    return words("map.confirmed_day" if is_day else "map.confirmed", date=words.date(as_of))


def _site(row: Row, places: dict[int, str], words: Words) -> SiteRow:
    code = row["codigo_muni"]
    return SiteRow(
        name=row[f"name_{words.language}"],
        kind=words(f"kind.{row['kind']}"),
        layer=Layer(row["layer"]),
        place="" if pd.isna(code) else places.get(int(code), ""),
        status=status_text(row, words),
        position=words(f"precision.{row['precision']}"),
        reason=row[f"position_note_{words.language}"] or "",
        is_placed=row["precision"] != Precision.UNPLACED,
        sources=tuple(dict.fromkeys((*row["sources"], *row["position_sources"]))),
    )


@lru_cache(maxsize=4)
def _places(atlas: AtlasData) -> dict[int, str]:
    return {
        int(row["codigo_muni"]): f"{row['municipio']}, {row['departamento']}"
        for row in rows(atlas.municipios[["codigo_muni", "municipio", "departamento"]])
    }


def figure_rows(identifiers: Iterable[str], atlas: AtlasData, words: Words) -> tuple[FigureRow, ...]:
    """Return the named figures in that order, without those missing from the tables.

    In an atlas at a date each row is what is valid then; where nothing is known, a dash says so.
    """
    known = whole(atlas).facts.by_reference
    shown = {identifier: figure_in(atlas, identifier) for identifier in identifiers if identifier in known}
    return tuple(
        replace(figure_row(known[valid], words), identifier=identifier)
        if valid
        else _unknown(known[identifier], words)
        for identifier, valid in shown.items()
    )


def _unknown(row: Row, words: Words) -> FigureRow:
    return FigureRow(
        identifier=row["figure_id"],
        amount="–",
        label=row[f"label_{words.language}"],
        claim="",
        when=words("time.no_figure"),
        place="",
        note="",
        sources=(),
    )


def figure_row(row: Row, words: Words) -> FigureRow:
    """Return a figure or a point, by `Facts.by_reference`, in words."""
    in_language = {name: row[f"{name}_{words.language}"] or "" for name in ("label", "place", "note")}
    start, end = row["period_start"], row["period_end"]
    if start and not start == end == row["as_of"]:
        when = words.period(start, end)
    else:
        when = words("map.as_of", date=words.date(row["as_of"]))
    return FigureRow(
        identifier=row["figure_id"],
        amount=words.amount(row),
        claim=words(f"claim_kind.{row['claim']}"),
        when=when,
        sources=row["sources"],
        **in_language,
    )


def annotation_rows(scene: Scene, words: Words) -> tuple[AnnotationRow, ...]:
    """Return the arrows and notes on the map of a scene."""
    return tuple(
        AnnotationRow(
            drawn.kind,
            drawn.start,
            drawn.end,
            text := readable(drawn.text.in_(words.language)).strip(),
            words(f"annotation_kind.{drawn.kind}") + (f": {text}" if text else ""),
        )
        for drawn in scene.annotations
    )


def listed_rows(scene: Scene, atlas: AtlasData, words: Words) -> tuple[LineRow, ...]:
    """Return the list of a scene: its events, units or differences between two dates."""
    return tuple(_listed_rows(scene, atlas, words))


MOST_LISTED: Final = 40
"""Lines that fit three slides or a page and a half."""


def first_lines(lines: tuple[LineRow, ...], words: Words) -> tuple[LineRow, ...]:
    """Return a list as it is printed: of a long one the first lines, and one that counts the others."""
    if len(lines) <= MOST_LISTED:
        return lines
    count = len(lines) - MOST_LISTED + 1
    return (*lines[: MOST_LISTED - 1], LineRow("…", words("export.more", count=count), ()))


def _listed_rows(scene: Scene, atlas: AtlasData, words: Words) -> Iterator[LineRow]:
    name = f"_{words.language}"
    for row in rows(scene_events(scene, atlas)):
        when = words.period(row["date"], row["date_end"] or row["date"])
        yield LineRow(when, row[f"title{name}"], row["sources"])
    for row in rows(scene_units(scene, atlas)):
        yield LineRow(row[f"name{name}"], row[f"what{name}"] or "", row["sources"])
    for change in scene_changes(scene, atlas):
        fact = _named_facts(whole(atlas)).get((change.fact, change.identifier))
        named = fact.name(words.language) if fact else change.identifier
        about = "" if change.aspect is Aspect.EXISTENCE else f" ({words(f'aspect.{change.aspect}')})"
        sides = change_text(change, whole(atlas).facts, words)
        text = f"{named}{about}: {sides}" if sides else f"{named}{about}"
        yield LineRow(words(f"change.{change.kind}"), text, change.sources)


@lru_cache(maxsize=4)
def _named_facts(atlas: AtlasData) -> dict[tuple[FactKind, str], Fact]:
    return by_identifier(every_fact(atlas.facts, atlas.sites))


def source_rows(identifiers: Collection[str], atlas: AtlasData, words: Words) -> tuple[SourceRow, ...]:
    """Return the sources that are cited, by identifier."""
    table = atlas.sources
    cited = table[table.index.isin(list(identifiers))].reset_index()
    return tuple(_source(row, words) for row in rows(cited))


def _source(row: Row, words: Words) -> SourceRow:
    note = row[f"published_note_{words.language}"] or words("map.undated")
    return SourceRow(
        identifier=row["source_id"],
        title=row[f"title_{words.language}"],
        publisher=row[f"publisher_{words.language}"],
        published=words.date(row["published"]) if row["published"] else note.rstrip("."),
        url=row["url"] or "",
    )
