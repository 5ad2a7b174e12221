"""Read an uploaded file in a process of its own, within limits of memory, time, files and network.

A parser of untrusted files may need any amount of memory or time, or be broken into. It therefore runs
in a fresh interpreter without the environment, the open files and the threads of the server. The result
comes back as one Arrow stream, which cannot contain code; errors come back as its metadata.

A fresh interpreter starts in about a second. `multiprocessing`'s fork server would answer in 0.01 s, but it
imports the main module of its parent again, which under Streamlit is a page, and it keeps 85 MB for good.
"""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import IO, Any, Final

import pandas as pd
import pyarrow as pa

from geo.errors import GeoError, error_fields
from geo.lists.process_limits import Limits, confine, limit_time
from geo.lists.uploaded_table import (
    BadRow,
    Fault,
    ListFormat,
    ShapePoints,
    Table,
    UnreadableFileError,
    file_name,
)

MEMORY: Final = 800_000_000
"""Bytes of private memory of all processes together; with the server 1.2 GB of the container's 1.5."""
SMALL_BYTES: Final = 5_000_000
"""A file up to this size gets half of the memory, so that two are read at a time; a larger one is alone."""
PROCESSOR_S: Final = 150
"""Seconds of processor time; the largest workbook takes 60 to 90."""
WALL_S: Final = 300
"""Seconds until an answer, with other work on the machine."""
LARGEST_ANSWER: Final = 450_000_000
"""Bytes of a table as Arrow; `MAX_CELLS` cells of a file of `MAX_BYTES` have less."""
END_S: Final = 10
"""Seconds in which a process must end after its answer."""
LOOK_S: Final = 0.2
"""Seconds between two looks at whether the reader still waits."""
ROOT: Final = Path(__file__).resolve().parents[2]

_ENVIRONMENT: Final = {
    "PATH": os.defpath,
    "PYTHONPATH": str(ROOT),
    "PYTHONUTF8": "1",
    # Other allocators and threads reserve gigabytes in advance, which a limit would count.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    # Large arrays are given back at once instead of leaving holes.
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""All that the process learns of its surroundings: no secrets, no proxy."""


class ReaderError(Exception):
    """A parser raised what it should not: the kind of the error and its lines of code, never its text."""

    def __init__(self, error: str, where: list[str]) -> None:
        self.fields = {"error": error, "where": where}
        super().__init__(f"{error} at {where}")


@contextmanager
def errors_as_faults(name: str, note_error: Callable[[dict[str, Any]], None]) -> Iterator[None]:
    """Turn whatever a reader's file makes fail into `UnreadableFileError`.

    `note_error` gets the kind of the error and the lines of code, not its text, which may quote the file.
    """
    try:
        yield
    except GeoError:
        raise
    except Exception as error:  # noqa: BLE001 - parsers raise what they like at a file that is made for it
        fields = error.fields if isinstance(error, ReaderError) else error_fields(error)
        note_error(fields)
        raise UnreadableFileError(Fault.DAMAGED, name, str(fields["error"])) from None


class _Turns:
    """Shares the memory of `MEMORY` between processes, so that uploads cannot take the container."""

    def __init__(self, memory: int) -> None:
        self.free, self.changed = memory, Condition()

    @contextmanager
    def turn(self, memory: int, is_wanted: Callable[[], bool]) -> Iterator[bool]:
        """Wait until so much memory is free; yield False if the reader left in the meantime."""
        with self.changed:
            while self.free < memory and is_wanted():
                self.changed.wait(LOOK_S)
            memory = memory if self.free >= memory else 0
            self.free -= memory
        try:
            yield memory > 0
        finally:
            with self.changed:
                self.free += memory
                self.changed.notify_all()


_TURNS: Final = _Turns(MEMORY)


def read_apart(
    name: str,
    content: bytes,
    is_wanted: Callable[[], bool] = lambda: True,
    on_start: Callable[[], None] = lambda: None,
) -> Table:
    """Return the list in a file, read in a process of its own.

    Parameters
    ----------
    name, content : str, bytes
        The file as it was uploaded.
    is_wanted : callable
        Asked several times a second; the process is killed when it returns False.
    on_start : callable
        Called when it is the turn of this file.

    Raises
    ------
    UnreadableFileError
        The file is too large, damaged, hostile or of another format, needs more memory or time than
        the limits, or is no longer wanted.
    ReaderError
        A parser raised an error that no reader expects.
    """
    name = file_name(name)
    memory = MEMORY // 2 if len(content) <= SMALL_BYTES else MEMORY
    with _TURNS.turn(memory, is_wanted) as has_turn:
        if not has_turn:
            raise UnreadableFileError(Fault.CANCELLED, name, "")
        on_start()
        return table_from(name, _answer(name, content, Limits(memory, PROCESSOR_S, WALL_S), is_wanted))


def _answer(name: str, content: bytes, limits: Limits, is_wanted: Callable[[], bool]) -> bytearray:
    """Return the Arrow stream that the process answers with."""
    header = {"name": name, "size": len(content), **vars(limits)}
    with subprocess.Popen(
        [sys.executable, "-B", "-s", "-m", "geo.lists.reading_process"],
        bufsize=0, cwd=ROOT, env=_ENVIRONMENT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        sender = Thread(target=_send, args=(process.stdin, json.dumps(header).encode() + b"\n", content))
        sender.start()
        try:
            answer = _received(process.stdout, monotonic() + limits.wall_s, is_wanted)
            with suppress(subprocess.TimeoutExpired):
                process.wait(END_S)
        except TimeoutError:
            fault = Fault.COSTLY if is_wanted() else Fault.CANCELLED
            raise UnreadableFileError(fault, name, f"{limits.wall_s:.0f} s") from None
        except OverflowError as error:
            raise UnreadableFileError(Fault.TOO_LARGE, name, str(error)) from None
        finally:
            process.kill()
            sender.join()
    if answer is None:
        raise _fate(name, process.returncode, limits)
    return answer


def _send(stream: IO[bytes] | None, header: bytes, content: bytes) -> None:
    # The process may end, or be killed, before it has taken everything.
    with suppress(OSError, ValueError):
        if stream is not None:
            view = memoryview(header + content[:4096])
            for rest in (view, memoryview(content)[4096:]):
                sent = 0
                while sent < len(rest):
                    sent += stream.write(rest[sent:]) or 0
            stream.close()


def _received(stream: IO[bytes] | None, deadline: float, is_wanted: Callable[[], bool]) -> bytearray | None:
    """Return the answer; None if the stream ends early.

    Raises
    ------
    TimeoutError, OverflowError
        Nobody waits for the answer any longer, or it is too large.
    """
    answer, size = bytearray(8), 0
    while stream is not None:
        while not select.select([stream], [], [], LOOK_S)[0]:
            if monotonic() > deadline or not is_wanted():
                raise TimeoutError
        count = os.readv(stream.fileno(), [memoryview(answer)[size:]])
        size += count
        if not count:
            return None
        if size == len(answer):
            if size > 8:
                return answer
            (length,) = struct.unpack("<Q", answer)
            if not 8 < length <= LARGEST_ANSWER:
                raise OverflowError(
                    f"a table of {length / 1e6:,.0f} MB, at most {LARGEST_ANSWER / 1e6:,.0f} MB"
                )
            answer, size = bytearray(length), 0
    return None


def _fate(name: str, status: int, limits: Limits) -> UnreadableFileError:
    """Return why a process ended without an answer."""
    if -status in {signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT} or status == OUT_OF_MEMORY:
        memory, seconds = f"{limits.memory / 1e6:.0f} MB", f"{limits.processor_s} s"
        # The kernel kills without a reason where the machine has no memory left, or long after the limit.
        reasons: dict[int, str] = {signal.SIGXCPU: seconds, signal.SIGKILL: f"{memory}, {seconds}"}
        return UnreadableFileError(Fault.COSTLY, name, reasons.get(-status, memory))
    return UnreadableFileError(Fault.DAMAGED, name, f"status {status}")


HEADER: Final = b"atlas"
"""The entry of the stream's metadata that describes the list, or says why there is none."""
_FRONT: Final = 4
"""Columns of the stream before the cells: numbers of rows, x, y, and which are shapes."""


def stream_of(table: Table) -> pa.Table:
    """Return a list as one Arrow table, without pandas' own metadata."""
    about = {
        "format": table.format,
        "columns": list(table.cells.columns),
        "has_points": table.points is not None,
        "crs": table.points.crs if table.points else None,
        "bad": [(row.number, row.text.encode("utf-8", "replace").decode()) for row in table.bad],
        "details": table.details,
    }
    points = table.points
    empty = pa.nulls(len(table))
    front = [pa.array(table.numbers)]
    front += [pa.array(axis) for axis in (points.x, points.y, points.is_shape)] if points else [empty] * 3
    cells = [pa.array(table.cells[column], from_pandas=True) for column in table.cells.columns]
    names = [str(nth) for nth in range(_FRONT + len(cells))]
    return pa.table([*front, *cells], names=names, metadata={HEADER: json.dumps(about)})


def table_from(name: str, content: bytearray) -> Table:
    """Return the list in an Arrow stream that an untrusted process wrote.

    Raises
    ------
    UnreadableFileError, ReaderError
        The stream says that the file could not be read, or is not as it should be.
    """
    try:
        with pa.ipc.open_stream(pa.py_buffer(content)) as reader:
            stream = reader.read_all()
        stream.validate(full=True)
        about = json.loads(stream.schema.metadata[HEADER])
        if "fault" in about:
            raise UnreadableFileError(Fault(about["fault"]), name, str(about["detail"])[:300])
        if "error" in about:
            raise ReaderError(str(about["error"])[:80], [str(line)[:120] for line in about["where"]][:8])
        return _table(name, about, stream)
    except (pa.ArrowException, ValueError, KeyError, TypeError, IndexError) as error:
        raise UnreadableFileError(Fault.DAMAGED, name, f"answer: {type(error).__name__}") from error


def _table(name: str, about: dict[str, Any], stream: pa.Table) -> Table:
    numbers, x, y, is_shape = (column.to_numpy() for column in stream.columns[:_FRONT])
    cells = {
        column: _cells(values)
        for column, values in zip(about["columns"], stream.columns[_FRONT:], strict=True)
    }
    points = ShapePoints(x, y, is_shape, about["crs"]) if about["has_points"] else None
    return Table(
        name,
        ListFormat(about["format"]),
        pd.DataFrame(cells, index=range(len(stream))),
        numbers,
        points,
        tuple(BadRow(int(number), str(text)) for number, text in about["bad"]),
        tuple((str(what), str(text)) for what, text in about["details"]),
    )


def _cells(values: pa.ChunkedArray) -> Any:
    # Whole numbers stay whole where a cell is empty.
    mapper = {pa.int64(): pd.Int64Dtype()}.get if values.null_count else None
    return values.to_pandas(types_mapper=mapper)


OUT_OF_MEMORY: Final = 77
"""The status of a process that ran out of memory."""


def main() -> int:
    """Read the file on the standard input under the limits that its first line states; answer."""
    header = json.loads(sys.stdin.buffer.readline())
    limits = Limits(header["memory"], header["processor_s"], header["wall_s"])
    limit_time(limits)
    from geo.lists.readers import read_table

    confine(limits)
    try:
        # Of known size: a read to the end would need the memory twice.
        content = sys.stdin.buffer.read(header["size"])
        write_stream(stream_of(read_table(header["name"], content)))
    except UnreadableFileError as error:
        write_stream(_nothing(fault=str(error.fault), detail=error.detail))
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - the answer alone brings an error and its lines to the log
        write_stream(_nothing(**error_fields(error)))
    return 0


def _nothing(**about: Any) -> pa.Table:
    return pa.table({}, metadata={HEADER: json.dumps(about)})


def write_stream(table: pa.Table) -> None:
    """Write the size of an Arrow stream and the stream, which is never in memory as a whole."""
    measure = pa.MockOutputStream()
    _write(table, measure)
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(struct.pack("<Q", measure.size()))
        _write(table, pa.PythonFile(out, mode="w"))


def _write(table: pa.Table, sink: Any) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


if __name__ == "__main__":
    sys.exit(main())
