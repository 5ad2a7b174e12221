"""The first visit: starting questions, the tour, help and the map's description."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from atlas.i18n.messages import Language, translator
from atlas.ui.explore.map_alternatives import distance_text, map_words, plain_text
from atlas.ui.explore.map_summary import EXAMPLES
from atlas.ui.frame.help_dialog import meanings
from atlas.ui.widgets.markup import joined
from geo.choices import Basis, ClaimKind, Confidence, Confirmation, InlRole, Layer, Precision
from geo.selection import Selection, from_query
from geo.views.sites_view import NearestSite, sites_view
from tests.shared_data import ATLAS
from tests.ui.app import address, did, field, map_state, names, opened, said
from tests.ui.reading import markup


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_question_sets_the_filters_that_answer_it(name):
    app = opened(lang="en")
    app.button(key=f"start_{name}").click().run()
    view = sites_view(EXAMPLES[name], ATLAS.sites)
    assert names(app) == view.shown["name_en"].tolist() != []
    assert {"lang", "v"} < set(address(app))


@pytest.mark.parametrize(("clear", "undo"), [("clear", "undo"), ("clear_here", "undo_here")])
def test_what_was_cleared_comes_back(clear, undo):
    app = opened(lang="es", dep="18", kind="port", layers="ports")
    before = map_state(app)["sites"]
    app.button(key=clear).click().run()
    assert map_state(app)["sites"] is None
    app.button(key=undo).click().run()
    assert map_state(app)["sites"] == before
    assert not any(button.key == undo for button in app.button)


def test_the_undo_of_cleared_filters_undoes_nothing_else():
    app = opened(lang="en", dep="18", layers="ports")
    app.button(key="clear").click().run()
    did(app, layers=["ports", "precincts"], n=1)
    did(app, site="puerto-barrios", n=2)
    app.button(key="undo").click().run()
    now = address(app)
    assert (now["dep"], now["layers"], now["site"]) == ("18", "ports.precincts", "puerto-barrios")


def test_undo_is_gone_once_another_filter_is_set():
    app = opened(lang="en", dep="18")
    app.button(key="clear").click().run()
    field(app, "departamentos").set_value([1]).run()
    assert app.session_state["visit"].cleared is None


def test_switched_off_layers_are_one_click_from_being_on():
    app = opened(lang="en", prog="corrections")
    assert "their layers are off" in said(app)
    app.button(key="all_layers").click().run()
    assert names(app)
    assert map_state(app)["layers"] == list(Layer)


def test_the_tour_starts_once_and_can_be_started_again():
    app = opened(lang="en")
    assert "tour" not in map_state(app)
    app.button(key="start_tour").click().run()
    first = map_state(app)["tour"]
    assert "tour" not in map_state(app.run())
    app.button(key="start_tour").click().run()
    assert map_state(app)["tour"] != first


@pytest.mark.parametrize("language", Language)
def test_help_says_what_every_precision_and_claim_means(language):
    t = translator(language)
    text = joined(meanings(t, {}, "21/11/2026"))
    for precision in Precision:
        assert joined([t(f"precision_plain.{precision}")]) in text
    for claim in ClaimKind:
        assert joined([t(f"claim_plain.{claim}")]) in text
    assert joined([t("help.confirmed", date="21/11/2026")]) in text


@pytest.mark.parametrize("language", Language)
def test_help_leads_from_each_word_to_where_it_is_seen(language):
    app = opened(lang=str(language))
    app.button(key="help_open").click().run()
    assert not app.exception
    shelf, t = ATLAS, translator(language)
    led = _led(markup(app))
    for precision in Precision:
        query = dict(parse_qsl(urlsplit(led[t(f"precision_plain.{precision}")]).query))
        assert query["lang"] == language
        shown = sites_view(from_query(query)[0], shelf.sites).shown
        assert set(shown["precision"]) == {precision}
        assert len(shown) == (shelf.sites["precision"] == precision).sum()
    for age in Confirmation:
        query = dict(parse_qsl(urlsplit(led[t(f"confirmation.{age}")]).query))
        assert len(sites_view(from_query(query)[0], shelf.sites).shown) == (
            (shelf.sites["confirmation"] == age).sum()
        )
    figures = shelf.facts.figures.set_index("figure_id")["claim"]
    for claim in ClaimKind:
        query = dict(parse_qsl(urlsplit(led[t(f"claim_plain.{claim}")]).query))
        assert figures[query["figure"]] == claim
    for words, column in ((InlRole, "inl_role"), (Basis, "basis"), (Confidence, "confidence")):
        for word in words:
            query = dict(parse_qsl(urlsplit(led[t(f"{column}.{word}")]).query))
            assert shelf.sites.at[query["site"], {"basis": "pillar_basis"}.get(column, column)] == word
    assert "part=inferences" in led[t("help.inferences")]


def _led(said):
    """Return the text before each link of the help, and its target."""
    pairs = re.findall(r'>([^<>]+) <a href="([^"]*)">', said)
    return {unescape(words): unescape(address) for words, address in pairs}


@pytest.mark.parametrize("language", Language)
def test_the_words_of_the_map_name_every_site_and_call_inferences_so(language):
    shelf, t = ATLAS, translator(language)
    view = sites_view(Selection(layers=tuple(Layer)), shelf.sites)
    text = plain_text(tuple(_sections(view, t, language)))
    for _, site in view.shown.iterrows():
        assert site[f"name_{language}"] in text
    assert text.count(t("twin.ours", parts=t("field.position"))) == sum(
        tuple(part for part in parts if part in {"position", "municipio"}) == ("position",)
        for parts, precision in zip(view.shown["inferred"], view.shown["precision"], strict=True)
        if precision != Precision.UNPLACED
    )


def _sections(view, t, language):
    return list(map_words(view, 61, t, "here"))


def test_a_distance_is_one_figure_only_where_both_ends_read_alike():
    t = translator(Language.ENGLISH)
    assert distance_text(NearestSite("x", 12_100, 12_300), t) == "about 12 km"
    assert distance_text(NearestSite("x", 2100, 3700), t) == "2.1 km to 3.7 km"
