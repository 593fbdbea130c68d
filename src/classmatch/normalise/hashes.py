"""Content hashes as lower-case hexadecimal, so that the same file has the same hash in every catalog.

Catalogs write MD5 in either case. Library Genesis writes SHA-1 in base32 (RFC 4648, 32 characters for 20 bytes) in a
column of that name; it is turned into hexadecimal, so that it can meet the SHA-1 of other catalogs.
"""

from __future__ import annotations

import polars as pl

MD5_LENGTH, SHA1_LENGTH, SHA256_LENGTH = 32, 40, 64

# MD5, SHA-1 and SHA-256 of a file of no bytes: everything that failed to download has them.
OF_NO_BYTES = (
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_BITS = [f"{value:05b}" for value in range(32)]
_NIBBLES = [f"{value:04b}" for value in range(16)]
_SHA1_BASE32 = r"^[A-Z2-7]{32}$"


def hex_digest(cell: pl.Expr, length: int) -> pl.Expr:
    """Lower-case hexadecimal of exactly `length` characters, else null (32 is MD5, 40 SHA-1, 64 SHA-256).

    For 40, 32 characters of base32 are converted. A hash of one digit repeated is a placeholder, and null.
    """
    text = cell.str.strip_chars().str.to_lowercase()
    digest = pl.when(text.str.contains(f"^[0-9a-f]{{{length}}}$")).then(text)
    found = pl.coalesce(digest, _base32_to_hex(cell)) if length == SHA1_LENGTH else digest
    return pl.when(found.str.strip_chars(found.str.slice(0, 1)) != "").then(found)


def is_of_no_bytes(digest: pl.Expr) -> pl.Expr:
    """Whether a hash in lower-case hexadecimal is that of an empty file (Boolean, null for null)."""
    return digest.is_in(OF_NO_BYTES)


def _base32_to_hex(cell: pl.Expr) -> pl.Expr:
    """Hexadecimal of 32 base32 characters: 160 bits, written out and read again by fours; null for other text."""
    letters = cell.str.strip_chars().str.to_uppercase()
    bits = pl.when(letters.str.contains(_SHA1_BASE32)).then(letters).str.replace_many(list(_BASE32), _BITS)
    return bits.str.extract_all("[01]{4}").list.eval(_nibble(pl.element())).list.join("")


def _nibble(bits: pl.Expr) -> pl.Expr:
    return bits.replace(_NIBBLES, list("0123456789abcdef"))
