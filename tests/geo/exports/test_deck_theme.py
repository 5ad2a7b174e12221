"""A theme file gives a presentation its look; other and hostile files are refused in a sentence."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Inches

from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, Options, exported, refreshed_deck
from geo.exports.documents import deck_parts
from geo.exports.documents.deck_parts import DeckError
from geo.exports.documents.deck_theme import themed_presentation
from tests.geo.exports.test_deck_refresh import BRIEFING
from tests.shared_data import ATLAS

PLAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"


def theme(width=13.333, layouts=True):
    """Return a theme with one slide of its own and a mark in the name of its first layout."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(width), Inches(7.5)
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text_frame.text = "Slide of the theme"
    for layout in deck.slide_layouts:
        layout.name = f"House {layout.name}"
        if not layouts:
            for shape in list(layout.placeholders):
                shape._element.getparent().remove(shape._element)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def repacked(content, edit, extra=()):
    """Return an archive with the content of its files edited, and with further files."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, edit(name, source.read(name)))
        for name in extra:
            copy.writestr(name, b"x")
    return out.getvalue()


def template():
    return repacked(theme(), lambda _, content: content.replace(PLAIN.encode(), TEMPLATE.encode()))


def linked():
    link = b'<Relationship Id="rId99" Type="x/image" Target="http://x/y" TargetMode="External"/></Rel'
    return repacked(
        theme(),
        lambda name, content: (
            content.replace(b"</Rel", link) if name.endswith("slideMaster1.xml.rels") else content
        ),
    )


@pytest.mark.parametrize("content", [theme(), template()], ids=["pptx", "potx"])
def test_slides_get_the_layouts_and_colours_of_a_theme(content):
    short = replace(BRIEFING, scenes=BRIEFING.scenes[:1])
    deck = exported(short, ATLAS, Language.ENGLISH, DocumentFormat.PPTX, Options(theme=content))
    slides = list(Presentation(BytesIO(deck)).slides)
    assert [slide.slide_layout.name for slide in slides] == ["House Title Only"] * len(slides)
    assert slides[0].shapes.title.text_frame.text == "Visit"
    run = slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    assert run.font.color.theme_color == MSO_THEME_COLOR.TEXT_1
    assert refreshed_deck(deck, "x.pptx", ATLAS).changes == ()


def test_a_theme_of_libreoffice_leaves_no_properties_of_its_own():
    """LibreOffice relates them by a type that python-pptx does not know."""
    kind = b"schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    its_own = kind.replace(b"package", b"officedocument")
    content = repacked(
        theme(), lambda name, content: content.replace(kind, its_own) if name == "_rels/.rels" else content
    )
    deck = themed_presentation(content)
    assert deck.core_properties.author != "Steve Canny"
    out = BytesIO()
    deck.save(out)
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist().count("docProps/core.xml") == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no archive", "not_deck"),
        (theme(10), "wrong_size"),
        (theme(layouts=False), "no_layouts"),
        (repacked(theme(), lambda _, content: content, ["ppt/vbaProject.bin"]), "macros"),
        (
            repacked(theme(), lambda name, content: b"<" if name.endswith("presentation.xml") else content),
            "damaged",
        ),
        (linked(), "external"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused(content, code):
    with pytest.raises(DeckError) as raised:
        themed_presentation(content, "theme.potx")
    assert raised.value.code == code


def test_a_theme_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(deck_parts, "MOST_UNPACKED", 10_000)
    with pytest.raises(DeckError) as raised:
        themed_presentation(theme(), "theme.potx")
    assert raised.value.code == "too_large"
