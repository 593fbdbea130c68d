from __future__ import annotations

import sys
from dataclasses import replace

import pytest

pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.limits import Limited, Refusal, refusal
from benchmarks.measure import Usage
from benchmarks.scoring import Score

USUAL = Usage(seconds=100.0, peak_bytes=2_000_000_000)
REFUSAL = Refusal("match", 4, 1.0, "")


@pytest.mark.parametrize(
    ("found", "prompt"),
    [
        (REFUSAL, True),
        (replace(REFUSAL, code=0), False),
        (replace(REFUSAL, code=-9), False),
        (replace(REFUSAL, seconds=60.0), False),
    ],
)
def test_only_exit_code_4_before_the_work_is_a_refusal(found: Refusal, *, prompt: bool):
    assert found.prompt(USUAL) is prompt


def test_both_commands_have_to_refuse():
    limited = Limited(USUAL, replace(USUAL, peak_bytes=3), Score(1, 1, 1, 0.0), (REFUSAL, REFUSAL))
    assert limited.refused
    assert limited.peak_bytes == 2_000_000_000
    assert not replace(limited, refusals=(REFUSAL, replace(REFUSAL, code=3))).refused


def test_a_refusal_keeps_what_was_said_last():
    script = "import sys; print('first\\nneeds 3 GB', file=sys.stderr); sys.exit(4)"
    found = refusal("ingest", [sys.executable, "-c", script])
    assert (found.code, found.said) == (4, "needs 3 GB")
    assert found.seconds < 5
