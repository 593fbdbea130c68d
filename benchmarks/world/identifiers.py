"""ISBNs and content hashes: each edition's and file's own, and the wrong ones that real catalogs carry."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.world.noise import choose
from benchmarks.world.rolls import Flags, Ids, pick, pick_weighted, roll

_ENGLISH = np.uint64(200_000_000)  # 978-0 and 978-1
_STEP = np.uint64(123_456_789)  # prime to `_ENGLISH`: no two editions get one number
_HEX = pl.Series([f"{number:04x}" for number in range(65_536)], dtype=pl.String)


def isbn_body(edition_id: Ids) -> Ids:
    """The nine digits after 978, one number an edition; ids stay below `_ENGLISH`."""
    return (edition_id * _STEP + np.uint64(31_415_926)) % _ENGLISH


def _digits(body: Ids) -> list[Ids]:
    return [body // np.uint64(10**power) % np.uint64(10) for power in range(8, -1, -1)]


def isbn13(body: Ids) -> pl.Series:
    """ISBN-13 with its check digit (ISO 2108)."""
    total = np.full(len(body), 9 + 7 * 3 + 8, dtype=np.uint64)
    for place, digit in enumerate(_digits(body)):
        total = total + digit * np.uint64(3 if place % 2 == 0 else 1)
    check = (np.uint64(10) - total % np.uint64(10)) % np.uint64(10)
    return pl.Series(np.uint64(978) * np.uint64(10**10) + body * np.uint64(10) + check).cast(pl.String)


def isbn10(body: Ids) -> pl.Series:
    """ISBN-10 with its check digit, X for ten."""
    total = np.zeros(len(body), dtype=np.uint64)
    for place, digit in enumerate(_digits(body)):
        total = total + digit * np.uint64(10 - place)
    check = pl.Series(list("0123456789X")).gather((np.uint64(11) - total % np.uint64(11)) % np.uint64(11))
    return pl.Series(body).cast(pl.String).str.zfill(9) + check


def isbn_cells(edition_id: Ids, record: Ids, side: str, wrong: Flags) -> pl.Series:
    """The ISBN of each edition as a record writes it: 13 digits, 10, both, or with hyphens.

    Where `wrong` is set it is the valid ISBN of some other book.
    """
    body = isbn_body(np.where(wrong, pick(record, f"{side} wrong isbn", 10_000_000).astype(np.uint64), edition_id))
    thirteen, ten = isbn13(body), isbn10(body)
    hyphens = thirteen.str.slice(0, 3) + "-" + thirteen.str.slice(3, 1) + "-" + thirteen.str.slice(4, 4)
    hyphens = hyphens + "-" + thirteen.str.slice(8, 4) + "-" + thirteen.str.slice(12)
    form = pick_weighted(record, f"{side} isbn form", [0.55, 0.15, 0.20, 0.10])
    return choose(form == 0, thirteen, choose(form == 1, ten, choose(form == 2, thirteen + "," + ten, hyphens)))


def md5(content: Ids) -> pl.Series:
    """32 hexadecimal digits for each content."""
    halves = [roll(content, "md5 a"), roll(content, "md5 b")]
    parts = [(half >> np.uint64(shift)) & np.uint64(0xFFFF) for half in halves for shift in (0, 16, 32, 48)]
    return (
        pl.DataFrame([_HEX.gather(part).alias(str(number)) for number, part in enumerate(parts)])
        .select(pl.concat_str(pl.all()))
        .to_series()
    )
