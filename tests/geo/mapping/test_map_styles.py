"""Layers differ in shape and colour, also without colour vision."""

from itertools import combinations

import numpy as np
import pytest

from geo.choices import MISSION_LAYERS, Layer
from geo.mapping.map_styles import SYMBOLS

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
SIGHTS = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ @ np.ones(3)


def linear(colour):
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(TO_XYZ[1] @ linear(colour))


def lab(colour, sight):
    ratio = TO_XYZ @ np.clip(sight @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(first, other, sight):
    return float(np.linalg.norm(lab(first, sight) - lab(other, sight)))


def test_every_layer_has_a_symbol_of_its_own_shape_and_colour():
    assert set(SYMBOLS) == set(Layer)
    assert len({symbol.path for symbol in SYMBOLS.values()}) == len(Layer)
    assert len({symbol.colour for symbol in SYMBOLS.values()}) == len(Layer)


@pytest.mark.parametrize("layer", Layer)
def test_every_colour_contrasts_with_white(layer):
    assert 1.05 / (luminance(SYMBOLS[layer].colour) + 0.05) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_four_layers_of_the_mission_differ_to_every_sight(sight):
    pairs = combinations([SYMBOLS[layer].colour for layer in MISSION_LAYERS], 2)
    # 2.3 is just noticeable side by side (Mahy et al. 1994); symbols lie apart and need more.
    assert min(difference(first, other, SIGHTS[sight]) for first, other in pairs) > 12


def test_the_measure_of_difference_can_fail():
    assert difference("#c44e00", "#c44e00", SIGHTS["no red"]) == 0
    assert difference("#c44e00", "#5f8000", SIGHTS["no red"]) < 12
    assert difference("#ffffff", "#000000", SIGHTS["all colours"]) == pytest.approx(100, abs=0.1)
