"""Library catalogs in MARC 21, as binary records or as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.fold import fold
from classmatch.read.formats.base import Format
from classmatch.read.kinds import Kind
from classmatch.read.marc.layouts import columns_of, layouts
from classmatch.read.marc.map import JOINT, TagMap, Take, bare, in_sentences, plain, title_part, without_end_marks
from classmatch.read.marc.names import entry, maker, same_words
from classmatch.read.marc.values import fixed_language, fixed_year, isbn

if TYPE_CHECKING:
    from classmatch.read.marc.map import Subfield


def _identifier(subfield: Subfield) -> pl.Expr:
    """The number with its scheme, without what fills it up or is said about it."""
    tag, value = subfield.tag, plain(subfield)
    lccn = value.str.replace(r"\s*/.*$", "").str.replace_all(" ", "", literal=True)  # `  87063320 //r93`
    issn = value.str.extract(r"^([0-9]{4}-?[0-9]{3}[0-9Xx])", 1)
    doi = value.str.replace(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "")
    oclc = value.str.extract(r"^\(OCoLC\)\s*(?:oc[mn]|on)?0*([1-9][0-9]*)", 1)
    return (
        pl.when(tag == "010").then(pl.lit("lccn:") + lccn)
        .when(tag == "022").then(pl.lit("issn:") + issn)
        .when(tag == "035").then(pl.lit("oclc:") + oclc)
        .otherwise(pl.lit("doi:") + doi)
    )  # fmt: skip


def _asin(text: pl.Expr) -> pl.Expr:
    return text.str.to_uppercase().str.extract(r"^(B[0-9A-Z]{9})$", 1)


MAP = TagMap(
    {
        "record_id": (Take("001:", between=None),),
        "title": (
            Take("245:anp", piece=title_part, within=JOINT, text=in_sentences, between=None, heads="245:a"),
            Take("246:a 240:a", piece=bare, between=None),
        ),
        "subtitle": (Take("245:b", piece=bare),),
        "alternate_title": (
            Take(
                "130:anp 240:anp 246:abnp 730:anp 880-245:abnp",
                text=without_end_marks, heads="130:a 240:a 246:a 730:a 880-245:a",
            ),
        ),
        "author": (
            Take(
                "100:abce4 110:abe4 700:abce4 710:abe4",
                piece=entry, within="", text=maker, heads="100:a 110:a 700:a 710:a", identity=same_words,
            ),
            Take("245:c"),
        ),
        "publisher": (Take("264-1:b", piece=bare), Take("260:b", piece=bare)),
        "imprint": (Take("264-1:abc", between=" "), Take("260:abc", between=" ")),
        "date": (Take("264-1:c", between=None), Take("260:c", between=None), Take("008:", text=fixed_year)),
        "language": (Take("008:", text=fixed_language), Take("041:a")),
        "edition": (Take("250:ab", piece=bare),),
        "series": (Take("440:av 490:av", heads="440:a 490:a"), Take("830:av")),
        "isbn": (Take("020:a", text=isbn),),
        "asin": (Take("024-asin:a", text=_asin), Take("037:a", text=_asin)),
        "identifiers": (Take("010:a 022:a 024-doi:a 035:a", piece=_identifier),),
        "notes": (Take("500:a"),),
    }
)  # fmt: skip

FORMAT = Format(
    name="marc",
    kind=Kind.CATALOG,
    columns={name: (fold(name),) for name in columns_of(MAP)},
    layouts=layouts(MAP),
)
