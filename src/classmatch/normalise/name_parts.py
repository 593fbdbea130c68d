"""One name, cut out of its cell, as folded `surname|given names`."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.name_marks import BEHIND, INVERTED, JOINED
from classmatch.normalise.name_words import any_of
from classmatch.normalise.steps import replaced_in_groups
from classmatch.normalise.text import fold

_STYLES = rf"(?i)(^|{INVERTED})\s*(?:(?:{any_of('style')})(?:\.\s*|\s+))+(\S)"
_SAINT = rf"^St{JOINED}([^\s{INVERTED}]+)$"
# `Bellamy A.S.`: initials behind a surname and no comma.
_INITIALS_LAST = r"^([\p{Lu}][\p{L}'’\-\x{3}]+) ((?:[\p{Lu}]\.? ?){1,3})$"
_PATRONYMIC_LAST = r"^(\p{Cyrillic}+) (\p{Cyrillic}+ \p{Cyrillic}+(?i:ович|евич|ьич|мич|овна|евна|ична))$"
_EAST_ASIAN = r"^([\p{Han}\p{Hangul}\p{Hiragana}]+) ([\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]+)$"
_LEADING_PARTICLES = r"^(?:\p{Ll}+\x{3})+(\S+ )"  # `de Rowe Everett`, where what was before it is cut off
_GIVEN = rf"{INVERTED}(.*)$"
_NOT_PLAIN = rf"[^ -~{INVERTED}]"  # a letter that is not of ASCII, or the mark of a particle
_LAST_PLAIN_WORD = r"[^ .]+$"
_LAST_WORD = r"^(?:(.*?)[ .]+)?([^\s.]+)[\s.]*$"
# `JRR Tolkien`, `PD James`: initials written as a word, which among capitals only their consonants tell.
_INITIALS = r"\b(\p{Lu})(\p{Lu})(\p{Lu}?)\b"
_CONSONANTS = r"\b([B-DF-HJ-NP-TV-XZ])([B-DF-HJ-NP-TV-XZ])([B-DF-HJ-NP-TV-XZ]?)\b"


# INVERTED is put where the shape tells that the surname stands first.
_SHAPES = (
    (_SAINT, "${1}"),
    *((pattern, f"${{1}}{INVERTED}${{2}}") for pattern in (_INITIALS_LAST, _PATRONYMIC_LAST, _EAST_ASIAN)),
)


def _bare(names: pl.Series) -> pl.Series:
    """Without styles, and with INVERTED where the shape tells that the surname stands first."""
    return replaced_in_groups(names.str.strip_chars(" .,-"), (((_STYLES, "${1}${2}"),), _SHAPES))


def _surname_first(bare: pl.Expr) -> pl.Expr:
    straight = bare.str.replace(_LEADING_PARTICLES, "${1}").str.replace(_LAST_WORD, f"${{2}}{INVERTED}${{1}}")
    return pl.when(bare.str.contains(INVERTED, literal=True)).then(bare).otherwise(straight)


def _with_particle(name: pl.Expr) -> pl.Expr:
    """A particle as part of the surname, from behind the given names too (`Meer, Ludo van der`)."""
    moved = name.str.replace(rf"^([^{INVERTED}]*{INVERTED}[^{BEHIND}]*){BEHIND}(.*)$", "${2}${1}")
    return moved.str.replace_all(rf"[{JOINED}{BEHIND}] *", "")


def _halves(name: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    return name.str.extract(rf"^([^{INVERTED}]*)", 1).alias("surname"), name.str.extract(_GIVEN, 1).alias("given")


def _parted(bare: pl.DataFrame) -> pl.DataFrame:
    """`surname` and `given` beside names of any shape, with the particle as part of the surname."""
    name = pl.col("name")
    for step in (_surname_first, _with_particle):
        bare = bare.with_columns(name=step(name))
    return bare.with_columns(*_halves(name))


def _parted_at_mark(bare: pl.DataFrame) -> pl.DataFrame:
    halves = pl.col("name").str.splitn(INVERTED, 2).struct
    return bare.with_columns(surname=halves.field("field_0"), given=halves.field("field_1"))


def _parted_at_last_word(bare: pl.DataFrame) -> pl.DataFrame:
    letters, place = pl.col("name").cast(pl.Binary).bin, pl.col("place")
    placed = bare.with_columns(place=pl.col("name").str.find(_LAST_PLAIN_WORD).fill_null(0))
    surname, given = letters.slice(place).cast(pl.String), letters.slice(0, place).cast(pl.String)
    return placed.with_columns(surname=surname, given=given.str.strip_chars_end(" .")).drop("place")


def _of_each_shape(bare: pl.DataFrame) -> pl.DataFrame:
    """`name`, `surname` and `given` in the order of the names, each shape by its shortest way."""
    name = pl.col("name")
    shape = pl.when(name.str.contains(_NOT_PLAIN)).then(0).when(name.str.contains(INVERTED, literal=True)).then(1)
    shaped = bare.with_row_index("row").with_columns(shape=shape.otherwise(2))
    ways = (_parted, _parted_at_mark, _parted_at_last_word)
    return pl.concat(way(shaped.filter(pl.col("shape") == i)) for i, way in enumerate(ways)).sort("row")


def _with_initials_apart(halves: pl.DataFrame) -> pl.DataFrame:
    """Given names with their initials apart, since `JRR` are three."""
    rows = halves["given"].str.contains(r"\p{Lu}\p{Lu}").arg_true()
    given, name = pl.col("given"), pl.col("name")
    mixed, capital = (given.str.replace_all(pattern, "${1} ${2} ${3}") for pattern in (_INITIALS, _CONSONANTS))
    spelled = halves[rows].select(pl.when(name.str.contains(r"\p{Ll}")).then(mixed).otherwise(capital))
    return halves.with_columns(halves["given"].scatter(rows, spelled.to_series()))


def personal_names(names: pl.Series) -> pl.Series:
    """`surname|given names`, folded, of each name; a particle is part of its surname's first word (`vandermeer|ludo`).

    Sources write `van der Meer`, `Vander Meer`, `VanderMeer` and `Meer, Ludo van der` of the same man, and a particle
    by itself would agree between strangers.
    """
    halves = _of_each_shape(_bare(names).alias("name").to_frame()).with_columns(pl.col("given").fill_null(""))
    folded = _with_initials_apart(halves).select(fold(pl.col("surname")), fold(pl.col("given")))
    return folded.select(name=pl.concat_str("surname", "given", separator="|")).to_series()
