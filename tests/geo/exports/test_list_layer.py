"""An uploaded list in files: drawn, named, counted, and marked as no source."""

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import to_hex
from pptx import Presentation

from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from atlas.publishing.offline_page import own_overlay
from geo.briefings import Briefing, Scene, Text
from geo.choices.list_kinds import ColourBy, ShowAs
from geo.exports.documents.document_layers import LONGEST, ListLayer, list_legend
from geo.exports.documents.map_extent import extent_of
from geo.exports.documents.map_figure import draw_map
from geo.exports.documents.map_overlays import FEW
from geo.exports.documents.stamp import read_stamp
from geo.lists.point_aggregation import ListPoints, hexagons
from geo.mapping.map_styles import OWN, OWN_AREA, ColourClass
from geo.views.list_view import hexagon_steps
from geo.views.sites_view import sites_view
from tests.geo.exports.pdf_text import text_of
from tests.shared_data import ATLAS

NAME = "</script><img src=x onerror=alert(1)> #panic() $x$.csv"
BRIEFING = Briefing(Text(en="Title", es="Título"), (Scene(headline=Text(en="Mine", es="Mío")),))
TWO = ListPoints(np.array([-90.51, -91.52]), np.array([14.63, 14.85]))
WHOSE = {Language.ENGLISH: "not a source of the atlas", Language.SPANISH: "no una fuente del atlas"}


def layer(show=ShowAs.POINTS, points=TWO, **more):
    values: dict[str, Any] = {
        "areas": {1701: 3},
        "fills": {},
        "name": NAME,
        "shown": 5,
        "placed": 6,
        "total": 7,
    } | more
    return ListLayer(show=show, counted_by=ColourBy.ROWS, points=points, **values)


POINTS = layer()


def counted():
    steps = (ColourClass("#cae11f", 1, 1), ColourClass("#481d6f", 2, 9))
    return layer(ShowAs.MUNICIPIOS, fills={101: "#481d6f", 1701: "#cae11f"}, areas={}, steps=steps)


def in_hexagons():
    cells = hexagons(TWO, 5)
    return layer(ShowAs.HEXAGONS, hexagons=cells, steps=hexagon_steps(cells))


@cache
def file(kind, own, language=Language.ENGLISH):
    return exported(BRIEFING, ATLAS, language, kind, Options(made=date(2026, 11, 22), own=own))


def drawn(own):
    view = sites_view(BRIEFING.scenes[0].selection, ATLAS.sites)
    figure = draw_map(view, extent_of(None, view.region, ATLAS), ATLAS, "en", (7, 5), own)
    return figure.axes[0].collections


def colours(collections, kind):
    return {
        to_hex(colour) for part in collections if isinstance(part, kind) for colour in part.get_facecolor()
    }


def squeezed(text):
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.mark.parametrize("language", Language)
def test_each_kind_of_file_names_the_list_with_its_number_and_whose_it_is(language):
    own = layer(name="incidentes.csv")
    slides = Presentation(BytesIO(file(DocumentFormat.PPTX, own, language))).slides
    cells = [
        cell.text
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    frames = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    for text in (
        file(DocumentFormat.SVG, own, language).decode(),
        file(DocumentFormat.HTML, own, language).decode(),
        text_of(file(DocumentFormat.PDF, own, language)),
        "\n".join(frames + cells),
    ):
        assert squeezed(text).count(squeezed(WHOSE[language])) >= 2, "in the legend and in the sources"
        assert "incidentes.csv" in squeezed(text)
        assert {"en": "It has 7 rows: 6 located, 5 drawn", "es": "Tiene 7 filas: 6 ubicadas"}[
            str(language)
        ].replace(" ", "") in squeezed(text)


def test_without_a_list_no_file_speaks_of_one():
    for kind in (DocumentFormat.SVG, DocumentFormat.HTML):
        text = file(kind, None).decode()
        assert 'id="own"' not in text
        assert "incidentes" not in text


def test_points_and_municipios_of_coarser_rows_are_drawn():
    artists = drawn(layer())
    (dots,) = [artist for artist in artists if OWN in colours([artist], PathCollection)]
    assert len(dots.get_offsets()) == 2
    assert OWN_AREA in colours(artists, PolyCollection)


def test_few_points_have_their_names_in_print_and_many_none():
    view = sites_view(BRIEFING.scenes[0].selection, ATLAS.sites)

    def names(points):
        extent = extent_of(None, view.region, ATLAS)
        figure = draw_map(view, extent, ATLAS, "en", (7, 5), layer(points=points))
        return {text.get_text() for text in figure.axes[0].texts}

    far_apart = ListPoints(np.array([-90.51, -90.0]), np.array([14.63, 16.9]))
    named = replace(far_apart, labels=("A $x$ \u202e", "B" * 40))
    assert {"A $x$ �", "B" * 32 + "…"} <= names(named)
    many = ListPoints(np.linspace(-91, -90, 26), np.full(26, 15.0), ("Many",) * 26)
    assert "Many" not in names(many)


def test_counts_are_drawn_as_coloured_municipios():
    assert {"#cae11f", "#481d6f"} <= colours(drawn(counted()), PolyCollection)
    assert OWN not in colours(drawn(counted()), PathCollection)


def test_hexagons_are_drawn_with_their_classes():
    own = in_hexagons()
    assert {step.colour for step in own.steps} <= colours(drawn(own), PolyCollection)


def test_very_many_points_are_part_of_a_picture_and_the_file_stays_small():
    rng = np.random.default_rng(5)
    many = ListPoints(rng.uniform(-91.5, -89.5, 14_000), rng.uniform(14.5, 16.5, 14_000))
    dots = [artist for artist in drawn(layer(points=many)) if len(artist.get_offsets()) > FEW]
    assert [dot.get_rasterized() for dot in dots] == [True]
    assert len(file(DocumentFormat.PDF, layer(points=many))) < 3_000_000


def test_a_hundred_thousand_points_are_drawn_together():
    rng = np.random.default_rng(5)
    many = ListPoints(rng.uniform(-91.5, -89.5, 100_000), rng.uniform(14.5, 16.5, 100_000))
    (dots,) = [artist for artist in drawn(layer(points=many)) if OWN in colours([artist], PathCollection)]
    assert len(dots.get_offsets()) < FEW


def test_a_name_of_a_list_is_text_in_every_file():
    page = file(DocumentFormat.HTML, POINTS).decode()
    assert "<img src=x" not in page
    assert page.count("<script") == page.count("</script>")
    assert "<img src=x" not in file(DocumentFormat.SVG, POINTS).decode()
    slide = Presentation(BytesIO(file(DocumentFormat.PPTX, POINTS))).slides[1]
    assert any(NAME[:40] in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert file(DocumentFormat.PNG, POINTS).startswith(b"\x89PNG")


def test_a_long_name_is_cut_in_the_legend():
    title = list_legend(layer(name="x" * 300), ExportWords(Language.ENGLISH)).title
    assert "x" * LONGEST + "…" in title
    assert "x" * (LONGEST + 1) not in title


def test_the_stamp_holds_facts_of_the_atlas_alone():
    stamps = [read_stamp(file(DocumentFormat.SVG, own), "x") for own in (POINTS, None)]
    assert stamps[0] == stamps[1]


def test_the_legend_counts_each_colour():
    words = ExportWords(Language.ENGLISH)
    assert [(entry.colour, entry.label) for entry in list_legend(counted(), words).entries] == [
        ("", "Municipios: Rows"),
        ("#cae11f", "1"),
        ("#481d6f", "2 – 9"),
    ]
    assert [entry.label for entry in list_legend(layer(), words).entries] == [
        "points of that list (2)",
        "Municipios of rows located only to the municipio (3)",
    ]


def test_the_legend_of_a_list_stays_above_the_slide_footer():
    deck = Presentation(BytesIO(file(DocumentFormat.PPTX, layer(name="n" * 300), Language.SPANISH)))
    shapes = [shape for shape in deck.slides[1].shapes if shape.has_text_frame and shape.text_frame.text]
    footer = max(shape.top for shape in shapes)
    assert sum(shape.top + shape.height > footer for shape in shapes) == 1
    assert max(shape.top + shape.height for shape in shapes) <= deck.slide_height


@pytest.mark.parametrize("own", [POINTS, counted(), in_hexagons()], ids=["points", "counts", "hexagons"])
def test_the_offline_file_holds_what_its_map_draws_and_no_names_of_rows(own):
    text = file(DocumentFormat.HTML, own).decode()
    (payload,) = re.findall(r'<script type="application/json" id="own">(.*?)</script>', text)
    own_list = json.loads(payload)
    assert own_list == json.loads(json.dumps(own_overlay(own, ATLAS)))
    for language in ("en", "es"):
        assert NAME[:LONGEST] in own_list[language]["legend"]["title"]
    if own.is_counted:
        assert own_list["marks"] is None
        assert own_list["en"]["fills"]["classes"][0] == "0"
    else:
        assert own_list["marks"]["whole"] is True
        assert own_list["en"]["points"]["mode"] == str(own.show)
        assert not own_list["marks"].get("labels")


@pytest.mark.parametrize("kind", [DocumentFormat.PPTX, DocumentFormat.PDF, DocumentFormat.SVG])
def test_invisible_characters_in_the_name_of_a_list_break_no_file(kind):
    data = file(kind, layer(name="list\x00\x1b\u202e.csv"))
    assert data
    if kind is DocumentFormat.PPTX:
        shapes = [shape for slide in Presentation(BytesIO(data)).slides for shape in slide.shapes]
        said = " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
        assert "list���.csv" in said
