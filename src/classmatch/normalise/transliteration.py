"""Cyrillic in Latin letters: one form of what libraries, maps and programs write in three.

`Молекулярная биология` is `Molekuliarnaia biologiia` in a library (ALA-LC), `Molekulyarnaya biologiya` on a map (BGN),
and `Molekuljarnaja biologija` with scholars (ISO 9). Text is brought to the common form only where it was Cyrillic, or
where an ending shows that it is transliterated: in other languages these letters are sounds of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

CYRILLIC = r"[\x{400}-\x{52f}]"
_ENDINGS = (
    r"[a-z]{2}(?:iia|iya|ija|naia|naya|naja|skaia|skaya|skaja|skii|skiy|skij|skogo|nykh|nyh|skikh|skih|enie|eniye|enije|"
    r"anii|ovich|evich|ovykh|nost)\b"
)
_FORMS = {"shch": "sch", "kh": "h", "yo": "e", "y": "i", "j": "i"}


def looks_transliterated(folded: pl.Expr) -> pl.Expr:
    """Whether two words at least end as Russian words do in Latin letters."""
    return folded.str.count_matches(_ENDINGS) > 1


def one_form(folded: pl.Expr) -> pl.Expr:
    """Folded text that was Cyrillic, in the form that all ways of transliterating it come to."""
    return folded.str.replace_many(_FORMS, leftmost=True).str.replace_all(r"i{2,}", "i")
