"""Mentions, rarity, fits of names, merges and the table of members."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from members_cases import clusters_of, filled

from builders import register
from classmatch.members import Evidence, clustered, member_table, mentions
from classmatch.members.compatible import Fit, fit
from classmatch.members.evidence import SAYS
from classmatch.members.forms import Shapes, mark_of
from classmatch.members.mentions import MENTIONS
from classmatch.members.rarity import MAX_BEARERS, expected_bearers
from classmatch.members.table import MEMBERS
from classmatch.members.words import body_words, common_names, short_forms


def bearers(*names: str) -> list[float]:
    """Expected bearers of `surname|given names`."""
    halves = [name.split("|") for name in names]
    forms = pl.DataFrame(
        {"surname": [surname for surname, _ in halves], "tokens": [given.split() for _, given in halves]},
        schema={"surname": pl.String, "tokens": pl.List(pl.String)},
    )
    return expected_bearers(forms).to_list()


def test_common_names_have_many_bearers_and_rare_ones_few() -> None:
    smith, brown, alone, rare = bearers("smith|john", "brown|j", "quenby|", "quenby|orla")
    assert smith > 10
    assert brown > 10
    assert alone > MAX_BEARERS > rare


def test_each_given_name_makes_a_name_rarer() -> None:
    one, two, three = bearers("smith|john", "smith|john h", "smith|john henry")
    assert one > two > three


def test_a_name_that_the_register_has_often_is_common() -> None:
    register_of_its_own = [f"quenby|orla{'abcdefghij'[i % 10]}{i}" for i in range(3_000)]
    few, many = bearers("quenby|orla")[0], bearers("quenby|orla", *register_of_its_own)[0]
    assert many > 100 * few


@pytest.mark.parametrize(
    ("shorter", "fuller", "nicknames", "expected"),
    [
        ("helen", "helen c", False, Fit.FIRST),
        ("h c", "helen coster", False, Fit.FIRST),
        ("h", "helen", False, Fit.FIRST),
        ("helen", "h coster", False, Fit.FIRST),
        ("coster", "helen coster", False, Fit.INSIDE),
        ("c", "helen coster", False, Fit.NOT),
        ("", "helen", False, Fit.INSIDE),
        ("c h", "helen coster", False, Fit.NOT),
        ("helen m", "helen c", False, Fit.NOT),
        ("harold", "helen c", False, Fit.NOT),
        ("helen coster", "helen", False, Fit.NOT),
        ("bob", "robert", False, Fit.NOT),
        ("bob", "robert", True, Fit.FIRST),
        ("a b c", "ann bea cleo", False, Fit.FIRST),
        ("a c", "ann bea cleo", False, Fit.FIRST),
    ],
)
def test_given_names_fit_in_order(shorter: str, fuller: str, nicknames: bool, expected: Fit) -> None:
    forms = pl.DataFrame({"tokens": [shorter.split(), fuller.split()]}, schema={"tokens": pl.List(pl.String)})
    found = fit(Shapes.of(forms), np.array([0]), np.array([1]), nicknames=nicknames)
    assert found.tolist() == [expected]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Arvid Train", ""),
        ("Arvid Train, Jr.", "jr"),
        ("Arvid Train III", "iii"),
        ("Arvid Train, 3d", "iii"),
        ("Arvid Train, Sr.", "sr"),
        ("Mrs. Arvid Train", "mrs"),
        ("Iiiona Train", ""),
    ],
)
def test_what_stands_beside_a_name(name: str, mark: str) -> None:
    assert pl.DataFrame({"name": [name]}).select(mark_of(pl.col("name"))).item() == mark


def test_mentions_are_those_of_both_cells() -> None:
    found = mentions(
        register(*filled([{"author": "Orla Quenby", "claimants": "Tobin Quenby|C"}, {"claimants": "Leif Tarrow|A"}]))
    )
    assert found.schema == pl.Schema(MENTIONS)
    assert found.select("row", "role", "name").rows() == [
        (0, "author", "Orla Quenby"),
        (0, "claimant", "Tobin Quenby"),
        (1, "author", "Leif Tarrow"),
        (1, "claimant", "Leif Tarrow"),
    ]


def test_what_is_left_of_a_remark_is_nobody() -> None:
    assert mentions(register(*filled([{"claimants": "Inc.|PWH"}, {}]))).is_empty()


def test_without_mentions_there_are_no_members() -> None:
    registrations = register({})
    clusters = clustered(mentions(registrations), registrations)
    assert clusters.mentions.is_empty()
    assert clusters.merges.is_empty()
    assert member_table(clusters).is_empty()


def test_the_table_tells_variants_roles_capacities_and_why() -> None:
    rows = [
        {"author": "Arvid Train", "claimants": "Helen C. Train|W"},
        {"author": "Arvid Train", "claimants": "Helen Train|E"},
        {"author": "Helen Train", "claimants": "Helen Coster Train|A"},
        {"author": "Helen C. Train", "claimants": "Helen Coster Train|A"},
    ]
    table = member_table(clusters_of(rows))
    assert table.schema == MEMBERS
    assert table["member_id"].is_sorted()
    helen = table.filter(pl.col("name").str.starts_with("Helen")).row(0, named=True)
    assert helen["name"] == "Helen Coster Train"
    assert helen["name_variants"] == ["Helen C. Train", "Helen Train"]
    assert helen["kind"] == "person"
    assert helen["roles"] == ["author", "claimant"]
    assert helen["capacities"] == ["author", "executor", "spouse"]
    assert any("author and claimant of" in reason for reason in helen["merged_because"])


def test_an_id_does_not_change_when_a_registration_is_added() -> None:
    rows = [{"author": "Orla Quenby", "claimants": "Orla Quenby|A"}]
    before, after = clusters_of(rows), clusters_of([*rows, {"author": "Orla Quenby", "claimants": "Orla M. Quenby|A"}])
    assert set(before.mentions["member_id"]) <= set(after.mentions["member_id"])


def test_an_estate_is_told_with_its_person() -> None:
    clusters = clusters_of([{"author": "Orla Quenby", "claimants": "Estate of Orla Quenby|PPW"}])
    [relation] = clusters.relations.to_dicts()
    assert relation["other_name"] == "Orla Quenby"
    assert relation["relation"] == "stands_for"


def test_every_evidence_has_its_words() -> None:
    assert set(SAYS) == set(Evidence)
    assert all(words.count("{}") == 1 for words in SAYS.values())


def test_the_word_lists_have_no_name_twice() -> None:
    for kind in ("surname", "given"):
        names = common_names(kind)
        assert names["name"].is_unique().all()
        assert names["share"].is_between(0, 0.05, closed="right").all()
    assert not set(short_forms("abbreviation")) & set(short_forms("nickname"))
    for kind in ("generic", "filler", "nobody"):
        assert len(set(body_words(kind))) == len(body_words(kind))


def test_registrations_without_a_number_are_told_by_their_row_in_the_file() -> None:
    rows = [{"claimants": "John Smith|A", "title": title} for title in ("Amber", "Basalt", "Cedar")]
    registrations = register(*rows).with_columns(registration_key=pl.lit(None, pl.String))
    found = clustered(mentions(registrations), registrations).mentions
    later = registrations[1:]
    again = clustered(mentions(later), later).mentions
    assert found["member_id"].n_unique() == 3
    assert set(again["member_id"]) < set(found["member_id"])
