"""How many files and works pass each step of the class definition.

A work passes a step when it may have passed all before and the step's rule is not certainly false, so that each step
keeps some of what the step before kept. What is undetermined at the end is told from what is eligible by the last step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.eligibility import rules_of
from classmatch.classdef.holdings import holdings, valid_file
from classmatch.hashing import hash64

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition

_WORK_RULES = {"in_source": "rule_source", "in_language": "rule_language", "with_identifier": "rule_identifier"}
_REGISTRATION_RULES = {"within_years": "rule_within_years", "timely": "rule_timely"}
LOOKED_AT = ("work_id", "decision", "eligibility", *_WORK_RULES.values(), *_REGISTRATION_RULES.values())
_AT_ONCE = 4_000_000  # files whose hashes are held at once


def file_counts(copies: pl.LazyFrame | pl.DataFrame, definition: Definition) -> dict[str, int]:
    """`valid_files, distinct_files, editions_of_files, works_of_files` of all copies (`schema.COPY_WORKS`).

    A copy without a content hash counts as a file of its own. Of a lazy frame three columns are read, more than once
    where the copies are many, so that what is held in memory does not grow with them.
    """
    valid = copies.lazy().filter(valid_file(definition))
    ids = {"editions_of_files": "edition_id", "works_of_files": "work_id"}
    columns = valid.select("content", **{name: hash64(pl.col(column)) for name, column in ids.items()})
    totals = columns.select(rows=pl.len(), none=pl.col("content").null_count()).collect(engine="streaming")
    [(rows, none)] = totals.iter_rows()
    parts = max(1, -(-rows // _AT_ONCE))
    distinct = {name: _distinct(columns.select(name), parts) for name in ("content", *ids)}
    return {"valid_files": rows, "distinct_files": distinct["content"] + none, **{name: distinct[name] for name in ids}}


def _distinct(column: pl.LazyFrame, parts: int) -> int:
    """The distinct values of a column of UInt64, null aside: counted in turn by what division by `parts` leaves."""
    turns = (column.filter(pl.first() % parts == part).unique() for part in range(parts))
    return sum(turn.select(pl.len()).collect(engine="streaming").item() for turn in turns)


def work_counts(
    works: pl.DataFrame,
    copies: pl.DataFrame,
    candidates: pl.DataFrame,
    definition: Definition,
    held: pl.DataFrame | None = None,
) -> dict[str, int]:
    """Works that pass each step, from those with a valid file on, to `eligible_works`.

    `works` has `schema.WORKS`, `copies` `schema.COPY_WORKS` and `candidates` `schema.candidates_schema`, or as much of
    it as `LOOKED_AT`; `held` is what `holdings` tells of these copies and definition, if it was asked before. Of parts
    of the works, each with all its copies and candidates, the counts add up to those of all.
    """
    own = _works(works, copies, definition, held).with_columns(decision=pl.lit(None, pl.String))
    own = own.with_row_index("work")  # numbers are counted faster than ids
    listed = candidates.select((pl.col("decision") != "non_match").arg_true()).to_series()
    found = candidates.select(LOOKED_AT)[listed].join(own.select("work_id", "work"), on="work_id", how="inner")
    rows, counts = pl.concat(part.select("work", *LOOKED_AT[1:]) for part in (own, found)), {}
    for step, rule in _WORK_RULES.items():
        rows = rows.filter(_may_hold(rule))
        counts[step] = rows["work"].n_unique()
    rows = rows.filter(pl.col("decision").is_not_null())
    counts["works_with_candidate"] = rows["work"].n_unique()
    matched = rows.filter(pl.col("decision") == "match")
    counts["matched_works"] = matched["work"].n_unique()
    return counts | _registered(matched)


def _works(
    works: pl.DataFrame, copies: pl.DataFrame, definition: Definition, held: pl.DataFrame | None
) -> pl.DataFrame:
    """`LOOKED_AT` of works that have a valid file, with the rules that look at a work alone; the others are null."""
    told = (holdings(copies, definition) if held is None else held).select("work_id", "held")
    asked = works.select("work_id", "languages", "isbns", "asins", "identifiers")
    valid = _with_valid_file(copies, definition)
    known = (asked if valid is None else asked.join(valid, on="work_id", how="semi")).join(
        told, on="work_id", how="inner" if valid is None else "left"
    )
    unregistered = known.with_columns(registration_isbns=pl.lit(None, pl.List(pl.String)))
    rules = {rule.name: rule.holds for rule in rules_of(definition)}
    absent = {name: pl.lit(None, pl.Boolean) for name in _REGISTRATION_RULES.values()}
    judged = unregistered.select("work_id", **{name: rules[name] for name in _WORK_RULES.values()}, **absent)
    return judged.with_columns(eligibility=pl.lit(None, pl.String))


def _with_valid_file(copies: pl.DataFrame, definition: Definition) -> pl.DataFrame | None:
    """`work_id` of the works that have one; None where all copies are valid files."""
    valid = copies.select("work_id", valid=valid_file(definition))
    return None if valid["valid"].all() else valid.filter("valid").select("work_id").unique()


def _may_hold(rule: str) -> pl.Expr:
    return pl.col(rule).fill_null(value=True)


def _registered(matched: pl.DataFrame) -> dict[str, int]:
    counts = {}
    for step, rule in _REGISTRATION_RULES.items():
        matched = matched.filter(_may_hold(rule))
        counts[step] = matched["work"].n_unique()
    matched = matched.filter(pl.col("eligibility") != "ineligible")
    counts["not_ineligible"] = matched["work"].n_unique()
    counts["eligible_works"] = matched.filter(pl.col("eligibility") == "eligible")["work"].n_unique()
    return counts
