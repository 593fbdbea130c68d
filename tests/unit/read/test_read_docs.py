"""docs/formats.md names everything that there is to name."""

from __future__ import annotations

from pathlib import Path

import pytest

from classmatch.read import Kind, Reason
from classmatch.read.formats import KNOWN

PAGE = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", sorted({known.name for known in KNOWN} | {field for kind in Kind for field in kind.fields} | set(Reason))
)
def test_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE
