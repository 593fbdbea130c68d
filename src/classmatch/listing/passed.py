"""How many files and works pass each step of the class definition.

A work passes a step when it may have passed all before and the step's rule is not certainly false, so that each step
keeps some of what the step before kept. What is undetermined at the end is told from what is eligible by the last step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.eligibility import JUDGED_FROM, judged
from classmatch.classdef.holdings import holdings, valid_files

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition

_WORK_RULES = {"in_source": "rule_source", "in_language": "rule_language", "with_identifier": "rule_identifier"}
_REGISTRATION_RULES = {"within_years": "rule_within_years", "timely": "rule_timely"}
_LOOKED_AT = ("work_id", "decision", "eligibility", *_WORK_RULES.values(), *_REGISTRATION_RULES.values())


def file_counts(copies: pl.DataFrame, definition: Definition) -> dict[str, int]:
    """`valid_files, distinct_files, editions_of_files, works_of_files` of copies (`schema.COPY_WORKS`).

    A copy without a content hash counts as a file of its own.
    """
    valid = copies.filter(valid_files(copies, definition))
    content = valid["content"]
    return {
        "valid_files": valid.height,
        "distinct_files": content.drop_nulls().n_unique() + content.null_count(),
        "editions_of_files": valid["edition_id"].n_unique(),
        "works_of_files": valid["work_id"].n_unique(),
    }


def work_counts(
    works: pl.DataFrame, copies: pl.DataFrame, candidates: pl.DataFrame, definition: Definition
) -> dict[str, int]:
    """Works that pass each step, from those with a valid file on, to `eligible_works`.

    `works` has `schema.WORKS`, `copies` `schema.COPY_WORKS` and `candidates` `schema.candidates_schema`.
    """
    own = _works(works, copies, definition).with_columns(decision=pl.lit(None, pl.String))
    found = candidates.filter(pl.col("decision") != "non_match").join(own, on="work_id", how="semi")
    rows, counts = pl.concat([own.select(_LOOKED_AT), found.select(_LOOKED_AT)]), {}
    for step, rule in _WORK_RULES.items():
        rows = rows.filter(_may_hold(rule))
        counts[step] = rows["work_id"].n_unique()
    rows = rows.filter(pl.col("decision").is_not_null())
    counts["works_with_candidate"] = rows["work_id"].n_unique()
    matched = rows.filter(pl.col("decision") == "match")
    counts["matched_works"] = matched["work_id"].n_unique()
    return counts | _registered(matched)


def _works(works: pl.DataFrame, copies: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """`work_id` and the rules that look at a work alone, of works that have a valid file."""
    valid = copies.filter(valid_files(copies, definition)).select("work_id").unique()
    held = holdings(copies, definition)
    known = works.join(valid, on="work_id", how="semi").join(held, on="work_id", how="left", maintain_order="left")
    unregistered = known.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in JUDGED_FROM.items() if name not in known.columns
    )
    return judged(unregistered.select(*JUDGED_FROM), definition)


def _may_hold(rule: str) -> pl.Expr:
    return pl.col(rule).fill_null(value=True)


def _registered(matched: pl.DataFrame) -> dict[str, int]:
    counts = {}
    for step, rule in _REGISTRATION_RULES.items():
        matched = matched.filter(_may_hold(rule))
        counts[step] = matched["work_id"].n_unique()
    matched = matched.filter(pl.col("eligibility") != "ineligible")
    counts["not_ineligible"] = matched["work_id"].n_unique()
    counts["eligible_works"] = matched.filter(pl.col("eligibility") == "eligible")["work_id"].n_unique()
    return counts
