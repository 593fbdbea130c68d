from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("distributed", reason="the benchmark's own requirements are not installed")
pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.cluster import Watched, cluster
from benchmarks.measure import stop

if TYPE_CHECKING:
    from pathlib import Path


def test_the_middle_is_that_of_the_time_at_work():
    assert Watched(seconds=30.0, busy=[4.0, 5.0, 12.0]).middle == 8.0
    assert Watched(seconds=30.0).middle == 15.0


def test_a_worker_that_is_killed_stays_away_and_the_other_does_its_tasks(tmp_path: Path):
    import psutil

    with cluster(2, tmp_path / "dask") as started:
        assert started.address.startswith("127.0.0.1:")
        results = started.client.map(pow, range(20), [2] * 20)
        lost = min(started.workers)
        stop(psutil.Process(started.workers[lost].pid))
        assert started.workers[lost].wait(10) == -9
        assert started.client.gather(results) == [number**2 for number in range(20)]
    assert all(worker.poll() is not None for worker in started.workers.values())
