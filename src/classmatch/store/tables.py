"""How tables are written: the same rows give the same bytes, whatever made them and on however many threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.store.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

_ROW_GROUP = 250_000  # rows; fixed, since Polars would otherwise cut row groups where its threads cut chunks


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    with replacing(path) as temporary:
        frame.rechunk().write_parquet(temporary, compression="zstd", row_group_size=_ROW_GROUP)


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """CSV by RFC 4180 in UTF-8, lines end in LF, floats with six decimals."""
    with replacing(path) as temporary:
        frame.write_csv(temporary, float_precision=6)
