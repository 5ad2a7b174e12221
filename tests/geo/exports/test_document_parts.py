"""The parts of exports by hand: Markdown, extents, links, table parts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from geo.briefings import Briefing, MapView, Scene, Text
from geo.choices import Chart, Clock, Confirmation, Kind, Layer, Neighbour, Precision, Programme, Status
from geo.exports.documents.document import document
from geo.exports.documents.document_rows import figure_rows
from geo.exports.documents.document_text import Run, blocks, ended
from geo.exports.documents.map_extent import Extent, extent_of
from geo.exports.documents.slide_elements import fitting
from geo.exports.documents.stamp import facts_shown
from geo.selection import MAX_VALUES, Selection
from geo.share_links import LONGEST, link
from geo.views.atlas_at_date import atlas_of
from geo.views.sites_view import Region
from tests.shared_data import ATLAS


def test_paragraphs_lists_and_emphasis():
    first, second, third = blocks("One **two**\nthree\n\n- four *five*\n- six")
    assert first.runs == (Run("One "), Run("two", bold=True), Run(" three"))
    assert second.is_item
    assert second.runs[1] == Run("five", italic=True)
    assert (third.text, third.is_item) == ("six", True)


def test_a_title_that_ends_in_a_stop_gets_no_second_one():
    titles = ("Apoyo de EE. UU.", "¿Cuántos?", "Dos cifras")
    assert [ended(title) for title in titles] == ["Apoyo de EE. UU.", "¿Cuántos?", "Dos cifras."]


@given(st.text(max_size=80))
def test_no_letter_is_lost(text):
    kept = "".join(block.text for block in blocks(text))
    letters = [character for character in text if character.isalnum()]
    assert [character for character in kept if character.isalnum()] == letters


@given(st.floats(0.2, 5))
def test_a_shaped_extent_holds_the_first(aspect):
    small = Extent(0, 0, 1000, 2000)
    shaped = small.shaped(aspect)
    assert max(shaped.west, shaped.south) <= 0
    assert min(shaped.east, shaped.north / 2) >= 1000
    assert abs((shaped.east - shaped.west) / (shaped.north - shaped.south) - aspect) < 1e-9 * aspect


def test_one_zoom_more_shows_half_as_much():
    wide, narrow = (extent_of(MapView(15, -90, zoom), Region((), ()), ATLAS).width_km for zoom in (9, 10))
    assert abs(wide / narrow - 2) < 1e-9


def test_rows_go_on_over_as_many_slides_as_they_need():
    rows = [["x" * 400, "y"]] * 20
    parts = list(fitting(rows, (5, 5), 14))
    assert len(parts) > 1
    assert [row for part in parts for row in part] == rows
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_link_with_everything_in_it_can_be_mailed():
    fullest = Selection(
        departamentos=tuple(range(1, 23)),
        municipios=tuple(range(2200, 2200 + MAX_VALUES)),
        kinds=tuple(Kind),
        programmes=tuple(Programme),
        neighbours=tuple(Neighbour),
        precisions=tuple(Precision),
        statuses=tuple(Status),
        confirmations=tuple(Confirmation),
        layers=tuple(reversed(Layer)),
        site="san-cristobal-acasaguastlan-and-a-long-name-besides",
    )
    address = link(fullest, "es", "0123456789", "https://atlas.example.org", MapView(14.55, -90.55, 12.25))
    assert len(address) < LONGEST
    assert address.startswith("https://atlas.example.org/?lang=es&v=0123456789&dep=1.2.3.")
    assert address.endswith("&at=14.5500,-90.5500,12.25")


WORDS = ExportWords(Language.ENGLISH)


@pytest.mark.parametrize(
    ("when", "clock", "expected"),
    [
        (None, Clock.TRUE_THEN, {"I006": "540 officers", "I124": "1,140 tonnes"}),
        ("2020-02", Clock.TRUE_THEN, {"I006": "540 officers", "I124": "228 tonnes"}),
        ("2019-06", Clock.TRUE_THEN, {"I006": "–", "I124": "255 tonnes"}),
        ("2004-01", Clock.KNOWN_THEN, {"I006": "–", "I124": "–"}),
    ],
)
def test_the_figures_of_a_scene_are_those_of_its_date(when, clock, expected):
    selection = Selection(when=when, clock=clock)
    rows = figure_rows(expected, atlas_of(selection, ATLAS), WORDS)
    assert {row.identifier: row.amount for row in rows} == expected
    for row in rows:
        assert bool(row.sources) == (row.amount != "–")
        assert (row.when == WORDS("time.no_figure")) == (row.amount == "–")


def test_a_chart_of_a_date_ends_there_and_is_left_out_before_its_first_point():
    scene = Scene(Text(en="x"), chart=Chart.COCAINE_SEIZED, selection=Selection(when="2018-12"))
    (page,) = document(Briefing(Text(en="x"), (scene,)), ATLAS, WORDS).pages
    assert page.chart
    assert page.chart.categories[-1] == "2018"
    early = replace(scene, selection=Selection(when="2004-01"))
    (page,) = document(Briefing(Text(en="x"), (early,)), ATLAS, WORDS).pages
    assert page.chart is None


def test_a_stamp_holds_the_figures_that_the_date_shows():
    scene = Scene(Text(en="x"), figures=("I124", "I006"), selection=Selection(when="2019-06"))
    facts = facts_shown((scene,), ATLAS)
    assert {fact for fact in facts if fact.startswith("figure")} == {"figure I121"}
