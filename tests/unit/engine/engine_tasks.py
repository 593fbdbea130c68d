"""Functions for tasks of tests: workers find them in this module, by PYTHONPATH."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

from classmatch.engine import Task
from classmatch.errors import InputError
from classmatch.store.atomic import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from classmatch.engine import Argument


class UnsendableError(Exception):
    """Pickling takes it for an exception of one argument; and what it holds cannot be pickled at all."""

    def __init__(self, what: str, lock: object) -> None:
        super().__init__(what)
        self.lock = lock


class Panic(BaseException):
    """As that of Polars, no `Exception`."""


def square(number: int, output: Path) -> None:
    write_bytes(output, f"{number * number}\n".encode())


def slow_square(number: int, seconds: float, output: Path) -> None:
    time.sleep(seconds)
    square(number, output)


def square_of_file(source: Path, output: Path) -> None:
    square(int(source.read_text()), output)


def double_square(number: int, output: Path) -> None:
    """Squares, and fails if it is done a second time."""
    with output.with_suffix(".log").open("x"):
        square(number, output)


def cut_off_square(number: int, note: Path, output: Path) -> None:
    """The first time, notes its process and waits to be killed; then squares."""
    try:
        with note.open("x") as stream:
            stream.write(f"{os.getpid()}\n")
    except FileExistsError:
        square(number, output)
    else:
        time.sleep(600)


def deadly(output: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def nothing(output: Path) -> None:
    pass


def bad_input(source: Path, output: Path) -> None:
    raise InputError(source, "is not a number", "write one")


def unsendable(output: Path) -> None:
    raise UnsendableError("cannot travel", threading.Lock())


def panic(output: Path) -> None:
    raise Panic("unreachable code")


def no_memory(output: Path) -> None:
    raise MemoryError


def no_file(source: Path, output: Path) -> None:
    source.read_bytes()


def squares(folder: Path, numbers: Iterator[int] | range) -> list[Task]:
    return [Task(square, {"number": number}, folder / f"{number}.txt", f"square {number}") for number in numbers]


def content(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}


def one(function: object, folder: Path, **arguments: Argument) -> Task:
    return Task(function, arguments, folder / "one.txt", "one")  # type: ignore[arg-type]


def silent(done: int, total: int) -> None:
    """Tells nobody of progress."""
