"""docs/dependencies.md has every dependency of pyproject.toml in its section, and no other."""

from __future__ import annotations

import re
import tomllib

import pytest

from docs_refresh import ROOT

PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("section", "required"),
    [
        ("To run", PROJECT["project"]["dependencies"]),
        ("To develop", PROJECT["dependency-groups"]["dev"]),
        ("To compare", PROJECT["dependency-groups"]["bench"]),
    ],
)
def test_each_section_has_what_is_required(section: str, required: list[str]) -> None:
    text = PAGE.split(f"## {section}")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \|", text, flags=re.MULTILINE)[1:]
    listed = [name for row in rows for name in row.split(", ")]
    assert sorted(listed) == sorted(re.split(r"[\[<>=~!; ]", requirement)[0] for requirement in required)
