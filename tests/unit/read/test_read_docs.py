"""docs/formats.md names everything that there is to name, and every format has a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from classmatch.read import Kind, Reason
from classmatch.read.formats import KNOWN

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "formats.md").read_text(encoding="utf-8")
FORMATS = sorted({known.name for known in KNOWN})


@pytest.mark.parametrize("name", sorted({*FORMATS, *(name for kind in Kind for name in kind.fields), *Reason}))
def test_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", FORMATS)
def test_has_a_page_that_names_it(name: str) -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith("| `") and f"`{name}`" in line.split("|")[1])
    [page] = re.findall(r"\((formats/[\w-]+\.md)\)", line)
    assert re.search(rf"`(?:--format )?{name}`", (DOCS / page).read_text(encoding="utf-8"))


def test_every_page_is_linked() -> None:
    linked = set(re.findall(r"formats/([\w-]+\.md)", PAGE))
    shared = {"mysql-dump.md"}  # linked from the pages of the formats that come as dumps
    assert {page.name for page in (DOCS / "formats").iterdir()} - shared == linked
