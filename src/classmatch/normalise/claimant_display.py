"""The name of a claimant as a person would write it: `Arthur C. Train` for `ARTHUR C. TRAIN`."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.claimant_kinds import is_organisation
from classmatch.normalise.claimant_particles import PARTICLE, SMALL
from classmatch.normalise.name_words import any_of

_ROLES = any_of("role", "maker")
_STYLES = (
    r"(?:mr|dr|prof|professor|miss|ms|rev|reverend|hon|the rev|doctor|col|colonel|capt|captain|lt|lieut|maj|gen|sgt)"
)
_SMALL_WORDS = r"(?:\p{Ll}{2,}\.?[ ,]+)"
# What stands around a name and is none of it.
_AROUND = (
    (r"[\"*•·<>{}~^_=#\\|]+", " "),
    (r"\s+", " "),
    (r"^[\s,.;:&'\-–—/+]+", ""),
    (r"[\s,;:&\-–—/+]+$", ""),
    (r" +([,;])", "${1}"),
    (r"^(?i:the )?(?i:right )?(?i:hono(?:u)?rable) ", ""),
    (r",(\S)", ", ${1}"),
    (r"(?i)^(?:by|from|to|and) ", ""),
    (r"(?i) (?:and|or|of|by|for|with)$", ""),
)
_OF_PERSONS = (
    (rf"(?i)^(?:{_ROLES})\b[.:]? +(\S+ \S)", "${1}"),
    (rf"(?i)^(?:{_STYLES}\.? )+(\S)", "${1}"),
    (r"(?i)(\S),? (?:ph\.? ?d|phd|m\.d|esq(?:uire)?|ll\.d|d\.phil|ed\.d|d\.d\.s)\.?$", "${1}"),
    (r"([^\s,]{2,}),? (?i:jr)\b\.?", "${1}, Jr."),
    (r"([^\s,]{2,}),? (?i:sr)\b\.?", "${1}, Sr."),
    (r"(?i)(\p{L}{2,}),? (ii|iii|iv|2nd|2d|3rd|3d|4th)\.?$", "${1} ${2}"),
    (r" (2|3)D$", " ${1}d"),
    (r" (\d)(?:RD|Rd)$", " ${1}rd"),
    (r" (\d)(?:TH|Th)$", " ${1}th"),
    (r"(^|[ .])(\p{Lu})\.(\p{Lu})", "${1}${2}. ${3}"),
    (r"(^|[ .])(\p{Lu})\.(\p{Lu})", "${1}${2}. ${3}"),
    (r"([^\s.]*\p{L}{3,})\.+$", "${1}"),
)
_OF_BODIES = (
    (r"^the ", "The "),
    (r"([\p{L}\d)'.]) ?,? (?i:inc)\.?$", "${1}, Inc."),
    (r"([\p{L}\d)'.]) ?,? (?i:ltd)\.?$", "${1}, Ltd."),
    (r"([\p{L}\d)'.]) ?,? (?i:l\.?l\.?c)\.?$", "${1}, LLC"),
    (r" (?i:(co|corp|bros))\.?(,|$)", " ${1}.${2}"),
)


def _replaced(text: pl.Expr, steps: tuple[tuple[str, str], ...]) -> pl.Expr:
    for pattern, becomes in steps:
        text = text.str.replace_all(pattern, becomes)
    return text


_CAPITALS = r"^[^\p{Ll}]*\p{Lu}{3}[^\p{Ll}]*$"
_SHOUTED = r"\b\p{Lu}{3,}\b"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SAID_BY_LETTERS = r"^[^AEIOUYÀ-Ý\p{Ll}']{2,}$|\.\p{Lu}"  # `NBC`, `U.S.A.`
_ROMAN = r"^(?:II|III|IV|VI{0,3}|IX|XI{0,3})[.,]*$"
_ABBREVIATED = r"^(?:MR|MRS|DR|ST|JR|SR|LTD|MT|FT|PHD|BROS|PTY|CTR|MC\p{L}+|\p{L}'\p{L}+)[.,]*$"
_INSIDE = tuple(word.title() for word in SMALL if word != "van")


def _mixed_word(word: pl.Expr, only: pl.Expr) -> pl.Expr:
    """A word in mixed case, where `only` holds of it."""
    kept = (word.str.contains(_SAID_BY_LETTERS) & ~word.str.contains(_ABBREVIATED)) | word.str.contains(_ROMAN)
    titled = word.str.to_titlecase().str.replace("^Mc([a-z])", "Mc${1}")
    titled = titled.str.replace_many([f"Mc{c}" for c in _LETTERS], [f"Mc{c.upper()}" for c in _LETTERS])
    return pl.when(only & ~kept).then(titled.str.replace(r"'S\b", "'s")).otherwise(word)


_LITTLE = ("Of", "The", "And", "For", "In", "On", "By", "To", "At", *_INSIDE)


def _small_inside(name: pl.Expr) -> pl.Expr:
    """`Arthur De La Mare` that was in capitals with its little words small, and `Van` before another one of them."""
    padded = name.str.replace_many([f" {word} " for word in _LITTLE], [f" {word.lower()} " for word in _LITTLE])
    again = padded.str.replace_many([f" {word} " for word in _LITTLE], [f" {word.lower()} " for word in _LITTLE])
    return again.str.replace(r" Van (de[rn]?) ", " van ${1} ")


def _cased(names: pl.Series, persons: pl.Series) -> pl.Series:
    """Names with those in capitals, or in nothing but small letters, in mixed case."""
    capital = names.str.contains(_CAPITALS)
    small = ~names.str.contains(r"\p{Lu}") & names.str.contains(r"\p{Ll}")
    shouted = persons & names.str.contains(_SHOUTED)
    rows = (capital | small | shouted).arg_true()
    if not len(rows):
        return names
    element = pl.element()
    whole = names.gather(rows).to_frame("name").with_columns(all=(capital | small).gather(rows))
    by_word = pl.col("name").str.split(" ")
    every = by_word.list.eval(_mixed_word(element, pl.lit(value=True))).list.join(" ")
    some = by_word.list.eval(_mixed_word(element, element.str.contains(rf"{_SHOUTED}"))).list.join(" ")
    mixed = whole.select(name=pl.when("all").then(_small_inside(every)).otherwise(some))["name"]
    return names.clone().scatter(rows, mixed)


def _of_persons(name: pl.Expr) -> pl.Expr:
    """Without styles, degrees and the small words before it; a particle is none of these."""
    person = _replaced(name, _OF_PERSONS)
    without = person.str.replace(rf"^(?:{_SMALL_WORDS})+(\p{{Lu}})", "${1}")
    return pl.when(person.str.contains(rf"^(?i:{PARTICLE}) ")).then(person).otherwise(without)


def displayed(names: pl.Series) -> pl.DataFrame:
    """`name` as a person would write it, without what stands around it, and whether it is of an `organisation`."""
    name = pl.col("name")
    frame = names.alias("name").to_frame().select(name=_replaced(name, _AROUND))
    frame = frame.with_columns(organisation=is_organisation(name))
    frame = frame.with_columns(name=_cased(frame["name"], ~frame["organisation"]))
    whole = pl.when("organisation").then(_replaced(name, _OF_BODIES)).otherwise(_of_persons(name))
    frame = frame.with_columns(name=whole)
    return frame.with_columns(name=_replaced(name, _AROUND).str.strip_chars(" "))
