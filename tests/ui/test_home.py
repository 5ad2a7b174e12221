"""The home page leads to the map, to answers and to the briefings, and summarises a subject."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from atlas.i18n.messages import Language, translator
from atlas.ui.home.home_page import QUESTIONS, subject_of
from geo.briefings.briefing_files import briefing_names
from geo.choices import Neighbour, Programme, SummaryTopic
from geo.selection import from_query
from geo.views.sites_view import sites_view
from tests.shared_data import ATLAS
from tests.ui.app import address, map_state, names, opened
from tests.ui.reading import links, markup, text

SUBJECTS = (*Neighbour, *Programme, "16", "18")


@pytest.mark.parametrize("language", Language)
def test_the_home_page_says_what_this_is_and_what_is_known_of_the_border(language):
    app, t = opened("home", lang=str(language)), translator(language)
    said = text(markup(app))
    border = t("home.border", name=t("neighbour.MEX"))
    for words in (t("start.lead"), t("summary.title", name=border)):
        assert words in said
    for topic in SummaryTopic:
        assert t(f"summary_topic.{topic}") in said


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_leads_to_the_page_that_answers_it(name):
    app = opened("home", lang="en")
    app.button(key=f"ask_{name}").click().run()
    assert not app.exception
    question = QUESTIONS[name]
    if question.selection is not None:
        view = sites_view(question.selection, ATLAS.sites)
        assert names(app) == view.shown["name_en"].tolist() != []
        assert map_state(app)["site"] == question.selection.site
    assert question.parameters.items() <= address(app).items()


def test_a_search_result_leads_to_the_map():
    app = opened("home", lang="en")
    app.text_input(key="search").set_value("corinto").run()
    app.button(key="hit_site_corinto").click().run()
    assert map_state(app)["site"] == "corinto"


@pytest.mark.parametrize("code", SUBJECTS)
def test_a_summary_of_each_subject_can_be_linked(code):
    app = opened("home", lang="es", about=code)
    assert address(app)["about"] == code
    assert app.selectbox(key="about").value == code
    assert subject_of(code) is not None


def test_an_unknown_subject_is_named_and_left_out():
    app = opened("home", lang="en", about="atlantis")
    assert app.selectbox(key="about").value == Neighbour.MEXICO
    assert "about=atlantis" in app.warning[0].value.replace("\\", "")


@pytest.mark.parametrize("language", Language)
def test_each_briefing_has_a_card_that_opens_it_as_it_was_made(language):
    app = opened("home", lang=str(language), dep="18")
    leading = [link for link in links(markup(app)) if link.startswith("briefing?")]
    queries = [dict(parse_qsl(urlsplit(link).query)) for link in leading]
    assert [query["briefing"] for query in queries] == list(briefing_names())
    assert {from_query(query)[0].has_filters for query in queries} == {False}
    assert markup(app).count('class="a-still"') == len(queries)
