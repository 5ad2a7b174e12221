"""The planning commands: the tables they print, the files they write, and their errors."""

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from atlas.cli import planning_options
from atlas.cli.main import main
from atlas.i18n.messages import Language, translator
from geo.drawn_area import DrawnArea
from tests.cli.test_route_commands import cabecera
from tests.geo.roads.extracts import write_lines

Captured = pytest.CaptureFixture[str]
ANTIGUA = cabecera(301)


def test_profiles_are_printed_and_written_to_a_workbook(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "profile.xlsx"
    assert main(["profile", "18", "101,102", "--output", str(path)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == ["indicator", "18", "101,102"]
    assert printed[1].split() == ["population", "408,688", "1,003,974"]
    book = openpyxl.load_workbook(path)
    assert {"indicators", "figures", "sites_inside", "nearest_outside", "about"} <= set(book.sheetnames)
    whose = {row[1].value for row in book["about"].iter_rows(min_row=2)}
    assert {"region: 18", "region: 101,102"} <= whose


def test_the_default_profile_is_the_country(capsys: Captured) -> None:
    assert main(["profile"]) == 0
    assert "14,901,286" in capsys.readouterr().out


def test_coverage_writes_layers(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "coverage.gpkg"
    arguments = [
        "coverage",
        "--kind",
        "border_checkpoint",
        "--km",
        "25",
        "--region",
        "17",
        "--output",
        str(path),
    ]
    assert main(arguments) == 0
    assert "people_by_cabecera" in capsys.readouterr().out
    assert len(pyogrio.read_dataframe(path, layer="municipios")) == 14
    left_out = pyogrio.read_dataframe(path, layer="sites_left_out")
    assert left_out["site_id"].tolist() == ["bethel"]


def test_gaps_write_lines(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "gaps.geojson"
    assert main(["gaps", "--km", "30", "--output", str(path)]) == 0
    assert capsys.readouterr().out.split()[:4] == ["line", "start_km", "end_km", "length_km"]
    features = json.loads(path.read_bytes())["features"]
    assert {feature["geometry"]["type"] for feature in features} == {"LineString"}


def test_gaps_of_a_region_are_its_own(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "gaps.xlsx"
    assert main(["gaps", "--km", "30", "--region", "Petén", "--output", str(path)]) == 0
    rows = capsys.readouterr().out.splitlines()[1:-1]
    assert {row.split()[0] for row in rows} == {"MEX", "BLZ"}
    terms = {row[1].value for row in openpyxl.load_workbook(path)["about"].iter_rows(min_row=2)}
    assert "region: Petén" in terms
    assert main(["gaps", "--km", "30", "--region", "4"]) == 1
    assert "no land border and no coast lie in the region" in capsys.readouterr().err


def test_the_next_sites_are_printed_and_written(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "next.csv"
    arguments = [
        "next-sites",
        "--kind",
        "model_precinct",
        "--km",
        "25",
        "--count",
        "2",
        "--output",
        str(path),
    ]
    assert main(arguments) == 0
    output = capsys.readouterr()
    assert "proven best" in output.out
    assert "bound" in output.err
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [row["order"] for row in rows] == ["1", "2"]


def test_a_scenario_is_applied_and_its_unreadable_part_reported(capsys: Captured) -> None:
    assert main(["coverage", "--kind", "port", "--km", "20"]) == 0
    before = capsys.readouterr().out
    what_if = "a.port.-9050000.1460000~nonsense"
    assert main(["coverage", "--kind", "port", "--km", "20", "--what-if", what_if]) == 0
    after = capsys.readouterr()
    assert after.out != before
    assert "'nonsense' is not a change of a site" in after.err


def test_a_site_at_sea_is_reported_with_the_nearest_land(capsys: Captured) -> None:
    assert main(["coverage", "--kind", "port", "--km", "20", "--what-if", "a.port.-9150000.1350000"]) == 0
    assert "not on land in Guatemala; the nearest land is (-91.3209, 13.95617)" in capsys.readouterr().err


def test_a_gap_names_the_unplaced_post_and_the_length_with_it(capsys: Captured) -> None:
    assert main(["gaps", "--km", "25"]) == 0
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "bethel" in line]
    assert row.split()[0] == "MEX"
    assert "292.41" in row


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["profile", "99"], "has the code 99"),
        (["profile", "1x"], "has the code 0"),
        (["profile", "Petan"], "no departamento or municipio is called 'Petan'; write its name or code"),
        (["profile", "San José"], "several municipios are called 'San José'; write the code "),
        (["profile", "1", "2", "3", "4", "5"], "at most 4"),
        (["gaps", "--km", "30", "--output", "gaps.doc"], "unknown format"),
        (["gaps", "--km", "30", "--data", "nowhere"], "restore it"),
    ],
)
def test_a_question_without_answer_is_reported(arguments: list[str], said: str, capsys: Captured) -> None:
    assert main(arguments) == 1
    output = capsys.readouterr()
    assert said in output.err + output.out


@pytest.mark.parametrize("km", ["0", "-3", "3000", "x"])
def test_an_impossible_distance_is_refused(km: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["gaps", "--km", km])
    assert "--km" in capsys.readouterr().err


def test_several_kinds_are_joined_by_commas_or_repeated(capsys: Captured) -> None:
    assert main(["coverage", "--kind", "port,airport", "--km", "20"]) == 0
    joined = capsys.readouterr().out
    assert main(["coverage", "--kind", "port", "--kind", "airport", "--km", "20"]) == 0
    assert capsys.readouterr().out == joined
    assert main(["coverage", "--kind", "port", "--km", "20"]) == 0
    assert capsys.readouterr().out != joined


def test_an_unknown_kind_is_reported_with_the_known_ones(capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["coverage", "--kind", "port,castle", "--km", "20"])
    assert "'castle' is not a valid Kind; the codes are border_checkpoint, port" in capsys.readouterr().err


def test_an_unknown_kind_is_reported_with_those_that_may_be_meant(capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["coverage", "--kind", "checkpoint", "--km", "20"])
    assert "did you mean border_checkpoint or highway_checkpoint?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code"), [("Petén", "17"), ("peten", "17"), ("Guatemala", "1"), ("Mixco", "108")]
)
def test_a_region_is_written_by_name_or_code(name: str, code: str, capsys: Captured) -> None:
    assert main(["coverage", "--km", "20", "--region", code]) == 0
    by_code = capsys.readouterr().out
    assert main(["coverage", "--km", "20", "--region", name]) == 0
    assert capsys.readouterr().out == by_code


def test_people_are_printed_without_decimals(capsys: Captured) -> None:
    assert main(["next-sites", "--kind", "model_precinct", "--km", "25", "--count", "1"]) == 0
    assert re.search(r"^[\d,]+ people \(before: [\d,]+; ", capsys.readouterr().out, re.MULTILINE)


def test_what_settles_a_fact_is_printed_in_full(capsys: Captured) -> None:
    assert main(["what-to-find-out", "--kind", "border_checkpoint", "--km", "25"]) == 0
    printed = capsys.readouterr().out
    assert translator(Language.ENGLISH)("settled_by.crossings") in printed
    assert "..." not in printed


def test_long_work_reports_its_progress_on_stderr(
    roads: None, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(planning_options, "EVERY_S", 0.0)
    assert main(["what-to-find-out", "--kind", "model_precinct", "--minutes", "60"]) == 0
    progress = capsys.readouterr().err
    assert re.search(r"^measuring along the roads: \d+ of \d+ places$", progress, re.MULTILINE)
    assert re.search(r"^trying what the facts would change: \d+%$", progress, re.MULTILINE)


def test_a_profile_by_road_prints_the_nearest_sites_outside(roads: None, capsys: Captured) -> None:
    assert main(["profile", "Sacatepéquez", "--measure", "road"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert (
        printed[0]
        == "nearest sites outside Sacatepéquez, minutes by road from its cabeceras (-: none for certain)"
    )
    assert printed[1].split() == ["kind", "name_es", "distance_km", "minutes_low", "minutes_high"]
    assert main(["profile", "3"]) == 0
    assert "minutes" not in capsys.readouterr().out


def test_a_route_is_a_range_in_both_languages(capsys: Captured) -> None:
    assert main(["route", "Tecún Umán", "Champerico"]) == 0
    english, spanish = capsys.readouterr().out.splitlines()
    assert english.startswith(
        "Ayutla (Tecún Umán) to Champerico by the main routes: between 76 and 157 km, schematic. "
        "Routes: CA-2A, CA-2, RN-9."
    )
    assert spanish.startswith(
        "De Ayutla (Tecún Umán) a Puerto de Champerico por las rutas principales: entre 76 y 157 km, "
        "esquemático. Rutas: CA-2A, CA-2, RN-9."
    )


def test_a_route_between_kilometre_posts_is_known_and_cites_its_source(capsys: Captured) -> None:
    assert main(["route", "101", "Puerto Barrios"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Guatemala to Puerto Barrios by CA-9: 292 km, according to kilometre posts. Sources: R03.",
        "De Guatemala a Puerto Barrios por CA-9: 292 km, según los kilómetros de la ruta. Fuentes: R03.",
    ]


def test_a_place_off_the_routes_is_named_with_its_way_to_them(capsys: Captured) -> None:
    assert main(["route", "1802", "flores"]) == 0
    english, spanish = capsys.readouterr().out.splitlines()
    assert "Livingston lies off the main routes: 18.8 km in a straight line from Puerto Barrios." in english
    assert "Livingston queda fuera de las rutas principales" in spanish


def test_two_places_at_one_stop_are_named(capsys: Captured) -> None:
    assert main(["route", "puerto-barrios", "1802"]) == 0
    assert "reach the main routes at the same stop" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("xyzzyq", "no municipio or site is called 'xyzzyq'"),
        ("La Libertad", "write one of 1311 (La Libertad), 1705 (La Libertad)"),
        ("9999", "has the code 9999"),
        ("bethel", "the location of bethel is not known"),
    ],
)
def test_a_place_that_is_not_clear_is_refused(place: str, said: str, capsys: Captured) -> None:
    assert main(["route", place, "Flores"]) == 1
    assert said in capsys.readouterr().err


def test_next_checkpoints_are_on_the_border_and_count_kilometres(capsys: Captured) -> None:
    assert main(["next-sites", "--kind", "border_checkpoint", "--km", "25", "--count", "2"]) == 0
    printed = capsys.readouterr().out
    assert "kilometres of land border" in printed
    assert "proven best" in printed
    assert " km (before: " in printed
    assert "along_km" in printed


@pytest.mark.parametrize(
    ("kinds", "said"),
    [("police_academy", "never proposed"), ("border_checkpoint,port", "Choose one type.")],
)
def test_what_has_no_best_place_is_refused(kinds: str, said: str, capsys: Captured) -> None:
    assert main(["next-sites", "--kind", kinds, "--km", "25"]) == 1
    assert said in capsys.readouterr().err


def test_what_to_find_out_is_ranked_and_written(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "find-out.csv"
    arguments = ["what-to-find-out", "--kind", "port", "--km", "25", "--count", "1"]
    assert main([*arguments, "--output", str(path)]) == 0
    assert "open facts decide where the next sites stand" in capsys.readouterr().out
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("fact,site_id,narrows,regret")
    assert any(line.startswith("status,champerico,") for line in lines)


@pytest.fixture
def roads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """Import one straight road from Guatemala over Mixco to Antigua."""
    line = [cabecera(code) for code in (101, 108, 301)]
    extract = write_lines(tmp_path / "line.osm.pbf", [(line, {"highway": "primary"})])
    monkeypatch.setenv("ATLAS_ROADS", str(tmp_path / "roads"))
    assert main(["roads", "import", str(extract)]) == 0
    capsys.readouterr()


def test_coverage_by_road_has_minutes_and_attribution(
    roads: None, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "coverage.csv"
    words = ["coverage", "--kind", "model_precinct", "--minutes", "60", "--output", str(path)]
    assert main([*words, "--speeds", "primary.20.40"]) == 0
    assert "cabeceras without a road, not reached: " in capsys.readouterr().out
    text = path.read_text(encoding="utf-8-sig")
    assert "minutes_low" in text
    assert "primary.20.40" in text
    assert "OpenStreetMap contributors" in text


def test_next_sites_by_road_are_proven(roads: None, capsys: Captured) -> None:
    assert main(["next-sites", "--kind", "model_precinct", "--minutes", "60", "--count", "1"]) == 0
    assert "proven best" in capsys.readouterr().out


def test_what_to_find_out_by_road_names_its_time_and_its_speeds(
    roads: None, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "find-out.csv"
    words = ["what-to-find-out", "--kind", "model_precinct", "--count", "1", "--output", str(path)]
    assert main([*words, "--minutes", "60", "--speeds", "primary.20.40"]) == 0
    assert "open facts decide where the next sites stand" in capsys.readouterr().out
    text = path.read_text(encoding="utf-8-sig")
    for term in ("time: 60 minutes by road", "primary.20.40", "OpenStreetMap contributors"):
        assert term in text
    slow = [line for line in text.splitlines() if line.startswith(("location,", "status,"))]
    assert main([*words, "--km", "25"]) == 0
    straight = path.read_text(encoding="utf-8-sig")
    assert "time: " not in straight
    assert slow != [line for line in straight.splitlines() if line.startswith(("location,", "status,"))]


def test_highway_checkpoints_are_proposed_on_imported_roads(
    roads: None, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "next.csv"
    words = ["next-sites", "--kind", "highway_checkpoint", "--km", "5", "--count", "1"]
    assert main([*words, "--output", str(path)]) == 0
    printed = capsys.readouterr().out
    assert translator(Language.ENGLISH)("aim_reason.roads") in printed
    assert re.search(r"km \(before: [\d.]+; proven best", printed)
    assert "OpenStreetMap contributors" in path.read_text(encoding="utf-8-sig")
    assert main(["coverage", "--kind", "highway_checkpoint", "--km", "25"]) == 0
    assert "main_road_km" in capsys.readouterr().out


@pytest.mark.parametrize("region", [["301"], ["--area", DrawnArea((ANTIGUA,), 2_000).to_text()]])
def test_a_profile_by_road_has_the_times_to_the_sites_outside(
    region: list[str], roads: None, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "profile.xlsx"
    words = ["profile", *region, "--measure", "road", "--speeds", "primary.20.40", "--output", str(path)]
    assert main(words) == 0
    book = openpyxl.load_workbook(path)
    header, *rows = book["nearest_outside"].iter_rows(values_only=True)
    times = [dict(zip(header, row, strict=True)) for row in rows]
    # The road leads to sites in the capital, and to none of the coast.
    assert {row["is_reachable"] for row in times} == {True, False}
    assert min(row["minutes_low"] for row in times if isinstance(row["minutes_low"], float)) > 0
    terms = {row[1].value for row in book["about"].iter_rows(min_row=2)}
    assert "speeds: primary.20.40" in terms
    assert any("OpenStreetMap contributors" in str(term) for term in terms)


@pytest.mark.parametrize(
    ("words", "otherwise"),
    [
        (["coverage", "--minutes", "60"], "write --km"),
        (["what-to-find-out", "--minutes", "60"], "write --km"),
        (["profile", "--measure", "road"], "write --measure straight"),
    ],
)
def test_travel_time_without_roads_is_a_sentence(
    words: list[str], otherwise: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("ATLAS_ROADS", raising=False)
    assert main(words) == 1
    assert f"no folder for roads is named; set ATLAS_ROADS, or {otherwise}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--minutes", "60", "--km", "5"], "not allowed with argument"),
        ([], "one of the arguments --km --minutes is required"),
        (["--minutes", "60", "--speeds", "foot.9.5"], "write a lower and a higher speed from 1 to 150"),
        (["--minutes", "60", "--speeds", "path.1.2"], "is no speed; write CLASS.LOW.HIGH"),
    ],
)
def test_a_limit_that_cannot_be_used_is_a_sentence(
    words: list[str], sentence: str, capsys: Captured
) -> None:
    with pytest.raises(SystemExit):
        main(["coverage", *words])
    assert sentence in capsys.readouterr().err


def test_an_area_is_a_region_of_every_command(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "area.geojson"
    ring = [[-90.8, 14.3], [-90.2, 14.3], [-90.2, 14.9], [-90.8, 14.9], [-90.8, 14.3]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    assert main(["link", "--area", str(path)]) == 0
    text = capsys.readouterr().out.strip().partition("area=")[2]
    assert text.startswith("p")
    tables = []
    for area in (text, str(path)):
        assert main(["profile", "18", "--area", area]) == 0
        tables.append(capsys.readouterr().out)
    assert tables[0] == tables[1]
    assert f"area {text}" in tables[0].splitlines()[0]
    assert (
        main(["next-sites", "--kind", "model_precinct", "--km", "25", "--count", "1", "--area", text]) == 0
    )
    assert "proven best" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("area", "words"),
    [("cAvyRgkuA", "copy its whole text"), ("nothing.geojson", "one polygon without holes")],
)
def test_a_wrong_area_says_what_to_write(area: str, words: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["coverage", "--km", "25", "--area", area])
    assert words in capsys.readouterr().err


def test_an_area_at_sea_is_refused(capsys: Captured) -> None:
    sea = DrawnArea(((-91.0, 13.2),), 20_000).to_text()
    assert main(["coverage", "--km", "25", "--area", sea]) == 1
    assert "draw it on land" in capsys.readouterr().err
    assert main(["link", "--area", sea]) == 1


def test_speeds_need_a_time(capsys: Captured) -> None:
    assert main(["coverage", "--km", "25", "--speeds", "foot.4.5"]) != 0
    assert "--speeds is for travel times; write --minutes" in capsys.readouterr().err
    assert main(["profile", "18", "--speeds", "foot.4.5"]) != 0
    assert "--speeds is for travel times; write --measure road" in capsys.readouterr().err
