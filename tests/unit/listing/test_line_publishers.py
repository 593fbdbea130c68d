"""The publisher of a line."""

from __future__ import annotations

import polars as pl
import pytest

from classmatch.listing.publishers import is_distributor, publisher_of


def test_distributors_are_known_however_they_are_written() -> None:
    names = pl.DataFrame(
        {"name": ["Smashwords", "SMASHWORDS EDITION", "Ingram Publisher Services, Inc.", "Sable", None]}
    )
    assert names.select(is_distributor(pl.col("name")))["name"].to_list() == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("registered", "catalog", "expected"),
    [
        ("Ostler House", "Ingram", ("Ostler House", "registration")),
        (None, "Ostler House", ("Ostler House", "catalog")),
        (None, "Ingram", ("Ingram", "distributor")),
        (None, None, (None, None)),
    ],
)
def test_the_registration_says_who_published(
    registered: str | None, catalog: str | None, expected: tuple[str | None, str | None]
) -> None:
    frame = pl.DataFrame({"r": [registered], "c": [catalog]}, schema={"r": pl.String, "c": pl.String})
    publisher, origin = publisher_of(pl.col("r"), pl.col("c"))
    assert frame.select(publisher.alias("p"), origin.alias("o")).row(0) == expected
