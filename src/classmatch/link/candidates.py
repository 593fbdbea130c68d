"""From scored pairs to candidates: levels in words, what both records say of themselves, rank, decision, ids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch import schema
from classmatch.compare.patterns import COMPARISONS, LEVELS
from classmatch.decide import Decision, decide
from classmatch.hashing import content_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.config import DecideSettings
    from classmatch.decide import Thresholds
    from classmatch.learn.known import Known
    from classmatch.score import Weights

# What a candidate shows of its registration and its work, and what decisions look at.
OF_REGISTRATION = (
    "registration_number", "registration_record_id", "title", "authors", "claimants", "publication_date",
    "registration_date", "group_registration", "new_matter",
)  # fmt: skip
OF_WORK = tuple(name for name in schema.CANDIDATES_HEAD if name in schema.WORKS)
_RENAMED = {"title": "registration_title", "authors": "registration_authors"}
# Of these, what decisions look at.
_ASKED_OF_WORK = ("work_id", "catalog_authors")
_ASKED_OF_REGISTRATION = (
    "registration_number", "registration_record_id", "title", "authors", "group_registration", "new_matter",
)  # fmt: skip


def in_words(pairs: pl.DataFrame, weights: Weights, known: Known) -> pl.DataFrame:
    """`left, right, label, verdict, match_weight, confidence`, and a level and a weight column a comparison.

    `pairs` has `scoring.PAIRS`, and `known` is what a person said, by the same rows.
    """
    total = pairs["match_weight"].to_numpy()
    frame = pairs.select("left", "right", "match_weight", confidence=pl.Series(weights.confidence(total)))
    for name in COMPARISONS:
        codes = pairs[name].to_numpy()
        words = pl.Series(LEVELS[name], dtype=pl.Enum(LEVELS[name])).gather(pairs[name].cast(pl.UInt32))
        frame = frame.with_columns(
            words.alias(f"level_{name}"), pl.Series(f"weight_{name}", weights.table(name)[codes], dtype=pl.Float64)
        )
    said = known.decided.select("left", "right", "label")
    verdict = known.verdicts(pairs["left"].to_numpy(), pairs["right"].to_numpy())
    return frame.with_columns(verdict=verdict).join(said, on=["left", "right"], how="left", maintain_order="left")


def described(scores: pl.DataFrame, works: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """The scored pairs with what their work and their registration say of themselves.

    `left` are rows of `works`. `registrations` has `OF_REGISTRATION`, and with `right` which row of the register each
    is, in rising order.
    """
    return _beside(scores, works.select(OF_WORK), registrations, OF_REGISTRATION)


def asked(scores: pl.DataFrame, works: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """As `described`, with no more than decisions look at."""
    return _beside(scores, works.select(_ASKED_OF_WORK), registrations, _ASKED_OF_REGISTRATION)


def _beside(
    scores: pl.DataFrame, works: pl.DataFrame, registrations: pl.DataFrame, wanted: Sequence[str]
) -> pl.DataFrame:
    told = registrations.select(wanted)
    told = told.rename({name: new for name, new in _RENAMED.items() if name in wanted})
    place = np.searchsorted(registrations["right"].to_numpy(), scores["right"].to_numpy())
    return pl.concat([works[scores["left"]], told[place], scores], how="horizontal")


def candidates_of(
    scores: pl.DataFrame, works: pl.DataFrame, registrations: pl.DataFrame, settings: DecideSettings, limits: Thresholds
) -> pl.DataFrame:
    """`decided` of `described`, where only what is kept is described in full: about half of the pairs are not."""
    kept = decide(asked(scores, works, registrations), _limited(settings, limits))
    own = kept.drop(*_ASKED_OF_WORK, *(_RENAMED.get(name, name) for name in _ASKED_OF_REGISTRATION))
    return _with_ids(described(own, works, registrations))


def decided(scores: pl.DataFrame, settings: DecideSettings, limits: Thresholds) -> pl.DataFrame:
    """The candidates of `described` pairs: matches, what is for review, and what a person said to be wrong."""
    return _with_ids(decide(scores, _limited(settings, limits)))


def _limited(settings: DecideSettings, limits: Thresholds) -> DecideSettings:
    return replace(settings, match=limits.match, review=limits.review)


def linked_table(candidates: pl.DataFrame) -> pl.DataFrame:
    """The columns of `schema.linked_schema`."""
    return candidates.select(pl.col(n).cast(t) for n, t in schema.linked_schema(COMPARISONS).items())


def _with_ids(candidates: pl.DataFrame) -> pl.DataFrame:
    """`candidate_id` from what the pair is; rows that a register lists twice word for word are numbered."""
    own = ["work_id", "registration_number", "registration_record_id", "registration_title", "publication_date"]
    text = pl.concat_str([pl.col(c).fill_null("") for c in own], separator="\x1f")
    again = pl.int_range(pl.len()).over("_text").cast(pl.String)
    return candidates.with_columns(_text=text).with_columns(
        candidate_id=content_id(pl.col("_text") + "\x1f" + again, "c1")
    )


def candidate_counts(candidates: pl.DataFrame) -> dict[str, int]:
    """What adds up over slices of the works."""
    matches = candidates.filter(pl.col("decision") == Decision.MATCH)
    listed = candidates.filter(pl.col("decision") != Decision.NON_MATCH)
    return {
        "candidates": candidates.height,
        "matches": matches.height,
        "works_with_candidate": listed["work_id"].n_unique(),
        "matched_works": matches["work_id"].n_unique(),
    }
