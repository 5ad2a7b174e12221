"""`atlas changes` and the exports of a date: the same facts in every format, each date stated."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from atlas.cli.main import main
from geo.choices import Status
from geo.dataset.atlas_data import AtlasData
from geo.views.atlas_at_date import AtlasAt

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
    assert printed(capsys, "--from", "today") == "no differences between the two dates\n"


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
    sites = AtlasAt(AtlasData(), "2020-05").sites
    assert "pci-pajapita" in sites.index
    assert "pci-entre-rios" not in sites.index
    assert sites.at["task-force-chorti", "status"] is Status.UNKNOWN
    assert sites.at["dipafront", "status"] is Status.OPERATING
