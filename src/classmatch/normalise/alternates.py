"""Other titles under which a work may be known, and what of a title cell may be its title instead of the main one.

An alternate only lets a work be found and compared: it is weaker evidence than the title. What a cell holds besides is
taken for one where its wording is that of a title: behind a colon (`The Fen Cycle: Marsh Fires`), behind the author's
name (`Fletcher's Book of Rhymes`), in another language (`Life Is a Dream = La vida es sueño`), as a correction
(`The hitory [i.e. history] of Rome`). A kind of writing is no title (`Salt Roads: A Novel`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from classmatch.normalise.comparable import comparable
from classmatch.normalise.generic import is_generic
from classmatch.normalise.lists import lines
from classmatch.normalise.rare import changed_where, found_where, where
from classmatch.normalise.responsibility import before, generic_of, statement, without_possessor
from classmatch.normalise.steps import by_distinct
from classmatch.normalise.subtitles import end_of_main, main_part, marked, without_suffixes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.normalise.steps import Step

# The mark of the subtitle, and a number between it and the title of the part: `. 3, The marsh`, `Volume 2: The marsh`
_LEAD = (
    r"^(?:\x{1}|[\s:;=,.\-–—/()\[\]])*"
    r"(?i:(?:(?:vol(?:ume)?|part|pt|book|bk|no|episode)s?\.? ?)?"
    r"(?:\d{1,3}|[ivx]{1,5}\b|one|two|three|four|five|six)\s*[:.,–—-]+\s*)?"
)
_TITLE_LIKE = r"^[\p{Lu}\p{N}\"“'‘¿¡\p{Lo}]"
_INDEFINITE = r"^An? "  # `: A new concept of egoism` tells what the book is
_MARKED_TITLE = (
    r"^(?:\x{1}|\s*(?:[:=]|[-–—]{1,2}[^-]|/ ?[^\x{0}-\x{24f}])|"
    r"[\s,]*\(?(?:[Vv]ol|[Pp]art|[Bb]ook|[Ee]pisode)|,? [Oo]r[,;:])"
)
_CORRECTED = r"(\S+) \[i\. ?e\.?,? ([^\[\]]{1,40})\]"
_ANY_CORRECTION = r" ?\[i\. ?e\.?[^\[\]]*\]"
_THE_PART = r"^([^,:;]{8,}), (?:the|The) "
_MIN_LETTERS = 6
_ONLY_A_PART = (
    r"^(?:vols?|parts?|nos?|series|ser|episode|sheet) \d|\bnos? \d+$|\bed$|"
    r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d|"
    r"^\d+th (?:\w+ )?(?:international|annual|conference)|"
    r"^(?:vols?|parts?|books?|nos?|episode|series|ser|\d+[a-z]*)(?: \w+)?(?: (?:to|and) \d+)?$"
)
_MONTH = r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_OF_A_YEAR = r",? (?:1[89]|20)\d\d\W*$"
_PERIODICAL = (
    rf"(?i){_MONTH}(?: ?[-–,]? ?\w{{1,4}}\.?){{0,3}}{_OF_A_YEAR}|\b(?:magazine|weekly|monthly|quarterly|comics)\W*$|"
    rf"^(?:the )?\w+ (?:monthly|weekly|quarterly|magazine){_OF_A_YEAR}"
)


@cache
def articles() -> tuple[str, ...]:
    """Leading articles that filing ignores, folded."""
    return tuple(word for line in lines("articles.txt") for word in line.split())


def without_article(text: pl.Expr) -> pl.Expr:
    """A folded title without its leading article, unless nothing would be left."""
    return text.str.replace(rf"^(?:{'|'.join(articles())}) (.)", "${1}")


def without_correction(cell: pl.Expr) -> pl.Expr:
    """The title as it was printed, without the cataloguer's `[i.e. ...]`."""
    return changed_where(cell, r"\[i\.", (lambda text: text.str.replace_all(_ANY_CORRECTION, ""),))


def corrected(cell: pl.Expr) -> pl.Expr:
    """The title as the cataloguer corrects it, else null."""
    return found_where(cell, _CORRECTED, (lambda text: text.str.replace_all(_CORRECTED, "${2}"),), pl.String())


def title_segment(cell: pl.Expr) -> pl.Expr:
    """Of several titles with bars between them the first that is no issue of a periodical, else the first."""
    return changed_where(cell, r"\|", (_first_book,))


def _first_book(cell: pl.Expr) -> pl.Expr:
    segments = cell.str.split("|")
    books = segments.list.eval(pl.element().filter(~pl.element().str.contains(_PERIODICAL)))
    return pl.coalesce(books.list.first(), segments.list.first())


def part_behind(rest: pl.Expr) -> pl.Expr:
    """What stands behind the main title, where it is written as a title, else null; a bar between parallel titles."""
    steps = (lambda text: text.str.replace(_LEAD, "").str.replace_all(" = ", "|", literal=True), _title_like)
    return found_where(rest, _MARKED_TITLE, steps, pl.String())


def _title_like(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_TITLE_LIKE) & ~text.str.contains(_INDEFINITE)).then(text)


def _the_part(title: pl.Expr) -> pl.Expr:
    """`Jeb Stuart` of `Jeb Stuart, the last cavalier`, else null."""
    return found_where(title, ", [Tt]he ", (lambda text: text.str.extract(_THE_PART, 1),), pl.String())


def _stated(cell: pl.Expr) -> pl.Expr:
    return before(cell, statement(cell))


def _main(title: pl.Expr) -> pl.Expr:
    return main_part(title, end_of_main(title))


_OF_A_PART = (without_suffixes, marked, _main, comparable, without_article)  # of a cell whose statement is cut off
_OF_A_CELL = (_stated, *_OF_A_PART)


def _is_title(text: pl.Expr) -> pl.Expr:
    worded = (text.str.len_bytes() >= _MIN_LETTERS) & text.str.contains("[a-z]{4}")
    return worded & ~text.str.contains(_ONLY_A_PART) & ~is_generic(text)


def _listed(alternate: pl.Expr) -> pl.Expr:
    """With bars between several titles. Readers write `; ` there; before `or` it is in one (`Emma; or, The Match`)."""
    return alternate.str.replace_all(r"(?i); (or\b)", ", $1").str.replace_all("; ", "|", literal=True)


def _folded(cells: pl.Expr, steps: Sequence[Step]) -> pl.Expr:
    """Lists of the titles between bars, taken through steps; null where there are none, as in most rows."""

    def each(text: pl.Expr) -> pl.Expr:
        return text.str.split("|").list.eval(by_distinct(pl.element(), steps))

    return found_where(cells, r"[^|\s]", (each,), pl.List(pl.String))


def _others() -> dict[str, pl.Expr]:
    """The titles of a row, those that are only taken for one if they read as one, without the main title."""
    element = pl.element()
    titles = pl.col("derived").fill_null([]).list.eval(element.filter(_is_title(element)))
    others = pl.concat_list(pl.col("given").fill_null([]), titles).list.set_difference(pl.concat_list("main"))
    return {"others": others.list.eval(element.filter(element != "").unique().sort())}


def alternates(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `title_alternates`: sorted, each once, none empty, the main title not among them; never null."""
    given = (_listed(pl.col("_alternate")), found_where(pl.col("_all"), r"\|", (), pl.String()))
    derived = (
        part_behind(pl.col("_rest")),
        without_possessor(pl.col("_main"), pl.col("_said_of")),
        generic_of(pl.col("_main"), pl.col("_said_of")),
        corrected(pl.col("_cell")),
        _the_part(pl.col("_main")),
    )
    ready = frame.with_columns(
        _given=_folded(pl.concat_str(given, separator="|", ignore_nulls=True), _OF_A_CELL),
        _derived=_folded(pl.concat_str(derived, separator="|", ignore_nulls=True), _OF_A_PART),
    )
    cells = {"given": pl.col("_given"), "derived": pl.col("_derived"), "main": pl.col("title_main")}
    concerned = pl.col("_given").is_not_null() | pl.col("_derived").is_not_null()
    others = where(concerned, cells, (_others(),), pl.List(pl.String))
    return ready.with_columns(title_alternates=pl.coalesce(others, pl.lit([], pl.List(pl.String))))
