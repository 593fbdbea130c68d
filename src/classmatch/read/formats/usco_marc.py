"""The Copyright Office's bulk data as MARC records, binary or XML, and the tag map that its long tables share.

The Office uses tags of its own (017, 249, 269, 279, 779, 917) beside those of MARC 21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.fold import fold
from classmatch.read.formats.base import Format
from classmatch.read.kinds import Kind
from classmatch.read.marc.layouts import columns_of, layouts
from classmatch.read.marc.map import JOINT, TagMap, Take, bare, in_sentences, title_part, without_end_marks
from classmatch.read.marc.names import OUTSIDE, bare_name, entry, maker, same_words
from classmatch.read.marc.values import fixed_language, isbn

if TYPE_CHECKING:
    from classmatch.read.marc.map import Subfield

_ENTITIES = {"&amp;": "&", "&apos;": "'", "&quot;": '"', "&lt;": "<", "&gt;": ">"}

_NUMBER = r"^\s*([A-Z]{1,3}[0-9]?[ -]*[0-9]{2,11})\b"
_DATE_OF_NUMBER = rf"{_NUMBER}[ ]*/[ ]*([0-9]{{4}}(?:-[0-9]{{2}}){{0,2}}|[0-9]{{8}})\b"
_RENEWAL = r"(?i)^\s*RE?[ -]*[0-9]"
_PREREGISTRATION = r"(?i)^\s*PRE[ -]*[0-9]"
_SUPPLEMENT = (
    r"^\W*(?:CORRECTION|AMPLIFICATION)\b|(?i:\bsuppl(?:ementary|\.)? registration\b)|"
    r"(?i:\b(?:correction|amplification) (?:of|to) (?:an? |the )?(?:earlier |original |previous |basic )?"
    r"reg(?:\.|istration))"
)
_DATES = ("017:d", "017:f", "017:h", "779:q", "017:g")  # of registration
_PUBLISHED = ("269:d", "263:a", "779:o", "260:c")
_CREATED = ("046:c", "046:k", "046:m", "263:b", "269:c", "779:n")
_OTHER_NUMBERS = "017:cenr 779:acrstuvwz"  # where a renewal may name the registration that it renews


def _unescaped(value: pl.Expr) -> pl.Expr:
    """The text behind XML's entities, which the records have kept from where they come from."""
    return value.str.replace_many(list(_ENTITIES), list(_ENTITIES.values()))


def _number(text: pl.Expr) -> pl.Expr:
    """`TX0006543210 /`: a stroke leads on to the date."""
    return text.str.replace_all("/", "", literal=True)


def _original_number(text: pl.Expr) -> pl.Expr:
    """What has the shape of a registration number and is not the number of a renewal."""
    number = text.str.extract(_NUMBER, 1)
    return pl.when(~number.str.contains(_RENEWAL)).then(number)


def _original_date(text: pl.Expr) -> pl.Expr:
    """The date behind such a number: `A00000123456 / 1951-05-04`."""
    is_original = _original_number(text).is_not_null()
    return pl.when(is_original).then(text.str.extract(_DATE_OF_NUMBER, 2))


def _work_type(text: pl.Expr) -> pl.Expr:
    """Two characters of a code stand before the words."""
    return text.str.slice(2)


def _supplement(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_SUPPLEMENT)).then(text)


def _author(subfield: Subfield) -> pl.Expr:
    """An author as the application names it (279), or a heading; that of a body counts only if it says so."""
    tag, code, value = subfield
    hired = pl.when(value.str.contains(r"(?i)\bfor hire\b")).then(pl.lit(", employer for hire"))
    mark = pl.when(tag.is_in(["110", "710"]) & (code == "a")).then(pl.lit(OUTSIDE)).otherwise(pl.lit(""))
    return (
        pl.when(tag != "279").then(entry(subfield) + mark)
        .when(code == "h").then(hired)
        .when(code == "d").then(pl.lit(", ") + bare_name(subfield))
        .otherwise(bare_name(subfield))
    )  # fmt: skip


def _derived(frame: pl.DataFrame) -> pl.DataFrame:
    """What kind of record it is; and of a renewal the number that it renews, with its date."""
    is_renewal = pl.col("record_type") == "renewal"
    differs = pl.col("alternate_title").ne_missing(pl.col("title"))
    return (
        frame.with_columns(record_type=_record_type(), alternate_title=pl.when(differs).then("alternate_title"))
        .with_columns(pl.when(is_renewal).then(pl.col("original_number", "original_date")))
        .drop("preregistered", "supplements")
    )


def _record_type() -> pl.Expr:
    number = pl.col("registration_number")
    return (
        pl.when(number.str.contains(_PREREGISTRATION).fill_null(False) | pl.col("preregistered").is_not_null())
        .then(pl.lit("preregistration"))
        .when(number.str.contains(_RENEWAL))
        .then(pl.lit("renewal"))
        .when(pl.col("supplements").is_not_null())
        .then(pl.lit("supplementary"))
        .when(number.is_not_null())
        .then(pl.lit("registration"))
    )


MAP = TagMap(
    {
        "registration_record_id": (Take("001:", between=None),),
        "registration_number": (
            Take("017:a", text=_number, between=None), Take("027:a", text=_number, between=None),
            Take("917:a", text=_number, between=None),
        ),
        "registration_date": tuple(Take(where, between=None) for where in _DATES),
        "original_number": (Take(_OTHER_NUMBERS, text=_original_number, heads=_OTHER_NUMBERS),),
        "original_date": (Take(_OTHER_NUMBERS, text=_original_date, heads=_OTHER_NUMBERS, between=None),),
        "title": (
            Take("245:anp", piece=title_part, within=JOINT, text=in_sentences, between=None, heads="245:a"),
            Take("240:a", piece=bare, between=None), Take("242:a", piece=bare, between=None),
            Take("246:a", piece=bare, between=None),
        ),
        "subtitle": (Take("245:b", piece=bare),),
        "alternate_title": (Take("240:anp 242:ab 246:abnp", text=without_end_marks, heads="240:a 242:a 246:a"),),
        "author": (
            Take(
                "100:abce4 110:abe4 279:cdh 700:abce4 710:abe4",
                piece=_author, within="", text=maker, heads="100:a 110:a 279:c 700:a 710:a", identity=same_words,
            ),
            Take("245:c"),
        ),
        "claimants": (Take("249:c", piece=bare_name),),
        "publisher": (Take("260:b", piece=bare),),
        "imprint": (Take("260:abc", between=" "),),
        "publication_date": tuple(Take(where, between=None) for where in _PUBLISHED),
        "creation_date": tuple(Take(where, between=None) for where in _CREATED),
        "publication_status": (Take("917:p", between=None),),
        "nation": (Take("257:a"),),
        "work_type": (Take("917:b", text=_work_type, between=None),),
        "previous_numbers": (Take("597:a"),),
        "transfer": (Take("249:e"),),
        "contents": (Take("505:t 740:a", piece=bare, between="\n"),),
        "isbn": (Take("020:a", text=isbn),),
        "language": (Take("008:", text=fixed_language), Take("041:a")),
        "edition": (Take("250:ab", piece=bare),),
        "series": (Take("440:a 490:a", piece=bare),),
        "volume": (Take("440:v 490:v 779:b", piece=bare),),
        "notes": (Take("279:eg 500:a", within="; ", heads="279:e 500:a"),),
        "preregistered": (Take("349:a 591:a", between=None),),
        "supplements": (Take("500:a 597:a", text=_supplement, between=None),),
    },
    value=_unescaped,
    derived=_derived,
)  # fmt: skip

COLUMNS = {name: (fold(name),) for name in columns_of(MAP)}

FORMAT = Format(name="usco_marc", kind=Kind.REGISTRATIONS, columns=COLUMNS, layouts=layouts(MAP))
