"""The main title and the rest: where a title ends and its subtitle, designation or series begins."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.rare import changed_where

_LETTER = r"[\p{L}\p{N}]"
# Brackets at the end name a series, an edition, a form or a periodical; one may stand within another, or not be closed.
_TRAILING = r"\s*(?:\((?:[^()]|\([^()]*\))*\)?|\[[^\[\]]*\]?)[\s.,]*$"
# Brackets that number a series, wherever they stand: `(Emily, #2)`, `(Del Rey Book 3)`, `(Little blue book, no. 7)`.
_SERIES = (
    r"#|\p{L}[ ,]+[Bb](?:oo)?k\.? \d|\p{L}[ ,]+[Nn]o\.? ?\d|[Ss]eries|[Ss]aga|[Tt]rilogy|[Cc]ycle|[Cc]hronicles|"
    r"[Bb]ook \S+ (?:of|in) "
)
_SERIES_BRACKETS = rf"[(\[][^()\[\]]*(?:{_SERIES})[^()\[\]]*[)\]]"
_NUMERAL = r"(?:\d+|[IVX]+\b|(?i:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
_DESIGNATION = (
    rf",? [(\[]?V(?:ol|OL)(?:ume|UME)?s?\.? ?{_NUMERAL}|,? [(\[]?v(?:ol)?(?:ume)?s?\.? ?{_NUMERAL}|,? V\. ?\d|"
    rf"(?:,| [(\[]) ?(?:[Pp]arts?|PART|[Pp]ts?\.|[Bb]ooks?|BOOK|[Bb]ks?\.|[Nn]os?\.|[Ss]er\.|[Ee]pisode) ?{_NUMERAL}|"
    r",? \(?\d+ v(?:ol)?s?\."
)
# What follows a comma as a subtitle: `, a novel`, `, the story of Salem`, `, being the memoirs of`.
_KINDS = (
    "(?:true |whole |complete |strange |short |personal |life )?"
    "(?:story|stories|tale|tales|adventures?|li(?:fe|ves)|diary|diaries|autobiography|biography|memoirs?|history|journals?|letters|chronicles?|legend|record|romance|account|"
    "confessions|narrative|reminiscences|recollections)"
)
_COMMA = (
    rf", (?:an? |being |with |told |together |including |(?:the |his |her |their )?{_KINDS} (?:of|from|about|behind)\b)"
)
_MARK = r"[:;](?:\D|$)|\s[:;]|\s[-–—/=]+\s|--|—|,? \b[Oo]r[,;:] "
_SUBTITLE = rf"\x{{1}}|{_MARK}|{_COMMA}|{_DESIGNATION}"
# A full stop after a word of four letters or more (a shorter one may be an abbreviation: `Mrs. Mike`, `St. Urbain`).
_STOP = r"([^\s.\p{Lu}]{3}[^\s.])\. +"
# A question or exclamation of several words, before a capital: `What Went Wrong? The Clash Between ...`
_QUESTION = r"^([^?!:;]+ [^?!:;]+ [^?!:;]+[?!]+[\"”']?) (\p{Lu})"
_INVERTED_ARTICLE = r", (?i:the|an?|le|la|les|der|die|das|el|los|las)\s*$"


def _lettered(text: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    """`text`, unless it has no letter or digit."""
    return pl.when(text.str.contains(_LETTER)).then(text).otherwise(otherwise)


def _without_last(cell: pl.Expr) -> pl.Expr:
    return _lettered(cell.str.replace(_TRAILING, ""), cell)


def without_suffixes(cell: pl.Expr) -> pl.Expr:
    """Without the brackets at the end: twice, since there may be two."""
    return changed_where(cell, r"[(\[]", (_without_last, _without_last))


def without_series_brackets(cell: pl.Expr) -> pl.Expr:
    """Without the brackets that number a series: their numbers are not the work's."""
    return changed_where(cell, r"[(\[]", (lambda text: text.str.replace_all(_SERIES_BRACKETS, " "),))


def _stopped(title: pl.Expr) -> pl.Expr:
    return title.str.replace(_STOP, "${1}\u0001 ")


def _questioned(title: pl.Expr) -> pl.Expr:
    return title.str.replace(_QUESTION, "${1}\u0001 ${2}")


def marked(title: pl.Expr) -> pl.Expr:
    r"""The title with \x01 where a sentence ends that is a main title: `find` could not tell the stop from the word."""
    return changed_where(changed_where(title, r"\. ", (_stopped,)), r"[?!]", (_questioned,))


def end_of_main(title: pl.Expr) -> pl.Expr:
    """Byte at which the main title of a `marked` title ends: at the mark of a subtitle, with a letter before it."""
    place = title.str.find(_SUBTITLE)
    lettered = title.cast(pl.Binary).bin.slice(0, place).cast(pl.String).str.contains(_LETTER)
    return pl.when(place.is_not_null() & lettered).then(place).otherwise(title.str.len_bytes())


def main_part(title: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The part of a `marked` title before its subtitle."""
    main = title.cast(pl.Binary).bin.slice(0, end).cast(pl.String)
    return changed_where(without_suffixes(main), r", \pL{1,3}\s*$", (_without_inverted_article,))


def _without_inverted_article(title: pl.Expr) -> pl.Expr:
    return title.str.replace(_INVERTED_ARTICLE, "")


def rest(title: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The part of a `marked` title from the mark of its subtitle on; empty where it has none."""
    return title.cast(pl.Binary).bin.slice(end).cast(pl.String)
