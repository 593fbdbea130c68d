"""What passes each step of the funnel."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from builders import deduplicated
from classmatch import schema
from classmatch.classdef.definition import Case, Definition, Identifier, Source, WorkRules
from classmatch.classdef.holdings import holdings
from classmatch.compare.patterns import COMPARISONS
from classmatch.listing import passed
from classmatch.listing.passed import file_counts, work_counts

if TYPE_CHECKING:
    import pytest

DAY = date(2021, 6, 30)
DEFINITION = Definition(
    Case("a case", "1"),
    sources=(Source("libgen", acquired_from=DAY, acquired_to=DAY, invalid_files=("empty",)), Source("books3", False)),
    work=WorkRules(identifiers=(Identifier.ISBN,), languages=("eng",)),
)
CATALOG = [
    {
        "title": "Marsh Fires",
        "author": "Ina Marl",
        "isbn": "9780446310789",
        "language": "english",
        "md5": "0" * 31 + "1",
    },
    {
        "title": "Marsh Fires",
        "author": "Ina Marl",
        "isbn": "9780446310789",
        "language": "english",
        "md5": "0" * 31 + "1",
    },
    {"title": "Marsh Fires", "author": "Ina Marl", "md5": "0" * 31 + "2", "filesize": "0"},
    {"title": "Salt Roads", "author": "Everett Rowe", "language": "english", "md5": "0" * 31 + "3"},
    {"title": "Harpes de Sel", "author": "Odile Brun", "isbn": "9780521531009", "language": "french"},
    {"title": "Reed Harvest", "author": "Ina Marl", "isbn": "9780804710558", "source": "books3"},
]
FOUND = deduplicated(*CATALOG)
RULES = [name for name in schema.ELIGIBILITY if name.startswith("rule_")]


def candidates(*rows: dict[str, Any]) -> pl.DataFrame:
    ids = dict(FOUND.works.select("catalog_title", "work_id").iter_rows())
    columns = schema.candidates_schema(COMPARISONS)
    defaults = {"decision": "match", "eligibility": "eligible", **dict.fromkeys(RULES, True)}
    filled = [{**dict.fromkeys(columns), **defaults, **row, "work_id": ids[row["catalog_title"]]} for row in rows]
    return pl.DataFrame(filled, schema=columns)


def test_files_are_counted_once_and_only_valid_ones() -> None:
    assert file_counts(FOUND.copies, DEFINITION) == {
        "valid_files": 5, "distinct_files": 4, "editions_of_files": 4, "works_of_files": 4,
    }  # fmt: skip


def test_files_are_counted_the_same_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = file_counts(FOUND.copies, DEFINITION)
    monkeypatch.setattr(passed, "_AT_ONCE", 2)
    assert file_counts(FOUND.copies.lazy(), DEFINITION) == whole


def test_counts_of_parts_of_the_works_add_up() -> None:
    found = candidates({"catalog_title": "Marsh Fires"}, {"catalog_title": "Salt Roads", "decision": "review"})
    whole = work_counts(FOUND.works, FOUND.copies, found, DEFINITION, holdings(FOUND.copies, DEFINITION))
    ids = FOUND.works["work_id"].to_list()
    frames = (FOUND.works, FOUND.copies, found)
    parts = [
        work_counts(*(frame.filter(pl.col("work_id").is_in(part)) for frame in frames), DEFINITION)
        for part in (ids[:2], ids[2:])
    ]
    assert {name: sum(part[name] for part in parts) for name in whole} == whole


def test_a_work_passes_until_a_rule_is_certainly_false() -> None:
    found = candidates(
        {"catalog_title": "Marsh Fires"},
        {"catalog_title": "Salt Roads", "decision": "review", "rule_identifier": False, "eligibility": "ineligible"},
    )
    counts = work_counts(FOUND.works, FOUND.copies, found, DEFINITION)
    assert counts == {
        "in_source": 3, "in_language": 2, "with_identifier": 1, "works_with_candidate": 1, "matched_works": 1,
        "within_years": 1, "timely": 1, "not_ineligible": 1, "eligible_works": 1,
    }  # fmt: skip


def test_an_isbn_of_the_registration_will_do() -> None:
    found = candidates({"catalog_title": "Salt Roads", "eligibility": "undetermined", "rule_timely": None})
    counts = work_counts(FOUND.works, FOUND.copies, found, DEFINITION)
    assert counts["with_identifier"] == 2
    assert (counts["not_ineligible"], counts["eligible_works"]) == (1, 0)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "catalog_title": st.sampled_from([row["title"] for row in CATALOG]),
                "decision": st.sampled_from(["match", "review"]),
                "eligibility": st.sampled_from(["eligible", "undetermined", "ineligible"]),
                **{rule: st.sampled_from([True, False, None]) for rule in RULES},
            }
        ),
        max_size=12,
    )
)
def test_no_step_keeps_more_than_the_one_before(rows: list[dict[str, Any]]) -> None:
    counts = list(work_counts(FOUND.works, FOUND.copies, candidates(*rows), DEFINITION).values())
    assert counts == sorted(counts, reverse=True)
    assert counts[0] <= file_counts(FOUND.copies, DEFINITION)["works_of_files"]
