"""What was counted of all works together: pairs, what each rule found, and how many pairs have which match weight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from classmatch.block.rules import RULES
from classmatch.link.scoring import COUNTED, COUNTS
from classmatch.score.expect import Tally

if TYPE_CHECKING:
    from classmatch.block.index import Index


@dataclass
class Totals:
    """Sums over slices of the works; the order of the slices does not matter."""

    works: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    tally: Tally = field(default_factory=Tally)  # of all compared pairs of which no person has spoken

    def add(self, counts: pl.DataFrame, places: pl.Series) -> None:
        """Take in a slice: `scoring.COUNTS`, a row a work, and the `place` of each weighed pair."""
        self.works += counts.height
        sums = counts.select(pl.col(*COUNTS).cast(pl.Int64).sum()).row(0, named=True)
        self.counts = {name: self.counts[name] + int(sums[name]) for name in COUNTS}
        self.tally.add_places(places.to_numpy())

    def rules(self, index: Index) -> pl.DataFrame:
        """A row a rule: `rule, pairs, alone, blocks_split, largest_block, pairs_cut`."""
        rows = [{"rule": rule, **{name: self.counts[f"{name}_{rule}"] for name in COUNTED}} for rule in RULES]
        found = pl.DataFrame(rows).rename({"found": "pairs", "cut": "pairs_cut"})
        joined = found.join(index.rules, on="rule", how="left", maintain_order="left")
        return joined.select("rule", "pairs", "alone", "blocks_split", "largest_block", "pairs_cut")
