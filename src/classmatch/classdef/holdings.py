"""Which works the libraries of a class held, by the files that count, and when they were copied from there.

What the files of a work come to is worked out once for every combination of libraries, of which there are few, and not
once a work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.days import bounds
from classmatch.classdef.definition import Acquisition, Source
from classmatch.classdef.rules.rule import TRUE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from classmatch.classdef.definition import Definition
    from classmatch.schema import Table

ANY_LIBRARY = "*"  # in a definition: every library that no other source of it names

HOLDINGS: Table = {
    "work_id": pl.String,
    "class_sources": pl.List(pl.String),  # libraries that certainly held it; if none, those that may have; sorted
    "held": pl.Boolean,  # by any library of the class; null: unknown
    "acquired_from": pl.Date,  # bounds of the acquisition that counts; null: open
    "acquired_to": pl.Date,
    "last_acquired": pl.Date,  # last day on which any library that held it, or may have, may have been copied
    "last_certain": pl.Date,  # the same of those that certainly held it; if none, the least for any that may have
}

_FALSE = pl.lit(value=False)
_WORD = 64  # libraries whose bits fit into one number


@dataclass(frozen=True)
class _Library:
    """A library of the class, as copies name it, and its source in the definition."""

    name: str
    source: Source


def holdings(copies: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """`HOLDINGS`, one row a work, sorted by work, of copies (`schema.COPY_WORKS`).

    A copy counts when its library is in the class, the file is valid, and the library had it by its content date, or
    where the definition has none, when it was copied. A file counts of which it is not known when it was added. With no
    sources in the definition every copy counts, and there are no dates.
    """
    libraries = _libraries(copies, definition)
    counts, ids = _numbered(copies.select("work_id", "source", counts=_counts(definition)))
    words = range(0, max(len(libraries), 1), _WORD)
    bits = [bit for word in words for bit in _bits([library.name for library in libraries[word : word + _WORD]], word)]
    works = counts.group_by("work").agg(bits).sort("work").with_columns(ids)
    masks = [name for name in works.columns if name not in {"work", "work_id"}]
    found = _of_combinations(works.select(masks).unique(), libraries, definition)
    return works.join(found, on=masks, how="left", maintain_order="left").select(*HOLDINGS)


def _numbered(copies: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The copies with `work`, a number, in place of `work_id`, and the ids by number, sorted; they mostly are."""
    rows = copies if copies["work_id"].is_sorted() else copies.sort("work_id")
    begins = rows.select((pl.col("work_id") != pl.col("work_id").shift(1)).fill_null(value=True)).to_series()
    number = (begins.cum_sum() - 1).cast(pl.UInt32).alias("work") if rows.height else pl.Series("work", [], pl.UInt32)
    return rows.drop("work_id").with_columns(number), rows["work_id"].filter(begins)


def valid_file(definition: Definition) -> pl.Expr:
    """Whether the file of a copy (`schema.COPY_WORKS`) is one that the definition allows (Boolean, never null)."""
    return _of_source(definition, _is_valid, TRUE)


def _source_of(library: str, definition: Definition) -> Source | None:
    """The source of a definition that means a library; with no sources at all, every library is in the class."""
    if not definition.sources:
        return Source(ANY_LIBRARY)
    by_name = {source.library: source for source in definition.sources}
    return by_name.get(library, by_name.get(ANY_LIBRARY))


def _libraries(copies: pl.DataFrame, definition: Definition) -> list[_Library]:
    """Libraries of the class that there are copies of, by name."""
    names = copies["source"].drop_nulls().unique().sort().to_list()
    sources = ((name, _source_of(name, definition)) for name in names)
    return [_Library(name, source) for name, source in sources if source is not None and source.in_class]


def _of_source(definition: Definition, value: Callable[[Source], pl.Expr], otherwise: pl.Expr) -> pl.Expr:
    """A value of each copy by the source that its library is in the definition; `otherwise` where it is in none."""
    named = [source for source in definition.sources if source.library != ANY_LIBRARY]
    others = [source for source in definition.sources if source.library == ANY_LIBRARY]
    rest = value(others[0]) if others else otherwise
    for source in named:
        rest = pl.when(pl.col("source").eq_missing(pl.lit(source.library))).then(value(source)).otherwise(rest)
    return rest


def _counts(definition: Definition) -> pl.Expr:
    """Whether a copy counts (Boolean, null: unknown)."""
    if not definition.sources:
        return TRUE
    return _of_source(
        definition,
        lambda source: pl.lit(source.in_class) & _is_valid(source) & _was_there(source, definition),
        _FALSE,
    )


def _is_valid(source: Source) -> pl.Expr:
    return ~pl.col("file_status").is_in(source.invalid_files).fill_null(value=False)


def _was_there(source: Source, definition: Definition) -> pl.Expr:
    """Whether the library had the file when it was copied (Boolean, null: unknown); true where no date says not."""
    first, last = _as_of(source)
    if last is None:
        return TRUE
    added = bounds(pl.col("added"), definition.dates)
    certain = (added.struct.field("to") <= pl.lit(first)) | pl.col("added").is_null()
    too_late = added.struct.field("from") > pl.lit(last)
    return pl.when(certain).then(TRUE).when(too_late).then(_FALSE).otherwise(UNKNOWN)


def _as_of(source: Source) -> tuple[date | None, date | None]:
    """First and last day of which the copied version may be: its content date, else the days of the copying itself."""
    if source.content_date is not None:
        return source.content_date, source.content_date
    return source.acquired_from or source.acquired_to, source.acquired_to


def _bits(names: Sequence[str], word: int) -> list[pl.Expr]:
    """Over the copies of a work, the libraries that certainly held it and those that may have: a bit each (UInt64)."""
    values = [1 << i for i in range(len(names))]
    bit = pl.col("source").replace_strict(list(names), values, default=0, return_dtype=pl.UInt64)
    none = pl.lit(0, pl.UInt64)
    kinds = {"certain": pl.col("counts"), "possible": pl.col("counts").is_null()}
    return [
        pl.when(which).then(bit).otherwise(none).bitwise_or().alias(f"{kind}_{word}") for kind, which in kinds.items()
    ]


def _of_combinations(masks: pl.DataFrame, libraries: Sequence[_Library], definition: Definition) -> pl.DataFrame:
    """What each combination of libraries comes to: `masks` and `HOLDINGS` without the work."""
    rows = [
        _outcome(_chosen(row, "certain", libraries), _chosen(row, "possible", libraries), definition)
        for row in masks.iter_rows(named=True)
    ]
    types = {name: dtype for name, dtype in HOLDINGS.items() if name != "work_id"}
    return masks.hstack(pl.DataFrame(rows, schema=types, orient="row"))


def _chosen(row: dict[str, int], kind: str, libraries: Sequence[_Library]) -> list[_Library]:
    return [
        library
        for place, library in enumerate(libraries)
        if row[f"{kind}_{place // _WORD * _WORD}"] >> place % _WORD & 1
    ]


def _outcome(
    certain: list[_Library], possible: list[_Library], definition: Definition
) -> tuple[list[str], bool | None, date | None, date | None, date | None, date | None]:
    """Class sources, held, bounds of the acquisition that counts, and of the last day of any."""
    possible = [library for library in possible if library not in certain]
    held = True if certain else None if possible else False
    first, last = _acquired([x.source for x in certain], [x.source for x in possible], definition)
    ends, possible_ends = ([library.source.acquired_to for library in group] for group in (certain, possible))
    least = _latest(ends) if certain else _known(min, possible_ends)
    return [library.name for library in certain or possible], held, first, last, _latest(ends + possible_ends), least


def _acquired(
    certain: Sequence[Source], possible: Sequence[Source], definition: Definition
) -> tuple[date | None, date | None]:
    """First and last day of the acquisition that counts, whichever of the possible sources held the work in truth.

    Before any acquisition is before the last of them, and a source that may have held the work can only make that
    later; before all of them is before the first, which it can only make earlier.
    """
    every = (*certain, *possible)
    if definition.registration.acquisition is Acquisition.FIRST:
        last = _known(min, (x.acquired_to for x in certain)) if certain else _latest(x.acquired_to for x in possible)
        return _earliest(x.acquired_from for x in every), last
    first = _known(max, (x.acquired_from for x in certain)) if certain else _earliest(x.acquired_from for x in possible)
    return first, _latest(x.acquired_to for x in every)


def _known(choose: Callable[[Iterable[date]], date], days: Iterable[date | None]) -> date | None:
    """The least or the greatest of the days that are known; None when none is."""
    known = [day for day in days if day is not None]
    return choose(known) if known else None


def _latest(days: Iterable[date | None]) -> date | None:
    """The latest of the days; None, which is open, when any is."""
    every = list(days)
    return None if None in every else _known(max, every)


def _earliest(days: Iterable[date | None]) -> date | None:
    """The earliest of the days; None, which is open, when any is."""
    every = list(days)
    return None if None in every else _known(min, every)
