"""Books about another book, told by the wording of their titles: `data/companions.csv` has the patterns.

A pattern is of the comparable text of title, subtitle and brackets. `unless` names wordings in which it means
something else: a novel with a reading group guide in it is no study guide. The kinds are tried in the order of the
file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from classmatch.normalise.lists import rows
from classmatch.normalise.rare import found_where

# `(In Collier's, Oct. 1, 1932)`, `(From Life)`: part of a periodical; `(In Search of Lost Time, #4)` is a series.
_CONTRIBUTION = (
    r"\((?:[Ii]n|IN|[Ff]rom|[Pp]ub(?:lished|\.)? in|[Aa]ppeared in|[Rr]eprinted from) (?:the |The )?[\p{Lu}\"'’]"
)
_SERIES_NAMED_IN = r"\([Ii]n [^()]*(?:#|[Bb]ook \d|[Vv](?:ol)?\.? ?\d+\))"
# Who adapts, abridges or dramatises makes another book of it.
_ADAPTED = (
    r"(?i)\b(?:adapted|dramati[sz]ed|abridged|condensed|simplified|screenplay|libretto|dramati[sz]ation|adaptation)"
    r"(?: and [a-z]+\.?| for [a-z ]{1,30})?(?: by |: ?)\p{Lu}"
)

_DIGESTED = r"(?i)\| *(?:key takeaways|summary|analysis|conversation starters)"
_SEVERAL = r"^[^;]+ ; [^;]+ ; \p{Lu}"  # `Four cousins ; Four uncles ; Nell's boys`: a row of titles (ISBD)


@cache
def _accessories() -> str:
    lines = files("classmatch.normalise.data").joinpath("accessories.txt").read_text("utf-8").splitlines()
    return "|".join(f"(?:{line})" for line in lines)


def is_accessory(title: pl.Expr) -> pl.Expr:
    """Whether a folded title (String) is worded like that of a thing that goes with a book; null for null.

    It means something only beside a title that lacks the words: `Key to X` beside `X`. `The Key to Rebecca` is a novel.
    """
    return title.str.contains(_accessories())


def companions() -> list[tuple[str, str, str]]:
    """(kind, pattern, wording in which the pattern means something else or empty), in the order in which they count."""
    return [(row["kind"], row["pattern"], row["unless"] or "") for row in rows("companions.csv")]


def _is_contribution(cell: pl.Expr) -> pl.Expr:
    return cell.str.contains(_CONTRIBUTION) & ~cell.str.contains(_SERIES_NAMED_IN)


def _kind(text: pl.Expr) -> pl.Expr:
    any_kind = "|".join(f"(?:{pattern})" for _, pattern, _ in companions())
    return found_where(text, any_kind, (_kind_of_some,), pl.String())


def _kind_of_some(text: pl.Expr) -> pl.Expr:
    kinds = []
    for kind, pattern, unless in companions():
        found = text.str.contains(pattern)
        kinds.append(pl.when(found & ~text.str.contains(unless) if unless else found).then(pl.lit(kind)))
    return pl.coalesce(kinds)


def companion(text: pl.Expr, cell: pl.Expr, said: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Kind of a book about another book or of a part of a periodical, else null.

    `text` is comparable, `cell` the title cell as written, `said` its statement of responsibility, `whole`
    the cell with what stands behind bars; none is null.
    """
    adapted = said.str.contains(_ADAPTED)
    contribution = found_where(cell, r"\(", (_is_contribution,), pl.Boolean())
    digested = found_where(whole, r"\|", (lambda text: text.str.contains(_DIGESTED),), pl.Boolean())
    several = found_where(cell, " ; ", (lambda text: text.str.contains(_SEVERAL),), pl.Boolean())
    return pl.coalesce(
        pl.when(contribution).then(pl.lit("contribution")),
        _kind(text),
        pl.when(digested).then(pl.lit("summary")),
        pl.when(adapted).then(pl.lit("adaptation")),
        pl.when(several).then(pl.lit("omnibus")),
    )
