"""Every browser file is named in one place, and each script has its own scope."""

import re
from pathlib import Path

import pytest

from atlas.frontend import bundles

KINDS = {".js", ".css", ".html", ".svg"}


def named():
    """Return every path that a constant of the bundles holds, and what lies in a folder served whole."""
    for name, value in vars(bundles).items():
        if isinstance(value, Path):
            yield value
        elif name.endswith(("_SCRIPTS", "_STYLES")):
            yield from value.values() if isinstance(value, dict) else value
    yield from bundles.PARTS.iterdir()


def test_the_bundles_name_every_file_and_none_that_is_not_there():
    paths = {path for path in named() if path.suffix in KINDS and path.is_relative_to(bundles.FRONTEND)}
    assert paths == {path for path in bundles.FRONTEND.rglob("*") if path.suffix in KINDS}


def test_the_small_frames_hold_nothing_that_should_not_be_served():
    assert {path.suffix for path in bundles.PARTS.iterdir()} == {".html", ".css", ".js"}


@pytest.mark.parametrize("scripts", [bundles.MAP_SCRIPTS, bundles.OFFLINE_SCRIPTS], ids=["map", "offline"])
def test_a_bundle_holds_each_script_once_and_the_app_after_its_parts(scripts):
    assert len(set(scripts)) == len(scripts)
    names = [path.name for path in scripts]
    assert names.index("app.js") > names.index("dom.js")


def test_a_comment_of_its_own_is_left_out_and_a_cast_stays(tmp_path):
    path = tmp_path / "a.js"
    path.write_text(
        "// Why.\n/**\n * @param {string} a\n */\nf(a); // near\n"
        '/** @type {B} */ (b).c = "/** */";\n  /** @type {C} */\n  let c;\n'
    )
    assert bundles.script([path]) == 'f(a); // near\n/** @type {B} */ (b).c = "/** */";\nlet c;\n'


def test_indentation_is_left_out_and_no_text_has_several_lines(tmp_path):
    path = tmp_path / "one.js"
    path.write_text("function f() {\n  return `a  b`;\n}\n", encoding="utf-8")
    assert bundles.script((path,)) == "function f() {\nreturn `a  b`;\n}\n"
    for text in re.findall(r"`[^`]*`", bundles.script((*bundles.MAP_SCRIPTS, *bundles.OFFLINE_SCRIPTS))):
        assert "\n" not in text, text
