"""Hatches are visible on their colours."""

import pytest

from geo.mapping.map_styles import LOOKS, Look, hatch_of, look_of, luminance


def test_luminance_is_that_of_wcag():
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert luminance("#0a0a0a") == pytest.approx(10 / 255 / 12.92)


@pytest.mark.parametrize(
    "colour", [shade for shade in LOOKS if look_of(shade) in {Look.RISING, Look.CROSSED, Look.DOTTED}]
)
def test_a_hatch_is_seen_on_its_area(colour):
    low, high = sorted([luminance(colour), luminance(hatch_of(colour))])
    assert (high + 0.05) / (low + 0.05) >= 4.5
