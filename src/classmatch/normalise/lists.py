"""Word lists and tables of patterns that normalisation reads from its `data` folder, each file once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def _text(name: str) -> str:
    return files("classmatch.normalise.data").joinpath(name).read_text("utf-8")


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a text file, without the empty ones and the comments (`# ...`)."""
    found = (line.strip() for line in _text(name).splitlines())
    return tuple(line for line in found if line and not line.startswith("#"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file with a header."""
    return tuple(csv.DictReader(_text(name).splitlines()))


def either(name: str) -> str:
    """A pattern that is any of the lines of a file, each a pattern itself."""
    return "|".join(lines(name))
