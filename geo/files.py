"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file next to `path` and rename it, so that `path` never holds a part of `content`.

    If writing fails, as on a full disk, the new file is removed and the one that was there before stays.
    A link is followed; a device or a pipe, such as `/dev/stdout`, is written directly.

    Raises
    ------
    OSError
        The file cannot be written; its `filename` is `path`.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # A full disk does not say of which file, and the temporary one means nothing to the reader.
            error.filename = str(path)
        raise


def _umask() -> int:
    """Return which rights this process does not give to new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
