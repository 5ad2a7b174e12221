"""The selection is in the URL, is restored from it, and hears each event once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.state.query_params_proxy import QueryParamsProxy

from atlas.i18n.messages import Language, preferred_language
from atlas.ui.state.session import MAP_KEY
from geo.choices import MISSION_LAYERS, Confirmation, Kind, Layer, Neighbour, Precision, Programme, Status
from geo.dataset.records import data_version
from geo.selection import MAX_VALUES, Selection, from_query
from tests.shared_data import ATLAS
from tests.ui.app import address, did, field, map_state, names, opened, ran, said

EVERYTHING = {
    "dep": "1.18",
    "mun": "115",
    "kind": "port.model_precinct",
    "prog": "border_port.police",
    "with": "MEX",
    "prec": "exact.locality.zone.municipio",
    "status": "operating.unknown",
    "confirmed": "old.undated",
    "layers": "ports.precincts.airports",
    "site": "puerto-barrios",
}
LONGEST = Selection(
    departamentos=tuple(ATLAS.departamentos["codigo_depto"].astype(int)),
    municipios=tuple(ATLAS.municipios["codigo_muni"].astype(int))[-60:],
    kinds=tuple(Kind),
    programmes=tuple(Programme),
    neighbours=tuple(Neighbour),
    precisions=tuple(Precision),
    statuses=tuple(Status),
    confirmations=tuple(Confirmation),
    layers=tuple(Layer)[1:],
    site=max(ATLAS.sites.index, key=len),
)


@pytest.mark.parametrize("codes", [5, True, {"a": 1}, "18", [None, {}], None])
def test_an_invalid_region_from_the_map_is_ignored(codes):
    app = opened(lang="en")
    did(app, n=1, region={"departamentos": codes, "municipios": codes})
    assert not app.exception
    assert "dep" not in address(app)


@pytest.mark.parametrize("language", Language)
def test_an_address_comes_back_as_it_was(language):
    app = opened(lang=str(language), **EVERYTHING)
    assert address(app) == {"lang": str(language), "v": data_version(), **EVERYTHING}


def test_the_address_is_the_same_in_both_languages():
    english, spanish = (address(opened(lang=language, **EVERYTHING)) for language in ("en", "es"))
    assert english | {"lang": "es"} == spanish


def test_a_widget_writes_codes_not_words():
    app = opened(lang="es")
    field(app, "neighbours").set_value(["MEX"]).run()
    field(app, "layers").set_value([Layer.PORTS]).run()
    assert address(app) == {"lang": "es", "v": data_version(), "layers": "ports", "with": "MEX"}


def test_switching_the_language_keeps_everything_else():
    app = opened(lang="en", **EVERYTHING)
    before = map_state(app)
    app.segmented_control(key="language").set_value(Language.SPANISH).run()
    assert map_state(app) == before | {"language": "es"}
    assert address(app) == {"lang": "es", "v": data_version(), **EVERYTHING}


def test_the_view_and_what_is_not_ours_stay_in_the_address():
    app = opened(lang="en", at="15.5,-89.1,9", utm_source="letter")
    assert address(app)["at"] == "15.5,-89.1,9"
    field(app, "departamentos").set_value([18]).run()
    assert address(app)["utm_source"] == "letter"


@pytest.fixture
def go_back(monkeypatch):
    """Run a page as the browser has it run when its Back button leads to an address."""

    def went(app, **address):
        app.query_params.clear()
        for name, value in address.items():
            app.query_params[name] = value
        with monkeypatch.context() as patch:
            patch.setattr("atlas.ui.state.session.is_history_navigation", lambda: True)
            return ran(app)

    return went


def test_going_back_brings_back_what_the_address_says(go_back):
    app = opened(lang="en")
    field(app, "departamentos").set_value([18]).run()
    go_back(app, lang="en")
    assert map_state(app)["departamentos"] == []
    assert field(app, "departamentos").value == []
    assert address(app) == {"lang": "en", "v": data_version()}


def test_going_back_before_the_url_is_written_keeps_the_choice(go_back):
    app = go_back(opened(lang="es", dep="18"))
    assert map_state(app)["departamentos"] == [18]
    assert address(app) == {"lang": "es", "v": data_version(), "dep": "18"}


def test_a_click_that_comes_with_an_older_address_undoes_nothing():
    """A reader who clicks twice before the new address has arrived sends the old one with the second."""
    app = opened(lang="en", dep="18")
    app.segmented_control(key="language").set_value(Language.SPANISH).run()
    field(app, "layers").set_value([Layer.PORTS]).run()
    app.query_params.clear()
    app.query_params["lang"], app.query_params["dep"] = "en", "18"
    field(app, "neighbours").set_value(["MEX"]).run()
    now = {"lang": "es", "v": data_version(), "dep": "18", "layers": "ports", "with": "MEX"}
    assert address(app) == now
    assert map_state(app)["language"] == "es"


def test_a_pending_url_is_replaced_when_a_choice_is_undone(monkeypatch):
    app = opened(lang="en")
    first = address(app)
    field(app, "layers").set_value([Layer.PORTS]).run()
    del app.query_params["layers"]
    written = []
    monkeypatch.setattr(QueryParamsProxy, "from_dict", lambda _, query: written.append(query))
    field(app, "layers").set_value(list(MISSION_LAYERS)).run()
    assert written == [first]


def test_a_site_clicked_in_the_map_is_selected():
    app = did(opened(lang="en"), site="corinto", n=1)
    assert map_state(app)["site"] == address(app)["site"] == "corinto"
    assert map_state(app)["heard"] == {"mount": "m", "n": 1}


def test_closing_the_details_unselects():
    app = did(opened(lang="en", site="corinto"), site=None, n=1)
    assert map_state(app)["site"] is None
    assert "site" not in address(app)


def test_a_layer_switched_in_the_map_changes_the_table():
    app = did(opened(lang="en"), layers=["ports"], n=1)
    assert address(app)["layers"] == "ports"
    assert len(names(app)) == 6


def test_a_region_chosen_in_the_map_filters_and_shows_in_the_widgets():
    app = did(opened(lang="en"), region={"departamentos": [1], "municipios": [115]}, n=1)
    assert field(app, "departamentos").value == [1]
    assert field(app, "municipios").value == [115]


def test_an_event_is_heard_once(go_back):
    app = did(opened(lang="en"), site="corinto", n=1)
    field(app, "departamentos").set_value([18]).run()
    app.button(key="clear").click().run()
    assert map_state(app)["site"] == "corinto"
    assert map_state(go_back(app, lang="en"))["site"] is None


def test_a_map_event_keeps_a_filter_changed_in_the_same_run():
    app = opened(lang="en")
    field(app, "departamentos").set_value([18])
    did(app, site="corinto", n=1)
    assert map_state(app)["departamentos"] == [18]
    assert map_state(app)["site"] == "corinto"


@pytest.mark.parametrize(
    "event",
    [
        {"site": "atlantis"},
        {"site": ["corinto"]},
        {"site": {"a": 1}},
        {"layers": ["moat", 7]},
        {"layers": "ports"},
        {"region": {"departamentos": [99], "municipios": ["<x>"]}},
        {"region": {"departamentos": [None]}},
        {"region": [1]},
        {"nonsense": True},
    ],
)
def test_an_event_that_means_nothing_chooses_nothing(event):
    app = did(opened(lang="en"), n=1, **event)
    assert map_state(app)["departamentos"] == []
    assert map_state(app)["site"] is None
    assert set(map_state(app)["layers"]) <= set(MISSION_LAYERS)


def test_an_event_of_the_component_itself_is_not_taken_for_ours():
    """A clicked outline once came as an event without our marks, and the page crashed."""
    app = opened(lang="en")
    app.session_state[MAP_KEY] = {"last_active_drawing": {"type": "Feature", "site": "corinto"}}
    assert map_state(ran(app))["site"] is None
    assert map_state(app)["heard"] == {"mount": "", "n": 0}


def test_the_longest_address_stays_under_two_thousand_characters():
    query = {"lang": "es", "v": data_version()} | LONGEST.to_query() | {"at": "-15.12345,-90.12345,10.25"}
    text = "https://atlas.example.gob.gt/explore?" + "&".join(
        f"{name}={value}" for name, value in query.items()
    )
    assert len(text) < 2000
    assert from_query(LONGEST.to_query()) == (LONGEST, ())


def test_more_than_an_address_can_hold_is_named_and_cannot_be_chosen():
    codes = ATLAS.municipios["codigo_muni"].astype(int).astype(str).tolist()
    app = opened(lang="en", mun=".".join(codes[: MAX_VALUES + 2]))
    assert len(map_state(app)["municipios"]) == MAX_VALUES
    assert f"mun={codes[MAX_VALUES]}, mun={codes[MAX_VALUES + 1]}" in said(app)
    assert field(app, "municipios").proto.max_selections == MAX_VALUES


FRENCH_AND_WORSE = st.text(max_size=30) | st.sampled_from(["fr-FR", "es-GT", "de,es;q=0.1", ";;;", "e"])


@given(FRENCH_AND_WORSE)
def test_any_locale_gives_one_of_the_two_languages(locale):
    assert preferred_language(locale) in set(Language)
