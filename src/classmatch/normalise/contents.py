"""Titles that stand under one registration number: a row for the record's own, and one for each of its contents.

The cell has a title a line, or the text of a contents note, with ` -- ` between titles (ISBD area 7, MARC 505): `v. 1.
The tides / by Ina Marl -- v. 2. The marsh`. A volume's number goes to the volume, and the name behind the slash is the
author of that part. Nothing else divides a title: a semicolon may be part of one.

What cannot be the title of a work is left out: a page, a number alone, `etc.`, a preface or an index.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.text import fold, spaced, squash

_LABEL = r"(?i)^\s*(?:(?:partial|incomplete)\s+)?contents?\s*:\s*"
_BETWEEN = r"\s*[\r\n]+\s*|\s+--\s+|\s+--$|\.--\s*"
_LINE = "\n"

# `v. 1.`, `[no.] 1.`, `vol. 2:`, `Part III,`: what is counted, the number, and a mark or the end.
_COUNTED = r"(?i:volumes?|vols?|v|books?|bks?|parts?|pts?|numbers?|nos?|units?|sets?|series|ser|band|bd|tomes?|t)"
_DESIGNATION = rf"^(\[?{_COUNTED}\b[.\]]{{0,2}} ?\[?(?:[0-9]{{1,4}}|[ivxIVX]{{1,5}})\]?)(?:[.,:;)]+ ?| [-–] |$)"
_ENUMERATION = r"^[\[(]?[0-9]{1,3}[.)\]]+(?: |$)"  # `1. The tides`: the place in a list, not of a volume in a set
_PAGES = r"(?i)(?:^|[ ,;(\[]+)pp?\. ?[0-9]+(?: ?[-–,] ?[0-9]+)*[)\].]*$"
_RESPONSIBILITY = r"^(.*\S) / (?:(?i:by) )?(\S.*)$"
_END_MARKS = " .,;:/-"

_NO_TITLE = (
    r"(?i)^[^\p{L}\p{N}]*(?:[0-9]{1,3}|[0-9]+ ?(?:pages?|leaves|vols?|volumes|p|l|v)|(?:and )?[0-9]+ (?:others?|more)"
    r"|et al|etc|(?:and )?others?|untitled|no title|contents|table of contents|(?:includes )?(?:index|indexes|indices)"
    r"|(?:includes )?bibliograph(?:y|ies)|preface|foreword|introduction|appendix|appendices|glossary|notes"
    r"|acknowledge?ments)?[^\p{L}\p{N}]*$"
)
_OF_THE_WHOLE = ("subtitle", "alternate_title", "isbn", "full_text")


def with_parts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of `schema.RAW_REGISTRATIONS`, with a row behind each for every title of its contents that is not its own.

    Such a row has the record's number, dates, claimants and id, and of the part the title, the volume and the author;
    where the part names no author, it has the record's. It has nothing that tells of the whole only, such as its ISBN.
    A record without a title of its own is only its contents. `group_registration` (Boolean, added): whether the record
    has several titles.
    """
    listed = frame.with_columns(_parts=titles_of(pl.col("contents")), _titled=_titled())
    several = listed.with_columns(
        group_registration=_count() > 1, _part=pl.concat_list(pl.lit(None, pl.String), "_parts")
    ).explode("_part")
    return several.filter(_is_row()).with_columns(*_of_part()).drop("_part", "_parts", "_titled")


def titles_of(contents: pl.Expr) -> pl.Expr:
    """Titles in a cell of contents (List[String]) as they stand there, each once, in their order; never null."""
    lines = contents.str.replace(_LABEL, "").str.replace_all(_BETWEEN, _LINE).str.split(_LINE)
    return lines.list.eval(_titles(pl.element())).list.eval(_once(pl.element())).fill_null([])


def _titles(line: pl.Expr) -> pl.Expr:
    title = spaced(line.str.replace(_PAGES, ""))
    return title.filter(title.is_not_null() & ~_undesignated(title).str.contains(_NO_TITLE))


def _once(title: pl.Expr) -> pl.Expr:
    return title.filter(fold(title).is_first_distinct())


def _undesignated(title: pl.Expr) -> pl.Expr:
    return title.str.replace(_DESIGNATION, "").str.replace(_ENUMERATION, "")


def _titled() -> pl.Expr:
    return pl.coalesce(spaced(pl.col("title")), spaced(pl.col("full_text"))).is_not_null()


def _count() -> pl.Expr:
    """How many titles a record has, its own and those of its contents that differ from it."""
    own = _compared(pl.when(pl.col("_parts").list.len() > 0).then(pl.col("title")).fill_null(""))
    others = pl.col("_parts").list.eval(_compared(pl.element())).list.set_difference(pl.concat_list(own))
    return others.list.len() + pl.col("_titled").cast(pl.UInt32)


def _is_row() -> pl.Expr:
    """A part whose title is not that of the record again; the record itself, if it has a title, or no parts."""
    part = pl.col("_part")
    own = pl.when(part.is_not_null()).then(pl.col("title")).fill_null("")
    itself = pl.col("_titled") | (pl.col("_parts").list.len() == 0)
    return pl.when(part.is_not_null()).then(_compared(part) != _compared(own)).otherwise(itself)


def _compared(title: pl.Expr) -> pl.Expr:
    return squash(fold(title.str.replace(_RESPONSIBILITY, "$1")))


def _of_part() -> list[pl.Expr]:
    part, is_part = pl.col("_part"), pl.col("_part").is_not_null()
    title = _undesignated(part).str.replace(_RESPONSIBILITY, "$1").str.strip_chars(_END_MARKS)
    whole = [pl.when(~is_part).then(name).alias(name) for name in _OF_THE_WHOLE]
    return [
        pl.coalesce(title, "title").alias("title"),
        pl.when(is_part).then(part.str.extract(_DESIGNATION, 1)).otherwise("volume").alias("volume"),
        pl.coalesce(part.str.extract(_RESPONSIBILITY, 2), "author").alias("author"),
        *whole,
    ]
