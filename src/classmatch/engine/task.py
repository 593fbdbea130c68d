"""A task: one call whose whole effect is one file or folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

# Anything that pickles. Only paths, and paths in mappings and lists, are made absolute for workers.
Argument: TypeAlias = Any


@dataclass(frozen=True)
class Task:
    """One call, `function(**arguments, output=output)`, that may run in any process that sees the same files.

    `output` is the file or folder that is there, and complete, exactly when the task is done: the function writes it
    under a temporary name and renames it (`classmatch.store.atomic`). So a task may be cut off anywhere and done again,
    or be done by two workers at once. `name` is how people are told of it.

    Raises `TypeError` when `function` is not one of a module, so that another process could not find it.
    """

    function: Callable[..., None]
    arguments: Mapping[str, Argument]
    output: Path
    name: str

    def __post_init__(self) -> None:
        if "<" in getattr(self.function, "__qualname__", "<"):
            raise TypeError(f"{self.function!r} of task {self.name} is not a function of a module")


def perform(task: Task) -> None:
    """Do a task that is not done yet.

    Raises `RuntimeError` when the function ended well and its output is not there: a defect of the function.
    """
    if task.output.exists():
        return
    task.function(**task.arguments, output=task.output)
    if not task.output.exists():
        raise RuntimeError(f"task {task.name} ended without its output {task.output}")


def unfinished(tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose output is not there, in their order."""
    return [task for task in tasks if not task.output.exists()]


def absolute(task: Task) -> Task:
    """The task with every path absolute, since a worker has another current folder."""
    arguments = {name: _absolute(value) for name, value in task.arguments.items()}
    return Task(task.function, arguments, task.output.absolute(), task.name)


def _absolute(value: Argument) -> Argument:
    if isinstance(value, Path):
        return value.absolute()
    if isinstance(value, Mapping):
        return {name: _absolute(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_absolute(inner) for inner in value)
    return value
