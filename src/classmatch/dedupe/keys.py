"""The keys that say when copies are of one edition, and editions of one work."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.text import squash

_SEPARATOR = "\x1f"


def _joined(*parts: pl.Expr) -> pl.Expr:
    return pl.concat_str([part.cast(pl.String).fill_null("") for part in parts], separator=_SEPARATOR)


def first_author() -> pl.Expr:
    """Surname and first initial of the first name: enough to tell authors of one title apart, and few variants."""
    return (pl.col("names").list.first() + pl.lit("|")).str.extract(r"^([^|]*\|\w?)", 1)


def numbers() -> pl.Expr:
    """The designations as one text, a volume's number no other than a bare one (`Part 2`, `2`)."""
    return pl.col("numbers").map_batches(_joined_numbers, return_dtype=pl.String, is_elementwise=True)


def _joined_numbers(listed: pl.Series) -> pl.Series:
    """Few records have a number and hardly any has two, so that only those are put in order."""
    bare = pl.element().str.strip_prefix("v")
    one = listed.list.first().str.strip_prefix("v")
    several = listed.list.len() > 1
    if several.any():
        ordered = listed.filter(several).list.eval(bare.unique().sort()).list.join(",")
        one = one.scatter(several.arg_true(), ordered)
    return pl.select(pl.when(listed.is_not_null()).then(one.fill_null(""))).to_series().alias(listed.name)


def title_key() -> pl.Expr:
    """What a work is called: its main title, its numbers, and whether it is a book about a book.

    Volumes and parts are works of their own, and a study guide is not the book. A title that is nothing but marks has
    no key.
    """
    squashed = squash(pl.col("title_main"))
    return pl.when(squashed != "").then(_joined(squashed, numbers(), pl.col("companion")))


def work_key() -> pl.Expr:
    """Title and first author; null without either, since a title alone does not make two records one work."""
    whole = (pl.col("names").list.len() > 0) & (squash(pl.col("title_main")) != "")
    return pl.when(whole).then(_joined(title_key(), first_author()))


def edition_key() -> pl.Expr:
    """Full title, authors, edition statement, year, publisher and language: an edition without a usable identifier.

    A record without a title is known by its identifier or content hash alone, and else stands for itself.
    """
    titled = _joined(
        squash(pl.col("title_full")),
        numbers(),
        pl.col("names").list.join(";"),
        pl.col("edition_number"),
        pl.col("year"),
        pl.col("publisher_key"),
        pl.col("language"),
    )
    untitled = pl.coalesce(pl.col("isbns").list.first(), pl.col("asins").list.first(), pl.col("md5"))
    alone = pl.coalesce(untitled, _joined(pl.col("source"), pl.col("record_id")))
    return pl.when(pl.col("title_full") != "").then(titled).otherwise(_joined(pl.lit(""), alone))


def name_key() -> pl.Expr:
    """All names as one text, empty without any."""
    return pl.col("names").list.join(";").fill_null("")


def has_words() -> pl.Expr:
    """Whether a name has a word of more than one letter."""
    return name_key().str.contains("[^;| ][^;| ]")
