"""What is one line of the works list: a registered title, a work, or an ISBN, as the class definition has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.classdef.definition import Definition, Follow, Unit
from classmatch.dedupe.clusters import components
from classmatch.normalise.regnumbers import registration_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
            return _by_registration(matched, definition)


def _by_registration(matched: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """A title under a number.

    Rows of one number and title are one. Where the original registration decides of renewals, so are rows that go back
    to one original and have the same title or, outside groups, the same work: one renewal may be of two originals (a
    foreign edition and the American one), and one original be renewed twice. A registration without a number is a line
    by itself.
    """
    keyed = matched.select(
        own=_own(), root=_root(definition), title="title_main", work="work_id", group="group_registration"
    )
    group = pl.when(pl.col("group")).then("title")
    by_work = pl.when(~pl.col("group")).then(_joined("root", "work"))
    keys = keyed.select(_joined("own", group), _joined("root", "title"), by_work.alias("root_work"))
    edges = [_star(keys[name]) for name in keys.columns]
    left, right = (np.concatenate(ends) for ends in zip(*edges, strict=True))
    place = components(matched.height, left, right)
    unit = keys.select(pl.col("root").fill_null("").min().over(pl.Series(place))).to_series()
    return matched.with_columns(unit=unit)


def _own() -> pl.Expr:
    """The number of a registration, before 1978 with its date, else its row."""
    row = pl.concat_str("file", pl.lit(" row "), "registration_record_id", ignore_nulls=True)
    return pl.coalesce("registration_key", row)


def _root(definition: Definition) -> pl.Expr:
    """The number of the registration that counts: of a renewal, where the definition says so, that of its original."""
    original = registration_key(pl.col("original_number"), pl.col("original_date"))
    renews = (pl.col("record_type") == "renewal") & (definition.registration.renewals == Follow.ORIGINAL)
    return pl.when(renews.fill_null(value=False)).then(pl.coalesce(original, _own())).otherwise(_own())


def _joined(key: str, other: str | pl.Expr) -> pl.Expr:
    beside = pl.col(other) if isinstance(other, str) else other
    return pl.concat_str(pl.col(key), beside.fill_null(""), separator=_SEPARATOR).alias(key)


def _star(keys: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each row that has a key, and the first one of the same key."""
    rows = pl.DataFrame({"key": keys}).with_row_index("row").drop_nulls("key")
    places = rows.with_columns(first=pl.col("row").min().over("key"))
    return places["first"].cast(pl.Int64).to_numpy(), places["row"].cast(pl.Int64).to_numpy()


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
