"""What blocking is going to do, from a sample of the works: told in seconds, before a long run begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.block.rules import RULES
from classmatch.block.survey import in_words, survey

if TYPE_CHECKING:
    from classmatch.block.index import Index
    from classmatch.compare.encode import Sides
    from classmatch.config import BlockSettings

SCHEMA_VERSION = 1  # of the JSON document; raised when a key goes or changes its meaning


@dataclass(frozen=True)
class Preflight:
    """What is to be expected of all works; `sampled` of them were looked at.

    `rules` has a row a rule: `rule, pairs_before, pairs, pairs_per_work, cut, blocks_split, largest_block`. Pairs are
    estimates, before and after large blocks are split and the budget of works cuts, and `cut` the share that this takes
    away; a pair that two keys bring counts twice. Blocks are those of all registrations, exactly. `largest` has the
    largest blocks of each rule before any is split: `rule, key, works, registrations, pairs`; works and pairs are
    estimates, and the key is in words, or empty where the rows of the works were not there.
    """

    works: int
    sampled: int
    registrations: int
    rules: pl.DataFrame
    largest: pl.DataFrame

    @property
    def pairs(self) -> int:
        """Pairs to be expected of all rules, those that several bring counted for each."""
        return int(self.rules["pairs"].sum())

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "schema_version": SCHEMA_VERSION,
            **vars(self),
            "pairs": self.pairs,
            "rules": self.rules.to_dicts(),
            "largest": self.largest.to_dicts(),
        }


def preflight(
    sides: Sides, index: Index, settings: BlockSettings, share: float, *, works: pl.DataFrame | None = None
) -> Preflight:
    """Estimate what the rules bring together, where the left side is a sample of `share` of all works.

    `works` are the rows of the sample (`schema.WORKS`), in their order, to say keys in words.
    """
    seen, share = survey(sides, index, settings), max(share, 1e-12)
    every = round(len(sides.left) / share)
    rules = pl.DataFrame({"rule": list(RULES), "pairs_before": seen.before, "pairs": seen.after})
    lost = 1 - pl.col("pairs") / pl.max_horizontal("pairs_before", "pairs", 1)
    estimated = rules.select(
        "rule",
        _whole("pairs_before", share),
        _whole("pairs", share),
        pairs_per_work=pl.col("pairs") / max(len(sides.left), 1),
        cut=pl.when(pl.col("pairs_before") > 0).then(lost).otherwise(0.0),
    ).join(index.rules.select("rule", "blocks_split", "largest_block"), on="rule", maintain_order="left")
    largest = seen.largest.with_columns(_whole("works", share), _whole("pairs", share))
    said = largest.drop("work").with_columns(key=pl.lit("")) if works is None else in_words(largest, sides, works)
    return Preflight(every, len(sides.left), index.registrations, estimated, said)


def _whole(count: str, share: float) -> pl.Expr:
    """A count of the sample as one of all works."""
    return (pl.col(count) / share).round().cast(pl.Int64)
