"""A map series: `atlas export --series`, its scenes, its folder and its archive."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest

from atlas.cli.main import main
from atlas.i18n.messages import Language
from atlas.publishing.document_formats import Options
from atlas.publishing.map_series import Series, series_archive, series_briefing
from geo.briefings import unknown_references
from geo.briefings.briefing_files import from_json, to_json
from geo.choices import Kind, Layer, Programme
from geo.exports.documents.stamp import read_stamp
from geo.selection import Selection
from geo.views.sites_view import sites_view
from tests.shared_data import ATLAS


@pytest.mark.parametrize(("series", "members"), [(Series.DEPARTAMENTOS, 22), (Series.PROGRAMMES, 8)])
def test_a_series_has_an_overview_and_a_scene_for_each_member(series, members):
    briefing = series_briefing(series, ATLAS)
    assert len(briefing.scenes) == members + 1
    assert not list(unknown_references(briefing, ATLAS))
    overview = briefing.scenes[0].text.es
    for scene in briefing.scenes[1:]:
        assert f"**{scene.headline.es}**" in overview
        shown = sites_view(scene.selection, ATLAS.sites).shown
        assert set(shown["layer"]) == set(scene.selection.layers)


def test_the_departamentos_together_show_every_site_once():
    scenes = series_briefing(Series.DEPARTAMENTOS, ATLAS).scenes[1:]
    shown = [site for scene in scenes for site in sites_view(scene.selection, ATLAS.sites).shown.index]
    expected = ATLAS.sites[ATLAS.sites["codigo_depto"].notna() & ATLAS.sites["layer"].isin(list(Layer))]
    assert sorted(shown) == sorted(expected.index)


def test_a_series_keeps_the_filters_that_it_does_not_set():
    chosen = Selection(departamentos=(1,), municipios=(115,), kinds=(Kind.PORT,), site="pbs-el-exodo")
    for series in Series:
        for scene in series_briefing(series, ATLAS, chosen).scenes:
            assert scene.selection.kinds == (Kind.PORT,)
            assert scene.selection.site is None
    (first, *_) = series_briefing(Series.PROGRAMMES, ATLAS, chosen).scenes
    assert first.selection.departamentos == (1,)
    (first, *_) = series_briefing(Series.DEPARTAMENTOS, ATLAS, chosen).scenes
    assert first.selection.departamentos == first.selection.municipios == ()


def test_a_scene_without_sites_says_so():
    chosen = Selection(kinds=(Kind.PORT,))
    scenes = {
        scene.headline.en: scene for scene in series_briefing(Series.DEPARTAMENTOS, ATLAS, chosen).scenes
    }
    assert scenes["Sololá"].text.en == "no site\n"
    assert "Puerto Quetzal" in scenes["Escuintla"].text.en


def test_a_series_is_a_briefing_that_a_file_can_hold():
    briefing = series_briefing(Series.PROGRAMMES, ATLAS)
    assert from_json(to_json(briefing)) == briefing


def test_an_archive_has_an_index_of_pages_that_stand_alone():
    chosen = Selection(programmes=(Programme.BORDER_PORT,), kinds=(Kind.AIRPORT,))
    briefing = series_briefing(Series.PROGRAMMES, ATLAS, chosen)
    few = briefing.without(2).without(2).without(2).without(2).without(2).without(2)
    made = Options(made=date(2026, 11, 22))
    with zipfile.ZipFile(BytesIO(series_archive(few, ATLAS, Language.SPANISH, made))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
        index = archive.read("index.html").decode()
        links = re.findall(r'<li><a href="([^"]+)"', index)
        assert sorted([*links, "index.html"]) == sorted(archive.namelist())
        assert len(links) == len(few.scenes)
        assert read_stamp(archive.read(links[1]), links[1]).title == few.scenes[1].headline.es


def test_the_command_writes_a_series_as_one_file(tmp_path):
    path = tmp_path / "series.csv"
    assert main(["export", "--series", "programmes", "--format", "csv", "--output", str(path)]) == 0
    assert "Guatemala by programme area" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["villa-nueva", "--series", "programmes"]])
def test_a_briefing_or_a_series_is_required(tmp_path, capsys, arguments):
    out = tmp_path / "x.csv"
    assert main(["export", *arguments, "--format", "csv", "--output", str(out)]) == 1
    assert "the name of a briefing or --series" in capsys.readouterr().err
    assert not out.exists()
