"""How the columns of a list seem to be meant: by their headings, and by what stands in them.

What the heading of a column says about it, in Spanish and English, in its many ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.choices.list_kinds import Fix, PlacedAs, ReadBy, Reason, System
from geo.dataset.gazetteer import folded
from geo.lists.cell_parsing import METRES, angles_of, dates_of, is_empty, numbers_of, pairs
from geo.lists.place_index import PlaceIndex
from geo.lists.placement import PlacedRows, place, sample_of
from geo.lists.uploaded_table import ColumnMapping, Table


class Role(StrEnum):
    """What a column may hold."""

    LONGITUDE = "longitude"
    """Degrees east."""
    LATITUDE = "latitude"
    """Degrees north."""
    X = "x"
    """Metres east."""
    Y = "y"
    """Metres north."""
    PAIR = "pair"
    """Both coordinates."""
    MUNICIPIO = "municipio"
    """A municipio, by name or code."""
    DEPARTAMENTO = "departamento"
    """A departamento, by name or code."""
    PLACE = "place"
    """A municipio and its departamento."""
    DATE = "date"
    """A day, a month or a year."""
    LABEL = "label"
    """What the row is called."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS: Final[dict[Role, frozenset[str]]] = {
    Role.LONGITUDE: _words(
        "longitude longitud long lon lng longitudes longdec londec longdd longwgs lonwgs meridiano"
    ),
    Role.LATITUDE: _words("latitude latitud lat latitudes latdec latdd latwgs ltd paralelo"),
    Role.X: _words("x easting este east coordx xcoord coordenadax xutm utmx xgtm gtmx utme pointx"),
    Role.Y: _words("y northing norte north coordy ycoord coordenaday yutm utmy ygtm gtmy utmn pointy"),
    Role.PAIR: _words(
        "coordenadas coordinates coords coord gps georreferencia geolocalizacion latlon latlong latlng "
        "lonlat wkt geom geometry geometria ubicaciongps location"
    ),
    Role.MUNICIPIO: _words(
        "municipio municipality muni mun munic municipios mupio codmun codmuni codigomuni codigomunicipio "
        "adm2 admin2 nommun nommuni"
    ),
    Role.DEPARTAMENTO: _words(
        "departamento department depto dpto dep departament coddep coddepto codigodepto adm1 admin1 "
        "nomdep nomdepto departamentos"
    ),
    Role.PLACE: _words("lugar place ubicacion localizacion location donde where direccion address"),
    Role.DATE: _words(
        "fecha date dia day ano year anio fechahora datetime timestamp when cuando periodo mes month "
        "fechahecho time"
    ),
    Role.LABEL: _words(
        "name nombre label titulo title etiqueta descripcion description establecimiento escuela puesto "
        "id identificador codigo"
    ),
}
"""One word of a heading that names a role; a heading of several words is also read as one."""

_SYSTEMS: Final = (
    (re.compile(r"\bgtm\b|103598"), System.GTM),
    (re.compile(r"\b(utm|zona|zone|huso)? ?15 ?n?\b|32615|utm15"), System.UTM15),
    (re.compile(r"\b(utm|zona|zone|huso)? ?16 ?n?\b|32616|utm16"), System.UTM16),
)


def words_of(heading: str) -> list[str]:
    """Return the words of a heading: "CoordX_UTM15" is coord, x, utm, 15."""
    divided = re.sub(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])|(?<=[A-Za-z])(?=\d{2})", " ", heading)
    return folded(divided).split()


def role_score(heading: str, role: Role) -> int:
    """Return how much a heading says that its column has a role: 0 for not at all, 3 for nothing else."""
    words = words_of(heading)
    if not words:
        return 0
    if "".join(words) in WORDS[role]:
        return 3
    if words[0] in WORDS[role] or words[-1] in WORDS[role]:
        return 2
    return int(any(word in WORDS[role] for word in words))


def named_system(heading: str) -> System | None:
    """Return the reference system that a heading names."""
    text = " ".join(words_of(heading))
    return next((system for pattern, system in _SYSTEMS if pattern.search(text)), None)


LOOKED_AT: Final = 1_000
"""Rows, spread over the list, by which its columns are recognised."""
ENOUGH: Final = 0.6
"""A column holds what this share of its cells can be read as."""

_AGREES: Final[dict[Role, Callable[[Any], float]]] = {
    Role.LONGITUDE: lambda cells: _share(np.isfinite(angles_of(cells)), cells),
    Role.LATITUDE: lambda cells: _share(np.isfinite(angles_of(cells)), cells),
    Role.X: lambda cells: _share(np.isfinite(numbers_of(cells, grouped=True)), cells),
    Role.Y: lambda cells: _share(np.isfinite(numbers_of(cells, grouped=True)), cells),
    Role.PAIR: lambda cells: _share(np.isfinite(pairs(cells)[0]), cells),
    Role.DATE: lambda cells: _share(~np.isnat(dates_of(cells)[0]), cells),
}
"""What share of a column's cells can be what a role asks for; the other roles take any text."""


def recognised(table: Table, country: PlaceIndex) -> ColumnMapping:
    """Return how a list seems to be meant; not complete where nothing is recognised."""
    sample = sample_of(table, LOOKED_AT)
    roles = {role: _column(sample, role) for role in Role}
    roles[Role.DATE] = roles[Role.DATE] or _first(sample, _is_a_date)
    municipio, departamento = roles[Role.MUNICIPIO], roles[Role.DEPARTAMENTO]
    if municipio is None and departamento is None:
        municipio = roles[Role.PLACE] or _first(sample, lambda cells: _names_places(cells, country))
    rest: dict[str, Any] = {
        "municipio": municipio,
        "departamento": departamento,
        "date": roles[Role.DATE],
        "label": _label(sample, roles),
    }
    offered = [reading for reading in _readings(sample, roles, rest) if reading.is_complete]
    tried = [_best_system(sample, reading, country) for reading in offered]
    return next((reading for reading in tried if reading), replace(_empty(rest), **rest))


def _empty(rest: dict[str, Any]) -> ColumnMapping:
    named = rest["municipio"] or rest["departamento"]
    return ColumnMapping(ReadBy.PLACE if named else ReadBy.COORDINATES)


def _readings(
    sample: Table, roles: dict[Role, str | None], rest: dict[str, Any]
) -> Iterable[ColumnMapping]:
    if sample.points is not None:
        system = System.FILE if sample.points.crs else System.WGS84
        yield ColumnMapping(ReadBy.GEOMETRY, system=system, **rest)
    for x, y in ((roles[Role.LONGITUDE], roles[Role.LATITUDE]), (roles[Role.X], roles[Role.Y])):
        if x and y:
            named = named_system(x) or named_system(y)
            yield ColumnMapping(ReadBy.COORDINATES, x, y, named or _degrees_or_metres(sample, x), **rest)
    yield ColumnMapping(ReadBy.PAIR, roles[Role.PAIR], **rest)
    x, y = _first(sample, _is_a_longitude), _first(sample, _is_a_latitude)
    yield ColumnMapping(ReadBy.COORDINATES, x, y, **rest)
    yield ColumnMapping(ReadBy.PLACE, **rest)


def _degrees_or_metres(sample: Table, column: str) -> System:
    values = np.abs(angles_of(sample.cells[column]))
    return System.WGS84 if _share(values <= 180, sample.cells[column]) > 0.5 else System.GTM


def _best_system(sample: Table, reading: ColumnMapping, country: PlaceIndex) -> ColumnMapping | None:
    """Return the reading in the system that places most rows; None where none places any."""
    if reading.method is ReadBy.PLACE:
        return reading
    systems: Iterable[System] = (reading.system,)
    if reading.method is ReadBy.COORDINATES and reading.system in METRES:
        named = any(named_system(column) for column in (reading.x or "", reading.y or ""))
        systems = (reading.system,) if named else METRES
    readings = [replace(reading, system=system) for system in systems]
    return max(
        readings,
        key=lambda candidate: (_agreeing(sample, candidate, country), candidate.system is reading.system),
    )


def _agreeing(sample: Table, reading: ColumnMapping, country: PlaceIndex) -> int:
    """Return how many rows lie in Guatemala, and in the municipio that they name as well."""
    by_point = place(sample, replace(reading, municipio=None, departamento=None), country)
    score = by_point.count(PlacedAs.POINT)
    if reading.municipio or reading.departamento:
        by_name = place(sample, replace(reading, method=ReadBy.PLACE), country)
        same = (by_point.departamento > 0) & (by_point.departamento == by_name.departamento)
        score += int(same.sum())
    return score


@dataclass(frozen=True)
class Offer:
    """A change of the reading that would place rows: a fix, or another system; and how many of all."""

    fix: Fix | None
    system: System | None
    rows: int


def offers(
    table: Table, reading: ColumnMapping, placed: PlacedRows, country: PlaceIndex
) -> tuple[Offer, ...]:
    """Return the changes that would place rows which are not placed now, most first; none is made here."""
    reasons = placed.failed_reasons()
    fix_of = {Reason.SWAPPED: Fix.SWAP, Reason.SIGN: Fix.SIGN, Reason.SWAPPED_SIGN: Fix.SWAP_SIGN}
    offered = [
        Offer(fix, None, reasons[reason])
        for reason, fix in fix_of.items()
        if reasons.get(reason) and fix not in reading.fixes
    ]
    if reasons.get(Reason.OTHER_SYSTEM, 0) > len(placed) / 2:
        sample = sample_of(table, LOOKED_AT)
        readings = [
            replace(reading, system=system)
            for system in System
            if system not in (reading.system, System.FILE)
        ]
        best = max(readings, key=lambda candidate: _agreeing(sample, candidate, country))
        offered.append(Offer(None, best.system, reasons[Reason.OTHER_SYSTEM]))
    return tuple(sorted(offered, key=lambda offer: -offer.rows))


def _share(good: Any, cells: pd.Series[Any]) -> float:
    filled = ~is_empty(cells)
    return float(np.asarray(good)[filled].mean()) if filled.any() else 0.0


def _column(sample: Table, role: Role) -> str | None:
    """Return the column whose heading says most that it has a role, and whose cells do not deny it."""
    agrees = _AGREES.get(role)
    scored = [
        (role_score(str(name), role), -nth, str(name)) for nth, name in enumerate(sample.cells.columns)
    ]
    for score, _, name in sorted(scored, reverse=True):
        if score and (agrees is None or agrees(sample.cells[name]) >= ENOUGH):
            return name
    return None


def _first(sample: Table, check: Callable[[pd.Series[Any]], bool]) -> str | None:
    return next((str(name) for name in sample.cells.columns if check(sample.cells[name])), None)


def _is_a_longitude(cells: pd.Series[Any]) -> bool:
    values = angles_of(cells)
    return _share((values > -92.6) & (values < -88), cells) >= ENOUGH


def _is_a_latitude(cells: pd.Series[Any]) -> bool:
    values = angles_of(cells)
    return _share((values > 13.5) & (values < 18) & (values != np.round(values)), cells) >= ENOUGH


def _is_a_date(cells: pd.Series[Any]) -> bool:
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return False
    long = cells.astype("str").str.len() >= 8
    return _share(~np.isnat(dates_of(cells)[0]) & long.to_numpy(), cells) >= 0.9


def _names_places(cells: pd.Series[Any], country: PlaceIndex) -> bool:
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return False
    texts = [text for text in cells.astype("str").fillna("") if any(map(str.isalpha, text))]
    places = country.names.literal([(text, "") for text in dict.fromkeys(texts)][:200])
    known = sum(place.reason in (Reason.NONE, Reason.AMBIGUOUS) for place in places)
    return bool(places) and known >= ENOUGH * len(places)


def _label(sample: Table, roles: dict[Role, str | None]) -> str | None:
    """Return the column that names a row; the first that has no other role where none is called so."""
    taken = {name for role, name in roles.items() if name and role is not Role.LABEL}
    named = roles[Role.LABEL]
    if named and named not in taken:
        return named
    return next((str(name) for name in sample.cells.columns if name not in taken), None)
