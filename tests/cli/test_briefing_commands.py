"""`atlas export`, `verify-export`, `link` and `static-site`."""

import json
import re
from datetime import date

import pytest
from defusedxml import ElementTree

from atlas.cli.main import main
from atlas.i18n.messages import Language
from atlas.i18n.numbers_and_dates import date_text
from atlas.publishing import static_site
from atlas.publishing.document_formats import DocumentFormat
from atlas.publishing.static_site import SiteUpdate
from geo.briefings.briefing_files import briefing_names, read_briefing, to_json
from geo.dataset.atlas_data import AtlasData
from geo.dataset.data_history import read_history, recency, record_version
from geo.dataset.records import DATA, data_version
from geo.exports.documents.stamp import read_stamp
from geo.share_links import LONGEST
from tests.copies import copy_of_data, rewrite
from tests.shared_data import ATLAS


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def export(path, *arguments):
    return main(["export", *arguments, "--output", str(path)])


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["csv", "html"])
def test_a_briefing_is_exported_in_a_language_and_still_holds(tmp_path, capsys, kind, language):
    path = tmp_path / f"brief.{kind}"
    assert export(path, "villa-nueva", "--format", kind, "--language", language) == 0
    assert read_stamp(path.read_bytes(), path.name).title == read_briefing("villa-nueva").title.in_(
        language
    )
    assert main(["verify-export", str(path)]) == 0
    said = capsys.readouterr().out
    assert data_version() in said
    assert {"en": "The file is up to date.", "es": "El archivo está al día."}[language] in said


def test_pictures_of_several_scenes_are_several_files(tmp_path):
    assert export(tmp_path / "x.svg", "villa-nueva", "--format", "svg", "--scene", "2") == 0
    assert [path.name for path in tmp_path.glob("x*.svg")] == ["x.svg"]


def test_a_saved_briefing_is_exported_from_its_file(tmp_path):
    (tmp_path / "mine.json").write_text(to_json(read_briefing("dialogue-2024")), encoding="utf-8")
    path = tmp_path / "mine.csv"
    assert export(path, str(tmp_path / "mine.json"), "--format", "csv", "--language", "es") == 0
    assert "Los pilares del diálogo de 2024" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["moon", "--format", "csv"],
            "moon: no such briefing or file; the included briefings are four-layers",
        ),
        (
            ["villa-nueva", "--format", "csv", "--scene", "9"],
            "the briefing has 5 scenes; choose one of them",
        ),
    ],
)
def test_an_impossible_export_is_reported(out, capsys, arguments, said):
    assert export(out, *arguments) == 1
    assert capsys.readouterr().err.startswith(said)
    assert not out.exists()


def test_verify_export_names_the_fact_that_changed(tmp_path, capsys):
    path = tmp_path / "brief.csv"
    export(path, "dialogue-2024", "--format", "csv")
    data = copy_of_data(tmp_path)
    rewrite(data, "figures/figures.csv", "I025", note_en="Read again.", note_es="Leído de nuevo.")
    record_version(data)
    assert main(["verify-export", str(path), "--language", "es", "--data", str(data)]) == 1
    said = capsys.readouterr().out
    assert re.search(r"cambió desde entonces: Cifra I025, \w", said)
    assert "Expórtelo de nuevo" in said


def test_a_file_from_elsewhere_cannot_be_verified(tmp_path, capsys):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    assert main(["verify-export", str(tmp_path / "x.pdf")]) == 1
    assert "only files that the atlas exported can be verified" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "link"),
    [
        (["--departamento", "18", "--language", "es"], f"/?lang=es&v={data_version()}&dep=18"),
        (["--departamento", "17,18"], f"/?lang=en&v={data_version()}&dep=17.18"),
        (["--departamento", "17.18"], f"/?lang=en&v={data_version()}&dep=17.18"),
        (["--neighbour", "MEX"], f"/?lang=en&v={data_version()}&with=MEX"),
        (["--confirmed", "old"], f"/?lang=en&v={data_version()}&confirmed=old"),
        (["villa-nueva", "--scene", "2", "--base", "https://a.example/"], "https://a.example/?lang=en&v="),
    ],
)
def test_a_link_is_printed(capsys, arguments, link):
    assert main(["link", *arguments]) == 0
    printed = capsys.readouterr().out.strip()
    assert printed.startswith(link)
    assert len(printed) < LONGEST


def test_an_unknown_code_is_reported(capsys):
    assert main(["link", "--departamento", "99", "--kind", "moat", "--confirmed", "1850"]) == 1
    said = capsys.readouterr().err
    assert "--departamento 99: the atlas has no such code" in said
    assert "--kind moat: the atlas has no such code" in said
    assert "--confirmed 1850: the atlas has no such code" in said


def test_the_static_site_holds_every_briefing_and_table(out, capsys, monkeypatch):
    # PDF and PowerPoint have tests of their own and take a second each.
    monkeypatch.setattr(static_site, "FORMATS", (DocumentFormat.HTML,))
    assert main(["static-site", "--output", str(out)]) == 0
    assert "open" in capsys.readouterr().out
    for name in briefing_names():
        for language in ("en", "es"):
            assert (out / f"briefings/{name}.{language}.html").stat().st_size > 100_000
    for page in ("index.html", "index.es.html"):
        text = (out / page).read_text(encoding="utf-8")
        links = re.findall(r'href="([^"]+)"', text)
        assert [link for link in links if not (out / link).exists()] == []
        assert data_version() in text
        language = Language.SPANISH if page == "index.es.html" else Language.ENGLISH
        for day in (recency().newest, recency().consulted):
            assert f": {date_text(str(day), language)}" in text
        assert not re.search(r'(?:src|href)="https?:', text)


def snapshot(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_second_run_of_the_static_site_writes_only_what_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(static_site, "FORMATS", ())
    out = tmp_path / "site"
    out.mkdir()
    (out / "own.txt").write_text("not of the atlas", encoding="utf-8")
    first = static_site.update_site(ATLAS, out, date(2026, 11, 1))
    before = snapshot(out)
    assert first.written == len(before) - 2, "all but the list of files and the foreign file"
    again = static_site.update_site(ATLAS, out, date(2026, 11, 2))
    assert again == SiteUpdate(0, first.written, 0)
    assert snapshot(out) == before

    data = copy_of_data(tmp_path)
    rewrite(data, "figures/figures.csv", "I025", note_en="Read again.", note_es="Leído de nuevo.")
    record_version(data)
    update = static_site.update_site(AtlasData(data), out, date(2026, 11, 3))
    changed = {
        path.relative_to(out).as_posix() for path, at in snapshot(out).items() if before.get(path) != at
    }
    assert changed == {
        "data/figures/figures.csv",
        "data/figures/source.toml",
        "manifest.json",
        *(f"{name}{language}.html" for name in ("index", "versions") for language in ("", ".es")),
        "feed.en.xml",
        "feed.es.xml",
    }
    assert update.written == len(changed) - 1
    assert data_version(data) in (out / "versions.es.html").read_text(encoding="utf-8")
    assert data_version() in (out / "versions.html").read_text(encoding="utf-8")


def test_a_damaged_or_withdrawn_file_of_the_static_site_is_put_right(tmp_path, monkeypatch):
    monkeypatch.setattr(static_site, "FORMATS", ())
    out = tmp_path / "site"
    out.mkdir()
    static_site.update_site(ATLAS, out)
    (out / "data/sites/sites.csv").write_text("cut", encoding="utf-8")
    (out / "gone.txt").write_text("x", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("x", encoding="utf-8")
    manifest = json.loads((out / static_site.MANIFEST).read_text())
    manifest["files"] |= {"gone.txt": "0", "../outside.txt": "0"}
    (out / static_site.MANIFEST).write_text(json.dumps(manifest))
    assert static_site.update_site(ATLAS, out).removed == 1
    assert (out / "data/sites/sites.csv").read_bytes() == (DATA / "sites/sites.csv").read_bytes()
    assert not (out / "gone.txt").exists()
    assert (tmp_path / "outside.txt").exists()
    (out / static_site.MANIFEST).write_text("[1, 2")
    assert static_site.update_site(ATLAS, out).removed == 0


@pytest.mark.parametrize("language", Language)
def test_the_feed_lists_every_recorded_version_newest_first(language):
    feed = ElementTree.fromstring(static_site.version_feed(ATLAS, language))
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    versions = [sealed.version for sealed in read_history().versions]
    assert titles == versions[::-1][: static_site.MOST_IN_FEED]
    assert titles[0] == data_version()
    assert len({entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")}) == len(titles)
