"""`atlas geocode`: the summary reports how the list was read, and the file holds every row."""

from pathlib import Path

import pandas as pd
import pytest

from atlas.cli.main import main
from geo.lists.readers import read_table

Captured = pytest.CaptureFixture[str]
LIST = "nombre;longitud;latitud\nuno;-90,51;14,63\ndos;14,63;-90,51\ntres;;\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def files_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process; the first test uses the process of their own, which takes a second."""
    monkeypatch.setattr("geo.lists.reading_process.read_apart", read_table)


def test_the_summary_reports_the_columns_and_offers_corrections(
    file: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "placed.csv"
    assert main(["geocode", str(file), "--output", str(out)]) == 0
    printed = capsys.readouterr().out
    for words in ("list.csv: csv, 3 rows", "'UTF-8'", "x = 'longitud'", "1  swapped", "with --fix swap"):
        assert words in printed
    rows = pd.read_csv(out)
    assert rows["placed_as"].tolist() == ["point", "nowhere", "nowhere"]
    assert rows["reason"].fillna("").tolist() == ["", "swapped", "empty"]


@pytest.mark.usefixtures("files_are_read_here")
def test_a_correction_is_applied_on_request(file: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "placed.csv"
    assert main(["geocode", str(file), "--fix", "swap", "--output", str(out)]) == 0
    assert "corrected by swap: 1 rows" in capsys.readouterr().out
    assert pd.read_csv(out)["codigo_muni"].fillna(0).tolist() == [101, 101, 0]


@pytest.mark.usefixtures("files_are_read_here")
def test_rows_with_too_many_cells_are_in_the_file(tmp_path: Path, capsys: Captured) -> None:
    path, out = tmp_path / "list.csv", tmp_path / "placed.csv"
    path.write_text("lon,lat\n-90.51,14.63\n1,2,3\n", encoding="utf-8")
    assert main(["geocode", str(path), "--output", str(out)]) == 0
    assert "1  bad_row" in capsys.readouterr().out
    assert pd.read_csv(out)["row"].tolist() == [1, 2]


@pytest.mark.usefixtures("files_are_read_here")
@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"a,b\nfoo,bar\n", [], "no column with locations"),
        (b"a,b\n1,2\n", ["--x", "z"], "there is no column 'z'"),
        (b"\x89PNG", [], "give CSV"),
    ],
)
def test_an_unreadable_list_is_reported(
    tmp_path: Path, capsys: Captured, content: bytes, options: list[str], words: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert main(["geocode", str(path), *options]) == 1
    assert words in capsys.readouterr().err


def test_a_missing_file_is_reported(tmp_path: Path, capsys: Captured) -> None:
    assert main(["geocode", str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.usefixtures("files_are_read_here")
@pytest.mark.parametrize(
    "step", ["column_detection.recognised", "placement.place", "reading_process.read_apart"]
)
def test_an_unexpected_error_of_a_file_is_a_sentence(
    file: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def failing(*_arguments: object) -> None:
        raise ZeroDivisionError("a secret of the file")

    monkeypatch.setattr(f"geo.lists.{step}", failing)
    assert main(["geocode", str(file)]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("list.csv: damaged: ZeroDivisionError; save it again")
    assert len(printed.splitlines()) == 1
    assert main(["geocode", str(file), "--debug"]) == 1
    printed = capsys.readouterr().err
    assert "test_geocode.py:" in printed
    assert "secret" not in printed
