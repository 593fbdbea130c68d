"""The engine of a cluster, with real schedulers and workers on 127.0.0.1."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import engine_tasks as tasks
import pytest

import classmatch
from classmatch.engine import ClusterError, Engine, Task, TaskError, open_engine
from classmatch.engine.cluster import DaskEngine
from classmatch.errors import ClassmatchError, InputError, ResourceError
from clusters import PAGE, Cluster, cluster, commands, free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent  # where workers find `engine_tasks`
SOURCE = Path(classmatch.__file__).parent


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), 2, HERE) as running:
        yield running


@pytest.fixture(scope="module")
def engine(two_workers: Cluster) -> Iterator[Engine]:
    with open_engine(two_workers.address) as opened:
        yield opened


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler without workers."""
    with cluster(tmp_path_factory.mktemp("bare"), 0) as running:
        yield running


def refused(engine: Engine, task: Task, kind: type[Exception] = ClusterError) -> Exception:
    with pytest.raises(kind) as caught:
        engine.run([task], tasks.silent)
    assert type(caught.value) is kind
    return caught.value


def when(happens: Callable[[], bool], do: Callable[[], None]) -> threading.Thread:
    """Do something as soon as something happens, beside the test."""

    def watch() -> None:
        while not happens():
            time.sleep(0.02)
        do()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def test_the_page_starts_two_workers_for_this_machine_alone() -> None:
    for words in commands():
        assert words[words.index("--host") + 1] == "127.0.0.1"
        assert words[words.index("--dashboard-address") + 1] == "127.0.0.1:0"
    assert commands()[1][commands()[1].index("--nworkers") + 1] == "2"
    assert "--engine dask://127.0.0.1:8786" in PAGE.read_text(encoding="utf-8")


def test_the_same_bytes_come_of_it_as_here(engine: Engine, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with open_engine("local", 2) as local:
        local.run(tasks.squares(here, range(30)), tasks.silent)
    told: list[tuple[int, int]] = []
    assert engine.run(tasks.squares(there, range(30)), lambda *progress: told.append(progress)) == 0
    assert tasks.content(there) == tasks.content(here)
    assert told == [(done, 30) for done in range(31)]


def test_what_is_finished_is_not_done_again(engine: Engine, tmp_path: Path) -> None:
    listed = [Task(tasks.double_square, {"number": i}, tmp_path / f"{i}.txt", f"square {i}") for i in range(8)]
    assert engine.run(listed[:5], tasks.silent) == 0
    told: list[tuple[int, int]] = []
    assert engine.run(listed, lambda *progress: told.append(progress)) == 5
    assert engine.run(listed, tasks.silent) == 8
    assert told == [(5, 8), (6, 8), (7, 8), (8, 8)]


def test_relative_paths_are_those_of_this_process(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seven").write_text("7")
    engine.run([tasks.one(tasks.square_of_file, Path(), source=Path("seven"))], tasks.silent)
    assert tasks.content(tmp_path) == {"one.txt": b"49\n"}


def test_an_error_for_people_arrives_as_it_is(engine: Engine, tmp_path: Path) -> None:
    error = refused(engine, tasks.one(tasks.bad_input, tmp_path, source=tmp_path / "a"), InputError)
    assert vars(error) == {
        "path": tmp_path / "a",
        "what": f"{tmp_path / 'a'}: is not a number",
        "hint": "write one",
    }


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (tasks.unsendable, "UnsendableError: cannot travel"),
        (tasks.panic, "Panic: unreachable code"),
        (tasks.nothing, "RuntimeError: task one ended without its output"),
    ],
)
def test_any_other_error_arrives_as_text(
    engine: Engine, function: Callable[..., None], text: str, tmp_path: Path
) -> None:
    error = refused(engine, tasks.one(function, tmp_path), TaskError)
    assert f"failed: {text}" in str(error)


def test_an_error_of_the_file_system_keeps_its_number_and_file(engine: Engine, tmp_path: Path) -> None:
    error = refused(engine, tasks.one(tasks.no_file, tmp_path, source=tmp_path / "x"), FileNotFoundError)
    assert isinstance(error, OSError)
    assert error.filename == str(tmp_path / "x")
    assert "on worker tcp://127.0.0.1:" in str(error)


def test_the_first_error_ends_the_run(engine: Engine, tmp_path: Path) -> None:
    slow = [
        Task(tasks.slow_square, {"number": i, "seconds": 0.2}, tmp_path / f"{i}.txt", f"square {i}") for i in range(50)
    ]
    with pytest.raises(InputError):
        engine.run([tasks.one(tasks.bad_input, tmp_path, source=tmp_path), *slow], tasks.silent)
    time.sleep(0.5)
    done = len(tasks.content(tmp_path))
    assert done < 10
    time.sleep(0.5)
    assert len(tasks.content(tmp_path)) == done


def test_a_worker_killed_in_the_middle_of_a_task_loses_nothing(engine: Engine, tmp_path: Path) -> None:
    note = tmp_path / "note"
    killer = when(
        lambda: note.exists() and note.read_text().endswith("\n"),
        lambda: os.kill(int(note.read_text()), signal.SIGKILL),
    )
    cut_off = Task(tasks.cut_off_square, {"number": 20, "note": note}, tmp_path / "20.txt", "cut off")
    assert engine.run([cut_off, *tasks.squares(tmp_path, range(20))], tasks.silent) == 0
    killer.join(10)
    assert tasks.content(tmp_path) == {f"{n}.txt": f"{n * n}\n".encode() for n in sorted(range(21), key=str)}


def test_a_task_that_takes_every_worker_down_ends_the_run(engine: Engine, tmp_path: Path) -> None:
    error = refused(engine, tasks.one(tasks.deadly, tmp_path), ResourceError)
    assert str(error).startswith("4 workers in turn were lost while task one ran on them; most likely memory ran out")


def test_storage_that_is_not_shared_is_refused_before_the_first_task(engine: Engine) -> None:
    # Another folder in each process, as a path is on machines that do not share it.
    own = Path("/proc/self/cwd")
    error = str(refused(engine, tasks.one(tasks.square, own, number=1)))
    assert "does not see files written here in /proc/self/cwd; put the workspace" in error
    assert not list(own.glob(".staging-*-probe"))


def test_an_output_that_does_not_show_here_is_an_error(
    two_workers: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DaskEngine, "_check_workers", lambda self, tasks: None)
    with DaskEngine(two_workers.address.removeprefix("dask://"), shown=0.3) as engine:
        error = str(refused(engine, tasks.one(tasks.square, Path("/proc/self/cwd"), number=1)))
    assert "a worker wrote /proc/self/cwd/one.txt, and it is not here: the workers do not share the storage" in error


@pytest.mark.parametrize("looked", [True, False], ids=["before", "joined later"])
def test_a_worker_with_other_code_is_refused(
    bare: Cluster, looked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SOURCE, tmp_path / "other/classmatch", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "other/classmatch/labels.py").open("a") as stream:
        stream.write("# another version\n")
    if not looked:
        monkeypatch.setattr(DaskEngine, "_check_workers", lambda self, tasks: None)
    with bare.workers(1, tmp_path / "other"), open_engine(bare.address) as engine:
        error = str(refused(engine, tasks.one(tasks.square, tmp_path, number=1)))
    assert error.startswith("worker tcp://127.0.0.1:")
    assert "does not run what this process runs: the code of classmatch (" in error
    assert "Python" not in error
    assert "\n" not in error
    assert tasks.content(tmp_path) == {}


def test_a_worker_without_classmatch_is_refused(bare: Cluster, tmp_path: Path) -> None:
    (tmp_path / "other/classmatch").mkdir(parents=True)
    (tmp_path / "other/classmatch/__init__.py").touch()
    with bare.workers(1, tmp_path / "other"), open_engine(bare.address) as engine:
        error = str(refused(engine, tasks.one(tasks.square, tmp_path, number=1)))
    assert "cannot run classmatch (" in error
    assert "No module named 'classmatch.engine'" in error
    assert error.endswith("; install the same there as here, and start it again")


def test_workers_that_are_all_gone_end_the_run(bare: Cluster, tmp_path: Path) -> None:
    note = tmp_path / "note"
    task = Task(tasks.cut_off_square, {"number": 1, "note": note}, tmp_path / "1.txt", "cut off")
    with bare.workers(1, HERE) as worker, DaskEngine(bare.address.removeprefix("dask://"), alone=0.5) as engine:
        gone = when(note.exists, lambda: os.killpg(worker.pid, signal.SIGKILL))
        error = str(refused(engine, task))
        gone.join(10)
    assert error.startswith(f"all workers of the scheduler {bare.address} are gone; start some: dask worker tcp://")


def test_a_scheduler_without_workers_is_refused(bare: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classmatch.engine.cluster.FIRST", 1.0)
    with pytest.raises(
        ClusterError, match=r"no workers at the scheduler dask://127.0.0.1:\d+; start some: dask worker"
    ):
        open_engine(bare.address).__enter__()


def test_an_address_where_nothing_answers_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classmatch.engine.cluster.CONNECT", 1.0)
    port = free_port()
    with pytest.raises(ClassmatchError) as caught:
        open_engine(f"dask://127.0.0.1:{port}").__enter__()
    assert caught.value.what.startswith(f"no Dask scheduler answers at dask://127.0.0.1:{port}")
    assert caught.value.hint == f"start one: dask scheduler --host 127.0.0.1 --port {port}; see docs/scale.md"
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_scheduler_that_is_killed_ends_the_run(tmp_path: Path) -> None:
    note = tmp_path / "note"
    task = Task(tasks.cut_off_square, {"number": 1, "note": note}, tmp_path / "1.txt", "cut off")
    with cluster(tmp_path, 1, HERE) as running, open_engine(running.address) as engine:
        killer = when(note.exists, running.processes[0].kill)
        error = str(refused(engine, task))
        killer.join(10)
    assert error.startswith(f"the scheduler {running.address} is gone; start it and its workers again")
    until = time.monotonic() + 5
    while any(alive(process.pid) for process in running.processes):
        assert time.monotonic() < until


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
