"""CSV of the sites that a briefing shows, once each, below lines with `#` that say what it is."""

from __future__ import annotations

import csv
from io import StringIO

from geo.export.document import Document
from geo.export.words import Words

COLUMNS = ("site", "kind", "place", "status", "position", "reason", "sources")


def as_csv(made: Document, words: Words) -> str:
    """Return the sites of a document as CSV in its language."""
    out = StringIO()
    for line in (made.title, made.made, made.version_text, *_filters(made, words), made.attribution):
        out.write(f"# {line}\n")
    out.write(f"# {made.stamp}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([words(f"export.{name}") for name in COLUMNS])
    for row in dict.fromkeys(row for page in made.pages for row in page.sites):
        cells = row.name, row.kind, row.place, row.status, row.position, row.reason, " ".join(row.sources)
        writer.writerow(cells)
    return out.getvalue()


def _filters(made: Document, words: Words) -> list[str]:
    return [f"{page.headline} · {words('export.filters')}: {page.filters}" for page in made.pages]
