"""Change one cell of a copied table and return the violations."""

import csv
from pathlib import Path

import pytest

from geo.dataset.records import DATA
from geo.dataset.schema import SchemaError, TableSpec


def mutated(folder: Path, spec: TableSpec, key: str, /, **cells: str) -> Path:
    """Write a copy of the table of `spec` into `folder`, `cells` changed in the row of `key`."""
    with (DATA / spec.name / f"{spec.name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row[spec.key] == key).update(cells)
    path = folder / f"{spec.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def broken_columns(spec: TableSpec, path: Path) -> set[str]:
    """Return the columns in which the table at `path` violates a rule of `spec`; fail if there is none."""
    with pytest.raises(SchemaError) as caught:
        spec.read(path, path.name)
    return {problem.column for problem in caught.value.problems}
