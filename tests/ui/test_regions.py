"""The planning page in both languages: each question shows its view's own figures."""

import re
from functools import partial
from typing import Any

import pytest

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import number_text
from atlas.ui.planning.planning_page import ANSWERS
from atlas.ui.widgets.region_words import km_text, percent, range_text, short_range, span_text
from geo.choices import Kind, Status
from geo.choices.planning_kinds import Level, Measure
from geo.selection import Selection
from geo.views.planning_answers import choropleth_of, coverage_of, filters_of, gaps_of, place, profile_of
from geo.views.sites_view import Region
from tests.shared_data import ATLAS
from tests.ui.app import address, cells_of, map_state, said
from tests.ui.planning import answered, planning_page, texts

Row = dict[str, Any]
EVERYWHERE = filters_of(Selection())
PRECINCTS = (Kind.MODEL_PRECINCT,)


@pytest.fixture(scope="module")
def shelf():
    return ATLAS


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("question", ANSWERS)
def test_each_question_is_complete_in_each_language(question, language):
    app, t = answered(question, lang=language), translator(language)
    assert t("regions.cited", citations="")[:7] in texts(app)
    assert map_state(app)["language"] == language
    assert address(app).get("ask", "profile") == question


@pytest.mark.parametrize("language", Language)
def test_coverage_shows_the_share_with_its_range(shelf, language):
    view = coverage_of(shelf, EVERYWHERE, PRECINCTS, 25.0, Region())
    row: Row = view.totals.T.to_dict()[Measure.PEOPLE_BY_CABECERA]
    t = translator(language)
    app = planning_page("coverage", lang=language)

    def write(share):
        return percent(share, language)

    assert app.metric[0].value == write(row["share"])
    share = range_text(row["share_low"], row["share"], row["share_high"], write, t)
    assert share[1:] in texts(app)
    assert number_text(row["covered"], language) in texts(app)
    gaps = app.dataframe[0].value
    assert gaps[t("regions.not_covered")].tolist() == view.largest_gaps()["not_covered"].tolist()


def test_a_range_names_both_ends_and_the_best_estimate():
    t = translator(Language.ENGLISH)
    assert range_text(0.41, 0.52, 0.63, lambda share: percent(share, Language.ENGLISH, 0), t) == (
        "between 41 and 63%, best estimate 52%"
    )
    assert range_text(7.0, 7.0, 7.0, lambda km: km_text(km, Language.ENGLISH), t) == "7.0 km"


def test_in_a_cell_the_ends_of_a_range_stand_behind_the_figure():
    t = translator(Language.ENGLISH)

    def write(km):
        return km_text(km, Language.ENGLISH)

    row = {"km_low": 289.0, "km": 292.0, "km_high": 296.0}
    assert short_range(row, "km", write, t) == "292 km (289–296 km)"
    assert short_range({"km_low": 231.0, "km": 231.2, "km_high": 231.4}, "km", write, t) == "231 km"
    assert short_range(row | {"km": float("inf")}, "km", write, t) == t("regions.no_data")
    assert span_text(1.0, 1.0, write) == "1.0 km"


@pytest.mark.parametrize("language", Language)
def test_the_nearest_site_outside_has_distance_and_direction(shelf, language):
    t = translator(language)
    rows = profile_of(shelf, EVERYWHERE, place(16)).outside.sort_values("distance_km")
    app = planning_page("profile", lang=language, dep="16")
    assert cells_of(app, t("regions.site")) == rows[f"name_{language}"].tolist()
    first = rows.to_dict("records")[0]
    write = partial(km_text, language=language)
    assert cells_of(app, t("regions.distance"))[0] == short_range(first, "distance_km", write, t)
    assert t(f"direction.{first['direction']}") in cells_of(app, t("regions.direction"))[0]


def test_an_empty_region_mentions_filters_only_if_set():
    t = translator(Language.ENGLISH)
    assert t("regions.none_known") in texts(planning_page("profile", dep="16"))
    assert t("regions.none_inside") in texts(planning_page("profile", dep="16", status="operating"))


def test_coverage_colours_each_municipio_and_circles_each_pin(shelf):
    overlay = map_state(planning_page("coverage"))["overlay"]
    view = coverage_of(shelf, EVERYWHERE, PRECINCTS, 25.0, Region())
    beyond = view.beyond(Measure.PEOPLE_BY_CABECERA).tolist()
    classes = overlay["fills"]["classes"]
    assert len(classes) == 340
    assert [c == "-" for c in classes] == [people == 0 for people in beyond]
    assert [c == "4" for c in classes] == [people > 100_000 for people in beyond]
    assert overlay["legend"]["title"] == "People beyond 25 km, by cabecera"
    assert len(overlay["circles"]) == len(view.sites.table)
    assert {circle["radius_m"] for circle in overlay["circles"]} == {25_000}


@pytest.mark.parametrize("measure", Measure)
def test_the_largest_gaps_are_in_the_order_of_what_the_map_colours(measure):
    kinds = {Measure.LAND_BORDER_KM: "border_checkpoint", Measure.COAST_KM: "port"}
    app = planning_page("coverage", by=str(measure), of=kinds.get(measure, "model_precinct"))
    overlay, gaps = map_state(app)["overlay"], app.dataframe[0].value
    beyond = gaps["Beyond"].tolist()
    assert beyond == sorted(beyond, reverse=True)
    assert f"In the order of the colours of the map: {overlay['legend']['title']}." in texts(app)
    assert len({entry["colour"] for entry in overlay["legend"]["entries"]}) == 5


def test_the_chosen_region_is_covered_by_sites_anywhere(shelf):
    view = coverage_of(shelf, EVERYWHERE, PRECINCTS, 40.0, place(20))
    app = planning_page("coverage", dep="20", km="40")
    share = view.totals["share"].to_dict()[Measure.PEOPLE_BY_CABECERA]
    assert app.metric[0].value == percent(share, Language.ENGLISH)
    assert len(map_state(app)["sites"]) == 4


def test_a_site_without_a_position_is_named_as_left_out():
    assert "Left out" in said(planning_page("coverage", of="border_checkpoint"))
    assert "Bethel" in said(planning_page("coverage", of="border_checkpoint"))
    assert "Bethel" not in said(planning_page("coverage", of="port"))


def test_kinds_without_any_position_are_no_error():
    text = said(planning_page("coverage", of="police_unit"))
    assert "Choose other types above" in text
    assert "Left out" in text


def test_filters_restrict_measured_sites_and_are_stated():
    app = planning_page("coverage", of="border_checkpoint", status=Status.OPERATING)
    assert f"Only sites that match the filters of the side panel count: {'Operating'}" in said(app)
    assert len(map_state(app)["sites"]) < 16


def test_choosing_kinds_switches_their_layer_on_and_is_in_the_address():
    app = planning_page("coverage")
    app.multiselect(key="plan_kinds").set_value([Kind.AIRPORT]).run()
    assert address(app)["of"] == "airport"
    assert "airports" in map_state(app)["layers"]
    assert len(map_state(app)["sites"]) == 3


def test_a_distance_is_in_the_address():
    app = planning_page("coverage")
    app.number_input(key="plan_km").set_value(40.0).run()
    assert address(app)["km"] == "40"
    assert {circle["radius_m"] for circle in map_state(app)["overlay"]["circles"]} == {40_000}


@pytest.mark.parametrize("language", Language)
def test_gaps_are_listed_and_drawn_longest_first(shelf, language):
    view, t = gaps_of(shelf, EVERYWHERE, 25.0), translator(language)
    app = planning_page("gaps", lang=language)
    assert cells_of(app, t("regions.line")) == [
        t(f"line.{line}") for line in ("MEX", "BLZ", "HND", "SLV", "caribbean", "pacific")
    ]
    beyond = float(view.totals["beyond_km"].to_dict()["MEX"])
    assert cells_of(app, t("regions.beyond_km"))[0] == number_text(beyond, language)
    stretches = app.dataframe[0].value
    assert stretches[t("regions.length_km")].tolist() == view.stretches["length_km"].tolist()
    lines = map_state(app)["overlay"]["lines"]
    assert len(lines) == len(view.stretches)
    assert all(len(line["points"]) <= 200 for line in lines)


@pytest.mark.parametrize("language", Language)
def test_a_gap_with_an_unplaced_post_says_so_on_its_row_and_its_line(shelf, language):
    t = translator(language)
    app = planning_page("gaps", lang=language)
    (row,) = [text for text in app.dataframe[0].value[t("regions.unplaced_sites")] if text]
    assert row.startswith(("No location of Bethel", "No se ha publicado la ubicación de Bethel"))
    assert re.search(r"\d+–\d+ km", row)
    overlay = map_state(app)["overlay"]
    (line,) = [line for line in overlay["lines"] if "Bethel" in line["label"]]
    assert line["label"] == f"1. {t('line.MEX')}: 292 km. {row}"
    assert {"colour": line["colour"], "look": "dashes"}.items() <= overlay["legend"]["entries"][1].items()
    assert line["label"] in texts(app)


@pytest.mark.parametrize(("dep", "line"), [("17", "border"), ("5", "coast")])
@pytest.mark.parametrize("language", Language)
def test_gaps_are_those_of_the_region(shelf, language, dep, line):
    view, t = gaps_of(shelf, EVERYWHERE, 25.0, place(int(dep))), translator(language)
    app = planning_page("gaps", lang=language, dep=dep)
    assert app.dataframe[0].value[t("regions.length_km")].tolist() == view.stretches["length_km"].tolist()
    assert len(map_state(app)["overlay"]["lines"]) == len(view.stretches) > 0
    name = shelf.departamentos.set_index("codigo_depto")["departamento"][int(dep)]
    words = t(f"regions.{line}_beyond", km=km_text(25, language), region=name)
    assert app.metric[0].label.replace("\\", "") == words
    rows = view.totals[view.totals["is_coast"] == (line == "coast")]
    share = rows["beyond_km"].sum() / rows["length_km"].sum()
    assert app.metric[0].value == percent(share, language, 0)


@pytest.mark.parametrize("language", Language)
def test_a_region_without_border_and_coast_has_a_sentence(language):
    app = planning_page("gaps", lang=language, dep="4")
    assert translator(language)("regions.no_line") in said(app)
    assert not app.metric
    assert not app.dataframe


def test_the_border_with_belize_is_labelled_as_disputed():
    assert "International Court of Justice" in texts(planning_page("gaps"))


def test_no_gap_is_no_error():
    assert "No stretch is further" in "\n".join(
        box.value for box in planning_page("gaps", km="300").success
    )


@pytest.mark.parametrize("language", Language)
def test_profiles_stand_side_by_side_with_their_ranks(shelf, language):
    app = planning_page("profile", lang=language, dep="18", beside="16.101")
    page = "\n".join(part.proto.body for part in app.get("html"))
    for code in (18, 16, 101):
        population: Row = profile_of(shelf, EVERYWHERE, place(code)).indicators.T.to_dict()["population"]
        assert number_text(population["value"], language) in page
        rank = translator(language)(
            "regions.rank", rank=int(population["rank"]), of=int(population["ranked"])
        )
        assert rank in page
    assert "Izabal" in page
    assert "Guatemala, Guatemala" in page


def test_no_more_than_four_regions_are_taken_from_an_address():
    app = planning_page("profile", beside="1.2.3.4")
    assert "beside=1.2.3.4" in said(app)
    assert "beside" not in address(app)


@pytest.mark.parametrize("level", Level)
def test_an_indicator_is_ranked_and_in_classes(shelf, level):
    view = choropleth_of(shelf, "maya_share", level)
    app = planning_page("indicators", indicator="maya_share", level=level)
    table = app.dataframe[0].value
    assert table["Value"].tolist() == (100 * view.table["value"]).tolist()
    assert table["Rank"].tolist() == view.table["rank"].tolist()
    overlay = map_state(app)["overlay"]
    assert len(overlay["fills"]["classes"]) == 340
    colours = [entry["colour"] for entry in overlay["legend"]["entries"]]
    assert colours == overlay["fills"]["colours"] == view.legend["colour"].tolist()


def test_the_ranking_of_a_region_keeps_the_ranks_of_the_country(shelf):
    table = planning_page("indicators", indicator="population", dep="18").dataframe[0].value
    assert len(table) == 5
    ranks = choropleth_of(shelf, "population", Level.MUNICIPIO).table["rank"]
    assert table["Rank"].tolist() == [ranks[code] for code in ranks.index if code // 100 == 18]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ask", "everything"),
        ("of", "castle"),
        ("km", "0"),
        ("km", "1e9"),
        ("by", "luck"),
        ("indicator", "joy"),
    ],
)
def test_what_an_address_should_not_hold_is_dropped_and_named(name, value):
    query = {"ask": "coverage"} | {name: value}
    app = planning_page(query.pop("ask"), **query)
    assert f"{name}={value}" in said(app)
    assert address(app).get(name) != value


def test_a_broken_table_leaves_a_sentence(monkeypatch):
    monkeypatch.setattr("atlas.ui.planning.planning_page.is_ready", lambda: False)
    app = planning_page("coverage")
    assert "cannot be read" in said(app)
    assert not app.get("component_instance")
