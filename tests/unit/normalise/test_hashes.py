from __future__ import annotations

import base64
import hashlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.hashes import MD5_LENGTH, OF_NO_BYTES, SHA1_LENGTH, SHA256_LENGTH, hex_digest, is_of_no_bytes


def digest(cell: str | None, length: int) -> str | None:
    plan = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String}).select(hex_digest(pl.col("cell"), length))
    return plan.collect(engine="streaming").item()


MD5 = hashlib.md5(b"a book", usedforsecurity=False).hexdigest()
SHA1 = hashlib.sha1(b"a book", usedforsecurity=False)


@pytest.mark.parametrize(
    ("cell", "length", "expected"),
    [
        (MD5, MD5_LENGTH, MD5),
        (MD5.upper(), MD5_LENGTH, MD5),
        (f" {MD5}\n", MD5_LENGTH, MD5),
        (MD5[:-1], MD5_LENGTH, None),
        (MD5 + "0", MD5_LENGTH, None),
        (MD5[:-1] + "g", MD5_LENGTH, None),
        (MD5, SHA256_LENGTH, None),
        ("0" * 32, MD5_LENGTH, None),
        ("f" * 64, SHA256_LENGTH, None),
        ("", MD5_LENGTH, None),
        (None, MD5_LENGTH, None),
        (SHA1.hexdigest(), SHA1_LENGTH, SHA1.hexdigest()),
        (base64.b32encode(SHA1.digest()).decode(), SHA1_LENGTH, SHA1.hexdigest()),
        (base64.b32encode(SHA1.digest()).decode().lower(), SHA1_LENGTH, SHA1.hexdigest()),
        ("A" * 32, SHA1_LENGTH, None),
        ("A" * 31 + "1", SHA1_LENGTH, None),
    ],
)
def test_digest(cell: str | None, length: int, expected: str | None) -> None:
    assert digest(cell, length) == expected


@given(st.binary(min_size=20, max_size=20).filter(lambda raw: len(set(raw.hex())) > 1))
def test_base32_is_the_same_hash(raw: bytes) -> None:
    assert digest(base64.b32encode(raw).decode(), SHA1_LENGTH) == raw.hex()


@given(st.text(max_size=70), st.sampled_from([MD5_LENGTH, SHA1_LENGTH, SHA256_LENGTH]))
def test_any_text_is_taken(cell: str, length: int) -> None:
    once = digest(cell, length)
    assert once is None or (len(once) == length and digest(once, length) == once)


def test_the_hashes_of_no_bytes_are_those_of_a_file_of_no_bytes() -> None:
    empty = [hashlib.new(name, b"", usedforsecurity=False).hexdigest() for name in ("md5", "sha1", "sha256")]
    assert list(OF_NO_BYTES) == empty
    digests = pl.Series([*empty, MD5, None], dtype=pl.String)
    assert pl.select(is_of_no_bytes(pl.lit(digests))).to_series().to_list() == [True, True, True, False, None]
