"""The pairs of the results, joined to what the labels say of them.

The rules: a pair joins a catalog record to a registration through the record's work. Only records that the labels
speak of are judged. A pair of such a record that has no label is wrong; a `related` one is left aside. Where the
registrations are given, rows of one text count as one row: a pair with either is right, and found once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.evaluation.records import RECORD
from classmatch.labels import Label, of_one_text

if TYPE_CHECKING:
    from classmatch.evaluation.results import Results

# Of several labels of one text: who says that a row is right has seen the text, whatever was said of its twin.
_STRENGTH = {Label.MATCH: 0, Label.RELATED: 1, Label.NOMATCH: 2}


@dataclass(frozen=True)
class Judged:
    """Records, labels and pairs, in an order that does not depend on that of the files.

    records: `record` (number from 0), `source, record_id, known`, `wanted` (true pairs), `absent`.
    truth: `record, registration_row, label`, one row a text, without `absent`.
    works: `record, work_id`.
    pairs: `record, source, record_id, registration_row, confidence, accepted, label, is_true`, and `candidate`, the row
    of the candidates that says most for it; the most confident first, `related` ones left out.
    """

    records: pl.DataFrame
    truth: pl.DataFrame
    works: pl.DataFrame
    pairs: pl.DataFrame

    @property
    def wanted(self) -> pl.DataFrame:
        """The true pairs: `record, registration_row`."""
        return self.truth.filter(pl.col("label") == Label.MATCH).select("record", "registration_row")


def judge(results: Results, labels: pl.DataFrame, same: pl.DataFrame | None) -> Judged:
    """Join the candidates of the labelled records to their labels.

    Args:
        results: what `match` wrote.
        labels: as `records.located` gives them.
        same: registrations of one text, as `labels.same_text` gives them, if rows of one text count as one.

    """
    pairs = of_one_text(labels.filter(pl.col("label") != Label.ABSENT), same)
    rank = pl.col("label").replace_strict({str(k): v for k, v in _STRENGTH.items()}, return_dtype=pl.Int8)
    truth = pairs.sort(rank, maintain_order=True).unique([*RECORD, "registration_row"], keep="first")
    records = _records(labels, truth)
    truth = truth.join(records, on=RECORD, nulls_equal=True).select("record", "registration_row", "label")
    truth = truth.sort("record", "registration_row")
    works = results.copies.join(records.lazy(), on=RECORD).select("record", "work_id").unique().collect()
    return Judged(records, truth, works.sort(pl.all()), _pairs(results, records, truth, works, same))


def _records(labels: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    wanted = truth.group_by(RECORD).agg(wanted=(pl.col("label") == Label.MATCH).sum())
    absent = (pl.col("label") == Label.ABSENT).any().alias("absent")
    records = labels.group_by(RECORD).agg(pl.col("known").first(), absent)
    joined = records.join(wanted, on=RECORD, how="left", nulls_equal=True).with_columns(pl.col("wanted").fill_null(0))
    return joined.sort(RECORD).with_row_index("record")


def _pairs(
    results: Results, records: pl.DataFrame, truth: pl.DataFrame, works: pl.DataFrame, same: pl.DataFrame | None
) -> pl.DataFrame:
    row = pl.col("registration_record_id").cast(pl.String).alias("registration_row")
    accepted = (pl.col("decision") == "match").alias("accepted")
    columns = ("candidate", "candidate_id", "work_id", row, "confidence", accepted)
    candidates = results.candidates.with_row_index("candidate").select(columns)
    found = of_one_text(candidates.join(works.lazy(), on="work_id").collect(), same)
    strongest = pl.col("candidate").sort_by(["accepted", "confidence", "candidate_id"], descending=[True, True, False])
    best = found.group_by("record", "registration_row").agg(
        pl.col("confidence").max(), pl.col("accepted").any(), strongest.first()
    )
    labelled = best.join(truth, on=["record", "registration_row"], how="left")
    counted = labelled.filter(pl.col("label").is_null() | (pl.col("label") != Label.RELATED))
    named = counted.join(records.select("record", *RECORD), on="record")
    named = named.with_columns(is_true=(pl.col("label") == Label.MATCH).fill_null(value=False))
    order = ["confidence", "record_id", "registration_row", "source"]
    return named.sort(order, descending=[True, False, False, False]).select(
        "record", *RECORD, "registration_row", "confidence", "accepted", "label", "is_true", "candidate"
    )
