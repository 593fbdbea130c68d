"""Labelled pairs as places in the tables, to count how many of them blocking brings together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.labels import PAIR, Label, of_one_text, same_text

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Truth:
    """What labels say of the pairs of a run.

    `pairs` has a row a true pair: `true` (its place), `source, record_id, registration_row`. `places` has `true, left,
    right`: every pair of a work and a registration that would do for it, since rows of the same title and author count
    as one. `records` says of each work how many labelled records it has; `unknown` counts true pairs of which the
    record or the registration is not in the run.
    """

    pairs: pl.DataFrame
    places: pl.DataFrame
    records: NDArray[np.int64]
    unknown: int


def truth(labels: pl.DataFrame, copies: pl.DataFrame, works: pl.DataFrame, registrations: pl.DataFrame) -> Truth:
    """The labels by the places of works and registrations.

    `labels` has the columns of `labels.LABELS`, each with its source; `copies` has `schema.COPY_WORKS`, `works`
    `schema.WORKS` and `registrations` `schema.REGISTRATIONS`.
    """
    same = same_text(registrations)
    matches = of_one_text(labels.filter(pl.col("label") == Label.MATCH).select(PAIR), same)
    place_of = works.select("work_id", left=pl.int_range(pl.len(), dtype=pl.Int64))
    record = copies.select("source", "record_id", "work_id").unique().join(place_of, on="work_id").drop("work_id")
    row = pl.col("registration_record_id").cast(pl.String)
    rows = registrations.select(registration_row=row, right=pl.int_range(pl.len(), dtype=pl.Int64))
    true = matches.unique(PAIR, keep="first", maintain_order=True)
    known = (
        true.with_row_index("true").join(record, on=["source", "record_id"]).join(of_one_text(rows, same), on=PAIR[-1])
    )
    listed = known.select("true", *PAIR).unique("true").sort("true")
    labelled = labels.select("source", "record_id").unique().join(record, on=["source", "record_id"])
    return Truth(
        listed,
        known.select("true", "left", "right"),
        np.bincount(labelled["left"].to_numpy(), minlength=works.height).astype(np.int64),
        true.height - listed.height,
    )
