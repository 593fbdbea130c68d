"""One name, cut out of its cell, as folded `surname|given names`."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.name_marks import BEHIND, INVERTED, JOINED
from classmatch.normalise.name_words import any_of
from classmatch.normalise.text import fold

_STYLES = rf"(?i)(^|{INVERTED})\s*(?:(?:{any_of('style')})(?:\.\s*|\s+))+(\S)"
_SAINT = rf"^St{JOINED}([^\s{INVERTED}]+)$"
# `Bellamy A.S.`: initials behind a surname and no comma.
_INITIALS_LAST = r"^([\p{Lu}][\p{L}'’\-\x{3}]+) ((?:[\p{Lu}]\.? ?){1,3})$"
_PATRONYMIC_LAST = r"^(\p{Cyrillic}+) (\p{Cyrillic}+ \p{Cyrillic}+(?i:ович|евич|ьич|мич|овна|евна|ична))$"
_EAST_ASIAN = r"^([\p{Han}\p{Hangul}\p{Hiragana}]+) ([\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]+)$"
_LEADING_PARTICLES = r"^(?:\p{Ll}+\x{3})+(\S+ )"  # `de Rowe Everett`, where what was before it is cut off
_GIVEN = rf"{INVERTED}(.*)$"
_LAST_WORD = r"^(?:(.*?)[ .]+)?([^\s.]+)[\s.]*$"
# `JRR Tolkien`, `PD James`: initials written as a word, which among capitals only their consonants tell.
_INITIALS = r"\b(\p{Lu})(\p{Lu})(\p{Lu}?)\b"
_CONSONANTS = r"\b([B-DF-HJ-NP-TV-XZ])([B-DF-HJ-NP-TV-XZ])([B-DF-HJ-NP-TV-XZ]?)\b"


def _bare(name: pl.Expr) -> pl.Expr:
    """Without styles, and with INVERTED where the shape tells that the surname stands first."""
    bare = name.str.strip_chars(" .,-").str.replace(_STYLES, "${1}${2}").str.replace(_SAINT, "${1}")
    for pattern in (_INITIALS_LAST, _PATRONYMIC_LAST, _EAST_ASIAN):
        bare = bare.str.replace(pattern, f"${{1}}{INVERTED}${{2}}")
    return bare


def _surname_first(bare: pl.Expr) -> pl.Expr:
    straight = bare.str.replace(_LEADING_PARTICLES, "${1}").str.replace(_LAST_WORD, f"${{2}}{INVERTED}${{1}}")
    return pl.when(bare.str.contains(INVERTED, literal=True)).then(bare).otherwise(straight)


def _with_particle(name: pl.Expr) -> pl.Expr:
    """A particle as part of the surname, from behind the given names too (`Meer, Ludo van der`)."""
    moved = name.str.replace(rf"^([^{INVERTED}]*{INVERTED}[^{BEHIND}]*){BEHIND}(.*)$", "${2}${1}")
    return moved.str.replace_all(rf"[{JOINED}{BEHIND}] *", "")


def _spelled(given: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Given names with their initials apart, since `JRR` are three."""
    mixed, capital = (given.str.replace_all(pattern, "${1} ${2} ${3}") for pattern in (_INITIALS, _CONSONANTS))
    return pl.when(name.str.contains(r"\p{Ll}")).then(mixed).otherwise(capital)


def personal_names(names: pl.Series) -> pl.Series:
    """`surname|given names`, folded, of each name; a particle is part of its surname's first word (`vandermeer|ludo`).

    Sources write `van der Meer`, `Vander Meer`, `VanderMeer` and `Meer, Ludo van der` of the same man, and a particle
    by itself would agree between strangers.
    """
    name = pl.col("name")
    frame = names.alias("name").to_frame()
    for step in (_bare, _surname_first, _with_particle):
        frame = frame.select(name=step(name))
    halves = frame.select("name", surname=name.str.extract(rf"^([^{INVERTED}]*)", 1), given=name.str.extract(_GIVEN, 1))
    spelled = halves.select(fold(pl.col("surname")), given=fold(_spelled(pl.col("given").fill_null(""), name)))
    return spelled.select(name=pl.concat_str("surname", "given", separator="|")).to_series()
