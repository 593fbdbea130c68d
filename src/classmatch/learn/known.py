"""What a user has said of pairs, as rows of the works and registrations of a run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import compare
from classmatch.errors import InputError
from classmatch.labels import Label, same_text

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides
    from classmatch.score.weights import Weights

_FIRST = {Label.MATCH: 0, Label.RELATED: 1, Label.NOMATCH: 2}  # of several copies of a work: which label stands
_VERDICTS = {Label.MATCH: 1, Label.NOMATCH: 0, Label.RELATED: -1}
_SHOWN = 5  # ids in a message
_PAIRS = {"left": pl.Int64, "right": pl.Int64, "row": pl.String, "label": pl.String}


@dataclass(frozen=True)
class Known:
    """Labels of works and registrations.

    `pairs` has `left, right, row, label`: places in the two tables, the id of the registration, and `match`, `nomatch`
    or `related`. An id may stand for several titles, each a row. `absent` are works of which no registration is in the
    files; `text[right]` is a number for the words of a registration, since a register lists many works twice.
    """

    pairs: pl.DataFrame
    absent: NDArray[np.int64]
    text: NDArray[np.uint32]

    @cached_property
    def matched(self) -> NDArray[np.int64]:
        """The works of which a right registration was named."""
        return self.pairs.filter(pl.col("label") == Label.MATCH)["left"].unique().sort().to_numpy()

    @cached_property
    def works(self) -> NDArray[np.int64]:
        """All works of which something was said."""
        return np.union1d(self.pairs["left"].to_numpy(), self.absent)

    @property
    def complete(self) -> NDArray[np.int64]:
        """The works whose right registrations are all named: what is not named there is wrong, as in `evaluate`."""
        return np.union1d(self.matched, self.absent)

    @cached_property
    def decided(self) -> pl.DataFrame:
        """The pairs that were said to be right or wrong."""
        return self.pairs.filter(pl.col("label") != Label.RELATED)

    def has(self, pairs: Pairs) -> NDArray[np.bool_]:
        """(pairs,) whether a pair was said to be right or wrong."""
        if self.decided.is_empty():
            return np.zeros(len(pairs), dtype=np.bool_)
        own = _packed(self.decided["left"].to_numpy(), self.decided["right"].to_numpy())
        return np.isin(_packed(pairs.left, pairs.right), own)

    def between(self, sides: Sides, first: int, last: int | None = None) -> Pairs:
        """The pairs said to be right or wrong of the works from `first` to before `last`."""
        inside = self.decided.filter(pl.col("left") >= first)
        if last is not None:
            inside = inside.filter(pl.col("left") < last)
        return Pairs(sides, inside["left"].to_numpy(), inside["right"].to_numpy())

    def verdicts(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int8]:
        """(pairs,) 1 for what is right by the labels, 0 for what is wrong, -1 for what they say nothing of.

        Registrations with the words of a right one are right too. Of a work whose right registrations are all named,
        what is not named is wrong.
        """
        if not len(self.works):
            return np.full(len(left), -1, dtype=np.int8)
        said = self.pairs.select(
            "left", "label", text=pl.Series(self.text[self.pairs["right"].to_numpy()], dtype=pl.UInt32)
        )
        rank = pl.col("label").replace_strict(_FIRST, return_dtype=pl.Int8)
        best = said.sort(rank).unique(["left", "text"], keep="first", maintain_order=True)
        asked = pl.DataFrame({"left": left, "text": self.text[right]}, schema={"left": pl.Int64, "text": pl.UInt32})
        named = asked.join(best, on=["left", "text"], how="left", maintain_order="left")["label"]
        verdict = named.replace_strict(_VERDICTS, default=None, return_dtype=pl.Int8)
        unnamed = np.where(np.isin(left, self.complete), 0, -1).astype(np.int8)
        return np.where(named.is_null().to_numpy(), unnamed, verdict.fill_null(-1).to_numpy()).astype(np.int8)

    def at(self, works: NDArray[np.int64]) -> Known:
        """What was said of these works (rows of the table of works, rising), by their places among them."""
        inside = self.pairs.filter(pl.col("left").is_in(pl.Series(works).implode()))
        left = pl.Series("left", np.searchsorted(works, inside["left"].to_numpy()).astype(np.int64))
        absent = np.searchsorted(works, np.intersect1d(self.absent, works)).astype(np.int64)
        return Known(inside.with_columns(left), absent, self.text)

    def within(self, first: int, last: int) -> Known:
        """What was said of the works from row `first` to before `last`, by their rows counted from `first`."""
        inside = self.pairs.filter(pl.col("left").is_between(first, last, closed="left"))
        absent = self.absent[(self.absent >= first) & (self.absent < last)] - first
        return Known(inside.with_columns(pl.col("left") - first), absent, self.text)

    def among(self, works: NDArray[np.int64]) -> Known:
        """The reverse of `at`: what was said of works by their places among `works`, by their rows in the table."""
        left = pl.Series("left", works[self.pairs["left"].to_numpy()], dtype=pl.Int64)
        return Known(self.pairs.with_columns(left), works[self.absent], self.text)

    def settled(self, sides: Sides, weights: Weights) -> Known:
        """Without the titles of a matching record that are not meant: of one id's titles the likeliest is."""
        levels = compare(Pairs(sides, self.pairs["left"].to_numpy(), self.pairs["right"].to_numpy()))
        weighed = self.pairs.with_columns(weight=weights.total(levels)).sort(
            "weight", "right", descending=[True, False]
        )
        of_match = pl.col("label") == Label.MATCH
        meant = ~of_match | (pl.int_range(pl.len()).over("left", "row", "label") == 0)
        return Known(weighed.filter(meant).drop("weight").sort("left", "right"), self.absent, self.text)


def _packed(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    return (left << 32) | right


def nothing_known() -> Known:
    """What is known without labels."""
    return Known(pl.DataFrame(schema=_PAIRS), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint32))


def placed(
    path: Path, labels: pl.DataFrame, copies: pl.DataFrame, works: pl.DataFrame, registrations: pl.DataFrame
) -> tuple[Known, pl.DataFrame]:
    """The labels (`labels.LABELS`) of a file by place, and those of records or registrations that are not here.

    `copies` tells the work of each record. Raises `InputError` where an id is of several, or no label is of this run.
    """
    rows = registrations.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("right"), "file", row=pl.col("registration_record_id")
    )
    places = works.select("work_id", pl.int_range(pl.len(), dtype=pl.Int64).alias("left"))
    records = copies.select("source", "record_id", "work_id").unique().join(places, on="work_id")
    _refuse_ambiguous(path, labels, records, rows)
    numbered = labels.with_row_index("number")
    by_record = _with_works(numbered, records)
    absent = by_record.filter(pl.col("label") == Label.ABSENT)
    named = by_record.rename({"registration_row": "row"}).join(rows, on="row")
    here = pl.concat([absent["number"], named["number"]])
    unknown = numbered.filter(~pl.col("number").is_in(here.implode())).drop("number")
    if unknown.height == labels.height:
        why = "no label is of a record of the workspace and a registration of the files"
        raise InputError(path, why, "check record_id and registration_row, or ingest the catalog that was labelled")
    found = Known(_one_label(named.select(*_PAIRS)), absent["left"].unique().sort().to_numpy(), _texts(registrations))
    return found, unknown


def _with_works(labels: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The labels of records that are here, with the place of their work; without a library any of that id is meant."""
    anywhere = labels.filter(pl.col("source").is_null()).drop("source").join(records.drop("source"), on="record_id")
    sourced = labels.filter(pl.col("source").is_not_null()).join(records, on=["source", "record_id"])
    columns = ["number", "left", "registration_row", "label"]
    return pl.concat([anywhere.select(columns), sourced.select(columns)])


def _refuse_ambiguous(path: Path, labels: pl.DataFrame, records: pl.DataFrame, rows: pl.DataFrame) -> None:
    """`InputError` for ids that are of several records or registrations: nobody knows which one is meant."""
    unsourced = labels.filter(pl.col("source").is_null()).select("record_id").unique()
    several = records.join(unsourced, on="record_id").group_by("record_id").agg(pl.col("source").n_unique())
    doubtful = several.filter(pl.col("source") > 1)["record_id"].sort()
    if len(doubtful):
        raise InputError(path, f"record_id {_some(doubtful)}: of several libraries", "add a column source")
    files = rows.join(labels.select(row="registration_row").unique(), on="row").group_by("row")
    doubtful = files.agg(pl.col("file").n_unique()).filter(pl.col("file") > 1)["row"].sort()
    if len(doubtful):
        why = f"registration_row {_some(doubtful)}: of several registration files"
        raise InputError(path, why, "give ids of their own with --map id=COLUMN, or match the files one by one")


def _some(ids: pl.Series) -> str:
    more = f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else ""
    return ", ".join(repr(value) for value in ids.head(_SHOWN)) + more


def _one_label(pairs: pl.DataFrame) -> pl.DataFrame:
    """One label a pair: copies of one work may have been labelled apart."""
    rank = pl.col("label").replace_strict(_FIRST, return_dtype=pl.Int8)
    return pairs.sort("left", "right", rank).unique(["left", "right"], keep="first", maintain_order=True)


def _texts(registrations: pl.DataFrame) -> NDArray[np.uint32]:
    first = registrations.select(registration_row=pl.col("registration_record_id")).join(
        same_text(registrations), on="registration_row", how="left", maintain_order="left"
    )
    return first["first"].rank("dense").to_numpy().astype(np.uint32)
