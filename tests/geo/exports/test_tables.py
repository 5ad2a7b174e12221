"""Table files: every format is read back, with hostile text and attribution."""

import csv
import io
import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.choices import Kind
from geo.crs import WGS84
from geo.dataset.data_history import Recency
from geo.dataset.records import data_version
from geo.exports.tables import MEDIA_TYPES, About, Download, Sheet, TableFormat, about, written
from geo.exports.tables.sheets import FORMULA, MEASURED, cell, csv_text, harmless, shapes, table_csv

KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = (
    "=1+1", '=HYPERLINK("http://evil")', "+502", "-x", "@SUM(A1)", "\t=1", "\r=1", "＝1",
    "</script><b>&amp;", "]]><x>", 'a "b", c', "line\nline", "nul\x00\x0bend", "Petén ñ 😀",
    "'; DROP TABLE sites; --",
)  # fmt: skip

WORDS = About(
    title="=Título & <más>",
    citations=("INE 2018", "MINFIN"),
    licences=("a: MIT",),
    data_version="abc123",
    created=date(2026, 11, 21),
    recency=Recency(newest="2026-01", consulted=None),
    filters=("kind: port",),
    notes=("straight lines",),
)


def places() -> gpd.GeoDataFrame:
    table = pd.DataFrame(
        {
            "name_es": HOSTILE,
            "people": np.arange(len(HOSTILE)),
            "share": np.linspace(0, 1, len(HOSTILE)),
            "code": pd.array([101, pd.NA, *[205] * (len(HOSTILE) - 2)], dtype="Int64"),
            "kind": [Kind.PORT] * len(HOSTILE),
            "covered": [True, False, *[True] * (len(HOSTILE) - 2)],
            "sources": [("S1", "S2")] * len(HOSTILE),
            "far_km": [math.inf, math.nan, *[1.23456789] * (len(HOSTILE) - 2)],
        },
        index=pd.Index([f"s{n}" for n in range(len(HOSTILE))], name="site_id"),
    )
    hole = Polygon(box(-91, 14, -90, 15).exterior, [box(-90.6, 14.4, -90.4, 14.6).exterior])
    geometry = [Point(-90.123456789, 14.5), None, LineString([(-91, 14), (-90, 15)]), hole]
    geometry += [MultiPolygon([box(-91, 14, -90, 15), box(-89, 14, -88, 15)])]
    geometry += [Point(-90, 15)] * (len(HOSTILE) - len(geometry))
    return gpd.GeoDataFrame(table, geometry=geometry, crs=WGS84)


TOTALS = pd.DataFrame({"total": [1.5, math.nan]}, index=pd.Index(["a", "b"], name="measure"))
DOWNLOAD = Download(
    "what", WORDS, (Sheet("totals", TOTALS, "measure"), Sheet("places: [all]", places(), "name_es"))
)
PLACES = Download("what", WORDS, (Sheet("places", places(), "name_es"), Sheet("totals", TOTALS, "measure")))


def clean(text: str) -> str:
    return text.replace("\x00", "").replace("\x0b", "")


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert written(PLACES, TableFormat.CSV).startswith(b"\xef\xbb\xbfsite_id,")


def test_no_cell_of_a_csv_is_a_formula() -> None:
    rows = csv_rows(written(PLACES, TableFormat.CSV))
    assert len(rows) == len(HOSTILE)
    for row, text in zip(rows, HOSTILE, strict=True):
        assert not any(value.startswith(FORMULA) for value in row.values() if value != "+502")
        assert row["name_es"] == harmless(clean(text))


def test_csv_cells_are_plain() -> None:
    first, second, third = csv_rows(written(PLACES, TableFormat.CSV))[:3]
    assert (first["people"], first["code"], second["code"]) == ("0", "101", "")
    assert (first["covered"], second["covered"]) == ("true", "false")
    assert (first["far_km"], second["far_km"], third["far_km"]) == ("", "", "1.234568")
    assert (first["sources"], first["kind"]) == ("S1 S2", "port")


def test_each_row_of_a_csv_says_whose_it_is() -> None:
    for row in csv_rows(written(PLACES, TableFormat.CSV)):
        assert row["citation"] == "INE 2018; MINFIN"
        assert (row["licence"], row["filters"]) == ("a: MIT", "kind: port")
        assert (row["data_version"], row["created"]) == ("abc123", "2026-11-21")
        assert (row["newest_fact"], row["sources_consulted"]) == ("2026-01", "unknown")


def test_a_negative_number_stays_a_number() -> None:
    sheet = Sheet("t", pd.DataFrame({"change": [-5.5]}), "change")
    assert csv_rows(written(Download("t", WORDS, (sheet,)), TableFormat.CSV))[0]["change"] == "-5.5"


def test_xlsx_holds_every_sheet_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(DOWNLOAD, TableFormat.XLSX)))
    assert book.sheetnames == ["totals", "places   all ", "about"]
    page = book["places   all "]
    names = [entry.value for entry in page[1]]
    column = names.index("name_es") + 1
    for nth, text in enumerate(HOSTILE, start=2):
        entry = page.cell(nth, column)
        assert entry.data_type == "s"
        assert entry.quotePrefix
        assert str(entry.value).replace("\r", "\n") == clean(text).replace("\r", "\n")
    assert page.cell(2, names.index("share") + 1).value == 0
    assert page.cell(2, names.index("covered") + 1).value is True
    assert page.cell(3, names.index("code") + 1).value is None


def test_xlsx_says_whose_it_is() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(DOWNLOAD, TableFormat.XLSX)))
    lines = [tuple(entry.value for entry in row) for row in book["about"].iter_rows(min_row=2)]
    assert lines == [list(pair) and tuple(pair) for pair in WORDS.lines()]
    assert book["about"]["B2"].data_type == "s"


def test_geojson_holds_the_first_table_with_places() -> None:
    collection = json.loads(written(DOWNLOAD, TableFormat.GEOJSON))
    assert collection["type"] == "FeatureCollection"
    assert {line["what"] for line in collection["about"]} >= {
        "citation",
        "licence",
        "data_version",
        "created",
    }
    dates = {line["what"]: line["text"] for line in collection["about"]}
    assert (dates["newest_fact"], dates["sources_consulted"]) == ("2026-01", "unknown")
    features = collection["features"]
    assert [feature["properties"]["name_es"] for feature in features] == [clean(text) for text in HOSTILE]
    assert features[0]["geometry"]["coordinates"] == [-90.123457, 14.5]
    assert features[1]["geometry"] is None
    assert features[0]["properties"]["far_km"] is None


def test_geojson_without_places_has_features_without_geometry() -> None:
    only = Download("t", WORDS, (Sheet("totals", TOTALS, "measure"),))
    assert [
        feature["geometry"] for feature in json.loads(written(only, TableFormat.GEOJSON))["features"]
    ] == [
        None,
        None,
    ]


def test_rings_run_the_right_way_round() -> None:
    layer = shapes(places())
    assert layer is not None
    assert layer[3].exterior.is_ccw
    assert not layer[3].interiors[0].is_ccw


def test_geopackage_has_a_layer_for_each_table(tmp_path: Path) -> None:
    path = tmp_path / "file.gpkg"
    path.write_bytes(written(PLACES, TableFormat.GEOPACKAGE))
    assert dict(pyogrio.list_layers(path)).keys() == {"places", "totals", "about"}
    layer = gpd.read_file(path, layer="places")
    assert layer.crs == WGS84
    assert layer["name_es"].tolist() == [clean(text) for text in HOSTILE]
    assert layer.geometry[0].distance(Point(-90.123457, 14.5)) < 1e-9
    assert layer.geometry[1] is None
    lines = pyogrio.read_dataframe(path, layer="about")
    assert list(zip(lines["what"], lines["text"], strict=True)) == list(WORDS.lines())


def test_kml_has_a_placemark_for_each_place() -> None:
    root = ET.fromstring(written(DOWNLOAD, TableFormat.KML))  # noqa: S314 - written a line above
    document = root.find(f"{KML}Document")
    assert document is not None
    assert document.findtext(f"{KML}name") == WORDS.title
    assert "citation: INE 2018" in str(document.findtext(f"{KML}description"))
    folders = document.findall(f"{KML}Folder")
    assert [folder.findtext(f"{KML}name") for folder in folders] == ["places: [all]"]
    marks = folders[0].findall(f"{KML}Placemark")
    names = [str(mark.findtext(f"{KML}name")).replace("\r", "\n") for mark in marks]
    assert names == [clean(text).replace("\r", "\n") for text in HOSTILE]
    assert marks[0].findtext(f"{KML}Point/{KML}coordinates") == "-90.123457,14.5"
    assert marks[1].find(f"{KML}Point") is None
    assert len(marks[4].findall(f"{KML}MultiGeometry/{KML}Polygon")) == 2
    assert marks[3].find(f"{KML}Polygon/{KML}innerBoundaryIs") is not None


def test_kml_is_read_by_gdal(tmp_path: Path) -> None:
    path = tmp_path / "file.kml"
    path.write_bytes(written(PLACES, TableFormat.KML))
    assert len(pyogrio.read_dataframe(path, layer="places")) == len(HOSTILE)


def test_an_empty_table_is_a_file_too(tmp_path: Path) -> None:
    empty = Download("t", WORDS, (Sheet("places", places().iloc[:0], "name_es"),))
    for file_format in TableFormat:
        path = tmp_path / f"file.{file_format}"
        path.write_bytes(written(empty, file_format))
    assert csv_rows((tmp_path / "file.csv").read_bytes()) == []
    assert len(gpd.read_file(tmp_path / "file.gpkg", layer="places")) == 0
    assert json.loads((tmp_path / "file.geojson").read_bytes())["features"] == []


def test_every_format_has_its_media_type() -> None:
    assert set(MEDIA_TYPES) == set(TableFormat)


def test_the_words_of_a_result_name_its_data_sets() -> None:
    lines = about("t", ("f",), ("n",), language="es")
    assert (lines.data_version, lines.filters, lines.notes) == (data_version(), ("f",), ("n",))
    assert len(lines.citations) == len(lines.licences) == len(MEASURED)
    assert "colaboradores de OpenStreetMap" in " ".join(lines.citations)
    assert replace(lines, created=date(2026, 1, 2)).lines()[-1] == ("created", "2026-01-02")


@given(st.text())
def test_no_text_is_harmful(text: str) -> None:
    safe = harmless(text)
    assert not safe.startswith(FORMULA) or float(safe.replace(",", ".")) is not None
    assert "\r" not in safe.replace("\r\n", "")
    assert harmless(safe) == safe


@given(st.text())
def test_every_text_becomes_one_that_xml_can_hold(text: str) -> None:
    plain = cell(text)
    assert isinstance(plain, str)
    ET.fromstring(ET.tostring(_element(plain)))  # noqa: S314 - made here


def _element(text: str) -> ET.Element:
    element = ET.Element("a")
    element.text = text
    return element


@settings(max_examples=20)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=3))
def test_any_text_is_read_back_from_csv_and_xlsx(texts: list[str]) -> None:
    table = pd.DataFrame({"text": pd.Series(texts, dtype="object")})
    download = Download("t", WORDS, (Sheet("t", table, "text"),))
    plain = [str(cell(text)) for text in texts]
    assert [row["text"] for row in csv_rows(written(download, TableFormat.CSV))] == [
        harmless(t) for t in plain
    ]
    page = openpyxl.load_workbook(io.BytesIO(written(download, TableFormat.XLSX)))["t"]
    values = [page.cell(nth + 2, 1).value or "" for nth in range(len(texts))]
    assert [str(t).split() for t in values] == [t.split() for t in plain]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None), (pd.NA, None), (pd.NaT, None), (np.float64(1.5), 1.5), (np.int64(3), 3),
        (np.True_, True), (math.inf, None), (Kind.PORT, "port"), ((101, 202), "101 202"), ((), ""),
        (date(2026, 1, 2), "2026-01-02"), ("a\x00b", "ab"),
    ],
)  # fmt: skip
def test_cells_are_plain(value: object, plain: object) -> None:
    result = cell(value)
    assert result == plain
    assert type(result) is type(plain)


def test_shapes_are_rounded_to_a_tenth_of_a_metre() -> None:
    layer = shapes(places())
    assert layer is not None
    assert shapely.get_coordinates(layer[0]).tolist() == [[-90.123457, 14.5]]
    assert shapes(TOTALS) is None


def test_a_control_character_in_a_title_spoils_no_file() -> None:
    download = replace(DOWNLOAD, about=replace(WORDS, title="Puerto\x00\x1b Barrios\ufffe"))
    root = ET.fromstring(written(download, TableFormat.KML))  # noqa: S314 - written a line above
    assert root.findtext(f"{KML}Document/{KML}name") == "Puerto Barrios"
    book = openpyxl.load_workbook(io.BytesIO(written(download, TableFormat.XLSX)))
    assert "Puerto Barrios" in {row[1].value for row in book["about"]}


@pytest.mark.parametrize("kind", TableFormat)
def test_half_a_character_in_a_filter_spoils_no_file(kind: TableFormat) -> None:
    words = replace(WORDS, title="a\ud83d", filters=("b\ud83d",), notes=("c\ud83d",))
    assert written(replace(DOWNLOAD, about=words), kind)


@pytest.mark.parametrize("text", [*HOSTILE, "a\r=1+1", "a\r\n=1+1", "a,=1+1", 'a,"=1+1"', "\x1b=1"])
def test_every_line_of_a_csv_is_neutralised(text: str) -> None:
    """A title with `,=1+1` in it once began a cell of its own in the CSV of a briefing."""
    written_text = csv_text(pd.DataFrame({text: [text]}), [text])
    for row in csv.reader(io.StringIO(written_text, newline="")):
        assert all(harmless(value) == value for value in row)
    comment, header, row = list(csv.reader(io.StringIO(written_text, newline="")))
    assert comment[0] == "#"
    assert len(comment) == 2
    assert header == row == [harmless(text)]
    assert "\r" not in written_text.replace("\r\n", "")


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_a_column_of_any_type_is_written_alike(kind: Any) -> None:
    texts = [*(text for text in HOSTILE if "\x00" not in text), "-90.5", "14,6", "-5 km", None]
    table = pd.DataFrame(
        {"text": pd.Series(texts, dtype="str" if kind == "str" else "object").astype(kind)}
    )
    rows = [row for (row,) in csv.reader(io.StringIO(csv_text(table), newline=""))]
    assert rows == ["text", *(harmless(text or "") for text in texts)]
    assert rows[-4:] == ["-90.5", "14,6", "'-5 km", ""]


def test_control_characters_are_removed_from_a_long_column() -> None:
    table = pd.DataFrame({"text": pd.Series(["a\x07b", "c\rd", "=e"], dtype="str")})
    assert csv_text(table) == 'text\r\nab\r\n"c\nd"\r\n\'=e\r\n'


def test_a_list_is_written_with_the_mark_that_excel_needs() -> None:
    assert table_csv(pd.DataFrame({"n": [1, 2]})) == b"\xef\xbb\xbfn\r\n1\r\n2\r\n"
