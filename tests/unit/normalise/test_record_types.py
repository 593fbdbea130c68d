from __future__ import annotations

import polars as pl
import pytest

from classmatch.normalise.record_types import RECORD_TYPES, record_type


@pytest.mark.parametrize(
    ("cell", "number", "expected"),
    [
        ("Registration", "RE0000736790", "registration"),
        ("renewal", "A366051", "renewal"),
        ("Renewal Registration", None, "renewal"),
        ("RE", None, "renewal"),
        ("Preregistration", "TX0001234567", "preregistration"),
        ("pre-registration", None, "preregistration"),
        ("Supplementary registration", "TX0001234567", "supplementary"),
        ("correction and amplification", None, "supplementary"),
        ("Original registration", None, "registration"),
        ("recordation", "V3456P123", None),
        ("monograph", "TX0001234567", "registration"),
        (None, "TX0001234567", "registration"),
        (None, "A366051", "registration"),
        (None, "R736790", "renewal"),
        (None, "PRE000001234", "preregistration"),
        (None, "1234567", None),
        (None, None, None),
    ],
)
def test_record_type(cell: str | None, number: str | None, expected: str | None) -> None:
    frame = pl.LazyFrame({"cell": [cell], "number": [number]}, schema={"cell": pl.String, "number": pl.String})
    assert frame.select(record_type(pl.col("cell"), pl.col("number"))).collect(engine="streaming").item() == expected
    assert expected is None or expected in RECORD_TYPES
