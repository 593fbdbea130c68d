"""Candidates before the class rules: what the rules ask of a work and of a registration, brought together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from classmatch import schema
from classmatch.classdef.eligibility import JUDGED_FROM, judged
from classmatch.classdef.holdings import holdings
from classmatch.classdef.originals import with_originals
from classmatch.normalise.claimants import keys_of
from classmatch.normalise.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.classdef.definition import Definition

OF_WORK = ("work_id", "isbns", "asins", "identifiers", "languages", "first_published")
_OF_REGISTRATION = (
    "registration_number", "registration_date", "publication_date", "original_number", "original_date", "record_type",
    "publication_status", "foreign",
)  # fmt: skip


def subjects(
    places: pl.DataFrame,
    works: pl.DataFrame,
    registrations: pl.DataFrame,
    definitions: Sequence[Definition],
    *,
    dated: bool = False,
) -> pl.DataFrame:
    """What the rules look at, a row a candidate: `JUDGED_FROM` without what the class definition tells of libraries.

    `places` has for each candidate its rows of `works` (`schema.WORKS`) and `registrations` (`schema.REGISTRATIONS`).
    Names of claimants are read where any of the definitions may name them.

    The dates of originals are looked up among all registrations. Where only some of them are given, as for a part of
    the works, their `original_date` has to be what `with_originals` told of all, and `dated` true.
    """
    asked = registrations.select(*_OF_REGISTRATION, "isbns", "claimants")
    if not dated:
        asked = asked.with_columns(original_date=with_originals(registrations))
    registered = asked[places["registration"]]
    return pl.concat(
        [
            works.select(OF_WORK)[places["work"]],
            registered.select(*_OF_REGISTRATION, registration_isbns="isbns"),
            _keys(registered["claimants"], _words(definitions)).to_frame("claimant_keys"),
        ],
        how="horizontal",
    )


def _words(definitions: Sequence[Definition]) -> list[str]:
    """Folded words of the names that definitions exclude or let opt out, as they are written and as keys have them."""
    names = (
        name
        for definition in definitions
        for name in (
            *definition.exclusions.persons,
            *definition.exclusions.organisations,
            *(opt_out.claimant for opt_out in definition.opt_outs if opt_out.claimant),
        )
    )
    return _words_of(tuple(names))


@cache
def _words_of(names: tuple[str, ...]) -> list[str]:
    """Kept, since parts of the works are judged in turn by the same definitions."""
    written = pl.Series("name", names, dtype=pl.String)
    keys = keys_of(written).explode(keep_nulls=False, empty_as_null=False)
    folded = pl.concat([written, keys.alias("name")]).to_frame().select(fold(pl.col("name")))["name"]
    return sorted({word for name in folded for word in name.split()})


def _keys(claimants: pl.Series, words: list[str]) -> pl.Series:
    """Keys of the names of each cell that has any of the words, each distinct cell read once; none of other cells.

    To read all names of all candidates would take longer than all rules together.
    """
    if not words:
        return pl.repeat([], len(claimants), dtype=pl.List(pl.String), eager=True)
    distinct = claimants.unique().to_frame("cell")
    asked = distinct.filter(fold(pl.col("cell")).str.contains_any(words))
    keyed = asked.with_columns(keys=keys_of(asked["cell"]))
    found = claimants.to_frame("cell").join(keyed, on="cell", how="left", nulls_equal=True, maintain_order="left")
    return found["keys"].fill_null([])


def verdicts(
    subject: pl.DataFrame, copies: pl.DataFrame, definition: Definition, held: pl.DataFrame | None = None
) -> pl.DataFrame:
    """What the definition says of each subject, in their order: `schema.ELIGIBILITY`.

    `copies` (`schema.COPY_WORKS`) has all copies of the works of these subjects; those of others make no difference.
    `held` is what `holdings` tells of these copies and this definition, if it was asked before.
    """
    held = holdings(copies, definition) if held is None else held
    known = subject.join(held, on="work_id", how="left", maintain_order="left")
    return judged(known.select(*JUDGED_FROM), definition).select(*schema.ELIGIBILITY)


def with_verdicts(candidates: pl.DataFrame, verdict: pl.DataFrame) -> pl.DataFrame:
    """Candidates with what the definition says of them, whose reasons stand behind those of the match."""
    both = pl.concat([candidates, verdict], how="horizontal")
    reasons = pl.concat_list("reasons", "class_reasons")
    levels = [name for name in candidates.columns if name.startswith("level_")]
    comparisons = [name.removeprefix("level_") for name in levels]
    return both.with_columns(reasons=reasons).select(*schema.candidates_schema(comparisons))
