"""Every format states content and sources, loads nothing, and keeps text as text."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from defusedxml import ElementTree
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript

from atlas.i18n.messages import Language, translator
from atlas.i18n.numbers_and_dates import ExportWords
from atlas.publishing.document_formats import DocumentFormat, Options, exported
from bench.export_target import ACTIONS, names_in
from geo.briefings import Briefing, MapView, Scene, Text
from geo.briefings.briefing_files import read_briefing
from geo.choices import Chart, Confirmation, Layer
from geo.dataset.records import data_version
from geo.exports.documents.document import Paper, document
from geo.exports.documents.document_rows import status_text
from geo.exports.documents.document_text import dates
from geo.exports.documents.map_extent import extent_of
from geo.exports.documents.map_figure import as_svg, draw_map
from geo.exports.documents.stamp import read_stamp, verdict
from geo.selection import Selection
from geo.views.sites_view import sites_view
from tests.geo.exports.pdf_text import pages_of, text_of
from tests.shared_data import ATLAS

HOSTILE = '</script><img src=x onerror=alert(1)> {{title}} #panic() $x$ \\ " &amp; *a **b'
BRIEFING = Briefing(
    Text(en="Title", es="Título"),
    (
        Scene(
            headline=Text(en="Headline", es="Titular"),
            text=Text(en=HOSTILE, es="Uno **dos**.\n\n- tres"),
            notes=Text(en="Say this.", es="Diga esto."),
            selection=Selection(departamentos=(1,), municipios=(115,), layers=(Layer.PRECINCTS, Layer.PBS)),
            view=MapView(14.557, -90.578, 12),
            figures=("I010", "I013"),
            conflicts=("homicides-zone-12",),
            chart=Chart.CHECKPOINTS,
        ),
    ),
)
MADE = Options(made=date(2026, 11, 22), appendix=True)
FILES: dict[tuple[DocumentFormat, Language], bytes] = {}


def file(kind, language=Language.SPANISH):
    if (kind, language) not in FILES:
        FILES[kind, language] = exported(BRIEFING, ATLAS, language, kind, MADE)
    return FILES[kind, language]


def slides(language=Language.SPANISH):
    return list(Presentation(BytesIO(file(DocumentFormat.PPTX, language))).slides)


def words_of(slide):
    frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join(frames + [cell.text for table in tables for row in table.rows for cell in row.cells])


@pytest.mark.parametrize("kind", DocumentFormat)
def test_a_file_says_which_facts_it_shows_and_they_hold(kind):
    stamp = read_stamp(file(kind), "x")
    result = verdict(stamp, ATLAS)
    assert (stamp.title, stamp.language, stamp.made) == ("Título", "es", "2026-11-22")
    assert {"figure I010", "conflict homicides-zone-12", "site pbs-el-exodo"} <= set(stamp.facts)
    assert result.holds
    assert result.kept == len(stamp.facts)


@pytest.mark.parametrize("kind", DocumentFormat)
def test_the_same_content_of_the_same_day_gives_the_same_bytes(kind):
    assert exported(BRIEFING, ATLAS, Language.SPANISH, kind, MADE) == file(kind)


def test_a_file_is_of_its_day_and_not_of_the_clock():
    about: Any = PdfReader(BytesIO(file(DocumentFormat.PDF))).metadata
    assert about.creation_date.date() == about.modification_date.date() == MADE.made
    parts = entries_of(file(DocumentFormat.PPTX))
    (workbook,) = (content for name, content in parts.items() if name.endswith(".xlsx"))
    for core in (parts["docProps/core.xml"], entries_of(workbook)["docProps/core.xml"]):
        days = re.findall(r"<dcterms:(\w+)[^>]*>2026-11-22T00:00:00Z<", core.decode())
        assert sorted(days) == ["created", "modified"]


def entries_of(archive):
    """Return the parts of an Office file, and require that all are of the day of the document."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2026, 11, 22, 0, 0, 0)}
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("kind", [DocumentFormat.SVG, DocumentFormat.HTML, DocumentFormat.CSV])
def test_a_text_file_states_filters_sources_date_and_version(kind):
    text = file(kind).decode()
    t = translator(Language.SPANISH)
    assert "22 de noviembre de 2026" in text
    assert read_stamp(file(kind), "x").data_version in text
    assert "Villa Nueva" in text
    assert "P01" in text
    assert t("export.attribution")[:40] in text


def test_slides_state_filters_sources_date_and_version():
    text = "\n".join(map(words_of, slides()))
    t = translator(Language.SPANISH)
    version = read_stamp(file(DocumentFormat.PPTX), "x").data_version
    for said in ("Filtros: Departamento: Guatemala; Municipio: Villa Nueva", "P01", version, "El Éxodo"):
        assert said in text
    assert t("export.caution") in text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "kind",
    [DocumentFormat.PDF, DocumentFormat.PPTX, DocumentFormat.HTML, DocumentFormat.SVG, DocumentFormat.CSV],
)
def test_a_file_gives_the_dates_of_its_newest_fact_and_of_its_sources(kind, language):
    current = dates(ATLAS.data, ExportWords(language))
    version = translator(language)("export.version", version=data_version(), **current)
    assert squeezed(version) in squeezed(words_in(file(kind, language), kind))
    assert len(set(current.values())) == 2


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", [DocumentFormat.PDF, DocumentFormat.PPTX, DocumentFormat.CSV])
def test_an_old_status_is_marked_and_the_filter_is_described(kind, language):
    old = Selection(departamentos=(12,), confirmations=(Confirmation.OLD,), layers=tuple(Layer))
    words, t = ExportWords(language), translator(language)
    briefing = Briefing(Text(en="Old"), (Scene(headline=Text(en="Old"), selection=old),))
    text = squeezed(words_in(exported(briefing, ATLAS, language, kind, MADE), kind))
    shown = sites_view(old, ATLAS.sites).shown
    assert not shown.empty
    for row in shown.to_dict("records"):
        said = status_text(row, words)
        assert {"en": "(last confirmed ", "es": "(confirmado por última vez e"}[language] in said
        assert squeezed(said) in text
    assert squeezed(f"{t('filters.confirmations')}: {t('confirmation.old')}") in text


def words_in(content, kind):
    if kind is DocumentFormat.PDF:
        return text_of(content)
    if kind is DocumentFormat.PPTX:
        return "\n".join(map(words_of, Presentation(BytesIO(content)).slides))
    return (
        unescape(re.sub(r"<[^>]+>", " ", content.decode()))
        if kind is DocumentFormat.SVG
        else content.decode()
    )


def test_slides_are_editable_and_carry_notes_and_alternative_text():
    scene = slides()[1]
    assert scene.notes_slide.notes_text_frame.text.startswith("Diga esto.")
    pictures = [shape for shape in scene.shapes if shape.shape_type == 13]
    assert [picture._element._nvXxPr.cNvPr.get("descr")[:17] for picture in pictures] == [
        "Mapa de Guatemala"
    ]
    deck = [shape for slide in slides() for shape in slide.shapes]
    assert sum(shape.has_chart for shape in deck) == 1
    assert sum(shape.has_table for shape in deck) >= 3


def test_pictures_on_a_slide_have_alternative_text():
    drawn = [
        shape._element._nvXxPr.cNvPr
        for slide in slides()
        for shape in slide.shapes
        if not (shape.has_text_frame and shape.text_frame.text)
    ]
    assert len(drawn) > 6
    assert [properties.get("name") for properties in drawn if not properties.get("descr")] == []


def test_a_slide_is_wide_and_nothing_lies_outside_it():
    deck = Presentation(BytesIO(file(DocumentFormat.PPTX)))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= deck.slide_width - shape.width
            assert 0 <= shape.top <= deck.slide_height - shape.height


def test_hostile_text_stays_text_on_slides():
    assert '</script><img src=x onerror=alert(1)> {{title}} #panic() $x$ \\ " &amp;' in words_of(
        slides(Language.ENGLISH)[1]
    )


def test_a_pdf_is_tagged_and_asks_for_nothing():
    content = file(DocumentFormat.PDF, Language.ENGLISH)
    assert content.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in content
    assert not ACTIONS & names_in(PdfReader(BytesIO(content)))


def test_a_script_in_a_pdf_is_found():
    writer = PdfWriter(PdfReader(BytesIO(file(DocumentFormat.PDF, Language.ENGLISH))))
    writer.add_open_action(JavaScript("app.alert(1)"))
    changed = BytesIO()
    writer.write(changed)
    assert ACTIONS & names_in(PdfReader(changed)) == {"/JavaScript", "/JS"}


@pytest.mark.parametrize("language", Language)
def test_a_pdf_says_all_that_it_must_and_no_word_is_cut(language):
    text = text_of(file(DocumentFormat.PDF, language))
    t = translator(language)
    made = read_stamp(file(DocumentFormat.PDF, language), "x")
    for said in (
        BRIEFING.title.in_(language),
        BRIEFING.scenes[0].headline.in_(language),
        {"en": "22 November 2026", "es": "22 de noviembre de 2026"}[language],
        made.data_version,
        "Villa Nueva",
        f"{t('export.filters')}: {t('filters.departamentos')}: Guatemala",
        t("export.attribution"),
        t("export.caution"),
        t("layer.pbs"),
        *(ATLAS.sources.at[source_id, f"title_{language}"] for source_id in ("P01",)),
    ):
        assert squeezed(said) in squeezed(text)


def test_text_without_outlines_is_what_pypdf_reads_with_them():
    content = file(DocumentFormat.PDF, Language.ENGLISH)
    pages: Any = PdfReader(BytesIO(content)).pages
    assert len(max((page["/Contents"].get_object().get_data() for page in pages), key=len)) > 100_000
    assert pages_of(content) == tuple(page.extract_text() for page in pages)


def squeezed(text):
    """Without the blanks and hyphens that lines are broken at."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_a_pdf_is_read_aloud_in_its_language_with_its_maps_in_words():
    reader = PdfReader(BytesIO(file(DocumentFormat.PDF)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Título"
    assert "Mapa de Guatemala con" in str(alternatives(root["/StructTreeRoot"]))


def alternatives(node):
    """Yield every alternative text below a node of the structure."""
    texts, waiting = [], [node]
    while waiting:
        at = waiting.pop().get_object()
        if isinstance(at, dict):
            texts += [at["/Alt"]] if "/Alt" in at else []
            kids = at.get("/K", [])
            waiting += kids if isinstance(kids, list) else [kids]
    return texts


@pytest.mark.parametrize("language", Language)
def test_slides_say_all_that_they_must_in_each_language(language):
    text = "\n".join(map(words_of, slides(language)))
    t = translator(language)
    for said in (
        f"{t('export.filters')}: {t('filters.departamentos')}: Guatemala",
        read_stamp(file(DocumentFormat.PPTX, language), "x").data_version,
        t("export.attribution"),
        t("layer.pbs"),
        "P01",
    ):
        assert said in text


def test_nothing_on_a_slide_is_linked_from_elsewhere():
    with zipfile.ZipFile(BytesIO(file(DocumentFormat.PPTX))) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    outside = re.findall(r'Type="([^"]*)"[^>]*TargetMode="External"', "".join(parts))
    assert [kind for kind in outside if not kind.endswith("/hyperlink")] == []


def test_a_pdf_fits_either_paper():
    widths = [
        re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", content)[0]
        for content in (
            file(DocumentFormat.PDF, Language.ENGLISH),
            exported(BRIEFING, ATLAS, Language.ENGLISH, DocumentFormat.PDF, Options(paper=Paper.LETTER)),
        )
    ]
    assert [tuple(round(float(side)) for side in pair) for pair in widths] == [(595, 842), (612, 792)]


def test_a_png_is_as_wide_as_a_screen():
    picture = Image.open(BytesIO(file(DocumentFormat.PNG)))
    picture.load()
    assert picture.size[0] == 1920
    assert picture.info["Description"].startswith("atlas-stamp:")


@pytest.mark.parametrize("kind", [DocumentFormat.HTML, DocumentFormat.SVG])
def test_a_file_loads_nothing_from_outside(kind):
    text = file(kind, Language.ENGLISH).decode()
    loads = re.findall(
        r"(?:<script[^>]*\bsrc|<link[^>]*\bhref|<img[^>]*\bsrc|<image[^>]*href)=\"([^\"]*)", text
    )
    assert [url for url in loads if not url.startswith(("data:", "#"))] == []
    assert not re.findall(
        r"url\((?!['\"]?(?:data:|#))", re.sub(r"<script.*?</script>", "", text, flags=re.S)
    )


def test_hostile_text_closes_no_element_of_the_page():
    text = file(DocumentFormat.HTML, Language.ENGLISH).decode()
    assert "<img src=x" not in text
    assert text.count("<script") == text.count("</script>")


def test_the_page_is_small():
    assert len(file(DocumentFormat.HTML)) < 1_000_000


def test_what_is_missing_from_the_data_is_left_out():
    scene = Scene(Text(en="x"), figures=("I999",), conflicts=("none",), selection=Selection(layers=()))
    content = exported(Briefing(Text(en="x"), (scene,)), ATLAS, Language.ENGLISH, DocumentFormat.CSV, MADE)
    assert read_stamp(content, "x").facts == {}


def test_a_presentation_is_a_whole_archive():
    with zipfile.ZipFile(BytesIO(file(DocumentFormat.PPTX))) as archive:
        assert archive.testzip() is None


def test_a_sign_that_no_font_has_costs_no_pdf():
    """An emoji in a title once kept the whole file from being made."""
    title = Text(en="Roads \U0001f600 \u4e2d \x01 ñ", es="")
    briefing = Briefing(title, (Scene(headline=title, selection=Selection(departamentos=(1,))),))
    pdf = exported(briefing, ATLAS, Language.ENGLISH, DocumentFormat.PDF, MADE)
    assert "Roads \ufffd \ufffd \ufffd ñ" in pages_of(pdf)[0]


def briefing_of(words, **scene):
    return Briefing(words, (Scene(headline=words, selection=Selection(departamentos=(1,)), **scene),))


def test_words_of_blanks_in_one_language_are_taken_from_the_other():
    """A Spanish headline of one blank once kept the PDF from being made: its heading was empty."""
    briefing = briefing_of(Text(en="Roads", es=" "))
    pdf = exported(briefing, ATLAS, Language.SPANISH, DocumentFormat.PDF, MADE)
    assert "Roads" in pages_of(pdf)[0]


@pytest.mark.parametrize("kind", DocumentFormat)
def test_a_sign_that_no_document_can_hold_is_replaced(kind):
    """The name of a list becomes a headline; with a vertical tab in it an SVG is no XML."""
    words = Text(en="a\x0b\ud83d b")
    content = exported(briefing_of(words, notes=words), ATLAS, Language.ENGLISH, kind, MADE)
    assert read_stamp(content, "x").title == "a\ufffd\ufffd b"
    if kind is DocumentFormat.SVG:
        assert ElementTree.fromstring(content)[0].text == "a\ufffd\ufffd b"


def test_a_dollar_in_a_name_begins_no_formula_on_the_map():
    sites = ATLAS.sites.copy()
    sites["name_en"] = "Post $\\frac{1$"
    view = sites_view(Selection(departamentos=(1,)), sites)
    figure = draw_map(view, extent_of(None, view.region, ATLAS), ATLAS, "en", (7, 5))
    assert "Post $\\frac{1$" in {text.get_text() for text in figure.axes[0].texts}
    assert as_svg(figure).startswith("<?xml")


@pytest.mark.parametrize("language", Language)
def test_three_scenes_are_six_slides_and_four_pages_with_every_source(language):
    whole = read_briefing("dialogue-2024")
    briefing = replace(whole, scenes=whole.scenes[:3])
    made = document(briefing, ATLAS, ExportWords(language))
    deck = Presentation(BytesIO(exported(briefing, ATLAS, language, DocumentFormat.PPTX)))
    pdf = exported(briefing, ATLAS, language, DocumentFormat.PDF)
    assert len(deck.slides) <= 6
    assert len(pages_of(pdf)) <= 4
    assert {row.identifier for page in made.pages for row in page.figures} == {
        *(figure for scene in briefing.scenes for figure in scene.figures)
    }
    for text in ("\n".join(map(words_of, deck.slides)), text_of(pdf)):
        for row in made.sources:
            assert re.search(rf"\b{row.identifier}\b", text)
        for figure in (row for page in made.pages for row in page.figures):
            assert squeezed(figure.amount) in squeezed(text)
            assert squeezed(figure.note) in squeezed(text)


def test_a_slide_that_cannot_hold_its_evidence_has_a_table_of_it():
    whole = read_briefing("what-changed")
    full = replace(whole.scenes[1], text=Text(en="word " * 290))
    deck = Presentation(
        BytesIO(exported(replace(whole, scenes=(full,)), ATLAS, Language.ENGLISH, DocumentFormat.PPTX))
    )
    assert sum(shape.has_table for slide in deck.slides for shape in slide.shapes) >= 1
    assert full.headline.en in words_of(deck.slides[2])
    for slide in deck.slides:
        assert all(shape.top + shape.height <= deck.slide_height for shape in slide.shapes)


def test_without_the_appendix_no_slide_is_a_table_of_sites():
    deck = Presentation(BytesIO(exported(BRIEFING, ATLAS, Language.ENGLISH, DocumentFormat.PPTX)))
    assert translator(Language.ENGLISH)("export.sites") not in "\n".join(map(words_of, deck.slides))
    assert translator(Language.ENGLISH)("export.sites") in "\n".join(
        map(words_of, slides(Language.ENGLISH))
    )
