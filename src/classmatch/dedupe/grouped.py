"""Values that belong to groups, one after the other: what a work's copies say, without a list for each copy.

Most groups have one value, or the same one several times; only the others are sorted or counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Rank = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Grouped:
    """`values`, none of them null, and the group that each is `of`: a number below `count`, in ascending order."""

    values: pl.Series
    of: NDArray[np.int64]
    count: int

    @classmethod
    def column(cls, column: pl.Series, group: NDArray[np.int64], count: int) -> Grouped:
        """What a column says of the groups of its rows, which are sorted; of a column of lists their items."""
        values = column
        if isinstance(column.dtype, pl.List):
            group = np.repeat(group, column.list.len().fill_null(0).to_numpy())
            values = column.list.explode(empty_as_null=False, keep_nulls=False)
        if values.null_count():
            known = values.is_not_null()
            return cls(values.filter(known), group[known.to_numpy()], count)
        return cls(values, group, count)

    def __add__(self, other: Grouped) -> Grouped:
        """The values of both, those of this one first in each group."""
        of = np.concatenate([self.of, other.of])
        order = np.argsort(of, kind="stable")
        return Grouped(pl.concat([self.values, other.values], rechunk=True)[order], of[order], self.count)

    def where(self, keep: NDArray[np.bool_]) -> Grouped:
        """Some of the values."""
        if keep.all():
            return self
        return Grouped(self.values.filter(keep), self.of[keep], self.count)

    def in_groups(self, groups: NDArray[np.bool_]) -> Grouped:
        """The values of some groups; `groups` says of each whether it is one."""
        return self.where(groups[self.of])

    def sizes(self) -> NDArray[np.int64]:
        """(count,) how many values each group has."""
        return np.bincount(self.of, minlength=self.count)

    def distinct(self) -> Grouped:
        """The distinct values of each group, sorted."""
        once = self.where(self._changes())
        size = once.sizes()
        if size.max(initial=0) <= 1:
            return once
        several = size[once.of] > 1
        mixed = once.where(several)
        ordered = pl.DataFrame({"of": mixed.of, "value": mixed.values}).sort("of", "value")
        in_order = Grouped(ordered["value"], ordered["of"].to_numpy(), self.count)
        return once.where(~several) + in_order.where(in_order._changes())

    def lists(self) -> pl.Series:
        """(count,) the values of each group as a list, in their order."""
        if len(self.of) == 0:
            return pl.Series([[]], dtype=pl.List(self.values.dtype)).new_from_index(0, self.count)
        table = pl.DataFrame({"of": pl.Series(self.of).set_sorted(), "value": self.values})
        found = table.group_by("of", maintain_order=True).agg("value")
        if found.height == self.count:
            return found["value"]
        place = np.full(self.count, found.height, dtype=np.int64)
        place[found["of"].to_numpy()] = np.arange(found.height)
        none = pl.Series("value", [[]], dtype=found.schema["value"])
        return pl.concat([found["value"], none], rechunk=True).gather(place)

    def best(self, rank: Rank) -> pl.Series:
        """(count,) one value of each group, null for a group without any.

        `rank` puts `of, value` of the groups with unlike values in order, the best of each group first.
        """
        changed = self._changes()
        first = np.flatnonzero(np.diff(self.of, prepend=-1))
        varied = np.bincount(self.of[changed], minlength=self.count) > 1
        alike = first[~varied[self.of[first]]]
        mixed = self.in_groups(varied)
        ranked = rank(pl.DataFrame({"of": mixed.of, "value": mixed.values}))
        chosen = ranked.unique("of", keep="first", maintain_order=True)
        values = pl.concat([self.values[alike], chosen["value"], pl.Series([None], dtype=self.values.dtype)])
        place = np.full(self.count, len(values) - 1, dtype=np.int64)
        place[self.of[alike]] = np.arange(len(alike))
        place[chosen["of"].to_numpy()] = np.arange(len(alike), len(values) - 1)
        return values.gather(place)

    def _changes(self) -> NDArray[np.bool_]:
        """Whether a value differs from the one before, or is of another group."""
        changes = np.ones(len(self.of), dtype=np.bool_)
        if len(self.of):
            changes[1:] = (self.values.slice(1) != self.values.slice(0, len(self.of) - 1)).to_numpy()
            changes[1:] |= self.of[1:] != self.of[:-1]
        return changes
