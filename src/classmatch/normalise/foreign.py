"""Whether a work was first published outside the United States, as far as its registration says so.

Two things say it. Before 1978 the class of the number: its first letter is the class of the Copyright Act, the second a
mark of the Office, `F` for foreign works and `I` for books and periodicals registered ad interim (17 U.S.C. 22 of 1947:
first published abroad in English); an `O` behind it tells those of which two copies were deposited (17 U.S.C. 215 of
1949). Source: Catalog of Copyright Entries, Third Series, vol. 4 (1950), introductions to its parts. In catalogs before
1947 the words are written out: `A Foreign 32851`, `A ad int. 25511`.

Since 1978 the record names the nation of first publication. One that was published in several at the same time, of
which one is the United States, is a work of the United States (17 U.S.C. 101, "United States work"); its territories
are part of it (17 U.S.C. 101, "United States"), and so are its states, which some name instead. A name that is not in
`data/nations.csv` says nothing, nor does `Georgia`, which is a state and a nation.
"""

from __future__ import annotations

from functools import cache, reduce

import polars as pl

from classmatch.normalise.lists import rows
from classmatch.normalise.steps import by_distinct
from classmatch.normalise.text import fold

_FOREIGN_CLASS = r"^(?:[A-N]F|[AB]I)O?-?[0-9]"
_WRITTEN_OUT = r"^[A-N][A-Z]?[ .-]*(?:FOREIGN|FOR[. ]|AD[ -]?INT)"  # kept as it stands by `canonical_number`
_EXCLUDED = r"\b(?:outside|except|excluding|not|other than)\b"  # `outside the United States`
# Initials that stand apart once they are folded, the longest first: `U.S.S.R.` has nothing of `U.S.`.
_INITIALS = ((r"\bu s s r\b", "ussr"), (r"\bu s a\b", "usa"), (r"\bu s\b", "us"), (r"\bu k\b", "uk"))
_UNITED_STATES, _OTHER = "united states", "other"


@cache
def _names(kind: str) -> list[str]:
    """The folded names of a kind of nation, with a space on either side: they are found as whole words."""
    return [f" {row['name']} " for row in rows("nations.csv") if row["kind"] == kind]


def foreign(number: pl.Expr, original_number: pl.Expr, nation: pl.Expr) -> pl.Expr:
    """Whether the work was first published outside the United States (Boolean); null where the record does not say.

    Args:
        number: canonical number of the registration (String).
        original_number: of a renewal, the canonical number of the original registration (String).
        nation: nation or nations of first publication, as written (String).

    """
    of_class = _has_foreign_class(number) | _has_foreign_class(original_number)
    return pl.when(of_class).then(True).otherwise(by_distinct(nation, (_padded, _kind)) == _OTHER)


def _has_foreign_class(number: pl.Expr) -> pl.Expr:
    return (number.str.contains(_FOREIGN_CLASS) | number.str.contains(_WRITTEN_OUT)).fill_null(False)


def _padded(nation: pl.Expr) -> pl.Expr:
    words = reduce(lambda text, initials: text.str.replace_all(*initials), _INITIALS, fold(nation))
    return pl.concat_str(pl.lit(" "), words, pl.lit(" "))


def _kind(padded: pl.Expr) -> pl.Expr:
    """`united states` if it is among the nations that are named, `other` if only others are, else null."""
    return (
        pl.when(padded.str.contains(_EXCLUDED)).then(None)
        .when(padded.str.contains_any(_names(_UNITED_STATES))).then(pl.lit(_UNITED_STATES))
        .when(padded.str.contains_any(_names(_OTHER))).then(pl.lit(_OTHER))
    )  # fmt: skip
