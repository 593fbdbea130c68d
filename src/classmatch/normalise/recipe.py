"""The two recipes of normalisation, each a list of named steps from a raw table to a normalised one."""

from __future__ import annotations

import polars as pl

from classmatch import schema
from classmatch.normalise.asin import identifiers
from classmatch.normalise.contents import with_parts
from classmatch.normalise.dates import of_this_century, partial_date, year_of
from classmatch.normalise.file_status import file_status
from classmatch.normalise.for_hire import work_for_hire
from classmatch.normalise.foreign import foreign
from classmatch.normalise.hashes import hex_digest
from classmatch.normalise.imprint import imprint_date, imprint_publisher
from classmatch.normalise.languages import iso639
from classmatch.normalise.names import names
from classmatch.normalise.other_identifiers import other_identifiers
from classmatch.normalise.publishers import publisher_key
from classmatch.normalise.record_types import record_type
from classmatch.normalise.regnumbers import (
    canonical_number,
    date_behind_number,
    is_since_1978,
    numbers_in,
    registration_key,
)
from classmatch.normalise.text import spaced
from classmatch.normalise.titles import titles


def _without_blanks(raw: pl.LazyFrame) -> pl.LazyFrame:
    return raw.with_columns(spaced(pl.col(pl.String)))


def _catalog_names(frame: pl.LazyFrame) -> pl.LazyFrame:
    return names(frame)


def _registration_names(frame: pl.LazyFrame) -> pl.LazyFrame:
    return names(frame, pl.col("claimants"))


def _catalog_identifiers(frame: pl.LazyFrame) -> pl.LazyFrame:
    isbns, asins = identifiers(pl.col("isbn"), pl.col("asin"))
    return frame.with_columns(isbns=isbns, asins=asins, identifiers=other_identifiers(pl.col("identifiers")))


def _registration_identifiers(frame: pl.LazyFrame) -> pl.LazyFrame:
    isbns, asins = identifiers(pl.col("isbn"), pl.lit(None, pl.String))
    return frame.with_columns(isbns=isbns, asins=asins)


def _catalog_imprint(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Publisher and date, from an imprint in one cell where they have none of their own."""
    return frame.with_columns(
        publisher=pl.coalesce("publisher", imprint_publisher(pl.col("imprint"))),
        publication_date=pl.coalesce(partial_date(pl.col("date")), imprint_date(pl.col("imprint"))),
    )


def _registration_numbers(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Numbers in their canonical form, beside the one that is written."""
    return frame.with_columns(
        written_number=pl.col("registration_number"),
        registration_number=canonical_number(pl.col("registration_number")),
        original_number=canonical_number(pl.col("original_number")),
        previous_numbers=numbers_in(pl.col("previous_numbers")),
    )


def _registration_imprint(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Publisher and dates; the date of registration may stand behind the number."""
    published = pl.coalesce(_registered_date("publication_date"), imprint_date(pl.col("imprint")))
    registered = pl.coalesce(_registered_date("registration_date"), date_behind_number(pl.col("written_number")))
    return frame.with_columns(
        publisher=pl.coalesce("publisher", imprint_publisher(pl.col("imprint"))),
        publication_date=published,
        registration_date=registered,
        original_date=partial_date(pl.col("original_date")),
    )


def _registered_date(column: str) -> pl.Expr:
    """Date of a registration's record; with a number since 1978, a year of two digits is of this century if it can."""
    cell = pl.col(column)
    date = partial_date(cell)
    recent = is_since_1978(pl.col("registration_number"))
    return pl.when(recent).then(of_this_century(date, cell)).otherwise(date)


def _publication(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.with_columns(
        year=year_of(pl.col("publication_date")), publisher_key=publisher_key(pl.col("publisher"))
    )


def _file(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Content hashes and size, and the language, of a catalog record."""
    hashes = {"md5": 32, "md5_reported": 32, "better_md5": 32, "sha1": 40, "sha256": 64}
    return frame.with_columns(
        *(hex_digest(pl.col(name), length).alias(name) for name, length in hashes.items()),
        filesize=pl.col("filesize").cast(pl.UInt64, strict=False),
        language=iso639(pl.col("language")),
        added=partial_date(pl.col("added")),
        authors=pl.col("author"),
    ).with_columns(file_status=file_status(*map(pl.col, ("file_status", "filesize", "md5", "sha1", "sha256"))))


def _kind(frame: pl.LazyFrame) -> pl.LazyFrame:
    """What identifies the registration, what kind it is of, and what the record says of hire and of the nation."""
    number = pl.col("registration_number")
    return frame.with_columns(
        registration_key=registration_key(number, pl.col("registration_date")),
        record_type=record_type(pl.col("record_type"), number),
        work_for_hire=work_for_hire(pl.col("author"), pl.col("claimants")),
        foreign=foreign(number, pl.col("original_number"), pl.col("nation")),
        title_count=pl.lit(1),
        authors=pl.col("author"),
    )


def _shown_title(frame: pl.LazyFrame) -> pl.LazyFrame:
    """A record that is only a printed entry shows that as its title."""
    return frame.with_columns(title=pl.coalesce("title", "full_text"))


CATALOG_STEPS = (
    _without_blanks,
    titles,
    _catalog_names,
    _catalog_identifiers,
    _catalog_imprint,
    _publication,
    _file,
    _shown_title,
)

REGISTRATION_STEPS = (
    with_parts,
    _without_blanks,
    titles,
    _registration_names,
    _registration_identifiers,
    _registration_numbers,
    _registration_imprint,
    _publication,
    _kind,
    _shown_title,
)


def normalise_catalog(raw: pl.LazyFrame) -> pl.LazyFrame:
    """`schema.COPIES` from `schema.RAW_CATALOG`."""
    for step in CATALOG_STEPS:
        raw = step(raw)
    return raw.select(pl.col(name).cast(dtype) for name, dtype in schema.COPIES.items())


def normalise_registrations(raw: pl.LazyFrame) -> pl.LazyFrame:
    """`schema.REGISTRATIONS` from `schema.RAW_REGISTRATIONS`, row by row.

    `group_registration` is what one record says of itself; `groups.mark_groups` adds what only the whole table tells.
    """
    for step in REGISTRATION_STEPS:
        raw = step(raw)
    return raw.select(pl.col(name).cast(dtype) for name, dtype in schema.REGISTRATIONS.items())
