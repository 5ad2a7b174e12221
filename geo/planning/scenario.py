"""What if: sites added, moved or removed, as one frozen value that a link can hold.

A scenario never touches the data: it is applied to a copy of the table of sites. Its text is
read, never trusted: what cannot be read is dropped and named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from geo.choices import Kind
from geo.selection import SITE_ID, Dropped

PARAMETER: Final = "what_if"
"""The name of the scenario in a link."""

MAX_CHANGES: Final = 40
"""More changes than a plan has; the rest of a longer text is dropped."""

DECIMALS: Final = 5
"""Positions are rounded to about a metre."""

MAX_ID: Final = 80
MAX_TEXT: Final = 4000
"""Characters of a text that are read at all."""
WHOLE: Final = re.compile(r"-?\d{1,9}")

AROUND: Final = (-94.0, 13.0, -87.0, 19.0)
"""West, south, east, north: no site of Guatemala can stand outside, at sea or across a border either."""


@dataclass(frozen=True, order=True)
class Added:
    """A new site of a kind at a position."""

    kind: Kind
    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        _settle(self)


@dataclass(frozen=True, order=True)
class Moved:
    """A site put at another position."""

    site_id: str
    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        _settle(self)


@dataclass(frozen=True)
class Scenario:
    """Changes to the sites; nothing changed is the real world.

    The order in which sites are added names them; moves and removals are kept sorted.
    """

    added: tuple[Added, ...] = ()
    moved: tuple[Moved, ...] = ()
    removed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        changes = len(self.added) + len(self.moved) + len(self.removed)
        if changes > MAX_CHANGES:
            raise ValueError(f"{changes} changes; a scenario holds at most {MAX_CHANGES}")
        latest = {move.site_id: move for move in self.moved if move.site_id not in self.removed}
        object.__setattr__(self, "moved", tuple(sorted(latest.values())))
        object.__setattr__(self, "removed", tuple(sorted(set(self.removed))))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is changed."""
        return not (self.added or self.moved or self.removed)

    def to_text(self) -> str:
        """Return the scenario in characters that a link needs not escape; "" when nothing is changed."""
        parts = [
            *(f"a.{one.kind}.{_position(one)}" for one in self.added),
            *(f"m.{one.site_id}.{_position(one)}" for one in self.moved),
            *(f"r.{site_id}" for site_id in self.removed),
        ]
        return "~".join(parts)


def from_text(text: str) -> tuple[Scenario, tuple[Dropped, ...]]:
    """Return the scenario that a link holds, and what had to be dropped from it."""
    found: dict[str, list[Any]] = {"a": [], "m": [], "r": []}
    dropped: list[Dropped] = []
    words = text[:MAX_TEXT].split("~") if text else []
    for nth, word in enumerate(words):
        change = _change(word) if nth < MAX_CHANGES else None
        if change is None:
            dropped.append(Dropped(PARAMETER, word[:40]))
        else:
            found[word[0]].append(change)
    return Scenario(tuple(found["a"]), tuple(found["m"]), tuple(found["r"])), tuple(dropped)


def _change(word: str) -> Added | Moved | str | None:
    """Return the change that a word of the text stands for, or None where it stands for none."""
    match word.split("."):
        case ["a", kind, x, y] if kind in set(Kind) and (where := _read_position(x, y)):
            return Added(Kind(kind), *where)
        case ["m", site_id, x, y] if _is_site(site_id) and (where := _read_position(x, y)):
            return Moved(site_id, *where)
        case ["r", site_id] if _is_site(site_id):
            return site_id
    return None


def _is_site(word: str) -> bool:
    return len(word) <= MAX_ID and SITE_ID.fullmatch(word) is not None


def _read_position(x: str, y: str) -> tuple[float, float] | None:
    if not (WHOLE.fullmatch(x) and WHOLE.fullmatch(y)):
        return None
    longitude, latitude = int(x) / 10**DECIMALS, int(y) / 10**DECIMALS
    west, south, east, north = AROUND
    return (longitude, latitude) if west <= longitude <= east and south <= latitude <= north else None


def _position(one: Added | Moved) -> str:
    return f"{round(one.longitude * 10**DECIMALS)}.{round(one.latitude * 10**DECIMALS)}"


def _settle(one: Added | Moved) -> None:
    """Round the position of a frozen change and refuse one that is nowhere near."""
    for name in ("longitude", "latitude"):
        object.__setattr__(one, name, round(float(getattr(one, name)), DECIMALS))
    west, south, east, north = AROUND
    if not (west <= one.longitude <= east and south <= one.latitude <= north):
        raise ValueError(f"({one.longitude}, {one.latitude}) is not in or near Guatemala")
