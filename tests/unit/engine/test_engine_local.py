from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import engine_tasks as tasks
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.engine import Task, open_engine
from classmatch.engine.task import perform
from classmatch.errors import InputError

INTERRUPTED = """
import sys
from pathlib import Path
import engine_tasks as tasks
from classmatch.engine import Task, open_engine
folder = Path(sys.argv[1])
slow = [Task(tasks.slow_square, {"number": i, "seconds": 30.0}, folder / f"{i}.txt", "slow") for i in range(8)]
with open_engine("local", int(sys.argv[2])) as engine:
    engine.run(slow, lambda done, total: print(done, flush=True))
"""


@given(done=st.sets(st.integers(0, 11)), workers=st.integers(1, 5))
def test_whatever_was_done_and_with_any_number_of_threads_the_end_is_the_same(done: set[int], workers: int) -> None:
    told: list[tuple[int, int]] = []
    with tempfile.TemporaryDirectory() as name, open_engine("local", workers) as engine:
        listed = tasks.squares(Path(name), range(12))
        for number in done:
            perform(listed[number])
        assert engine.run(listed, lambda *progress: told.append(progress)) == len(done)
        assert tasks.content(Path(name)) == {f"{n}.txt": f"{n * n}\n".encode() for n in sorted(range(12), key=str)}
    assert told == [(count, 12) for count in range(len(done), 13)]


def test_no_tasks_are_no_trouble() -> None:
    with open_engine("local", 2) as engine:
        assert engine.run([], tasks.silent) == 0


_running: list[int] = []
_most: list[int] = []
_threads: set[int] = set()


def watched(output: Path) -> None:
    """Notes how many tasks run beside it, and in which thread."""
    _running.append(1)
    _most.append(len(_running))
    _threads.add(threading.get_ident())
    time.sleep(0.02)
    _running.pop()
    output.touch()


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_tasks_run_than_there_are_workers(workers: int, tmp_path: Path) -> None:
    _most.clear()
    _threads.clear()
    with open_engine("local", workers) as engine:
        engine.run([Task(watched, {}, tmp_path / str(i), "watched") for i in range(12)], tasks.silent)
    assert max(_most) == workers
    assert (_threads == {threading.get_ident()}) == (workers == 1)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("function", "kind"),
    [(tasks.bad_input, InputError), (tasks.no_file, FileNotFoundError)],
    ids=["bad_input", "no_file"],
)
def test_the_first_error_is_raised_as_it_is_and_ends_the_run(
    function: object, kind: type[Exception], workers: int, tmp_path: Path
) -> None:
    listed = [tasks.one(function, tmp_path, source=tmp_path / "missing"), *tasks.squares(tmp_path, range(200))]
    with open_engine("local", workers) as engine, pytest.raises(kind) as caught:
        engine.run(listed, tasks.silent)
    assert type(caught.value) is kind
    assert len(tasks.content(tmp_path)) < 200
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("task-")]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_panic_ends_the_run_too(workers: int, tmp_path: Path) -> None:
    with open_engine("local", workers) as engine, pytest.raises(tasks.Panic):
        engine.run([tasks.one(tasks.panic, tmp_path), *tasks.squares(tmp_path, range(3))], tasks.silent)


def test_what_was_finished_before_an_error_is_found_by_the_next_run(tmp_path: Path) -> None:
    listed = tasks.squares(tmp_path, range(4))
    with open_engine("local", 1) as engine:
        with pytest.raises(InputError):
            engine.run([*listed[:3], tasks.one(tasks.bad_input, tmp_path, source=tmp_path), listed[3]], tasks.silent)
        assert engine.run(listed, tasks.silent) == 3
    assert len(tasks.content(tmp_path)) == 4


def test_an_error_of_the_progress_ends_the_run(tmp_path: Path) -> None:
    def progress(done: int, total: int) -> None:
        if done == 2:
            raise BrokenPipeError

    with open_engine("local", 2) as engine, pytest.raises(BrokenPipeError):
        engine.run(tasks.squares(tmp_path, range(200)), progress)
    assert len(tasks.content(tmp_path)) < 200


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_does_not_wait_for_what_runs(workers: int, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(tmp_path), str(workers)],
        cwd=Path(__file__).parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "0\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    try:
        _, stderr = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == -signal.SIGINT
    assert stderr.endswith("KeyboardInterrupt\n")
    assert tasks.content(tmp_path) == {}
