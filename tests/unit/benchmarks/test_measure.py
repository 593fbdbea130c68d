from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.measure import CommandError, measure

if TYPE_CHECKING:
    from pathlib import Path


def test_memory_of_children_counts(tmp_path: Path):
    hold = "import time; data = bytearray(120_000_000); time.sleep(0.5)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}], check=True)"
    usage = measure([sys.executable, "-c", script], tmp_path / "log")
    assert usage.peak_bytes > 120_000_000
    assert usage.seconds > 0.5


def test_a_failure_shows_what_the_command_said(tmp_path: Path):
    with pytest.raises(CommandError, match=r"(?s)exit code 3.*no such luck"):
        measure([sys.executable, "-c", "import sys; print('no such luck'); sys.exit(3)"], tmp_path / "log")


def test_a_command_is_stopped_at_its_limit(tmp_path: Path):
    with pytest.raises(CommandError, match="stopped by signal 9"):
        measure([sys.executable, "-c", "import time; time.sleep(30)"], tmp_path / "log", limit=0.2)
