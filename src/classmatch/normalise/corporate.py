"""Corporate bodies among the names: firms, societies, offices, universities and churches.

A body is one name, all of it surname: `Gannet & Daughters, Inc.` is `gannet daughters|`. Legal forms and little words
are left out and abbreviations are written in full, so that `Harbour Pub. Co.` and `The Harbour Publishing Company` are
one. Its words must be kept together before a cell is cut where `and`, `&`, commas and words in small letters stand.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.name_marks import FIRM, INVERTED, JOINED, LINKED
from classmatch.normalise.name_words import any_of, corporate_words
from classmatch.normalise.rare import found_where
from classmatch.normalise.text import fold

_WORD = r"\p{Lu}[\p{L}'’.\-]*"
_AND = r"(?:&|(?i:and)|und|et)"
_KIN = r"(?i:sons?|daughters?|bros|brothers|sisters|associates|partners|cie)"
_LEGAL = f"(?i:{any_of('legal form', table='corporate')})"
_SIGN = f"(?i:{any_of('sign', table='corporate')})"
_PART = f"(?i:{any_of('part', table='corporate')})"
_EITHER = f"(?i:{any_of('either', table='corporate')})"
_OFFICE = (
    r"(?i:dept|department|bureau|office|congress|committee|commission|ministry|division|library|council|service|army|"
    r"navy|court|administration|agency|board)"
)
_BODY = (
    r"(?i:department|dept|institute|ministry|committee|commission|cent(?:er|re)|school|council|bureau|office|division|"
    r"academy|museum|board|conference|symposium|workshop|panel|society|association|federation)"
)
_FIRST = r"(^|[,;:&\x{2}] ?| (?i:of|by|and|for) )"  # before the first word of a name
_END = r"(\s*(?:[,;:|/&)\x{2}]|$)|\s)"
_STYLED = rf"(?i)^the (?:{any_of('style', 'later style')})\b"
# A cell without any of these words has no body that needs to be kept together.
MAY_BE_CORPORATE = rf"&|\b(?:(?i:and|und|et|of|upon|laws)|{_LEGAL}|{_SIGN}|{_OFFICE})\b"
# What keeps the words of a body together, in turn: (pattern, what takes its place).
TOGETHER = (
    # `Little, Brown and Company`, `Harcourt, Brace & World, Inc.`: three words, of which the last may be the legal form
    (rf"{_FIRST}({_WORD}), ({_WORD}),? {_AND} {_LEGAL}\b\.?", f"${{1}}${{2}}{LINKED}${{3}}{FIRM}"),
    (
        rf"{_FIRST}({_WORD}), ({_WORD}),? {_AND} ({_WORD}),? {_LEGAL}\b\.?",
        f"${{1}}${{2}}{LINKED}${{3}}{LINKED}${{4}}{FIRM}",
    ),
    # `Gannet & Co.`, `Gannet and Daughters`
    (rf"([\p{{L}}'’.]),? {_AND} {_LEGAL}\b\.?", f"${{1}}{FIRM}"),
    (rf"([\p{{L}}'’.]),? {_AND} ({_KIN})\b\.?", f"${{1}}{LINKED}${{2}}{FIRM}"),
    # `Simon & Schuster, Inc.`, where one word stands before the `&`: `Don Wilson & Golden Press, Inc.` are two
    (
        rf"{_FIRST}({_WORD}) {_AND} ((?:{_WORD} ){{0,2}}{_WORD}),? {_LEGAL}\b\.?",
        f"${{1}}${{2}}{LINKED}${{3}}{FIRM}",
    ),
    (rf"([\p{{L}}'’.{FIRM}]),? +{_LEGAL}\.?{_END}", f"${{1}}{FIRM}${{2}}"),
    (rf",? +{_LEGAL}\.?{_END}", f"{FIRM}${{1}}"),
    # `employer for hire of`: no name begins before such an `of`
    (r"(^|[\s,;(])\p{Ll}+\.? of\b", "${1};"),
    (r"(?i)\b(?:authors?|editors?|staffs?|employees?|trustees|members|translation|text|notes) of\b( the\b)?", ";"),
    (r"(\p{L}) (?:of|OF|upon)(?: (?:the|THE|a))? (\p{Lu})", f"${{1}}{LINKED}of{LINKED}${{2}}"),
    (rf"\b({_SIGN}) (?:on|for|ON|FOR)(?: (?:the|THE|a))? (\p{{Lu}})", f"${{1}}{LINKED}of{LINKED}${{2}}"),
    (rf"({LINKED}of{LINKED}[^\s,;]+) (?:on|for)(?: (?:the|a))? (\p{{Lu}})", f"${{1}}{LINKED}of{LINKED}${{2}}"),
    (
        rf"\b({_BODY}{LINKED}of{LINKED}\p{{L}}+(?: \p{{Lu}}\p{{L}}+)?) (?:and|AND) (\p{{Lu}})",
        f"${{1}}{LINKED}${{2}}",
    ),
    # `Harbour Council. Committee on Tides`: a body and a part of it are two names
    (rf"\b({_SIGN})\s*\. (\p{{Lu}})", "${1};${2}"),
    (rf"({LINKED}of{LINKED}\p{{L}}+(?: \p{{L}}+)?)\. (\p{{Lu}})", "${1};${2}"),
    # `United States. Department of State`: an office below its government is one
    (
        rf"(^|;)((?:\p{{Lu}}[\p{{L}}.]+ ){{0,3}}\p{{Lu}}\p{{L}}+)\. ((?:\p{{Lu}}[\p{{L}}'’.]* ){{0,4}}{_OFFICE}\b)",
        f"${{1}}${{2}}{LINKED}${{3}}",
    ),
    (
        rf"({LINKED}\p{{L}}+)\. ((?:\p{{Lu}}[\p{{L}}'’]* ){{0,4}}(?:{_OFFICE}|(?i:house|senate|subcommittee))\b)",
        f"${{1}}{LINKED}${{2}}",
    ),
    (r"(\p{L})\. (?i:laws, statutes,? etc)\b\.?", f"${{1}}{LINKED}laws"),
    # `Committee on Science, Technology, and Law`
    (rf"({LINKED}of{LINKED}[^;,|]+(?:, [^;,|]+)*), and (\p{{Lu}}\p{{L}}+\s*(?:[,;|]|$))", "${1}, ${2}"),
)  # fmt: skip

# One of these is in every name of a body.
_SIGNS = rf"[{LINKED}{FIRM}]|\b(?:{_SIGN}|{_PART})\b| {_EITHER}$|^(?:The|THE) "


def is_corporate(name: pl.Expr) -> pl.Expr:
    """Whether a name, cut out and marked, is of a body and not of a person (Boolean).

    `Press, Frank`, `Frank H. Press` and `Alonzo Church` are persons: what is also a surname tells of a body only
    without initials, and some of it only among three words or more; behind one word and a comma nothing does.
    """
    signed = found_where(name, _SIGNS, (_is_corporate,), pl.Boolean())
    return pl.when(name.is_not_null()).then(signed.fill_null(value=False))


def _is_corporate(name: pl.Expr) -> pl.Expr:
    marked = name.str.contains(f"[{LINKED}{FIRM}]")
    signed = name.str.contains(rf"\b{_SIGN}\b") & ~name.str.contains(rf"^[^\s{INVERTED}]*{INVERTED}|^\S+$")
    initials = name.str.contains(r"(?:^|[ ])\p{L}\.?(?: |$)")
    either = name.str.contains(rf" {_EITHER}$") & ~name.str.contains(INVERTED, literal=True) & ~initials
    several = name.str.contains(r"^\S{2,} \S.* \S{2,}") & ~name.str.contains(INVERTED, literal=True) & ~initials
    called = name.str.contains(r"^(?:The|THE) \S+ \S") & ~name.str.contains(_STYLED)
    return marked | signed | called | either | (several & name.str.contains(rf"\b{_PART}\b"))


def corporate_name(name: pl.Expr) -> pl.Expr:
    """`words of the body|`, folded; nothing but `|` where no word of it tells anything."""
    words = corporate_words()
    told = (
        fold(name.str.replace_all(JOINED, "", literal=True))
        .str.split(" ")
        .list.eval(pl.element().replace(list(words), list(words.values())))
    )
    return told.list.eval(pl.element().filter(pl.element() != "")).list.join(" ") + pl.lit("|")
