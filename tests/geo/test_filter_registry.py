"""A new row of the filter registry reaches every part that reads it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point

import geo.selection
from atlas.cli.main import main
from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import ExportWords
from geo.choices import Kind
from geo.exports.documents.document_text import filters_text
from geo.selection import FILTERS, Dropped, Selection, choice_columns, from_query
from geo.views.sites_view import sites_view
from tests.shared_data import ATLAS

ROOT = Path(geo.selection.__file__).parents[1]


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class WiderSelection(Selection):
    sizes: tuple[Size, ...] = ()


ROW = geo.selection.Filter("sizes", "size", "size", Size, "largeness", (), is_folded=True)
READERS = ("geo.selection", "geo.views.sites_view", "geo.exports.documents.document_text")


class Keys(ExportWords):
    def __call__(self, key, **_fields):
        return key


KEYS = Keys(Language.ENGLISH)


@pytest.fixture
def wider(monkeypatch):
    for module in READERS:
        monkeypatch.setattr(f"{module}.FILTERS", (*FILTERS, ROW))
    monkeypatch.setattr("geo.selection.ROWS", (*geo.selection.ROWS, ROW))
    monkeypatch.setattr("geo.selection.Selection", WiderSelection)


@pytest.mark.usefixtures("wider")
def test_a_new_row_is_a_parameter_of_the_url():
    selection, dropped = from_query({"size": "large.huge", "kind": "port"})
    assert selection == WiderSelection(kinds=(Kind.PORT,), sizes=(Size.LARGE,))
    assert dropped == (Dropped("size", "huge"),)
    assert selection.to_query() == {"kind": "port", "size": "large"}
    assert WiderSelection(sizes=(Size.SMALL,)).has_filters
    assert not WiderSelection().has_filters
    assert "size" in Selection.parameters()


@pytest.mark.usefixtures("wider")
def test_a_new_row_filters_sites():
    sites = gpd.GeoDataFrame(
        {"size": list(Size), "layer": ["ports"] * 2}, geometry=[Point(0, 0)] * 2, crs="EPSG:4326"
    )
    shown = sites_view(WiderSelection(sizes=(Size.LARGE,)), sites).shown
    assert shown["size"].tolist() == ["large"]


@pytest.mark.usefixtures("wider")
def test_a_new_row_is_stated_in_files_and_read_by_scripts():
    stated = filters_text(WiderSelection(sizes=(Size.LARGE, Size.SMALL)), ATLAS, KEYS)
    assert stated == "filters.sizes: size.large, size.small"
    assert choice_columns()["sizes"] == "size"


def test_a_new_row_is_an_option_of_the_command_line(monkeypatch, capsys):
    monkeypatch.setattr("atlas.cli.publishing_commands.ROWS", (*geo.selection.ROWS, ROW))
    with pytest.raises(SystemExit):
        main(["link", "--help"])
    assert "--largeness CODES" in capsys.readouterr().out


LISTED = re.compile(r"\bstatuses\b[^\n]*\n?[^\n]*\bconfirmations\b")
"""Two filters named one after another: a list of filters outside the registry."""

EXPLAINED = "atlas/ui/frame/help_dialog.py"
"""The help explains three filters, and links each of their values to a map."""


def listing_filters():
    files = (path for folder in ("atlas", "geo", "pages") for path in (ROOT / folder).rglob("*.[jpt][sy]*"))
    return {
        str(path.relative_to(ROOT))
        for path in files
        if path.suffix in {".py", ".js", ".ts"} and LISTED.search(path.read_text(encoding="utf-8"))
    }


def test_no_other_file_lists_the_filters():
    assert listing_filters() - {EXPLAINED} == {"geo/selection.py"}
