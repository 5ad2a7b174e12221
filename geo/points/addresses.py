"""Parts of a large list on a server of files: named one by one, read a range at a time, never elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from geo.points.large_errors import LargeFault, LargeListError

if TYPE_CHECKING:
    from aiohttp import ClientResponse

WEB: Final = ("http://", "https://")
MOST_PARTS: Final = 10_000
"""Parts that one pattern may name: a thousand million rows in parts of a hundred thousand."""

SILENCE_S: Final = 20
"""Seconds until a server that says nothing is given up."""

ANSWER_S: Final = 300
"""Seconds that one range may take: 20 MB, the places of a million rows, over a slow line."""

RANGE: Final = re.compile(r"\{(\d{1,6})\.\.(\d{1,6})\}")
"""Numbers of parts, as a shell writes them: `{0..15}`, or `{00..15}` where they are filled up."""


class AddressError(OSError):
    """A server did not give what was asked for; it is told from worker to server as it is."""

    @property
    def fault(self) -> LargeFault:
        """Why nothing was read."""
        return LargeFault(self.args[0])

    @property
    def detail(self) -> str:
        """What the server said."""
        return str(self.args[1])


def parts_named(address: str) -> list[str]:
    """Return the addresses of the parts that an address names with `{0..15}`; without it, itself.

    Raises
    ------
    LargeListError
        They are too many, or the range runs backwards.
    """
    found = RANGE.search(address)
    if found is None:
        return [address]
    first, last = int(found[1]), int(found[2])
    if not 0 <= last - first < MOST_PARTS:
        raise LargeListError(address[:80], f"names no part, or over {MOST_PARTS:,}", LargeFault.LISTING)
    digits = len(found[1]) if found[1].startswith("0") else 1
    before, after = address[: found.start()], address[found.end() :]
    return [f"{before}{number:0{digits}}{after}" for number in range(first, last + 1)]


def options(source: str | list[str]) -> dict[str, Any]:
    """Return how a source is read: a path plainly, an address with patience and without detours."""
    if isinstance(source, str) or not source[0].startswith(WEB):
        return {}
    from aiohttp import ClientTimeout

    patience = ClientTimeout(total=ANSWER_S, sock_connect=SILENCE_S, sock_read=SILENCE_S)
    return {
        "allow_redirects": False,
        "client_kwargs": {"timeout": patience, "raise_for_status": require_content},
    }


async def require_content(response: ClientResponse) -> None:
    """Let an answer through that holds what was asked for.

    Raises
    ------
    AddressError
        The server leads elsewhere, has no such file, failed, or sends all of a file where a part was asked.
    """
    status, asked = response.status, response.request_info.headers
    if 300 <= status < 400:
        found = AddressError(LargeFault.REDIRECTED, f"{status}")
    elif status >= 400:
        found = AddressError(LargeFault.ANSWER, f"{status}")
    elif "Range" in asked and status != 206:
        found = AddressError(LargeFault.WHOLE, f"{status}")
    else:
        return
    response.close()
    raise found


def fault_of(error: BaseException) -> tuple[LargeFault, str]:
    """Return why reading failed, as far as the error or one that it came from tells."""
    for one in _chain(error):
        # Dask wraps an error in one of its own class that holds a sentence alone.
        if isinstance(one, AddressError) and len(one.args) == 2:
            return one.fault, one.detail
    if any(isinstance(one, TimeoutError | ConnectionError) or _is_of_client(one) for one in _chain(error)):
        return LargeFault.SILENT, type(error).__name__
    return LargeFault.UNREADABLE, str(error)[:160]


def _is_of_client(error: BaseException) -> bool:
    return type(error).__module__.startswith("aiohttp.")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
