"""docs/class-definitions.md has every reason of the class rules, with its meaning."""

from __future__ import annotations

import re
from pathlib import Path

from classmatch.classdef.class_reasons import MEANINGS, ClassReason

PAGE = (Path(__file__).parents[3] / "docs/class-definitions.md").read_text(encoding="utf-8")


def test_every_reason_has_its_meaning() -> None:
    table = PAGE.split("## Reasons")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", table, flags=re.MULTILINE))
    assert told == {str(reason): meaning.rstrip(".") for reason, meaning in MEANINGS.items()}
    assert set(MEANINGS) == set(ClassReason)
