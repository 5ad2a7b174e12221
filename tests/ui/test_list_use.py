"""An uploaded list in planning: chosen, counted, stated, and never in a link."""

import pytest

from atlas.ui.planning.next_sites_question import KEY as SEARCH
from tests.ui.app import address, map_state, ran, said
from tests.ui.planning import answered, texts
from tests.ui.test_lists import placed, with_file
from tests.ui.test_regions_files import ordered

LIST = (
    "nombre;longitud;latitud;municipio;departamento\n"
    "uno;-90,51;14,63;;\n"
    "dos;-91,52;14,85;;\n"
    "tres;;;Flores;Petén\n"
    "cuatro;;;;Petén\n"
    "cinco;;;Nowhere at all;\n"
)
"""Two points (Guatemala, near Quetzaltenango), one row known to Flores, one to Petén, one to nothing."""


def planning(ask, name="my *list*.csv", content=LIST, **query):
    app = placed(with_file(name, content, **query))
    app.switch_page("regions.py")
    app.query_params["ask"] = ask
    return settled(app)


def settled(app):
    app = ran(app)
    if SEARCH in app.session_state and app.session_state[SEARCH].is_running:
        app.session_state[SEARCH].wait(60)
        app = ran(app)
    return app


def counting_rows(app):
    app.segmented_control(key="plan_demand").set_value("demand")
    return settled(app)


def beside_sites(app, *kinds):
    app.multiselect(key="plan_kinds").set_value([*kinds, "own"])
    return settled(app)


def everything(app):
    return texts(app) + said(app)


def metric(app):
    return app.metric[0].label.replace("\\", ""), app.metric[0].value


def test_rows_are_counted_instead_of_people_and_the_page_says_which():
    app = counting_rows(planning("coverage"))
    text = everything(app)
    assert "the rows of your own list “my *list*.csv”, which is not a source of the atlas" in text
    assert "Rows located: 4 of 5. Counted in Guatemala: 3." in text
    assert "because their municipio is not known: 2." in text
    assert metric(app)[0] == "Rows of “my *list*.csv” within 25 km, Guatemala"
    assert map_state(app)["overlay"]["points"]["mode"] == "points"
    assert address(app)["own"] == "demand"


def test_a_row_known_to_a_municipio_widens_the_range():
    app = counting_rows(planning("coverage", km="300", of="all"))
    assert metric(app)[1] == "100.0%"
    app = counting_rows(planning("coverage", km="1", of="all"))
    assert "Between 0.0 and 66.7%, best estimate 0.0%." in everything(app)


def test_the_region_of_the_side_panel_narrows_the_rows_that_count():
    app = counting_rows(planning("coverage", dep="17"))
    assert "Counted in Petén: 1." in everything(app)
    assert "points" not in map_state(app)["overlay"]


def test_places_of_the_list_cover_people_in_addition_to_sites():
    before = float(metric(planning("coverage"))[1].rstrip("%"))
    app = beside_sites(planning("coverage"), "border_checkpoint")
    assert float(metric(app)[1].rstrip("%")) > before + 10
    text = everything(app)
    assert "also measured to your own list" in text
    assert (
        "Distinct locations, inside or outside the region: 3, of which known only to a municipio: 1."
        in text
    )
    assert address(app)["own"] == "supply"


def test_the_list_alone_is_measured_to_where_no_kind_is_chosen():
    app = beside_sites(planning("coverage"))
    assert "Distances are measured to 3 sites" in texts(app)
    assert map_state(app)["sites"] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_new_sites_are_sought_for_rows(language):
    app = counting_rows(planning("next", lang=language))
    text = everything(app)
    assert ("Today: 1 rows." if language == "en" else "Hoy: 1 filas.") in text
    labels = app.segmented_control(key="plan_model").options
    assert ("Reach most rows" if language == "en" else "Alcanzar más filas") in labels


def test_places_of_the_list_count_as_covered_already_for_new_sites():
    app = planning("next")
    before = everything(app)
    app = beside_sites(app, "border_checkpoint")
    assert "also measured to your own list" in everything(app)
    assert everything(app) != before


def test_the_map_of_an_answer_includes_the_points_it_is_based_on():
    own = ordered(counting_rows(planning("coverage"))).task.options.own
    assert len(own.points) == 2
    assert own.areas == {}


def test_regions_side_by_side_have_the_rows_of_the_list():
    app = planning("profile", dep="17", beside="1")
    html = "\n".join(element.value for element in app.get("html") if hasattr(element, "value")) + texts(app)
    assert "It has 5 rows, 4 of them located. The list is not a source of the atlas." in html


@pytest.mark.parametrize(
    ("use", "sentence"), [("demand", "so people are counted here"), ("supply", "only atlas sites")]
)
def test_a_link_without_the_list_says_what_is_counted_instead(use, sentence):
    app = answered("coverage", own=use)
    assert sentence in said(app)
    assert metric(app)[0].startswith("People within 25 km")


def test_a_link_that_asks_for_a_use_that_is_none_says_so():
    assert "own" in said(answered("coverage", own="everything"))


def test_a_list_of_too_many_places_is_reported_not_measured():
    many = "lon,lat\n" + "\n".join(f"{-90 - n / 10_000},16.8" for n in range(1_001))
    app = beside_sites(planning("coverage", "many.csv", many), "border_checkpoint")
    assert "“many.csv” has 1001 distinct locations" in said(app)
    assert metric(app)[0].startswith("Land border within 25 km")


def test_without_a_list_nothing_of_it_is_offered():
    app = answered("coverage")
    assert not [control for control in app.segmented_control if control.key == "plan_demand"]
    assert "own" not in app.multiselect(key="plan_kinds").options
