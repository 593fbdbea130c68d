from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classmatch.dedupe.clusters import components


def union_find(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """The smallest member of each one's component, the slow and obvious way."""
    label = list(range(count))
    for left, right in edges:
        low, high = sorted((label[left], label[right]))
        label = [low if value == high else value for value in label]
    return label


def found(count: int, edges: list[tuple[int, int]]) -> list[int]:
    left, right = (np.array([edge[side] for edge in edges], dtype=np.int64) for side in range(2))
    return [int(label) for label in components(count, left, right)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    count = draw(st.integers(1, 40))
    place = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(place, place), max_size=60))


@given(graphs())
def test_components_are_those_of_a_union_find(graph: tuple[int, list[tuple[int, int]]]) -> None:
    assert found(*graph) == union_find(*graph)


def test_a_long_chain_is_one_component_from_either_end() -> None:
    chain = [(i, i + 1) for i in range(999)]
    assert set(found(1000, chain)) == {0}
    assert set(found(1000, [(right, left) for left, right in reversed(chain)])) == {0}


def test_without_edges_each_record_stands_alone() -> None:
    assert found(3, []) == [0, 1, 2]
    assert found(0, []) == []
