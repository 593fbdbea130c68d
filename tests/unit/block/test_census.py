"""What blocking does, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from builders import deduplicated, register
from classmatch.block.census import Census, census
from classmatch.block.index import index
from classmatch.block.pairs import portions
from classmatch.block.rules import RULES
from classmatch.block.survey import LARGEST
from classmatch.block.truth import truth
from classmatch.compare.encode import encode
from classmatch.config import BlockSettings

if TYPE_CHECKING:
    from builders import Row

CATALOG = [
    {"record_id": "a", "title": "Salt Roads", "author": "Everett Rowe", "date": "1951"},
    {"record_id": "b", "title": "SALT ROADS", "author": "Rowe, Everett", "date": "1951"},
    {"record_id": "c", "title": "The Lantern Keepers", "author": "Otto Brandt"},
    {"record_id": "d", "title": "Verdict at Low Water", "author": "Ellis Gray", "date": "1960"},
    {"record_id": "e", "title": "Nobody Registered This One", "author": "Ann Orrin"},
]
REGISTER = [
    {"registration_record_id": "1", "title": "Salt roads", "author": "Rowe, Everett"},
    {"registration_record_id": "2", "title": "Salt roads.", "author": "ROWE, EVERETT"},
    {"registration_record_id": "3", "title": "The lantern keepers of Harrow", "author": "Brandt, Otto"},
    {"registration_record_id": "4", "title": "Four grey geese", "author": "Gray, Ellis", "publication_date": "1961"},
    {"registration_record_id": "5", "title": "Winter", "author": "Hugh Pell"},
]


def labels(*rows: tuple[str, str, str]) -> pl.DataFrame:
    said = [{"source": "libgen", "record_id": a, "registration_row": b, "label": c} for a, b, c in rows]
    return pl.DataFrame(said, schema={"source": pl.String, "record_id": pl.String, "registration_row": pl.String,
                                      "label": pl.String})  # fmt: skip


LABELS = labels(
    ("a", "1", "match"), ("b", "2", "match"), ("c", "3", "match"), ("d", "4", "match"), ("e", "5", "match"),
    ("e", "1", "nomatch"), ("zz", "1", "match"), ("c", "99", "match"),
)  # fmt: skip


def counted(said: pl.DataFrame | None = LABELS, catalog: list[Row] | None = None, **block: int) -> Census:
    found = deduplicated(*(CATALOG if catalog is None else catalog))
    registrations, settings = register(*REGISTER), BlockSettings(**block)
    sides = encode(found.works, registrations)
    known = None if said is None else truth(said, found.copies, found.works, registrations)
    found_by = index(sides.right, sides.words, sides.names, settings)
    return census(sides, found_by, settings, found.works, known, lambda *_: None)


@pytest.fixture(scope="module")
def result() -> Census:
    return counted()


def test_the_totals_are_those_of_the_portions(result: Census) -> None:
    sides = encode(deduplicated(*CATALOG).works, register(*REGISTER))
    found = index(sides.right, sides.words, sides.names, BlockSettings())
    pairs = [len(portion.left) for portion, _ in portions(sides, found, BlockSettings())]
    assert (result.works, result.registrations, result.pairs) == (4, 5, sum(pairs))
    assert result.pairs_per_work == result.pairs / 4
    assert result.compared < result.pairs, "the retitled work has another title"


def test_each_rule_is_counted(result: Census) -> None:
    assert result.rules["rule"].to_list() == list(RULES)
    by_title = result.rules.row(by_predicate=pl.col("rule") == "title", named=True)
    assert (by_title["pairs"], by_title["largest_block"], by_title["pairs_per_work"]) == (2, 2, 0.5)
    by_year = result.rules.row(by_predicate=pl.col("rule") == "author_year", named=True)
    assert (by_year["pairs"], by_year["alone"]) == (1, 1)


def test_true_pairs_count_once_a_record_and_text(result: Census) -> None:
    """Two records of one work with two rows of one text are two true pairs; what is not there is counted apart."""
    found = result.completeness
    assert found is not None
    assert (found.true_pairs, found.unknown, found.records) == (5, 2, 5)
    assert found.found == 4 / 5
    assert found.compared == 3 / 5
    assert found.missed.select("record_id", "registration_row", "lost").rows() == [
        ("d", "4", "not alike"),
        ("e", "5", "no rule"),
    ]


def test_each_rule_tells_its_share_of_the_true_pairs(result: Census) -> None:
    assert result.completeness is not None
    shares = {rule: (found, alone) for rule, found, alone in result.completeness.rules.iter_rows()}
    assert list(shares) == list(RULES)
    assert shares["identifier"] == (0, 0)
    assert shares["title"] == (2 / 5, 0)
    assert shares["author_year"] == (1 / 5, 1 / 5)
    assert shares["words"][0] == 3 / 5


def test_pairs_a_record_are_those_of_its_work() -> None:
    found = counted(labels(("a", "1", "match"), ("b", "1", "match"), ("e", "1", "nomatch"))).completeness
    assert found is not None
    assert found.pairs_per_record == (2 + 2 + 0) / 3


@pytest.mark.parametrize("chunk_pairs", [1, 3])
def test_the_counts_do_not_depend_on_the_portions(result: Census, chunk_pairs: int) -> None:
    assert counted(chunk_pairs=chunk_pairs).to_dict() == result.to_dict()


def test_without_labels_there_is_no_completeness() -> None:
    assert counted(None).completeness is None
    assert counted(None).to_dict()["completeness"] is None


def test_nothing_to_count_is_no_error() -> None:
    empty = counted(labels(("zz", "1", "match")), catalog=[{"title": "!!!"}])
    assert (empty.pairs, empty.pairs_per_work, empty.largest.height) == (0, 0, 0)
    assert empty.completeness is not None
    assert (empty.completeness.true_pairs, empty.completeness.found) == (0, 0)


def test_the_largest_blocks_are_named_in_words(result: Census) -> None:
    keys = result.largest.group_by("rule", maintain_order=True).agg("key")
    named = dict(keys.iter_rows())
    assert named["title"] == ["salt roads"]
    assert named["author_year"] == ["gray, e"]
    assert named["title_outline"] == ["sltrds (salt roads)", "lntrnkprs (lantern keepers)"]
    assert {frozenset(key.split(" + ")) for key in named["words"]} >= {frozenset(["salt", "roads"])}
    assert all(key for keys in named.values() for key in keys)
    assert all(len(keys) <= LARGEST for keys in named.values())


def test_the_largest_blocks_come_first_with_their_sizes(result: Census) -> None:
    sizes = result.largest.filter(rule="words")
    assert sizes["pairs"].to_list() == sorted(sizes["pairs"], reverse=True)
    assert (result.largest["pairs"] == result.largest["works"] * result.largest["registrations"]).all()
    assert result.largest.filter(rule="title").rows() == [("title", "salt roads", 1, 2, 2)]
