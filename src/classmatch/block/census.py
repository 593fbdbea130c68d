"""What blocking does, counted: the pairs of each rule, what it alone finds, and how many true pairs are among them.

The pairs are looked at in the portions in which they are compared, and never held together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from classmatch.block.pairs import portions
from classmatch.block.rules import RULES
from classmatch.block.survey import in_words, survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from classmatch.block.index import Index
    from classmatch.block.pairs import Counts, Portion
    from classmatch.block.truth import Truth
    from classmatch.compare.encode import Sides
    from classmatch.config import BlockSettings

SCHEMA_VERSION = 1  # of the JSON document; raised when a key goes or changes its meaning
_NO_PAIRS = pl.DataFrame(schema={"left": pl.Int64, "right": pl.Int64, "rules": pl.UInt8})


@dataclass(frozen=True)
class Completeness:
    """How many of the true pairs are candidate pairs (pairs completeness), and at what cost.

    `rules` has a row a rule: `rule, found, alone`, shares of all true pairs. `missed` has a row a true pair that is
    not compared: `source, record_id, registration_row, lost`, which is `no rule` or `not alike`.
    """

    true_pairs: int
    unknown: int  # true pairs whose record or registration is not there
    found: float
    compared: float  # the share that is left after the cheap bound on likeness
    records: int  # that are labelled
    pairs_per_record: float  # candidate pairs of these records
    rules: pl.DataFrame
    missed: pl.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {**vars(self), "rules": self.rules.to_dicts(), "missed": self.missed.to_dicts()}


@dataclass(frozen=True)
class Census:
    """What blocking does.

    `rules` has a row a rule: `rule, pairs, pairs_per_work, alone, blocks_split, largest_block, pairs_cut`. `largest`
    has the largest blocks of each rule before any was split: `rule, key, works, registrations, pairs`, the key in
    words.
    """

    works: int
    registrations: int
    pairs: int
    compared: int  # pairs that are left after the cheap bound on likeness
    rules: pl.DataFrame
    largest: pl.DataFrame
    completeness: Completeness | None

    @property
    def pairs_per_work(self) -> float:
        """Candidate pairs a work, on average."""
        return self.pairs / max(self.works, 1)

    def to_dict(self) -> dict[str, Any]:
        """The JSON document of `classmatch blocks --json`."""
        return {
            "schema_version": SCHEMA_VERSION,
            **vars(self),
            "pairs_per_work": self.pairs_per_work,
            "rules": self.rules.to_dicts(),
            "largest": self.largest.to_dicts(),
            "completeness": self.completeness.to_dict() if self.completeness else None,
        }


class _Tally:
    """What was counted in the portions so far."""

    def __init__(self, works: int) -> None:
        self.pairs = np.zeros(works, dtype=np.int64)  # of each work
        self.compared = 0
        self.found, self.alone, self.cut = np.zeros((3, len(RULES)), dtype=np.int64)

    def add(self, portion: Portion, counts: Counts) -> None:
        self.pairs[counts.works] += counts.pairs
        self.compared += len(portion.left)
        self.found += counts.found.sum(axis=0, dtype=np.int64)
        self.alone += counts.alone.sum(axis=0, dtype=np.int64)
        self.cut += counts.cut.sum(axis=0, dtype=np.int64)


def census(
    sides: Sides,
    index: Index,
    settings: BlockSettings,
    works: pl.DataFrame,
    truth: Truth | None,
    progress: Callable[[str, int, int], None],
) -> Census:
    """Count what the index brings together; `works` are the rows that the left side was made from."""
    tally = _Tally(len(sides.left))
    for portion, counts in portions(sides, index, settings, alike=True):
        tally.add(portion, counts)
        progress("count", int(counts.works[-1]) + 1, len(sides.left))
    return Census(
        works=len(sides.left),
        registrations=len(sides.right),
        pairs=int(tally.pairs.sum()),
        compared=tally.compared,
        rules=_rules(tally, index),
        largest=in_words(survey(sides, index, settings).largest, sides, works),
        completeness=_completeness(tally, truth, _true(sides, index, settings, truth)) if truth else None,
    )


def _rules(tally: _Tally, index: Index) -> pl.DataFrame:
    counted = {"rule": list(RULES), "pairs": tally.found, "alone": tally.alone, "pairs_cut": tally.cut}
    return (
        pl.DataFrame(counted)
        .join(index.rules, on="rule", maintain_order="left")
        .select(
            "rule",
            "pairs",
            (pl.col("pairs") / max(len(tally.pairs), 1)).alias("pairs_per_work"),
            "alone",
            "blocks_split",
            "largest_block",
            "pairs_cut",
        )
    )


def _true(sides: Sides, index: Index, settings: BlockSettings, truth: Truth) -> pl.DataFrame:
    """`true, rules, compared`: a row for each pair of rows that would do for a true pair and is a candidate pair."""
    works = np.unique(truth.places["left"].to_numpy())
    every, alike = (
        [
            pl.DataFrame({"left": portion.left, "right": portion.right, "rules": portion.rules})
            for portion, _ in portions(sides, index, settings, alike=only, works=works)
        ]
        for only in (False, True)
    )
    compared = pl.concat([_NO_PAIRS, *alike]).select("left", "right", compared=pl.lit(value=True))
    found = truth.places.join(pl.concat([_NO_PAIRS, *every]), on=["left", "right"])
    joined = found.join(compared, on=["left", "right"], how="left")
    return joined.select("true", "rules", pl.col("compared").fill_null(value=False))


def _completeness(tally: _Tally, truth: Truth, pairs: pl.DataFrame) -> Completeness:
    found = pairs.group_by("true").agg(pl.col("rules").bitwise_or(), pl.col("compared").any())
    count = truth.pairs.height
    records = int(truth.records.sum())
    return Completeness(
        true_pairs=count,
        unknown=truth.unknown,
        found=_share(found.height, count),
        compared=_share(int(found["compared"].sum()), count),
        records=records,
        pairs_per_record=_share(int((tally.pairs * truth.records).sum()), records),
        rules=_found_by_rule(found["rules"].to_numpy(), count),
        missed=_missed(truth.pairs, found),
    )


def _found_by_rule(rules: NDArray[np.uint8], count: int) -> pl.DataFrame:
    single = np.bitwise_count(rules) == 1
    bits = [(rules >> np.uint8(place)) & np.uint8(1) == 1 for place in range(len(RULES))]
    found = [_share(int(bit.sum()), count) for bit in bits]
    alone = [_share(int((bit & single).sum()), count) for bit in bits]
    return pl.DataFrame({"rule": list(RULES), "found": found, "alone": alone})


def _missed(pairs: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    lost = pairs.join(found, on="true", how="left", maintain_order="left").filter(~pl.col("compared").fill_null(False))
    why = pl.when(pl.col("rules").is_null()).then(pl.lit("no rule")).otherwise(pl.lit("not alike"))
    return lost.select("source", "record_id", "registration_row", lost=why)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
