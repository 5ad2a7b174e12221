"""Columns are recognised by name, and rows have a location or a reason."""

from dataclasses import replace

import numpy as np
import pytest

from geo.choices.list_kinds import Fix, PlacedAs, ReadBy, Reason, System
from geo.crs import to_gtm
from geo.exports.tables.list_tables import placed_rows, unplaced_rows
from geo.exports.tables.sheets import table_csv
from geo.lists.column_detection import offers, recognised
from geo.lists.placement import place
from tests.geo.lists.list_files import guatemala, listed, read_and_placed

HEADINGS = [
    ("longitude", "latitude"), ("Longitud", "Latitud"), ("lon", "lat"), ("LNG", "LAT"), ("x", "y"),
    ("Long_DD", "Lat_DD"), ("LongitudDecimal", "LatitudDecimal"), ("coord_x", "coord_y"), ("a", "b"),
    ("longitud (W)", "latitud (N)"), ("geo_lon", "geo_lat"), ("POINT_X", "POINT_Y"),
]  # fmt: skip


@pytest.mark.parametrize(("x", "y"), HEADINGS)
def test_longitude_and_latitude_are_recognised_in_their_many_names(x, y):
    reading, placed = read_and_placed(listed(f"id;{y};{x}\n1;14,63;-90,51\n2;14,64;-90,52\n"))
    assert (reading.x, reading.y, reading.system) == (x, y, System.WGS84)
    assert placed.municipio.tolist() == [101, 101]


@pytest.mark.parametrize(
    ("heading", "system", "x", "y"),
    [
        ("{}", System.GTM, 498_925, 1_618_000),
        ("{}_GTM", System.GTM, 498_925, 1_618_000),
        ("utm15_{}", System.UTM15, 768_000, 1_619_000),
        ("{} UTM 16N", System.UTM16, 121_800, 1_621_000),
    ],
)
def test_metres_are_recognised(heading, system, x, y):
    columns = heading.format("X"), heading.format("Y")
    reading, placed = read_and_placed(listed(f"id,{columns[0]},{columns[1]}\n1,{x},{y}\n2,{x + 9},{y}\n"))
    assert reading.system is system
    assert placed.departamento.tolist() == [1, 1]


def test_a_named_departamento_tells_between_two_systems_that_both_fit():
    # In GTM these metres lie in Izabal, in UTM zone 15 in Guatemala: only the second agrees with the names.
    text = "x,y,departamento\n768000,1619000,Guatemala\n768100,1619000,Guatemala\n"
    reading, placed = read_and_placed(listed(text))
    assert reading.system is System.UTM15
    assert placed.count(PlacedAs.POINT) == 2


def test_gtm_comes_back_to_where_it_was():
    (x,), (y,) = to_gtm(np.array([-90.51]), np.array([14.63]))
    _, placed = read_and_placed(listed(f"x;y\n{x:.2f};{y:.2f}\n".replace(".", ",")))
    assert placed.longitude[0] == pytest.approx(-90.51, abs=1e-6)
    assert placed.latitude[0] == pytest.approx(14.63, abs=1e-6)


def test_degrees_minutes_and_seconds_in_two_columns():
    text = 'Latitud;Longitud\n"14°37\'48""N";"90°30\'36""O"\n14 37 48;-90 30 36\n'
    _, placed = read_and_placed(listed(text))
    assert placed.longitude == pytest.approx([-90.51, -90.51])
    assert placed.latitude == pytest.approx([14.63, 14.63])


def test_one_column_for_both_coordinates():
    reading, placed = read_and_placed(listed('id,coordenadas\n1,"14.63, -90.51"\n2,"14.64, -90.52"\n'))
    assert reading.method is ReadBy.PAIR
    assert placed.municipio.tolist() == [101, 101]


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        ("codigo_muni", "0108", 108),
        ("Cod. Municipio", "108", 108),
        ("Municipio,Departamento", "Mixco,Guatemala", 108),
        ("lugar", '"Mixco, Guatemala"', 108),
        ("cualquiera", '"Mixco, Guatemala"', 108),
        ("MUN,DEPTO", "8,1", 108),
    ],
)
def test_places_are_recognised_and_are_areas_not_points(header, row, code):
    reading, placed = read_and_placed(listed(f"{header}\n{row}\n"))
    assert reading.method is ReadBy.PLACE
    assert placed.municipio.tolist() == [code]
    assert placed.count(PlacedAs.MUNICIPIO) == 1
    assert not placed.has_point.any()


def test_a_row_without_coordinates_is_placed_by_its_municipio():
    text = "lon,lat,municipio,departamento\n-90.51,14.63,Guatemala,Guatemala\n,,Mixco,Guatemala\n"
    _, placed = read_and_placed(listed(text))
    assert placed.municipio.tolist() == [101, 108]
    assert [placed.count(kind) for kind in (PlacedAs.POINT, PlacedAs.MUNICIPIO)] == [1, 1]


SWAPPED_ROWS = """lon,lat
-90.51,14.63
14.63,-90.51
90.51,14.63
14.63,90.51
0,0
,
x,14
-99.1,19.4
500000,1615000
"""
REASONS_OF_SWAPPED_ROWS = [
    Reason.NONE, Reason.SWAPPED, Reason.SIGN, Reason.SWAPPED_SIGN, Reason.ZERO, Reason.EMPTY,
    Reason.UNREADABLE, Reason.OUTSIDE, Reason.OTHER_SYSTEM,
]  # fmt: skip


def test_every_row_is_placed_or_says_why_not():
    table = listed(SWAPPED_ROWS)
    _, placed = read_and_placed(table)
    rows = unplaced_rows(table, placed)
    assert rows["row"].tolist() == list(range(2, 10))
    assert rows["reason"].tolist() == [str(reason) for reason in REASONS_OF_SWAPPED_ROWS[1:]]
    assert len(rows) + placed.is_placed.sum() == len(table)


FALLBACK = """lon,lat,municipio,departamento
-90.51,14.63,Guatemala,Guatemala
90.51,14.63,Mixco,Guatemala
x,14,Mixco,Guatemala
0,0,,Guatemala
0,0,Nowhere,
,,Mixco,Guatemala
"""


def test_a_row_whose_coordinates_fail_falls_back_to_its_municipio_and_says_so():
    table = listed(FALLBACK)
    reading, placed = read_and_placed(table)
    assert placed.municipio.tolist() == [101, 108, 108, 0, 0, 108]
    assert placed.is_fallback.tolist() == [False, True, True, False, False, False]
    assert placed.fallback_reasons() == {Reason.UNREADABLE: 1, Reason.SIGN: 1}
    assert placed.reasons() == {Reason.ZERO: 2}
    assert not placed.has_point[1:].any()
    rows = placed_rows(table, placed, {})
    assert rows["placed_as"].tolist()[:4] == ["point", "municipio", "municipio", "nowhere"]
    assert rows["reason"].tolist()[:4] == ["", "sign", "unreadable", "zero"]
    assert [offer.fix for offer in offers(table, reading, placed, guatemala())] == [Fix.SIGN]
    fixed = place(table, replace(reading, fixes=frozenset({Fix.SIGN})), guatemala())
    assert fixed.fallback_reasons() == {Reason.UNREADABLE: 1}
    assert fixed.has_point[1]


def test_a_slip_is_offered_as_a_fix_and_mended_only_when_asked():
    table = listed(SWAPPED_ROWS)
    reading, placed = read_and_placed(table)
    offered = {offer.fix: offer.rows for offer in offers(table, reading, placed, guatemala())}
    assert offered == {Fix.SWAP: 1, Fix.SIGN: 1, Fix.SWAP_SIGN: 1}
    corrected = place(table, replace(reading, fixes=frozenset({Fix.SWAP})), guatemala())
    assert corrected.municipio.tolist()[:4] == [101, 101, 0, 0]
    assert corrected.fixes() == {Fix.SWAP: 1}
    assert corrected.longitude[1] == -90.51
    # A row that lies in Guatemala as it is written is never changed.
    assert corrected.fixed[0] == 0


def test_another_system_is_offered_where_most_rows_need_it():
    table = listed("lon,lat\n" + "".join(f"{500_000 + n},1615000\n" for n in range(5)))
    reading, placed = read_and_placed(table)
    assert placed.count(PlacedAs.POINT) == 5
    as_degrees = replace(reading, system=System.WGS84)
    wrong = place(table, as_degrees, guatemala())
    (offer,) = offers(table, as_degrees, wrong, guatemala())
    assert (offer.system, offer.rows) == (System.GTM, 5)


def test_a_lake_is_a_place_in_a_departamento_but_in_no_municipio():
    _, placed = read_and_placed(listed("lon,lat\n-91.2,14.69\n"))
    assert (placed.municipio[0], placed.departamento[0]) == (0, 7)
    assert placed.count(PlacedAs.POINT) == 1


def test_a_heading_that_lies_is_not_believed():
    reading, _ = read_and_placed(listed("lat,lon,este\nMixco,Guatemala,x\n"))
    assert reading.method is ReadBy.PLACE


def test_nothing_recognised_is_said_and_not_guessed():
    table = listed("a,b\nfoo,bar\n")
    reading = recognised(table, guatemala())
    assert not reading.is_complete
    with pytest.raises(ValueError, match="choose them"):
        place(table, reading, guatemala())


def test_rows_of_the_wrong_width_are_listed_with_their_numbers():
    table = listed("lon,lat\n-90.51,14.63\n1,2,3\n-90.52,14.63\n")
    _, placed = read_and_placed(table)
    assert table.numbers.tolist() == [1, 3]
    rows = unplaced_rows(table, placed)
    assert rows[["row", "reason"]].to_numpy().tolist() == [[2, "bad_row"]]


def test_the_result_holds_every_row_with_its_place():
    table = listed("lon,lat,municipio\n-90.51,14.63,=1+1\n0,0,\n")
    reading, _ = read_and_placed(table)
    placed = place(table, replace(reading, municipio=None), guatemala())
    rows = placed_rows(table, placed, {101: "Guatemala", 1: "Guatemala"})
    assert rows["codigo_muni"].tolist()[0] == 101
    assert rows["placed_as"].tolist() == ["point", "nowhere"]
    assert rows["reason"].tolist() == ["", "zero"]
    assert rows["municipio_"].tolist()[0] == "=1+1"
    text = table_csv(rows).decode("utf-8-sig").splitlines()
    assert "'=1+1" in text[1]
    assert text[1].startswith("1,-90.51,14.63,")
