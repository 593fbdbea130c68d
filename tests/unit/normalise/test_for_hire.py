from __future__ import annotations

import polars as pl
import pytest

from classmatch.normalise.for_hire import work_for_hire


@pytest.mark.parametrize(
    ("author", "claimants", "expected"),
    [
        ("Acme, Inc., employer for hire", None, True),
        ("Ina Marl; Acme LLC, employer for hire of Otto Fen", None, True),
        ("Acme, employer-for-hire", None, True),
        ("Ina Marl, employee for hire.", "Ina Marl", True),
        ("Acme, work made for hire", None, True),
        ("Ina Marl, not a work made for hire", "Acme|PWH", False),
        ("Work made for hire: No", None, False),
        ("Not for hire", None, False),
        ("Ina Marl", "Acme|PWH", True),
        (None, "Ina Marl|A||Acme Pub. Co.|PWH", True),
        (None, "Acme|PWH||Ina Marl|A", True),
        ("Ina Marl", "Acme|PCW", None),
        ("Ina Marl", "PWHarbour|A", None),
        ("Hire a boat", "For hire", None),
        (None, None, None),
    ],
)
def test_work_for_hire(author: str | None, claimants: str | None, expected: bool | None) -> None:
    frame = pl.LazyFrame(
        {"author": [author], "claimants": [claimants]}, schema={"author": pl.String, "claimants": pl.String}
    )
    assert (
        frame.select(work_for_hire(pl.col("author"), pl.col("claimants"))).collect(engine="streaming").item()
        is expected
    )
