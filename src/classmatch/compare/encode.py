"""From the bibliographic columns of works and registrations to the arrays that are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from classmatch.compare import records as r
from classmatch.compare.signature import signatures
from classmatch.compare.vocabulary import Vocabulary, build
from classmatch.normalise.companions import is_accessory
from classmatch.normalise.generic import is_generic
from classmatch.normalise.text import squash


@dataclass(frozen=True)
class Sides:
    """Works on the left, registrations on the right, with the vocabularies that their ids belong to."""

    left: r.Records
    right: r.Records
    words: Vocabulary
    names: Vocabulary
    holders: np.ndarray[tuple[int], np.dtype[np.uint32]]  # of each registration: authors that have its main title


def _title_words() -> pl.Expr:
    words = pl.col("title_full").str.split(" ").list.unique(maintain_order=True)
    return words.list.eval(pl.element().filter(pl.element() != ""))


def _other_words() -> pl.Expr:
    words = pl.col("title_alternates").list.join(" ").fill_null("").str.split(" ").list.unique(maintain_order=True)
    return words.list.eval(pl.element().filter(pl.element() != ""))


def _name_words() -> pl.Expr:
    words = (
        pl.col("names")
        .list.join(" ")
        .str.replace_all("|", " ", literal=True)
        .str.split(" ")
        .list.unique(maintain_order=True)
    )
    return words.list.eval(pl.element().filter(pl.element().str.len_bytes() > 1))


def _surnames() -> pl.Expr:
    return pl.col("names").list.eval(pl.element().str.extract(r"^([^|]*)", 1))


def _given() -> pl.Expr:
    return pl.col("names").list.eval(pl.element().str.extract(r"\|(\w*)", 1).fill_null(""))


def _given_words() -> pl.Expr:
    given = pl.element()
    return _given().list.eval(pl.when(given.str.len_bytes() > 1).then(given))


def _designations(kind: str) -> pl.Expr:
    designation = pl.element()
    return pl.col("numbers").list.eval(
        designation.filter(designation.str.contains(kind)).str.strip_prefix("v").unique(maintain_order=True)
    )


def _initials(frame: pl.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    rows, columns, values = r.padded(frame, _given(), r.MAX_NAMES)
    letters = values.str.slice(0, 1).fill_null("")
    codes = letters.replace_strict(
        {chr(c): c for c in (*range(48, 58), *range(97, 123))}, default=0, return_dtype=pl.UInt8
    )
    array = np.zeros((frame.height, r.MAX_NAMES), dtype=np.uint8)
    array[rows, columns] = codes.to_numpy()
    return array


def _years(frame: pl.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    rows, columns, values = r.padded(frame, pl.col("years"), r.MAX_YEARS)
    array = np.full((frame.height, r.MAX_YEARS), -1, dtype=np.int16)
    array[rows, columns] = values.to_numpy()
    return array


def _companions(frame: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    codes = {kind: i + 1 for i, kind in enumerate(r.COMPANIONS)}
    return frame["companion"].replace_strict(codes, default=0, return_dtype=pl.Int8).to_numpy()


def _count_of_main_words(frame: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    words = pl.col("title_main").str.split(" ").list.n_unique()
    count = pl.when(pl.col("title_main") == "").then(0).otherwise(words)
    return frame.select(n=count.clip(0, r.MAX_WORDS).cast(pl.Int8))["n"].to_numpy()


def _says_little(title: pl.Expr) -> pl.Expr:
    """Whether a main title is generic, or only a number."""
    return (is_generic(title) | title.str.contains(r"^[\d ]+$")).fill_null(value=False)


def _records(frame: pl.DataFrame, words: Vocabulary, names: Vocabulary) -> r.Records:
    titles = pl.concat_list(pl.col("title_main"), pl.col("title_alternates"))
    squashed = titles.list.eval(squash(pl.element()).filter(pl.element() != ""))
    initials = _initials(frame)
    given = names.encode(frame, _given_words(), r.MAX_NAMES)
    main = frame["title_main"]
    return r.Records(
        main=r.hash_column(frame, squash(pl.col("title_main"))),
        full=r.hash_column(frame, squash(pl.col("title_full"))),
        titles=r.hash_lists(frame, squashed.list.unique(maintain_order=True), r.MAX_TITLES),
        words=words.encode(frame, _title_words(), r.MAX_WORDS),
        main_words=_count_of_main_words(frame),
        other_words=words.encode(frame, _other_words(), r.MAX_OTHER_WORDS),
        signature=signatures(frame.select(squash(pl.col("title_main")))["title_main"]),
        surnames=names.encode(frame, _surnames(), r.MAX_NAMES),
        given=given,
        initials=initials,
        name_words=names.encode(frame, _name_words(), r.MAX_NAME_WORDS),
        names_in_titles=words.encode(frame, _name_words(), r.MAX_NAME_WORDS),
        years=_years(frame),
        numbers=r.hash_lists(frame, _designations(r"^[v\d]"), r.MAX_NUMBERS),
        volumes=r.hash_lists(frame, _designations(r"^v"), r.MAX_NUMBERS),
        volume=frame.select(v=pl.col("numbers").list.eval(pl.element().str.starts_with("v")).list.any())[
            "v"
        ].to_numpy(),
        issues=r.hash_lists(frame, _designations(r"^[ym]"), r.MAX_NUMBERS),
        generic=frame.select(g=_says_little(pl.col("title_main")))["g"].to_numpy(),
        accessory=frame.select(a=is_accessory(pl.col("title_full")).fill_null(value=False))["a"].to_numpy(),
        companion=_companions(frame),
        edition=r.hash_column(frame, pl.col("edition_number")),
        publishers=r.hash_lists(frame, pl.col("publisher_keys"), r.MAX_PUBLISHERS),
        identifiers=r.hash_lists(frame, pl.concat_list("isbns", "asins"), r.MAX_IDENTIFIERS),
        main_text=main,
        other_text=frame["title_alternates"],
        first_name=frame.select(
            pl.col("names").list.first().str.replace("|", " ", literal=True).fill_null("").alias("f")
        )["f"],
    )


def encode(works: pl.DataFrame, registrations: pl.DataFrame) -> Sides:
    """Both sides as arrays over common vocabularies.

    Needs `schema.BIBLIOGRAPHIC`, and of a work `years` and `publisher_keys`.
    """
    right = registrations.with_columns(
        years=pl.concat_list("year").list.drop_nulls(), publisher_keys=pl.concat_list("publisher_key").list.drop_nulls()
    )
    every = pl.concat_list(_title_words(), _other_words())
    words = build("title_words", [(works, every), (right, every)])
    parts = pl.concat_list(_name_words(), _surnames(), _given_words())
    names = build("name_words", [(works, parts), (right, parts)])
    encoded = _records(right, words, names)
    return Sides(_records(works, words, names), encoded, words, names, _holders(encoded))


def _holders(registrations: r.Records) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """(n,) how many authors, by the surname of the first, have the main title of each registration."""
    titled = pl.DataFrame({"title": registrations.main, "name": registrations.surnames[:, 0]})
    named = titled.filter(pl.col("name") >= 0).group_by("title").agg(holders=pl.col("name").n_unique())
    found = titled.join(named, on="title", how="left", maintain_order="left")["holders"]
    return found.fill_null(0).to_numpy()
