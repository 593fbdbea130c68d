"""Edition statements: their number, and the title without them.

An edition of a work is that work, so that its statement belongs to no title: `Principles of Glazing, 10th ed.` is
`Principles of Glazing`. The number of an anniversary is none of an edition.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.lists import either
from classmatch.normalise.rare import changed_where

# Behind a mark or a space: `, 2d rev. and enl. ed.`, `(75th Anniversary Edition)`, `: Movie Tie-in Edition`, `, 3e`.
_STATEMENT = (
    rf"(?i)[\s,.;:(\[–-]+(?:(?:the|an?) )?(?:(?:{either('edition_words.txt')})[\s,-]+(?:(?:and|&) )?){{1,5}}"
    r"(?:edn?s?\b\.?|edition\b\.?|printing\b\.?)[)\]]?(?:\s*[\]).,;:/]|\s*$|( (?:with|by)\b))"
)
_HINT = r"(?i)\bedn?s?\b|edition|printing|\d ?/?e$"
_SHORT_STATEMENT = r"(?i),? \d{1,2}/?e$|\s*[/,:;.(]\s*edition \d{1,2}\)?$"
_ANNIVERSARY = r"\b\d{1,3}(?:st|nd|rd|th)? anniversary\b"
_REVISING = r"(?:rev|revised|enl|enlarged|updated|expanded|corrected|completely|fully|new|and)"
_NUMBER = rf"\b(\d{{1,3}})(?:st|nd|rd|th|d|a|e)? (?:{_REVISING} )*(?:ed|eds|edn|edition|aufl|auflage|izd|izdanie|utg)\b"
_NUMBER_IN_FIELD = r"^(?:edition |ed |(?:rev|revised) )?(\d{1,3})(?:st|nd|rd|th|d|a|e)?\b"
_SHORT_NUMBER = r" (\d{1,2}) ?e$"
_NUMBER_BEHIND = r"\bedition (\d{1,3})$"
_REVISED = rf"\b(?:rev|revised|enl|enlarged|updated|expanded) (?:{_REVISING} )*(?:\w+ )?(?:ed|edn|edition)\b"
_REVISED_IN_FIELD = r"^(?:(?:new|completely|fully) (?:and )?)?(?:rev|revised)\b"


def without_edition(title: pl.Expr) -> pl.Expr:
    """A title as written without its statements of the edition, unless nothing would be left."""
    return changed_where(title, _HINT, (_without_statement,))


def _without_statement(title: pl.Expr) -> pl.Expr:
    shorter = title.str.replace_all(_STATEMENT, ".${1} ").str.replace(_SHORT_STATEMENT, "")
    return pl.when(shorter.str.contains(r"[\p{L}\p{N}]")).then(shorter).otherwise(title)


def without_edition_number(text: pl.Expr) -> pl.Expr:
    """Comparable text without the numbers of editions and anniversaries, which are no designations of a work."""
    return text.str.replace_all(_NUMBER, " ").str.replace_all(_ANNIVERSARY, " ")


def edition_number(text: pl.Expr, field: pl.Expr) -> pl.Expr:
    """Number of the edition, `rev` for one only called revised, else null; the field is heard before the title.

    Both are comparable text, the title with what stands behind it.
    """
    field = field.str.replace_all(_ANNIVERSARY, " ").str.strip_chars(" ")
    revised = field.str.contains(_REVISED_IN_FIELD) | text.str.contains(_REVISED)
    return pl.coalesce(
        field.str.extract(_NUMBER_IN_FIELD, 1),
        field.str.extract(_NUMBER, 1),
        text.str.extract(_NUMBER, 1),
        text.str.extract(_SHORT_NUMBER, 1),
        text.str.extract(_NUMBER_BEHIND, 1),
        pl.when(revised).then(pl.lit("rev")),
    )
