"""What cataloguers do to text: typing errors, capitals, names turned round. All on whole series at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.world.rolls import Flags, Ids, chance, pick, uniform

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = pl.Series(list("etaoinshrdlucmfwypvbgk"), dtype=pl.String)
SHORTEST = 5  # characters of a text that gets a typing error


def choose(flags: Flags, yes: pl.Series, no: pl.Series) -> pl.Series:
    """`yes` where the flag is set, else `no`."""
    return yes.zip_with(pl.Series(flags), no)


def blank(text: pl.Series, flags: Flags) -> pl.Series:
    """The text, empty where the flag is set."""
    return choose(flags, pl.Series([""], dtype=pl.String).new_from_index(0, len(text)), text)


def change(text: pl.Series, flags: Flags, edit: Callable[[pl.Series, Flags], pl.Series]) -> pl.Series:
    """The text, with `edit` done to the rows whose flag is set, and to no others."""
    if not flags.any():
        return text
    changed = edit(text.filter(pl.Series(flags)), flags)
    take = np.where(flags, len(text) + np.cumsum(flags) - 1, np.arange(len(text)))
    return pl.concat([text, changed.alias(text.name)]).gather(take)


def misspelt(text: pl.Series, of: Ids, label: str, share: float) -> pl.Series:
    """A letter left out, doubled, replaced or swapped with the next, in `share` of the texts."""
    lengths = text.str.len_chars().fill_null(0).to_numpy()
    flags = chance(of, label, share) & (lengths > SHORTEST)
    at = 1 + (uniform(of, f"{label} place") * (lengths - 2)).astype(np.int64)
    kind = pick(of, f"{label} kind", 4)
    letter = LETTERS.gather(pick(of, f"{label} letter", len(LETTERS)))

    def edit(chosen: pl.Series, flags: Flags) -> pl.Series:
        columns = {"text": chosen, "at": at[flags], "kind": kind[flags], "letter": letter.filter(pl.Series(flags))}
        return pl.DataFrame(columns).select(_slip()).to_series()

    return change(text, flags, edit)


def _slip() -> pl.Expr:
    text, at = pl.col("text"), pl.col("at")
    here, rest = text.str.slice(at, 1), text.str.slice(at + 1)
    middle = (
        pl.when(pl.col("kind") == 0)
        .then(rest)
        .when(pl.col("kind") == 1)
        .then(here + here + rest)
        .when(pl.col("kind") == 2)
        .then(pl.col("letter") + rest)
        .otherwise(rest.str.slice(0, 1) + here + rest.str.slice(1))
    )
    return text.str.slice(0, at) + middle


def recased(text: pl.Series, of: Ids, label: str, sentence: float, upper: float, lower: float) -> pl.Series:
    """Shares of the texts in sentence case, upper case and lower case; the others stay as they are."""
    draw = uniform(of, label)
    text = change(text, draw < sentence, lambda chosen, _: _sentence_case(chosen))
    text = change(text, (draw >= sentence) & (draw < sentence + upper), lambda chosen, _: chosen.str.to_uppercase())
    return change(text, draw >= 1 - lower, lambda chosen, _: chosen.str.to_lowercase())


def _sentence_case(text: pl.Series) -> pl.Series:
    return text.str.slice(0, 1) + text.str.slice(1).str.to_lowercase()
