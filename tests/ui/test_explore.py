"""The map page in both languages: map, table and sentences show one view of the same selection."""

import pytest

from atlas.i18n.messages import Language, translator
from atlas.ui.widgets.browser_frames import component_arguments
from geo.choices import MISSION_LAYERS, Layer
from geo.dataset.records import data_version
from geo.selection import Selection, from_query
from geo.views.sites_view import sites_view
from tests.shared_data import ATLAS
from tests.ui.app import address, component, did, field, first_seen, map_state, names, opened, said
from tests.ui.reading import markup, text

ALL_LAYERS = ".".join(Layer)
FILTERS = {
    "departamentos": ("dep", "18"),
    "municipios": ("mun", "115"),
    "kinds": ("kind", "port.airport"),
    "programmes": ("prog", "police"),
    "neighbours": ("with", "MEX"),
    "precisions": ("prec", "municipio.unplaced"),
    "statuses": ("status", "unknown"),
    "confirmations": ("confirmed", "old"),
}


@pytest.fixture(scope="module")
def sites():
    return ATLAS.sites


@pytest.mark.parametrize("language", Language)
def test_the_page_is_complete_in_each_language(language, sites):
    app, t = opened(lang=str(language)), translator(language)
    shown = sites_view(Selection(), sites).shown
    assert app.markdown[0].value == f"#### {t('app.title')}"
    assert map_state(app)["language"] == language
    assert names(app) == shown[f"name_{language}"].tolist()
    assert app.dataframe[0].value.columns.tolist() == [
        t(f"explore.{column}") for column in ("name", "kind", "place", "status", "precision", "sources")
    ]
    assert field(app, "layers").label == t("filters.layers")
    assert not said(app)


def test_the_four_layers_of_the_mission_are_on_at_first():
    state = map_state(opened())
    assert state["layers"] == list(MISSION_LAYERS)
    assert state["sites"] is None
    assert state["site"] is None


@pytest.mark.parametrize("attribute", FILTERS)
def test_a_filter_changes_map_and_table_alike(attribute, sites):
    parameter, value = FILTERS[attribute]
    selection, dropped = from_query({parameter: value, "layers": ALL_LAYERS})
    view = sites_view(selection, sites)
    app = opened(lang="en", layers=ALL_LAYERS, **{parameter: value})
    assert not dropped
    assert 0 < len(view.filtered) < len(sites)
    assert map_state(app)["sites"] == view.filtered.index.tolist()
    assert names(app) == view.shown["name_en"].tolist()


@pytest.mark.parametrize("attribute", sorted(FILTERS.keys() - {"kinds"}))
def test_a_widget_does_what_the_address_does(attribute):
    parameter, value = FILTERS[attribute]
    by_address = opened(lang="en", **{parameter: value})
    chosen = field(by_address, attribute).value
    by_widget = opened(lang="en")
    if attribute == "municipios":
        field(by_widget, "departamentos").set_value([code // 100 for code in chosen]).run()
    field(by_widget, attribute).set_value(chosen).run()
    assert map_state(by_widget)["sites"] == map_state(by_address)["sites"]
    assert names(by_widget) == names(by_address)


def test_a_switched_off_layer_leaves_the_table_not_the_counts():
    app = opened(lang="en", layers="ports")
    assert map_state(app)["sites"] is None
    assert len(names(app)) == 6
    assert "6 of 62 sites shown (56 in switched-off layers): 6 on the map" in app.caption[0].value


@pytest.mark.parametrize("language", Language)
def test_the_summary_counts_old_statuses_and_the_table_names_them(language, sites):
    app, t = opened(lang=str(language), status="operating", layers=ALL_LAYERS), translator(language)
    shown = sites[sites["status"] == "operating"]
    old, undated = ((shown["confirmation"] == state).sum() for state in ("old", "undated"))
    counted = f"{t('explore.old', count=old)} {t('explore.undated', count=undated)}"
    assert counted in app.caption[0].value
    cells = app.dataframe[0].value[t("explore.status")].tolist()
    said = t("map.confirmed", date="").strip().rsplit(" ", 1)[0]
    assert sum(said in cell for cell in cells) == old
    assert sum(t("map.unconfirmed") in cell for cell in cells) == undated


def test_the_summary_says_nothing_of_ages_where_every_status_is_recent():
    app = opened(lang="en", confirmed="recent", layers=ALL_LAYERS)
    assert names(app)
    assert "confirm" not in app.caption[0].value.lower()


OPEN = {"map_figures": True, "map_minute": True, "map_words": True}


@pytest.mark.parametrize(
    ("clock", "figure", "later"),
    # The officers of about 2019 are on a page that is dated to that year; a source of 2012 is older.
    [("true", "540 officers", "1,140 tonnes"), ("known", "8 programme areas", "1,140 tonnes")],
)
def test_figures_text_and_summary_are_those_of_the_date(clock, figure, later):
    app = first_seen("", OPEN, lang="en", when="2019-12", clock=clock, layers=ALL_LAYERS)
    shown = text(markup(app))
    assert app.expander[0].label == "Figures valid in December 2019"
    assert figure in shown
    assert later not in shown
    assert "we know of no figure of this date or earlier" in shown


def test_the_summary_of_a_date_names_no_later_fact():
    fold = {"map_minute": True}
    app = first_seen("", fold, lang="en", when="2019-12", prog="corrections", layers=ALL_LAYERS)
    shown = text(markup(app))
    assert "Status known at this date" in shown
    assert "Status confirmed within three years" not in shown
    assert "Casa Intermedia, the model halfway house, opens" in shown
    assert "Riot at CER-1" not in shown
    assert "112 residents" not in shown


def test_today_has_no_fold_of_figures_and_the_text_names_the_newest():
    app = first_seen("", OPEN, lang="en", layers=ALL_LAYERS)
    assert "Figures valid" not in " ".join(fold.label for fold in app.expander)
    shown = text(markup(app))
    assert "1,140 tonnes" in shown
    assert "228 tonnes" not in shown


def test_a_chosen_municipio_narrows_its_departamento():
    state = map_state(opened(dep="1.18", mun="115"))
    assert (state["departamentos"], state["municipios"]) == ([18], [115])


def test_municipio_options_follow_the_chosen_departamentos():
    app = opened(lang="en", mun="115")
    widget = field(app, "municipios")
    assert widget.value == [115]
    assert len(widget.options) == 17
    field(app, "departamentos").set_value([18]).run()
    assert field(app, "municipios").value == []
    assert len(field(app, "municipios").options) == 5
    assert map_state(app)["municipios"] == []


def test_without_a_departamento_the_municipio_filter_waits():
    widget = opened(lang="es").multiselect(key="filter_municipios")
    assert widget.disabled
    assert widget.placeholder == "Elija primero un departamento"


@pytest.mark.parametrize("app", [lambda: opened(lang="en", mun="115"), lambda: hits_of("villa nueva")])
def test_a_municipio_from_a_link_can_be_cleared(app):
    app = app()
    for name in ("municipios", "departamentos"):
        assert field(app, name).value
        ran_with = field(app, name).set_value([]).run()
        assert not ran_with.exception
    assert map_state(app)["departamentos"] == map_state(app)["municipios"] == []


def hits_of(query):
    """Return the app after the first hit of a search was taken."""
    app = opened(lang="en")
    app.text_input(key="search").set_value(query).run()
    next(button for button in app.button if str(button.key).startswith("hit_")).click().run()
    return app


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("villa nueba", ("municipio", "115")),
        ("tecun uman", ("municipio", "1217")),
        ("PETEN", ("departamento", "17")),
        ("corinto", ("site", "corinto")),
        ("el cinchado", ("site", "corinto")),
    ],
)
def test_the_search_tolerates_missing_accents_and_typos(query, first):
    app = opened(lang="en")
    app.text_input(key="search").set_value(query).run()
    hits = [button.key for button in app.button if button.key and button.key.startswith("hit_")]
    assert hits[0] == f"hit_{first[0]}_{first[1]}"


def test_choosing_a_result_selects_the_place_and_clears_the_search():
    app = opened(lang="en")
    app.text_input(key="search").set_value("villa nueba").run()
    app.button(key="hit_municipio_115").click().run()
    assert map_state(app)["municipios"] == [115]
    assert field(app, "departamentos").value == [1]
    assert app.text_input(key="search").value == ""


def test_choosing_a_site_selects_it_and_switches_on_its_layer():
    app = opened(lang="en")
    app.text_input(key="search").set_value("task force chorti").run()
    app.button(key="hit_site_task-force-chorti").click().run()
    state = map_state(app)
    assert state["site"] == "task-force-chorti"
    assert state["layers"] == [*MISSION_LAYERS, "task_forces"]


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Place Based Strategy area"), ("es", "Área de la Estrategia")]
)
def test_sites_in_results_are_named_in_the_readers_language(language, name):
    app = opened(lang=language)
    app.text_input(key="search").set_value("zona 12 de villa nueva").run()
    assert app.button(key="hit_site_pbs-zone-12").label.replace("\\", "").startswith(name)


def test_a_search_without_results_shows_escaped_text():
    app = opened(lang="en")
    app.text_input(key="search").set_value("![qqqq](https://example.org/q.png)").run()
    assert "No results for “![qqqq](https://example.org/q.png)”" in said(app)
    assert r"\!\[qqqq\]\(" in app.info[0].value


def test_the_legend_and_the_side_panel_are_one_choice():
    app = opened(lang="en")
    did(app, layers=["ports", "airports"], n=1)
    assert field(app, "layers").value == ["ports", "airports"]
    field(app, "layers").set_value(["ports"]).run()
    assert map_state(app)["layers"] == ["ports"]


def test_kinds_of_an_old_link_are_obeyed_and_can_be_removed():
    app = opened(lang="en", kind="port.model_precinct")
    assert set(ATLAS.sites.loc[map_state(app)["sites"], "kind"]) == {"port", "model_precinct"}
    chip = app.button(key="chip_kinds")
    assert "Port, Model police precinct" in chip.label
    chip.click().run()
    assert map_state(app)["sites"] is None


def test_a_chip_removes_its_filter_alone():
    app = opened(lang="en", dep="18", mun="1801", prog="border_port")
    app.button(key="chip_departamentos").click().run()
    assert address(app) == {"lang": "en", "v": data_version(), "prog": "border_port"}
    assert not any(str(button.key).startswith("chip_d") for button in app.button)


def test_clearing_the_filters_switches_the_first_layers_on_and_keeps_the_site():
    app = opened(lang="en", dep="18", kind="port", layers="ports.airports", site="puerto-barrios")
    app.button(key="clear").click().run()
    state = map_state(app)
    assert state["sites"] is None
    assert state["layers"] == [*MISSION_LAYERS, "airports"]
    assert state["site"] == "puerto-barrios"
    assert not any(button.key == "clear" for button in app.button)


def test_clearing_is_offered_as_soon_as_a_filter_is_set_and_no_longer():
    app = opened(lang="en")
    assert not any(button.key == "clear" for button in app.button)
    field(app, "departamentos").set_value([18]).run()
    assert any(button.key == "clear" for button in app.button)
    field(app, "departamentos").set_value([]).run()
    assert not any(button.key == "clear" for button in app.button)


@pytest.mark.parametrize("language", Language)
def test_an_empty_selection_says_what_to_do(language):
    app = opened(lang=str(language), dep="16", kind="port")
    assert said(app) == translator(language)("explore.empty_filters")
    assert not app.dataframe
    assert map_state(app)["sites"] == []


@pytest.mark.parametrize("language", Language)
def test_switched_off_layers_say_what_to_do(language):
    app = opened(lang=str(language), kind="airport")
    assert said(app) == translator(language)("explore.empty_layers", count=3)


@pytest.mark.parametrize("language", Language)
def test_a_site_without_a_position_says_why(language, sites):
    app = opened(lang=str(language), site="bethel")
    assert said(app) == translator(language)(
        "explore.unplaced_site",
        name=sites.at["bethel", f"name_{language}"],
        reason=sites.at["bethel", f"position_note_{language}"],
    )
    assert map_state(app)["site"] == "bethel"


@pytest.mark.parametrize("language", Language)
def test_what_an_address_should_not_hold_is_named_and_left_out(language):
    app = opened(lang=str(language), dep="99.18", kind="castle", site="atlantis", layers="ports.moat")
    values = "kind=castle, layers=moat, dep=99, site=atlantis"
    assert said(app) == translator(language)("dropped.one", values=values, count=4)
    assert map_state(app)["departamentos"] == [18]
    assert map_state(app)["layers"] == ["ports"]


def test_what_was_left_out_is_forgotten_once_the_reader_chooses():
    app = opened(lang="en", site="atlantis")
    field(app, "departamentos").set_value([18]).run()
    assert not said(app)


def test_a_hostile_address_is_shown_as_text():
    app = opened(lang="en", kind="<img src=x onerror=alert(1)>", site="[a](javascript:b)")
    assert "kind=<img src=x onerror=alert(1)>" in said(app)
    assert r"\<img src=x onerror=alert\(1\)\>" in app.warning[0].value
    assert r"\[a\]\(javascript\:b\)" in app.warning[0].value


def test_the_base_map_is_the_same_whatever_is_chosen():
    at_first, later = component(opened(lang="en")), component(opened(lang="es", dep="18", site="corinto"))
    assert {name for name in at_first if at_first[name] != later[name]} == {"feature_group"}


def test_the_message_to_the_map_is_small_with_everything_chosen():
    app = opened(dep=".".join(map(str, range(1, 22))), layers=ALL_LAYERS)
    assert len(component(app)["feature_group"]) < 2000


def test_the_component_is_drawn_once_and_kept():
    assert component_arguments() is component_arguments()
