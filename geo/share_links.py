"""Write and read links that show the same view on every server.

A link is the query of a page as readers see it. A link that would be too long for mail is packed into
the parameter `z`; language, data version and view stay readable next to it.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from geo.selection import MapView, Selection

LONGEST: Final = 2_000
"""Characters that mail programs keep intact; a test checks that no state needs more."""

PACKED: Final = "z"
"""The parameter of a packed query."""

OPEN: Final = ("lang", "v", "at")
"""Parameters that are never packed: the browser reads the view, people read the others."""

MOST_UNPACKED: Final = 10_000
"""The most characters of an unpacked query; no state has as many."""

VIEW: Final = re.compile(r"(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,2}(?:\.\d+)?)")
"""Latitude, longitude and zoom in the parameter `at`."""

KNOWN: Final = (
    b"agua-caliente.bethel.casa-intermedia.cer-1-gaviotas.cer-san-jose-pinula.champerico.citizen-attention"
    b"-centre.commission-against-corruption.corinto.difep.dipafront.dipanda.el-carmen.el-ceibo.el-florido."
    b"feci.fraijanes-1.gracias-a-dios.inacif.incinerator-san-jose-del-golfo.ingenieros.la-aurora.la-brigad"
    b"a.la-ermita.la-mesilla.livingston.melchor-de-mencos.mpp-livingston.mpp-mixco.mpp-san-cristobal-acasa"
    b"guastlan.mpp-villa-nueva.mundo-maya.pbs-el-exodo.pbs-la-esperanza.pbs-villa-lobos-i.pbs-villa-lobos-"
    b"i-substation.pbs-villa-lobos-ii.pbs-zone-12.pci-entre-rios.pci-pajapita.pci-pasaco.pci-patzicia.pci-"
    b"rio-dulce.pci-sanarate.pedro-de-alvarado.police-academy.public-ministry.puerto-barrios.puerto-quetza"
    b"l.puerto-san-jose-boyas.retalhuleu.san-cristobal-frontera.santo-tomas-de-castilla.sex-crimes-departm"
    b"ent.tag.task-force-chorti.task-force-tecun-uman.task-force-xinca.tecun-uman-i.tecun-uman-ii.valle-nu"
    b"evo.profile.coverage.gaps.next.whatif.indicators.people_by_cabecera.people_by_area.area_km2.departam"
    b"ento.municipio.quantiles.natural_breaks.equal_interval.maximal_covering.set_covering.p_median.exact."
    b"locality.zone.municipio.unplaced.operating.limited.building.changing.doubtful.unknown.countering_nar"
    b"cotics.gangs.border_port.police.forensics.pbs.justice.corrections.checkpoints.ports.precincts.pbs.ai"
    b"rports.highway.police.justice.corrections.precursors.task_forces.prioritised.population.men.women.ma"
    b"ya.xinka.garifuna.afrodescendant.ladino.foreign.area_km2.people_per_km2.men_share.women_share.maya_s"
    b"hare.xinka_share.garifuna_share.afrodescendant_share.ladino_share.foreign_share.land_border_km.coast"
    b"_km.all.0.1.2.3.4.5.6.7.8.9.&ask=&km=&by=&beside=&indicator=&level=&breaks=&aim=&n=&least=&not=&limi"
    b"t=&what_if=~r.~m...-90.-91.-92.-89.14.15.16.17.~a.border_checkpoint.-9~a.port.-9.&dep=1.2.3.4.5.6.7."
    b"8.9.10.11.12.13.14.15.16.17.18.19.20.21.22&mun=&with=MEX.BLZ.HND.SLV&prec=&status=&layers=&site=&pro"
    b"g=&of=&kind=.border_checkpoint.port.airport.model_precinct.pbs_zone.pbs_neighbourhood.pbs_facility.p"
    b"rioritised_neighbourhood.highway_checkpoint.police_unit.police_academy.police_facility.forensic_inst"
    b"itute.prosecution.commission.prison.juvenile_centre.incinerator.joint_task_force"
)
"""The dictionary of packing. Never change it, because links already sent need it."""


def link(
    selection: Selection, language: str, version: str, base: str = "", view: MapView | None = None
) -> str:
    """Return the URL of the map page with a selection, a view and a data version.

    `base` is the URL of the atlas, such as `https://atlas.example`; without it the URL is relative to
    the server.
    """
    query = {"lang": language, "v": version} | selection.to_query()
    if view is not None:
        query["at"] = view_text(view)
    return address(f"{base.rstrip('/')}/", query)


def address(page: str, query: Mapping[str, str]) -> str:
    """Return the URL of `page` with a query, packed if it would be too long."""
    plain = f"{page}?{_written(query)}"
    if len(plain) < LONGEST:
        return plain
    rest = {name: value for name, value in query.items() if name not in OPEN}
    return (
        f"{page}?{_written({name: query[name] for name in OPEN if name in query} | {PACKED: packed(rest)})}"
    )


def packed(query: Mapping[str, str]) -> str:
    """Return a query in letters, digits, `-` and `_`; `unpacked` reverses it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, KNOWN)
    raw = packer.compress(_written(query).encode()) + packer.flush()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> dict[str, str] | None:
    """Return the query of a packed link; None if it is invalid."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        unpacker = zlib.decompressobj(-15, KNOWN)
        plain = unpacker.decompress(raw, MOST_UNPACKED)
        return dict(parse_qsl(plain.decode(), keep_blank_values=True)) if unpacker.eof else None
    except (ValueError, binascii.Error, zlib.error):
        return None


def view_text(view: MapView) -> str:
    """Return the text of a view for the parameter `at`."""
    return f"{view.latitude:.4f},{view.longitude:.4f},{round(view.zoom, 2):g}"


def view_of(text: str | None) -> MapView | None:
    """Return the view in the parameter `at`; None if it is missing or invalid."""
    match = VIEW.fullmatch(text or "")
    if not match:
        return None
    latitude, longitude, zoom = map(float, match.groups())
    is_valid = abs(latitude) <= 90 and abs(longitude) <= 180 and 5 <= zoom <= 18
    return MapView(latitude, longitude, zoom) if is_valid else None


def _written(query: Mapping[str, str]) -> str:
    return urlencode(query, safe=",.~")
