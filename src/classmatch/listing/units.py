"""What is one line of the works list: a registered title, a work, or an ISBN, as the class definition has it."""

from __future__ import annotations

import polars as pl

from classmatch.classdef.definition import Definition, Follow, Unit
from classmatch.normalise.regnumbers import registration_key

_SEPARATOR = "\x1f"


def with_units(matched: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """`matched` with `unit` (String), the key of the line to which each row belongs.

    With `unit = "isbn"` a row stands once for each ISBN and ASIN of its work, which are then its only ones; a work that
    has none is a line by itself.
    """
    match definition.unit:
        case Unit.WORK:
            return matched.with_columns(unit=pl.col("work_id"))
        case Unit.ISBN:
            return _by_identifier(matched)
        case Unit.REGISTRATION:
            return matched.with_columns(unit=_registered_title(definition))


def _registered_title(definition: Definition) -> pl.Expr:
    """A title under a number. Renewals count as the registration that they renew, if that decides of them.

    A registration without a number is a line by itself.
    """
    original = registration_key(pl.col("original_number"), pl.col("original_date"))
    renews = (pl.col("record_type") == "renewal") & (definition.registration.renewals == Follow.ORIGINAL)
    own = pl.coalesce("registration_key", pl.lit("row ") + pl.col("registration_record_id"))
    number = pl.when(renews.fill_null(value=False)).then(pl.coalesce(original, own)).otherwise(own)
    several = pl.when(pl.col("group_registration")).then(pl.col("title_main"))
    return pl.concat_str(number, several.fill_null(""), separator=_SEPARATOR)


def _by_identifier(matched: pl.DataFrame) -> pl.DataFrame:
    identifiers = pl.concat_list("isbns", "asins")
    several = pl.when(identifiers.list.len() > 0).then(identifiers).otherwise(pl.concat_list(pl.lit(None, pl.String)))
    single = matched.with_columns(_one=several).explode("_one")
    one, is_isbn = pl.col("_one"), pl.col("_one").str.contains(r"^[0-9]{13}$")
    return single.with_columns(
        unit=pl.coalesce(one, "work_id"),
        isbns=pl.when(is_isbn).then(pl.concat_list(one)).otherwise(pl.lit([], pl.List(pl.String))),
        asins=pl.when(~is_isbn).then(pl.concat_list(one)).otherwise(pl.lit([], pl.List(pl.String))),
    ).drop("_one")
