"""A scene of every kind in every format: the same parts, arrows and notes, and words alone set large."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import pytest
from pptx import Presentation

from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from geo.briefings import Briefing, Scene, SceneKind, Text
from geo.briefings.briefing_files import LONGEST_LINK, from_json, from_link, to_json, to_link
from geo.briefings.scene_content import Annotation, AnnotationKind, AnswerText, answer_of
from geo.briefings.scenes import MOST_SCENES
from geo.choices import Chart, Kind, Programme
from geo.crs import to_gtm
from geo.exports.documents.deck_parts import read_record
from geo.exports.documents.document import document
from geo.exports.documents.document_rows import MOST_LISTED, annotation_rows
from geo.exports.documents.map_extent import Extent
from geo.exports.documents.map_overlays import note_side, places_in
from geo.exports.documents.slide_elements import FOOTER_TOP, MARGIN, WIDTH
from geo.exports.documents.stamp import facts_shown
from geo.mapping.overlay_message import Fills, Overlay, legend, to_message
from geo.selection import Selection
from tests.geo.exports.pdf_text import text_of
from tests.shared_data import ATLAS

CODES = sorted(ATLAS.municipios["codigo_muni"].tolist())
HOSTILE = "</svg><script>x</script> #panic() $x$ & **b**"
MADE = Options(made=date(2026, 11, 22))
ENGLISH = ExportWords(Language.ENGLISH)

ARROW = Annotation(AnnotationKind.ARROW, (-91.5, 14.5), (-90.0, 16.5), Text(en=HOSTILE, es="Al norte"))
NOTE = Annotation(AnnotationKind.NOTE, (-89.3, 15.7), text=Text(en="At the coast", es="En la costa"))


def answer():
    """Return the answer of a question, with municipios by class."""
    overlay = Overlay(
        legend=legend("Reach", [("#0a5444", "near")]), fills=Fills({CODES[0]: 0}, ("#0a5444",))
    )
    words = dict.fromkeys(("en", "es"), AnswerText(("84.5 %",), ("Region: Petén",), ("Straight lines",)))
    messages = dict.fromkeys(("en", "es"), to_message(overlay, CODES))
    return answer_of("2026-11-30", "0123456789", messages, words)


def scene(kind, **parts):
    return Scene(Text(f"{kind} en", f"{kind} es"), kind=kind, **parts)


POLICE = (("programme", "police"),)
SCENES = {
    SceneKind.TITLE: scene(SceneKind.TITLE, text=Text("For the minister", "Para la ministra")),
    SceneKind.MAP: scene(SceneKind.MAP, annotations=(ARROW, NOTE)),
    SceneKind.ANSWER: scene(
        SceneKind.ANSWER,
        address=(("ask", "coverage"), ("of", "port")),
        selection=Selection(departamentos=(17,), kinds=(Kind.PORT,)),
        answer=answer(),
    ),
    SceneKind.PROGRAMME: scene(
        SceneKind.PROGRAMME, address=POLICE, selection=Selection(programmes=(Programme.POLICE,))
    ),
    SceneKind.FACTS: scene(SceneKind.FACTS, figures=("I001", "I002"), chart=Chart.HOMICIDES),
    SceneKind.EVENTS: scene(SceneKind.EVENTS, address=(*POLICE, ("years", "2015-2018"))),
    SceneKind.CHANGES: scene(SceneKind.CHANGES, selection=Selection(against="2019-03")),
    SceneKind.LIST: scene(SceneKind.LIST, answer=answer()),
    SceneKind.SECTION: scene(SceneKind.SECTION),
    SceneKind.CLOSING: scene(SceneKind.CLOSING, text=Text("Thank you", "Gracias")),
}

SHORT = (SceneKind.TITLE, SceneKind.SECTION, SceneKind.FACTS, SceneKind.EVENTS, SceneKind.CLOSING)
FORTY = Briefing(
    Text("A", "A"),
    (
        *SCENES.values(),
        *(
            replace(SCENES[kind], headline=Text(f"{kind} {part} en", f"{kind} {part} es"))
            for part in range(2, 8)
            for kind in SHORT
        ),
    ),
    "0123456789",
)
"""A briefing as long as one can be, of every kind; a map of each kind is enough."""


def pages(*scenes):
    return document(Briefing(Text("A", "A"), scenes), ATLAS, ENGLISH, MADE.made).pages


def test_every_kind_has_its_parts():
    made = dict(zip(SCENES, pages(*SCENES.values()), strict=True))
    assert [kind for kind, page in made.items() if page.map_text] == [kind for kind in made if kind.has_map]
    assert [kind for kind, page in made.items() if page.is_map_alone] == [SceneKind.MAP]
    assert [kind for kind, page in made.items() if page.analysis] == [SceneKind.ANSWER, SceneKind.LIST]
    assert [kind for kind, page in made.items() if page.listed] == [
        SceneKind.PROGRAMME,
        SceneKind.EVENTS,
        SceneKind.CHANGES,
    ]
    for kind in (SceneKind.TITLE, SceneKind.EVENTS, SceneKind.FACTS):
        assert made[kind].sites == made[kind].legend == ()
    assert made[SceneKind.ANSWER].text[0].text == "84.5 %"
    assert "30 November 2026" in made[SceneKind.ANSWER].analysis.computed


def test_an_answer_shows_the_sites_that_it_measures_to_and_its_region():
    (page,) = pages(SCENES[SceneKind.ANSWER])
    assert page.view.region.departamentos == (17,)
    assert len(page.sites) == (ATLAS.sites["kind"] == Kind.PORT).sum()


def test_a_timeline_has_the_events_of_its_years_with_their_sources():
    (page,) = pages(SCENES[SceneKind.EVENTS])
    dates = ATLAS.facts.events.set_index("title_en")["date"].to_dict()
    found = [dates[row.text] for row in page.listed]
    assert found == sorted(found)
    assert {"2015", "2018"} >= {date[:4] for date in found}
    assert all(row.sources for row in page.listed)


def test_a_long_list_counts_what_it_does_not_print():
    (page,) = pages(SCENES[SceneKind.CHANGES])
    total = int(page.listed_title.partition("(")[2].rstrip(")"))
    assert total > len(page.listed) == MOST_LISTED
    assert str(total - MOST_LISTED + 1) in page.listed[-1].text


def test_the_stamp_holds_the_events_and_units_that_are_listed():
    kinds = {
        fact.split(" ")[0]
        for kind in (SceneKind.EVENTS, SceneKind.PROGRAMME)
        for fact in facts_shown((SCENES[kind],), ATLAS)
    }
    assert kinds == {"event", "component", "site"}


def test_an_address_without_meaning_shows_the_whole_cooperation():
    (page,) = pages(scene(SceneKind.PROGRAMME, address=(("programme", "no-such"), ("years", "9-1"))))
    assert page.listed


def placed(*ends):
    """Return the shares of an extent of 200 km in the middle of Guatemala that an arrow or note has."""
    x, y = to_gtm(np.array([-90.3]), np.array([15.7]))
    seen = Extent(x[0] - 1e5, y[0] - 1e5, x[0] + 1e5, y[0] + 1e5)
    kind = AnnotationKind.ARROW if len(ends) > 1 else AnnotationKind.NOTE
    start, end = (*ends, None)[:2]
    drawn = Annotation(kind, start, end, Text("y"))
    (row,) = annotation_rows(Scene(Text("x"), annotations=(drawn,)), ENGLISH)
    return places_in(row, seen)


def test_an_arrow_ends_at_the_edge_of_the_map_and_a_note_outside_is_left_out():
    assert np.allclose(placed((-90.3, 15.7)), [(0.5, 0.5)])
    (_, start), (across, up) = placed((-90.3, 15.7), (-86.0, 15.7))
    assert across == pytest.approx(1)
    assert start == pytest.approx(0.5)
    assert 0.4 < up < 0.6
    assert placed((-86.0, 15.7)) == ()
    assert placed((-86.0, 15.7), (-86.0, 17.0)) == ()


def test_words_keep_to_the_middle_and_off_their_arrow():
    assert note_side([(0.9, 0.5)]) == (-1, 0)
    assert note_side([(0.1, 0.5)]) == (1, 0)
    assert note_side([(0.1, 0.5), (0.9, 0.9)]) == (1, -1)
    assert note_side([(0.1, 0.5), (0.9, 0.1)]) == (1, 1)


@pytest.fixture(scope="module")
def deck():
    return Presentation(BytesIO(exported(FORTY, ATLAS, Language.ENGLISH, DocumentFormat.PPTX, MADE)))


def slide_of(deck, headline):
    return next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == headline)


def test_a_slide_has_arrows_and_notes_as_its_own_shapes_over_the_map(deck):
    shapes = list(slide_of(deck, "map en").shapes)
    arrow = next(shape for shape in shapes if shape.shape_type == 9 or "Connector" in shape.name)
    assert 'type="triangle"' in arrow._element.xml
    assert any(shape.has_text_frame and shape.text_frame.text == "At the coast" for shape in shapes)
    assert any("<script>" in shape.text_frame.text for shape in shapes if shape.has_text_frame)
    picture = next(shape for shape in shapes if shape.shape_type == 13)
    assert picture.width.inches == pytest.approx(WIDTH - 2 * MARGIN, abs=0.01)
    assert picture.top <= arrow.top <= picture.top + picture.height


def test_a_slide_of_words_is_large_and_has_no_picture(deck):
    for headline in ("title en", "section en", "closing en"):
        slide = slide_of(deck, headline)
        assert slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt == 44
        assert not [shape for shape in slide.shapes if shape.shape_type == 13]


def test_a_deck_of_every_kind_can_be_refreshed(deck):
    names = [str(part.partname) for part in deck.part.package.iter_parts()]
    assert "/customXml/item2.xml" in names


def test_the_cautions_of_a_chart_end_above_the_footer(deck):
    slide = next(slide for slide in deck.slides if any(shape.has_chart for shape in slide.shapes))
    chart = next(shape for shape in slide.shapes if shape.has_chart)
    (below,) = (shape for shape in slide.shapes if shape.name.endswith("chart]") and shape.has_text_frame)
    lines = [paragraph.text for paragraph in below.text_frame.paragraphs]
    assert len(lines) > 2
    assert below.height.inches >= len(lines) * 11 * 1.7 / 72
    assert chart.top + chart.height <= below.top
    assert (below.top + below.height) / 914400 <= FOOTER_TOP


def test_forty_scenes_are_slides_in_their_order(deck):
    headlines = [scene.headline.en for scene in FORTY.scenes]
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    # A chart, evidence or a method may have slides of its own, after the one of its scene.
    assert [title for title in dict.fromkeys(titles) if title in headlines] == headlines
    assert read_record(saved(deck), "x").briefing == to_json(FORTY)


def saved(deck):
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def test_forty_scenes_have_all_headlines_on_paper_and_no_markup():
    text = text_of(exported(FORTY, ATLAS, Language.SPANISH, DocumentFormat.PDF, MADE))
    places = [text.index(f"{scene.headline.es}\n") for scene in FORTY.scenes]
    assert places == sorted(places)
    for part in ("Para la ministra", "Gracias", "84.5 %", "Acontecimientos", "Qué cambió"):
        assert part in text


def story(html):
    return json.loads(html.partition('id="briefing">')[2].partition("</script>")[0])


def test_the_offline_page_has_every_kind_in_both_languages():
    html = exported(FORTY, ATLAS, Language.ENGLISH, DocumentFormat.HTML, MADE).decode()
    every = story(html)["scenes"]
    assert [shown["es"]["headline"] for shown in every] == [scene.headline.es for scene in FORTY.scenes]
    scenes = dict(zip(SCENES, every, strict=False))
    assert "<script>x</script>" not in html
    assert {str(kind): shown["layout"] for kind, shown in scenes.items()} == {
        **dict.fromkeys(("title", "section", "closing"), "words"),
        **dict.fromkeys(("facts", "events"), "text"),
        **dict.fromkeys(("answer", "programme", "changes", "list"), "map"),
        "map": "whole",
    }
    assert scenes[SceneKind.ANSWER]["es"]["overlay"]["legend"]["title"] == "Reach"
    assert len(scenes[SceneKind.ANSWER]["sites"]) > 1
    arrow, note = scenes[SceneKind.MAP]["es"]["annotations"]
    assert (arrow["to"], note["to"]) == ([-90.0, 16.5], None)
    assert (arrow["text"], note["spoken"]) == ("Al norte", "Nota: En la costa")


def test_forty_scenes_of_all_kinds_survive_file_and_link():
    assert len(FORTY.scenes) == MOST_SCENES
    assert from_json(to_json(FORTY)) == FORTY
    assert from_link(to_link(FORTY)) == FORTY
    assert len(to_link(FORTY)) < LONGEST_LINK
