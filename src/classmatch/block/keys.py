"""Blocking keys: what a rule says of each record, as 64-bit numbers.

Equal keys under one rule bring two records together. A key is a hash of which all bits are as good as random, so that a
part of them tells keys apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.hashing import mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Keys:
    """Keys of one side under one rule: `key[i]` belongs to record `row[i]`. A record may have none, or several."""

    key: NDArray[np.uint64]
    row: NDArray[np.uint32]

    def take(self, places: NDArray[np.bool_] | NDArray[np.intp]) -> Keys:
        """Some of the keys: by a mask, or by their places."""
        return Keys(self.key[places], self.row[places])


def from_columns(columns: Hashes, present: NDArray[np.bool_]) -> Keys:
    """Keys from an (n, k) array, where `present`."""
    row, column = np.nonzero(present)
    return Keys(columns[row, column], row.astype(np.uint32))


def together(parts: list[Keys]) -> Keys:
    """The keys of all parts."""
    return Keys(np.concatenate([part.key for part in parts]), np.concatenate([part.row for part in parts]))


def combine(left: Hashes, right: Hashes) -> Hashes:
    """(n, k * l) the hash of each of k with each of l keys of a record."""
    return mix(left[:, :, None], right[:, None, :]).reshape(len(left), left.shape[1] * right.shape[1])


def both(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n, k * l) where both parts of a combined key are there."""
    return (left[:, :, None] & right[:, None, :]).reshape(len(left), left.shape[1] * right.shape[1])
