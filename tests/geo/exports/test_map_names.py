"""A printed map names sites, towns and regions, and no name lies on a symbol or on another name."""

from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from geo.exports.documents.map_extent import extent_of
from geo.exports.documents.map_figure import draw_map
from geo.selection import Selection
from geo.views.sites_view import sites_view
from tests.shared_data import ATLAS


def drawn(language: str, *departamentos: int) -> Figure:
    """Return the map of departamentos, laid out; of the country without any."""
    view = sites_view(Selection(departamentos=departamentos), ATLAS.sites)
    figure = draw_map(view, extent_of(None, view.region, ATLAS), ATLAS, language, (6.93, 4.75))
    figure.canvas.draw()
    return figure


def names(figure: Figure) -> dict[str, Bbox]:
    """Return the boxes of level names by their text."""
    texts = figure.axes[0].texts
    return {text.get_text(): text.get_window_extent() for text in texts if not text.get_rotation()}


@pytest.fixture(scope="module")
def izabal() -> Figure:
    return drawn("es", 18)


def test_a_departamento_has_its_sites_its_towns_and_its_lake(izabal):
    assert {"Corinto / El Cinchado", "Morales", "Lago de Izabal y Río Dulce"} <= set(names(izabal))


def test_no_name_lies_on_another(izabal):
    # Letters reach a little above and below the line that is kept free for them.
    boxes = {text: box.padded(-2) for text, box in names(izabal).items() if len(text) > 1}
    assert len(boxes) > 10
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlaps(boxes[pair[1]])] == []


def test_every_site_of_the_country_is_named_or_counted():
    figure = drawn("en")
    texts = [text.get_text() for text in figure.axes[0].texts]
    counts = [int(text) for text in texts if text.isdigit()]
    assert sum(counts) == 8
    assert {"Tecún Umán I", "Tecún Umán II", "Puerto Barrios", "Valle Nuevo"} <= set(texts)
