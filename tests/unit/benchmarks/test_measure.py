from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.measure import CommandError, StoppedError, measure

if TYPE_CHECKING:
    from pathlib import Path

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell it")


def test_memory_of_children_counts(tmp_path: Path):
    hold = "import time; data = bytearray(120_000_000); time.sleep(0.5)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}], check=True)"
    usage = measure([sys.executable, "-c", script], tmp_path / "log")
    assert usage.peak_bytes > 120_000_000
    assert usage.seconds > 0.5


def test_a_failure_shows_what_the_command_said(tmp_path: Path):
    with pytest.raises(CommandError, match=r"(?s)exit code 3.*no such luck"):
        measure([sys.executable, "-c", "import sys; print('no such luck'); sys.exit(3)"], tmp_path / "log")


def test_a_command_is_stopped_at_its_limit_and_what_it_used_is_known(tmp_path: Path):
    hold = "import time; data = bytearray(50_000_000); time.sleep(30)"
    with pytest.raises(StoppedError, match="stopped by signal 9") as caught:
        measure([sys.executable, "-c", hold], tmp_path / "log", limit=0.5)
    assert caught.value.usage.peak_bytes > 50_000_000
    assert 0.5 < caught.value.usage.seconds < 10


@LINUX
def test_pages_in_common_count_once(tmp_path: Path):
    script = "import os, time; data = bytearray(100_000_000); child = os.fork(); time.sleep(0.8); child and os.wait()"
    usage = measure([sys.executable, "-c", script], tmp_path / "log")
    assert 100_000_000 < usage.peak_bytes < 160_000_000


@LINUX
def test_a_short_peak_is_seen(tmp_path: Path):
    script = "import time; data = bytearray(200_000_000); del data; time.sleep(0.3)"
    assert measure([sys.executable, "-c", script], tmp_path / "log").peak_bytes > 200_000_000


def test_time_on_a_core_is_counted_and_time_asleep_is_not(tmp_path: Path):
    asleep = measure([sys.executable, "-c", "import time; time.sleep(1)"], tmp_path / "log")
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    assert asleep.cpu_seconds < 0.5 <= measure([sys.executable, "-c", busy], tmp_path / "log").cpu_seconds
