"""What holds of all clusters of claimants and authors."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from members_cases import clusters_of, filled

from builders import register
from classmatch.members import Clusters, clustered, mentions
from classmatch.members.merges import MERGES

GIVEN = ("Helen", "H.", "Helen C.", "H. C.", "Helen Coster", "Helen M.", "Harold", "Bob", "Robert", "C. Helen", "")
SURNAMES = ("Train", "Smith")
SUFFIXES = ("", "", "", ", Jr.", " III")
YEARS = ("", "", "", ", 1903-", ", 1931-")
CAPACITIES = ("A", "W", "C", "E", "PWH")


@st.composite
def names(draw: st.DrawFn) -> str:
    given_names, surname = draw(st.sampled_from(GIVEN)), draw(st.sampled_from(SURNAMES))
    return f"{given_names} {surname}".strip() + draw(st.sampled_from(SUFFIXES))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    claimants = draw(st.lists(st.tuples(names(), st.sampled_from(YEARS), st.sampled_from(CAPACITIES)), max_size=3))
    author = draw(st.one_of(st.none(), names(), st.just("Arvid Train"), st.just("Leif Tarrow")))
    fields = {
        "author": author,
        "claimants": "||".join(f"{name}{year}|{code}" for name, year, code in claimants) or None,
    }
    title = draw(st.sampled_from([None, "The lantern keepers of Varr", "Salt roads"]))
    return {**fields, **({"title": title} if title else {})}


def partition(clusters: Clusters, registrations: pl.DataFrame) -> set[tuple[str, ...]]:
    """The ids, each with its mentions by registration, role and key: what may not depend on the order of rows."""
    numbers = registrations.select("registration_key").with_row_index("row")
    told = clusters.mentions.join(numbers, on="row")
    text = pl.concat_str("registration_key", "role", "key", "name", separator=" ")
    members = told.group_by("member_id", "member_name").agg(text.unique().sort())
    return {(member, name, *texts) for member, name, texts in members.iter_rows()}


@given(st.lists(rows(), min_size=1, max_size=30), st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None)
def test_the_order_of_registrations_does_not_matter(given_rows: list[dict[str, Any]], random: Any) -> None:
    whole = filled(given_rows)
    shuffled = list(whole)
    random.shuffle(shuffled)
    one, other = register(*whole), register(*shuffled)
    first, second = clustered(mentions(one), one), clustered(mentions(other), other)
    assert partition(first, one) == partition(second, other)
    assert first.merges.drop("detail").equals(second.merges.drop("detail"))


@given(st.lists(rows(), min_size=1, max_size=30))
@settings(max_examples=4, deadline=None)
def test_years_and_suffixes_that_differ_are_never_one_member(given_rows: list[dict[str, Any]]) -> None:
    found = clusters_of(given_rows).mentions
    suffix = pl.col("name").str.extract(r"(Jr|III)", 1)
    member = found.group_by("member_id").agg(
        years=pl.col("born").drop_nulls().n_unique(), suffixes=suffix.drop_nulls().n_unique()
    )
    assert member["years"].max() in (None, 0, 1)
    assert member["suffixes"].max() in (None, 0, 1)


def contradict(one: str, other: str) -> bool:
    """Whether first given names, both written in full, differ by more than a nickname."""
    known = {"bob": "robert"}
    first, second = (known.get(name, name) for name in (one, other))
    return len(first) > 1 and len(second) > 1 and first != second


@given(st.lists(rows(), min_size=1, max_size=30))
@settings(max_examples=4, deadline=None)
def test_given_names_that_contradict_each_other_are_never_one_member(given_rows: list[dict[str, Any]]) -> None:
    first = pl.col("key").str.extract(r"\|(?:c )?(\w+)", 1).drop_nulls().unique()
    surname = pl.col("key").str.extract(r"^([^|]*)", 1).n_unique()
    members = clusters_of(given_rows).mentions.group_by("member_id").agg(first=first, surnames=surname)
    assert members["surnames"].max() in (None, 1)
    for names_of_member in members["first"]:
        assert not any(contradict(one, other) for one, other in combinations(names_of_member, 2)), names_of_member


@given(st.lists(rows(), min_size=1, max_size=6))
@settings(max_examples=4, deadline=None)
def test_an_unrelated_registration_merges_nothing(given_rows: list[dict[str, Any]]) -> None:
    unrelated = {"author": "Orla Quenby", "claimants": "Tobin Quenby|C", "title": "Weather glass"}
    before, after = clusters_of(given_rows), clusters_of([*given_rows, unrelated])
    keys = ["row", "role", "key", "name", "born"]
    both = before.mentions.join(after.mentions, on=keys, nulls_equal=True, suffix="_after").unique()
    merged = both.group_by("member_id_after").agg(pl.col("member_id").n_unique())
    assert merged["member_id"].max() in (None, 1)


@given(st.lists(rows(), min_size=1, max_size=30))
@settings(max_examples=4, deadline=None)
def test_every_mention_has_a_member_and_every_merge_says_why(given_rows: list[dict[str, Any]]) -> None:
    clusters = clusters_of(given_rows)
    assert clusters.mentions["member_id"].null_count() == 0
    assert clusters.mentions["member_name"].null_count() == 0
    assert clusters.merges.schema == MERGES
    assert clusters.merges.null_count().sum_horizontal().item() == 0
    assert clusters.merges["member_id"].is_in(clusters.mentions["member_id"].implode()).all()
