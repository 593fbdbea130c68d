"""Seconds and peak memory of each stage of a run."""

from __future__ import annotations

import resource
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classmatch.report.listener import Listener

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in one unit of ru_maxrss


@dataclass(frozen=True)
class Stage:
    """A finished stage. The peak is that of the process so far: it never falls from one stage to the next."""

    stage: str
    seconds: float
    peak_mb: int


@dataclass
class Stages:
    """Times stages, and tells the listener when they begin and end."""

    listener: Listener
    finished: list[Stage] = field(default_factory=list)
    _peaks: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        self.listener.started(stage)
        start = time.perf_counter()
        yield
        seconds = time.perf_counter() - start
        self.finished.append(Stage(stage, round(seconds, 3), peak_mb()))
        self.listener.finished(stage, seconds)

    def hear(self, stage: str, done: int, total: int) -> None:
        """Pass on the progress of a stage that times itself."""
        if stage not in self._peaks:
            self.listener.started(stage)
        self._peaks[stage] = peak_mb()
        self.listener.progressed(stage, done, total)

    def take(self, seconds: Mapping[str, float]) -> None:
        """Record stages that timed themselves, with the peaks noted when they were last heard of."""
        for stage, spent in seconds.items():
            self.finished.append(Stage(stage, round(spent, 3), self._peaks.get(stage, peak_mb())))
            self.listener.finished(stage, spent)


def peak_mb() -> int:
    """Most memory that this process has held so far, in MB (10^6 bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT // 1_000_000
