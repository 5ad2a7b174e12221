"""An analysis laid over the map, as a value that the browser's map and the printed map both draw.

`to_message` writes it for `atlas/frontend/map/analysis_overlay.js` and for the answers that a briefing
keeps; `read_message` reads it back. `labels_of` and `with_labels` separate its texts, so that one drawing
serves both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, TypeVar

import shapely

from geo.mapping.map_styles import OWN, Look, look_of

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
"""A class in one character."""

NONE: Final = "-"
"""A municipio that is in no class."""

CIRCLE: Final = "#0b5c8a"
"""The distance around a site."""

MOST_POINTS: Final = 200
"""Corners of one line, so that a change stays small on the wire."""
COARSER: Final = (0.001, 0.002, 0.004, 0.008, 0.016)
"""Tolerances tried one after another, in degrees: 100 m to 2 km."""

Position = tuple[float, float]
"""Longitude and latitude, WGS 84."""

Drawn = TypeVar("Drawn")


@dataclass(frozen=True, eq=False)
class Fills:
    """Municipios by class: `class_of` a code is the place of its colour in `colours`.

    `by_departamento` says that a class is that of the municipio's departamento.
    """

    class_of: Mapping[int, int]
    colours: tuple[str, ...]
    by_departamento: bool = False

    @property
    def colour_of(self) -> dict[int, str]:
        """The colour of each municipio that is in a class, by its code."""
        return {code: self.colours[number] for code, number in self.class_of.items()}

    def with_class(self, codes: Iterable[int], colour: str) -> Fills:
        """Return the fills with one class more: those of `codes` that are in none yet."""
        added = dict.fromkeys(codes, len(self.colours))
        return replace(self, class_of=added | dict(self.class_of), colours=(*self.colours, colour))


@dataclass(frozen=True)
class DashedCircle:
    """A distance around a place."""

    longitude: float
    latitude: float
    radius_m: int
    colour: str


@dataclass(frozen=True)
class NumberedStretch:
    """A part of a border or coast: its corners, and its number on the printed map."""

    points: tuple[Position, ...]
    colour: str
    number: str
    label: str


@dataclass(frozen=True)
class NumberedPlace:
    """A proposed, added or moved site; `number` is written on it."""

    longitude: float
    latitude: float
    colour: str
    number: str
    label: str


@dataclass(frozen=True)
class PointMarks:
    """Points of a reader's list, which the map fetches from `url` and draws by `mode` (a `ShowAs`).

    `colours` are those of heat, or of hexagons by their rows up to `breaks`; `one_row` and
    `many_rows` are the words for a mark of one row and of several.
    """

    url: str
    mode: str
    colours: tuple[str, ...]
    one_row: str
    many_rows: str
    breaks: tuple[float, ...] | None = None


@dataclass(frozen=True)
class LegendEntry:
    """A part of a legend: a colour and what it means; text alone where the colour is empty.

    In print a title begins a line of its own and a note has one to itself.
    """

    colour: str
    label: str
    is_title: bool = False
    is_note: bool = False

    @property
    def look(self) -> Look:
        """What tells it apart without its colour."""
        return look_of(self.colour)


@dataclass(frozen=True)
class Legend:
    """The legend of an overlay; the note is empty where there is none."""

    title: str
    entries: tuple[LegendEntry, ...]
    note: str = ""

    @property
    def parts(self) -> tuple[LegendEntry, ...]:
        """Title, entries and note in the order in which they are printed."""
        note = (LegendEntry("", self.note, is_note=True),) if self.note else ()
        return (LegendEntry("", self.title, is_title=True), *self.entries, *note)


@dataclass(frozen=True)
class Before:
    """What a map of today shows next to that of a scenario, and the names of both.

    `sites` are those that the scenario moves or removes; `hidden` are the colours of fills that only the
    scenario has, `gone` those that it no longer has.
    """

    names: tuple[str, str]
    sites: tuple[str, ...]
    hidden: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Overlay:
    """What is laid over the map; None where a question draws no such thing, empty where it found none.

    While `is_placing`, a click on the map names a place instead of opening a municipio.
    """

    legend: Legend | None = None
    fills: Fills | None = None
    circles: tuple[DashedCircle, ...] | None = None
    lines: tuple[NumberedStretch, ...] | None = None
    places: tuple[NumberedPlace, ...] | None = None
    points: PointMarks | None = None
    is_placing: bool | None = None
    before: Before | None = None


def legend(title: str, entries: Iterable[tuple[str, str]], note: str = "") -> Legend:
    """Return a legend of pairs of a colour and what it means."""
    return Legend(title, tuple(LegendEntry(colour, label) for colour, label in entries), note)


def circle(longitude: float, latitude: float, radius_m: float, colour: str = CIRCLE) -> DashedCircle:
    """Return a circle around a place, which is rounded to four decimals, about 10 m."""
    return DashedCircle(round(longitude, 4), round(latitude, 4), round(radius_m), colour)


def stretch(shape: shapely.LineString, colour: str, number: str, label: str) -> NumberedStretch:
    """Return a line (WGS 84) with at most `MOST_POINTS` corners of four decimals, about 10 m."""
    points = next(
        (p for tolerance in COARSER if len(p := _corners(shape, tolerance)) <= MOST_POINTS),
        _corners(shape, COARSER[-1]),
    )
    return NumberedStretch(points, colour, number, label)


def place(longitude: float, latitude: float, colour: str, number: str, label: str) -> NumberedPlace:
    """Return a numbered place, rounded to five decimals, about 1 m."""
    return NumberedPlace(round(longitude, 5), round(latitude, 5), colour, number, label)


def _corners(shape: shapely.LineString, tolerance: float) -> tuple[Position, ...]:
    simple = shapely.simplify(shape, tolerance, preserve_topology=False)
    return tuple((round(x, 4), round(y, 4)) for x, y in simple.coords)


def to_message(overlay: Overlay, codes: Sequence[int]) -> dict[str, Any]:
    """Return an overlay as the map's script reads it; `codes` are those of all municipios in order."""
    message: dict[str, Any] = {}
    if overlay.legend is not None:
        message["legend"] = _legend_message(overlay.legend)
    if overlay.fills is not None:
        message["fills"] = _fills_message(overlay.fills, codes)
    if overlay.circles is not None:
        message["circles"] = [_circle_message(drawn) for drawn in overlay.circles]
    if overlay.lines is not None:
        message["lines"] = [_line_message(drawn) for drawn in overlay.lines]
    if overlay.places is not None:
        message["places"] = [_place_message(drawn) for drawn in overlay.places]
    if overlay.is_placing is not None:
        message["placing"] = overlay.is_placing
    if overlay.before is not None:
        message["before"] = asdict(overlay.before)
    if overlay.points is not None:
        message["points"] = _points_message(overlay.points)
    return message


def _legend_message(drawn: Legend) -> dict[str, Any]:
    entries = [
        {"colour": entry.colour, "label": entry.label}
        | ({} if entry.look is Look.PLAIN else {"look": entry.look})
        for entry in drawn.entries
    ]
    return {"title": drawn.title, "entries": entries, "note": drawn.note}


def _fills_message(fills: Fills, codes: Sequence[int]) -> dict[str, Any]:
    """Return the class of each municipio as one character, in the order of `codes`."""
    classes = "".join(DIGITS[fills.class_of[code]] if code in fills.class_of else NONE for code in codes)
    whole = {"whole": True} if fills.by_departamento else {}
    return {"classes": classes, "colours": list(fills.colours)} | whole


def _circle_message(drawn: DashedCircle) -> dict[str, Any]:
    at = [drawn.longitude, drawn.latitude]
    return {"at": at, "radius_m": drawn.radius_m, "colour": drawn.colour, "dashed": True}


def _line_message(drawn: NumberedStretch) -> dict[str, Any]:
    points = [list(point) for point in drawn.points]
    return {"points": points, "colour": drawn.colour, "number": drawn.number, "label": drawn.label}


def _place_message(drawn: NumberedPlace) -> dict[str, Any]:
    at = [drawn.longitude, drawn.latitude]
    return {"at": at, "colour": drawn.colour, "number": drawn.number, "label": drawn.label}


def _points_message(points: PointMarks) -> dict[str, Any]:
    return {
        "url": points.url,
        "mode": points.mode,
        "colour": OWN,
        "colours": list(points.colours),
        **({} if points.breaks is None else {"breaks": list(points.breaks)}),
        "words": {"one": points.one_row, "many": points.many_rows},
    }


def read_message(message: Mapping[str, Any], codes: Sequence[int]) -> Overlay:
    """Return the overlay of a message without points of a list; the inverse of `to_message`.

    Fills are left out if they are not about as many municipios as there are `codes`.
    """
    fills = message.get("fills")
    if fills and len(fills["classes"]) != len(codes):
        fills = None
    return Overlay(
        legend=_read_legend(message["legend"]) if "legend" in message else None,
        fills=_read_fills(fills, codes) if fills else None,
        circles=_all(_read_circle, message.get("circles")),
        lines=_all(_read_line, message.get("lines")),
        places=_all(_read_place, message.get("places")),
    )


def _all(read: Callable[[Any], Drawn], parts: Any) -> tuple[Drawn, ...] | None:
    return None if parts is None else tuple(map(read, parts))


def _read_legend(part: Mapping[str, Any]) -> Legend:
    entries = tuple(LegendEntry(entry["colour"], entry["label"]) for entry in part["entries"])
    return Legend(part["title"], entries, part["note"])


def _read_fills(part: Mapping[str, Any], codes: Sequence[int]) -> Fills:
    class_of = {
        code: int(digit, 36) for code, digit in zip(codes, part["classes"], strict=True) if digit != NONE
    }
    return Fills(class_of, tuple(part["colours"]), by_departamento="whole" in part)


def _read_circle(part: Mapping[str, Any]) -> DashedCircle:
    longitude, latitude = part["at"]
    return DashedCircle(longitude, latitude, part["radius_m"], part["colour"])


def _read_line(part: Mapping[str, Any]) -> NumberedStretch:
    points = tuple((x, y) for x, y in part["points"])
    return NumberedStretch(points, part["colour"], part["number"], part["label"])


def _read_place(part: Mapping[str, Any]) -> NumberedPlace:
    longitude, latitude = part["at"]
    return NumberedPlace(longitude, latitude, part["colour"], part["number"], part["label"])


def labels_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts of a message in its order: legend, lines, places."""
    legend = message.get("legend")
    shown = (
        [legend["title"], *(entry["label"] for entry in legend["entries"]), legend["note"]]
        if legend
        else []
    )
    return (*shown, *(part["label"] for name in NAMED for part in message.get(name, ())))


def with_labels(message: Mapping[str, Any], labels: Iterable[str]) -> dict[str, Any]:
    """Return a message with other texts, in the order of `labels_of`."""
    texts, new = iter(labels), dict(message)
    if "legend" in new:
        title = next(texts)
        entries = [{**entry, "label": next(texts)} for entry in new["legend"]["entries"]]
        new["legend"] = {"title": title, "entries": entries, "note": next(texts)}
    for name in NAMED:
        if name in new:
            new[name] = [{**part, "label": next(texts)} for part in new[name]]
    return new


NAMED: Final = ("lines", "places")
"""The parts of a message, besides the legend, that have labels."""
