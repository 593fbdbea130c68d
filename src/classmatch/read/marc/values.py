"""Values that MARC records hold in a form of their own: ISBNs with prices, codes and years at fixed places."""

from __future__ import annotations

import polars as pl

_NO_LANGUAGE = r"^(?:[^a-z]*|mul|und|zxx)$"  # blank, filled up, several, undetermined, none
_UNSURE_DATES = ("b", "n", "q")  # kinds of date (008/06): before Christ, unknown, somewhere in a range


def isbn(text: pl.Expr) -> pl.Expr:
    """`0071363629 (pbk.) :$24.99` is the number, how it is bound, and what it costs; what is no number stays."""
    number = text.str.extract(r"^\D{0,12}([0-9][0-9\- ]{7,15}[0-9Xx])(?:\D|$)", 1)
    return pl.coalesce(number, text)


def fixed_language(text: pl.Expr) -> pl.Expr:
    """Code of the language (008/35-37)."""
    code = text.str.slice(35, 3)
    return pl.when(~code.str.contains(_NO_LANGUAGE)).then(code)


def fixed_year(text: pl.Expr) -> pl.Expr:
    """The first year (008/07-10), if it is one: `19uu` is not."""
    is_sure = ~text.str.slice(6, 1).is_in(_UNSURE_DATES)
    return pl.when(is_sure).then(text.str.slice(7, 4).str.extract(r"^([0-9]{4})$", 1))
