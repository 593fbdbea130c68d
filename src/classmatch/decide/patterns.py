"""What the levels of a pair say, worked out once for each pattern of levels: there are few of them, and many pairs.

Two pairs have one pattern when all their levels are the same, and so is what conditions ask of the texts: whether the
registration claims new matter, and whether the authors are of two generations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.compare.patterns import LEVELS
from classmatch.decide.reasons import claims_new, may_be_of_generations, of_two_generations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

ASKED = (*(f"level_{name}" for name in LEVELS), "new_matter", "catalog_authors", "registration_authors")


@dataclass(frozen=True)
class Patterns:
    """`rows` has `ASKED`, one pair of each pattern; `of` (pairs,) the place of each pair's pattern in it."""

    rows: pl.DataFrame
    of: NDArray[np.int64]

    @staticmethod
    def among(pairs: pl.DataFrame) -> Patterns:
        """The patterns of pairs that have the columns `ASKED`; those of texts may be missing, which is as if null."""
        _, first, place = np.unique(_codes(pairs), return_index=True, return_inverse=True)
        asked = [name for name in ASKED if name in pairs.columns]
        absent = [pl.lit(None, pl.String).alias(name) for name in ASKED if name not in asked]
        levels = pl.selectors.starts_with("level_").cast(pl.String)
        return Patterns(pairs.select(asked)[first].with_columns(levels, *absent), place.astype(np.int64))

    def holds(self, conditions: Iterable[pl.Expr]) -> NDArray[np.bool_]:
        """(conditions, pairs) whether each condition, over `ASKED`, holds of each pair; where it is unknown, not."""
        named = {str(i): condition.fill_null(value=False) for i, condition in enumerate(conditions)}
        found = self.rows.select(**named)
        return np.stack([column.to_numpy()[self.of] for column in found])

    def bits(self, conditions: Iterable[tuple[int, pl.Expr]]) -> NDArray[np.uint64]:
        """(pairs,) the bits of the conditions that hold."""
        found = np.zeros(self.rows.height, dtype=np.uint64)
        names = self.rows.select(condition.fill_null(value=False).alias(str(bit)) for bit, condition in conditions)
        for column in names:
            found |= column.to_numpy().astype(np.uint64) << np.uint64(int(column.name))
        result: NDArray[np.uint64] = found[self.of]
        return result


def _codes(pairs: pl.DataFrame) -> NDArray[np.uint64]:
    """(pairs,) a number for each pattern: its levels as the digits, each in the base of how many levels there are."""
    digits = [(_digit(pairs[f"level_{name}"], levels), len(levels)) for name, levels in LEVELS.items()]
    flags = (flag.to_numpy().astype(np.uint64) for flag in (_claims_new(pairs), _generations(pairs)))
    code = np.zeros(pairs.height, dtype=np.uint64)
    for digit, base in (*digits, *((flag, 2) for flag in flags)):
        code = code * np.uint64(base) + digit
    return code


def _digit(levels: pl.Series, known: Sequence[str]) -> NDArray[np.uint64]:
    return levels.cast(pl.Enum(known)).to_physical().cast(pl.UInt64).to_numpy()


def _claims_new(pairs: pl.DataFrame) -> pl.Series:
    return pairs.select(claims_new() if "new_matter" in pairs.columns else pl.repeat(False, pl.len())).to_series()


def _generations(pairs: pl.DataFrame) -> pl.Series:
    """Whether the authors are of two generations, asked of the pairs whose authors both have such a word."""
    none = pl.repeat(False, pairs.height, eager=True)
    if "catalog_authors" not in pairs.columns or "registration_authors" not in pairs.columns:
        return none
    rows = pairs.select(may_be_of_generations().arg_true()).to_series()
    return none.scatter(rows, pairs[rows].select(of_two_generations()).to_series())
