"""Which kind of work a line of the works list is, as far as its publishers and claimants tell.

The kinds are those of the claim form (trade, university press, education, self-published) and works made for hire; each
has its own split (docs/members.md). The kind is a guess from names, good enough for an estimate.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from classmatch.classdef.definition import WorkKind
from classmatch.members.publisher_names import look_up
from classmatch.normalise.publishers import publisher_key
from classmatch.normalise.text import fold

_PRESS_WORDS = (
    r"\b(?:univ|university|universities)\b.*\bpress(?:es)?\b"  # `Univ. of Wren Press`, `Wren University Press`
    r"|\bpresses (?:de )?l?universit|\bu of [a-z]+(?: [a-z]+)? press\b|[a-z]{2} u p$"
)


def work_kinds(lines: pl.DataFrame) -> pl.Series:
    """The `WorkKind` of each line, in the order of the lines (String, never null).

    `lines` has `work_for_hire` and `claimants_are_authors` (Boolean, null where unknown), `publishers` (of registration
    and catalog), `organisation_claimants` and `authors` (List of String each, as written). The first rule that holds
    decides:

    1. work made for hire: the record says so.
    2. self-published: all claimants are authors; no publisher is named but platforms for self-publishing and the
       author; and neither publisher nor claimant is a university press or an educational house.
    3. university press: a publisher, or an organisation that claims, is one, by its words or the data file.
    4. education: one is a publisher of textbooks, or a scholarly or professional one, by the data file.
    5. trade: the rest.
    """
    named = _named(lines)
    said = lines.with_row_index("line").join(named, on="line", how="left", maintain_order="left")
    press, education, others = (pl.col(flag).fill_null(value=False) for flag in ("press", "education", "others"))
    of_authors = pl.col("claimants_are_authors").fill_null(value=False) & ~(press | education | others)
    kind = (
        pl.when(pl.col("work_for_hire").fill_null(value=False))
        .then(pl.lit(WorkKind.WORK_FOR_HIRE.value))
        .when(of_authors)
        .then(pl.lit(WorkKind.SELF_PUBLISHED.value))
        .when(press)
        .then(pl.lit(WorkKind.UNIVERSITY_PRESS.value))
        .when(education)
        .then(pl.lit(WorkKind.EDUCATION.value))
        .otherwise(pl.lit(WorkKind.TRADE.value))
    )
    return said.select(kind.alias("work_kind")).to_series()


def _named(lines: pl.DataFrame) -> pl.DataFrame:
    """`line` of those that name anyone, and whether among them are a press, an educational house, and other publishers.

    Others are publishers that are neither a platform nor the author; they do not include organisations that claim.
    """
    numbered = lines.with_row_index("line")
    publishers = _exploded(numbered, "publishers").with_columns(publishes=pl.lit(value=True))
    claimants = _exploded(numbered, "organisation_claimants").with_columns(publishes=pl.lit(value=False))
    names = pl.concat([publishers, claimants])
    names = names.join(_told(names["name"].unique().sort()), on="name")
    own = _own_names(publishers, _exploded(numbered.filter("claimants_are_authors"), "authors"))
    names = names.join(own, on=["line", "name"], how="left")
    other = pl.col("publishes") & ~pl.col("platform") & pl.col("own").is_null()
    return names.group_by("line").agg(pl.col("press").any(), pl.col("education").any(), other.any().alias("others"))


def _exploded(numbered: pl.DataFrame, column: str) -> pl.DataFrame:
    """`line` and `name`, once each, of a column of lists; blank names are none."""
    names = numbered.select("line", name=pl.col(column).cast(pl.List(pl.String))).explode("name")
    return names.filter(pl.col("name").str.strip_chars() != "").unique()


def _told(names: pl.Series) -> pl.DataFrame:
    """Each `name` once, and whether it is a `platform`, a university `press`, an `education` house (Boolean each).

    Without those that name nobody: `New York`, `1999`.
    """
    names = names.to_frame().filter(publisher_key(pl.col("name")).is_not_null()).to_series()
    listed = look_up(names, _known("university_presses", "is_university_press"))
    frame = pl.DataFrame({"name": names, "listed": listed})
    words = fold(pl.col("name")).str.contains(_PRESS_WORDS)
    return frame.select(
        "name",
        platform=look_up(names, _known("self_publishing", "name")).is_not_null(),
        press=(pl.col("listed") == "yes") | (words & pl.col("listed").is_null()),
        education=look_up(names, _known("educational_publishers", "kind")).is_not_null(),
    ).with_columns(pl.col("press").fill_null(value=False))


@cache
def _known(file: str, value: str) -> pl.DataFrame:
    """`name` and `value` of a data file, as `look_up` asks for them."""
    path = str(files(__package__) / "data" / f"{file}.csv")
    return pl.read_csv(path, infer_schema=False).select("name", value=value)


def _own_names(publishers: pl.DataFrame, authors: pl.DataFrame) -> pl.DataFrame:
    """`line` and `name` of the publishers that are an author's name, in either order, with `own` true.

    `Wren, Ada, 1950-`, `Ada Wren` and `Ada Wren Books` are one name; `A. Wren` and `Wren Press` are not.
    """
    of_such = publishers.join(authors, on="line", how="semi")
    pairs = _worded(of_such).join(_worded(authors), on=["line", "words"], how="semi")
    return pairs.select("line", "name", own=pl.lit(value=True))


def _worded(names: pl.DataFrame) -> pl.DataFrame:
    """With `words`, the words of the name's key in alphabetical order, without years."""
    distinct = names.select(pl.col("name").unique())
    with_key = distinct.with_columns(key=publisher_key(pl.col("name")))
    words = pl.col("key").str.split(" ").list.eval(pl.element().filter(~pl.element().str.contains("^[0-9]+$")))
    worded = with_key.select("name", words=words.list.sort().list.join(" ")).filter(pl.col("words") != "")
    return names.select("line", "name").join(worded, on="name")
