"""Uploaded files are read in a process of their own: same result, same errors, hard limits."""

import io
import json
import struct
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
import pytest

from geo.lists import reading_process
from geo.lists.process_limits import Limits
from geo.lists.readers import read_table
from geo.lists.reading_process import (
    MEMORY,
    ROOT,
    ReaderError,
    _Turns,
    read_apart,
    stream_of,
    table_from,
)
from geo.lists.sample_lists import FILE_NAMES, sample
from geo.lists.uploaded_table import Fault, ListFormat, UnreadableFileError
from tests.shared_data import ATLAS


def refused(name, content, **options):
    with pytest.raises(UnreadableFileError) as caught:
        read_apart(name, content, **options)
    return caught.value


def same(table, expected):
    pd.testing.assert_frame_equal(table.cells, expected.cells)
    assert table.numbers.tolist() == expected.numbers.tolist()
    assert (table.name, table.format, table.bad, table.details) == (
        expected.name, expected.format, expected.bad, expected.details,
    )  # fmt: skip
    assert (table.points is None) == (expected.points is None)
    if table.points and expected.points:
        assert table.points.crs == expected.points.crs
        for axis in ("x", "y", "is_shape"):
            np.testing.assert_array_equal(getattr(table.points, axis), getattr(expected.points, axis))


@pytest.mark.parametrize("file_format", list(ListFormat))
def test_a_file_is_read_as_it_would_be_in_this_process(file_format):
    name, content = FILE_NAMES[file_format], sample(file_format, ATLAS.municipios)
    same(read_apart(name, content), read_table(name, content))


def sent(table):
    """Return a table after it was written as a stream and read again."""
    stream, out = stream_of(table), io.BytesIO()
    reading_process._write(stream, pa.PythonFile(out, mode="w"))
    return table_from(table.name, bytearray(out.getvalue()))


def test_every_kind_of_cell_survives_the_way():
    book = {
        "whole": pd.array([1, None, -(2**60)], dtype="Int64"),
        "numbers": [1.5, np.nan, -0.0],
        "dates": pd.array(["2020-01-05", None, "1899-12-31"], dtype="datetime64[us]"),
        "text": ["=1+1", None, "\U0001f600"],
        "yes": [True, False, True],
    }
    table = read_table("x.csv", b"a,b\n1,2\n1,2,3\n4,5\n6,7\n")
    same(sent(table), table)
    mixed = replace(table, cells=pd.DataFrame(book))
    same(sent(mixed), mixed)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../x.csv", b""),
        ("x.kml", b'<!DOCTYPE a [<!ENTITY b "c">]><kml/>'),
        ("x.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("\ud83d.csv", b"\x89PNG"),
    ],
)
def test_errors_arrive_with_their_fields(name, content):
    with pytest.raises(UnreadableFileError) as caught:
        read_table(name, content)
    error, expected = refused(name, content), caught.value
    assert (error.fault, error.file, error.detail) == (expected.fault, expected.file, expected.detail)


def workbook_of(elements):
    """Return a workbook whose first row holds so many elements that are no cells."""
    import openpyxl

    stream, packed = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(stream)
    row = b"".join(b"<q%d/>" % (nth % 977) for nth in range(elements))
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData><row>%s</row></sheetData></worksheet>' % (namespace, row)
    with zipfile.ZipFile(stream) as book, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in book.namelist():
            out.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else book.read(name))
    return packed.getvalue()


def test_a_file_that_needs_too_much_memory_is_refused_and_costs_the_server_nothing(monkeypatch):
    monkeypatch.setattr(reading_process, "MEMORY", 400_000_000)
    workbook = workbook_of(600_000)
    before = psutil.Process().memory_info().rss
    assert refused("x.xlsx", workbook).fault is Fault.COSTLY
    assert psutil.Process().memory_info().rss - before < 60e6


@pytest.mark.parametrize(("limit", "value"), [("PROCESSOR_S", 1), ("WALL_S", 0.05)])
def test_a_file_that_needs_too_much_time_is_refused(monkeypatch, limit, value):
    monkeypatch.setattr(reading_process, limit, value)
    # So much memory that time runs out first, however fast the machine is.
    monkeypatch.setattr(reading_process, "MEMORY", 8_000_000_000)
    monkeypatch.setattr(reading_process, "_TURNS", _Turns(4_000_000_000))
    error = refused("x.xlsx", workbook_of(1_000_000))
    assert error.fault is Fault.COSTLY
    assert error.detail.endswith(" s")


def test_a_table_larger_than_a_server_takes_is_refused(monkeypatch):
    monkeypatch.setattr(reading_process, "LARGEST_ANSWER", 100)
    assert refused("x.csv", b"a;b\n1;2\n").fault is Fault.TOO_LARGE


def test_the_process_is_killed_when_the_reader_leaves():
    looks = iter([True, True, False])
    # It takes seconds to read, and so is not read before the third look.
    slow = workbook_of(1_000_000)
    assert refused("x.xlsx", slow, is_wanted=lambda: next(looks, False)).fault is Fault.CANCELLED
    assert [
        child for child in psutil.Process().children() if "geo.lists" in " ".join(child.cmdline())
    ] == []


CONFINED = """
import os, socket, subprocess, sys, tempfile
from geo.lists.process_limits import Limits, confine
confine(Limits(400_000_000, 60, 60))
def outcome(call):
    try:
        call()
    except BaseException as error:
        return type(error).__name__
    return "done"
def write():
    with open(os.path.join(sys.argv[1], "file"), "wb") as file:
        file.write(b"x")
print(outcome(lambda: socket.create_connection(("127.0.0.1", 9))), outcome(socket.socketpair),
      outcome(lambda: subprocess.run(["true"])), outcome(write), outcome(lambda: bytearray(500_000_000)),
      sorted(name for name in os.environ if "SECRET" in name or "PROXY" in name))
"""


def test_a_process_can_reach_no_network_no_program_no_file_and_no_more_memory(tmp_path):
    environment = reading_process._ENVIRONMENT
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(tmp_path)],
        check=True, env=environment, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == [
        "PermissionError",
        "done",
        "PermissionError",
        "OSError",
        "MemoryError",
        "[]",
    ]
    free = subprocess.run(
        [sys.executable, "-c", CONFINED.replace("confine(Limits", "(Limits"), str(tmp_path)],
        check=True, env=environment, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    # Without the confinement each of them is possible: the port alone is closed.
    assert free.stdout.split()[:5] == ["ConnectionRefusedError", *["done"] * 4]


FAILING = (
    "import sys, geo.lists.readers as readers, geo.lists.reading_process as process\n"
    "def failing(name, content): raise ZeroDivisionError(content)\n"
    "readers.read_table = failing\n"
    "sys.exit(process.main())"
)


def test_an_error_that_no_reader_expects_arrives_without_its_text():
    header = {"name": "x.csv", "size": 8, "memory": MEMORY, "processor_s": 60, "wall_s": 60}
    done = subprocess.run(
        [sys.executable, "-c", FAILING], input=json.dumps(header).encode() + b"\na secret",
        check=True, env=reading_process._ENVIRONMENT, cwd=ROOT, capture_output=True,
    )  # fmt: skip
    assert b"secret" not in done.stdout + done.stderr
    with pytest.raises(ReaderError, match="ZeroDivisionError") as caught:
        table_from("x.csv", bytearray(done.stdout[8:]))
    assert any("reading_process.py" in line for line in caught.value.fields["where"])


def stream(about, **columns):
    out = io.BytesIO()
    metadata = {b"atlas": about if isinstance(about, bytes) else json.dumps(about).encode()}
    reading_process._write(pa.table(columns, metadata=metadata), pa.PythonFile(out, mode="w"))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04\x95",
        stream(b"{"),
        stream({}),
        stream({"fault": "x", "detail": "y"}),
        stream(
            {"format": "csv", "columns": ["a"], "has_points": False, "crs": None, "bad": [], "details": []}
        ),
        stream({"format": "csv", "columns": []}, a=[1], b=[1], c=[1], d=[1], e=["more"]),
    ],
)
def test_an_answer_that_is_not_as_it_should_be_is_a_damaged_file(content):
    with pytest.raises(UnreadableFileError) as caught:
        table_from("x.csv", bytearray(content))
    assert caught.value.fault is Fault.DAMAGED


def test_text_that_points_outside_of_its_buffer_is_refused():
    content = stream({}, a=["seven c", "and thirteen."])
    offsets = struct.pack("<iii", 0, 7, 20)
    assert content.count(offsets) == 1
    content = content.replace(offsets, struct.pack("<iii", 0, 7, 2_000_000))
    with pytest.raises(UnreadableFileError, match="ArrowInvalid"):
        table_from("x.csv", bytearray(content))


def test_files_share_the_memory_and_wait_for_their_turn():
    turns, begun, may_end = _Turns(100), threading.Event(), threading.Event()

    def hold():
        with turns.turn(50, lambda: True):
            begun.set()
            may_end.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(10)
    with turns.turn(50, lambda: True) as has_turn:
        assert has_turn
    with turns.turn(100, lambda: False) as has_turn:
        assert not has_turn
    may_end.set()
    with turns.turn(100, lambda: True) as has_turn:
        assert has_turn
    thread.join()
    assert turns.free == 100


def test_the_limits_leave_room_for_the_server_in_its_container():
    assert Limits(MEMORY, 1, 1).memory + 450e6 < 1536 * 2**20
