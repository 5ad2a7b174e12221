"""Large lists on threads and on a cluster give the counts of an upload."""

import asyncio

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.crs import GTM, WGS84
from geo.lists.large_list_sources import (
    LargeFault,
    LargeListError,
    ListSourcesError,
    require_readable,
    source_of,
)
from geo.lists.large_lists import counted
from geo.lists.point_aggregation import counts, marks
from tests.geo.lists.list_files import guatemala
from tests.geo.lists.served import serving
from tests.geo.real import ground_of_guatemala

ROWS = 30_000
PARTS = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A list in six partitions, with points abroad, a line and an empty row."""
    rng = np.random.default_rng(11)
    longitude, latitude = rng.uniform(-92.4, -88.1, ROWS), rng.uniform(13.6, 17.95, ROWS)
    shapes = shapely.points(longitude, latitude)
    shapes[0] = shapely.LineString([(-90.52, 14.63), (-90.51, 14.63)])
    shapes[1] = None
    path = tmp_path_factory.mktemp("large")
    for nth, part in enumerate(np.array_split(np.arange(ROWS), PARTS)):
        frame = gpd.GeoDataFrame({"n": part}, geometry=shapes[part], crs=WGS84)
        frame.to_parquet(path / f"part-{nth}.parquet")
    return path


@pytest.fixture(scope="module")
def expected(folder):
    """What the path of an upload counts."""
    points = gpd.read_parquet(folder).geometry.to_numpy()
    points[0] = shapely.point_on_surface(points[0])
    areas = guatemala().areas_of(shapely.get_x(points), shapely.get_y(points))
    departamento = np.where(areas > 10_000, areas - 10_000, areas // 100)
    inside = areas > 0
    municipio = np.where(areas > 10_000, 0, areas)
    return counts(municipio[inside], departamento[inside], ground_of_guatemala().table)


def same(found, expected):
    assert found.counts.municipios.equals(expected.municipios)
    assert found.counts.departamentos.equals(expected.departamentos)
    assert found.rows == ROWS
    assert found.rows - found.outside == expected.total == found.cells.sum()


def test_local_threads_count_as_an_upload_does(folder, expected):
    told: list[float] = []
    same(counted(str(folder), ground_of_guatemala().table, progress=told.append), expected)
    assert told == sorted(told)
    assert told[-1] == 1
    same(counted(str(folder / "part-*.parquet"), ground_of_guatemala().table), expected)


def test_a_cluster_counts_as_an_upload_does(folder, expected):
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as cluster:
        assert len(cluster.workers) == 2
        people, scheduler = ground_of_guatemala().table, cluster.scheduler_address
        same(counted(str(folder), people, scheduler), expected)
        with serving(folder) as server:
            same(counted([f"{server}/part-{n}.parquet" for n in range(PARTS)], people, scheduler), expected)
            with pytest.raises(LargeListError) as error:
                counted([f"{server}/part-0.parquet", f"{server}/404/part-1.parquet"], people, scheduler)
    assert error.value.fault is LargeFault.ANSWER
    asyncio.set_event_loop(None)


def test_cells_lie_where_the_points_are(folder):
    cells = counted(str(folder), ground_of_guatemala().table).points()
    assert (guatemala().areas_of(cells.longitude, cells.latitude) > 0).mean() > 0.95
    drawn = marks(cells)
    assert cells.weights is not None
    assert sum(drawn["n"]) == cells.weights.sum() > 0


@pytest.mark.parametrize("crs", [GTM, None])
def test_another_reference_system_is_refused(tmp_path, crs):
    gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(1, 1)], crs=crs).to_parquet(tmp_path / "x.parquet")
    with pytest.raises(LargeListError, match="GTM" if crs else "–"):
        counted(str(tmp_path), ground_of_guatemala().table)


def test_what_is_no_geoparquet_is_refused(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    for where in (tmp_path / "x.parquet", tmp_path / "none.parquet"):
        with pytest.raises(LargeListError):
            counted(str(where), ground_of_guatemala().table)


def test_only_what_the_host_allows_is_read(tmp_path):
    inside, outside = tmp_path / "lists", tmp_path / "secret"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    patterns = (f"{inside}/*", "https://data.example/atlas/*")
    assert source_of(f" {inside}/a.parquet ", patterns) == f"{inside}/a.parquet"
    assert source_of(f"{inside}/part-*.parquet", patterns) == f"{inside}/part-*.parquet"
    address = "https://data.example/atlas/x.parquet"
    assert source_of(address, patterns) == [address]
    refused = (
        f"{outside}/a.parquet",
        f"{inside}/../secret/a.parquet",
        f"{inside}/link/a.parquet",
        f"{inside}/*/../../secret/a.parquet",
        "lists/a.parquet",
        "",
        "https://data.example/other/x.parquet",
        "https://data.example/atlas/../other/x.parquet",
        "https://data.example/atlas/x.parquet?y=1",
        "https://data.example/atlas/%2e%2e/other/x.parquet",
        "https://data.example/atlas/x::file:///etc/passwd",
        f"{inside}/a::file",
        "https://evil@data.example/atlas/x",
        "file:///etc/passwd",
    )
    for asked in refused:
        with pytest.raises(LargeListError, match="not allowed"):
            source_of(asked, patterns)
    with pytest.raises(LargeListError):
        source_of(f"{inside}/a.parquet", ())


def test_a_host_is_told_at_the_start_what_cannot_be_read():
    require_readable(("/srv/lists/*.parquet", "file:///srv/lists/*", "https://data.example:8443/lists/*"))
    for pattern, told in (
        ("s3://lists/*", "s3fs"),
        ("gopher://lists/*", "not known"),
        ("https://*/lists/x", "no one server"),
        ("https://data.example*", "no one server"),
        ("lists/*", "begin it with /"),
        ("*", "begin it with /"),
    ):
        with pytest.raises(ListSourcesError, match=told):
            require_readable(("/srv/lists/*", pattern))


def test_an_address_that_nothing_reads_is_a_sentence():
    with pytest.raises(LargeListError, match="s3fs"):
        counted("s3://lists/part-0.parquet", ground_of_guatemala().table)
