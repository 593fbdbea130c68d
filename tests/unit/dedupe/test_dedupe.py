"""Deduplication; small groups of records stand in `tests/cases/works.yaml`, here is what holds of all of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import catalog, deduplicated
from classmatch import schema
from classmatch.config import DedupeSettings
from classmatch.dedupe.keys import edition_key
from classmatch.normalise.hashes import OF_NO_BYTES

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from classmatch.dedupe import Deduplicated

MD5 = "0f343b0931126a20f133d67c2b018a3b"
ISBN, OTHER = "9780446310789", "9780521531009"
SALT = {"title": "Salt Roads", "author": "Rowe, Everett"}


def isbn(number: int) -> str:
    """A valid ISBN-13 for each number."""
    digits = f"978014{number:06d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


# Few titles, names, identifiers and hashes, so that records meet in every way; each record has a title and a name.
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(
                [
                    "Salt Roads",
                    "Salt Roads: A History",
                    "Marsh Fires",
                    "Marsh Fires, Vol. 2",
                    "Summary of Marsh Fires",
                    "Marsh Fyres",
                ]
            ),
            "author": st.sampled_from(["Rowe, Everett", "E. Rowe", "Ina Marl"]),
            "isbn": st.sampled_from([None, ISBN, OTHER, f"{ISBN} {OTHER}"]),
            "md5": st.sampled_from([None, MD5, MD5.upper(), OF_NO_BYTES[0]]),
            "md5_reported": st.sampled_from([None, MD5, MD5[::-1]]),
            "better_md5": st.sampled_from([None, MD5]),
            "date": st.sampled_from([None, "1998", "2004"]),
            "source": st.sampled_from(["libgen", "zlibrary"]),
            "language": st.sampled_from([None, "English"]),
        }
    ),
    min_size=1,
    max_size=14,
)


def numbered(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**record, "record_id": f"r{i}", "row": i + 1} for i, record in enumerate(records)]


def sets_of(found: Deduplicated, column: str) -> set[frozenset[str]]:
    groups = found.copies.group_by(column).agg("record_id")["record_id"].to_list()
    return {frozenset(group) for group in groups}


@given(RECORDS, st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_result_does_not_depend_on_the_order_of_the_rows(
    records: list[dict[str, Any]], chance: random.Random
) -> None:
    rows = numbered(records)
    first = deduplicated(*rows)
    chance.shuffle(rows)
    again = deduplicated(*rows)
    assert first.copies.equals(again.copies)
    assert first.works.equals(again.works)
    assert first.counts == again.counts


@given(RECORDS)
@settings(max_examples=10)
def test_every_copy_is_in_one_edition_of_one_work(records: list[dict[str, Any]]) -> None:
    found = deduplicated(*numbered(records))
    copies, works = found.copies, found.works
    assert sorted(copies["record_id"]) == sorted(f"r{i}" for i in range(len(records)))
    assert copies.select("edition_id", "work_id").null_count().sum_horizontal().item() == 0
    assert (
        copies.group_by("edition_id").agg(pl.col("work_id").n_unique())["work_id"].to_list()
        == [1] * copies["edition_id"].n_unique()
    )
    counted = copies.group_by("work_id").agg(
        copy_count=pl.len().cast(pl.UInt32), edition_count=pl.col("edition_id").n_unique().cast(pl.UInt32)
    )
    assert works.select("work_id", "copy_count", "edition_count").equals(
        counted.sort("work_id").select("work_id", "copy_count", "edition_count")
    )


@given(RECORDS)
@settings(max_examples=10)
def test_the_counts_are_those_of_the_tables(records: list[dict[str, Any]]) -> None:
    found = deduplicated(*numbered(records))
    assert found.counts["copies"] == len(records) == found.works["copy_count"].sum()
    assert found.counts["editions"] == found.copies["edition_id"].n_unique() == found.works["edition_count"].sum()
    assert found.counts["works"] == found.works.height
    assert found.counts["largest_work"] == found.works["copy_count"].max()
    assert found.counts["largest_edition"] == max(map(len, sets_of(found, "edition_id")))


def test_the_tables_have_the_columns_of_the_schema() -> None:
    found = deduplicated(SALT)
    assert found.copies.schema == pl.Schema(schema.COPY_WORKS)
    assert found.works.schema == pl.Schema(schema.WORKS)


@pytest.mark.parametrize("digest", OF_NO_BYTES)
def test_the_hash_of_an_empty_file_joins_nothing(digest: str) -> None:
    column = {32: "md5", 40: "sha1", 64: "sha256"}[len(digest)]
    found = deduplicated({**SALT, column: digest}, {"title": "Marsh Fires", "author": "Ina Marl", column: digest})
    assert found.works.height == 2


@pytest.mark.parametrize("column", ["md5", "sha1", "sha256"])
def test_any_content_hash_joins_in_any_case(column: str) -> None:
    digest = hashlib.new(column, b"a file").hexdigest()
    found = deduplicated({**SALT, column: digest}, {**SALT, "date": "2004", column: digest.upper()})
    assert (found.counts["editions"], found.counts["works"]) == (1, 1)


LATER = {**SALT, "date": "2004"}


def test_the_hash_that_a_library_reports_joins_like_that_of_the_file() -> None:
    packed = {**LATER, "md5": MD5[::-1], "md5_reported": MD5, "source": "zlibrary"}
    assert deduplicated({**SALT, "md5": MD5}, packed).counts["editions"] == 1
    assert deduplicated({**SALT, "md5_reported": MD5}, packed).counts["editions"] == 1
    assert deduplicated({**SALT, "md5": MD5[::-1], "md5_reported": MD5}).counts["editions"] == 1
    assert (
        deduplicated({**SALT, "md5_reported": OF_NO_BYTES[0]}, {**LATER, "md5": OF_NO_BYTES[0]}).counts["editions"] == 2
    )


def test_a_better_copy_is_of_the_same_edition_where_the_titles_bear_it_out() -> None:
    better = {**SALT, "md5": MD5}
    found = deduplicated(better, {**LATER, "better_md5": MD5}, {**LATER, "date": "1990", "better_md5": MD5})
    assert (found.counts["editions"], found.counts["refused_merges"]) == (1, 0)
    other = deduplicated(better, {"title": "Flowers of the Dunes", "author": "Ina Marl", "better_md5": MD5})
    assert (other.counts["editions"], other.counts["works"], other.counts["refused_merges"]) == (2, 2, 1)


def test_a_better_copy_that_no_catalog_has_joins_nothing() -> None:
    found = deduplicated({**SALT, "better_md5": MD5}, {**LATER, "better_md5": MD5})
    assert (found.counts["editions"], found.counts["refused_merges"]) == (2, 0)
    itself = deduplicated({**SALT, "md5": MD5, "better_md5": MD5}, LATER)
    assert itself.counts["editions"] == 2


def test_the_status_of_a_file_goes_with_its_copy() -> None:
    found = deduplicated({**SALT, "file_status": "del"}, {**SALT, "record_id": "2"}).copies.sort("record_id")
    assert found["file_status"].to_list() == ["deleted", None]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Flowers of the Dunes", "author": "Ina Marl"},
        {"title": "Flowers of the Dunes", "author": "Rowe, Everett"},
        {"title": "Salt Roads", "author": "Ina Marl"},
        {"title": "Salt Roads: Study Guide", "author": "Rowe, Everett"},
        {"title": "Salt Roads, Volume 3", "author": "Rowe, Everett"},
    ],
    ids=["title and author", "title", "author", "companion", "volume"],
)
def test_a_contradicted_isbn_joins_nothing_and_is_counted(other: dict[str, str]) -> None:
    first = {**SALT, "title": "Salt Roads, Volume 2"} if "Volume" in other["title"] else SALT
    found = deduplicated({**first, "isbn": ISBN}, {**other, "isbn": ISBN})
    assert (found.counts["works"], found.counts["editions"], found.counts["refused_merges"]) == (2, 2, 1)


def chain(length: int) -> list[dict[str, Any]]:
    """Records of different titles, each with an ISBN of the one before and of the one after."""
    names = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"]
    title = "The Long Common Title of the Whole Set About the Lamps"
    return [
        {"title": f"{title} {names[i]}", "author": "Ina Marl", "isbn": f"{isbn(i)} {isbn(i + 1)}"}
        for i in range(length)
    ]


def test_a_chain_of_many_titles_is_taken_apart_and_counted() -> None:
    settings = DedupeSettings(max_titles=4)
    kept, taken = deduplicated(*chain(4), settings=settings), deduplicated(*chain(5), settings=settings)
    assert (kept.counts["editions"], kept.counts["clusters_taken_apart"]) == (1, 0)
    assert (taken.counts["editions"], taken.counts["works"], taken.counts["clusters_taken_apart"]) == (5, 5, 1)


def test_taking_a_chain_apart_leaves_what_is_equal_together() -> None:
    rows = [*chain(5), chain(1)[0], {**SALT, "isbn": ISBN}, {**SALT, "date": "2004", "isbn": ISBN}]
    found = deduplicated(*numbered(rows), settings=DedupeSettings(max_titles=4))
    assert frozenset({"r0", "r5"}) in sets_of(found, "edition_id")
    assert frozenset({"r6", "r7"}) in sets_of(found, "edition_id")


def test_works_and_editions_are_counted_apart() -> None:
    rows = ({**SALT, "date": year, "publisher": house} for year, house in (("1998", "A"), ("1998", "B"), ("2004", "B")))
    found = deduplicated(*rows, {"title": "Marsh Fires", "author": "Ina Marl"})
    assert (found.counts["editions"], found.counts["works"]) == (4, 2)
    work = found.works.filter(catalog_title="Salt Roads").row(0, named=True)
    assert (work["edition_count"], work["copy_count"], work["years"], work["catalog_year"]) == (
        3,
        3,
        [1998, 2004],
        1998,
    )


def work_id_of(rows: Sequence[dict[str, Any]], title: str = "Salt Roads") -> str:
    return str(deduplicated(*rows).works.filter(catalog_title=title)["work_id"].item())


def test_a_work_id_is_the_hash_of_the_smallest_edition_key() -> None:
    rows = [{**SALT, "date": "2004"}, {**SALT, "date": "1998"}]
    smallest = catalog(*rows).select(edition_key()).to_series().min()
    assert work_id_of(rows) == f"w1-{hashlib.sha256(str(smallest).encode()).hexdigest()[:16]}"


def test_a_work_id_outlives_new_copies_that_do_not_change_the_smallest_key() -> None:
    rows = [{**SALT, "date": "1998"}]
    later = [*rows, {**SALT, "date": "2004"}, {**SALT, "date": "1998", "md5": MD5}, {"title": "Marsh Fires"}]
    assert work_id_of(rows) == work_id_of(later)
    earlier = [*rows, {**SALT, "date": "1990"}]
    assert work_id_of(rows) != work_id_of(earlier)


def test_a_work_says_what_most_of_its_copies_say() -> None:
    rows = [
        {**SALT, "publisher": "Lantern Row", "language": "English", "isbn": ISBN, "source": "libgen"},
        {**SALT, "publisher": "Lantern Row", "language": "English", "isbn": OTHER, "source": "zlibrary"},
        {**SALT, "title": "Salt Roads: A History", "publisher": "Tidewrack", "isbn": ISBN, "source": "zlibrary"},
    ]
    work = deduplicated(*rows).works.row(0, named=True)
    assert (work["catalog_publisher"], work["language"]) == ("Lantern Row", "eng")
    assert (work["isbns"], work["sources"]) == ([ISBN, OTHER], ["libgen", "zlibrary"])
    assert (work["title_main"], work["names"]) == ("salt roads", ["rowe|everett"])
    assert len(work["publisher_keys"]) == 2


def test_a_variant_title_of_a_work_is_kept_as_an_alternate() -> None:
    rows = [{**SALT, "title": title, "isbn": ISBN} for title in ("Marsh Fires", "Marsh Fires", "Marsh Fyres")]
    work = deduplicated(*rows).works.row(0, named=True)
    assert (work["title_main"], work["title_alternates"]) == ("marsh fires", ["marsh fyres"])


def test_two_records_alike_in_every_field_are_two_copies() -> None:
    found = deduplicated(SALT, SALT)
    assert (found.counts["copies"], found.counts["works"], found.counts["distinct_hashes"]) == (2, 1, 2)
