"""Uploaded lists: read within limits, with columns recognised and rows located.

`reading` turns a file into a `Table`; `recognise` says how its columns seem to be meant, as a
`ColumnMapping` that a person confirms or changes; `place` gives each row its position or its reason.
Everything in a file is hostile text.

Many points at once: which municipio each lies in, counts, hexagons, lists too large for memory.
"""

from __future__ import annotations
