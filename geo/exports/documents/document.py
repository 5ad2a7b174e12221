"""Build the document of a briefing: what every format draws, in one language.

A `Document` has a `Page` for each scene with its rows, legend and sources, and the stamp of the file.
`as_csv` writes its sites; `Paper`, `ProgressCallback` and `ExportCancelledError` belong to the formats that
are laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import pandas as pd

from geo.briefings import Briefing, Scene, SceneKind
from geo.briefings.briefing_files import to_json
from geo.dataset.atlas_data import AtlasData
from geo.dataset.records import data_version
from geo.dataset.schema import rows
from geo.errors import GeoError
from geo.exports.documents.document_layers import (
    AnalysisLayer,
    ListLayer,
    answer_blocks,
    answer_layer,
    list_legend,
    statement,
)
from geo.exports.documents.document_rows import (
    AnnotationRow,
    ChartData,
    Disagreement,
    FigureRow,
    LegendRow,
    LineRow,
    SiteRow,
    SourceRow,
    annotation_rows,
    chart_data,
    figure_rows,
    first_lines,
    legend_rows,
    listed_rows,
    site_rows,
    source_rows,
)
from geo.exports.documents.document_text import (
    Block,
    Words,
    blocks,
    dates,
    ended,
    filters_text,
    map_text,
    readable,
)
from geo.exports.documents.map_extent import Extent, extent_of
from geo.exports.documents.stamp import facts_basis, stamp_of
from geo.exports.tables.sheets import csv_text
from geo.mapping.overlay_message import LegendEntry
from geo.roads.drawn_roads import imported_roads
from geo.views.atlas_at_date import AtlasAt, atlas_of
from geo.views.scene_views import scene_view
from geo.views.sites_view import SitesView


@dataclass(frozen=True)
class Page:
    """One scene, ready to be laid out."""

    number: int
    kind: SceneKind
    headline: str
    text: tuple[Block, ...]
    notes: str
    view: SitesView
    extent: Extent
    filters: str
    map_text: str
    legend: tuple[LegendRow, ...]
    figures: tuple[FigureRow, ...]
    disagreements: tuple[Disagreement, ...]
    chart: ChartData | None
    listed: tuple[LineRow, ...]
    listed_title: str
    annotations: tuple[AnnotationRow, ...]
    sites: tuple[SiteRow, ...]
    own: ListLayer | None
    own_legend: tuple[LegendEntry, ...]
    analysis: AnalysisLayer | None
    basis: str

    @property
    def named_sources(self) -> tuple[str, ...]:
        """The sources of its figures, conflicts, chart and list."""
        chart = (self.chart,) if self.chart else ()
        rows = (*self.figures, *self.disagreements, *chart, *self.listed)
        return tuple(dict.fromkeys(source for row in rows for source in row.sources))

    @property
    def is_map_alone(self) -> bool:
        """Whether nothing is next to the map, which then has the whole width."""
        parts = (self.text, self.figures, self.disagreements, self.listed, self.analysis)
        return self.kind.has_map and not any(parts)

    @property
    def map_sources(self) -> tuple[str, ...]:
        """The sources of the sites on its map, by identifier."""
        return tuple(sorted({source for row in self.sites for source in row.sources}, key=_in_sequence))

    def map_sources_line(self, words: Words) -> str:
        """Return the line that names the sources of the sites on its map; empty without sites."""
        return f"{words('export.map_sources')}: {', '.join(self.map_sources)}" if self.sites else ""


@dataclass(frozen=True)
class Document:
    """All pages of a file and its `stamp`, which `geo.exports.documents.stamp` reads.

    `day` is when it was made and `made` says it in words: the same content of a day gives the same bytes.
    `own` states whose the uploaded list is; it is empty without one. With an `appendix`, formats with pages
    list every site with its sources and every source with its title; without, they end in one compact list.
    `briefing` is what a presentation can be refreshed from; it is empty with a list or a date.
    """

    title: str
    language: str
    day: date
    made: str
    version: str
    version_text: str
    attribution: str
    caution: str
    pages: tuple[Page, ...]
    sources: tuple[SourceRow, ...]
    stamp: str
    own: str = ""
    appendix: bool = False
    briefing: str = ""

    @property
    def named_sources(self) -> tuple[SourceRow, ...]:
        """The sources of the figures, conflicts and charts."""
        named = {source for page in self.pages for source in page.named_sources}
        return tuple(row for row in self.sources if row.identifier in named)

    @property
    def map_sources(self) -> tuple[SourceRow, ...]:
        """The sources that only sites cite."""
        named = self.named_sources
        return tuple(row for row in self.sources if row not in named)


def _in_sequence(source: str) -> tuple[str, int, str]:
    """Return a key that puts P9 before P10."""
    return source[:1], len(source), source


def _attribution(atlas: AtlasData, words: Words) -> str:
    """Return whose data a document shows, and what its roads or routes are."""
    roads = imported_roads(atlas.data)
    if roads is None:
        return f"{words('export.attribution')} {words('export.routes_schematic')}"
    day = roads.record.extract_date
    date_of = words("export.roads_date", date=words.date(day)) if day else words("export.roads_undated")
    return f"{words('export.attribution')} {date_of}"


def document(
    briefing: Briefing,
    atlas: AtlasData,
    words: Words,
    made: date | None = None,
    own: ListLayer | None = None,
) -> Document:
    """Return a briefing in the language of `words`, drawn from the current data.

    A reader's `own` list is drawn on every map. The answers of analyses are drawn as they were kept.

    References that the data no longer contain are left out; `unknown_references` lists them.
    """
    day = made or date.today()
    pages = tuple(
        _page(number, scene, atlas, words, own) for number, scene in enumerate(briefing.scenes, start=1)
    )
    return Document(
        title=readable(briefing.title.in_(words.language)),
        language=words.language,
        day=day,
        made=words("export.made", date=words.date(day.isoformat())),
        version=data_version(atlas.data),
        version_text=words(
            "export.version",
            version=data_version(atlas.data),
            **dates(atlas.data, words),
        ),
        attribution=_attribution(atlas, words),
        caution=words("export.caution"),
        pages=pages,
        sources=source_rows(dict.fromkeys(_cited(pages)), atlas, words),
        stamp=stamp_of(briefing, atlas, words.language, day.isoformat()).to_text(),
        own=statement(own, words) if own else "",
        briefing="" if own or isinstance(atlas, AtlasAt) else to_json(briefing),
    )


def _page(number: int, scene: Scene, atlas: AtlasData, words: Words, own: ListLayer | None) -> Page:
    view, has_map = scene_view(scene, atlas), scene.kind.has_map
    at_date = atlas_of(scene.selection, atlas)
    analysis = answer_layer(scene.answer, atlas, words) if scene.answer else None
    own = own if has_map else None
    conflicts = at_date.facts.conflicts.set_index("conflict_id", drop=False)
    named = conflicts.loc[[conflict for conflict in scene.conflicts if conflict in conflicts.index]]
    text = blocks(readable(scene.text.in_(words.language)))
    answer = answer_blocks(analysis.answer, words) if analysis else ()
    listed = listed_rows(scene, atlas, words)
    annotations = annotation_rows(scene, words) if has_map else ()
    map_texts = _map_texts(view, atlas, words, own, analysis) if has_map else ()
    notes = (readable(scene.notes.in_(words.language)), *(analysis.answer.methods if analysis else ()))
    return Page(
        number=number,
        kind=scene.kind,
        headline=readable(scene.headline.in_(words.language)),
        text=(*text, *answer),
        notes="\n".join(filter(None, notes)),
        view=view,
        extent=extent_of(scene.view, view.region, atlas),
        filters=filters_text(view.selection, atlas, words),
        map_text=" ".join((*map_texts, *(ended(row.spoken) for row in annotations))),
        legend=legend_rows(view, words),
        figures=figure_rows(scene.figures, at_date, words),
        disagreements=tuple(
            Disagreement(row[f"title_{words.language}"], row[f"statement_{words.language}"], row["sources"])
            for row in rows(named)
        ),
        chart=chart_data(scene.chart, at_date.facts, words) if scene.chart else None,
        listed=first_lines(listed, words),
        listed_title=f"{words(f'listed.{scene.kind}')} ({len(listed)})" if listed else "",
        annotations=annotations,
        sites=site_rows(view, atlas, words),
        own=own,
        own_legend=list_legend(own, words).parts if own else (),
        analysis=analysis,
        basis=facts_basis(scene, atlas),
    )


def _map_texts(
    view: SitesView, atlas: AtlasData, words: Words, own: ListLayer | None, analysis: AnalysisLayer | None
) -> Iterator[str]:
    yield map_text(view, atlas, words)
    if analysis:
        yield " · ".join(entry.label for entry in analysis.legend)
    if own:
        yield statement(own, words)


def _cited(pages: tuple[Page, ...]) -> Iterator[str]:
    for page in pages:
        yield from page.named_sources
        yield from page.map_sources


COLUMNS = ("site", "kind", "place", "status", "position", "reason", "sources")


def as_csv(made: Document, words: Words) -> str:
    """Return the sites of a document as CSV in its language."""
    about = (made.title, made.made, made.version_text, *_filters(made, words), made.attribution, made.stamp)
    cells = [
        (row.name, row.kind, row.place, row.status, row.position, row.reason, " ".join(row.sources))
        for row in dict.fromkeys(row for page in made.pages for row in page.sites)
    ]
    names = [words(f"export.{name}") for name in COLUMNS]
    return csv_text(pd.DataFrame(cells, columns=names, dtype=object), about)


def _filters(made: Document, words: Words) -> list[str]:
    return [f"{page.headline} · {words('export.filters')}: {page.filters}" for page in made.pages]


SCREEN_PPI: Final = 144
"""1 920 pixels across."""

PRINT_PPI: Final = 300
"""4 000 pixels across: 34 cm at 300 dots an inch."""


class Paper(StrEnum):
    """The size of a page."""

    A4 = "a4"
    """210 by 297 mm."""
    LETTER = "us-letter"
    """8.5 by 11 inches."""
    SCREEN = "screen"
    """A picture, 960 points wide and as high as its text."""


ProgressCallback = Callable[[int, int], None]
"""Called before each step with the number of finished steps and of all steps."""


class ExportCancelledError(GeoError):
    """The reader cancelled the export."""

    def __init__(self) -> None:
        super().__init__("the export was cancelled; start it again for the file")


def silent(done: int, total: int) -> None:
    """Ignore the progress."""
