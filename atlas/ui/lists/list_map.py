"""What the map gets of a list: the address of its points, or municipios by class, and the legend.

`layer_of` returns the list as it is drawn, for files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isnan
from typing import Final

import numpy as np
import streamlit as st

from atlas.frontend.bundles import FROM_FRAME
from atlas.i18n.messages import Language, Translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.state.reader_list import ReaderList, placed_list
from atlas.web.list_points import Drawing
from atlas.web.served_data import atlas_data
from geo.analysis.indicators import country_of
from geo.choices.list_kinds import ColourBy, PlacedAs, ShowAs
from geo.exports.documents.document_layers import ListLayer
from geo.lists.placement import PlacedRows
from geo.lists.point_aggregation import WIDTH_KM, Counts, ListPoints
from geo.mapping.map_styles import MOST_CLASSES, OWN, OWN_AREA, RAMPS, ColourClass
from geo.mapping.overlay_message import Fills, Legend, LegendEntry, Overlay, PointMarks, legend
from geo.views.list_view import ListView, hexagon_steps, own_view, points_of, region_classes

WARMTH: Final = RAMPS[MOST_CLASSES]
KEPT: Final = 4
"""Choices whose drawings are kept for coming back."""
MANY: Final = 5_000
"""More points than this are drawn as clusters at first."""


def first_choice(placement: PlacedRows) -> ShowAs:
    """Return how a list is drawn at first: as finely as most of its rows are known."""
    points = int(placement.has_point.sum())
    if points < placement.count(PlacedAs.MUNICIPIO) or not points:
        return ShowAs.MUNICIPIOS
    return ShowAs.POINTS if points <= MANY else ShowAs.CLUSTERS


def draw_width(t: Translator) -> None:
    """Draw the choice of the size of the hexagons."""
    st.segmented_control(
        t("own.hexagon"), list(WIDTH_KM), format_func=lambda size: f"{WIDTH_KM[size]:g} km",
        key="own_hexagon", default=5, required=True,
    )  # fmt: skip


def overlay_of(mine: ReaderList, view: ListView, how: tuple[ShowAs, ColourBy], t: Translator) -> Overlay:
    """Return what is laid over the map."""
    show, measure = how
    if show in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS):
        return regions_overlay(view.counts, (show, measure), t)
    drawing = drawing_of(mine, view)
    points = point_marks(drawing, show, t)
    entries, note = _legend(drawing.points, show, t)
    if show is ShowAs.HEXAGONS:
        steps = hexagon_steps(drawing.hexagons(resolution()))
        points = _in_hexagons(points, steps)
        entries = [(step.colour, ends_text(step, t.language)) for step in steps]
    if view.areas:
        rows = number_text(sum(view.areas.values()), t.language)
        entries.append((OWN_AREA, t("own.areas", count=rows)))
    return Overlay(
        legend=legend(mine.name[:40], entries, note),
        fills=Fills(dict.fromkeys(view.areas, 0), (OWN_AREA,)) if view.areas else None,
        points=points,
    )


def list_view(mine: ReaderList, codes: tuple[int, ...]) -> ListView:
    """Return the rows of a list in municipios; none means the whole country."""
    people, placement = country_of(atlas_data()).ground.table, mine.require_placement()
    return mine.cached(("view", codes), lambda: own_view(placement, people, codes))


def with_list(overlay: Overlay | None, t: Translator, codes: tuple[int, ...] = ()) -> Overlay | None:
    """Return an overlay with the list of this session as a layer above it, which its legend names.

    Rows known to a municipio colour those that nothing else colours. Without a list the overlay is
    returned as it is. `codes` are the municipios whose rows are drawn; none means all.
    """
    mine = placed_list()
    if mine is None:
        return overlay
    view, drawn = list_view(mine, codes), overlay or Overlay()
    mine.map_layer = layer_of(mine, view, ShowAs.POINTS, ColourBy.ROWS)
    legend = drawn.legend or Legend(t("own.layer"), ())
    coloured = drawn.fills or Fills({}, ())
    free = {code: rows for code, rows in view.areas.items() if code not in coloured.class_of}
    entries, note = list(_layer_entries(mine, view, free, t)), legend.note
    if under := sum(view.areas.values()) - sum(free.values()):
        note = f"{note} {t('own.under_colours', count=number_text(under, t.language))}".strip()
    points = point_marks(drawing_of(mine, view), ShowAs.POINTS, t) if view_has_points(mine, view) else None
    return replace(
        drawn,
        points=points,
        fills=coloured.with_class(free, OWN_AREA) if free else drawn.fills,
        legend=replace(legend, entries=(*entries, *legend.entries), note=note) if entries else drawn.legend,
    )


def view_has_points(mine: ReaderList, view: ListView) -> bool:
    """Whether any row of a view has a point."""
    return bool((view.rows & mine.require_placement().has_point).any())


def _layer_entries(
    mine: ReaderList, view: ListView, areas: Mapping[int, int], t: Translator
) -> Iterator[LegendEntry]:
    count = int((view.rows & mine.require_placement().has_point).sum())
    if count:
        name, points = mine.name[:40], number_text(count, t.language)
        yield LegendEntry(OWN, t("own.layer_points", name=name, count=points))
    if areas:
        yield LegendEntry(OWN_AREA, t("own.areas", count=number_text(sum(areas.values()), t.language)))


def point_marks(drawing: Drawing, show: ShowAs, t: Translator) -> PointMarks:
    """Return where the map finds the points of a list, and how it draws them."""
    url = f"{FROM_FRAME}/{drawing.path}/marks.json"
    return PointMarks(url, str(show), WARMTH, t("own.one_row"), t("own.many_rows"))


def drawing_of(mine: ReaderList, view: ListView) -> Drawing:
    """Return the points of what is chosen; a few choices are kept, older addresses die."""
    key = view.rows.tobytes()
    digest = hash(key)
    if digest not in mine.drawings:
        reading, table = mine.reading, mine.table
        labels = table.cells[reading.label] if reading and reading.label else None
        mine.drawings[digest] = Drawing(points_of(mine.require_placement(), view.rows, labels))
        while len(mine.drawings) > KEPT:
            mine.drawings.pop(next(iter(mine.drawings))).forget()
    return mine.drawings[digest]


def _legend(points: ListPoints, show: ShowAs, t: Translator) -> tuple[list[tuple[str, str]], str]:
    count = number_text(len(points), t.language)
    if show is ShowAs.HEAT:
        return [(WARMTH[0], t("own.cool")), (WARMTH[3], t("own.warm")), (WARMTH[6], t("own.hot"))], t(
            "own.heat_note", count=count
        )
    notes = {
        ShowAs.POINTS: "" if points.is_whole else t("own.together"),
        ShowAs.CLUSTERS: t("own.clusters_note"),
        ShowAs.HEXAGONS: t("own.hexagons_note"),
    }
    return [(OWN, t("own.points", count=count))], notes[show]


def _in_hexagons(points: PointMarks, steps: Sequence[ColourClass]) -> PointMarks:
    """Return the points counted in hexagons of the chosen size, coloured by `steps`."""
    return replace(
        points,
        url=points.url.replace("marks.json", f"hexagons-{resolution()}.json"),
        colours=tuple(step.colour for step in steps),
        breaks=tuple(step.high for step in steps),
    )


def regions_overlay(counts: Counts, how: tuple[ShowAs, ColourBy], t: Translator) -> Overlay:
    """Return municipios or departamentos by class of their rows, or of rows per 100,000 people."""
    show, measure = how
    decimals = 0 if measure is ColourBy.ROWS else 1
    colours, steps = region_classes(counts, show, measure)
    where = {step.colour: nth for nth, step in enumerate(steps)}
    entries = [
        (step.colour, t("regions.no_data") if isnan(step.low) else ends_text(step, t.language, decimals))
        for step in steps
    ]
    title = f"{t(f'show_as.{show}')}: {t(f'colour_by.{measure}')}"
    classes = {code: where[colour] for code, colour in colours.items()}
    scale = tuple(step.colour for step in steps)
    return Overlay(
        legend=legend(title, entries, t("own.region_note")),
        fills=Fills(classes, scale, by_departamento=show is ShowAs.DEPARTAMENTOS),
    )


def ends_text(step: ColourClass, language: Language, decimals: int = 0) -> str:
    """Return the lowest and the highest value of a class."""
    low, high = (number_text(end, language, decimals) for end in (step.low, step.high))
    return low if low == high else f"{low} – {high}"


def resolution() -> int:
    """Return the size of the hexagons that is chosen."""
    return int(st.session_state.get("own_hexagon") or 5)


NO_POINTS: Final = ListPoints(np.array([]), np.array([]))


def layer_of(mine: ReaderList, view: ListView, show: ShowAs, measure: ColourBy) -> ListLayer:
    """Return the list as it is drawn now, for a file."""
    placement, points, hexagons = mine.require_placement(), NO_POINTS, None
    fills: dict[int, str] = {}
    steps: tuple[ColourClass, ...] = ()
    if show in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS):
        fills, steps = region_classes(view.counts, show, measure)
    else:
        drawing = drawing_of(mine, view)
        points = drawing.points
        if show is ShowAs.HEXAGONS and len(points):
            hexagons = drawing.hexagons(resolution())
            steps = hexagon_steps(hexagons)
    return ListLayer(
        name=mine.name,
        show=show,
        counted_by=measure,
        shown=_drawn(view, show, len(points)),
        placed=int(placement.is_placed.sum()),
        total=mine.total,
        points=points,
        areas={} if fills else view.areas,
        fills=fills,
        hexagons=hexagons,
        steps=steps,
    )


def _drawn(view: ListView, show: ShowAs, points: int) -> int:
    """Return how many rows are drawn: one known to a departamento alone is so on departamentos only."""
    if show is ShowAs.DEPARTAMENTOS:
        return view.total
    if show is ShowAs.MUNICIPIOS:
        return int(view.counts.municipios["rows"].sum())
    return points + sum(view.areas.values())
