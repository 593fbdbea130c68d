"""Candidate pairs: each once, whatever the portions, within the budget."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import as_works, catalog, register
from classmatch.block import arrays
from classmatch.block.index import Index, index
from classmatch.block.keys import MOST_KEYS, write_keys
from classmatch.block.pairs import Counts, Portion, portions
from classmatch.block.rules import EXACT, RULES
from classmatch.block.words import room
from classmatch.compare.encode import Sides, as_one_side, encode, encode_side, extended, holders, lexicon
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import worth_comparing
from classmatch.config import BlockSettings

if TYPE_CHECKING:
    from builders import Row
    from classmatch.block.arrays import Side, Terms

WORDS = ["salt", "roads", "marsh", "fires", "lantern", "keeper", "tunstall", "bells"]
SURNAMES = ["Rowe", "Marl", "Brandt", "Petrov", "Finch", "Quill"]


def title(i: int) -> str:
    return f"{WORDS[i % 8]} {WORDS[(i // 3) % 8]}"


@pytest.fixture(scope="module")
def sides() -> Sides:
    works = catalog(*({"title": title(i), "author": f"E. {SURNAMES[i % 5]}"} for i in range(60)))
    registrations = register(*({"title": title(2 * i), "author": f"E. {SURNAMES[i % 4]}"} for i in range(90)))
    return encode(as_works(works), registrations)


def indexed(sides: Sides, settings: BlockSettings) -> Index:
    return index(sides.right, sides.words, sides.names, settings)


def found_in(sides: Sides, settings: BlockSettings, **asked: object) -> list[tuple[Portion, Counts]]:
    return list(portions(sides, indexed(sides, settings), settings, **asked))  # type: ignore[arg-type]


def pairs_in(sides: Sides, settings: BlockSettings, **asked: object) -> list[tuple[int, int, int]]:
    return listed([portion for portion, _ in found_in(sides, settings, **asked)])


def cut_in(sides: Sides, settings: BlockSettings) -> dict[str, int]:
    """The registrations that each rule left out."""
    cut = [counts.cut.sum(axis=0, dtype=np.int64) for _, counts in found_in(sides, settings)]
    return dict(zip(RULES, np.sum([np.zeros(len(RULES), np.int64), *cut], axis=0).tolist(), strict=True))


def listed(found: list[Portion]) -> list[tuple[int, int, int]]:
    return [
        (int(left), int(right), int(rules))
        for portion in found
        for left, right, rules in zip(portion.left, portion.right, portion.rules, strict=True)
    ]


def test_each_pair_comes_once_in_order(sides: Sides) -> None:
    settings = BlockSettings()
    pairs = [pair[:2] for pair in pairs_in(sides, settings)]
    assert pairs
    assert len(set(pairs)) == len(pairs)
    assert pairs == sorted(pairs)


@given(chunk_pairs=st.integers(1, 3000), max_block=st.sampled_from([2, 5, 40]))
@settings(max_examples=25)
def test_the_pairs_are_the_same_however_they_are_portioned(sides: Sides, chunk_pairs: int, max_block: int) -> None:
    whole = BlockSettings(max_block=max_block)
    parts = [portion for portion, _ in found_in(sides, replace(whole, chunk_pairs=chunk_pairs))]
    assert listed(parts) == pairs_in(sides, whole)
    for before, after in pairwise(parts):
        assert before.left[-1] < after.left[0], "the pairs of one work are in one portion"


def test_a_small_portion_makes_more_portions(sides: Sides) -> None:
    settings = BlockSettings(chunk_pairs=20)
    assert len(found_in(sides, settings)) > 5


def by_hand(sides: Sides) -> dict[tuple[int, int], int]:
    """Every pair of equal keys, with the bits of the rules that make them, one key of one record at a time."""
    settings = BlockSettings()
    terms = arrays.terms(sides.words, sides.names, settings, len(sides.right))
    left, right = arrays.side(sides.left), arrays.side(sides.right)
    pairs: dict[tuple[int, int], int] = {}
    for rule in range(len(RULES)):
        here, there = keys_of(left, terms, rule, 0), keys_of(right, terms, rule, 1)
        for one, other in product(here, there):
            if one[1] == other[1]:
                pairs[one[0], other[0]] = pairs.get((one[0], other[0]), 0) | 1 << rule
    return pairs


def keys_of(side: Side, terms: Terms, rule: int, around: int) -> set[tuple[int, int]]:
    chosen, made = room(), np.empty(MOST_KEYS, dtype=np.uint64)
    return {
        (record, int(key))
        for record in range(len(side.full))
        for key in made[: write_keys(rule, side, terms, record, around, chosen, made)]
    }


@pytest.mark.parametrize("chunk_pairs", [1, 50, 10**6])
def test_a_pair_that_rules_hold_many_times_comes_once_with_all_its_rules(sides: Sides, chunk_pairs: int) -> None:
    settings = BlockSettings(chunk_pairs=chunk_pairs, max_pairs=10**6, max_block=40)
    assert pairs_in(sides, settings) == [
        (left, right, rules) for (left, right), rules in sorted(by_hand(sides).items())
    ]


@pytest.mark.parametrize("rare_words", [1, 20, 50])
def test_any_number_of_rare_words_will_do(sides: Sides, rare_words: int) -> None:
    """More than a title has are all that it has, and never a name by itself."""
    settings = BlockSettings(rare_words=rare_words, max_block=10**6, max_pairs=10**6)
    for portion, _ in found_in(sides, settings):
        for left, right in zip(portion.left, portion.right, strict=True):
            assert set(sides.left.words.row(left)) & set(sides.right.words.row(right))


def test_no_portion_is_empty(sides: Sides) -> None:
    settings = BlockSettings(chunk_pairs=1)
    assert all(len(portion.left) for portion, _ in found_in(sides, settings))


SALT, OPAL, UNTITLED = {"title": "Salt roads", "author": "E. Rowe"}, {"title": "Opal"}, {"author": "E. Rowe"}


@pytest.mark.parametrize(
    ("left", "right"),
    [([SALT], [OPAL]), ([SALT], []), ([], [SALT]), ([], []), ([UNTITLED], [UNTITLED]), ([UNTITLED], [SALT])],
    ids=["nothing in common", "no registrations", "no works", "nothing", "no title anywhere", "no title of a work"],
)
def test_without_a_pair_there_is_no_portion(left: list[Row], right: list[Row]) -> None:
    settings = BlockSettings()
    found = encode(as_works(catalog(*left)), register(*right))
    assert found_in(found, settings) == []
    assert indexed(found, settings).rules["rule"].to_list() == list(RULES)


def crowd(surnames: int) -> Sides:
    """One work, and a block of sixty registrations of its title, under so many surnames."""
    author = [f"Ann {SURNAMES[i % surnames]}" for i in range(60)]
    registrations = register(*({"title": "Collected Poems", "author": name} for name in author))
    return encode(as_works(catalog({"title": "Collected Poems", "author": "Ann Rowe"})), registrations)


def test_an_oversize_block_is_split_by_surname_and_not_dropped() -> None:
    settings = BlockSettings(max_block=20)
    pairs = pairs_in(crowd(6), settings)
    assert sorted(right for _, right, _ in pairs) == list(range(0, 60, 6)), "the ten of the same surname"
    split = indexed(crowd(6), settings).rules.filter(rule="title").row(0, named=True)
    assert (split["blocks_split"], split["largest_block"]) == (1, 60)
    assert cut_in(crowd(6), settings)["title"] == 50


def test_what_is_too_large_after_the_split_is_cut_and_counted() -> None:
    settings = BlockSettings(max_block=20)
    assert pairs_in(crowd(2), settings) == []
    assert cut_in(crowd(2), settings)["title"] == 60


def test_a_block_of_exactly_the_budget_is_kept_whole() -> None:
    settings = BlockSettings(max_block=60, max_pairs=60)
    assert len(pairs_in(crowd(2), settings)) == 60
    assert indexed(crowd(2), settings).rules["blocks_split"].sum() == 0


def test_an_oversize_block_of_works_without_names_is_split_by_year() -> None:
    registrations = register(*({"title": "Collected Poems", "publication_date": str(1900 + i)} for i in range(60)))
    work = as_works(catalog({"title": "Collected Poems", "author": "Ann Rowe", "date": "1951"}))
    settings = BlockSettings(max_block=20)
    pairs = pairs_in(encode(work, registrations), settings)
    assert [right for _, right, _ in pairs] == [51]


@pytest.mark.parametrize("max_block", [1, 3, 10])
def test_a_smaller_budget_takes_pairs_away_and_counts_them(sides: Sides, max_block: int) -> None:
    def by_rule(settings: BlockSettings) -> dict[str, set[tuple[int, int]]]:
        pairs = pairs_in(sides, settings)
        return {rule: {p[:2] for p in pairs if p[2] >> i & 1} for i, rule in enumerate(RULES)}

    whole, cut = BlockSettings(max_block=10**6, max_pairs=10**6), BlockSettings(max_block=max_block)
    every, some = by_rule(whole), by_rule(cut)
    assert sum(cut_in(sides, whole).values()) == 0
    for rule in RULES:
        assert some[rule] <= every[rule]
    counted = cut_in(sides, cut)
    assert all(counted[rule] >= len(every[rule] - some[rule]) for rule in RULES if rule != "words")
    assert sum(counted.values()) > 0


@pytest.mark.parametrize("max_pairs", [1, 4, 9])
def test_no_rule_of_parts_brings_a_work_more_than_its_budget(sides: Sides, max_pairs: int) -> None:
    for _, counts in found_in(sides, BlockSettings(max_pairs=max_pairs)):
        for place, rule in enumerate(RULES):
            assert rule in EXACT or counts.found[:, place].max() <= max_pairs


def test_the_smallest_blocks_of_a_work_are_kept() -> None:
    """Six share a common word and the surname, one alone has the rare word too."""
    registrations = register(
        *({"title": f"Salt {word}", "author": "E. Rowe"} for word in ("oak", "elm", "ash", "fir", "yew", "box")),
        {"title": "Salt Tunstall", "author": "E. Rowe"},
    )
    work = as_works(catalog({"title": "Salt of Tunstall", "author": "E. Rowe"}))
    settings = BlockSettings(max_pairs=4)
    pairs = pairs_in(encode(work, registrations), settings)
    assert [right for _, right, _ in pairs] == [6]


ORDERS = st.permutations(range(40))


@given(ORDERS, ORDERS)
@settings(max_examples=15)
def test_the_pairs_do_not_depend_on_the_order_of_the_rows(left: list[int], right: list[int]) -> None:
    """Whatever the order, the same records are brought together, also where the budget cuts."""
    works, registrations = rows_of_both()
    small = BlockSettings(max_block=6, max_pairs=5)

    def pairs(one: list[int], other: list[int]) -> set[tuple[int, int, int]]:
        found = pairs_in(encode(works[one], registrations[other]), small)
        return {(one[left], other[right], rules) for left, right, rules in found}

    straight = list(range(40))
    assert pairs(left, right) == pairs(straight, straight)


@cache
def rows_of_both() -> tuple[pl.DataFrame, pl.DataFrame]:
    works = catalog(*({"title": title(i), "author": f"E. {SURNAMES[i % 5]}"} for i in range(40)))
    rows = ({"title": title(2 * i), "author": f"E. {SURNAMES[i % 4]}", "publication_date": str(1950 + i % 3)}
            for i in range(40))  # fmt: skip
    return as_works(works), register(*rows)


def test_the_index_has_a_note_a_rule_in_their_order(sides: Sides) -> None:
    assert indexed(sides, BlockSettings()).rules["rule"].to_list() == list(RULES)


def test_what_is_evident_has_a_value_or_several_keys_in_common(sides: Sides) -> None:
    for portion, _ in found_in(sides, BlockSettings()):
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
    found = found_in(encode(work, register(registration, *others)), settings)
    assert {bool(said) for portion, _ in found for said in portion.evident()[portion.right == 0]} == {evident}


# --------------------------------------------------------------------------------------------------------------------
# Slices of the works

_SLICED = BlockSettings(max_block=6, max_pairs=5)


@given(cuts=st.lists(st.integers(0, 60), max_size=6), chunk_pairs=st.sampled_from([1, 7, 1000]))
@settings(max_examples=25)
def test_any_cut_of_the_works_gives_the_same_pairs(sides: Sides, cuts: list[int], chunk_pairs: int) -> None:
    edges = [0, *sorted(cuts), len(sides.left)]
    small = replace(_SLICED, chunk_pairs=chunk_pairs)
    parts = [pairs_in(sides, small, works=np.arange(*edge)) for edge in pairwise(edges)]
    assert [pair for part in parts for pair in part] == pairs_in(sides, _SLICED)


@given(st.lists(st.integers(0, 39), min_size=1, max_size=10, unique=True))
@settings(max_examples=15)
def test_a_work_finds_the_same_whatever_works_are_encoded_with_it(some: list[int]) -> None:
    works, registrations = rows_of_both()
    right = as_one_side(registrations)
    known = lexicon(works.lazy(), right.lazy())
    encoded = encode_side(right, known)

    def pairs(rows: list[int]) -> set[tuple[int, int, int]]:
        left = encode_side(works[rows], known)
        found = pairs_in(Sides(left, encoded, known.titles, known.names, holders(encoded)), _SLICED)
        return {(rows[work], registration, rules) for work, registration, rules in found}

    assert pairs(some) == {pair for pair in pairs(list(range(40))) if pair[0] in some}


def test_words_that_came_later_bring_nothing_together_and_harm_nothing() -> None:
    """The name of the new work's town and its author are in no registration that was counted."""
    works, registrations = rows_of_both()
    right = as_one_side(registrations)
    known = lexicon(works.lazy(), right.lazy())
    encoded = encode_side(right, known)
    new = as_works(catalog({"title": "Salt Roads of Quillhaven", "author": "Zebulon Quarle"}, {"title": "Xylophones"}))
    later = extended(known, pl.concat([works.select(new.columns), new]))
    assert len(later.titles) > len(known.titles)
    both = encode_side(pl.concat([works.select(new.columns), new]), later)
    found = pairs_in(Sides(both, encoded, later.titles, later.names, holders(encoded)), _SLICED)
    before = pairs_in(Sides(encode_side(works, known), encoded, known.titles, known.names, holders(encoded)), _SLICED)
    assert [pair for pair in found if pair[0] < 40] == before
    assert not [pair for pair in found if pair[0] == 41]


def test_every_work_is_counted_once_and_as_its_pairs_say(sides: Sides) -> None:
    for alike in (False, True):
        found = found_in(sides, replace(_SLICED, chunk_pairs=30), alike=alike)
        assert np.concatenate([counts.works for _, counts in found]).tolist() == list(range(len(sides.left)))
    whole = [portion for portion, _ in found_in(sides, _SLICED)]
    pairs = np.concatenate([portion.left for portion in whole])
    rules = np.concatenate([portion.rules for portion in whole])
    for _, counts in found_in(sides, replace(_SLICED, chunk_pairs=30), alike=True):
        for place, work in enumerate(counts.works):
            own = rules[pairs == work]
            assert counts.pairs[place] == len(own)
            assert counts.found[place].tolist() == [int((own >> i & 1).sum()) for i in range(len(RULES))]
            assert counts.alone[place].tolist() == [int((own == 1 << i).sum()) for i in range(len(RULES))]


@pytest.mark.parametrize("max_block", [15, 40])
def test_alike_leaves_out_what_is_not_worth_comparing(sides: Sides, max_block: int) -> None:
    settings = BlockSettings(max_block=max_block)
    every, alike = ([portion for portion, _ in found_in(sides, settings, alike=only)] for only in (False, True))
    wanted = [
        pair
        for portion in every
        for pair, worth in zip(
            listed([portion]),
            worth_comparing(Pairs(sides, portion.left, portion.right), portion.evident()),
            strict=True,
        )
        if worth
    ]
    assert listed(alike) == wanted
    assert 0 < len(wanted) < len(listed(every))
