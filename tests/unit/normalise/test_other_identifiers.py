from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.other_identifiers import other_identifiers


def found(cell: str | None) -> list[str]:
    frame = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String})
    values: list[str] = frame.select(other_identifiers(pl.col("cell"))).collect(engine="streaming").item().to_list()
    return values


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("oclc:1412398593; doi:10.1000/182", ["doi:10.1000/182", "oclc:1412398593"]),
        ("DOI: 10.5555/ABC", ["doi:10.5555/abc"]),
        ("doi:https://doi.org/10.5555/abc", ["doi:10.5555/abc"]),
        ("doi:http://dx.doi.org/10.5555/abc.", ["doi:10.5555/abc"]),
        ("doi:doi:10.5555/abc", ["doi:10.5555/abc"]),
        ("10.5555/abc", ["doi:10.5555/abc"]),
        (
            "doi:10.1002/(SICI)10(1996)9:1<1::A>3.0.CO;2-1; ol:OL1M",
            ["doi:10.1002/(sici)10(1996)9:1<1::a>3.0.co;2-1", "ol:OL1M"],
        ),
        ("doi:11.5555/abc", []),
        ("issn:0317-8471", ["issn:0317-8471"]),
        ("ISSN:03178471; issn:2434-561x", ["issn:0317-8471", "issn:2434-561X"]),
        ("issn:0317-8472; issn:317-8471", []),
        ("lccn:85-2", ["lccn:85000002"]),
        ("lccn: n 78890351 ", ["lccn:n78890351"]),
        ("lccn: 79139101 /AC/r932", ["lccn:79139101"]),
        ("lccn:2001-627090; lccn:x", ["lccn:2001627090"]),
        ("oclc:(OCoLC)ocm00012345; OCoLC:12345", ["oclc:12345"]),
        ("oclc:none", []),
        ("goodreads: 42 ; goodreads:42; gbook:aBcD", ["gbook:aBcD", "goodreads:42"]),
        ("no scheme; isbn", []),
        ("", []),
        (None, []),
    ],
)
def test_identifiers(cell: str | None, expected: list[str]) -> None:
    assert found(cell) == expected


@given(st.integers(0, 9_999_999), st.sampled_from("0123456789X"))
def test_an_issn_has_one_right_check_digit(body: int, check: str) -> None:
    digits = f"{body:07}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
    right = "0123456789X"[-total % 11]
    issn = f"{digits[:4]}-{digits[4:]}{check}"
    assert found(f"issn:{issn}") == ([f"issn:{issn}"] if check == right else [])


@given(st.text("adoi:isn;10./5X- ", max_size=40) | st.text(max_size=40))
def test_what_was_found_is_final(cell: str) -> None:
    once = found(cell)
    assert once == sorted(set(once))
    assert found("; ".join(once)) == once
