"""What of the machine a run may use: memory, and threads."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from classmatch.errors import ConfigError

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(%|[kmgt]i?b?|b)?", re.IGNORECASE)
_UNITS = {"k": 1, "m": 2, "g": 3, "t": 4}
# Where Linux says how much memory a container may use (control groups, version 2 and 1).
_CONTAINER = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def machine_memory() -> int:
    """Bytes of memory of this machine, or of the container that the process runs in."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for limit in _CONTAINER:
        with suppress(OSError, ValueError):
            found.append(int(limit.read_text(encoding="ascii")))
    return min(found)


def parse_size(text: str) -> int:
    """Bytes: `2GB`, `1.5 GiB`, `800MB`, or `50%` of the machine's memory.

    Raises:
        ConfigError: it is none of these, or nothing at all.

    """
    match = _SIZE.fullmatch(text.strip())
    if not match or not float(match[1]):
        raise ConfigError(f"{text!r} is no size of memory", "write it as 2GB, 800MB or 50%")
    number, unit = float(match[1]), (match[2] or "b").lower()
    if unit == "%":
        return int(machine_memory() * min(number, 100) / 100)
    base = 1024 if "i" in unit else 1000
    return int(number * base ** _UNITS.get(unit[0], 0))


def in_words(size: float) -> str:
    """Bytes as people write them, rounded up: `1.6 GB`."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6)):
        if size >= scale:
            return f"{-(-size // (scale / 10)) / 10:.1f} {unit}"
    return f"{size:,.0f} bytes"


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
