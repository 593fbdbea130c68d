"""No work id that was ever given is lost."""

from __future__ import annotations

import polars as pl

from classmatch.schema import COPY_WORKS
from classmatch.store.aliases import aliases_of


def copies(**work_of: str) -> pl.DataFrame:
    """Copies by record id, each with its work."""
    rows = [
        {
            **dict.fromkeys(COPY_WORKS),
            "source": "libgen",
            "record_id": record,
            "edition_id": f"e-{work}",
            "work_id": work,
        }
        for record, work in work_of.items()
    ]
    return pl.DataFrame(rows, schema=dict(COPY_WORKS))


def aliases(before: pl.DataFrame, older: dict[str, str], now: pl.DataFrame) -> dict[str, str]:
    old = pl.DataFrame(
        {"alias": list(older), "work_id": list(older.values())}, schema=[("alias", pl.String), ("work_id", pl.String)]
    )
    return dict(aliases_of(before, old, now).iter_rows())


def test_a_first_catalog_has_none() -> None:
    assert aliases_of(None, None, copies(a="w1")).is_empty()


def test_a_work_that_stays_has_none() -> None:
    assert aliases(copies(a="w1"), {}, copies(a="w1", b="w2")) == {}


def test_works_that_merge_lead_to_the_one_that_is_left() -> None:
    assert aliases(copies(a="w1", b="w2"), {}, copies(a="w1", b="w1")) == {"w2": "w1"}


def test_a_work_with_a_new_key_is_found_under_its_old_id() -> None:
    assert aliases(copies(a="w5"), {}, copies(a="w1", b="w1")) == {"w5": "w1"}


def test_a_split_leads_to_the_larger_part_and_of_equals_to_the_smaller_id() -> None:
    assert aliases(copies(a="w1", b="w1", c="w1"), {}, copies(a="w2", b="w3", c="w3")) == {"w1": "w3"}
    assert aliases(copies(a="w1", b="w1"), {}, copies(a="w3", b="w2")) == {"w1": "w2"}


def test_an_alias_of_an_alias_leads_all_the_way() -> None:
    assert aliases(copies(a="w2"), {"w3": "w2"}, copies(a="w1")) == {"w2": "w1", "w3": "w1"}


def test_an_id_that_is_a_work_again_is_no_alias() -> None:
    assert aliases(copies(a="w1", b="w1"), {"w2": "w1"}, copies(a="w1", b="w2")) == {}
