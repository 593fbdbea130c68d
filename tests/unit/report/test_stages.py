"""Seconds and peak memory of stages."""

from __future__ import annotations

import pytest

from classmatch.report.listener import Listener
from classmatch.report.stages import Stages


class Recorder(Listener):
    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def started(self, stage: str) -> None:
        self.heard.append(("started", stage))

    def progressed(self, stage: str, done: int, total: int) -> None:
        self.heard.append(("progressed", stage, done, total))

    def finished(self, stage: str, seconds: float) -> None:
        self.heard.append(("finished", stage))


def test_stages_are_timed_in_order_and_the_peak_never_falls() -> None:
    recorder = Recorder()
    stages = Stages(recorder)
    with stages("read"):
        pass
    stages.hear("block", 1, 2)
    stages.hear("block", 2, 2)
    stages.take({"block": 0.25, "decide": 0.5})
    assert [(stage.stage, stage.seconds >= 0) for stage in stages.finished] == [
        ("read", True),
        ("block", True),
        ("decide", True),
    ]
    peaks = [stage.peak_mb for stage in stages.finished]
    assert peaks == sorted(peaks)
    assert peaks[0] > 1
    assert recorder.heard == [
        ("started", "read"),
        ("finished", "read"),
        ("started", "block"),
        ("progressed", "block", 1, 2),
        ("progressed", "block", 2, 2),
        ("finished", "block"),
        ("finished", "decide"),
    ]


def test_a_stage_that_fails_is_not_finished() -> None:
    stages = Stages(Listener())
    with pytest.raises(RuntimeError), stages("read"):
        raise RuntimeError
    assert stages.finished == []
