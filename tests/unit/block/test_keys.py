from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classmatch.block.keys import both, combine, from_columns

ROWS = st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=1, max_size=12)


@given(ROWS)
def test_keys_of_columns_are_the_values_present(rows: list[list[int]]) -> None:
    columns = np.array(rows, dtype=np.uint64)
    found = from_columns(columns, columns != 0)
    pairs = list(zip(found.row.tolist(), found.key.tolist(), strict=True))
    assert pairs == [(i, value) for i, row in enumerate(rows) for value in row if value]


@given(ROWS)
def test_combined_keys_say_both_parts_in_their_order(rows: list[list[int]]) -> None:
    left = np.array(rows, dtype=np.uint64)
    right = left[:, :2]
    mixed = combine(left, right)
    assert mixed.shape == both(left != 0, right != 0).shape == (len(rows), 6)
    parts = [[(int(one), int(two)) for one in row for two in row[:2]] for row in left]
    flat = {pair: int(key) for row, keys in zip(parts, mixed, strict=True) for pair, key in zip(row, keys, strict=True)}
    assert len(set(flat.values())) == len(flat)
    wanted = [[one != 0 and two != 0 for one, two in row] for row in parts]
    assert both(left != 0, right != 0).tolist() == wanted
