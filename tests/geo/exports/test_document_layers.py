"""An analysis in files: drawn as on the page, with its text and legend."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle
from pptx import Presentation

from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from geo.analysis.indicators import country_of
from geo.briefings import Briefing, MapView, Scene, SceneKind, Text
from geo.briefings.scene_content import AnswerText, answer_of
from geo.choices import Kind
from geo.crs import to_gtm, to_wgs84
from geo.exports.documents.document import document
from geo.exports.documents.document_layers import answer_blocks, answer_layer
from geo.exports.documents.map_extent import extent_of
from geo.exports.documents.map_figure import draw_map
from geo.exports.documents.stamp import read_stamp
from geo.mapping.map_styles import DARK, GAINED, KEPT, LIGHT, LOST, OWN_AREA, UNSURE_STRETCH
from geo.mapping.overlay_message import (
    Fills,
    NumberedPlace,
    NumberedStretch,
    Overlay,
    circle,
    legend,
    to_message,
)
from geo.selection import Selection
from geo.views.sites_view import sites_view
from tests.geo.exports.pdf_text import text_of
from tests.shared_data import ATLAS

CODES = sorted(country_of(ATLAS).ground.table["codigo_muni"].tolist())
HOSTILE = "</text><script>alert(1)</script> #panic() $x$ **b**"
PORTS = Selection(kinds=(Kind.PORT,))
STRETCH = NumberedStretch(((-91.0, 15.0), (-90.0, 15.0)), "#c2203f", "1", "1. Mexico: 9 km")
PLACE = NumberedPlace(-90.8, 14.9, "#7a2f8f", "M", HOSTILE)
OVERLAY = Overlay(
    legend=legend("The legend", [("#0a5444", "75–100 %")], "A note"),
    fills=Fills({CODES[0]: 1, CODES[2]: 0}, ("#cfe8c9", "#0a5444")),
    circles=(circle(-90.5, 14.6, 25_000),),
    lines=(STRETCH,),
    places=(PLACE,),
)
MARKS = {
    Language.ENGLISH: "but not this result",
    Language.SPANISH: "pero no este resultado",
}


def answered(overlay=OVERLAY, selection=PORTS, **more):
    """Return a briefing of one scene with a kept answer."""
    words = {"lines": ("People: 7.6 %", f"One sentence {HOSTILE}"), "methods": ("Straight lines",)} | more
    texts = dict.fromkeys(("en", "es"), AnswerText(terms=("Region: Petén",), **words))
    message = to_message(overlay, CODES)
    answer = answer_of("2026-11-22", "0123456789", dict.fromkeys(("en", "es"), message), texts)
    headline = Text(en="The question", es="The question")
    scene = Scene(headline, selection=selection, kind=SceneKind.ANSWER, answer=answer)
    return Briefing(Text(en="Title", es="Título"), (scene,))


def layer(overlay=OVERLAY):
    return answer_layer(answered(overlay).scenes[0].answer, ATLAS, ExportWords(Language.ENGLISH))


def test_a_stretch_that_may_be_shorter_is_dashed_in_print():
    unsure = replace(STRETCH, colour=UNSURE_STRETCH, number="2")
    analysis = layer(overlay=Overlay(lines=(STRETCH, unsure)))
    view = sites_view(PORTS, ATLAS.sites)
    figure = draw_map(view, extent_of(None, view.region, ATLAS), ATLAS, "en", (6, 5), None, analysis)
    (drawn,) = [
        part
        for part in figure.axes[0].collections
        if isinstance(part, LineCollection) and part.get_zorder() == 2.8
    ]
    styles: Any = drawn.get_linestyle()
    assert [dashes is not None for _, dashes in styles] == [False, True]


def file_of(overlay, kind, language=Language.ENGLISH):
    return exported(answered(overlay), ATLAS, language, kind, Options(made=date(2026, 11, 22)))


@cache
def file(kind, language=Language.ENGLISH):
    """Return a file of the whole overlay."""
    return file_of(OVERLAY, kind, language)


def drawn(overlay, selection=PORTS):
    view = sites_view(selection, ATLAS.sites)
    extent = extent_of(None, view.region, ATLAS)
    return draw_map(view, extent, ATLAS, "en", (7, 5), None, layer(overlay)).axes[0]


def colours(axes):
    parts = [part for part in axes.collections if isinstance(part, PolyCollection)]
    return [to_hex(colour) for part in parts for colour in np.asarray(part.get_facecolor())]


def frames(content):
    slides = Presentation(BytesIO(content)).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    cells = [c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells]
    return "\n".join([s.text_frame.text for s in shapes if s.has_text_frame] + cells)


def on_map(at):
    """Return the place of a longitude and latitude on the drawn map."""
    return np.concatenate(to_gtm(*np.array(at)[:, None]))


def squeezed(text):
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_numbers_and_legend_are_listed_as_they_are_printed():
    analysis = layer()
    assert analysis.numbered == ("1. Mexico: 9 km", f"M. {HOSTILE}")
    assert [(part.label, part.is_title, part.is_note) for part in analysis.legend] == [
        ("The legend", True, False),
        ("75–100 %", False, False),
        ("A note", False, True),
    ]


def test_a_file_shows_the_part_of_the_map_that_the_reader_saw():
    seen = MapView(14.6, -90.5, 10)
    briefing = answered()
    scene = replace(briefing.scenes[0], view=seen)
    (page,) = document(replace(briefing, scenes=(scene,)), ATLAS, ExportWords(Language.ENGLISH)).pages
    assert page.extent == extent_of(seen, page.view.region, ATLAS)
    assert page.extent.width_km < 200


def test_the_figure_of_an_answer_is_more_prominent_than_its_text():
    figure, sentence, *_ = answer_blocks(layer().answer, ExportWords(Language.ENGLISH))
    assert [(run.text, run.bold) for run in figure.runs] == [("People: 7.6 %", True)]
    assert not any(run.bold for run in sentence.runs)


def test_the_map_draws_fills_circles_stretches_and_numbers():
    axes = drawn(OVERLAY)
    assert {"#0a5444", "#cfe8c9"} <= set(colours(axes))
    (circle,) = [patch for patch in axes.patches if isinstance(patch, Circle)]
    assert circle.get_radius() == 25_000
    assert np.allclose(circle.get_center(), on_map([-90.5, 14.6]))
    lines = [collection for collection in axes.collections if isinstance(collection, LineCollection)]
    (line,) = [line for line in lines if "#c2203f" in map(to_hex, np.asarray(line.get_colors()))]
    assert np.allclose(line.get_segments()[0], [on_map([-91.0, 15.0]), on_map([-90.0, 15.0])])
    numbers = {text.get_text(): text.get_position() for text in axes.texts}
    assert np.allclose(numbers["M"], on_map([-90.8, 14.9]))
    assert np.allclose(numbers["1"], np.mean(line.get_segments()[0], axis=0))
    assert not any(text.get_parse_math() for text in axes.texts if text.get_text() in {"1", "M"})


DOT = "m 0 0.7c 0 -0.386"
"""How a circle of 0.7 points begins."""
HATCHED = {GAINED: "gained", LOST: "lost", OWN_AREA: "half known"}


def legend_of(*colours):
    return legend("Reach", [(colour, HATCHED.get(colour, "plain")) for colour in colours])


def hatched():
    colours = (*HATCHED, KEPT)
    class_of = {code: number % 4 for number, code in enumerate(CODES)}
    return Overlay(legend=legend_of(*colours), fills=Fills(class_of, colours))


def test_areas_of_similar_lightness_have_different_hatches():
    parts = [
        collection for collection in drawn(hatched()).collections if isinstance(collection, PolyCollection)
    ]
    hatches = {to_hex(np.asarray(part.get_facecolor())[0]): part.get_hatch() for part in parts}
    assert len({hatches[colour] for colour in HATCHED} - {None}) == 3
    assert hatches[KEPT] is None
    assert {to_hex(part.get_hatchcolor()[0]) for part in parts if part.get_hatch()} == {DARK, LIGHT}


def test_the_legend_of_a_slide_hatches_them_too():
    shapes = Presentation(BytesIO(file_of(hatched(), DocumentFormat.PPTX))).slides[1].shapes
    look = {
        name: [
            str(shape.fill.fore_color.rgb).lower()
            for shape in shapes
            if shape.name.partition(" [")[0] == name
        ]
        for name in ("gained", "lost", "half known", "plain")
    }
    assert {name: [f"#{colour}" for colour in own_colours] for name, own_colours in look.items()} == {
        "gained": [GAINED, DARK],
        "lost": [LOST, LIGHT],
        "half known": [OWN_AREA, DARK],
        "plain": [KEPT],
    }


def test_the_legend_of_a_sheet_hatches_them_too():
    with_lines, without = (
        file_of(Overlay(legend=legend), DocumentFormat.SVG).decode()
        for legend in (legend_of(GAINED, LOST, OWN_AREA), legend_of(KEPT))
    )
    lines = [
        with_lines.count(pen) - without.count(pen) for pen in (f'stroke="{DARK}"', f'stroke="{LIGHT}"')
    ]
    assert lines == [3, 6]
    assert with_lines.count(DOT) - without.count(DOT) == 9


def without_spaces(text):
    """Return a text of a map without the thin spaces between capitals."""
    return "".join(text.get_text().split())


def test_no_name_is_written_over_a_number():
    axes = drawn(Overlay())
    (name,) = [text for text in axes.texts if without_spaces(text) == "PETÉN"]
    on_page = name.get_transform().transform(name.get_position())
    longitude, latitude = to_wgs84(*axes.transData.inverted().transform(on_page)[:, None])
    place = replace(PLACE, longitude=longitude[0], latitude=latitude[0])
    axes = drawn(Overlay(places=(place,)))
    number, *names = sorted(axes.texts, key=lambda text: text.get_text() != "M")
    assert number.get_text() == "M"
    assert not any(name.get_window_extent().overlaps(number.get_window_extent()) for name in names)


def test_outside_the_region_nothing_is_coloured():
    class_of = {code: 0 for code in CODES if code // 100 != 17}
    around = replace(OVERLAY, fills=Fills(class_of, ("#0a5444",)))
    assert "#0a5444" in colours(drawn(around))
    assert "#0a5444" not in colours(drawn(around, replace(PORTS, departamentos=(17,))))


def test_numbers_of_adjacent_stretches_do_not_overlap():
    short = NumberedStretch(((-91.0, 15.0), (-90.99, 15.0)), "#c2203f", "", "x")
    lines = tuple(replace(short, number=str(number)) for number in range(1, 10))
    axes = drawn(Overlay(lines=lines))
    places = {text.get_position() for text in axes.texts if text.get_text() in set("123456789")}
    assert len(places) == 9


@pytest.mark.parametrize("language", Language)
def test_each_format_has_question_answer_and_sources(language):
    for text in (
        file(DocumentFormat.SVG, language).decode(),
        text_of(file(DocumentFormat.PDF, language)),
        frames(file(DocumentFormat.PPTX, language)),
    ):
        for part in ("The question", "People: 7.6 %", "Straight lines", "1. Mexico: 9 km", MARKS[language]):
            assert squeezed(part) in squeezed(text), part
    words = ExportWords(language)
    for part in (words("export.question"), "Region: Petén", "The legend", "75–100 %", "A note"):
        assert squeezed(part) in squeezed(frames(file(DocumentFormat.PPTX, language)))
    assert file(DocumentFormat.PNG, language).startswith(b"\x89PNG")


def test_hostile_words_are_text_in_every_file():
    assert "<script" not in file(DocumentFormat.SVG).decode()
    assert "**b**" in frames(file(DocumentFormat.PPTX))
    assert squeezed(HOSTILE) in squeezed(text_of(file(DocumentFormat.PDF)))


def test_the_stamp_has_the_map_sites_and_no_computed_values():
    briefing = answered()
    without = replace(briefing, scenes=(replace(briefing.scenes[0], kind=SceneKind.MAP, answer=None),))
    stamps = [
        read_stamp(
            exported(made, ATLAS, Language.ENGLISH, DocumentFormat.SVG, Options(made=date(2026, 11, 22))),
            "x",
        )
        for made in (briefing, without)
    ]
    assert stamps[0] == stamps[1]
    ports = sites_view(PORTS, ATLAS.sites).shown
    assert set(stamps[0].facts) == {f"site {site_id}" for site_id in ports.index}


def test_a_slide_keeps_the_longest_legend_above_its_footer():
    entries = [("#0a5444", f"{n},000,000 – {n},999,999") for n in range(9)]
    longest = Overlay(legend=legend("T" * 90, entries, "N " * 120))
    deck = Presentation(BytesIO(file_of(longest, DocumentFormat.PPTX)))
    shapes = [shape for shape in deck.slides[1].shapes if shape.has_text_frame and shape.text_frame.text]
    footer = max(shape.top for shape in shapes)
    assert sum(shape.top + shape.height > footer for shape in shapes) == 1


def test_many_numbers_have_a_slide_of_their_own():
    lines = tuple(replace(STRETCH, number=str(n), label=f"{n}. Line: {n} km") for n in range(1, 13))
    deck = Presentation(BytesIO(file_of(Overlay(lines=lines), DocumentFormat.PPTX)))
    assert "12. Line: 12 km" not in "".join(
        s.text_frame.text for s in deck.slides[1].shapes if s.has_text_frame
    )
    assert "12. Line: 12 km" in [
        row.cells[0].text for s in deck.slides[2].shapes if s.has_table for row in s.table.rows
    ]
