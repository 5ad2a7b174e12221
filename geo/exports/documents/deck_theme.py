"""Open a theme file (`.potx` or `.pptx`) as the base of a presentation, and use its colours.

A theme is untrusted input: `require_presentation` limits its size and refuses macros, and parts that it
would load from elsewhere are refused here. Its slides are taken out; masters, layouts, fonts and colours
stay.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.enum.dml import MSO_COLOR_TYPE, MSO_THEME_COLOR
from pptx.opc.constants import CONTENT_TYPE
from pptx.util import Inches

from geo.exports.documents.deck_parts import FAULTS, DeckError, require_presentation
from geo.exports.documents.slide_elements import HEIGHT, INK, SOFT, WIDTH

CONTENT_TYPES: Final = "[Content_Types].xml"
EXTERNAL: Final = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')
PROPERTIES: Final = re.compile(rb'<Relationship\b[^>]*Target="/?docProps/[^>]*>')
"""The author and title of a theme are not those of a briefing; LibreOffice's would be there twice."""
HYPERLINK: Final = re.compile(rb'Type="[^"]*/hyperlink"')
TITLE_ONLY: Final = "titleOnly"
TOLERANCE: Final = Inches(0.05)


def themed_presentation(theme: bytes | None, file: str = "theme") -> Any:
    """Return an empty presentation, 16:9, from a theme or plain; `file` names the theme in errors.

    Raises
    ------
    DeckError
        The theme is no presentation, has macros or external parts, is too large, has no layout with a
        title, or is not 13.33 by 7.5 inches.
    """
    if theme is None:
        deck = Presentation()
        deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
        return deck
    try:
        deck = Presentation(BytesIO(_as_presentation(theme, file)))
        _remove_slides(deck)
        has_layout = any(_has_title(layout) for layout in deck.slide_layouts)
        sides = ((deck.slide_width, WIDTH), (deck.slide_height, HEIGHT))
        fits = all(abs((side or 0) - Inches(expected)) < TOLERANCE for side, expected in sides)
    except FAULTS as error:
        raise DeckError(file, "is damaged; open it in PowerPoint and save it again", "damaged") from error
    if not has_layout:
        raise DeckError(file, "has no slide layout with a title; choose another theme", "no_layouts")
    if not fits:
        raise DeckError(file, "is not widescreen; set the slide size to 13.33 x 7.5 inches", "wrong_size")
    return deck


def _as_presentation(theme: bytes, file: str) -> bytes:
    """Return a template as a presentation, which python-pptx opens; nothing in it may be external."""
    out = BytesIO()
    # The checked archive first: an archive that is opened for writing must be closed.
    source = require_presentation(theme, file)
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith(".rels") and any(
                not HYPERLINK.search(tag) for tag in EXTERNAL.findall(content)
            ):
                raise DeckError(file, "loads parts from elsewhere; embed them", "external")
            if entry.filename == "_rels/.rels":
                content = PROPERTIES.sub(b"", content)
            if entry.filename == CONTENT_TYPES:
                template, presentation = CONTENT_TYPE.PML_TEMPLATE_MAIN, CONTENT_TYPE.PML_PRESENTATION_MAIN
                content = content.replace(template.encode(), presentation.encode())
            copy.writestr(entry.filename, content)
    return out.getvalue()


def _remove_slides(deck: Any) -> None:
    slides = deck.slides._sldIdLst
    for entry in list(slides):
        deck.part.drop_rel(entry.rId)
        slides.remove(entry)
    # Sections name slides that are gone; PowerPoint would offer to repair the file.
    for sections in deck.part._element.xpath("//*[local-name()='sectionLst']"):
        extension = sections.getparent()
        extension.getparent().remove(extension)


def _has_title(layout: Any) -> bool:
    return any(shape.placeholder_format.type in {1, 3} for shape in layout.placeholders)


def add_titled_slide(deck: Any) -> Any:
    """Add a slide whose only placeholder is its title."""
    layouts = [layout for layout in deck.slide_layouts if _has_title(layout)]
    plain = (layout for layout in layouts if layout._element.get("type") == TITLE_ONLY)
    slide = deck.slides.add_slide(next(plain, layouts[0]))
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    return slide


def adopt_colours(deck: Any) -> None:
    """Give text the colours of the theme in place of our own, so that it is readable on its background."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if not shape.has_text_frame:
                continue
            for run in (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs):
                if run.font.color.type == MSO_COLOR_TYPE.RGB and run.font.color.rgb in {INK, SOFT}:
                    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
