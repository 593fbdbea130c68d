"""What the Copyright Office's wide tables have in common: numbered columns of authors and claimants, and entities."""

from __future__ import annotations

import re

import polars as pl

from classmatch.read.fold import fold
from classmatch.read.rows import EXTRA

_NAME = re.compile(r"author(\d+)(?:full)?name")
_FOR_HIRE = ", employer for hire"  # as the Office's own records say it of an author
_NO = ("n", "no", "0", "false", "f")
_ENTITIES = {"&amp;": "&", "&apos;": "'", "&quot;": '"', "&lt;": "<", "&gt;": ">", "&#39;": "'"}


def prepare(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The table with its entities as characters, and each author who was an employer said to be one."""
    names = [name for name in frame.collect_schema().names() if name not in EXTRA]
    frame = frame.with_columns(pl.col(names).str.replace_many(list(_ENTITIES), list(_ENTITIES.values())))
    folded = {fold(name): name for name in names}
    return frame.with_columns(
        _author(pl.col(name), pl.col(folded[f"author{found[1]}wfh"])).alias(name)
        for key, name in folded.items()
        if (found := _NAME.fullmatch(key)) and f"author{found[1]}wfh" in folded
    )


def _author(name: pl.Expr, for_hire: pl.Expr) -> pl.Expr:
    said = for_hire.str.strip_chars().str.to_lowercase()
    is_employer = (said != "") & ~said.is_in(_NO) & ~name.str.contains("(?i)for hire")
    return pl.when(is_employer).then(name + _FOR_HIRE).otherwise(name)
