"""Language of a record as an ISO 639-3 code, from the names, codes and tags that catalogs write.

The table has a row a language: its codes in ISO 639-3, 639-1 and 639-2/B, and its names in English, in itself and as
commonly met in catalogs. A language that ISO 639-3 counts within a macrolanguage (`cmn`, Mandarin) has the
macrolanguage's code (`zho`), since ISO 639-2, which most catalogs use, cannot tell them apart. Codes for "several"
and "undetermined" are no language.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from classmatch.normalise.tables import shipped_table

_SEPARATOR = re.compile(r"[,;/|+&\n]| and | und | et ")
_BRACKETED = re.compile(r"[(\[]([^)\]]*)[)\]]")
_TAG = re.compile(r"([a-z]{2,3})[-_][a-z0-9_-]+")


def iso639(cell: pl.Expr) -> pl.Expr:
    """ISO 639-3 code (String) of the first language of a cell that is known; null when there is none.

    The work is done once a distinct value, of which a catalog has few.
    """
    return cell.map_batches(_codes, return_dtype=pl.String, is_elementwise=True)


@cache
def language_table() -> dict[str, str]:
    """ISO 639-3 code by every code and name, in lower case."""
    rows = shipped_table("languages").iter_rows()
    writings = ((writing, code) for code, *others, names in rows for writing in (code, *others, *names.split("|")))
    return {writing: code for writing, code in writings if writing}


def _codes(cells: pl.Series) -> pl.Series:
    distinct = cells.drop_nulls().unique().to_list()
    codes = pl.Series([_code(value) for value in distinct], dtype=pl.String)
    return cells.replace_strict(pl.Series(distinct, dtype=pl.String), codes, default=None, return_dtype=pl.String)


def _code(cell: str) -> str | None:
    table = language_table()
    text = cell.lower().strip()
    parts = [text, *_SEPARATOR.split(text)]
    return next((table[writing] for part in parts for writing in _writings(part) if writing in table), None)


def _writings(part: str) -> list[str]:
    """What of a part may be a name or a code: `english [en]` is `english` or `en`, `en-us` is `en`."""
    inner = _BRACKETED.findall(part)
    outer = _BRACKETED.sub("", part)
    tags = _TAG.fullmatch(part.strip())
    return [writing.strip(" .\ufeff") for writing in (part, outer, *inner, *(tags.groups() if tags else ()))]
