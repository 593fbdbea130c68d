"""`--map FIELD=COLUMN`."""

from __future__ import annotations

import pytest

from classmatch.cli.options import parse_mapping
from classmatch.errors import UsageError


def test_pairs() -> None:
    assert parse_mapping(["title=Titel", " author =Author=Editor"]) == {"title": "Titel", "author": "Author=Editor"}
    assert parse_mapping([]) == {}


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        parse_mapping(["title", "=x", "isbn=a", "isbn=b"])
    text = str(caught.value)
    assert "--map 'title' is not FIELD=COLUMN" in text
    assert "--map '=x' is not FIELD=COLUMN" in text
    assert "--map names 'isbn' twice" in text
