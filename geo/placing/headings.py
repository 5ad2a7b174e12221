"""What the heading of a column says about it, in Spanish and English, in its many ways."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from geo.choices.list_kinds import System
from geo.dataset.gazetteer import folded


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


def system_told(heading: str) -> System | None:
    """Return the reference system that a heading names."""
    text = " ".join(words_of(heading))
    return next((system for pattern, system in _SYSTEMS if pattern.search(text)), None)
