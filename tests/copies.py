"""Copy the data for a test to change, and run an app on the copy."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from atlas.cli.data_commands import update_checksums
from atlas.ui.widgets.browser_frames import component_arguments
from atlas.web import assets, served_data
from geo.dataset.records import DATA, sha256


def copy_of_data(folder: Path) -> Path:
    """Copy the data into `folder`; return the copy."""
    return Path(shutil.copytree(DATA, folder / "data"))


def rewrite(data: Path, file: str, key: str, /, **cells: str) -> None:
    """Change `cells` in the row of `file` whose first cell is `key`, and seal the data set."""
    path = data / file
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    next(row for row in rows if next(iter(row.values())) == key).update(cells)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    update_checksums(file.split("/", maxsplit=1)[0], data)


def truncate(path: Path) -> None:
    """Leave the first half of a file, cut inside a line."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2].rstrip()[:-1])


def digests(data: Path) -> dict[str, str]:
    """Return the checksum of every file below `data`: what must not change."""
    return {
        path.relative_to(data).as_posix(): sha256(path.read_bytes())
        for path in sorted(data.rglob("*"))
        if path.is_file()
    }


@contextmanager
def reading(data: Path) -> Iterator[None]:
    """Let this process read `data` as if it had been started on it."""
    caches = (
        served_data.atlas_data,
        served_data.problems_at_start,
        served_data.map_files,
        component_arguments,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_DATA", str(data))
        # Compressing every layer takes a second, and no test of broken data looks at it.
        patch.setattr(assets, "encoded_bodies", lambda content: {"identity": content})
        for cache in caches:
            cache.cache_clear()
        yield
    for cache in caches:
        cache.cache_clear()
