"""Server and browser follow the same rules: `rules.json`, also read by `rules_test.js`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point

from geo.choices.list_kinds import System
from geo.dataset.gazetteer import Form, Gazetteer, PlaceKind, PlaceName, best, folded
from geo.dataset.ground import TownKind
from geo.drawn_area import GEOD, AreaError, DrawnArea, from_text
from geo.exports.documents.map_names import NameToPlace, placed
from geo.exports.documents.map_sites import short_name
from geo.exports.documents.map_symbols import PIN, Placed, arranged
from geo.lists.cell_parsing import to_wgs84
from geo.mapping.ground_styles import TOWN_TIERS, relief_opacity, town_from
from geo.mapping.map_styles import Way, hatch_of
from geo.selection import FILTERS, Selection, choice_columns, from_query
from geo.share_links import view_of
from geo.views.sites_view import region_of, sites_view

RULES: Mapping[str, Any] = json.loads(Path(__file__).with_name("rules.json").read_text(encoding="utf-8"))
PLACES = Gazetteer(
    PlaceName(folded(place["name"]), Form.OWN, PlaceKind(place["kind"]), place["code"], place["name"])
    for place in RULES["places"]
)


@pytest.fixture(scope="module")
def sites():
    rows = RULES["sites"]
    frame = gpd.GeoDataFrame(rows, geometry=[Point(0, 0)] * len(rows), crs="EPSG:4326")
    frame = frame.astype({"codigo_depto": "Int64", "codigo_muni": "Int64"})
    return frame.assign(layer="ports", longitude=-97.0, latitude=21.0, uncertainty_m=0.0).set_index(
        "site_id"
    )


def test_a_pin_has_the_same_outline():
    assert RULES["pin"] == PIN


@pytest.mark.parametrize(("colour", "hatch"), RULES["hatches"].items())
def test_a_hatch_is_dark_on_light_and_light_on_dark(colour, hatch):
    assert hatch_of(colour) == hatch


@pytest.mark.parametrize("rule", RULES["towns"], ids=lambda rule: f"{rule['kind']} {rule['rank']}")
def test_a_larger_town_is_shown_from_further_away(rule):
    assert town_from(TownKind(rule["kind"]), rule["rank"]) == rule["zoom"]


def test_the_browser_is_sent_these_tiers():
    assert json.loads(json.dumps(TOWN_TIERS)) == RULES["tiers"]


@pytest.mark.parametrize("rule", RULES["relief"], ids=lambda rule: f"zoom {rule['zoom']}")
def test_the_relief_fades_out_as_the_map_comes_closer(rule):
    assert relief_opacity(rule["zoom"]) == rule["opacity"]


@pytest.mark.parametrize("rule", RULES["regions"], ids=lambda rule: rule["chosen"])
def test_a_municipio_narrows_its_departamento(rule):
    selection, dropped = from_query(dict(parse_qsl(rule["chosen"])))
    region = region_of(selection)
    assert [*region.departamentos] == rule["departamentos"]
    assert [*region.municipios] == rule["municipios"]
    assert not dropped


@pytest.mark.parametrize("rule", RULES["views"], ids=lambda rule: rule["at"])
def test_an_address_holds_a_view_or_none(rule):
    view = view_of(rule["at"])
    assert (view and [view.latitude, view.longitude, view.zoom]) == rule["view"]


@pytest.mark.parametrize("rule", RULES["choices"], ids=lambda rule: json.dumps(rule["choice"]))
def test_filters_let_the_same_sites_through(rule, sites):
    chosen: dict[str, Any] = {name: tuple(values) for name, values in rule["choice"].items()}
    selection = Selection(**chosen)
    assert list(sites_view(selection, sites).filtered.index) == rule["sites"]


def test_every_filter_has_a_case():
    chosen = {name for rule in RULES["choices"] for name in rule["choice"]}
    assert chosen == {row.attribute for row in FILTERS}


def test_the_cases_name_the_columns_of_the_registry():
    assert RULES["filters"] == choice_columns()


@pytest.mark.parametrize("rule", RULES["areas"], ids=lambda rule: rule["text"])
def test_an_area_has_one_text(rule):
    area = DrawnArea(tuple(map(tuple, rule["corners"])), rule["radius"])
    assert from_text(rule["text"]) == area
    assert area.to_text() == rule["text"]


@pytest.mark.parametrize("rule", RULES["no_areas"], ids=lambda rule: rule["name"])
def test_any_other_text_is_no_area(rule):
    with pytest.raises(AreaError):
        from_text(rule["text"])


def test_a_circle_is_geodesic():
    ring = from_text(RULES["ring"]["text"]).ring
    for point in RULES["ring"]["points"]:
        assert ring[point["n"]] == pytest.approx(point["position"], abs=1e-8)


@pytest.mark.parametrize("rule", RULES["geodesics"], ids=lambda rule: f"{rule['metres']} m")
def test_a_length_is_that_of_pyproj(rule):
    metres = GEOD.inv(*rule["start"], *rule["end"])[2]
    assert metres == pytest.approx(rule["metres"], abs=1e-3)


@pytest.mark.parametrize("rule", RULES["arrangements"], ids=lambda rule: rule["name"])
def test_close_symbols_lean_apart_or_pile_up(rule):
    parts = arranged([Placed(*place) for place in rule["places"]], rule["width"])
    assert [[[*part.members], part.tilts and [*part.tilts]] for part in parts] == rule["parts"]


@pytest.mark.parametrize("rule", RULES["names"], ids=lambda rule: rule["name"])
def test_names_lie_where_there_is_room(rule):
    names = [NameToPlace(**{**name, "way": Way(name["way"])}) for name in rule["names"]]
    steps = placed(names, rule["taken"], (0, 0, 100, 100))
    assert [step and pytest.approx(step) for step in steps] == [
        step and tuple(step) for step in rule["steps"]
    ]


@pytest.mark.parametrize("rule", RULES["short_names"], ids=lambda rule: rule["name"])
def test_a_short_name_has_no_addition(rule):
    assert short_name(rule["name"]) == rule["short"]


@pytest.mark.parametrize("rule", RULES["folded"], ids=lambda rule: rule["text"])
def test_a_name_is_folded_for_the_search(rule):
    assert folded(rule["text"]) == rule["folded"]


@pytest.mark.parametrize("rule", RULES["searches"], ids=lambda rule: rule["query"])
def test_the_search_finds_the_same_first(rule):
    hits = best(rule["query"], PLACES)
    assert (hits[0].code if hits else None) == rule["first"]


@pytest.mark.parametrize("rule", RULES["utm"], ids=lambda rule: str(rule["position"]))
def test_utm_is_that_of_pyproj(rule):
    system = {15: System.UTM15, 16: System.UTM16}[rule["zone"]]
    position = to_wgs84(np.array([rule["easting"]]), np.array([rule["northing"]]), system)
    assert np.concatenate(position) == pytest.approx(rule["position"], abs=1e-8)
