"""Altair charts as they are kept: their specification, written once, with addresses to complete."""

from __future__ import annotations

import json
from typing import Any

from pages.ui.here import completed


def spec_of(written: str) -> dict[str, Any]:
    """Return a chart's specification with what is chosen now in its addresses.

    Building and checking a chart takes altair 100 ms and more, reading it back 1 ms. The
    data stand where Streamlit looks for them: in `data`, not among the named `datasets`.
    """
    spec: dict[str, Any] = json.loads(completed(written))
    (values,) = spec.pop("datasets").values()
    return spec | {"data": {"values": values}}
