"""Uploaded files: every format is read, hostile files are rejected within limits."""

import io
import json
import sqlite3
import struct
import threading
import time
import tracemalloc
import zipfile
import zlib
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.choices.list_kinds import PlacedAs
from geo.crs import WGS84
from geo.lists import uploaded_table as limits
from geo.lists.column_detection import recognised
from geo.lists.placement import place
from geo.lists.readers import delimited_text, read_table, vector, workbook, zip_archive
from geo.lists.sample_lists import FILE_NAMES, NOTE, ROWS, sample
from geo.lists.uploaded_table import Fault, ListFormat, UnreadableFileError
from tests.geo.lists.list_files import guatemala, listed, read_and_placed
from tests.shared_data import ATLAS


def refused(name, content):
    with pytest.raises(UnreadableFileError) as caught:
        read_table(name, content)
    assert len(str(caught.value)) < 500
    return caught.value.fault


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize("file_format", list(ListFormat))
def test_the_sample_of_each_format_is_read_and_placed(file_format):
    table = read_table(FILE_NAMES[file_format], sample(file_format, ATLAS.municipios))
    reading, placed = read_and_placed(table)
    assert (table.format, len(table)) == (file_format, ROWS)
    assert placed.is_placed.sum() >= ROWS - 5
    assert placed.count(PlacedAs.MUNICIPIO) == (ROWS if file_format is ListFormat.XLSX else 0)
    assert reading.date is not None
    assert not np.isnat(placed.days).any()
    # No one takes a sample for a list of real places.
    assert table.cells.apply(lambda column: column.astype("str").eq(NOTE)).all().any()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_found_out(encoding, separator):
    text = separator.join(["nombre", "año"]) + "\n" + separator.join(["Petén", "2020"]) + "\n"
    table = listed(text * 3, encoding)
    assert list(table.cells.columns) == ["nombre", "año"]
    assert table.cells.iloc[0].tolist() == ["Petén", "2020"]


def test_a_file_without_a_header_names_its_columns():
    assert list(listed("-90.5;14.6\n-90.4;14.7\n").cells.columns) == ["column 1", "column 2"]


def test_columns_of_one_name_are_told_apart():
    assert list(listed("a,a,,a\n1,2,3,4\n").cells.columns) == ["a", "a 2", "column 3", "a 3"]


def test_cells_with_line_breaks_stay_whole():
    table = listed('a,b\n"one\ntwo",3\n')
    assert table.cells["a"].tolist() == ["one\ntwo"]


def test_the_content_decides_and_not_the_name():
    content = sample(ListFormat.GEOPACKAGE, ATLAS.municipios)
    assert read_table("../../etc/list.csv", content).format is ListFormat.GEOPACKAGE
    assert read_table("..\\..\\x.csv", content).name == "x.csv"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \n ", Fault.EMPTY),
        (b"a,b\n", Fault.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), Fault.FORMAT),
        (b"\xd0\xcf\x11\xe0" + bytes(100), Fault.FORMAT),
        (bytes(range(32)) * 600, Fault.ENCODING),
        (b"\xff\xfea", Fault.ENCODING),
        (b"[1, 2]", Fault.FORMAT),
        (b'{"type": "FeatureCollection", "features": [', Fault.DAMAGED),
        (b'{"hello": "world"}', Fault.DAMAGED),
        (b"SQLite format 3\0" + bytes(100), Fault.DAMAGED),
        (b"PAR1" + bytes(100) + b"PAR1", Fault.DAMAGED),
        (b"PK\x03\x04" + bytes(50), Fault.DAMAGED),
        (b"<html><body/></html>", Fault.FORMAT),
        (b"<kml><Placemark>", Fault.DAMAGED),
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>list.csv</SrcDataSource>", Fault.FORMAT),
    ],
)
def test_what_is_no_list_is_refused(content, fault):
    assert refused("list.csv", content) is fault


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr("geo.lists.readers.MAX_BYTES", 10)
    assert refused("list.csv", b"a,b\n1,2\n3,4\n") is Fault.TOO_LARGE


def test_too_many_rows_and_columns_are_refused(monkeypatch):
    assert refused("wide.csv", (",".join("abc") * 200 + "\n1\n").encode()) is Fault.TOO_LARGE
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    assert refused("long.csv", b"a,b\n" + b"1,2\n" * 4) is Fault.TOO_LARGE


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b"<kml><Placemark><name>&b;</name></Placemark></kml>"
)
REFERENCE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    b"<kml><Placemark><name>&f;</name></Placemark></kml>"
)


@pytest.mark.parametrize("content", [BILLION_LAUGHS, REFERENCE], ids=["laughs", "reference"])
def test_xml_with_entities_is_refused(content):
    assert refused("list.kml", content) is Fault.ENTITIES
    assert refused("list.kmz", zipped(doc__kml=content)) is Fault.ENTITIES


def test_xml_without_end_is_refused():
    assert refused("deep.kml", b"<kml>" + b"<Folder>" * 5_000) is Fault.BOMB


def test_a_workbook_with_entities_is_refused():
    files = workbook_parts()
    files["xl/workbook.xml"] = BILLION_LAUGHS.replace(b"kml", b"workbook")
    assert refused("list.xlsx", zipped(**files)) is Fault.ENTITIES


def workbook_parts(rows=(("lon", "lat"), (-90.5, 14.6))):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    with zipfile.ZipFile(stream) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_workbook_that_lies_about_its_size_is_read_by_its_rows():
    files = workbook_parts()
    sheet = files["xl/worksheets/sheet1.xml"]
    files["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert len(read_table("list.xlsx", zipped(**files))) == 1


def test_a_title_above_the_header_is_passed_over():
    table = read_table(
        "list.xlsx", zipped(**workbook_parts([("A list",), ("lon", "lat"), (-90.5, 14.6), (1, 2)]))
    )
    assert list(table.cells.columns) == ["lon", "lat"]


def test_a_zip_bomb_is_refused_before_it_unfolds():
    assert refused("bomb.zip", zipped(layer__shp=bytes(60_000_000))) is Fault.BOMB


def test_a_zip_that_lies_about_what_it_holds_is_stopped(monkeypatch):
    content = bytearray(zipped(doc__kml=b"<kml/>" + b" " * 100_000))
    told = struct.pack("<I", 100_006)
    while (at := content.find(told)) >= 0:
        content[at : at + 4] = struct.pack("<I", 50)
    monkeypatch.setattr(zipfile.ZipExtFile, "_update_crc", lambda *_: None)
    assert refused("lie.kmz", bytes(content)) in {Fault.BOMB, Fault.DAMAGED, Fault.EMPTY}


@pytest.mark.parametrize("name", ["../x.shp", "/etc/x.shp", "a/../../x.shp", "C:/x.shp", "..\\x.shp"])
def test_a_zip_that_names_files_outside_of_itself_is_refused(name):
    assert refused("list.zip", zipped(**{name: b"x"})) is Fault.ARCHIVE


def test_a_zip_without_a_list_is_refused():
    assert refused("list.zip", zipped(readme__txt=b"x", inner__zip=zipped(x__shp=b""))) is Fault.ARCHIVE


def test_a_zip_of_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(zip_archive, "MAX_ENTRIES", 1)
    assert refused("list.zip", zipped(a__shp=b"", b__shp=b"")) is Fault.BOMB


def test_a_damaged_member_is_refused():
    content = bytearray(zipped(doc__kml=b"<kml><Placemark/></kml>" * 50))
    content[45] ^= 0xFF
    assert refused("list.kmz", bytes(content)) is Fault.DAMAGED


def test_a_shapefile_that_is_none_is_refused():
    assert refused("list.zip", zipped(layer__shp=b"<OGRVRTDataSource/>")) is Fault.DAMAGED


def test_a_shape_with_too_many_corners_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CORNERS", 10)
    circle = gpd.GeoDataFrame(geometry=[shapely.Point(-90, 15).buffer(1)], crs=WGS84)
    assert refused("list.geojson", circle.to_json().encode()) is Fault.GEOMETRY


def test_lines_and_areas_have_a_point_on_them_and_are_said_to_be_shapes():
    shapes = [
        shapely.box(-90.6, 14.6, -90.5, 14.7),
        shapely.LineString([(-90.6, 14.6), (-90.5, 14.7)]),
        None,
    ]
    table = read_table(
        "x.geojson", gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=shapes, crs=WGS84).to_json().encode()
    )
    _, placed = read_and_placed(table)
    assert placed.count(PlacedAs.SHAPE) == 2
    assert placed.count(PlacedAs.NOWHERE) == 1


def parquet(columns, geo=None):
    table, stream = pa.table(columns), io.BytesIO()
    if geo is not None:
        table = table.replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(table, stream)
    return stream.getvalue()


def test_a_parquet_bomb_is_refused_before_it_unfolds(monkeypatch):
    monkeypatch.setattr("geo.lists.readers.parquet.MAX_UNFOLDED", 10_000_000)
    content = parquet({"a": pa.array(["x" * 1_000] * 100_000).dictionary_encode()})
    assert len(content) < 100_000
    assert refused("bomb.parquet", content) is Fault.BOMB


@pytest.mark.parametrize(
    "geo",
    [
        {"primary_column": "g", "columns": {"g": {"encoding": "pickle"}}},
        {"primary_column": "g", "columns": {}},
        {"primary_column": "g", "columns": []},
    ],
)
def test_a_geoparquet_that_says_nonsense_is_refused(geo):
    assert refused("x.parquet", parquet({"g": pa.array([b"x"])}, geo)) is Fault.DAMAGED


def test_a_geoparquet_in_an_unknown_system_is_refused_when_placed():
    geo = {"primary_column": "g", "columns": {"g": {"encoding": "WKB", "crs": {"id": "nonsense"}}}}
    table = read_table("x.parquet", parquet({"g": pa.array([shapely.Point(-90.5, 14.6).wkb])}, geo))
    with pytest.raises(UnreadableFileError) as caught:
        read_and_placed(table)
    assert caught.value.fault is Fault.CRS


def test_parquet_keeps_numbers_text_and_dates_and_leaves_the_rest():
    columns = {
        "n": pa.array([1]),
        "t": pa.array(["a"]),
        "d": pa.array([0], pa.date32()),
        "l": pa.array([[1]]),
    }
    table = read_table("x.parquet", parquet(columns))
    assert list(table.cells.columns) == ["n", "t", "d"]
    assert isinstance(table.cells, pd.DataFrame)


def test_a_compressed_stream_of_rubbish_is_refused():
    assert refused("x.csv", b"\x1f\x8b" + zlib.compress(b"a,b\n1,2\n")) is Fault.FORMAT


@pytest.mark.parametrize("start", [b"\n", b"\r\n\r\n", b"\xef\xbb\xbf\n"])
def test_an_empty_first_line_leaves_the_headings_apart(start):
    table = read_table("list.csv", start + b"name,name\nPetapa,Mixco\n")
    assert list(table.cells.columns) == ["name", "name 2"]
    assert table.cells.iloc[0].tolist() == ["Petapa", "Mixco"]


POINT = {"type": "Point", "coordinates": [-90.5, 14.6]}


def geojson(*features, **rest):
    """Return GeoJSON of pairs of a geometry and properties."""
    rows = [{"type": "Feature", "geometry": shape, "properties": cells} for shape, cells in features]
    return json.dumps({"type": "FeatureCollection", **rest, "features": rows}).encode()


def test_one_empty_cell_of_text_does_not_stop_the_recognition():
    table = read_table("x.geojson", geojson((POINT, {"what": "well"}), (POINT, {"what": None})))
    _, placed = read_and_placed(table)
    assert placed.count(PlacedAs.POINT) == 2
    frame = pd.DataFrame({"lon": [-90.5, -90.5], "lat": [14.6, 14.6], "what": ["well", None]})
    stream = io.BytesIO()
    frame.to_parquet(stream)
    _, placed = read_and_placed(read_table("x.parquet", stream.getvalue()))
    assert placed.count(PlacedAs.POINT) == 2


def test_properties_that_are_arrays_are_read_as_text():
    table = read_table(
        "x.geojson", geojson((POINT, {"tags": ["a", "é"], "n": [1, 2]}), (POINT, {"n": [3]}))
    )
    _, placed = read_and_placed(table)
    assert placed.count(PlacedAs.POINT) == 2
    assert table.cells["tags"].fillna("").tolist() == ['["a", "é"]', ""]
    assert table.cells["n"].tolist() == ["[1, 2]", "[3]"]


@pytest.mark.parametrize("kind", ["Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon"])
def test_one_empty_shape_leaves_the_other_rows(kind):
    empty = {"type": kind, "coordinates": []}
    _, placed = read_and_placed(read_table("x.geojson", geojson((empty, {"n": 1}), (POINT, {"n": 2}))))
    assert (placed.count(PlacedAs.POINT), placed.count(PlacedAs.NOWHERE)) == (1, 1)


def test_empty_shapes_of_a_geopackage_and_of_geoparquet_are_rows_without_a_place(tmp_path):
    shapes = [shapely.Point(), shapely.Polygon(), shapely.MultiPoint(), shapely.Point(-90.5, 14.6), None]
    frame = gpd.GeoDataFrame({"n": range(5)}, geometry=shapes, crs=WGS84)
    frame.to_file(tmp_path / "x.gpkg")
    frame.to_parquet(tmp_path / "x.parquet")
    for name in ("x.gpkg", "x.parquet"):
        _, placed = read_and_placed(read_table(name, (tmp_path / name).read_bytes()))
        assert (placed.count(PlacedAs.POINT), placed.count(PlacedAs.NOWHERE)) == (1, 4)


@pytest.fixture
def listener():
    """Return the URL of a server and the list of the paths that are requested from it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/crs", asked
    server.shutdown()
    server.server_close()


CALLS = {
    "link": lambda url: {"type": "link", "properties": {"href": url}},
    "url": lambda url: {"type": "url", "properties": {"url": url}},
    "capitals": lambda url: {"Type": "LINK", "properties": {"href": url}},
    "twice": lambda url: {"type": "name", "TYPE": "link", "properties": {"name": "EPSG:4326", "href": url}},
    "name": lambda url: {"type": "name", "properties": {"name": url}},
    "file": lambda _: {"type": "name", "properties": {"name": "+proj=longlat +nadgrids=/etc/passwd"}},
}


@pytest.mark.parametrize("kind", CALLS)
@pytest.mark.parametrize("key", ["crs", "CRS", "cr\\u0073"])
def test_a_crs_that_names_an_address_is_refused_and_never_requested(listener, kind, key):
    url, asked = listener
    content = geojson((POINT, {}), crs=CALLS[kind](url)).replace(b'"crs"', f'"{key}"'.encode())
    assert refused("x.geojson", content) is Fault.CRS
    inner = geojson(({**POINT, "crs": CALLS[kind](url)}, {})).replace(b'"crs"', f'"{key}"'.encode())
    assert refused("x.geojson", inner) is Fault.CRS
    assert asked == []


def test_gdal_requests_an_address_where_nothing_stops_it(listener, monkeypatch):
    # Both walls are shown to matter: without them GDAL asks, with the second alone it does not.
    url, asked = listener
    content = geojson((POINT, {}), crs=CALLS["link"](url))
    monkeypatch.setattr(vector, "require_plain_geojson", lambda *_: None)
    for variable in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    read_table("x.geojson", content)
    assert asked == []
    monkeypatch.setattr(vector, "_OFFLINE", dict.fromkeys(vector._OFFLINE))
    read_table("x.geojson", content)
    assert set(asked) == {"/crs"}


@pytest.mark.parametrize(
    "name",
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/4326", "WGS84"],
)
def test_a_named_crs_is_read(name):
    crs = {"type": "name", "properties": {"name": name}}
    _, placed = read_and_placed(read_table("x.geojson", geojson((POINT, {"crs": "a cell"}), crs=crs)))
    assert placed.count(PlacedAs.POINT) == 1


@pytest.mark.parametrize(
    "content",
    [
        b'{"type": "gdal_streamed_alg", "command_line": "gdal vector read /etc/passwd"}',
        b'{"type": "FeatureCollection", /* "crs" */ "features": []}',
        b"{'type': 'FeatureCollection', 'features': []}",
    ],
    ids=["command", "comment", "quotes"],
)
def test_json_that_gdal_reads_as_more_than_geojson_is_refused(content):
    assert refused("x.json", content) is Fault.FORMAT


def geopackage(tmp_path, *statements):
    """Return a GeoPackage of one point, changed by SQL."""
    path = tmp_path / "layer.gpkg"
    shapes = [shapely.Point(-90.5, 14.6)]
    gpd.GeoDataFrame({"n": [1]}, geometry=shapes, crs=WGS84).to_file(path, layer="points")
    with closing(sqlite3.connect(path)) as database:
        # Triggers of the spatial index ask GDAL's own functions.
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path.read_bytes()


ENDLESS = (
    "AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT x AS fid, x AS n, NULL AS geom FROM n"
)


def test_a_view_of_a_geopackage_is_refused(tmp_path):
    content = geopackage(tmp_path, "DROP TABLE points", f"CREATE VIEW points {ENDLESS}")
    assert refused("x.gpkg", content) is Fault.FORMAT


@pytest.mark.parametrize("table", ["gpkg_contents", "gpkg_ogr_contents", "gpkg_extensions"])
def test_a_view_in_the_place_of_a_table_of_the_format_is_refused(tmp_path, table):
    content = geopackage(tmp_path, f"DROP TABLE IF EXISTS {table}", f"CREATE VIEW {table} {ENDLESS}")
    assert refused("x.gpkg", content) is Fault.FORMAT


def test_computed_columns_of_a_geopackage_are_refused(tmp_path):
    change = "ALTER TABLE points ADD COLUMN big AS (zeroblob(1000000000))"
    assert refused("x.gpkg", geopackage(tmp_path, change)) is Fault.FORMAT


def test_a_geopackage_with_a_view_that_is_no_layer_is_read(tmp_path):
    table = read_table("x.gpkg", geopackage(tmp_path, f"CREATE VIEW st_geometry_columns {ENDLESS}"))
    assert (len(table), dict(table.details)["layer"]) == (1, "points")


def traced(name, content):
    """Return the megabytes that Python and NumPy reserved at most while a file was refused."""
    tracemalloc.start()
    try:
        assert refused(name, content) in {Fault.TOO_LARGE, Fault.BOMB}
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def test_many_columns_of_few_rows_take_no_memory_in_advance():
    tracemalloc.start()
    table = read_table("x.geojson", geojson((POINT, {f"c{nth}": "" for nth in range(250)})))
    assert tracemalloc.get_traced_memory()[1] < 50e6
    tracemalloc.stop()
    assert table.cells.shape == (1, 250)


def test_cells_of_a_workbook_are_counted_while_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_OBJECTS", 10)
    files = workbook_parts([[1, 2, 3]] * 4)
    assert refused("x.xlsx", zipped(**files)) is Fault.TOO_LARGE
    monkeypatch.setattr(limits, "MAX_OBJECTS", 12)
    assert len(read_table("x.xlsx", zipped(**files))) == 3


def test_a_workbook_of_cells_far_to_the_right_is_refused_early():
    files = workbook_parts()
    cell = b'<c r="XFD%d"/>'
    rows = b"".join(b'<row r="%d">%s</row>' % (nth, cell % nth) for nth in range(1, 100_000))
    files["xl/worksheets/sheet1.xml"] = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        rows,
    )
    assert traced("x.xlsx", zipped(**files)) < 60


@pytest.mark.parametrize(
    ("part", "limit", "element"),
    [("xl/styles.xml", "MAX_KEPT", b"<xf/>"), ("xl/sharedStrings.xml", "MAX_TEXTS", b"<si/>")],
)
def test_a_workbook_of_too_many_styles_or_texts_is_refused(monkeypatch, part, limit, element):
    monkeypatch.setattr(workbook, limit, 500)
    files = workbook_parts([["text"]] * 3)
    assert len(read_table("x.xlsx", zipped(**files))) == 2
    assert refused("x.xlsx", zipped(**{**files, part: b"<x>" + element * 600 + b"</x>"})) is Fault.BOMB


def placemarks(count, cells):
    marks = (f"<Placemark><ExtendedData>{cells(nth)}</ExtendedData></Placemark>" for nth in range(count))
    return f"<kml>{''.join(marks)}</kml>".encode()


def test_columns_and_cells_of_a_kml_are_counted_while_it_is_read(monkeypatch):
    def data(nth):
        return f'<Data name="c{nth}"><value>1</value></Data>'

    assert traced("x.kml", placemarks(20_000, data)) < 20
    monkeypatch.setattr(limits, "MAX_OBJECTS", 20)
    assert refused("x.kml", placemarks(5, data)) is Fault.TOO_LARGE
    assert len(read_table("x.kml", placemarks(4, data))) == 4


def test_elements_outside_of_placemarks_are_not_kept():
    content = b"<kml>" + b"<a/>" * 200_000 + b"<Placemark/></kml>"
    tracemalloc.start()
    assert len(read_table("x.kml", content)) == 1
    assert tracemalloc.get_traced_memory()[1] < 8e6
    tracemalloc.stop()


def test_a_placemark_of_too_many_elements_is_refused():
    content = b"<kml><Placemark>" + b"<a/>" * 60_000 + b"</Placemark></kml>"
    assert refused("x.kml", content) is Fault.BOMB


def test_cells_of_text_are_counted_while_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 1_000)
    monkeypatch.setattr(delimited_text, "BLOCK", 100)
    content = b"a,b\n" + b"1,2\n" * 400
    assert len(read_table("x.csv", content)) == 400
    assert refused("x.csv", content * 2) is Fault.TOO_LARGE


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_heading_of_two_lines_is_one_heading(end):
    """Its second line was once a row."""
    lines = ['"Name', 'of site";n', "Mixco;1", "Salamá;2;3", "Flores;4"]
    table = read_table("x.csv", end.join(lines).encode())
    assert table.cells.to_dict("list") == {"Name of site": ["Mixco", "Flores"], "n": ["1", "4"]}
    assert [row.number for row in table.bad] == [2]


def test_a_stray_line_end_in_the_first_row_leaves_no_two_columns_with_one_name():
    table = read_table("x.csv", b"0\r;name;name\nx")
    assert table.cells.columns.tolist() == ["column 1"]


def test_a_first_row_that_cannot_be_read_is_a_sentence():
    with pytest.raises(UnreadableFileError, match="the first row cannot be read"):
        read_table("x.csv", b"x" * 200_000 + b";b;b\n1;2;3\n")


@pytest.mark.parametrize("text", [" " * 20_000, "a" + " " * 20_000 + "b", "-" * 20_000, "9" * 20_000])
@pytest.mark.parametrize("heading", ["municipio", "departamento", "fecha", "lon", "coordenadas"])
def test_a_long_cell_does_not_hold_the_process(text, heading):
    country = guatemala()
    table = read_table("x.csv", f'{heading};n\n"x{text}x";a\nMixco;b\n'.encode())
    started = time.process_time()
    reading = recognised(table, country)
    if reading.is_complete:
        place(table, reading, country)
    assert time.process_time() - started < 2


def test_a_cell_is_read_by_its_first_characters():
    names = guatemala().names
    assert names.places([("Mixco" + " " * 5_000, "Guatemala")])[0].municipio == 108


def test_the_shared_index_keeps_no_cell_of_a_reader():
    names = guatemala().names

    def held():
        """Return everything that the index holds, as text."""
        return repr(vars(names))

    before = held()
    names.places([("Mixko", "Guatemla"), ("a secret place", "a secret departamento")])
    names.literal([("another secret", "of a reader")])
    assert held() == before


def test_elements_are_counted_for_each_placemark_alone():
    assert len(read_table("x.kml", b"<kml>" + b"<Placemark/>" * 60_000 + b"</kml>")) == 60_000


def test_columns_that_few_rows_have_do_not_unfold(monkeypatch):
    content = geojson((POINT, {f"c{nth}": 1 for nth in range(100)}), *[(POINT, {})] * 100)
    assert len(read_table("x.geojson", content)) == 101
    monkeypatch.setattr(vector, "MAX_OBJECTS", 10)
    assert len(read_table("x.geojson", content)) == 101
    sparse = geojson((POINT, {f"c{nth}": 1 for nth in range(250)}), *[(POINT, {})] * 1_000)
    assert refused("x.geojson", sparse) is Fault.BOMB


def test_the_check_of_geojson_takes_little_memory():
    content = geojson(*[(POINT, {"a": "b", "c": 'd"\\'})] * 20_000)
    tracemalloc.start()
    vector.require_plain_geojson("x.geojson", content)
    assert tracemalloc.get_traced_memory()[1] < 1e6
    tracemalloc.stop()


def test_a_string_without_an_end_is_refused():
    assert refused("x.geojson", geojson((POINT, {}))[:-1] + b', "open') is Fault.FORMAT
