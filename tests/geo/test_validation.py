"""Every violation is one line with file, line if any, and correction."""

import re

import pytest

from geo.validation import violations
from tests.copies import copy_of_data, rewrite, truncate

REMEDY = re.compile(r"restore it with `git checkout -- (?P<file>\S+)`")


@pytest.fixture
def data(tmp_path):
    return copy_of_data(tmp_path)


def lines(data):
    return list(dict.fromkeys(violations(data)))


def test_the_committed_data_have_no_violation():
    assert list(violations()) == []


def test_missing_truncated_and_altered_files_are_reported(data):
    (data / "sites/sites.csv").unlink()
    truncate(data / "layers/adm2_500m.topojson")
    (data / "names/names.csv").write_text("nothing\n", encoding="utf-8")
    problems = lines(data)
    named = {match["file"] for line in problems if (match := REMEDY.search(line))}
    broken = {"data/sites/sites.csv", "data/layers/adm2_500m.topojson", "data/names/names.csv"}
    assert named == broken
    assert all(": expected " in line and ", got " in line for line in problems)


def test_a_file_that_the_atlas_itself_does_not_read_is_compared_as_well(data):
    truncate(data / "boundaries/adjacency.csv")
    assert any(line.startswith("data/boundaries/adjacency.csv: expected SHA-256") for line in lines(data))


def test_broken_cells_are_all_listed_with_their_line_and_what_to_write(data):
    rewrite(data, "sites/sites.csv", "corinto", status="shut", longitude="88,5")
    rewrite(data, "sources/sources.csv", "P01", url="nowhere")
    problems = lines(data)
    row = line_of(data / "sites/sites.csv", "corinto")
    assert f"data/sites/sites.csv:{row}: status: 'shut' is none of: operating, limited" in "\n".join(
        problems
    )
    assert any(
        line.startswith(f"data/sites/sites.csv:{row}: longitude: '88,5' is not a number")
        for line in problems
    )
    assert any(
        line.startswith("data/sources/sources.csv:") and "from https://" in line for line in problems
    )


def test_a_missing_spanish_title_is_reported_with_its_line(data):
    rewrite(data, "sources/wordings.csv", "P11", title_es="")
    rewrite(data, "sources/wordings.csv", "P10", source_id="P999")
    problems = lines(data)
    for source in ("P10", "P11"):
        row = line_of(data / "sources/sources.csv", source)
        start = f"data/sources/sources.csv:{row}: title: is in our own words"
        assert any(line.startswith(start) and "wordings.csv" in line for line in problems)
    row = line_of(data / "sources/wordings.csv", "P999")
    assert any(line.startswith(f"data/sources/wordings.csv:{row}: source_id: 'P999'") for line in problems)


def test_a_contradiction_between_tables_is_reported_with_its_line(data):
    rewrite(data, "sites/sites.csv", "corinto", sources="P01 G99", position_sources="P01")
    row = line_of(data / "sites/sites.csv", "corinto")
    assert any(
        line.startswith(f"data/sites/sites.csv:{row}: sources: G99 is not in the table of sources")
        for line in lines(data)
    )


def test_a_stop_without_a_location_is_found(data):
    nowhere = dict.fromkeys(("longitude", "latitude", "uncertainty_m", "position_sources"), "")
    rewrite(data, "sites/sites.csv", "corinto", precision="municipio", **nowhere)
    start = "data/routes/stops.csv: the location of corinto is not known"
    assert any(line.startswith(start) for line in lines(data))


def test_a_route_that_meets_no_other_is_found(data):
    rewrite(data, "routes/stops.csv", "ixcan-ingenieros-01", codigo_muni="1311", place="La Libertad")
    found = [line for line in lines(data) if line.startswith("data/routes/stops.csv: ")]
    assert [line.split(" is on no route")[0].rpartition(" ")[2] for line in found] == ["1311", "ingenieros"]


def test_a_folder_without_a_record_is_a_violation(data):
    (data / "extra").mkdir()
    (data / "extra/table.csv").write_text("id\n", encoding="utf-8")
    assert "data/extra: has no source.toml; write one as data/README.md shows" in lines(data)


def test_a_file_in_no_record_is_a_violation(data):
    (data / "sites/more.csv").write_text("id\n", encoding="utf-8")
    assert any(line.startswith("data/sites/more.csv: expected an entry in") for line in lines(data))


def line_of(path, key):
    rows = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, start=1) if row.startswith(f"{key},"))
