"""Cells that name a place: codes, typos, accents, homonyms, two parts in a cell."""

import re
from collections import Counter

import pytest

from geo.choices.list_kinds import Reason
from geo.dataset.gazetteer import folded
from tests.geo.lists.list_files import guatemala
from tests.shared_data import ATLAS


def read(municipio, departamento=""):
    (place,) = guatemala().names.places([(municipio, departamento)])
    return (place.municipio, place.departamento, place.reason)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Mixco", 108),
        ("MIXCO", 108),
        ("mixko", 108),
        ("Municipio de Mixco", 108),
        ("Chimaltenago", 401),
        ("Xela", 901),
        # Short names that planners write; two of them were taken for another place that looks like them.
        ("Nebaj", 1413),
        ("Antigua", 301),
        ("Ixcán", 1420),
        ("Sta. Lucía Cotz.", 502),
        ("Soloma", 1308),
        ("Chichi", 1406),
        ("Huehue", 1301),
        ("carcha", 1609),
        ("Mixco, Guatemala", 108),
        ("Guatemala, Mixco", 108),
        ("Mixco (Guatemala)", 108),
        ("Mixco, Guatemala, Guatemala", 108),
        ("San José, Petén", 1702),
        ("SAN JOSE - PETEN", 1702),
        ("San Jose, Petn", 1702),
        ("Puerto Barrios / Izabal", 1801),
        ("0108", 108),
        ("108", 108),
        ("108.0", 108),
        ("2217", 2217),
    ],
)
def test_a_municipio_is_found(cell, code):
    assert read(cell) == (code, code // 100, Reason.NONE)


@pytest.mark.parametrize(
    ("municipio", "departamento", "code"),
    [("San José", "Petén", 1702), ("San Jose", "17", 1702), ("8", "1", 108), ("Mixco", "Guatemla", 108)],
)
def test_a_departamento_beside_it_tells_homonyms_apart(municipio, departamento, code):
    assert read(municipio, departamento)[0] == code


@pytest.mark.parametrize("cell", ["Petén", "peten", "17", "Departamento de Petén", "El Petén"])
def test_a_departamento_alone_is_known_no_finer(cell):
    assert read("", cell) == (0, 17, Reason.NONE)


@pytest.mark.parametrize(
    ("municipio", "departamento", "reason"),
    [
        ("", "", Reason.EMPTY),
        ("San José", "", Reason.AMBIGUOUS),
        # Two municipios are San Pedro Sacatepéquez; V. may be Villa or Valle.
        ("San Pedro Sac", "", Reason.UNKNOWN_NAME),
        ("V. Nueva", "", Reason.UNKNOWN_NAME),
        ("Mixco", "Petén", Reason.CONFLICT),
        ("108", "17", Reason.CONFLICT),
        ("Nowhere at all", "", Reason.UNKNOWN_NAME),
        ("", "Nowhere at all", Reason.UNKNOWN_NAME),
        ("9999", "", Reason.UNKNOWN_CODE),
        ("", "23", Reason.UNKNOWN_CODE),
        ("x" * 500, "", Reason.UNKNOWN_NAME),
    ],
)
def test_a_place_that_is_not_known_has_its_reason(municipio, departamento, reason):
    assert read(municipio, departamento)[2] is reason


OTHER_MEANINGS = {
    "atitan": "like the lake Atitlán, to which a typo would lead",
    "bautista": "a saint's name",
    "ermita": "a word",
    "naranjo": "a word; El Naranjo is a border post in Petén",
    "pacaya": "a volcano, on the border of two departamentos",
    "utatlan": "the ruins near Santa Cruz del Quiché",
    "visitacion": "a word",
}
"""Ends of names that are no short name of the municipio."""


def test_the_end_of_a_saints_name_is_enough_where_no_other_place_has_it():
    names = [
        (folded(name), code)
        for name, code in ATLAS.municipios[["municipio", "codigo_muni"]].itertuples(index=False)
    ]
    words = Counter(word for name, _ in names for word in set(name.split()))
    short = {
        match[1]: code
        for name, code in names
        if (match := re.fullmatch(r"(?:san|santa|santo) \w+ (\w+)", name)) and words[match[1]] == 1
    }
    assert OTHER_MEANINGS.keys() <= short.keys()
    expected = {name: code for name, code in short.items() if name not in OTHER_MEANINGS}
    assert len(expected) > 40
    assert {name: read(name)[0] for name in expected} == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Alotenango", 314),
        ("Comalapa", 404),
        ("Pochuta", 408),
        ("Yepocapa", 412),
        ("San Bartolo", 808),
        ("Olintepeque", 903),
        ("Ostuncalco", 909),
        ("Colomba", 917),
        ("El Rodeo", 1214),
        ("Chichicastenango", 1406),
        ("Uspantán", 1415),
        ("El Chol", 1506),
        ("Tucurú", 1606),
        ("Lanquín", 1611),
        ("Cahabón", 1612),
        ("Chiquirichapa", 911),
        ("Palo Gordo", 1227),
    ],
)
def test_a_common_short_name_is_enough(cell, code):
    assert read(cell) == (code, code // 100, Reason.NONE)


def test_every_spelling_of_a_municipio_is_matched():
    names = guatemala().names
    cells = [(key.upper(), "") for key in names.whole]
    assert [place.municipio for place in names.places(cells)] == list(names.whole.values())


def test_what_was_not_read_by_the_letter_says_how_alike_it_is():
    exact, typo = guatemala().names.places([("Mixco", ""), ("Mixko", "Guatemala")])
    assert exact.likeness == 1
    assert typo.likeness == pytest.approx(0.8)
