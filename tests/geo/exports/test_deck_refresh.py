"""`atlas refresh`: changed facts are replaced, edits are kept and marked, other files are refused."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.util import Inches

from atlas.cli.main import main
from atlas.i18n.messages import Language
from atlas.publishing.document_formats import (
    DocumentFormat,
    Options,
    exported,
    refresh_lines,
    refreshed_deck,
)
from geo.briefings import Briefing, Scene, Text
from geo.choices import Chart, Layer
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.deck_parts import DeckError, parts_of, place_of
from geo.exports.documents.stamp import read_stamp, verdict
from geo.selection import Selection
from tests.copies import copy_of_data, rewrite
from tests.shared_data import ATLAS

MIXCO = Selection(departamentos=(1,), municipios=(108,), layers=(Layer.PRECINCTS,))
BRIEFING = Briefing(
    Text(en="Visit", es="Visita"),
    (
        Scene(Text(en="Mixco", es="Mixco"), Text(en="A text.", es="Un texto."), selection=MIXCO),
        Scene(
            Text(en="Sums", es="Montos"),
            notes=Text(en="Say this."),
            selection=MIXCO,
            figures=("I025",),
            chart=Chart.CHECKPOINTS,
        ),
    ),
)
BEFORE, AFTER = date(2026, 10, 1), date(2026, 11, 30)


@pytest.fixture(scope="module")
def deck():
    return exported(BRIEFING, ATLAS, Language.SPANISH, DocumentFormat.PPTX, Options(made=BEFORE))


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """Data in which one figure of the second scene has another note."""
    data = copy_of_data(tmp_path_factory.mktemp("later"))
    rewrite(data, "figures/figures.csv", "I025", note_en="Read again.", note_es="Leído de nuevo.")
    return AtlasData(data)


def edited(deck, change):
    """Return a deck after people worked on it."""
    opened = Presentation(BytesIO(deck))
    change(opened)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def part(slide, name):
    return next(shapes for (_, part), shapes in parts_of(slide).items() if part == name)


def text_of(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def pictures(content):
    slides = Presentation(BytesIO(content)).slides
    return [shape.image.sha1 for slide in slides for shape in slide.shapes if shape.shape_type == 13]


def test_an_unchanged_deck_gets_a_new_date_alone(deck):
    result = refreshed_deck(deck, "x.pptx", ATLAS, AFTER)
    assert (result.changes, result.removed) == ((), ())
    assert [*refresh_lines(result, Language.SPANISH)] == [
        "Ningún dato cambió. Solo la fecha y la versión de los datos son nuevas."
    ]
    assert pictures(result.content) == pictures(deck)
    slides = Presentation(BytesIO(result.content)).slides
    assert "30 de noviembre de 2026" in text_of(slides[1])
    assert "1 de octubre" not in "\n".join(map(text_of, slides))
    assert read_stamp(result.content, "x").made == "2026-11-30"


def test_a_changed_figure_is_replaced_and_its_slide_marked(deck, later):
    result = refreshed_deck(deck, "x.pptx", later, AFTER)
    (change,) = [change for change in result.changes if change.title == "Montos"]
    assert change.number == 3
    assert "figures" in change.replaced
    assert [change.title for change in result.changes] == ["Montos"]
    slides = Presentation(BytesIO(result.content)).slides
    assert "Leído de nuevo." in text_of(slides[2])
    assert "Actualizado el 30 de noviembre de 2026" in text_of(slides[2])
    assert "Actualizado" not in text_of(slides[1])
    assert verdict(read_stamp(result.content, "x"), later).holds
    again = refreshed_deck(result.content, "x.pptx", later, AFTER)
    assert again.changes == ()
    assert "Actualizado" not in text_of(Presentation(BytesIO(again.content)).slides[2])


def test_edited_text_is_kept_marked_and_not_stamped_as_current(deck, later):
    def change(opened):
        part(opened.slides[2], "figures")[0].text_frame.text = "Our own figure"
        part(opened.slides[1], "text")[0].text_frame.text = "Our own text"

    result = refreshed_deck(edited(deck, change), "x.pptx", later, AFTER)
    (marked,) = [change for change in result.changes if change.title == "Montos"]
    assert marked.kept == ("figures",)
    slides = Presentation(BytesIO(result.content)).slides
    assert "Our own figure" in text_of(slides[2])
    assert "Se conservó texto editado; revise: cifras" in text_of(slides[2])
    assert "Our own text" in text_of(slides[1])
    outdated = verdict(read_stamp(result.content, "x"), later)
    assert [fact.identifier for fact in outdated.changed] == ["I025"]


def test_slides_and_shapes_of_people_stay_where_they_are(deck, later):
    def change(opened):
        own = opened.slides.add_slide(opened.slide_layouts[5])
        own.shapes.title.text_frame.text = "Our slide"
        figures = part(opened.slides[2], "figures")[0]
        figures.left, figures.top = Inches(1), Inches(2)
        opened.slides[1].shapes.add_textbox(0, 0, 99, 99).text_frame.text = "Our box"

    result = refreshed_deck(edited(deck, change), "x.pptx", later, AFTER)
    slides = Presentation(BytesIO(result.content)).slides
    assert slides[-1].shapes.title.text_frame.text == "Our slide"
    assert "Our box" in text_of(slides[1])
    assert place_of(part(slides[2], "figures"))[:2] == (Inches(1), Inches(2))


def test_what_people_deleted_does_not_come_back(deck, later):
    def change(opened):
        figures = part(opened.slides[2], "figures")[0]._element
        figures.getparent().remove(figures)

    result = refreshed_deck(edited(deck, change), "x.pptx", later, AFTER)
    assert "Leído de nuevo." not in text_of(Presentation(BytesIO(result.content)).slides[2])


def test_a_moved_site_replaces_map_and_legend(deck, tmp_path):
    data = copy_of_data(tmp_path)
    shown = ATLAS.sites[(ATLAS.sites["codigo_muni"] == 108) & (ATLAS.sites["layer"] == Layer.PRECINCTS)]
    rewrite(data, "sites/sites.csv", shown.index[0], name_en="Other", name_es="Otra")
    result = refreshed_deck(deck, "x.pptx", AtlasData(data), AFTER)
    assert [change.title for change in result.changes] == ["Mixco", "Montos"]
    assert all("map" in change.replaced for change in result.changes)
    assert len(pictures(result.content)) == len(pictures(deck))
    assert set(pictures(result.content)).isdisjoint(pictures(deck))


def packed(*names):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def foreign():
    out = BytesIO()
    Presentation().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "not_deck"),
        (packed("word/document.xml"), "not_deck"),
        (packed("ppt/presentation.xml", "ppt/vbaProject.bin"), "macros"),
        (packed("ppt/presentation.xml"), "no_record"),
        (foreign(), "no_record"),
    ],
)
def test_a_file_that_cannot_be_refreshed_is_refused(tmp_path, capsys, content, code):
    (tmp_path / "x.pptx").write_bytes(content)
    with pytest.raises(DeckError) as raised:
        refreshed_deck(content, "x.pptx", ATLAS)
    assert raised.value.code == code
    assert main(["refresh", str(tmp_path / "x.pptx")]) == 1
    assert "x.pptx" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["x.pptx"]


def test_the_command_writes_a_new_file_and_leaves_the_old(tmp_path, capsys, deck):
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck)
    assert main(["refresh", str(path)]) == 0
    assert path.read_bytes() == deck
    assert read_stamp((tmp_path / "deck-refreshed.pptx").read_bytes(), "x").title == "Visita"
    assert "Ningún dato cambió" in capsys.readouterr().out
