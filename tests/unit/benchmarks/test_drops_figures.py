from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.drops import Dropped, forgetful
from benchmarks.jobs import Job
from benchmarks.measure import Usage
from benchmarks.scoring import Score

if TYPE_CHECKING:
    from pathlib import Path


def test_shares_are_of_the_full_run():
    steps = [Usage(seconds, 1) for seconds in (10.0, 30.0, 1.0, 3.0, 31.0)]
    found = Dropped(*steps, Score(1, 1, 1, 0.0), "yes", identical=True)
    assert (found.match_share, found.share) == (0.1, 0.1)


def test_results_of_comparing_are_forgotten_and_snapshots_are_not(tmp_path: Path):
    for kind in ("links", "snapshots", "drops"):
        (tmp_path / "job/workspace" / kind / "one").mkdir(parents=True)
    copy = forgetful(Job(tmp_path / "job", tmp_path).copied(tmp_path / "copy"))
    assert {folder.name for folder in copy.workspace.iterdir()} == {"snapshots", "drops"}
    assert (tmp_path / "job/workspace/links/one").is_dir()
