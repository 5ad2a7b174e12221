"""The search finds the place that a reader means."""

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dataset.census import read_regions
from geo.dataset.gazetteer import (
    NAMES,
    Gazetteer,
    Hit,
    PlaceKind,
    best,
    folded,
    gazetteer,
    read_names,
)
from geo.errors import UnknownCodeError
from tests.geo.dataset.mutation import broken_columns, mutated
from tests.shared_data import ATLAS

SITES = (
    ("Puerto Santo Tomás de Castilla", "santo-tomas"),
    ("Port of Santo Tomás de Castilla", "santo-tomas"),
    ("Comisaría Modelo de Villa Nueva", "mpp-villa-nueva"),
)
MUNICIPIOS = ATLAS.population
OWN_NAMES = [*MUNICIPIOS["municipio"], *read_regions()["departamento"]]


@cache
def names_with(sites: tuple[tuple[str, str], ...]) -> Gazetteer:
    return gazetteer(MUNICIPIOS, read_regions(), read_names(), sites)


def search(query: str, sites: tuple[tuple[str, str], ...] = (), limit: int = 10) -> tuple[Hit, ...]:
    return best(query, names_with(sites), limit)


def found(query: str, limit: int = 10) -> list[tuple[str, int | str]]:
    return [(hit.what.value, hit.code) for hit in search(query, SITES, limit)]


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("villa nueba", ("municipio", 115)),
        ("peten", ("departamento", 17)),
        ("quezaltenango", ("departamento", 9)),
        ("Guatemala City", ("municipio", 101)),
        ("xela", ("departamento", 9)),
        ("chichicastenango", ("municipio", 1406)),
        ("chichicastenago", ("municipio", 1406)),
        ("tecun uman", ("municipio", 1217)),
        ("livinston", ("municipio", 1802)),
        ("huehue", ("departamento", 13)),
        ("petne", ("departamento", 17)),
        ("mico", ("municipio", 108)),
        ("san pedro sacatepéquez, san marcos", ("municipio", 1202)),
        ("san jose peten", ("municipio", 1702)),
        ("port of santo tomas", ("site", "santo-tomas")),
        ("comisaria modelo", ("site", "mpp-villa-nueva")),
    ],
)
def test_the_first_hit_is_what_was_meant(query: str, first: tuple[str, int | str]) -> None:
    assert found(query)[0] == first


def test_san_jose_is_several() -> None:
    hits = search("san jose", limit=20)
    assert [hit.code for hit in hits[:2]] == [509, 1702]
    assert {hit.score for hit in hits[:2]} == {100.0}
    assert {103, 2002, 702, 402, 104, 1214} <= {hit.code for hit in hits}


def test_santo_tomas_is_two_municipios_and_a_port() -> None:
    assert found("santo tomas") == [("municipio", 1017), ("municipio", 1406), ("site", "santo-tomas")]


def test_a_departamento_comes_before_its_namesake_and_then_its_municipios() -> None:
    hits = found("peten", limit=20)
    assert hits[0] == ("departamento", 17)
    assert {code for what, code in hits[1:] if what == "municipio"} == set(range(1701, 1715))
    assert found("escuintla")[:2] == [("departamento", 5), ("municipio", 501)]


@pytest.mark.parametrize("query", ["", "   ", "¿?", "zzz", "asdfgh qwerty"])
def test_an_empty_query_has_no_results(query: str) -> None:
    assert search(query, SITES) == ()


def test_a_place_appears_once_under_its_own_name() -> None:
    hits = [hit for hit in search("villa nueva", SITES) if hit.what is PlaceKind.MUNICIPIO]
    assert hits == [Hit(PlaceKind.MUNICIPIO, 115, "Villa Nueva", 100.0)]


def test_the_limit_of_results_is_kept() -> None:
    assert len(search("san", limit=7)) == 7


def test_a_places_own_name_finds_it_first() -> None:
    assert [name for name in OWN_NAMES if search(name)[0].name != name] == []


@given(st.sampled_from(OWN_NAMES), st.sampled_from([str.upper, str.lower, str.title, without_accents]))
def test_accents_and_case_do_not_matter(name: str, change: Callable[[str], str]) -> None:
    assert search(change(name)) == search(name)


@given(st.sampled_from([name for name in OWN_NAMES if len(name) > 7]), st.data())
def test_one_typo_is_tolerated(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 2))
    typos = [name[:at] + name[at + 1 :], name[:at] + name[at + 1] + name[at] + name[at + 2 :]]
    names = {hit.name for hit in search(data.draw(st.sampled_from(typos)), limit=30)}
    assert name in names


@given(st.text(max_size=40))
def test_any_text_is_an_answerable_question(query: str) -> None:
    hits = search(query, SITES)
    assert list(hits) == sorted(hits, key=lambda hit: -hit.score)
    assert all(0 < hit.score <= 100 for hit in hits)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_variants_are_not_what_another_place_is_called() -> None:
    names = read_names()
    own = {folded(name) for name in MUNICIPIOS["municipio"]}
    also = names[(names["level"] == PlaceKind.MUNICIPIO) & names["variant"].map(folded).isin(own)]
    assert also["variant"].tolist() == ["El Progreso", "Pueblo Nuevo"], (
        "former names of Guastatoya and Tiquisate"
    )
    assert not names.duplicated(["level", "code", "variant"]).any()


def test_a_variant_of_no_place_is_refused() -> None:
    stray = pd.DataFrame({"level": [PlaceKind.MUNICIPIO], "code": [2301], "variant": ["Nowhere"]})
    with pytest.raises(UnknownCodeError, match="no municipio has the code 2301"):
        gazetteer(MUNICIPIOS, read_regions(), stray)


def test_an_unknown_level_or_origin_is_reported(tmp_path: Path) -> None:
    key = "municipio-901-xela"
    assert broken_columns(NAMES, mutated(tmp_path, NAMES, key, level="aldea")) == {"level"}
    assert broken_columns(NAMES, mutated(tmp_path, NAMES, key, origin="rumour")) == {"origin"}


def test_without_names_there_are_no_results() -> None:
    assert best("guatemala", Gazetteer([])) == ()


SHORT = {
    "Xenacoj": 305, "Alotenango": 314, "Poaquil": 402, "Comalapa": 404, "Pochuta": 408, "Balanyá": 410,
    "Yepocapa": 412, "Itzapa": 413, "San Bartolo": 808, "Olintepeque": 903, "Ostuncalco": 909,
    "Colomba": 917, "La Máquina": 1021,
    "El Rodeo": 1214, "Chichicastenango": 1406, "Uspantán": 1415, "El Chol": 1506,
    "Tucurú": 1606, "Lanquín": 1611, "Cahabón": 1612, "La Tinta": 1616,
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), SHORT.items())
def test_a_common_short_name_is_the_whole_name_of_one_municipio(name, code):
    """Lists name Chichicastenango so; rows that only resemble a name are not placed."""
    keys = {entry.code for entry in names_with(()).entries if entry.key == folded(name)}
    assert keys == {code}
    assert search(name)[0].code == code
    assert search(name)[0].score == 99.5


def test_no_short_name_is_that_of_another_municipio():
    """A short name added in one departamento once could have hidden a place in another."""
    names = read_names()
    own = {
        folded(name): code
        for code, name in zip(MUNICIPIOS["codigo_muni"], MUNICIPIOS["municipio"], strict=True)
    }
    short = names[(names["origin"] == "usage") & (names["level"] == "municipio")]
    assert not [
        name
        for code, name in zip(short["code"], short["variant"], strict=True)
        if own.get(folded(name), code) != code
    ]
