"""How a list is read: which column holds what, in which system, mended how. A person confirms it."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.choices.list_kinds import Fix, ReadBy, System


@dataclass(frozen=True)
class ColumnMapping:
    """The columns of a list by what they hold; None where there is none.

    `x` and `y` are longitude and latitude or metres; with `ReadBy.PAIR` `x` holds both. Rows whose
    coordinates are empty are placed by `municipio` and `departamento`, where those are set. `fixes`
    are applied to the rows that lie outside without them, and to no others.
    """

    method: ReadBy
    x: str | None = None
    y: str | None = None
    system: System = System.WGS84
    municipio: str | None = None
    departamento: str | None = None
    date: str | None = None
    label: str | None = None
    fixes: frozenset[Fix] = field(default=frozenset())

    @property
    def is_complete(self) -> bool:
        """Whether it names the columns that its method needs."""
        match self.method:
            case ReadBy.GEOMETRY:
                return True
            case ReadBy.COORDINATES:
                return self.x is not None and self.y is not None and self.x != self.y
            case ReadBy.PAIR:
                return self.x is not None
        return self.municipio is not None or self.departamento is not None
