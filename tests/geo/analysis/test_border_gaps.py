"""Border and coast as measured lines, and their gaps without checkpoint or port."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, box

from geo.analysis.border_gaps import Gaps, Sought, beyond, gaps
from geo.analysis.border_lines import NO_MUNICIPIO, Line, lengths_km, lines
from geo.analysis.demand_areas import DemandAreas
from geo.choices import Kind
from geo.crs import GTM, WGS84
from geo.dataset.boundaries import read_border, read_coast
from geo.dataset.sites import read_sites
from geo.errors import CRSError
from tests.geo.real import ground_of_guatemala
from tests.geo.real import guatemala as real_guatemala
from tests.geo.squares import four_squares, metres, site, sites

GROUND = four_squares()
POST = Kind.BORDER_CHECKPOINT
CODES = (101, 102, 201, 202)


def edge(*points: tuple[float, float], column: str = "neighbour", name: str = "MEX") -> gpd.GeoDataFrame:
    line = LineString([metres(*point) for point in points])
    return gpd.GeoDataFrame({column: [name]}, geometry=[line], crs=GTM).to_crs(WGS84)


SOUTH = edge((-10, -10), (0, -10), (10, -10))
NORTH = edge((-10, 10), (0, 10), (10, 10), column="sea", name="pacific")
LINES = lines(SOUTH, NORTH, GROUND)


def gaps_around(*rows: dict[str, object], km: float = 3.0) -> Gaps:
    return gaps(LINES, GROUND, sites(*rows), km * 1e3)


def post(site_id: str, x: float, y: float = -10, uncertainty_m: int = 0) -> dict[str, object]:
    return site(site_id, x, y, POST, uncertainty_m=uncertainty_m)


def ends(table: pd.DataFrame, line: str = "MEX") -> list[tuple[float, float]]:
    rows = table[table["line"] == line].sort_values("start_km")
    return [(round(a, 3), round(b, 3)) for a, b in zip(rows["start_km"], rows["end_km"], strict=True)]


def total(gap: Gaps, column: str, line: str = "MEX") -> float:
    return float(gap.totals[column][line])


def test_a_line_knows_its_length_and_its_municipios() -> None:
    south, north = LINES
    assert south.length_m == pytest.approx(20_000, abs=0.01)
    assert south.km_by_municipio() == {101: pytest.approx(10), 102: pytest.approx(10)}
    assert (south.is_coast, north.is_coast) == (False, True)
    assert list(north.km_by_municipio(9_000, 10_500)) == [201, 202]


def test_a_line_starts_in_the_west_however_it_is_stored() -> None:
    backwards = SOUTH.set_geometry(SOUTH.geometry.reverse())
    again = lines(backwards, NORTH, GROUND)[0]
    assert np.allclose(again.points, LINES[0].points)
    assert again.codigo_muni.tolist() == LINES[0].codigo_muni.tolist()


def test_a_stretch_that_no_municipio_touches_has_none() -> None:
    away = edge((-10, -12), (10, -12))
    line = lines(away, NORTH, GROUND)[0]
    assert line.codigo_muni.tolist() == [NO_MUNICIPIO]
    assert "MEX" not in set(lengths_km([line])["line"])


def test_lines_in_another_reference_system_are_refused() -> None:
    with pytest.raises(CRSError):
        lines(SOUTH.to_crs(GTM), NORTH, GROUND)


def test_two_posts_leave_three_gaps() -> None:
    gap = gaps_around(post("west", -5), post("east", 5))
    assert ends(gap.stretches) == [(0, 2), (8, 12), (18, 20)]
    assert total(gap, "beyond_km") == pytest.approx(8)
    assert total(gap, "beyond_share") == pytest.approx(0.4)
    middle = gap.stretches[gap.stretches["line"] == "MEX"].iloc[0]
    assert (middle["from_site_id"], middle["to_site_id"]) == ("west", "east")
    assert middle["codigo_muni"] == (101, 102)
    assert middle["furthest_km"] == pytest.approx(5)


def test_the_longest_gap_comes_first_and_is_drawn_where_it_is() -> None:
    stretches = gaps_around(post("west", -5), post("east", 5), site("port", 0, 10)).stretches
    assert stretches["length_km"].tolist() == pytest.approx([7, 7, 4, 2, 2])
    assert (stretches.to_crs(GTM).length / 1e3).tolist() == pytest.approx([7, 7, 4, 2, 2])


def test_each_post_has_its_stretch() -> None:
    catchments = gaps_around(post("west", -5), post("east", 5)).catchments
    assert [end for _, end in ends(catchments)] == pytest.approx([10, 20], abs=0.06)
    assert catchments["site_id"].tolist() == ["west", "east"]


def test_a_region_has_its_part_of_each_gap_and_sites_outside_serve_it() -> None:
    table = sites(post("west", -5), post("east", 5))
    gap = gaps(LINES, GROUND, table, 3e3, part=GROUND.part([102]))
    assert ends(gap.stretches) == [(10, 12), (18, 20)]
    assert total(gap, "length_km") == pytest.approx(10)
    assert total(gap, "beyond_km") == pytest.approx(4)
    assert total(gap, "furthest_km") == pytest.approx(5)
    assert ends(gap.catchments) == [(10, 20)]
    assert gap.profile["along_km"].tolist() == list(range(10, 20))
    assert list(gap.totals.index) == ["MEX"]
    alone = gaps(LINES, GROUND, sites(post("west", -5)), 3e3, part=GROUND.part([102]))
    assert ends(alone.stretches) == [(10, 20)]


def test_an_area_cuts_a_gap_where_its_outline_is() -> None:
    area = box(*metres(-7, -12), *metres(4, 0))
    gap = gaps(LINES, GROUND, sites(post("west", -5)), 3e3, part=GROUND.part([], area))
    assert ends(gap.stretches) == [pytest.approx((8, 14), abs=0.06)]
    assert total(gap, "length_km") == pytest.approx(11, abs=0.06)


def test_a_region_without_border_and_coast_has_no_gap() -> None:
    inland = box(*metres(-5, -5), *metres(5, 5))
    gap = gaps(LINES, GROUND, sites(post("west", -5)), 3e3, part=GROUND.part([], inland))
    assert gap.totals.empty
    assert gap.stretches.empty
    assert gap.profile.empty


@settings(max_examples=15, deadline=None)
@given(km=st.floats(0.5, 15), east=st.floats(-10, 10))
def test_the_gaps_of_the_parts_are_those_of_the_country(km: float, east: float) -> None:
    table = sites(post("a", east), site("port", -east, 10))
    whole = gaps(LINES, GROUND, table, km * 1e3).totals
    parts = [gaps(LINES, GROUND, table, km * 1e3, part=GROUND.part([code])) for code in CODES]
    for column in ("length_km", "beyond_km", "beyond_km_low", "beyond_km_high"):
        summed = sum(part.totals[column].sum() for part in parts)
        assert summed == pytest.approx(whole[column].sum(), abs=1e-6)


def test_ports_are_sought_along_the_coast_only() -> None:
    gap = gaps_around(post("post", 0, 10), site("port", 0, -10))
    assert gap.totals["beyond_share"].tolist() == [1, 1]
    both = gaps(LINES, GROUND, sites(post("post", 0), site("port", 0, 10)), 3e3)
    assert both.totals["beyond_km"].tolist() == [pytest.approx(14), pytest.approx(14)]
    other = gaps(LINES, GROUND, sites(site("port", 0, -10)), 3e3, Sought(border=(Kind.PORT,)))
    assert total(other, "beyond_km") == pytest.approx(14)


def test_a_line_without_any_site_is_one_gap_of_unknown_remoteness() -> None:
    gap = gaps_around(site("lost", kind=POST))
    assert ends(gap.stretches) == [(0, 20)]
    assert np.isinf(total(gap, "furthest_km"))
    assert gap.border_sites.left_out.index.tolist() == ["lost"]
    assert gap.catchments.empty
    assert gap.stretches["from_site_id"].isna().all()


def test_an_uncertain_post_gives_a_gap_of_uncertain_length() -> None:
    gap = gaps_around(post("a", -10, uncertainty_m=1000), km=5).stretches
    row = gap[gap["line"] == "MEX"].iloc[0]
    assert (row["length_km_low"], row["length_km"], row["length_km_high"]) == (
        pytest.approx(14), pytest.approx(15), pytest.approx(16)
    )  # fmt: skip
    assert (row["furthest_km_low"], row["furthest_km"], row["furthest_km_high"]) == (
        pytest.approx(19), pytest.approx(20), pytest.approx(21)
    )  # fmt: skip


def test_an_unplaced_post_gives_the_length_with_and_without_it() -> None:
    lost = site("lost", kind=POST) | {"codigo_muni": 102, "codigo_depto": 1}
    gap = gaps_around(post("west", -10), lost, km=3)
    row = gap.stretches[gap.stretches["line"] == "MEX"].iloc[0]
    assert row["length_km"] == pytest.approx(17)
    assert row["unplaced_site_ids"] == ("lost",)
    # At the line it covers 6 km; further inside its municipio, 10 km deep, none.
    assert row["length_km_with_low"] == pytest.approx(11, abs=0.3)
    assert row["length_km_with_high"] == pytest.approx(17)
    assert gap.stretches[gap.stretches["line"] == "pacific"]["unplaced_site_ids"].tolist() == [()]


def test_a_stretch_far_from_the_region_of_an_unplaced_post_is_as_long_as_it_is() -> None:
    lost = site("lost", kind=POST) | {"codigo_muni": 202, "codigo_depto": 2}
    row = gaps_around(post("west", -10), lost, km=3).stretches.iloc[1]
    assert (row["line"], row["unplaced_site_ids"]) == ("MEX", ())
    assert np.isnan(row["length_km_with_low"])


def test_a_post_of_which_only_the_departamento_is_known_may_be_anywhere_in_it() -> None:
    lost = site("lost", kind=POST) | {"codigo_muni": pd.NA, "codigo_depto": 1}
    row = gaps_around(post("west", -10), lost, km=3).stretches.set_index("line").loc["MEX"]
    assert row["unplaced_site_ids"] == ("lost",)
    nowhere = lost | {"codigo_depto": pd.NA}
    row = gaps_around(post("west", -10), nowhere, km=3).stretches.set_index("line").loc["MEX"]
    assert row["unplaced_site_ids"] == ()


def test_the_real_gap_at_bethel_tells_what_the_post_may_change() -> None:
    measured = lines(read_border(), read_coast(), ground_of_guatemala())
    found = gaps(measured, ground_of_guatemala(), read_sites(), 25e3).stretches
    rows = found[found["unplaced_site_ids"].map(bool)]
    assert rows["unplaced_site_ids"].tolist() == [("bethel",)]
    row = rows.iloc[0]
    assert (row["from_site_id"], row["to_site_id"]) == ("ingenieros", "el-ceibo")
    assert row["length_km_with_low"] < row["length_km_with_high"] <= row["length_km"]


def test_the_profile_has_every_kilometre() -> None:
    profile = gaps_around(post("a", -10)).profile
    south = profile[profile["line"] == "MEX"]
    assert np.allclose(south["distance_km"], south["along_km"], atol=1e-3)
    assert south["along_km"].tolist() == list(range(20))


def test_a_run_ends_where_the_distance_crosses() -> None:
    at = np.array([0.0, 10.0, 20.0, 30.0])
    assert list(beyond(at, np.array([0.0, 10.0, 10.0, 0.0]), 5.0)) == [(5, 25)]
    assert list(beyond(at, np.array([10.0, 0.0, 0.0, 10.0]), 5.0)) == [(0, 5), (25, 30)]
    assert list(beyond(at, np.array([1.0, 1.0, 1.0, 1.0]), 5.0)) == []
    assert list(beyond(at, np.full(4, 5.0), 5.0)) == []


positions = st.lists(st.floats(-10, 10), min_size=1, max_size=4)


@settings(max_examples=12)
@given(positions, st.floats(0.1, 12), st.floats(0, 10))
def test_gaps_shrink_as_the_distance_grows(where: list[float], km: float, more: float) -> None:
    rows = [post(f"p{n}", x) for n, x in enumerate(where)]
    near, far = gaps_around(*rows, km=km), gaps_around(*rows, km=km + more)
    assert total(far, "beyond_km") <= total(near, "beyond_km") + 1e-6


@settings(max_examples=12)
@given(positions, st.floats(-10, 10))
def test_another_post_never_lengthens_the_gaps(where: list[float], added: float) -> None:
    rows = [post(f"p{n}", x) for n, x in enumerate(where)]
    before, after = gaps_around(*rows), gaps_around(*rows, post("q", added))
    for column in ("beyond_km", "beyond_km_low", "beyond_km_high"):
        assert total(after, column) <= total(before, column) + 1e-6


@settings(max_examples=12)
@given(positions, st.integers(0, 3000))
def test_stretches_add_up_to_their_totals_and_catchments_to_the_line(where: list[float], u: int) -> None:
    gap = gaps_around(*(post(f"p{n}", x, uncertainty_m=u) for n, x in enumerate(where)))
    south = gap.stretches[gap.stretches["line"] == "MEX"]
    assert south["length_km"].sum() == pytest.approx(total(gap, "beyond_km"), abs=1e-6)
    assert gap.catchments["length_km"].sum() == pytest.approx(20, abs=1e-4)
    assert (south["length_km_low"] <= south["length_km"] + 1e-6).all()
    assert (south["length_km"] <= south["length_km_high"] + 1e-6).all()


@pytest.fixture(scope="module")
def guatemala() -> DemandAreas:
    return ground_of_guatemala()


@pytest.fixture(scope="module")
def measured(guatemala: DemandAreas) -> tuple[Line, ...]:
    assert guatemala is real_guatemala().ground
    return real_guatemala().lines


def test_lines_are_as_long_as_the_boundaries_say(measured: tuple[Line, ...]) -> None:
    stated = pd.concat([read_border(), read_coast()])["length_km"].tolist()
    assert [line.length_m / 1e3 for line in measured] == pytest.approx(stated, abs=1e-3)


def test_border_lengths_are_near_the_official_ones(measured: tuple[Line, ...]) -> None:
    """Official lengths differ among themselves by up to 5 %; detail and river mouths add as much."""
    official = {"MEX": (958, 965), "BLZ": (266, 266), "HND": (244, 256), "SLV": (199, 203)}
    for line in measured[:4]:
        low, high = official[line.name]
        assert 0.93 * low < line.length_m / 1e3 < 1.04 * high


def test_44_municipios_lie_on_the_land_border(measured: tuple[Line, ...]) -> None:
    by_municipio = lengths_km(measured)
    on_land = by_municipio[~by_municipio["is_coast"]]
    assert on_land["codigo_muni"].nunique() == 44
    assert on_land["km"].sum() == pytest.approx(sum(line.length_m for line in measured[:4]) / 1e3)


def test_the_mouth_of_the_rio_dulce_is_the_lakes_and_no_municipios(measured: tuple[Line, ...]) -> None:
    caribbean = next(line for line in measured if line.name == "caribbean")
    assert caribbean.km_by_municipio()[NO_MUNICIPIO] == pytest.approx(3.2, abs=0.1)


def test_the_most_remote_point_is_as_far_by_geodesic(
    guatemala: DemandAreas, measured: tuple[Line, ...]
) -> None:
    table = read_sites()
    profile = gaps(measured, guatemala, table, 2e4).profile
    top = profile.nlargest(1, "distance_km").iloc[0]
    place = table.geometry[str(top["site_id"])]
    _, _, geodesic = Geod(ellps="WGS84").inv(top["longitude"], top["latitude"], place.x, place.y)
    assert top["distance_km"] == pytest.approx(geodesic / 1e3, abs=0.15)


def test_bethel_may_close_the_gap_along_the_usumacinta(
    guatemala: DemandAreas, measured: tuple[Line, ...]
) -> None:
    result = gaps(measured, guatemala, read_sites(), 3e4)
    assert result.border_sites.left_out.index.tolist() == ["bethel"]
    longest = result.stretches.iloc[0]
    assert longest["line"] == "MEX"
    assert 1713 in longest["codigo_muni"]
