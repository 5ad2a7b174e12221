"""Calculate the processes and memory for a number of viewers from measurements."""

from __future__ import annotations

from math import ceil
from typing import Final

import brotli

from atlas.i18n.messages import Language
from atlas.publishing.offline_page import offline_html
from geo.briefings.briefing_files import briefing_names, read_briefing
from geo.dataset.atlas_data import AtlasData

VIEWERS: Final = (100, 10_000, 1_000_000)
"""The numbers of viewers in the table."""

PAUSE_S: Final = 10
"""Seconds between two interactions of a reader, on average over a visit."""

USED: Final = 0.7
"""The share of a process's capacity to plan with."""

MIRROR_FROM: Final = 100_000
"""Concurrent viewers from which the static site is recommended instead of more processes."""


def cost_of_crowds(rate: float, base_mb: float, crowd_mb: float, crowd: int) -> str:
    """Return the paragraph and the table of costs.

    `rate` is the interactions a second of one process, `base_mb` its memory without viewers,
    `crowd_mb` its memory after a crowd of `crowd` viewers.
    """
    each = max(0.0, crowd_mb - base_mb) / crowd
    holds = max(1, int(rate * USED * PAUSE_S))
    mirror = _mirror_kb()
    lines = [
        f"In this run one process answered {rate:.0f} interactions per second on one core. It used "
        f"{base_mb:.0f} MB without viewers and {crowd_mb:.0f} MB after {crowd} viewers, {each:.1f} MB "
        f"each. The table assumes that a viewer acts every {PAUSE_S} s on average and that a process is "
        f"loaded to {USED:.0%}: it then serves {holds} viewers. Panning, zooming, layers and details "
        "need no server.",
        "",
        "| Viewers at once | Interactions per second | Processes, one core each | Memory |",
        "|---|---|---|---|",
        *(_line(count, holds, base_mb, each) for count in VIEWERS),
        "",
        f"From about {MIRROR_FROM:,} viewers at once, publish the static site (`atlas static-site`) on a "
        f"web server or content delivery network. Its largest briefing is one file of {mirror} kB "
        f"compressed, so a million readers are {mirror / 1000:,.1f} TB of transfer.",
    ]
    return "\n".join(lines)


def _line(count: int, holds: int, base_mb: float, each: float) -> str:
    processes = ceil(count / holds)
    gigabytes = (processes * base_mb + count * each) / 1000
    return f"| {count:,} | {count / PAUSE_S:,.0f} | {processes:,} | {gigabytes:,.1f} GB |"


def _mirror_kb() -> int:
    """Return the compressed kilobytes of the largest page of the static site."""
    atlas = AtlasData()
    pages = (
        offline_html(read_briefing(name, atlas.data), atlas, Language.ENGLISH)
        for name in briefing_names(atlas.data)
    )
    return ceil(max(len(brotli.compress(page.encode(), quality=5)) for page in pages) / 1000)
