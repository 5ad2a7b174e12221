"""A reader's own list as it is drawn, in one value that a file can carry out of the visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geo.export.words import Words
from geo.lists.point_aggregation import Hexagons, ListPoints
from geo.mapping.map_styles import OWN, OWN_AREA, Look, look_of
from geo.views.list_view import ShowAs, ToldBy

LONGEST = 48
"""Characters of the name of a list in a legend."""


@dataclass(frozen=True)
class ColourClass:
    """A class of counts: its colour, its lowest and its highest value."""

    colour: str
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class ListLayer:
    """What is drawn of a list called `name`: `shown` rows, of `placed` and of `total` in the file.

    `points` and the municipios `areas` of rows that are known no finer, with how many; or
    `hexagons`; or `fills`, the colour of each municipio. `steps` are the classes of the last two.
    """

    name: str
    show: ShowAs
    told: ToldBy
    shown: int
    placed: int
    total: int
    points: ListPoints
    areas: Mapping[int, int]
    fills: Mapping[int, str]
    hexagons: Hexagons | None = None
    steps: tuple[ColourClass, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Whether municipios or departamentos are coloured by their rows."""
        return self.show in (ShowAs.MUNICIPIOS, ShowAs.DEPARTAMENTOS)


@dataclass(frozen=True)
class Swatch:
    """A part of the legend: a colour and what it stands for; words alone where the colour is empty.

    A title begins a line of its own, a note has one to itself.
    """

    colour: str
    text: str
    is_title: bool = False
    is_note: bool = False

    @property
    def look(self) -> Look:
        """What tells it without its colour."""
        return look_of(self.colour)


def swatches(layer: ListLayer | None, words: Words) -> Iterator[Swatch]:
    """Yield the legend of a list: whose it is and how many rows are drawn, then each colour."""
    if layer is None:
        return
    shown, name = words.number(layer.shown), short_name(layer)
    yield Swatch("", words("export.own_legend", name=name, shown=shown), is_title=True)
    if layer.is_counted or layer.hexagons is not None:
        what = f"{words(f'show_as.{layer.show}')}: {words(f'told_by.{layer.told}')}"
        yield Swatch("", what)
        decimals = 0 if layer.told is ToldBy.ROWS else 1
        for step in layer.steps:
            low, high = (words.number(round(end, decimals)) for end in (step.low, step.high))
            yield Swatch(step.colour, low if low == high else f"{low} – {high}")
    elif len(layer.points):
        yield Swatch(OWN, words("export.own_points", count=words.number(len(layer.points))))
    if layer.areas:
        count = words.number(sum(layer.areas.values()))
        yield Swatch(OWN_AREA, words("own.areas", count=count))


def short_name(layer: ListLayer) -> str:
    """Return the name of a list without invisible signs, cut where it is too long for a legend.

    PowerPoint's format knows no control characters, and a bidirectional one turns a line around.
    """
    name = "".join(sign if sign.isprintable() else "�" for sign in layer.name)
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def statement(layer: ListLayer, words: Words) -> str:
    """Return whose the list is and how many of its rows are placed and shown."""
    numbers = {name: words.number(getattr(layer, name)) for name in ("shown", "placed", "total")}
    return words("export.own_statement", name=short_name(layer), **numbers)
