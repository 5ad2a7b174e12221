"""Write measured rows to the results file and to the tables of docs/benchmarks.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

RESULTS: Final = Path(__file__).parent / "results.json"
BENCHMARKS: Final = Path(__file__).parents[1] / "docs/benchmarks.md"


HEADINGS: Final = ("Measurement", "Value", "Unit", "Compared with", "Ratio", "Target", "Met")


@dataclass(frozen=True)
class Row:
    """A value, its comparison and its target (`bar`).

    `ratio` is `against_value / value` where `bar` is a least ratio ("at least 40 times
    faster") and `value / against_value` where it is a greatest; None without a comparison.
    """

    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    bar: str = ""
    holds: bool | None = None


def at_most(name: str, value: float, unit: str, bar: float) -> Row:
    """Return a row whose value must not exceed `bar`."""
    return Row(name, round(value, 2), unit, bar=f"at most {bar:g} {unit}", holds=value <= bar)


def at_least(name: str, value: float, unit: str, bar: float) -> Row:
    """Return a row whose value must reach `bar`."""
    return Row(name, round(value, 2), unit, bar=f"at least {bar:g} {unit}", holds=value >= bar)


def at_least_times(name: str, value: float, unit: str, against: tuple[str, float], bar: float) -> Row:
    """Return a row that must be at least `bar` times what it is compared with."""
    label, other = against
    ratio = value / other if other else float("inf")
    text = f"{label}: {other:.1f} {unit}"
    return Row(name, round(value, 2), unit, text, round(ratio, 2), f"at least {bar:g} times", ratio >= bar)


def at_most_times(name: str, value: float, unit: str, against: tuple[str, float], bar: float) -> Row:
    """Return a row that may be at most `bar` times what it is compared with."""
    label, other = against
    ratio = value / other
    text = f"{label}: {other:.1f} {unit}"
    return Row(name, round(value, 2), unit, text, round(ratio, 2), f"at most {bar:g} times", ratio <= bar)


def faster(name: str, value: float, unit: str, against: tuple[str, float], bar: float) -> Row:
    """Return a row that must be at least `bar` times smaller than what it is compared with."""
    label, other = against
    ratio = other / value
    text = f"{label}: {other:.1f} {unit}"
    return Row(
        name, round(value, 2), unit, text, round(ratio, 1), f"at least {bar:g} times less", ratio >= bar
    )


def write(rows: Iterable[Any], group: str, path: Path = RESULTS) -> None:
    """Replace the rows of `group`, which are dataclasses, in the results file; other groups stay."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    kept = [row for row in known if row["group"] != group]
    text = json.dumps(
        [*kept, *({"group": group} | asdict(row) for row in rows)], indent=1, ensure_ascii=False
    )
    path.write_text(text + "\n", encoding="utf-8")


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *map(_cells, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_table(rows: Sequence[Row], group: str, path: Path = BENCHMARKS) -> None:
    """Replace the table of `group` in the benchmarks page."""
    replace_section(markdown(rows), group, path)


def replace_section(content: str, group: str, path: Path = BENCHMARKS) -> None:
    """Replace the Markdown between the markers of `group` in the benchmarks page.

    Raises
    ------
    ValueError
        The page has no marker for the group.
    """
    text = path.read_text(encoding="utf-8")
    start, end = f"<!-- bench:{group} -->", "<!-- /bench -->"
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    if not rest:
        raise ValueError(f"{path.name} has no marker {start}; add it where the table of {group} belongs")
    path.write_text(f"{before}{start}\n{content}\n{end}{after}", encoding="utf-8")


def table(rows: Sequence[Row]) -> str:
    """Return the rows as an aligned table for the terminal."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    holds = {True: "yes", False: "no", None: ""}[row.holds]
    ratio = "" if row.ratio is None else f"{row.ratio:g}"
    return (row.name, f"{row.value:g}", row.unit, row.against, ratio, row.bar, holds)
