"""Folding of text to a comparable form, and the repair of text that was decoded with the wrong encoding."""

from __future__ import annotations

import html
import re

import ftfy
import polars as pl
from anyascii import anyascii

# UTF-8 read as Latin-1 or Windows-1252 puts one of these letters before a character of 0x80 to 0xBF. A title with such
# a pair is not known to be damaged, but only such a title can be, and ftfy looks at few.
_MOJIBAKE = r"[ÂÃÄÅÐÑÎÏâ][\x{80}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ]"
# Cyrillic in Windows-1251 read as Latin-1 (`Ñòàóò Ðåêñ`): no language has words of nothing but accented letters.
_CYRILLIC = r"^[^A-Za-z\x{100}-\x{10ffff}]*$"
_MIN_CYRILLIC = 5  # letters
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});"
_NON_ASCII = r"[^\x00-\x7f]"


# A cell without any of these is as it should be: looked for first, since it is most cells.
_PERHAPS_DAMAGED = r"[&\x{80}-\x{10ffff}]"
_PERHAPS_BLANK = r"[[\s\x00]--[ ]]|  |^ | $|^$"  # white space other than single spaces between words, or nothing
_NOT_FOLDED = r"[^a-z0-9 ]|  |^ | $"
_BETWEEN_WORDS = r" *[^a-z0-9 ][^a-z0-9]*| {2,}"  # but for single spaces, which stay


def _repair_batch(text: pl.Series) -> pl.Series:
    rows = text.str.contains(_PERHAPS_DAMAGED).arg_true()
    if rows.is_empty():
        return text
    cells = text.gather(rows)
    is_cyrillic = cells.str.contains(_CYRILLIC) & (cells.str.count_matches("[À-ÿ]") >= _MIN_CYRILLIC)
    damaged = cells.filter(is_cyrillic | cells.str.contains(_MOJIBAKE) | cells.str.contains(_ENTITY)).unique()
    repair = {value: _repaired(value) for value in damaged}
    return text.scatter(rows, cells.replace(list(repair), list(repair.values()))) if repair else text


def _repaired(text: str) -> str:
    if len(re.findall("[À-ÿ]", text)) >= _MIN_CYRILLIC and not re.search(r"[A-Za-z\u0100-\U0010ffff]", text):
        return text.encode("latin-1").decode("cp1251", "replace")
    return ftfy.fix_text(html.unescape(text), normalization="NFC")


def repair(text: pl.Expr) -> pl.Expr:
    """Undo wrong decoding (`RÃ¸rth`) and HTML entities (`&amp;`), value by distinct value; sound text stays."""
    return text.map_batches(_repair_batch, return_dtype=pl.String, is_elementwise=True)


def _transliterate_batch(text: pl.Series) -> pl.Series:
    """Write every character in ASCII, by a table of the characters that occur, each looked up once."""
    rows = text.str.contains(_NON_ASCII).arg_true()
    if rows.is_empty():
        return text
    foreign = text.gather(rows)
    characters = foreign.str.extract_all(_NON_ASCII).explode().unique().sort().to_list()
    latin = foreign.str.replace_many(characters, [anyascii(c).lower() for c in characters]).str.to_lowercase()
    return text.scatter(rows, latin)


def _words(latin: pl.Expr) -> pl.Expr:
    joined = latin.str.replace_all(r"['`]", "").str.replace_all("&", " and ", literal=True)
    return joined.str.replace_all(_BETWEEN_WORDS, " ").str.strip_chars(" ")


def _fold_batch(text: pl.Series) -> pl.Series:
    lower = text.str.to_lowercase()
    rows = lower.str.contains(_NOT_FOLDED).arg_true()
    if rows.is_empty():
        return lower
    latin = _transliterate_batch(lower.gather(rows))
    return lower.scatter(rows, latin.to_frame("latin").select(_words(pl.col("latin"))).to_series())


def fold(text: pl.Expr) -> pl.Expr:
    """Lower case, ASCII, words of letters and digits with single spaces between them; null stays null.

    An apostrophe joins (`don't` and `dont` are one word), a letter of another script is transliterated (`anyascii`),
    and
    `&` is the word it stands for. Folding is idempotent.
    """
    return text.map_batches(_fold_batch, return_dtype=pl.String, is_elementwise=True)


def squash(folded: pl.Expr) -> pl.Expr:
    """Folded text without its spaces: `data base` and `database` are one."""
    return folded.str.replace_all(" ", "", literal=True)


def _spaced_batch(text: pl.Series) -> pl.Series:
    rows = text.str.contains(_PERHAPS_BLANK).arg_true()
    if rows.is_empty():
        return text
    clean = text.gather(rows).str.replace_all(r"[\s\x00]+", " ").str.strip_chars(" ")
    return text.scatter(rows, clean.to_frame("clean").select(pl.when(pl.col("clean") != "").then("clean")).to_series())


def spaced(text: pl.Expr) -> pl.Expr:
    """White space of any kind and length as one space, none at the ends; empty becomes null."""
    return text.map_batches(_spaced_batch, return_dtype=pl.String, is_elementwise=True)
