"""Comparisons; single pairs stand in `tests/cases/pairs.yaml`, here is what holds of all of them."""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import as_works, cases, catalog, register
from classmatch.compare import author, holders, rarity, rival, title, volume
from classmatch.compare.encode import Sides, encode
from classmatch.compare.lists import APART, COMMON, MISSING, agreement
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import COMPARISONS, LEVELS, compare, worth_comparing
from classmatch.compare.ragged import Ragged, starts_of
from classmatch.compare.signature import shared_share, signatures
from classmatch.compare.vocabulary import BACKGROUND, Vocabulary, build, common, words_in
from classmatch.compare.wording import wording

if TYPE_CHECKING:
    from builders import Row

WORK = {"title": "Salt Roads", "author": "Everett Rowe"}


@pytest.fixture(scope="module")
def sides() -> Sides:
    """Every pair of the cases; the works first, the registrations of the same places with them."""
    entries = cases("pairs.yaml")
    works = as_works(catalog(*(entry["catalog"] for entry in entries)))
    return encode(works, register(*(entry["registration"] for entry in entries)))


@pytest.fixture(scope="module")
def every(sides: Sides) -> Pairs:
    """Each work with each registration."""
    left, right = np.meshgrid(np.arange(len(sides.left)), np.arange(len(sides.right)), indexing="ij")
    return Pairs(sides, left.ravel(), right.ravel())


def level(comparison: str, work: Row, registration: Row) -> str:
    place = np.array([0])
    codes = compare(Pairs(encode(as_works(catalog(work)), register(registration)), place, place))
    return LEVELS[comparison][int(codes[comparison][0])]


def test_levels_are_named_once_and_begin_with_what_says_nothing_where_there_is_such_a_level() -> None:
    for name, levels in LEVELS.items():
        assert len(set(levels)) == len(levels)
        assert not {"missing", "none"} & set(levels[1:]) or name == "coauthors"


def test_every_comparison_gives_a_level_of_its_own_list(every: Pairs) -> None:
    found = compare(every)
    assert [*found, "rival"] == COMPARISONS == list(LEVELS)  # rivals are told when the weights are known
    for name, codes in found.items():
        assert codes.dtype == np.int8
        assert len(codes) == len(every)
        assert codes.min() >= 0
        assert codes.max() < len(LEVELS[name])


def test_a_pair_compares_alike_whatever_pairs_it_comes_with(every: Pairs) -> None:
    whole = compare(every)
    some = np.arange(0, len(every), 7)
    for name, codes in compare(every.take(some)).items():
        assert (codes == whole[name][some]).all(), name


def test_comparing_nothing_gives_nothing(every: Pairs) -> None:
    nothing = every.take(np.zeros(len(every), dtype=np.bool_))
    assert all(len(codes) == 0 for codes in compare(nothing).values())


def test_shared_information_is_the_same_from_either_side(sides: Sides, every: Pairs) -> None:
    swapped = Pairs(turned(sides), every.right, every.left)
    here, there = every.overlap, swapped.overlap
    assert np.allclose(here.shared, there.shared)
    assert np.allclose(here.left, there.right)
    assert np.allclose(here.likeness, there.likeness)
    assert ((here.likeness >= 0) & (here.likeness <= 1)).all()
    assert (here.shared <= np.minimum(here.left, here.right) + 1e-4).all()


def test_the_words_that_titles_have_apart_are_the_same_from_either_side(sides: Sides, every: Pairs) -> None:
    for whole in (False, True):
        here, there = wording(every, whole=whole), wording(Pairs(turned(sides), every.right, every.left), whole=whole)
        assert (here.left_apart == there.right_apart).all()
        assert (here.right_apart == there.left_apart).all()
        for name in ("spelling", "same_start", "one_replaced", "cut_short"):
            assert (getattr(here, name) == getattr(there, name)).all()


def turned(sides: Sides) -> Sides:
    """Left and right in each other's place."""
    return Sides(sides.right, sides.left, sides.words, sides.names, sides.holders)


def test_the_levels_of_a_swapped_pair_are_the_same_but_for_the_year_and_the_holders(sides: Sides, every: Pairs) -> None:
    here, there = compare(every), compare(Pairs(turned(sides), every.right, every.left))
    for name in set(here) - {"year", "holders"}:
        assert (here[name] == there[name]).all(), name


def test_the_pairs_of_the_cases_that_agree_are_worth_comparing(sides: Sides) -> None:
    places = np.arange(len(sides.left))
    pairs = Pairs(sides, places, places)
    codes = title.levels(pairs)
    agreed = codes >= title.LEVELS.index("alternate")
    assert agreed.sum() > 20
    exact = pairs.same_main | pairs.same_full | pairs.same_alternate | pairs.same_identifier
    assert worth_comparing(pairs, exact)[agreed].all()


def test_rarity_is_told_only_where_titles_agree_and_by_what_the_names_say(every: Pairs) -> None:
    found = compare(every)
    names = np.array(rarity.LEVELS)[found["rarity"]]
    agree = found["title"] >= title.AGREE
    assert ((names == "none") == ~agree).all()
    groups = np.array([name.split("_")[0] for name in names[agree]])
    authors = np.array(author.LEVELS)[found["author"][agree]]
    assert ((groups == "unnamed") == (authors == "missing")).all()
    assert ((groups == "opposed") == np.isin(authors, ["different", "one_word", "other_given"])).all()


def test_a_rare_title_carries_more_than_a_common_one() -> None:
    common = [{"title": "Collected Poems", "author": f"Ann {'abcdefghijklmnop'[i] * 4}"} for i in range(16)]
    rows = [*common, {"title": "Xanthic Perihelion", "author": "Ina Marl"}, {"title": "Bread", "author": "Ann Wye"}]
    places = np.array([0, 16, 17])
    found = compare(Pairs(encode(as_works(catalog(*rows)), register(*rows)), places, places))
    generic, rare, short = (rarity.LEVELS[code] for code in found["rarity"])
    assert generic == "named_0"
    assert generic < short < rare


def test_what_is_rare_depends_on_the_size_of_the_register() -> None:
    rows = [{"title": f"Quandary {'abcdefghij'[i % 10] * 5}{'abcdefghij'[i // 10] * 5}"} for i in range(99)]
    book = {"title": "Perihelion"}
    place = np.array([0])
    sizes = []
    for others in (0, 99):
        sides = encode(as_works(catalog(book)), register(book, *rows[:others]))
        sizes.append(rarity.LEVELS[compare(Pairs(sides, place, place))["rarity"][0]])
    assert sizes[0] > sizes[1]


def test_holders_of_a_title_are_counted_by_their_surnames() -> None:
    rows = [
        *({"title": "Night Ferry", "author": name} for name in ("Ina Marl", "I. Marl", "Odo Quist")),
        {"title": "Fen"},
    ]
    works = as_works(
        catalog({"title": "Night Ferry", "author": "Ina Marl"}, {"title": "Night Ferry"}, {"title": "Fen"})
    )
    pairs = Pairs(encode(works, register(*rows)), np.array([0, 1, 2]), np.array([0, 0, 3]))
    assert [holders.LEVELS[code] for code in compare(pairs)["holders"]] == ["own_two", "two", "unknown"]


def test_coauthors_count_persons() -> None:
    for others, expected in (("Odo Quist", "same"), ("Eli Wray", "one"), (None, "missing")):
        registration = {"title": "Salt Roads", "author": "; ".join(filter(None, ["Everett Rowe", others]))}
        assert level("coauthors", {**WORK, "author": "Everett Rowe; Odo Quist"}, registration) == expected
    assert (
        level("coauthors", {**WORK, "author": "Ann Fell; Odo Quist"}, {**WORK, "author": "Eli Wray; Bo Lind"}) == "none"
    )


@pytest.mark.parametrize(
    ("work", "registration", "expected"),
    [
        ({"publisher": "Lantern Row"}, {"publisher": "Lantern Row, Inc."}, "same"),
        ({"publisher": "Lantern Row"}, {"publisher": "Tidewrack"}, "different"),
        ({"publisher": "Lantern Row"}, {}, "missing"),
        ({}, {"publisher": "Lantern Row"}, "missing"),
    ],
)
def test_publisher(work: Row, registration: Row, expected: str) -> None:
    assert level("publisher", {**WORK, **work}, {**WORK, **registration}) == expected


@pytest.mark.parametrize(
    ("work", "registration", "expected"),
    [
        ({"isbn": "0446310786"}, {"isbn": "978-0-446-31078-9"}, "same"),
        ({"isbn": "9780521531009 0446310786"}, {"isbn": "9780446310789"}, "same"),
        ({"isbn": "9780521531009"}, {"isbn": "9780446310789"}, "different"),
        ({"isbn": "9780521531009"}, {}, "missing"),
        ({"asin": "B0006AUVZS"}, {"isbn": "9780446310789"}, "different"),
        ({}, {"isbn": "9780446310789"}, "missing"),
    ],
)
def test_identifier(work: Row, registration: Row, expected: str) -> None:
    assert level("identifier", {**WORK, **work}, {**WORK, **registration}) == expected


def test_the_nearest_year_of_a_work_counts() -> None:
    works = as_works(catalog(WORK)).with_columns(years=pl.Series([[1951, 1998]], dtype=pl.List(pl.Int16)))
    for registered, expected in (("1951", "same"), ("1997", "next"), ("1960", "registration_much_later")):
        found = compare(Pairs(encode(works, register({**WORK, "publication_date": registered})), *[np.array([0])] * 2))
        assert LEVELS["year"][found["year"][0]] == expected, registered


def test_volumes_and_issues_are_compared_as_sets() -> None:
    sets = [[*volumes, *issues] for volumes in subsets("1", "2", "3") for issues in subsets("m6", "y1934")]
    pairs = list(product(sets, repeat=2))
    left, right = (pl.Series([pair[side] for pair in pairs], dtype=pl.List(pl.String)) for side in range(2))
    rows = [WORK] * len(pairs)
    works, registrations = as_works(catalog(*rows)), register(*rows)
    encoded = encode(works.with_columns(numbers=left), registrations.with_columns(numbers=right))
    places = np.arange(len(pairs))
    found = compare(Pairs(encoded, places, places))
    for i, pair in enumerate(pairs):
        for comparison, issue in (("volume", False), ("issue", True)):
            one, two = ({number for number in side if number[0].isalpha() == issue} for side in pair)
            assert volume.LEVELS[found[comparison][i]] == by_hand(one, two), (comparison, pair)


def subsets(*values: str) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(values) + 1) for chosen in combinations(values, size)]


def by_hand(one: set[str], two: set[str]) -> str:
    if not one or not two:
        return "one_side" if one or two else "none"
    return "same" if one == two else "partly" if one <= two or one >= two else "some" if one & two else "conflict"


@pytest.mark.parametrize(
    ("work", "registration", "expected"),
    [
        ("Salt Roads: 9th Meeting, May 4. Part IV", "Salt Roads: 9th Meeting, May 4. Part III", "conflict"),
        ("Salt Roads. Book A", "Salt Roads. Book B", "conflict"),
        ("Salt Roads. Part 2", "Salt Roads 2", "same"),
        ("Salt Roads. Volume 2, part 1", "Salt Roads. Volume 2", "partly"),
        ("Salt Roads. Volume 2", "Salt Roads", "one_volume"),
    ],
)
def test_volume(work: str, registration: str, expected: str) -> None:
    assert level("volume", {"title": work}, {"title": registration}) == expected


def test_a_typing_error_in_a_name_is_looked_for_only_where_titles_agree(sides: Sides) -> None:
    places = np.arange(len(sides.left))
    pairs = Pairs(sides, places, places)
    typing = author.LEVELS.index("typing")
    agree = np.full(len(pairs), title.AGREE, dtype=np.int8)
    differ = np.full(len(pairs), title.LEVELS.index("similar"), dtype=np.int8)
    looked_for, not_looked_for = (author.authors(pairs, titles).levels for titles in (agree, differ))
    assert (looked_for == typing).any()
    assert not (not_looked_for == typing).any()
    rest = looked_for != typing
    assert (looked_for[rest] == not_looked_for[rest]).all()


SETS = st.lists(st.lists(st.integers(1, 5), max_size=4, unique=True), min_size=1, max_size=6)


@given(SETS, SETS, st.sampled_from([np.int32, np.uint64]))
def test_a_value_in_common_is_found_wherever_it_stands(
    ones: list[list[int]], twos: list[list[int]], kind: type[np.generic]
) -> None:
    places = list(product(range(len(ones)), range(len(twos))))
    here, there = (np.array([place[side] for place in places]) for side in range(2))
    expected = [
        (COMMON if set(ones[i]) & set(twos[j]) else APART) if ones[i] and twos[j] else MISSING for i, j in places
    ]
    assert agreement(ragged(ones, kind), ragged(twos, kind), here, there).tolist() == expected


def ragged(lists: list[list[int]], kind: type[np.generic]) -> Ragged:
    return Ragged(starts_of(np.array([len(one) for one in lists])), np.array([*chain.from_iterable(lists)], dtype=kind))


def test_a_word_that_the_vocabulary_lacks_is_no_value_in_common() -> None:
    unknown, rows = ragged([[-1, 3]], np.int32), np.zeros(1, dtype=np.int64)
    assert agreement(unknown, ragged([[-1, 4]], np.int32), rows, rows).tolist() == [APART]
    assert agreement(unknown, ragged([[-1, 3]], np.int32), rows, rows).tolist() == [COMMON]


TEXTS = st.lists(st.text("abc de", max_size=12), min_size=1, max_size=10)


@given(TEXTS)
def test_a_title_shares_all_its_letter_pairs_with_a_title_that_holds_it(texts: list[str]) -> None:
    short = signatures(pl.Series(texts, dtype=pl.String))
    long = signatures(pl.Series([f"xy{text}z" for text in texts], dtype=pl.String))
    share = shared_share(short, long)
    assert share.tolist() == [1.0 if len(text) > 1 else 0.0 for text in texts]
    assert (shared_share(long, short) == share).all()


def test_signatures_of_null_and_short_text_are_empty() -> None:
    assert signatures(pl.Series([None, "", "a", "ab"], dtype=pl.String)).any(axis=1).tolist() == [False] * 3 + [True]
    assert signatures(pl.Series([], dtype=pl.String)).shape == (0, 2)


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=5), min_size=1, max_size=10))
def test_the_information_of_a_word_falls_with_the_records_that_have_it(records: list[list[str]]) -> None:
    vocabulary = built("title_words", records)
    background = dict(common("title_words").rows())
    bits = dict(zip(vocabulary.text, vocabulary.bits, strict=True))
    assert set(bits) == {word for words in records for word in words}
    for word, information in bits.items():
        count = sum(word in other for other in records)
        expected = count + BACKGROUND * background.get(word, 1e-5)
        assert information == pytest.approx(np.log2((len(records) + BACKGROUND) / expected), rel=1e-5)


def built(kind: str, records: list[list[str]]) -> Vocabulary:
    frame = pl.DataFrame({"w": records}, schema={"w": pl.List(pl.String)}).lazy()
    return build(kind, len(records), [words_in(frame, pl.col("w"))], pl.Series([], dtype=pl.UInt64))


def test_ids_of_words_do_not_depend_on_the_order_of_the_rows() -> None:
    assert built("name_words", [["b", "a"], ["c"]]).table.equals(built("name_words", [["c"], ["a", "b"]]).table)


WEIGHTS = st.lists(st.tuples(st.integers(0, 3), st.floats(-20, 20), st.floats(-4, 4)), max_size=12)


@given(WEIGHTS)
def test_the_best_of_a_work_has_no_rival_and_an_unlikely_one_is_none(pairs: list[tuple[int, float, float]]) -> None:
    works, weight, dates = (np.array([pair[i] for pair in pairs]) for i in range(3))
    found = rival.levels(works.astype(np.int64), weight.astype(np.float64), dates.astype(np.float64))
    for work in set(works.tolist()):
        own = works == work
        assert (found[own & (weight == weight[own].max())] == 0).all()
        if weight[own].max() <= 0:
            assert (found[own] == 0).all()


def test_a_rival_that_is_ahead_by_its_year_alone_does_not_count() -> None:
    works, weight = np.zeros(3, dtype=np.int64), np.array([6.0, 2.0, 1.0])
    found = rival.levels(works, weight, dates=np.array([4.0, 0.0, 4.0]))
    assert [rival.LEVELS[code] for code in found] == ["none", "none", "ahead"]
