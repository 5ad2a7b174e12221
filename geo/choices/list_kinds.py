"""The closed choices of placing: how a list is read, how well a row is placed, why one is not."""

from __future__ import annotations

from enum import StrEnum


class ReadBy(StrEnum):
    """What the positions of a list are read from."""

    GEOMETRY = "geometry"
    """The shapes of the file itself."""
    COORDINATES = "coordinates"
    """Two columns: longitude and latitude, or metres."""
    PAIR = "pair"
    """One column that holds both coordinates."""
    PLACE = "place"
    """Names or INE codes of departamentos and municipios."""


class System(StrEnum):
    """The coordinate reference system that coordinates are in."""

    WGS84 = "wgs84"
    """Longitude and latitude, EPSG:4326."""
    GTM = "gtm"
    """Guatemala Transverse Mercator, metres, ESRI:103598."""
    UTM15 = "utm15"
    """UTM zone 15 north, metres, EPSG:32615."""
    UTM16 = "utm16"
    """UTM zone 16 north, metres, EPSG:32616."""
    FILE = "file"
    """What the file itself names."""


class Fix(StrEnum):
    """A mistake that a row seems to hold, mended only when the reader says so."""

    SWAP = "swap"
    """Longitude and latitude are exchanged."""
    SIGN = "sign"
    """The minus before the longitude is missing."""
    SWAP_SIGN = "swap_sign"
    """Both."""


class PlacedAs(StrEnum):
    """How well a row is placed."""

    POINT = "point"
    """At its coordinates: a point."""
    SHAPE = "shape"
    """A line or an area: a point on or inside it."""
    MUNICIPIO = "municipio"
    """Somewhere in a municipio: an area, no point."""
    DEPARTAMENTO = "departamento"
    """Somewhere in a departamento: counted there alone."""
    NOWHERE = "nowhere"
    """Not placed; its reason says why."""


class Reason(StrEnum):
    """Why a row is not placed."""

    NONE = "none"
    """It is placed."""
    EMPTY = "empty"
    """It holds no position."""
    UNREADABLE = "unreadable"
    """Its coordinates are no numbers and no degrees."""
    ZERO = "zero"
    """Its coordinates are 0, 0: what programs write for unknown."""
    SWAPPED = "swapped"
    """It lies in Guatemala if longitude and latitude are exchanged."""
    SIGN = "sign"
    """It lies in Guatemala if its longitude gets a minus."""
    SWAPPED_SIGN = "swapped_sign"
    """It lies in Guatemala if both are done."""
    OTHER_SYSTEM = "other_system"
    """It lies in Guatemala in another coordinate reference system."""
    OUTSIDE = "outside"
    """It lies outside of Guatemala."""
    UNKNOWN_NAME = "unknown_name"
    """No departamento or municipio is called so."""
    AMBIGUOUS = "ambiguous"
    """Several municipios are called so, and no departamento tells which."""
    CONFLICT = "conflict"
    """The municipio is not in the departamento that the row names."""
    UNKNOWN_CODE = "unknown_code"
    """No departamento or municipio has the code."""
    BAD_ROW = "bad_row"
    """It has more or fewer cells than the header."""


class ShowAs(StrEnum):
    """How a list is drawn."""

    POINTS = "points"
    """Each row at its point."""
    CLUSTERS = "clusters"
    """Points near each other as one, with their number."""
    HEAT = "heat"
    """Where points are dense."""
    HEXAGONS = "hexagons"
    """Counted in hexagons of one size."""
    MUNICIPIOS = "municipios"
    """Counted by municipio."""
    DEPARTAMENTOS = "departamentos"
    """Counted by departamento."""


class ToldBy(StrEnum):
    """What a region is coloured by."""

    ROWS = "rows"
    """The number of rows."""
    PER_100K = "per_100k"
    """Rows per 100,000 people, census 2018."""
