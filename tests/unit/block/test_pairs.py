"""Candidate pairs: each once, whatever the portions, within the budget."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import as_works, catalog, register
from classmatch.block.pairs import plan, portions
from classmatch.block.rules import EXACT, RULES
from classmatch.compare.encode import Sides, encode
from classmatch.compare.pairs import Pairs
from classmatch.config import BlockSettings

if TYPE_CHECKING:
    import polars as pl

    from builders import Row
    from classmatch.block.pairs import Plan, Portion

WORDS = ["salt", "roads", "marsh", "fires", "lantern", "keeper", "tunstall", "bells"]
SURNAMES = ["Rowe", "Marl", "Brandt", "Petrov", "Finch", "Quill"]


def title(i: int) -> str:
    return f"{WORDS[i % 8]} {WORDS[(i // 3) % 8]}"


@pytest.fixture(scope="module")
def sides() -> Sides:
    works = catalog(*({"title": title(i), "author": f"E. {SURNAMES[i % 5]}"} for i in range(60)))
    registrations = register(*({"title": title(2 * i), "author": f"E. {SURNAMES[i % 4]}"} for i in range(90)))
    return encode(as_works(works), registrations)


def listed(found: list[Portion]) -> list[tuple[int, int, int]]:
    return [
        (int(left), int(right), int(rules))
        for portion in found
        for left, right, rules in zip(portion.left, portion.right, portion.rules, strict=True)
    ]


def test_each_pair_comes_once_in_order(sides: Sides) -> None:
    settings = BlockSettings()
    pairs = [pair[:2] for pair in listed(list(portions(plan(sides, settings), settings)))]
    assert pairs
    assert len(set(pairs)) == len(pairs)
    assert pairs == sorted(pairs)


@given(chunk_pairs=st.integers(1, 3000), max_block=st.sampled_from([2, 5, 40]))
@settings(max_examples=25)
def test_the_pairs_are_the_same_however_they_are_portioned(sides: Sides, chunk_pairs: int, max_block: int) -> None:
    whole = BlockSettings(max_block=max_block)
    found = plan(sides, whole)
    parts = list(portions(found, replace(whole, chunk_pairs=chunk_pairs)))
    assert listed(parts) == listed(list(portions(found, whole)))
    for before, after in pairwise(parts):
        assert before.left[-1] < after.left[0], "the pairs of one work are in one portion"


def test_a_small_portion_makes_more_portions(sides: Sides) -> None:
    settings = BlockSettings(chunk_pairs=20)
    assert len(list(portions(plan(sides, settings), settings))) > 5


def by_hand(found: Plan) -> dict[tuple[int, int], int]:
    """Every pair of the runs, with the bits of the rules that hold it, however often each does."""
    pairs: dict[tuple[int, int], int] = {}
    for run in found.runs:
        bit = 1 << list(RULES).index(run.rule)
        for left, start, count in zip(run.left, run.start, run.count, strict=True):
            for right in run.members[start : start + count]:
                pair = int(left), int(right)
                pairs[pair] = pairs.get(pair, 0) | bit
    return pairs


@pytest.mark.parametrize("chunk_pairs", [1, 50, 10**6])
def test_a_pair_that_rules_hold_many_times_comes_once_with_all_its_rules(sides: Sides, chunk_pairs: int) -> None:
    settings = BlockSettings(chunk_pairs=chunk_pairs)
    found = plan(sides, settings)
    assert sum(int(run.count.sum()) for run in found.runs) > len(by_hand(found))
    pairs = listed(list(portions(found, settings)))
    assert pairs == [(left, right, rules) for (left, right), rules in sorted(by_hand(found).items())]


@pytest.mark.parametrize("rare_words", [1, 20, 50])
def test_any_number_of_rare_words_will_do(sides: Sides, rare_words: int) -> None:
    """More than a title has are all that it has, and never a name by itself."""
    settings = BlockSettings(rare_words=rare_words, max_block=10**6, max_pairs=10**6)
    for portion in portions(plan(sides, settings), settings):
        alike = Pairs(sides, portion.left, portion.right).overlap.shared > 0
        assert alike.all()


def test_no_portion_is_empty(sides: Sides) -> None:
    settings = BlockSettings(chunk_pairs=1)
    assert all(len(portion.left) for portion in portions(plan(sides, settings), settings))


SALT, OPAL, UNTITLED = {"title": "Salt roads", "author": "E. Rowe"}, {"title": "Opal"}, {"author": "E. Rowe"}


@pytest.mark.parametrize(
    ("left", "right"),
    [([SALT], [OPAL]), ([SALT], []), ([], [SALT]), ([], []), ([UNTITLED], [UNTITLED]), ([UNTITLED], [SALT])],
    ids=["nothing in common", "no registrations", "no works", "nothing", "no title anywhere", "no title of a work"],
)
def test_without_a_pair_there_is_no_portion(left: list[Row], right: list[Row]) -> None:
    settings = BlockSettings()
    found = plan(encode(as_works(catalog(*left)), register(*right)), settings)
    assert list(portions(found, settings)) == []
    assert found.oversize["rule"].to_list() == list(RULES)


def crowd(surnames: int) -> Sides:
    """One work, and a block of sixty registrations of its title, under so many surnames."""
    author = [f"Ann {SURNAMES[i % surnames]}" for i in range(60)]
    registrations = register(*({"title": "Collected Poems", "author": name} for name in author))
    return encode(as_works(catalog({"title": "Collected Poems", "author": "Ann Rowe"})), registrations)


def test_an_oversize_block_is_split_by_surname_and_not_dropped() -> None:
    settings = BlockSettings(max_block=20)
    found = plan(crowd(6), settings)
    pairs = listed(list(portions(found, settings)))
    assert sorted(right for _, right, _ in pairs) == list(range(0, 60, 6)), "the ten of the same surname"
    split = found.oversize.filter(rule="title").row(0, named=True)
    assert split == {"rule": "title", "blocks_split": 1, "largest_block": 60, "pairs_cut": 50}


def test_what_is_too_large_after_the_split_is_cut_and_counted() -> None:
    settings = BlockSettings(max_block=20)
    found = plan(crowd(2), settings)
    assert listed(list(portions(found, settings))) == []
    assert found.oversize.filter(rule="title")["pairs_cut"].item() == 60


def test_a_block_of_exactly_the_budget_is_kept_whole() -> None:
    settings = BlockSettings(max_block=60, max_pairs=60)
    found = plan(crowd(2), settings)
    assert len(listed(list(portions(found, settings)))) == 60
    assert found.oversize["blocks_split"].sum() == 0


def test_an_oversize_block_of_works_without_names_is_split_by_year() -> None:
    registrations = register(*({"title": "Collected Poems", "publication_date": str(1900 + i)} for i in range(60)))
    work = as_works(catalog({"title": "Collected Poems", "author": "Ann Rowe", "date": "1951"}))
    settings = BlockSettings(max_block=20)
    pairs = listed(list(portions(plan(encode(work, registrations), settings), settings)))
    assert [right for _, right, _ in pairs] == [51]


@pytest.mark.parametrize("max_block", [1, 3, 10])
def test_a_smaller_budget_takes_pairs_away_and_counts_them(sides: Sides, max_block: int) -> None:
    def by_rule(settings: BlockSettings) -> tuple[Plan, dict[str, set[tuple[int, int]]]]:
        found = plan(sides, settings)
        pairs = listed(list(portions(found, settings)))
        return found, {rule: {p[:2] for p in pairs if p[2] >> i & 1} for i, rule in enumerate(RULES)}

    whole, every = by_rule(BlockSettings(max_block=10**6, max_pairs=10**6))
    cut, some = by_rule(BlockSettings(max_block=max_block))
    assert whole.oversize["pairs_cut"].sum() == 0
    for rule in RULES:
        assert some[rule] <= every[rule]
    counted = dict(cut.oversize.select("rule", "pairs_cut").iter_rows())
    assert all(counted[rule] >= len(every[rule] - some[rule]) for rule in RULES if rule != "words")
    assert sum(counted.values()) > 0


@pytest.mark.parametrize("max_pairs", [1, 4, 9])
def test_no_rule_of_parts_brings_a_work_more_than_its_budget(sides: Sides, max_pairs: int) -> None:
    for run in plan(sides, BlockSettings(max_pairs=max_pairs)).runs:
        brought = np.bincount(run.left, weights=run.count)
        assert run.rule in EXACT or brought.max(initial=0) <= max_pairs


def test_the_smallest_blocks_of_a_work_are_kept() -> None:
    """Six share a common word and the surname, one alone has the rare word too."""
    registrations = register(
        *({"title": f"Salt {word}", "author": "E. Rowe"} for word in ("oak", "elm", "ash", "fir", "yew", "box")),
        {"title": "Salt Tunstall", "author": "E. Rowe"},
    )
    work = as_works(catalog({"title": "Salt of Tunstall", "author": "E. Rowe"}))
    settings = BlockSettings(max_pairs=4)
    pairs = listed(list(portions(plan(encode(work, registrations), settings), settings)))
    assert [right for _, right, _ in pairs] == [6]


ORDERS = st.permutations(range(40))


@given(ORDERS, ORDERS)
@settings(max_examples=15)
def test_the_pairs_do_not_depend_on_the_order_of_the_rows(left: list[int], right: list[int]) -> None:
    """Whatever the order, the same records are brought together, also where the budget cuts."""
    works, registrations = rows_of_both()
    small = BlockSettings(max_block=6, max_pairs=5)

    def pairs(one: list[int], other: list[int]) -> set[tuple[int, int, int]]:
        found = listed(list(portions(plan(encode(works[one], registrations[other]), small), small)))
        return {(one[left], other[right], rules) for left, right, rules in found}

    straight = list(range(40))
    assert pairs(left, right) == pairs(straight, straight)


@cache
def rows_of_both() -> tuple[pl.DataFrame, pl.DataFrame]:
    works = catalog(*({"title": title(i), "author": f"E. {SURNAMES[i % 5]}"} for i in range(40)))
    rows = ({"title": title(2 * i), "author": f"E. {SURNAMES[i % 4]}", "publication_date": str(1950 + i % 3)}
            for i in range(40))  # fmt: skip
    return as_works(works), register(*rows)


def test_the_plan_has_a_note_a_rule_in_their_order(sides: Sides) -> None:
    assert plan(sides, BlockSettings()).oversize["rule"].to_list() == list(RULES)


def test_what_is_evident_has_a_value_or_several_keys_in_common(sides: Sides) -> None:
    for portion in portions(plan(sides, BlockSettings()), BlockSettings()):
        pairs = Pairs(sides, portion.left, portion.right)
        shared = pairs.same_main | pairs.same_full | pairs.same_alternate | pairs.same_identifier
        assert (portion.evident() <= (shared | (portion.keys >= 3))).all()
        assert (shared <= portion.evident()).all()


@pytest.mark.parametrize(
    ("registration", "evident"),
    [
        ({"title": "Roads of the Marsh, or Salt", "author": "E. Rowe"}, True),
        ({"title": "Salt of the earth", "author": "E. Rowe"}, False),
        ({"title": "Salt and marsh roads"}, True),
        ({"title": "Roads and salt"}, False),
    ],
    ids=["words and name", "a word and the name", "three words", "two words"],
)
def test_two_words_and_a_name_are_evident(registration: Row, evident: bool) -> None:
    others = [{"title": f"{word} of a winter", "author": "E. Finch"} for word in WORDS for _ in range(4)]
    work = as_works(catalog({"title": "Salt Marsh Roads", "author": "E. Rowe"}))
    settings = BlockSettings()
    found = portions(plan(encode(work, register(registration, *others)), settings), settings)
    assert {bool(said) for portion in found for said in portion.evident()[portion.right == 0]} == {evident}
