"""What is done once, before the first visitor: imports, tables, and a quiet garbage collector."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartParser

from geo.lists.large_list_sources import allowed, require_readable
from geo.recency import recency
from web import access, logs
from web.library import atlas_data, map_files, problems
from web.page_hints import served_scripts
from web.streamlit_files import FRAME_FILES, SCRIPTS, compress, files

HEAVY: Final = (
    "altair",
    "pyarrow",
    "streamlit_folium",
    "rapidfuzz",
    "atlas.ui.frame.sidebar",
    "atlas.ui.widgets.browser_frames",
    "atlas.ui.frame.link_notices",
    "atlas.ui.frame.share_dialog",
    "atlas.ui.explore.map_alternatives",
    "atlas.ui.explore.map_summary",
    "streamlit.dataframe_util",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "PIL.Image",
)
"""Modules that a first visitor would otherwise wait for."""

COLLECT_EVERY_S: Final = 10
"""Seconds between two collections: some hundred runs of a busy server, a few MB of garbage."""


LARGEST_UPLOAD: Final = 220_000_000
"""Bytes of the largest file that Streamlit takes (200 MB), and of what the browser puts around it."""


def uploads_stay_in_memory() -> None:
    """Keep what a reader uploads off the disk: above a megabyte Starlette would write it to a file."""
    MultiPartParser.spool_max_size = LARGEST_UPLOAD


@contextmanager
def before_any_session() -> Iterator[None]:
    """Load what wants a session, on purpose without one.

    The map's component declares itself when it is loaded and is registered when it is drawn
    (`atlas.ui.widgets.browser_frames.register`): Streamlit's warning that no session is there would be noise.
    """

    def says_more(record: logging.LogRecord) -> bool:
        return "missing ScriptRunContext" not in record.msg

    log = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    log.addFilter(says_more)
    try:
        yield
    finally:
        log.removeFilter(says_more)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Warm up, then serve; settings of the host that mean nothing stop the start."""
    logs.begin()
    access.rules()
    require_readable(allowed())
    warm_up()
    collecting = asyncio.create_task(collect_now_and_then())
    yield
    collecting.cancel()


async def collect_now_and_then() -> None:
    """Collect garbage every few seconds, whatever the number of runs was."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await run_in_threadpool(gc.collect)


def warm_up() -> None:
    """Import, read and freeze.

    To collect all garbage takes about 100 ms with this stack loaded, near nothing once what is
    loaded at the start is frozen.
    """
    uploads_stay_in_memory()
    with before_any_session():
        for name in HEAVY:
            import_module(name)
    map_files()
    problems()
    recency(atlas_data().data)
    compress(SCRIPTS + name for name in served_scripts())
    compress(address for address in files() if address.startswith(FRAME_FILES))
    gc.collect()
    gc.freeze()
    return_memory()


def return_memory() -> None:
    """Return to the system what imports and compression have freed, where the C library can (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
