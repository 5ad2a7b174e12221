"""What tells a colour without it is the same in Python and in the browser, and is seen on its colour."""

import re

import pytest

from atlas.frontend.bundles import FRONTEND
from geo.looks import DARK, LIGHT, LOOKS, Look, hatch_of, look_of, luminance

SCRIPT = FRONTEND / "map/map_styles.js"


def test_luminance_is_that_of_wcag():
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert luminance("#0a0a0a") == pytest.approx(10 / 255 / 12.92)


def test_a_hatch_has_the_colours_of_the_browser_s_map():
    found = re.search(r'DARK = "(#\w+)", LIGHT = "(#\w+)"', SCRIPT.read_text())
    assert found
    assert found.groups() == (DARK, LIGHT)
    assert "> 0.18 ? DARK : LIGHT" in SCRIPT.read_text()


@pytest.mark.parametrize(
    "colour", [one for one in LOOKS if look_of(one) in {Look.RISING, Look.CROSSED, Look.DOTTED}]
)
def test_a_hatch_is_seen_on_its_area(colour):
    low, high = sorted([luminance(colour), luminance(hatch_of(colour))])
    assert (high + 0.05) / (low + 0.05) >= 4.5
