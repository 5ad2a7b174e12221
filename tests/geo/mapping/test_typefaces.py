"""The typeface of the interface is found in its packages, for browsers and for documents."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from geo.mapping import typefaces
from geo.mapping.map_styles import LETTERING


@pytest.mark.parametrize("kind", LETTERING)
def test_each_kind_of_name_has_its_file(kind):
    lettering = LETTERING[kind]
    font = TTFont(typefaces.document_font(lettering.weight, lettering.italic))
    assert font["name"].getBestFamilyName() == typefaces.DOCUMENT_FAMILY
    assert font["OS/2"].usWeightClass == lettering.weight
    assert bool(font["post"].italicAngle) == lettering.italic


def test_the_font_in_a_file_has_the_letters_of_both_languages_and_every_weight():
    content = typefaces.small_web_font()
    assert len(content) < 40_000
    font = TTFont(BytesIO(content))
    assert {ord(letter) for letter in "aÁñü¿¡–’×→"} <= set(font.getBestCmap())
    assert font["head"].modified == TTFont(typefaces.web_font())["head"].modified, "no two differ"
    (weight,) = font["fvar"].axes
    assert (weight.axisTag, weight.minValue, weight.maxValue) == ("wght", 200, 900)


def test_the_rule_of_a_style_sheet_names_family_and_file():
    rule = typefaces.font_face("../a.woff2")
    assert 'font-family: "Source Sans"' in rule
    assert 'url("../a.woff2")' in rule


def test_streamlit_serves_the_font_of_browsers():
    assert typefaces.web_font().read_bytes()[:4] == b"wOF2"
