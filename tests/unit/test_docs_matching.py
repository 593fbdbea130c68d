"""docs/matching.md names every rule, level, reason and setting, and no other."""

from __future__ import annotations

import re
from dataclasses import fields

import numpy as np
import polars as pl
import pytest

from classmatch.block.rules import RULES
from classmatch.compare import records
from classmatch.compare.patterns import LEVELS
from classmatch.config import Settings
from classmatch.decide import Reason, decide
from classmatch.decide.reasons import conditions
from classmatch.score import load_weights
from docs_refresh import MATCHING

PAGE = MATCHING.read_text(encoding="utf-8")


def section(heading: str) -> str:
    """What stands under a heading, up to the next of any depth."""
    return re.split(r"^#{2,3} ", PAGE.split(f"\n{heading}\n")[1], flags=re.MULTILINE)[0]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    lines = [line for line in section(heading).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def names(heading: str) -> list[str]:
    """What the first column of the table under a heading names."""
    return [name for row in rows(heading) for name in re.findall(r"`([a-z0-9_.]+)`", row[0])]


HEADINGS = {
    name: f"### {heading}"
    for heading in re.findall(r"^### (`.+)$", PAGE, flags=re.MULTILINE)
    for name in re.findall(r"`(\w+)`", heading)
}


def test_every_comparison_has_a_heading_and_no_other() -> None:
    assert list(HEADINGS) == list(LEVELS)


@pytest.mark.parametrize("comparison", LEVELS)
def test_every_level_is_listed_once(comparison: str) -> None:
    assert sorted(names(HEADINGS[comparison])) == sorted(LEVELS[comparison])


def test_every_reason_is_listed_in_order() -> None:
    assert names("## Reasons") == [str(reason) for reason in Reason]


def test_the_reasons_that_are_marked_as_vetoes_are_all_that_keep_a_confident_pair_from_being_a_match() -> None:
    marked = [Reason(row[0].strip("`")) for row in rows("## Reasons") if row[2].strip(" |") == "veto"]
    random = np.random.default_rng(0)
    levels = {f"level_{name}": random.choice(known, 20_000) for name, known in LEVELS.items()}
    identity = {name: [str(i) for i in range(20_000)] for name in ("work_id", "registration_record_id")}
    same = {"registration_number": "TX0000000001", "registration_title": "Salt roads", "group_registration": False}
    pairs = pl.DataFrame(identity | levels).with_columns(
        confidence=1.0, match_weight=20.0, **{name: pl.lit(value) for name, value in same.items()}
    )
    vetoed = pl.any_horizontal(conditions()[reason] for reason in marked)
    assert decide(pairs, Settings().decide).filter((pl.col("decision") == "match") == vetoed).is_empty()


def test_every_rule_is_listed_in_order() -> None:
    assert names("## Blocking") == list(RULES)


def test_every_setting_is_listed_with_its_default() -> None:
    settings = Settings()
    defaults = [
        [f"`{part.name}.{entry.name}`", str(getattr(getattr(settings, part.name), entry.name))]
        for part in fields(settings)
        for entry in fields(getattr(settings, part.name))
    ]
    assert [row[:2] for row in rows("## Settings")] == defaults


def test_the_widths_are_those_of_the_arrays() -> None:
    widths = {
        "words of the title": records.MAX_WORDS,
        "words of alternate titles": records.MAX_OTHER_WORDS,
        "main and alternate titles": records.MAX_TITLES,
        "names": records.MAX_NAMES,
        "words of names": records.MAX_NAME_WORDS,
        "numbers of volumes and parts": records.MAX_NUMBERS,
        "years": records.MAX_YEARS,
        "publishers": records.MAX_PUBLISHERS,
        "identifiers": records.MAX_IDENTIFIERS,
    }
    assert {of: int(most) for of, most in rows("## What is not compared")} == widths


def test_the_confidences_that_it_names_are_right() -> None:
    assert "0 bits are a confidence of 0.5, 10 bits one of 0.999" in " ".join(PAGE.split())
    assert load_weights().confidence(np.array([0.0, 10.0])).round(3).tolist() == [0.5, 0.999]
