from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.jobs import Job, differing, sameness
from benchmarks.kills import Disturbed, Moments, disturb, drawn, resumptions
from benchmarks.measure import CommandError

if TYPE_CHECKING:
    from pathlib import Path

# Counts its starts in a file, goes on from the third, and ends well at once from then on.
SCRIPT = """
import sys, time, pathlib
file = pathlib.Path(sys.argv[1])
starts = len(file.read_text()) if file.exists() else 0
file.write_text("x" * (starts + 1))
if starts:
    print("classmatch: goes on from 3 of 7 parts", flush=True)
time.sleep(60 if starts < 2 else 0)
"""


class Scripted(Job):
    """A job whose commands are small scripts."""

    def ingesting(self, file: str = "") -> list[str]:
        return [sys.executable, "-c", SCRIPT, str(self.folder / "ingest")]

    def matching(self, name: str = "", *options: str) -> list[str]:
        return [sys.executable, "-c", "import sys; sys.exit(0)"]


def test_moments_follow_from_the_seed_and_lie_within_the_run():
    one, same, other = (drawn(10, seed, 60.0, 1.0).rest for seed in (1, 1, 2))
    assert one == same == sorted(one)
    assert one != other
    assert all(0 <= moment <= 60 for moment in one)


def test_starting_up_counts_as_no_work():
    moments = Moments([5.0, 9.0], startup=1.0)
    assert moments.next_delay() == 6.0
    moments.passed(6.0, killed=True)
    assert (moments.used, moments.next_delay()) == (5.0, 5.0)
    moments.passed(3.0, killed=False)
    assert (moments.used, moments.rest) == (7.0, [9.0])
    moments.passed(3.0, killed=True)
    assert moments.next_delay() is None


def test_a_killed_command_is_given_again_until_it_ends(tmp_path: Path):
    found = disturb(Scripted(tmp_path, tmp_path), Moments([0.2, 0.4], startup=0.5))
    assert isinstance(found, Disturbed)
    assert [name for name, _ in found.kills] == ["ingest", "ingest"]
    assert found.said == ["classmatch: goes on from 3 of 7 parts"] * 2


def test_a_command_that_fails_by_itself_ends_the_run(tmp_path: Path):
    class Failing(Scripted):
        def ingesting(self, file: str = "") -> list[str]:
            return [sys.executable, "-c", "import sys; sys.exit(3)"]

    with pytest.raises(CommandError, match="exit code 3 after 0 kills"):
        disturb(Failing(tmp_path, tmp_path), Moments([], startup=0.0))


def test_only_lines_that_tell_of_going_on_are_kept(tmp_path: Path):
    log = tmp_path / "log"
    log.write_text("reading\nresumed: 4 of 9 parts\nwe are gone\nGoing on with block\n", encoding="utf-8")
    assert resumptions(log) == ["resumed: 4 of 9 parts", "Going on with block"]


def test_outputs_are_the_same_only_if_all_files_are():
    ours = {"a": "1", "b": "2"}
    assert differing(ours, dict(ours)) == []
    assert differing(ours, {"a": "1", "b": "3", "c": "4"}) == ["b", "c"]
    assert sameness(ours, ours) == "yes, all 2 files"
    assert sameness(ours, {"a": "1"}) == "NO: b"
