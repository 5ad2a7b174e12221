"""Simulate many viewers of one process, each in its own websocket session.

They parse only the small messages that end a rerun, to leave the processor to the measured server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from time import perf_counter
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.servers import Server

PATIENCE: Final = 300
"""Seconds after which a viewer counts a run as failed."""

SMALL: Final = 200
"""More bytes than the message that ends a run."""

Step = tuple[str, str]
"""A page and the query of its URL."""

VISIT: Final[tuple[Step, ...]] = (
    ("", "lang=en"),
    ("", "lang=en&dep=18"),
    ("", "lang=en&dep=18&site=puerto-barrios"),
    ("", "lang=es&dep=18"),
    ("", "lang=es&kind=border_checkpoint"),
    ("programmes", "lang=es"),
    ("programmes", "lang=es&programme=countering_narcotics"),
    ("regions", "lang=es&dep=18"),
    ("regions", "lang=en&dep=12"),
    ("sources", "lang=en"),
    ("", "lang=en&dep=12"),
    ("", "lang=en"),
)
"""A typical visit: the map, filters, a site, the other language, every page, back."""

CHOOSING: Final[tuple[Step, ...]] = (("", "lang=en&dep=18"), ("", "lang=en"))
"""One interaction and its reverse: a departamento is chosen and cleared on the map."""


@dataclass
class Tally:
    """The seconds of every answered step of a crowd, and the number of failed steps."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def percentile(self, share: float) -> float:
        """Return the seconds within which this share of steps was answered, or infinity."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


class Viewer:
    """One open session."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def take(self, step: Step, tally: Tally) -> None:
        """Ask for a page and wait until its run has ended."""
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = step
        # As for the browser's Back: the URL of an ordinary rerun does not change the selection.
        message.rerun_script.is_history_navigation = True
        started = perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._connection.send(message.SerializeToString())
                while not has_ended(await self._connection.recv(decode=False)):
                    pass
        except TimeoutError:
            tally.failed += 1
        else:
            tally.seconds.append(perf_counter() - started)


def has_ended(content: bytes) -> bool:
    """Return whether a message says that a run has ended."""
    return len(content) <= SMALL and ForwardMsg.FromString(content).WhichOneof("type") == "script_finished"


@asynccontextmanager
async def viewer(server: Server) -> AsyncIterator[Viewer]:
    """Open a session and keep it open."""
    address = server.address.replace("http", "ws") + "/_stcore/stream"
    async with connect(
        address,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        open_timeout=PATIENCE,
        ping_interval=None,
        compression=None,
    ) as connection:
        yield Viewer(connection)


async def per_second(server: Server, count: int, seconds: float, steps: tuple[Step, ...]) -> float:
    """Return the runs per second of `count` viewers who act without a pause.

    Each opens its page before the clock starts. After `seconds` no run begins, and the clock stops with the
    last answer, so that a slow run does not count as a failure.
    """
    tally = Tally()

    async def act(participant: Viewer, end: float) -> None:
        for step in cycle(steps):
            await participant.take(step, tally)
            if perf_counter() > end:
                return

    async with AsyncExitStack() as open_now:
        crowd = [await open_now.enter_async_context(viewer(server)) for _ in range(count)]
        await asyncio.gather(*(member.take(steps[-1], Tally()) for member in crowd))
        started = perf_counter()
        await asyncio.gather(*(act(member, started + seconds) for member in crowd))
        return len(tally.seconds) / (perf_counter() - started)


async def paced(server: Server, count: int, every: float, rounds: int) -> Tally:
    """Let `count` viewers replay a visit, one step `every` so many seconds."""
    tally = Tally()

    async def replay(number: int) -> None:
        await asyncio.sleep(every * number / count)
        async with viewer(server) as participant:
            for step in _from(number, rounds):
                began = perf_counter()
                await participant.take(step, tally)
                await asyncio.sleep(max(0, every - (perf_counter() - began)))

    await asyncio.gather(*(replay(number) for number in range(count)))
    return tally


def _from(number: int, rounds: int) -> Iterator[Step]:
    """Return the steps of a viewer; viewers begin at different steps of the visit."""
    return islice(cycle(VISIT), number % len(VISIT), number % len(VISIT) + rounds)
