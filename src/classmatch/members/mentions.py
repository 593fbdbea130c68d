"""Every name of a claimant or an author in the registrations, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.members.words import body_words
from classmatch.normalise.claimants import claimants_of

if TYPE_CHECKING:
    from classmatch.schema import Table

CLAIMANT, AUTHOR = "claimant", "author"
CLEANED: Table = {
    "name": pl.String,
    "key": pl.String,
    "kind": pl.String,
    "capacity": pl.String,
    "of": pl.String,
    "born": pl.Int16,
    "died": pl.Int16,
    "alias_keys": pl.List(pl.String),
    "part_of": pl.String,
}
MENTIONS: Table = {"row": pl.UInt32, "role": pl.String, **CLEANED}
# Capacities in which the claimant is the author.
AUTHOR_CAPACITIES = ("author",)

_OF_HUSBAND = r"(?i)^(?:mrs|mme|madame)\b"  # `Jane Roe (Mrs. John Roe)` is not John Roe
_JOINT = r"(?i)\bpseud\w*\.? of [^;|]*(?:&|\band\b)"  # one name of two writers is none of either


def mentions(registrations: pl.DataFrame) -> pl.DataFrame:
    """The names of claimants and authors (`MENTIONS`), in the order of the registrations and of their cells.

    `registrations` has `claimants` and `authors` of `schema.REGISTRATIONS`; `row` is the index in it, and `role`
    claimant or author. Where the author cell is empty, the claimants who are marked as authors are the authors.
    """
    cells = registrations.select(**{CLAIMANT: "claimants", AUTHOR: "authors"}).with_row_index("row")
    named = _cleaned(cells.unpivot(index="row", variable_name="role", value_name="text").drop_nulls("text"))
    claimants, authors = (named.filter(pl.col("role") == role) for role in (CLAIMANT, AUTHOR))
    marked = pl.col("capacity").is_in(AUTHOR_CAPACITIES)
    by_mark = claimants.filter(marked).join(authors, on="row", how="anti")
    found = pl.concat([named, by_mark.with_columns(role=pl.lit(AUTHOR))])
    return found.filter(_somebody()).sort("row", "role", "place", maintain_order=True).select(*MENTIONS)


def _somebody() -> pl.Expr:
    """Whether a name has a word that is not left over from a remark or a legal form, as `Inc.` and `President` are."""
    words = pl.col("key").str.replace("|", " ", literal=True).str.strip_chars(" ").str.split(" ")
    return ~words.list.eval(pl.element().is_in(body_words("nobody"))).list.all()


def _cleaned(texts: pl.DataFrame) -> pl.DataFrame:
    """`row`, `role`, `place` and the columns of `CLEANED` of cells (`row, role, text`), each distinct one read once."""
    distinct = texts["text"].unique(maintain_order=True)
    index = pl.DataFrame({"text": distinct, "cell": pl.int_range(len(distinct), eager=True, dtype=pl.UInt32)})
    names = claimants_of(distinct).join(index, on="cell").with_columns(alias_keys=_own_aliases())
    found = texts.join(index, on="text").join(names.select("cell", "place", *CLEANED), on="cell")
    return found.select("row", "role", "place", *(pl.col(name).cast(kind) for name, kind in CLEANED.items()))


def _own_aliases() -> pl.Expr:
    """The keys of aliases, without the names of husbands and those that several people share."""
    styled = pl.col("aliases").list.eval(pl.element().str.contains(_OF_HUSBAND)).list.any()
    return (
        pl.when(styled | pl.col("text").str.contains(_JOINT))
        .then(pl.lit([], pl.List(pl.String)))
        .otherwise("alias_keys")
    )
