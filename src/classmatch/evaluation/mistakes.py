"""What went wrong, pair by pair, with the evidence: false accepts, and true pairs that were missed.

The results tell where a true pair was lost as far as they go: what reached no confidence for review is not in them,
whether no rule brought the pair together or its confidence was too low.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from classmatch.evaluation.records import RECORD
from classmatch.labels import Label

if TYPE_CHECKING:
    from classmatch.evaluation.judged import Judged
    from classmatch.evaluation.results import Results


class Mistake(StrEnum):
    FALSE_ACCEPT = "false_accept"
    MISSED = "missed"


class Why(StrEnum):
    """What the labels say of a false accept, and where a missed pair was lost."""

    KNOWN_NONMATCH = "known non-match"
    ABSENT = "record is absent"
    NOT_LABELLED = "not labelled"
    RECORD_UNKNOWN = "record unknown"  # the results do not have it: rejected when it was read, or another catalog
    NOT_A_CANDIDATE = "not a candidate"  # no rule brought it together, or less confidence than review needs
    BELOW_RANK = "below rank"  # for review, behind another registration that was accepted
    REVIEW = "review"  # for review, and no other registration was accepted before it


_CATALOG = ("work_id", "catalog_title", "catalog_authors", "catalog_year")
_REGISTRATION = ("registration_number", "registration_title", "registration_authors", "publication_date")
_VERDICT = ("rank", "margin", "decision", "reasons")
_EVIDENCE = r"^(level|weight)_\w+$"


def mistakes(judged: Judged, results: Results, texts: pl.DataFrame | None) -> pl.DataFrame:
    """A row a wrong pair, false accepts first, each kind by falling confidence.

    Columns: `mistake, why, source, record_id, registration_row`, the ids, titles, authors and years of both sides,
    `confidence, rank, margin, decision, reasons`, `level_*, weight_*, match_weight`. Null: it is not in the results.

    Args:
        judged: the pairs.
        results: what `match` wrote.
        texts: `registration_row, registration_title, registration_authors, publication_date` of the registrations, so
            that those that are no candidates can be shown too.

    """
    wrong = pl.concat([_false_accepts(judged), _missed(judged, results)], how="diagonal")
    named = wrong.join(judged.records.select("record", *RECORD), on="record")
    shown = named.join(_evidence(wrong, results), on="candidate", how="left").join(
        _catalog_sides(wrong, judged, results), on="record", how="left", suffix="_side"
    )
    shown = shown.with_columns(pl.coalesce(name, f"{name}_side") for name in _CATALOG)
    if texts is not None:
        shown = shown.join(texts, on="registration_row", how="left", suffix="_side")
        shown = shown.with_columns(pl.coalesce(name, f"{name}_side") for name in _REGISTRATION[1:])
    order = ["mistake", "confidence", "record_id", "registration_row", "source"]
    ordered = shown.sort(order, descending=[False, True, False, False, False], nulls_last=True)
    head = ("mistake", "why", *RECORD, "registration_row", *_CATALOG, *_REGISTRATION, "confidence", *_VERDICT)
    return ordered.select(*head, pl.col(_EVIDENCE), "match_weight")


def _false_accepts(judged: Judged) -> pl.DataFrame:
    accepted = judged.pairs.filter(pl.col("accepted") & ~pl.col("is_true"))
    joined = accepted.join(judged.records.select("record", "absent"), on="record")
    why = (
        pl.when(pl.col("label") == Label.NOMATCH)
        .then(pl.lit(str(Why.KNOWN_NONMATCH)))
        .when("absent")
        .then(pl.lit(str(Why.ABSENT)))
        .otherwise(pl.lit(str(Why.NOT_LABELLED)))
    )
    kind = pl.lit(str(Mistake.FALSE_ACCEPT))
    return joined.select("record", "registration_row", "candidate", mistake=kind, why=why)


def _missed(judged: Judged, results: Results) -> pl.DataFrame:
    keys = ["record", "registration_row"]
    pairs = judged.pairs.select(*keys, "candidate", "accepted")
    lost = judged.wanted.join(pairs, on=keys, how="left").filter(~pl.col("accepted").fill_null(value=False))
    rivals = judged.pairs.filter("accepted").select("record").unique().with_columns(rival=True)
    ranks = _rows(lost, results).select("candidate", "rank").collect()
    joined = lost.join(judged.records.select("record", "known"), on="record")
    joined = joined.join(rivals, on="record", how="left").join(ranks, on="candidate", how="left")
    why = (
        pl.when(~pl.col("known"))
        .then(pl.lit(str(Why.RECORD_UNKNOWN)))
        .when(pl.col("candidate").is_null())
        .then(pl.lit(str(Why.NOT_A_CANDIDATE)))
        .when(pl.col("rival") & (pl.col("rank") > 1))
        .then(pl.lit(str(Why.BELOW_RANK)))
        .otherwise(pl.lit(str(Why.REVIEW)))
    )
    return joined.select(*keys, "candidate", mistake=pl.lit(str(Mistake.MISSED)), why=why)


def _rows(wrong: pl.DataFrame, results: Results) -> pl.LazyFrame:
    """The candidates of these pairs."""
    wanted = wrong.select("candidate").drop_nulls().unique().lazy()
    return results.candidates.with_row_index("candidate").join(wanted, on="candidate", how="semi")


def _evidence(wrong: pl.DataFrame, results: Results) -> pl.DataFrame:
    columns = (*_CATALOG, *_REGISTRATION, "confidence", *_VERDICT)
    return _rows(wrong, results).select("candidate", *columns, pl.col(_EVIDENCE), "match_weight").collect()


def _catalog_sides(wrong: pl.DataFrame, judged: Judged, results: Results) -> pl.DataFrame:
    """`record` and the catalog's side of it, from any candidate of its work: for pairs that are no candidates."""
    works = judged.works.join(wrong.select("record").unique(), on="record", how="semi")
    sides = results.candidates.select(*_CATALOG).join(works.lazy(), on="work_id").unique("work_id").collect()
    alone = works.join(sides, on=["record", "work_id"], how="left").sort("record", "work_id")
    return alone.unique("record", keep="first", maintain_order=True)


def census(wrong: pl.DataFrame) -> dict[str, dict[str, int]]:
    """How many mistakes there are of each kind, and of each reason of it that occurs."""
    counted = wrong.group_by("mistake", "why").len().sort("mistake", "len", "why", descending=[False, True, False])
    return {
        str(kind): dict(counted.filter(pl.col("mistake") == kind).select("why", "len").iter_rows()) for kind in Mistake
    }
