"""The labelled sets: a catalog, registrations, and which pairs of them are the same work.

A set is a folder `truth/NAME` with `catalog.parquet`, `registrations.*` and `truth.csv` (`record_id,
registration_row, label`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.config import Settings
from classmatch.dedupe import deduplicated
from classmatch.normalise import mark_groups, normalise_catalog, normalise_registrations
from classmatch.read import read, recognise_catalogs, recognise_registrations

if TYPE_CHECKING:
    from pathlib import Path

SETS = ("goodbooks_renewals", "renewals_dup", "goodreads_gbooks", "uw_uiuc")


@dataclass(frozen=True)
class Labelled:
    """`works` and `registrations` as `match` would see them, and the truth about pairs of them.

    `truth` has `work_id, text, label`, where `text` stands for all registrations with the same words in title and
    author: a register lists many works twice, and a pair with either is right.
    """

    name: str
    works: pl.DataFrame
    registrations: pl.DataFrame
    truth: pl.DataFrame


def registrations_file(folder: Path) -> Path:
    return next(path for path in sorted(folder.iterdir()) if path.name.startswith("registrations."))


def _text(registrations: pl.LazyFrame) -> pl.DataFrame:
    """`registration_row, text` of raw registrations; a row without words stands for itself."""
    words = pl.concat_str([pl.col(c).fill_null("") for c in ("title", "subtitle", "author")], separator=" ")
    folded = words.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    row = pl.col("registration_record_id")
    return registrations.select(registration_row=row, text=pl.when(folded == "").then(row).otherwise(folded)).collect()


def load(
    folder: Path, *, blank: tuple[str, ...] = (), absent: bool = False, settings: Settings | None = None
) -> Labelled:
    """Read, normalise and deduplicate a set.

    `blank` names raw catalog fields to empty first (a record without an author must not collapse); `absent` takes away
    the registrations of every true or related pair, so that nothing can rightly match.
    """
    [cataloged] = recognise_catalogs([folder / "catalog.parquet"], library=folder.name)
    [registered] = recognise_registrations([registrations_file(folder)])
    catalog, raw = read(cataloged).records, read(registered).records
    text = _text(raw)
    truth = pl.read_csv(folder / "truth.csv", infer_schema=False).join(text, on="registration_row", how="left")
    if absent:
        gone = truth.filter(pl.col("label") != "nomatch").select("text").unique()
        kept = text.join(gone, on="text", how="anti").select(registration_record_id="registration_row")
        raw = raw.join(kept.lazy(), on="registration_record_id", how="semi")
    blanked = catalog.with_columns(pl.lit(None, pl.String).alias(field) for field in blank)
    found = deduplicated(normalise_catalog(blanked), (settings or Settings()).dedupe)
    registrations = (
        mark_groups(normalise_registrations(raw))
        .collect()
        .join(text.rename({"registration_row": "registration_record_id"}), on="registration_record_id", how="left")
    )
    of_work = truth.join(found.copies.select("record_id", "work_id"), on="record_id")
    return Labelled(folder.name, found.works, registrations, _one_label(of_work))


def _one_label(truth: pl.DataFrame) -> pl.DataFrame:
    """One label a work and text: `match` before `related` before `nomatch`."""
    rank = pl.col("label").replace_strict({"match": 0, "related": 1, "nomatch": 2}, return_dtype=pl.Int8)
    return (
        truth.sort(rank)
        .unique(["work_id", "text"], keep="first", maintain_order=True)
        .select("work_id", "text", "label")
    )
