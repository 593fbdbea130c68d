from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import engine_tasks as tasks
import pytest

from classmatch.engine import Task
from classmatch.engine.task import absolute, perform, unfinished

if TYPE_CHECKING:
    from collections.abc import Callable


def inner() -> Callable[..., None]:
    def function(output: Path) -> None:
        output.touch()

    return function


@pytest.mark.parametrize("function", [inner(), lambda output: output.touch()], ids=["inner", "lambda"])
def test_a_function_that_other_processes_cannot_find_is_refused(function: Callable[..., None], tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="of task one is not a function of a module"):
        tasks.one(function, tmp_path)


def test_a_task_is_done_once(tmp_path: Path) -> None:
    task = tasks.one(tasks.double_square, tmp_path, number=3)
    perform(task)
    perform(task)
    assert tasks.content(tmp_path) == {"one.txt": b"9\n"}


def test_a_task_that_leaves_no_output_is_a_defect(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"task one ended without its output .*one\.txt"):
        perform(tasks.one(tasks.nothing, tmp_path))


def test_unfinished_keeps_the_order(tmp_path: Path) -> None:
    listed = tasks.squares(tmp_path, range(5))
    perform(listed[2])
    assert unfinished(listed) == [listed[0], listed[1], listed[3], listed[4]]


def test_every_path_becomes_absolute_and_nothing_else_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = {"a": Path("x"), "b": [Path("y"), 1], "c": {"d": Path("/z"), "e": None}, "f": "x"}
    found = absolute(Task(json.dumps, arguments, Path("out"), "name"))  # type: ignore[arg-type]
    expected = {"a": tmp_path / "x", "b": [tmp_path / "y", 1], "c": {"d": Path("/z"), "e": None}, "f": "x"}
    assert found == Task(json.dumps, expected, tmp_path / "out", "name")  # type: ignore[arg-type]
