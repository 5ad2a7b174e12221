"""The commands for imported roads, on a synthetic extract between real cabeceras."""

import json
from pathlib import Path

import numpy as np
import pytest

from atlas.cli.main import main
from geo.crs import to_gtm
from geo.dataset.census import read_population
from tests.geo.roads.extracts import write_lines

Captured = pytest.CaptureFixture[str]


def cabecera(code: int) -> tuple[float, float]:
    """Return longitude and latitude of a cabecera."""
    table = read_population().set_index("codigo_muni")[["cabecera_longitude", "cabecera_latitude"]]
    x, y = table.loc[[code]].to_numpy(dtype=float)[0]
    return float(x), float(y)


def straight_km(start: int, end: int) -> float:
    x, y = to_gtm(*np.array([cabecera(start), cabecera(end)]).T)
    return float(np.hypot(*np.diff(x), *np.diff(y))) / 1e3


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """Return an extract with one straight road from Guatemala over Mixco to Antigua."""
    line = [cabecera(code) for code in (101, 108, 301)]
    return write_lines(tmp_path / "line.osm.pbf", [(line, {"highway": "primary", "ref": "CA-1"})])


@pytest.fixture
def folder(tmp_path: Path, extract: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """Import the extract into the folder that the environment names."""
    folder = tmp_path / "roads"
    monkeypatch.setenv("ATLAS_ROADS", str(folder))
    assert main(["roads", "import", str(extract)]) == 0
    return folder


def test_an_import_prints_what_was_stored(folder: Path, extract: Path, capsys: Captured) -> None:
    assert main(["roads", "import", str(extract)]) == 0
    printed = capsys.readouterr()
    km = straight_km(101, 108) + straight_km(108, 301)
    assert "1 sections of road from line.osm.pbf, data of 2026-11-01" in printed.out
    assert ["primary", f"{km:,.1f}", "km"] in [line.split() for line in printed.out.splitlines()]
    assert "© OpenStreetMap contributors, ODbL 1.0" in printed.out
    assert "MB stored as" in printed.err


def test_a_distance_by_road_is_printed_in_both_languages(folder: Path, capsys: Captured) -> None:
    assert main(["roads", "distance", "101", "108"]) == 0
    english, spanish = capsys.readouterr().out.splitlines()[-2:]
    km = straight_km(101, 108)
    assert english.startswith(f"Guatemala to Mixco by road: {km:.1f} km. Travel time: between ")
    assert "Roads: CA-1" not in english
    assert "Routes: CA-1." in english
    assert "data of 1 November 2026." in english
    assert spanish.startswith(f"De Guatemala a Mixco por carretera: {km:.1f} km.")


def test_the_route_command_answers_by_road_where_roads_are_imported(folder: Path, capsys: Captured) -> None:
    assert main(["route", "101", "Mixco"]) == 0
    assert "by road" in capsys.readouterr().out


def test_the_route_command_answers_without_roads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("ATLAS_ROADS", str(tmp_path))
    assert main(["route", "Tecún Umán", "Champerico"]) == 0
    printed = capsys.readouterr()
    assert "holds no roads; import an extract" in printed.err
    assert "between 76 and 157 km, schematic" in printed.out
    assert "An imported extract of OpenStreetMap gives the length by road" in printed.out


def test_a_place_without_a_road_is_said_to_be_out_of_reach(folder: Path, capsys: Captured) -> None:
    assert main(["roads", "distance", "101", "puerto-barrios"]) == 0
    assert "not reachable by road. No connected road lies within 10 km" in capsys.readouterr().out


def test_a_site_without_a_location_is_an_error(folder: Path, capsys: Captured) -> None:
    assert main(["roads", "distance", "101", "bethel"]) == 1
    assert "bethel is not known" in capsys.readouterr().err


def test_reach_is_written_as_lines(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "reach.geojson"
    assert main(["roads", "reach", "108", "--minutes", "10", "--output", str(path)]) == 0
    features = json.loads(path.read_bytes())["features"]
    assert {feature["properties"]["is_sure"] for feature in features} == {True, False}
    # 10 minutes at 53 km/h to the west, and all the way to Guatemala, which is nearer.
    assert "km at the lower speeds" in capsys.readouterr().out


def test_coverage_by_road_counts_every_municipio_once(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "coverage.csv"
    words = ["roads", "coverage", "--kind", "model_precinct", "--minutes", "60", "--output", str(path)]
    assert main(words) == 0
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    counts = [line[-2:] for line in printed if line[0] in {"yes", "possibly", "no", "out"}]
    assert sum(int(municipios) for municipios, _ in counts) == 340
    assert sum(int(people) for _, people in counts) == 14_901_286
    text = path.read_text(encoding="utf-8-sig")
    assert "minutes_low" in text
    assert "OpenStreetMap contributors" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["roads", "import", "missing.osm.pbf"], "missing.osm.pbf: there is no such file; check the path"),
        (["roads", "distance", "101", "108"], "no folder for roads is named; set ATLAS_ROADS"),
        (
            ["roads", "reach", "101", "--minutes", "5", "--output", "a.csv", "--folder", "x"],
            "a.csv: unknown format; write a name that ends in .geojson",
        ),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("ATLAS_ROADS", raising=False)
    if words[1] == "import":
        words = [*words, "--folder", str(tmp_path)]
    assert main(words) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("minutes", ["0", "-5", "x", "1441"])
def test_a_time_out_of_range_is_refused(minutes: str, capsys: Captured) -> None:
    words = ["roads", "reach", "101", "--minutes", minutes, "--output", "a.geojson"]
    with pytest.raises(SystemExit):
        main(words)
    assert "write minutes, 1 to 1440" in capsys.readouterr().err
