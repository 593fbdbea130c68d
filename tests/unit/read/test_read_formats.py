"""The declarations are data: what must hold for each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from classmatch.read.fold import fold
from classmatch.read.formats import KNOWN
from classmatch.read.formats.base import Every

if TYPE_CHECKING:
    from classmatch.read.formats.base import Format

each_format = pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known.kind}-{known.name}")


@each_format
def test_fields_are_those_of_the_schema(known: Format) -> None:
    assert set(known.columns) <= set(known.kind.fields)
    assert set(known.special) <= set(known.kind.fields)


@each_format
def test_names_are_folded(known: Format) -> None:
    plain = [name for columns in known.columns.values() for name in columns if not isinstance(name, Every)]
    names = [*plain, *known.ids, *known.ignored, *(name for signature in known.signatures for name in signature)]
    assert [name for name in names if fold(name) != name] == []


@each_format
def test_no_column_stands_for_two_fields(known: Format) -> None:
    names = [name for columns in known.columns.values() for name in columns if not isinstance(name, Every)]
    assert sorted(names) == sorted(set(names))


@each_format
def test_patterns_are_valid(known: Format) -> None:
    for columns in known.columns.values():
        for column in columns:
            if isinstance(column, Every):
                assert re.compile(column.pattern).search("") is None  # a column without a name is no field


def test_names_of_formats_are_unique() -> None:
    names = [(known.kind, known.name) for known in KNOWN]
    assert len(names) == len(set(names))
