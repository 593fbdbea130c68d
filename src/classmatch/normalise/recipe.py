"""The two recipes of normalisation, each a list of named steps from a raw table to a normalised one."""

from __future__ import annotations

import polars as pl

from classmatch import schema
from classmatch.normalise.asin import identifiers
from classmatch.normalise.dates import partial_date, year_of
from classmatch.normalise.hashes import hex_digest
from classmatch.normalise.imprint import imprint_date, imprint_publisher
from classmatch.normalise.languages import iso639
from classmatch.normalise.names import names
from classmatch.normalise.publishers import publisher_key
from classmatch.normalise.regnumbers import canonical_number
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
    return frame.with_columns(isbns=isbns, asins=asins)


def _registration_identifiers(frame: pl.LazyFrame) -> pl.LazyFrame:
    isbns, asins = identifiers(pl.col("isbn"), pl.lit(None, pl.String))
    return frame.with_columns(isbns=isbns, asins=asins)


def _catalog_imprint(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Publisher and date, from an imprint in one cell where they have none of their own."""
    return frame.with_columns(
        publisher=pl.coalesce("publisher", imprint_publisher(pl.col("imprint"))),
        publication_date=pl.coalesce(partial_date(pl.col("date")), imprint_date(pl.col("imprint"))),
    )


def _registration_imprint(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.with_columns(
        publisher=pl.coalesce("publisher", imprint_publisher(pl.col("imprint"))),
        publication_date=pl.coalesce(partial_date(pl.col("publication_date")), imprint_date(pl.col("imprint"))),
        registration_date=partial_date(pl.col("registration_date")),
    )


def _publication(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.with_columns(
        year=year_of(pl.col("publication_date")), publisher_key=publisher_key(pl.col("publisher"))
    )


def _file(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Content hashes and size, and the language, of a catalog record."""
    return frame.with_columns(
        md5=hex_digest(pl.col("md5"), 32),
        sha1=hex_digest(pl.col("sha1"), 40),
        sha256=hex_digest(pl.col("sha256"), 64),
        filesize=pl.col("filesize").cast(pl.UInt64, strict=False),
        language=iso639(pl.col("language")),
        authors=pl.col("author"),
    )


def _numbers(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Registration numbers in their canonical form; titles under one number make it a group registration."""
    number = canonical_number(pl.col("registration_number"))
    titled = pl.col("title_main").filter(pl.col("title_main") != "").n_unique().over("registration_number")
    return frame.with_columns(
        registration_number=number,
        original_number=canonical_number(pl.col("original_number")),
        authors=pl.col("author"),
    ).with_columns(group_registration=pl.col("registration_number").is_not_null() & (titled > 1))


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
    _without_blanks,
    titles,
    _registration_names,
    _registration_identifiers,
    _registration_imprint,
    _publication,
    _numbers,
    _shown_title,
)


def normalise_catalog(raw: pl.LazyFrame) -> pl.LazyFrame:
    """`schema.COPIES` from `schema.RAW_CATALOG`."""
    for step in CATALOG_STEPS:
        raw = step(raw)
    return raw.select(pl.col(name).cast(dtype) for name, dtype in schema.COPIES.items())


def normalise_registrations(raw: pl.LazyFrame) -> pl.LazyFrame:
    """`schema.REGISTRATIONS` from `schema.RAW_REGISTRATIONS`."""
    for step in REGISTRATION_STEPS:
        raw = step(raw)
    return raw.select(pl.col(name).cast(dtype) for name, dtype in schema.REGISTRATIONS.items())
