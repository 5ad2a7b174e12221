"""`atlas changes` and the exports of a date: the same facts in every format, each date stated."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from atlas.cli.main import main
from geo.choices import Status
from geo.views.atlas_at_date import AtlasAt
from tests.shared_data import ATLAS

Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured, *words: str) -> str:
    assert main(["changes", *words]) == 0
    return capsys.readouterr().out


def test_changes_are_the_same_in_each_format(capsys: Captured) -> None:
    dates = ("--from", "2018-12", "--to", "2024-10")
    records = json.loads(printed(capsys, *dates, "--format", "json"))
    rows = list(csv.DictReader(StringIO(printed(capsys, *dates, "--format", "csv"))))
    assert [record["id"] for record in records] == [row["id"] for row in rows]
    assert "Casa Intermedia" in printed(capsys, *dates, "--language", "es")
    opened = next(record for record in records if record["id"] == "pci-pajapita")
    assert (opened["change"], opened["before"], opened["after"]) == ("new", None, "operating")
    assert opened["sources"] == "P23 P24 P25"


def test_the_clock_decides_what_was_known(capsys: Captured) -> None:
    dates = ("--from", "2024-01", "--to", "2024-10", "--format", "json")
    for clock, after in (("known", "closing"), ("true", "changing")):
        records = json.loads(printed(capsys, *dates, "--clock", clock))
        (change,) = [row for row in records if (row["fact"], row["id"]) == ("site", "dipafront")]
        assert (change["before"], change["after"]) == ("operating", after)


def test_two_equal_dates_have_no_differences(capsys: Captured) -> None:
    assert printed(capsys, "--from", "today").splitlines()[1:] == [
        "We know of no difference between these dates."
    ]
    assert "No conocemos diferencias" in printed(capsys, "--from", "today", "--language", "es")


def test_the_list_is_in_words_of_its_language(capsys: Captured) -> None:
    dates = ("--from", "2024-01", "--to", "2025-12", "--clock", "known")
    english, spanish = (printed(capsys, *dates, "--language", language) for language in ("en", "es"))
    assert "From January 2024 to December 2025" in english
    assert "De enero de 2024 a diciembre de 2025" in spanish
    assert "Operating → In transition" in english
    assert "En funcionamiento → En transición" in spanish
    records = json.loads(printed(capsys, *dates, "--format", "json"))
    for text in (english, spanish):
        assert text.count("\n- ") == len(records)
        assert not {"existence", "operating", "changing", "undated", "conflict"} & set(text.split())


def test_values_have_their_unit(capsys: Captured) -> None:
    records = json.loads(printed(capsys, "--from", "2018-12", "--to", "2024-10", "--format", "json"))
    (seized,) = [record for record in records if record["id"] == "cocaine-seized-year"]
    assert (seized["after"], seized["unit"]) == ("5036.66", "kg")
    assert all(record["unit"] is None for record in records if record["fact"] == "site")


def test_what_is_no_date_is_refused(capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["changes", "--from", "March 2019"])
    assert "write YYYY, YYYY-MM or YYYY-MM-DD" in capsys.readouterr().err


@pytest.mark.parametrize(("clock", "words"), [("true", "Sites as of"), ("known", "Sites as known in")])
def test_an_export_of_a_date_states_it_and_holds_its_sites(tmp_path: Path, clock: str, words: str) -> None:
    file = tmp_path / "border.csv"
    date = ("--when", "2020-05", "--clock", clock)
    assert main(["export", "border-and-ports", "--format", "csv", *date, "--output", str(file)]) == 0
    text = file.read_text(encoding="utf-8-sig")
    assert f"{words} May 2020" in text


def test_the_sites_of_a_date_have_its_status() -> None:
    sites = AtlasAt(ATLAS, "2020-05").sites
    assert "pci-pajapita" in sites.index
    assert "pci-entre-rios" not in sites.index
    assert sites.at["task-force-chorti", "status"] is Status.UNKNOWN
    assert sites.at["dipafront", "status"] is Status.OPERATING


def exported_html(tmp_path: Path, when: str) -> dict[str, object]:
    file = tmp_path / "changed.html"
    assert main(["export", "what-changed", "--format", "html", "--when", when, "--output", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    story = page.split('id="briefing">')[1].split("</script>")[0]
    value: dict[str, object] = json.loads(story)
    return value


def test_a_page_of_a_date_begins_there_with_the_figures_of_then(tmp_path: Path) -> None:
    scenes = exported_html(tmp_path, "2020-06-15")["scenes"]
    assert isinstance(scenes, list)
    assert {scene["choice"]["when"] for scene in scenes} == {"2020-06"}
    figures = {figure["identifier"]: figure for scene in scenes for figure in scene["en"]["figures"]}
    # The newest full year of destroyed precursors by then is 2019; 2022 is in the scene today.
    assert figures["I124"]["amount"] == "228 tonnes"
    assert figures["I025"]["amount"] == "–"
    assert figures["I025"]["when"] == "we know of no figure of this date or earlier"
