"""SHA-1 sums in base32 (RFC 4648, 32 characters), as Library Genesis writes them, as hexadecimal digits."""

from __future__ import annotations

import numpy as np
import polars as pl

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LENGTH = 32  # characters for 20 bytes
_VALUES = np.zeros(256, np.uint8)
_VALUES[np.frombuffer(_ALPHABET, np.uint8)] = np.arange(32)


def base32_as_hex(cell: pl.Expr) -> pl.Expr:
    """Cells of 32 base32 characters as 40 hexadecimal digits; all others as they are."""
    text = cell.str.strip_chars()
    is_base32 = text.str.contains(rf"^[A-Za-z2-7]{{{_LENGTH}}}$")
    return pl.when(is_base32).then(text.str.to_uppercase().map_batches(_decoded, pl.String)).otherwise(cell)


def _decoded(cells: pl.Series) -> pl.Series:
    """The sums of a whole column; what is no sum becomes null."""
    fits = (cells.str.len_bytes() == _LENGTH).fill_null(value=False)
    text = "".join(cells.filter(fits).to_list()).encode("ascii", "replace")
    quintets = _VALUES[np.frombuffer(text, np.uint8)].reshape(-1, _LENGTH)
    bits = np.unpackbits(quintets[:, :, None], axis=2)[:, :, 3:].reshape(-1, 160)
    digits = np.packbits(bits, axis=1).tobytes().hex()
    sums = pl.Series([digits[start : start + 40] for start in range(0, len(digits), 40)], dtype=pl.String)
    rows = pl.Series(np.flatnonzero(fits.to_numpy()), dtype=pl.UInt32)
    return pl.Series(cells.name, [None] * len(cells), pl.String).scatter(rows, sums)
