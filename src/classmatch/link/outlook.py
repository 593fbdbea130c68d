"""What a run can be expected to have found: from the match weights of all pairs, and of those that became matches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.decide import Decision
from classmatch.labels import Label
from classmatch.score.expect import Expected, Tally, expected, labelled

if TYPE_CHECKING:
    from classmatch.score import Calibration

_OF_LABELS = ("label", "verdict", "by_evidence")


@dataclass
class Outlook:
    """Matches by their weight, slice by slice, and what labels say of them."""

    matches: Tally = field(default_factory=Tally)  # of which no person has spoken
    known: int = 0  # matches that a person said to be right
    judged: list[pl.DataFrame] = field(default_factory=list)  # `_OF_LABELS` where a label says something

    def add(self, candidates: pl.DataFrame) -> None:
        """Take in the decided candidates of a slice of the works."""
        matches = candidates.filter(pl.col("decision") == Decision.MATCH)
        self.matches.add(matches.filter(pl.col("label").is_null())["match_weight"].to_numpy())
        self.known += int((matches["label"] == Label.MATCH).sum())
        said = candidates.select(*_OF_LABELS).filter(pl.col("label").is_not_null() | (pl.col("verdict") >= 0))
        self.judged.append(said)

    def sparse(self) -> pl.DataFrame:
        """`place, pairs`: the tally of matches, where there are any."""
        used = np.flatnonzero(self.matches.counts)
        return pl.DataFrame({"place": used.astype(np.int64), "pairs": self.matches.counts[used]})

    def add_part(self, tally: pl.DataFrame, known: int, judged: pl.DataFrame) -> None:
        """Take in what another outlook (`sparse`, `known`, `judged`) counted of other works."""
        np.add.at(self.matches.counts, tally["place"].to_numpy(), tally["pairs"].to_numpy())
        self.known += known
        self.judged.append(judged)

    def expected(self, every: Tally, calibration: Calibration, completeness: float) -> Expected:
        """What to expect of the matches; `every` has all pairs that were compared and of which no person has spoken."""
        checked = labelled(pl.concat(self.judged)) if self.judged else None
        return expected(self.matches, every.less(self.matches), calibration, completeness, self.known, checked)
