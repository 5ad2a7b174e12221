"""Every downloadable file opens in GDAL's tools, which QGIS uses."""

import re
import shutil
import subprocess
from pathlib import Path

import geopandas as gpd
import pytest

from geo.analysis.border_gaps import gaps
from geo.analysis.site_coverage import coverage
from geo.choices import Kind
from geo.dataset.sites import read_sites
from geo.exports.tables import Download, TableFormat, about, written
from geo.exports.tables.analysis_tables import coverage_file, gaps_file
from tests.geo import real

DRIVERS = {
    TableFormat.CSV: "CSV",
    TableFormat.XLSX: "XLSX",
    TableFormat.GEOJSON: "GeoJSON",
    TableFormat.GEOPACKAGE: "GPKG",
    TableFormat.KML: "LIBKML",
}


def ogrinfo(path: Path) -> str:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.fail("GDAL's programs are missing; `make programs` installs them or says how")
    # A sheet of words alone would leave GDAL in doubt whether its first row is a head.
    options = ["--config", "OGR_XLSX_HEADERS", "FORCE", "-ro", "-so", "-al"]
    done = subprocess.run([program, *options, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    return done.stdout


def counted(report: str) -> dict[str, int]:
    names = re.findall(r"^Layer name: (.+)$", report, re.MULTILINE)
    counts = re.findall(r"^Feature Count: (\d+)$", report, re.MULTILINE)
    return dict(zip(names, map(int, counts), strict=True))


def first_map(download: Download) -> int:
    return next(len(sheet.table) for sheet in download.sheets if isinstance(sheet.table, gpd.GeoDataFrame))


@pytest.fixture(scope="module")
def downloads() -> dict[str, Download]:
    guatemala, sites, words = real.guatemala(), read_sites(), about("Results")
    covered = coverage(guatemala.ground, sites, (Kind.BORDER_CHECKPOINT,), 25e3)
    return {
        "coverage": coverage_file(covered, real.municipios(), sites, words),
        "gaps": gaps_file(gaps(guatemala.lines, guatemala.ground, sites, 25e3), sites, words),
    }


@pytest.mark.parametrize("file_format", TableFormat)
@pytest.mark.parametrize("name", ["coverage", "gaps"])
def test_gdal_opens_it_and_counts_the_same(downloads, tmp_path, name, file_format):
    download = downloads[name]
    path = tmp_path / f"{name}.{file_format}"
    path.write_bytes(written(download, file_format))
    report = ogrinfo(path)
    assert f"using driver `{DRIVERS[file_format]}' successful" in report
    counts = counted(report)
    sheets = {sheet.name: len(sheet.table) for sheet in download.sheets}
    if file_format in (TableFormat.XLSX, TableFormat.GEOPACKAGE):
        assert {sheet: counts[sheet] for sheet in sheets} == sheets
    elif file_format is TableFormat.CSV:
        assert list(counts.values()) == [next(iter(sheets.values()))]
    else:
        assert first_map(download) in counts.values()
    if file_format in (TableFormat.GEOJSON, TableFormat.GEOPACKAGE, TableFormat.KML):
        assert "WGS 84" in report
