"""Partitions, drops, runs that were killed, limits: the installed command on the fixtures, cut into many partitions."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from e2e_support import command_in, copied, failed, tree, write

if TYPE_CHECKING:
    from e2e_support import Command

FIXTURES = Path(__file__).parents[2] / "fixtures"
RESULTS = "classmatch-results"
TIMES = {"manifest.json", "summary.json"}  # which say when a run was, and how long it took
MANY = {"CLASSMATCH_RESOURCES__PARTITION": "30"}  # copies: sixteen partitions of the 449 of the fixtures
MATCH = ("match", "--registrations", "registrations.csv", "--class-definition", "bartz")


def tables(folder: Path) -> dict[str, str]:
    """The hash of every file of results that says nothing of the time."""
    return {name: digest for name, digest in tree(folder / RESULTS).items() if name not in TIMES}


def matched(folder: Path, *options: str, **environ: str) -> str:
    """Match the fixtures in a folder, and return what was said."""
    done = command_in(folder)(*MATCH, *options, **environ)
    assert done.returncode == 0, done.stderr
    return done.stderr


def ingested(folder: Path, file: str, **environ: str) -> Path:
    shutil.copyfile(FIXTURES / "registrations.csv", folder / "registrations.csv")
    done = command_in(folder)("ingest", file, **environ)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixtures in many partitions, matched."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copyfile(FIXTURES / "catalog.parquet", folder / "catalog.parquet")
    matched(ingested(folder, "catalog.parquet", **MANY), **MANY)
    return folder


@pytest.fixture(scope="module")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first drop of most of the fixtures, matched, and then a second one of a few rows, which is not matched yet."""
    folder = tmp_path_factory.mktemp("dropped")
    rows = pl.read_parquet(FIXTURES / "catalog.parquet").with_row_index("n")
    late = pl.col("n") % 50 == 7
    rows.filter(~late).drop("n").write_parquet(folder / "first.parquet")
    rows.filter(late).drop("n").write_parquet(folder / "second.parquet")
    matched(ingested(folder, "first.parquet", **MANY), **MANY)
    return ingested(folder, "second.parquet", **MANY)


def parts(folder: Path) -> list[Path]:
    return sorted((folder / ".classmatch" / "links").glob("*/*"))


def test_partitions_of_any_size_come_to_the_same(whole: Path, tmp_path: Path) -> None:
    assert len(parts(whole)) == 16
    shutil.copyfile(FIXTURES / "catalog.parquet", tmp_path / "catalog.parquet")
    matched(ingested(tmp_path, "catalog.parquet"))
    assert len(parts(tmp_path)) == 1
    assert tables(tmp_path) == tables(whole)


def test_any_number_of_workers_comes_to_the_same(whole: Path, tmp_path: Path) -> None:
    copied(whole, tmp_path)
    shutil.rmtree(tmp_path / ".classmatch" / "links")
    matched(tmp_path, "--workers", "1", POLARS_MAX_THREADS="1")
    assert tables(tmp_path) == tables(whole)


def test_a_second_run_compares_nothing_again_and_says_so(whole: Path, tmp_path: Path) -> None:
    said = matched(copied(whole, tmp_path))
    assert "goes on: 16 of 16 parts were compared before" in said
    assert tables(tmp_path) == tables(whole)


def test_another_class_definition_compares_nothing_again(whole: Path, tmp_path: Path) -> None:
    said = matched(copied(whole, tmp_path), "--class-definition", "template")
    assert "16 of 16 parts were compared before" in said


def test_a_drop_compares_what_it_changed_and_writes_what_a_full_run_would(dropped: Path, tmp_path: Path) -> None:
    incremental, full = copied(dropped, tmp_path / "incremental"), copied(dropped, tmp_path / "full")
    assert "+9 copies since" in matched(incremental)
    shutil.rmtree(full / ".classmatch" / "links")
    matched(full)
    assert tables(incremental) == tables(full)


def test_words_are_counted_anew_when_asked_and_when_the_catalog_has_grown(dropped: Path, tmp_path: Path) -> None:
    asked, grown = copied(dropped, tmp_path / "asked"), copied(dropped, tmp_path / "grown")
    matched(asked, "--snapshot", "renew")
    said = matched(grown, CLASSMATCH_SNAPSHOT__GROWTH="0.001")
    assert "words are counted anew (+9 copies since" in said
    assert tables(asked) == tables(grown)


def test_what_is_to_be_kept_must_be_there(whole: Path, tmp_path: Path) -> None:
    copied(whole, tmp_path)
    shutil.rmtree(tmp_path / ".classmatch" / "snapshots")
    line = failed(command_in(tmp_path)(*MATCH, "--snapshot", "keep"))
    assert "nothing was counted for these registrations yet" in line


def killed(folder: Path, pattern: str) -> bool:
    """Whether a match was killed when there was a file of this pattern, and before it ended."""
    words = [sys.executable, "-m", "classmatch", *MATCH]
    child = subprocess.Popen(words, cwd=folder, env={**os.environ, **MANY}, stderr=subprocess.DEVNULL)
    while child.poll() is None and not list(folder.glob(pattern)):
        time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


def test_a_match_that_is_killed_again_and_again_ends_with_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    copied(whole, tmp_path)
    shutil.rmtree(tmp_path / RESULTS)
    for kind in ("links", "snapshots", "calibrations", "registers", "registrations"):
        shutil.rmtree(tmp_path / ".classmatch" / kind)
    reached = [
        ".classmatch/registrations/*",
        ".classmatch/.staging-*/records",
        ".classmatch/snapshots/*",
        ".classmatch/links/*/*",
        ".classmatch/links/*/0007*",
        f"{RESULTS}/.working/*/registrations.arrow",
        f"{RESULTS}/.working/*/0000",
        f"{RESULTS}/candidates.csv",
    ]
    assert sum(killed(tmp_path, pattern) for pattern in reached) >= len(reached) // 2
    matched(tmp_path, **MANY)
    assert tables(tmp_path) == tables(whole)
    assert not list((tmp_path / RESULTS).glob(".*"))


def test_an_ingest_that_was_killed_goes_on_with_the_files_that_it_had_read(whole: Path, tmp_path: Path) -> None:
    shutil.copyfile(FIXTURES / "catalog.parquet", tmp_path / "catalog.parquet")
    shutil.copyfile(FIXTURES / "registrations.csv", tmp_path / "registrations.csv")
    for _ in range(600):
        child = subprocess.Popen(
            [sys.executable, "-m", "classmatch", "ingest", "catalog.parquet"],
            cwd=tmp_path,
            env={**os.environ, **MANY},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        while child.poll() is None and not list((tmp_path / ".classmatch" / "inputs").glob("*/input.json")):
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
        child.wait()
        if not (tmp_path / ".classmatch" / "workspace.json").exists():
            break
        shutil.rmtree(tmp_path / ".classmatch")  # it was too fast for us
    done = command_in(tmp_path)("ingest", "catalog.parquet", **MANY)
    assert done.returncode == 0, done.stderr
    assert "goes on where an earlier ingest stopped: catalog.parquet was read to its end" in done.stderr
    assert not list((tmp_path / ".classmatch" / "inputs").glob("*"))
    matched(tmp_path, **MANY)
    assert tables(tmp_path) == tables(whole)


def test_memory_that_cannot_do_is_refused_before_the_work(whole: Path, tmp_path: Path, run: Command) -> None:
    copied(whole, tmp_path)
    shutil.rmtree(tmp_path / RESULTS)
    line = failed(run(*MATCH, "--memory-limit", "50MB"), 4)
    assert "needs about" in line
    assert "--memory-limit" in line
    assert not (tmp_path / RESULTS).exists()
    write(tmp_path / "more.csv", "id,title,author\n1,A Late Arrival,Ina Marl\n")
    before = tree(tmp_path / ".classmatch")
    assert "of memory, and 50.0 MB are allowed" in failed(run("ingest", "more.csv", "--memory-limit", "50MB"), 4)
    assert tree(tmp_path / ".classmatch") == before


@pytest.mark.parametrize("size", ["much", "0", "2 XB", "-1GB"])
def test_a_size_that_is_none_is_refused(run: Command, whole: Path, tmp_path: Path, size: str) -> None:
    copied(whole, tmp_path)
    assert "is no size of memory" in failed(run(*MATCH, f"--memory-limit={size}"))
