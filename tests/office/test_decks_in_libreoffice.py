"""LibreOffice opens every presentation as it is: one page for each slide, with its headline as text.

LibreOffice is large, so `make test-office` runs these tests and `make test` does not.
"""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pptx import Presentation
from pypdf import PdfReader

from atlas.i18n.messages import Language
from atlas.publishing.document_formats import DocumentFormat, Options, exported, refreshed_deck
from atlas.publishing.map_series import Series, series_briefing
from geo.briefings.briefing_files import read_briefing
from geo.dataset.atlas_data import AtlasData
from tests.copies import copy_of_data, rewrite
from tests.geo.exports.test_deck_refresh import BRIEFING
from tests.geo.exports.test_deck_theme import theme
from tests.geo.exports.test_scene_kinds import FORTY
from tests.shared_data import ATLAS

MADE = Options(made=date(2026, 11, 30))
SECONDS = 300
"""The longest conversion; one of a series takes about 20 s."""


def deck_of(briefing, options=MADE):
    return exported(briefing, ATLAS, Language.SPANISH, DocumentFormat.PPTX, options)


def refreshed(folder):
    data = copy_of_data(folder)
    rewrite(data, "figures/figures.csv", "I025", note_en="Read again.", note_es="Leído de nuevo.")
    return refreshed_deck(deck_of(BRIEFING), "deck.pptx", AtlasData(data), MADE.made).content


DECKS = {
    "of an included briefing with its appendix": lambda _: deck_of(
        read_briefing("four-layers"), replace(MADE, appendix=True)
    ),
    "of scenes of every kind": lambda _: deck_of(FORTY),
    "in a theme": lambda _: deck_of(BRIEFING, replace(MADE, theme=theme())),
    "of a series": lambda _: deck_of(series_briefing(Series.DEPARTAMENTOS, ATLAS)),
    "after a refresh": refreshed,
}


def converted(deck, folder):
    """Return a presentation as LibreOffice writes it to PDF; a file that needs repair it does not open."""
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is not installed; install libreoffice-impress and run this again")
    path = folder / "deck.pptx"
    path.write_bytes(deck)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    written = folder / "deck.pdf"
    assert written.exists(), f"LibreOffice did not open the file: {done.stdout}{done.stderr}"
    return PdfReader(written)


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", DECKS)
def test_libreoffice_shows_every_slide_with_its_headline(name, tmp_path):
    deck = DECKS[name](tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(BytesIO(deck)).slides]
    pages = [squeezed(page.extract_text()) for page in converted(deck, tmp_path).pages]
    assert len(pages) == len(titles) > 1
    assert [title for title, page in zip(titles, pages, strict=True) if squeezed(title) not in page] == []


def test_a_file_that_needs_repair_is_not_opened(tmp_path):
    with pytest.raises(AssertionError, match="did not open"):
        converted(deck_of(replace(BRIEFING, scenes=()))[:-4000], tmp_path)
