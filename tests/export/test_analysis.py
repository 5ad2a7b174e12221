"""An analysis in files: as the page draws it, in words with its legend, and only ever text."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle
from pptx import Presentation
from pypdf import PdfReader

from atlas.i18n.document_words import ExportWords
from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from geo.analysis.indicators import country_of
from geo.briefings import Briefing, MapView, Scene, Text
from geo.choices import Kind
from geo.crs import to_gtm, to_wgs84
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.document import document
from geo.exports.documents.document_layers import AnswerInWords, analysis_layer, told_blocks
from geo.exports.documents.map_extent import extent_of
from geo.exports.documents.map_figure import draw_map
from geo.exports.documents.stamp import read_stamp
from geo.mapping.map_styles import DARK, GAINED, KEPT, LIGHT, LOST, OWN_AREA
from geo.selection import Selection
from geo.views.sites_view import sites_view

SHELF = AtlasData()
CODES = country_of(SHELF).ground.table["codigo_muni"].tolist()
HOSTILE = "</text><script>alert(1)</script> #panic() $x$ **b**"
PORTS = Selection(kinds=(Kind.PORT,))
BRIEFING = Briefing(Text(en="Title", es="Título"), (Scene(Text(en="Kept", es="Propio"), selection=PORTS),))
OVERLAY: dict[str, Any] = {
    "fills": {"classes": "1-0" + "-" * 337, "colours": ["#cfe8c9", "#0a5444"]},
    "circles": [{"at": [-90.5, 14.6], "radius_m": 25_000, "colour": "#0b5c8a", "dashed": True}],
    "lines": [{"points": [[-91.0, 15.0], [-90.0, 15.0]], "colour": "#c2203f", "label": "1. Mexico: 9 km"}],
    "places": [{"at": [-90.8, 14.9], "colour": "#7a2f8f", "number": "M", "label": HOSTILE}],
    "legend": {"title": "The legend", "entries": [{"colour": "#0a5444", "label": "75–100 %"}],
               "note": "A note"},
}  # fmt: skip
MARKS = {
    Language.ENGLISH: "but not this result",
    Language.SPANISH: "pero no este resultado",
}


def layer(selection=PORTS, overlay=OVERLAY, **more):
    words = {"answer": ("People: 7.6 %", f"One sentence {HOSTILE}"), "methods": ("Straight lines",)} | more
    told = AnswerInWords(name="Coverage", headline="The question", asked=("Region: Petén",), **words)
    return analysis_layer(told, sites_view(selection, SHELF.sites), overlay, CODES)


def file(kind, analysis=None, language=Language.ENGLISH):
    options = Options(made=date(2026, 11, 22), analysis=analysis or layer())
    return exported(BRIEFING, SHELF, language, kind, options)


def drawn(analysis):
    figure = draw_map(
        analysis.view, extent_of(None, analysis.view.region, SHELF), SHELF, "en", (7, 5), None, analysis
    )
    return figure.axes[0]


def colours(axes):
    parts = [part for part in axes.collections if isinstance(part, PolyCollection)]
    return [to_hex(one) for part in parts for one in np.asarray(part.get_facecolor())]


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


def test_what_the_page_lays_over_its_map_becomes_one_value():
    found = layer()
    assert found.fills == {CODES[0]: "#0a5444", CODES[2]: "#cfe8c9"}
    assert found.numbered == ("1. Mexico: 9 km", f"M. {HOSTILE}")
    assert [one.radius_m for one in found.circles] == [25_000]
    assert [(one.text, one.is_title, one.is_note) for one in found.legend] == [
        ("The legend", True, False),
        ("75–100 %", False, False),
        ("A note", False, True),
    ]


def test_a_file_shows_the_part_of_the_map_that_the_reader_saw():
    seen = MapView(14.6, -90.5, 10)
    scene = replace(BRIEFING.scenes[0], view=seen)
    words, analysis = ExportWords(Language.ENGLISH), layer()
    (page,) = document(replace(BRIEFING, scenes=(scene,)), SHELF, words, None, None, analysis).pages
    assert page.extent == extent_of(seen, analysis.view.region, SHELF)
    assert page.extent.width_km < 200


def test_a_class_past_the_ninth_has_its_colour():
    colours = [f"#0000{nth:02}" for nth in range(11)]
    fills = {"classes": "a" + "-" * 339, "colours": colours}
    assert layer(overlay={"fills": fills}).fills == {CODES[0]: "#000010"}


def test_the_figure_of_an_answer_stands_out_from_what_is_said_with_it():
    figure, sentence, *_ = told_blocks(layer(), ExportWords(Language.ENGLISH))
    assert [(run.text, run.bold) for run in figure.runs] == [("People: 7.6 %", True)]
    assert not any(run.bold for run in sentence.runs)


def test_the_map_draws_fills_circles_stretches_and_numbers():
    axes = drawn(layer())
    assert {"#0a5444", "#cfe8c9"} <= set(colours(axes))
    (circle,) = [one for one in axes.patches if isinstance(one, Circle)]
    assert circle.get_radius() == 25_000
    assert np.allclose(circle.get_center(), on_map([-90.5, 14.6]))
    lines = [one for one in axes.collections if isinstance(one, LineCollection)]
    (line,) = [one for one in lines if "#c2203f" in map(to_hex, np.asarray(one.get_colors()))]
    assert np.allclose(line.get_segments()[0], [on_map([-91.0, 15.0]), on_map([-90.0, 15.0])])
    numbers = {one.get_text(): one.get_position() for one in axes.texts}
    assert np.allclose(numbers["M"], on_map([-90.8, 14.9]))
    assert np.allclose(numbers["1"], np.mean(line.get_segments()[0], axis=0))
    assert not any(one.get_parse_math() for one in axes.texts if one.get_text() in {"1", "M"})


DOT = "m 0 0.7c 0 -0.386"
"""How a circle of 0.7 points begins."""
HATCHED = {GAINED: "gained", LOST: "lost", OWN_AREA: "half known"}


def legend_of(*colours):
    entries = [{"colour": one, "label": HATCHED.get(one, "plain")} for one in colours]
    return {"title": "Reach", "entries": entries, "note": ""}


def hatched():
    colours = [*HATCHED, KEPT]
    return layer(
        overlay={"fills": {"classes": "0123" * 85, "colours": colours}, "legend": legend_of(*colours)}
    )


def test_areas_that_lightness_does_not_tell_apart_are_hatched_each_in_its_way():
    parts = [one for one in drawn(hatched()).collections if isinstance(one, PolyCollection)]
    hatches = {to_hex(np.asarray(one.get_facecolor())[0]): one.get_hatch() for one in parts}
    assert len({hatches[one] for one in HATCHED} - {None}) == 3
    assert hatches[KEPT] is None
    assert {to_hex(one.get_hatchcolor()[0]) for one in parts if one.get_hatch()} == {DARK, LIGHT}


def test_the_legend_of_a_slide_hatches_them_too():
    shapes = Presentation(BytesIO(file(DocumentFormat.PPTX, hatched()))).slides[1].shapes
    look = {
        name: [str(shape.fill.fore_color.rgb).lower() for shape in shapes if shape.name == name]
        for name in ("gained", "lost", "half known", "plain")
    }
    assert {name: [f"#{one}" for one in found] for name, found in look.items()} == {
        "gained": [GAINED, DARK],
        "lost": [LOST, LIGHT],
        "half known": [OWN_AREA, DARK],
        "plain": [KEPT],
    }


def test_the_legend_of_a_sheet_hatches_them_too():
    with_lines, without = (
        file(DocumentFormat.SVG, layer(overlay={"legend": one})).decode()
        for one in (legend_of(GAINED, LOST, OWN_AREA), legend_of(KEPT))
    )
    lines = [
        with_lines.count(pen) - without.count(pen) for pen in (f'stroke="{DARK}"', f'stroke="{LIGHT}"')
    ]
    assert lines == [3, 6]
    assert with_lines.count(DOT) - without.count(DOT) == 9


def test_no_name_is_written_over_a_number():
    axes = drawn(layer(overlay={}))
    (name,) = [one for one in axes.texts if one.get_text() == "Petén"]
    on_page = name.get_transform().transform(name.get_position())
    longitude, latitude = to_wgs84(*axes.transData.inverted().transform(on_page)[:, None])
    place = OVERLAY["places"][0] | {"at": [longitude[0], latitude[0]]}
    names = [one.get_text() for one in drawn(layer(overlay={"places": [place]})).texts]
    assert "M" in names
    assert "Petén" not in names


def test_outside_the_region_nothing_is_coloured():
    classes = "".join("-" if code // 100 == 17 else "1" for code in CODES)
    around = OVERLAY | {"fills": OVERLAY["fills"] | {"classes": classes}}
    assert "#0a5444" in colours(drawn(layer(overlay=around)))
    assert "#0a5444" not in colours(drawn(layer(replace(PORTS, departamentos=(17,)), overlay=around)))


def test_numbers_of_stretches_that_lie_together_stand_beside_each_other():
    short = {"points": [[-91.0, 15.0], [-90.99, 15.0]], "colour": "#c2203f", "label": "x"}
    axes = drawn(layer(overlay={"lines": [short] * 9}))
    places = {one.get_position() for one in axes.texts if one.get_text() in set("123456789")}
    assert len(places) == 9


@pytest.mark.parametrize("language", Language)
def test_each_kind_of_file_tells_the_question_the_answer_and_what_it_rests_on(language):
    pages = PdfReader(BytesIO(file(DocumentFormat.PDF, language=language))).pages
    for text in (
        file(DocumentFormat.SVG, language=language).decode(),
        "\n".join(page.extract_text() for page in pages),
        frames(file(DocumentFormat.PPTX, language=language)),
    ):
        for part in ("The question", "People: 7.6 %", "Straight lines", "1. Mexico: 9 km", MARKS[language]):
            assert squeezed(part) in squeezed(text), part
        assert squeezed("Kept") not in squeezed(text)
    words = ExportWords(language)
    for part in (words("export.asked"), "Region: Petén", "The legend", "75–100 %", "A note"):
        assert squeezed(part) in squeezed(frames(file(DocumentFormat.PPTX, language=language)))
    assert file(DocumentFormat.PNG, language=language).startswith(b"\x89PNG")


def test_hostile_words_are_text_in_every_file():
    assert "<script" not in file(DocumentFormat.SVG).decode()
    assert "**b**" in frames(file(DocumentFormat.PPTX))
    pages = PdfReader(BytesIO(file(DocumentFormat.PDF))).pages
    assert squeezed(HOSTILE) in squeezed("".join(page.extract_text() for page in pages))


def test_the_stamp_holds_the_sites_of_the_map_and_nothing_that_was_computed():
    with_analysis, without = (
        read_stamp(exported(BRIEFING, SHELF, Language.ENGLISH, DocumentFormat.SVG, options), "x")
        for options in (
            Options(made=date(2026, 11, 22), analysis=layer()),
            Options(made=date(2026, 11, 22)),
        )
    )
    assert with_analysis == without
    assert set(with_analysis.facts) == {f"site {one}" for one in layer().view.shown.index}


def test_a_slide_keeps_the_longest_legend_above_its_footer():
    entries = [{"colour": "#0a5444", "label": f"{n},000,000 – {n},999,999"} for n in range(9)]
    legend = {"title": "T" * 90, "entries": entries, "note": "N " * 120}
    deck = Presentation(BytesIO(file(DocumentFormat.PPTX, layer(overlay={"legend": legend}))))
    shapes = [one for one in deck.slides[1].shapes if one.has_text_frame and one.text_frame.text]
    footer = max(one.top for one in shapes)
    assert sum(one.top + one.height > footer for one in shapes) == 1


def test_many_numbers_have_a_slide_of_their_own():
    line = OVERLAY["lines"][0]
    lines = [line | {"label": f"{n}. Line: {n} km"} for n in range(1, 13)]
    deck = Presentation(BytesIO(file(DocumentFormat.PPTX, layer(overlay={"lines": lines}))))
    assert "12. Line: 12 km" not in "".join(
        s.text_frame.text for s in deck.slides[1].shapes if s.has_text_frame
    )
    assert "12. Line: 12 km" in [
        row.cells[0].text for s in deck.slides[2].shapes if s.has_table for row in s.table.rows
    ]
