"""Works made for hire (17 U.S.C. 101), whose author is the employer: where the record says so.

A record that does not say so may still be of one, so that nothing is concluded from its silence.
"""

from __future__ import annotations

import polars as pl

_FOR_HIRE = r"(?i)\b(?:employ(?:er|ee)s?|works?(?:[- ]made)?|made)[- ]for[- ]hire\b"
_NOT_FOR_HIRE = r"(?i)\bnot (?:an? )?(?:employ(?:er|ee)s?[- ]|works? )?(?:made )?for[- ]hire\b|for[- ]hire\W+no\b"
_PROPRIETOR = r"\|PWH(?:\||$)"  # of a work made for hire: the Office's abbreviation for a claimant of a renewal


def work_for_hire(author: pl.Expr, claimants: pl.Expr) -> pl.Expr:
    """Whether the record says that the work was made for hire (Boolean): null when it says nothing of it."""
    hired = author.str.contains(_FOR_HIRE) | claimants.str.contains(_PROPRIETOR)
    return pl.when(author.str.contains(_NOT_FOR_HIRE)).then(pl.lit(value=False)).when(hired).then(pl.lit(value=True))
