"""Titles: the main title, the full title, and what stands in a title cell beside them.

A title cell holds more than a title. Catalogs put the series into it (`Emily Climbs (Emily, #2)`), the Catalog of
Copyright Entries the author (`BABBITT, by Sinclair Lewis`; `MONTGOMERY, LUCY MAUD. Emily climbs; with front. by M. L.
Kirk`), and a tenth of the renewal records have nothing but the printed entry (`full_text`). The steps below take these
apart, one at a time; each concept has a module of its own.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.alternates import alternates, title_segment, without_article, without_correction
from classmatch.normalise.companions import companion
from classmatch.normalise.comparable import comparable, comparable_by_distinct, unmarked
from classmatch.normalise.designations import numbers
from classmatch.normalise.editions import edition_number, without_edition
from classmatch.normalise.rare import found_where
from classmatch.normalise.responsibility import (
    before,
    behind,
    heading,
    issue,
    name_of_generic,
    remarks,
    statement,
    unmarked_name,
    without_heading,
    without_name,
)
from classmatch.normalise.subtitles import (
    end_of_main,
    main_part,
    marked,
    rest,
    without_series_brackets,
    without_suffixes,
)
from classmatch.normalise.text import fold, repair, spaced

# `R603690. Theory of harmony. By Arnold ... © 16Apr48; A22042.` The entry ends where the copyright notice begins.
_ENTRY_NUMBER = r"^\s*RE?\d{3,7}(?:[-–]\d{3,7})?\.\s*"
_ENTRY_NOTICE = r"(?s)\s*(?:©|\(c\)).*$"
_OF_AN_EDITION = r"(?i)\b(?:edn?s?|edition|aufl|auflage|izd)\b|\d ?/?e(?: ;|$)"


def entry_text(full_text: pl.Expr) -> pl.Expr:
    """The title and author part of a printed entry: without its number in front and its notice of copyright behind."""
    return full_text.str.replace(_ENTRY_NUMBER, "").str.replace(_ENTRY_NOTICE, "")


def _cells(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The title cell, or the printed entry where there is none, repaired; of several titles the first of a book."""
    cell = pl.coalesce(repair(pl.col("title")), entry_text(repair(pl.col("full_text"))))
    return frame.with_columns(
        _all=spaced(cell).fill_null(""),
        _subtitle=repair(pl.col("subtitle")).fill_null(""),
        _alternate=repair(pl.col("alternate_title")),
        _author=repair(pl.col("author")),
        _edition=repair(pl.col("edition")),
    ).with_columns(_cell=unmarked(title_segment(pl.col("_all"))))


def _headings(frame: pl.LazyFrame) -> pl.LazyFrame:
    cell = pl.col("_cell")
    return frame.with_columns(_heading=heading(cell), _cell=without_heading(cell)).with_columns(
        _statement=statement(cell), _remarks=remarks(cell)
    )


def _statements(frame: pl.LazyFrame) -> pl.LazyFrame:
    """What the cell says of its makers, and the title before it."""
    cell, said = pl.col("_cell"), behind(pl.col("_cell"), pl.col("_statement"))
    title = before(cell, pl.min_horizontal("_statement", "_remarks"))
    own = before(pl.col("_said"), remarks(pl.col("_said")))
    return frame.with_columns(_said=said, _title=title).with_columns(
        _own=own,
        _unbracketed=without_suffixes(own),
        _name=unmarked_name(pl.col("_title"), pl.coalesce("_author", "_heading")),
    )


def _names(frame: pl.LazyFrame) -> pl.LazyFrame:
    """`_responsibility`: the statement, and a name that the title ends with."""
    unnamed = pl.coalesce("_author", "_heading").is_null() & (pl.col("_said") == "")
    generic = name_of_generic(pl.when(unnamed).then(pl.col("_title")))
    said = pl.concat_str("_said", pl.coalesce("_name", generic, pl.lit("")), separator="; ").str.strip_chars("; ")
    said_of = pl.concat_str(
        pl.col("_author").fill_null(""), pl.col("_heading").fill_null(""), pl.col("_responsibility"), separator=" "
    )
    return frame.with_columns(
        _responsibility=said, _title=without_name(pl.col("_title"), pl.col("_name"))
    ).with_columns(_said_of=said_of)


def _brackets(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The title without the brackets at its end, these and those of the statement without a series, and its issue."""
    bare = without_suffixes(pl.col("_title"))
    brackets = pl.concat_str(_cut_off(pl.col("_title"), bare), _cut_off(pl.col("_own"), pl.col("_unbracketed")))
    return frame.with_columns(
        _bare=bare, _brackets=without_series_brackets(brackets), _issue=issue(pl.col("_unbracketed"))
    )


def _cut_off(whole: pl.Expr, beginning: pl.Expr) -> pl.Expr:
    return whole.cast(pl.Binary).bin.slice(beginning.str.len_bytes()).cast(pl.String)


def _split(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Main title and rest as written. A date or number behind the statement is kept: it tells issues apart."""
    bare = without_edition(without_series_brackets(without_correction(pl.col("_bare"))))
    dated = pl.concat_str(bare, pl.lit(", ") + pl.col("_issue"), ignore_nulls=True)
    split = frame.with_columns(_bare=marked(dated)).with_columns(_end=end_of_main(pl.col("_bare")))
    return split.with_columns(
        _main=main_part(pl.col("_bare"), pl.col("_end")), _rest=rest(pl.col("_bare"), pl.col("_end"))
    )


def _comparable(frame: pl.LazyFrame) -> pl.LazyFrame:
    edition = pl.concat_str("_cell", "_subtitle", separator=" ; ")
    of_an_edition = found_where(edition, _OF_AN_EDITION, (comparable,), pl.String())
    behind_title = pl.concat_str("_rest", "_subtitle", separator=" ; ")
    return frame.with_columns(
        title_main=without_article(comparable(pl.col("_main"))),
        _behind=comparable_by_distinct(behind_title),
        _bracketed=comparable_by_distinct(pl.col("_brackets")),
        _of_an_edition=of_an_edition.fill_null(""),
        _volume=fold(pl.col("volume")).fill_null(""),
        _edition=comparable_by_distinct(pl.col("_edition")),
    )


def _designations(frame: pl.LazyFrame) -> pl.LazyFrame:
    main, behind_title = pl.col("title_main"), pl.col("_behind")
    beside = pl.concat_str("_behind", "_bracketed", separator=" ").str.strip_chars(" ")
    return frame.with_columns(
        title_full=pl.concat_str(main, behind_title, separator=" ").str.strip_chars(" "),
        numbers=numbers(main, beside, pl.col("_volume")),
        companion=companion(
            pl.concat_str(main, beside, separator=" ").str.strip_chars(" "), *map(pl.col, ("_cell", "_said", "_all"))
        ),
        edition_number=edition_number(pl.col("_of_an_edition"), pl.col("_edition")),
    )


STEPS = (_cells, _headings, _statements, _names, _brackets, _split, _comparable, alternates, _designations)


def titles(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the title columns of `schema.BIBLIOGRAPHIC`, and `_heading` and `_responsibility` for the names."""
    for step in STEPS:
        frame = step(frame)
    return frame
