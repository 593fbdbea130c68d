"""Connected components over records and the keys that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def components(records: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """(records,) the smallest record of the component of each, given edges `left[i]` to `right[i]`.

    Label propagation with pointer jumping (Shiloach and Vishkin 1982): a few passes, each a handful of array
    operations.
    """
    label = np.arange(records, dtype=np.int64)
    while True:
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        label = label[label]
        if np.array_equal(label, before):
            return label
