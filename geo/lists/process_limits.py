"""What the process that reads an uploaded file may use: memory, time, files, network and programs.

Set by that process itself before it looks at the file. On Linux, sockets and other programs stay denied
to whatever code then runs in it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass
from typing import Final

NICENESS: Final = 10
"""Pages go before uploads where they share a core."""

GRACE_S: Final = 10
"""Seconds of processor time after the limit until the kernel ends a process that does not heed it."""


@dataclass(frozen=True)
class Limits:
    """What a process may use: bytes of private memory, seconds of processor and of wall time."""

    memory: int
    processor_s: int
    wall_s: float


def limit_time(limits: Limits) -> None:
    """Limit the processor time and the priority of this process; leave no image of its memory."""
    import resource

    os.nice(NICENESS)
    # At the first limit the kernel says why it ends the process, at the second it does not. On a virtual
    # machine that stood still, seconds may pass at once.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor_s, limits.processor_s + GRACE_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine(limits: Limits) -> None:
    """Take memory beyond the limit, writing to files, the network and other programs from this process."""
    import resource

    # Private memory: not the libraries, which all processes share.
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    deny_system_calls()


_ARCHITECTURES: Final = {
    # Kernel's number of the architecture; seccomp; socket, execve, execveat, io_uring_setup, ptrace.
    "x86_64": (0xC000003E, 317, (41, 59, 322, 425, 101)),
    "aarch64": (0xC00000B7, 277, (198, 221, 281, 425, 117)),
}
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050001
_X32: Final = 0x40000000
"""System calls from here on belong to a second table of x86-64, with other numbers."""


def deny_system_calls() -> bool:
    """Make sockets and other programs fail with EPERM from now on; return whether the kernel can.

    Needs Linux on x86-64 or ARM64, and no privileges.
    """
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES:
        return False
    architecture, seccomp, calls = _ARCHITECTURES[platform.machine()]
    count = len(calls)
    # Each: operation, jump if true, jump if false, value. The last two steps allow and deny.
    steps = [
        (_LOAD, 0, 0, 4),
        (_IF_EQUAL, 0, count + 3, architecture),
        (_LOAD, 0, 0, 0),
        (_IF_AT_LEAST, count + 1, 0, _X32),
        *((_IF_EQUAL, count - nth, 0, call) for nth, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(buffer)))
    kernel = ctypes.CDLL(None)
    no_new_privileges, filter_mode, every_thread = 38, 1, 1
    return bool(
        kernel.prctl(no_new_privileges, 1, 0, 0, 0) == 0
        and kernel.syscall(seccomp, filter_mode, every_thread, program) == 0
    )
