"""Files that are made to exhaust the server, to crash a parser or to make it request a URL.

Each class is a function of the URL of a listener, which must never be requested. `size` makes them
smaller for the tests.
"""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

File = tuple[str, bytes]
POINT: Final = {"type": "Point", "coordinates": [-90.5, 14.6]}
SHEET: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def geojson(rows: Sequence[Any], **rest: Any) -> bytes:
    """Return GeoJSON of one point with the properties of each row."""
    features = [{"type": "Feature", "geometry": POINT, "properties": row} for row in rows]
    return json.dumps({"type": "FeatureCollection", **rest, "features": features}).encode()


def kml(rows: Sequence[str]) -> bytes:
    """Return KML of placemarks with this content."""
    return f"<kml>{''.join(f'<Placemark>{row}</Placemark>' for row in rows)}</kml>".encode()


def workbook(rows: bytes, strings: bytes | None = None) -> bytes:
    """Return a workbook whose sheet holds these rows of XML."""
    stream, packed = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(stream)
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SHEET, rows)
    parts = {"xl/worksheets/sheet1.xml": sheet}
    if strings is not None:
        parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (SHEET, strings)
    with zipfile.ZipFile(stream) as book, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in book.namelist():
            out.writestr(name, parts.pop(name, b"") or book.read(name))
        for name, content in parts.items():
            out.writestr(name, content)
    return packed.getvalue()


def parquet(columns: dict[str, Any]) -> bytes:
    """Return the columns as Parquet."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def geopackage(*statements: str) -> bytes:
    """Return a GeoPackage of one point, changed by SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(-90.5, 14.6)], crs="EPSG:4326")
        frame.to_file(path, layer="points")
        with closing(sqlite3.connect(path)) as database:
            for name, kind in database.execute("SELECT name, type FROM sqlite_master").fetchall():
                if kind == "trigger":
                    database.execute(f'DROP TRIGGER "{name}"')
            for statement in statements:
                database.execute(statement)
            database.commit()
        return path.read_bytes()


def wide_and_sparse(_url: str, size: int) -> Iterator[File]:
    """Yield files of many columns with few cells, of each format."""
    yield "wide.geojson", geojson([{f"c{nth}": "" for nth in range(250)}])
    yield "sparse.geojson", geojson([{f"c{nth}": 1 for nth in range(250)}, *[{}] * (100 * size)])
    yield "wide.csv", (",".join(f"c{nth}" for nth in range(256)) + "\n" + "," * 255 + "\n").encode() * 2
    yield "separators.csv", b"," * 200 + b"\n" + (b"," * 200 + b"\n") * (1_000 * size)
    data = '<ExtendedData><Data name="c{}"><value>1</value></Data></ExtendedData>'
    yield "sparse.kml", kml([data.format(nth) for nth in range(100 * size)])
    yield "wide.kml", kml([data.format(nth % 250) for nth in range(200 * size)])
    far = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (nth, nth) for nth in range(1, 500 * size))
    yield "far.xlsx", workbook(far)
    unknown = b"".join(b"<q%d/>" % (nth % 977) for nth in range(40_000 * size))
    yield "unknown.xlsx", workbook(b"<row>" + unknown + b"</row>")
    yield "texts.xlsx", workbook(b"", b"<si><t>a</t></si>" * (10_000 * size))
    yield "bomb.parquet", parquet({"a": pa.array(["x" * 10_000] * (1_000 * size)).dictionary_encode()})
    yield "wide.gpkg", geopackage(*(f"ALTER TABLE points ADD COLUMN c{nth}" for nth in range(300)))


def long_runs(_url: str, size: int) -> Iterator[File]:
    """Yield cells of one character, under headings that are read as numbers, dates and names."""
    for heading in ("municipio", "departamento", "fecha", "lon", "coordenadas"):
        for sign in (" ", "-", "9", "a", "\u0301"):
            yield f"{heading}.csv", f'{heading};n\n"x{sign * 200 * size}x";a\nMixco;b\n'.encode()
    yield "quotes.csv", b'a,b\n"' + b"\n" * (10_000 * size)
    yield "blanks.geojson", geojson([{"municipio": " " * 200 * size}])
    yield (
        "corners.kml",
        kml([f"<LineString><coordinates>{'1,1 ' * 6_000 * size}</coordinates></LineString>"]),
    )
    yield "deep.kml", b"<kml>" + b"<Folder>" * (500 * size)
    yield "deep.geojson", b'{"type": "FeatureCollection", "features": ' + b"[" * (1_000 * size)


ENDLESS: Final = (
    "AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT x AS fid, x AS n, NULL AS geom FROM n"
)


def recursive_views(_url: str, _size: int) -> Iterator[File]:
    """Yield GeoPackages in which a query without end stands in the place of a table."""
    yield "layer.gpkg", geopackage("DROP TABLE points", f"CREATE VIEW points {ENDLESS}")
    for table in ("gpkg_contents", "gpkg_ogr_contents", "gpkg_geometry_columns"):
        yield f"{table}.gpkg", geopackage(f"DROP TABLE IF EXISTS {table}", f"CREATE VIEW {table} {ENDLESS}")
    yield "computed.gpkg", geopackage("ALTER TABLE points ADD COLUMN big AS (zeroblob(1000000000))")


def network_references(url: str, _size: int) -> Iterator[File]:
    """Yield files that name the listener where a parser might follow them."""
    for kind, key in (("link", "href"), ("url", "url"), ("LINK", "href"), ("name", "name")):
        yield f"{kind}.geojson", geojson([{}], crs={"type": kind, "properties": {key: url}})
    yield (
        "command.json",
        json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector read {url}"}).encode(),
    )
    for name, start in (("list.kml", "<kml/>"), ("list.csv", "<OGRVRTDataSource/>")):
        yield name, f'<!DOCTYPE x [<!ENTITY f SYSTEM "{url}">]>{start}'.encode()
    yield "link.kml", kml([f"<NetworkLink><Link><href>{url}</href></Link></NetworkLink>"])
    source = f"<OGRVRTLayer name='x'><SrcDataSource>/vsicurl/{url}</SrcDataSource></OGRVRTLayer>"
    yield "virtual.csv", f"<OGRVRTDataSource>{source}</OGRVRTDataSource>".encode()


def odd_line_ends(_url: str, size: int) -> Iterator[File]:
    """Yield text whose lines end in unusual ways, and cells that a spreadsheet would run."""
    for end in ("\r", "\r\r\n", "\n\r", "\v", "\f", "\x85", "\u2028", "\x1e"):
        rows = end.join(["lon;lat;text", "-90.5;14.6;=1+1", '-90.5;14.6;"a\r=1"', "-90.5;14.6;\t@SUM(A1)"])
        yield "ends.csv", (rows * size).encode()
        yield "ends16.csv", rows.encode("utf-16")
    yield "nothing.csv", b"\r" * (1_000 * size)


CLASSES: Final[dict[str, Callable[[str, int], Iterator[File]]]] = {
    "recursive views": recursive_views,
    "network references": network_references,
    "odd line ends": odd_line_ends,
    "wide and sparse files": wide_and_sparse,
    "long runs of one character": long_runs,
}
"""The classes of hostile files, by name, the fast ones first."""

SETTINGS: Final = (
    "[auth\n",
    '[auth]\ncookie_secret = "x',
    "a = 1\na = 2\n",
    "\ufeff[auth]\n",
    "[auth]\x00\n",
    "[Auth]\n",
    "[access]\ndomains = []\n",
    '[access]\ndomains = "state.gov"\n',
    "[access]\nsession_hours = -1\n",
    "[access]\nunknown = 1\n",
    "auth = 1\n[auth]\n",
    "\ud800",
)
"""Files of secrets that are wrong; none may open the atlas."""
