"""Large lists at URLs are counted; a failing or redirecting server is reported."""

import geopandas as gpd
import numpy as np
import pytest

from geo.crs import WGS84
from geo.lists import large_list_sources
from geo.lists.large_list_sources import LargeFault, LargeListError, parts_named, source_of
from geo.lists.large_lists import counted
from tests.geo.lists.served import serving
from tests.geo.real import ground_of_guatemala

ROWS = 3_000
PARTS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    rng = np.random.default_rng(12)
    points = gpd.points_from_xy(rng.uniform(-92.4, -88.1, ROWS), rng.uniform(13.6, 17.95, ROWS), crs=WGS84)
    path = tmp_path_factory.mktemp("served")
    for nth, part in enumerate(np.array_split(np.arange(ROWS), PARTS)):
        gpd.GeoDataFrame({"n": part}, geometry=points[part]).to_parquet(path / f"part-{nth}.parquet")
    (path / "secret.parquet").write_bytes(b"nothing that is allowed")
    return path


@pytest.fixture(scope="module")
def elsewhere(folder):
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def server(folder, elsewhere):
    with serving(folder, elsewhere) as address:
        yield address


def read(source):
    return counted(source, ground_of_guatemala().table)


def same(one, other):
    assert one.counts.municipios.equals(other.counts.municipios)
    assert one.counts.departamentos.equals(other.counts.departamentos)
    assert (one.rows, one.outside) == (other.rows, other.outside)
    assert np.array_equal(one.cells, other.cells)


def test_parts_at_addresses_are_counted_as_by_path(folder, server):
    by_path = read(str(folder / "part-*.parquet"))
    assert by_path.rows == ROWS
    same(read(source_of(f"{server}/lists/part-{{0..2}}.parquet", (f"{server}/lists/*",))), by_path)


@pytest.mark.parametrize(
    ("way", "fault", "detail"),
    [
        ("away", LargeFault.REDIRECTED, "302"),
        ("404", LargeFault.ANSWER, "404"),
        ("500", LargeFault.ANSWER, "500"),
        ("whole", LargeFault.WHOLE, "200"),
        ("silent", LargeFault.SILENT, ""),
    ],
)
def test_a_server_that_does_not_give_a_file_is_told_by_its_fault(server, monkeypatch, way, fault, detail):
    monkeypatch.setattr(large_list_sources, "SILENCE_S", 0.3)
    with pytest.raises(LargeListError) as error:
        read([f"{server}/{way}/part-0.parquet"])
    assert error.value.fault is fault
    assert detail in error.value.detail


def test_a_part_that_is_missing_is_no_part_less(server):
    with pytest.raises(LargeListError) as error:
        read([f"{server}/part-0.parquet", f"{server}/404/part-1.parquet"])
    assert error.value.fault is LargeFault.ANSWER


def test_a_server_that_is_not_there_is_silent(folder):
    with serving(folder) as gone:
        pass
    with pytest.raises(LargeListError) as error:
        read([f"{gone}/part-0.parquet"])
    assert error.value.fault is LargeFault.SILENT


def test_what_is_no_parquet_is_unreadable(server):
    with pytest.raises(LargeListError) as error:
        read([f"{server}/secret.parquet"])
    assert error.value.fault is LargeFault.UNREADABLE


def test_parts_are_named_as_a_shell_does():
    assert parts_named("x-{9..11}.y") == ["x-9.y", "x-10.y", "x-11.y"]
    assert parts_named("x-{08..10}.y") == ["x-08.y", "x-09.y", "x-10.y"]
    assert parts_named("x.y") == ["x.y"]
    for backwards_or_endless in ("x-{2..1}", "x-{0..99999}"):
        with pytest.raises(LargeListError, match="names no part"):
            parts_named(backwards_or_endless)


@pytest.mark.parametrize("asked", ["https://a.example/x/part-*.parquet", "https://a.example/x/"])
def test_a_server_is_not_asked_what_it_holds(asked):
    with pytest.raises(LargeListError) as error:
        source_of(asked, ("https://a.example/x/*",))
    assert error.value.fault is LargeFault.LISTING


def test_each_part_must_be_allowed():
    pattern = ("https://a.example/part-?.parquet",)
    assert len(source_of("https://a.example/part-{0..9}.parquet", pattern)) == 10
    with pytest.raises(LargeListError, match="not allowed"):
        source_of("https://a.example/part-{0..10}.parquet", pattern)
