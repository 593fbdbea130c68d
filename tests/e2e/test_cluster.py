"""`classmatch match --engine dask://...`: the same comes of it as of a match here, whatever happens to workers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from e2e_support import Command, copied, failed, tree

from clusters import Cluster, cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESULTS = "classmatch-results"
TIMES = {"manifest.json", "summary.json"}  # which say when a run was, and how long it took


@pytest.fixture(scope="session")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, as docs/scale.md starts them."""
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as running:
        yield running


@pytest.fixture
def again(small_run: Path, tmp_path: Path) -> Path:
    """The small files and their workspace, without what a match left there."""
    copied(small_run, tmp_path)
    shutil.rmtree(tmp_path / RESULTS)
    for kept in ("runs", "comparisons", "stages"):
        shutil.rmtree(tmp_path / ".classmatch" / kept, ignore_errors=True)
    return tmp_path


def tables(folder: Path) -> dict[str, str]:
    """The hash of every file of results that says nothing of the time."""
    return {name: digest for name, digest in tree(folder / RESULTS).items() if name not in TIMES}


def matching(address: str) -> list[str]:
    """The words of a match of the small files by an engine."""
    return ["match", "--registrations", "registrations.csv", "--engine", address]


def test_a_cluster_writes_the_bytes_of_a_run_here(
    two_workers: Cluster, run: Command, again: Path, small_run: Path
) -> None:
    done = run(*matching(two_workers.address))
    assert done.returncode == 0, done.stderr
    assert tables(again) == tables(small_run)


def test_a_cluster_of_which_a_worker_is_killed_does_too(
    run: Command, again: Path, small_run: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with cluster(tmp_path_factory.mktemp("lost"), 1) as running:
        with running.workers(1) as lost:
            match = subprocess.Popen(
                [sys.executable, "-m", "classmatch", *matching(running.address)],
                cwd=again,
                stderr=subprocess.PIPE,
                text=True,
            )
            time.sleep(1.5)
            os.killpg(lost.pid, signal.SIGKILL)
            _, stderr = match.communicate(timeout=60)
        assert match.returncode == 0, stderr
    assert tables(again) == tables(small_run)


def test_an_address_where_nothing_answers_is_one_line(run: Command, again: Path) -> None:
    line = failed(run(*matching("dask://127.0.0.1:1")))
    assert "no Dask scheduler answers at dask://127.0.0.1:1" in line


def test_another_engine_is_refused_with_those_there_are(run: Command, again: Path) -> None:
    line = failed(run(*matching("ray://127.0.0.1:1")))
    assert line.endswith("no engine 'ray://127.0.0.1:1'; there are: local, dask://HOST:PORT")
