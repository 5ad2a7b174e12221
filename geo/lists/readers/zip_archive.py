"""Zip archives, looked through before anything in them is unfolded."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from geo.lists.uploaded_table import MAX_UNFOLDED, Fault, UnreadableFileError

MAX_ENTRIES: Final = 2_000
MAX_RATIO: Final = 250
"""Text packs to a twentieth, zeros to a thousandth; a bomb needs the thousandth."""
SMALL: Final = 10_000_000
"""What unfolds into less may have any ratio."""
CHUNK: Final = 1_000_000

_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


def entries(name: str, content: bytes) -> list[zipfile.ZipInfo]:
    """Return the files in an archive after checking what it says of them.

    Raises
    ------
    UnreadableFileError
        It is damaged, a bomb, encrypted, or names files outside of itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            files = [entry for entry in packed.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFileError(Fault.DAMAGED, name, f"zip: {error}") from error
    if len(files) > MAX_ENTRIES:
        raise UnreadableFileError(Fault.BOMB, name, f"{len(files):,} files in the archive")
    for entry in files:
        _require_inside(name, entry)
    total = sum(entry.file_size for entry in files)
    if total > MAX_UNFOLDED or (total > SMALL and total > MAX_RATIO * len(content)):
        raise UnreadableFileError(Fault.BOMB, name, f"{len(content):,} bytes unfold into {total:,}")
    return files


def _require_inside(name: str, entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise UnreadableFileError(Fault.ARCHIVE, name, f"names {str(path)[:60]!r}")
    if entry.flag_bits & 0x1:
        raise UnreadableFileError(Fault.ARCHIVE, name, "is encrypted")


def unfolded(name: str, content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return one file of an archive, never more of it than the archive said.

    Raises
    ------
    UnreadableFileError
        It is damaged, or unfolds into more than was said.
    """
    return b"".join(chunks(name, content, entry))


def chunks(name: str, content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield one file of an archive piece by piece; raises as `unfolded` does."""
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > entry.file_size:
                    raise UnreadableFileError(Fault.BOMB, name, "unfolds into more than it says")
                yield chunk
    except _DAMAGED as error:
        raise UnreadableFileError(Fault.DAMAGED, name, f"zip: {error}") from error
