"""The closed choices of uploaded lists: reading, precision, and reasons of failure."""

from __future__ import annotations

from enum import StrEnum


class ReadBy(StrEnum):
    """The part of a list that contains its locations."""

    GEOMETRY = "geometry"
    """The geometries of the file."""
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
    """The system that the file declares."""


class Fix(StrEnum):
    """A probable error of a row, corrected only if the reader chooses so."""

    SWAP = "swap"
    """Longitude and latitude are exchanged."""
    SIGN = "sign"
    """The minus before the longitude is missing."""
    SWAP_SIGN = "swap_sign"
    """Both."""


class PlacedAs(StrEnum):
    """The precision of a row's location."""

    POINT = "point"
    """At its coordinates: a point."""
    SHAPE = "shape"
    """A line or an area: a point on or inside it."""
    MUNICIPIO = "municipio"
    """In a municipio: an area, no point."""
    DEPARTAMENTO = "departamento"
    """In a departamento: counted only by departamento."""
    NOWHERE = "nowhere"
    """Without a location; see its `Reason`."""


class Reason(StrEnum):
    """The reason why a row has no location."""

    NONE = "none"
    """It has a location."""
    EMPTY = "empty"
    """It contains no location."""
    UNREADABLE = "unreadable"
    """Its coordinates are neither numbers nor degrees."""
    ZERO = "zero"
    """Its coordinates are 0, 0, which programs write for unknown."""
    SWAPPED = "swapped"
    """It would lie in Guatemala with longitude and latitude exchanged."""
    SIGN = "sign"
    """It would lie in Guatemala with a minus before the longitude."""
    SWAPPED_SIGN = "swapped_sign"
    """It would lie in Guatemala with both corrections."""
    OTHER_SYSTEM = "other_system"
    """It would lie in Guatemala in another coordinate reference system."""
    OUTSIDE = "outside"
    """It lies outside of Guatemala."""
    UNKNOWN_NAME = "unknown_name"
    """No departamento or municipio has the name."""
    AMBIGUOUS = "ambiguous"
    """Several municipios have the name, and the departamento is not given."""
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
    """Points near each other merged, with their number."""
    HEAT = "heat"
    """The density of points."""
    HEXAGONS = "hexagons"
    """Counted in hexagons of one size."""
    MUNICIPIOS = "municipios"
    """Counted by municipio."""
    DEPARTAMENTOS = "departamentos"
    """Counted by departamento."""


class ColourBy(StrEnum):
    """The value that colours a region."""

    ROWS = "rows"
    """The number of rows."""
    PER_100K = "per_100k"
    """Rows per 100,000 people, census 2018."""
