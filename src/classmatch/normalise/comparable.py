"""Title text in its comparable form: folded, with one spelling of each word and number."""

from __future__ import annotations

from functools import cache

import polars as pl

from classmatch.normalise.lists import rows
from classmatch.normalise.numerals import numerals
from classmatch.normalise.rare import changed_where
from classmatch.normalise.steps import by_distinct, in_turn
from classmatch.normalise.text import fold
from classmatch.normalise.transliteration import CYRILLIC, looks_transliterated, one_form

# `Algebra one` has a number; `The loved one` and `No one` have none.
_ONE = r"^(.+) one$"
_PRONOUN = r"\b(?:the|an?|no|any|every|each|some|this|that|which|another|my|his|her|your|our)(?: \w+){0,2} one$"
# `1933-39` is `1933-1939`, `4,000` is `4000`, and `Vol. 1-3` counts from one to three, as `Vol. 1 to 3` does.
_SHORT_YEARS = r"\b(1[5-9]|20)(\d\d) ?[-–/] ?(\d\d)(\D|$)"
_THOUSANDS = r"(\d),(\d{3})(\D|$)"
_PART = r"([a-z]{4}\.) (\d{1,3}[,.:] ?\p{Lu})"  # `A history of the marshes. 3, The drained years`
_RANGE = r"(?i:\b((?:vol(?:ume)?|p(?:ar)?t|b(?:oo)?k|no|number|book)s?\.? ?\d{1,3}) ?[-–] ?(\d))"
_SHORT_AND = r" ['’‘`]?[nN]['’‘`] "
_MARKS = dict.fromkeys(("(TM)", "(tm)", "™", "®", "[sic]", "[sic.]", "(sic)", "$a ", "$b ", "$c ", "$n ", "$p "), " ")


# One of these is in every cell that `unmarked` changes.
_ANY_MARK = (
    rf"[™®]|\([Tt][Mm]\)|[\[(]sic|\$[abcnp] |{_SHORT_AND}|(?:{_SHORT_YEARS})|(?:{_THOUSANDS})|{_RANGE}|(?:{_PART})"
)


def unmarked(cell: pl.Expr) -> pl.Expr:
    """A title as written, without marks that say nothing, and its ranges of numbers written out."""
    return changed_where(cell, _ANY_MARK, (_unmarked,))


def _unmarked(cell: pl.Expr) -> pl.Expr:
    plain = cell.str.replace_many(_MARKS)
    plain = plain.str.replace_all(_SHORT_AND, " and ")
    years = plain.str.replace_all(_SHORT_YEARS, "${1}${2} ${1}${3}${4}")
    return (
        years.str.replace_all(_THOUSANDS, "${1}${2}${3}")
        .str.replace_all(_RANGE, "${1} to ${2}")
        .str.replace(_PART, "${1} Part ${2}")
    )


@cache
def _replacements() -> tuple[list[str], list[str]]:
    """Words between spaces and what they are written as; spaces are doubled, so that neighbours share none."""
    spellings = {row["variant"]: row["common"] for row in rows("spellings.csv")}
    by_length = sorted({**numerals(), **spellings}.items(), key=lambda item: (-len(item[0]), item[0]))
    doubled = [(f" {a.replace(' ', '  ')} ", f" {b.replace(' ', '  ')} ") for a, b in by_length]
    return [a for a, _ in doubled], [b for _, b in doubled]


def _folded_batch(cells: pl.Series) -> pl.Series:
    folded = cells.to_frame("cell").select(fold(pl.col("cell"))).to_series()
    russian = folded.to_frame("text").select(looks_transliterated(pl.col("text"))).to_series()
    rows = (russian | cells.str.contains(CYRILLIC)).fill_null(value=False).arg_true()
    if rows.is_empty():
        return folded
    return folded.scatter(rows, folded.gather(rows).to_frame("text").select(one_form(pl.col("text"))).to_series())


def _folded(text: pl.Expr) -> pl.Expr:
    return text.map_batches(_folded_batch, return_dtype=pl.String, is_elementwise=True)


@cache
def _variants() -> list[str]:
    """The words that `_spell` replaces, with a space on either side and single spaces between them."""
    return [words.replace("  ", " ") for words in _replacements()[0]]


def _spelled_batch(folded: pl.Series) -> pl.Series:
    text = pl.col("text")
    frame = folded.alias("text").to_frame()
    padded = pl.concat_str(pl.lit(" "), text, pl.lit(" "))
    rows = frame.select(padded.str.contains_any(_variants())).to_series().arg_true()
    return folded.scatter(rows, frame[rows].select(_spell(text)).to_series()) if len(rows) else folded


def _spelled(folded: pl.Expr) -> pl.Expr:
    return folded.map_batches(_spelled_batch, return_dtype=pl.String, is_elementwise=True)


def _spell(folded: pl.Expr) -> pl.Expr:
    padded = pl.lit(" ") + folded.str.replace_all(" ", "  ", literal=True) + pl.lit(" ")
    long, short = _replacements()
    spelled = padded.str.replace_many(long, short, leftmost=True)
    return spelled.str.replace_all("  ", " ", literal=True).str.strip_chars(" ")


def _last_one(text: pl.Expr) -> pl.Expr:
    counts = text.str.ends_with(" one") & ~text.str.contains(_PRONOUN)
    return pl.when(counts).then(text.str.replace(_ONE, "${1} 1")).otherwise(text)


def comparable(text: pl.Expr) -> pl.Expr:
    """Folded text with numbers as digits and words in their common spelling (`data/spellings.csv`); null stays null."""
    return in_turn(text, (_folded, _spelled, _last_one), pl.String())


def comparable_by_distinct(text: pl.Expr) -> pl.Expr:
    """`comparable`, for cells that repeat: subtitles, brackets, statements of the edition."""
    return by_distinct(text, (comparable,))
