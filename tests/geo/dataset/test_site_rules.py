"""Each rule within a row of sites detects its violation."""

import shutil
from pathlib import Path

import pytest

from geo.dataset.records import DATA
from geo.dataset.schema import SchemaError
from geo.dataset.sites import SITES, read_sites
from geo.errors import DataFileError
from tests.geo.dataset.mutation import broken_columns, mutated


@pytest.mark.parametrize(
    ("site_id", "cells", "columns"),
    [
        pytest.param("tag", {"sources": ""}, {"sources"}, id="no source"),
        pytest.param("tag", {"sources": "P01 P01"}, {"sources"}, id="a source twice"),
        pytest.param("la-aurora", {"site_id": "La Aurora"}, {"site_id"}, id="no identifier"),
        pytest.param("la-aurora", {"site_id": "mundo-maya"}, {"site_id"}, id="an identifier twice"),
        pytest.param("la-aurora", {"precision": "point"}, {"precision"}, id="no class of precision"),
        pytest.param("la-aurora", {"caution_es": ""}, {"caution_es"}, id="no Spanish"),
        pytest.param("mpp-mixco", {"place_en": ""}, {"place_en"}, id="no English"),
        pytest.param("la-aurora", {"uncertainty_m": "201"}, {"uncertainty_m"}, id="exact beyond 200 m"),
        pytest.param("ingenieros", {"uncertainty_m": "2001"}, {"uncertainty_m"}, id="locality beyond 2 km"),
        pytest.param("fraijanes-1", {"uncertainty_m": "3001"}, {"uncertainty_m"}, id="zone beyond 3 km"),
        pytest.param("la-aurora", {"uncertainty_m": "0"}, {"uncertainty_m"}, id="no uncertainty at all"),
        pytest.param("la-aurora", {"longitude": ""}, {"longitude"}, id="half a point"),
        pytest.param(
            "la-aurora", {"position_sources": ""}, {"position_sources"}, id="a point from nowhere"
        ),
        pytest.param(
            "la-aurora",
            {"position_sources": "G02"},
            {"position_sources"},
            id="placed by a source that is not cited",
        ),
        pytest.param(
            "pci-pasaco",
            {"longitude": "-90.20639", "latitude": "13.97722"},
            {"longitude", "latitude"},
            id="a point where only the municipio is known",
        ),
        pytest.param("bethel", {"uncertainty_m": "9000"}, {"uncertainty_m"}, id="unplaced within 9 km"),
        pytest.param("pci-pasaco", {"codigo_muni": ""}, {"codigo_muni"}, id="municipio without its code"),
        pytest.param("la-aurora", {"codigo_muni": ""}, {"codigo_muni"}, id="a point without its municipio"),
        pytest.param("la-aurora", {"codigo_depto": "2"}, {"codigo_depto"}, id="another departamento"),
        pytest.param("la-aurora", {"codigo_depto": ""}, {"codigo_depto"}, id="no departamento"),
        pytest.param("el-carmen", {"neighbour": ""}, {"neighbour"}, id="a border with nobody"),
        pytest.param("el-carmen", {"counterpart": ""}, {"counterpart"}, id="a crossing to nowhere"),
        pytest.param("la-aurora", {"neighbour": "MEX"}, {"neighbour"}, id="an airport at a border"),
        pytest.param("tag", {"programme": ""}, {"programme"}, id="named by INL without programme"),
        pytest.param("pci-pasaco", {"programme": ""}, {"programme"}, id="supported without programme"),
        pytest.param(
            "champerico", {"inferred": "status date weather"}, {"inferred"}, id="no such inference"
        ),
        pytest.param(
            "bethel", {"inferred": "position"}, {"inferred"}, id="infers a point that is not there"
        ),
        pytest.param("tag", {"inferred": "municipio"}, {"inferred"}, id="infers a code that is not there"),
        pytest.param("la-aurora", {"since": "1968-13"}, {"since"}, id="a month that is not"),
    ],
)
def test_a_broken_rule_is_refused(
    tmp_path: Path, site_id: str, cells: dict[str, str], columns: set[str]
) -> None:
    assert broken_columns(SITES, mutated(tmp_path, SITES, site_id, **cells)) == columns


def test_the_committed_table_keeps_every_rule(tmp_path: Path) -> None:
    assert len(SITES.read(mutated(tmp_path, SITES, "tag"), "sites.csv")) == 62


def test_a_police_unit_is_never_placed(tmp_path: Path) -> None:
    point = {"longitude": "-90.5", "latitude": "14.6", "uncertainty_m": "500", "position_sources": "P01"}
    cells = {"precision": "locality", "codigo_depto": "1", "codigo_muni": "101", **point}
    assert broken_columns(SITES, mutated(tmp_path, SITES, "tag", **cells)) == {"precision"}


def test_two_sites_on_one_point_are_not_exact(tmp_path: Path) -> None:
    cells = {"precision": "exact", "uncertainty_m": "100"}
    assert broken_columns(SITES, mutated(tmp_path, SITES, "pbs-villa-lobos-ii", **cells)) == {"precision"}


def test_a_violation_names_its_line_and_the_correction(tmp_path: Path) -> None:
    with pytest.raises(
        SchemaError, match=r"sites\.csv:2: uncertainty_m: 2001 m is not within 1 to 2000 m; coarsen"
    ):
        SITES.read(mutated(tmp_path, SITES, "tecun-uman-i", uncertainty_m="2001"), "sites.csv")


def test_an_altered_table_is_refused(tmp_path: Path) -> None:
    shutil.copytree(DATA / "sites", tmp_path / "sites")
    mutated(tmp_path / "sites", SITES, "la-aurora", latitude="14.6")
    with pytest.raises(DataFileError, match=r"data/sites/sites\.csv: expected SHA-256"):
        read_sites(tmp_path)
