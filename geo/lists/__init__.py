"""Uploaded lists: read within limits, with columns recognised and rows located.

`readers` turns a file into a `Table`; `column_detection` proposes a `ColumnMapping`, which a person
confirms or changes; `placement` gives each row its location or its reason; `point_aggregation` counts rows
by area. `large_lists` does the same for lists that exceed the memory. Every text in a file is untrusted.
"""

from __future__ import annotations
