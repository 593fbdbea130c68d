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


def _repair_batch(text: pl.Series) -> pl.Series:
    is_cyrillic = text.str.contains(_CYRILLIC) & (text.str.count_matches("[À-ÿ]") >= _MIN_CYRILLIC)
    damaged = text.filter(is_cyrillic | text.str.contains(_MOJIBAKE) | text.str.contains(_ENTITY)).unique()
    repair = {value: _repaired(value) for value in damaged}
    return text.replace(list(repair), list(repair.values())) if repair else text


def _repaired(text: str) -> str:
    if len(re.findall("[À-ÿ]", text)) >= _MIN_CYRILLIC and not re.search(r"[A-Za-z\u0100-\U0010ffff]", text):
        return text.encode("latin-1").decode("cp1251", "replace")
    return ftfy.fix_text(html.unescape(text), normalization="NFC")


def repair(text: pl.Expr) -> pl.Expr:
    """Undo wrong decoding (`RÃ¸rth`) and HTML entities (`&amp;`), value by distinct value; sound text stays."""
    return text.map_batches(_repair_batch, return_dtype=pl.String, is_elementwise=True)


def _transliterate_batch(text: pl.Series) -> pl.Series:
    """Write every character in ASCII, by a table of the characters that occur, each looked up once."""
    foreign = text.filter(text.str.contains(_NON_ASCII))
    if foreign.is_empty():
        return text
    characters = foreign.str.extract_all(_NON_ASCII).explode().unique().sort().to_list()
    return text.str.replace_many(characters, [anyascii(c).lower() for c in characters])


def fold(text: pl.Expr) -> pl.Expr:
    """Lower case, ASCII, words of letters and digits with single spaces between them; null stays null.

    An apostrophe joins (`don't` and `dont` are one word), a letter of another script is transliterated (`anyascii`),
    and
    `&` is the word it stands for. Folding is idempotent.
    """
    latin = text.str.to_lowercase().map_batches(_transliterate_batch, return_dtype=pl.String, is_elementwise=True)
    joined = latin.str.to_lowercase().str.replace_all(r"['`]", "").str.replace_all("&", " and ", literal=True)
    return joined.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars(" ")


def squash(folded: pl.Expr) -> pl.Expr:
    """Folded text without its spaces: `data base` and `database` are one."""
    return folded.str.replace_all(" ", "", literal=True)


def spaced(text: pl.Expr) -> pl.Expr:
    """White space of any kind and length as one space, none at the ends; empty becomes null."""
    clean = text.str.replace_all(r"[\s\x00]+", " ").str.strip_chars(" ")
    return pl.when(clean != "").then(clean)
