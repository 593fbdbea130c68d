"""The distinct forms of names, taken apart: what two of them must agree in to be of one claimant or author.

A form is a key with a mark: `John Smith, Jr.`, `Mrs. John Smith` and `John Smith` are three forms of the one key
`smith|john`, and so is a John Smith who claims as child of an author of that very name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.members.rarity import MAX_BEARERS, PRIOR, name_shares
from classmatch.members.words import body_words, short_forms

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOKENS = 6  # given names and initials that are looked at
KIN = "kin"  # mark of somebody who has the same name as the relative whose works are claimed
GENERIC_SHARE = 1e-3  # share of bodies to which a name of nothing but generic words fits
_MARKS = (
    (r"(?i)[, ]jr\b", "jr"),
    (r"(?i)[, ]sr\b", "sr"),
    (r"(?i)[, ](?:iii|3r?d)\b", "iii"),
    (r"(?i)[, ](?:ii|2n?d)\b", "ii"),
    (r"(?i)[, ](?:iv|4th)\b", "iv"),
    (r"(?i)^(?:mrs|mme|madame)\b", "mrs"),
)
# Capacities of those who claim in the place of an author, and so are not the author.
SUCCESSORS = ("spouse", "child", "next_of_kin", "heir", "executor", "trustee")


def mark_of(name: pl.Expr) -> pl.Expr:
    """What stands beside a personal name and tells its bearer from a relative (String); empty where nothing does."""
    return pl.coalesce(
        *(pl.when(name.str.contains(pattern)).then(pl.lit(mark)) for pattern, mark in _MARKS), pl.lit("")
    )


def with_marks(mentions: pl.DataFrame) -> pl.DataFrame:
    """`mentions` with `mark`, from the name and from who claims whose works."""
    person = pl.col("kind") == "person"
    marked = mentions.with_columns(mark=pl.when(person).then(mark_of(pl.col("name"))).otherwise(pl.lit("")))
    relative = pl.col("capacity").is_in(SUCCESSORS) & person & (pl.col("role") == "claimant")
    authors = mentions.filter(pl.col("role") == "author").group_by("row").agg(pl.col("key").unique())
    sole = authors.filter(pl.col("key").list.len() == 1).select("row", key=pl.col("key").list.first())
    named_alike = marked.filter(relative).select("row", "key").unique().join(sole, on=["row", "key"], how="semi")
    found = marked.join(named_alike.with_columns(alike=True), on=["row", "key"], how="left", maintain_order="left")
    kin = relative & pl.col("alike").fill_null(value=False)
    return found.with_columns(mark=pl.when(kin).then(pl.lit(KIN)).otherwise("mark")).drop("alike")


def forms_of(marked: pl.DataFrame) -> pl.DataFrame:
    """The distinct forms of marked mentions, sorted by key, kind and mark.

    `form` (UInt32), `key, kind, mark`, `name` as it is written most often, `mentions` (their number), `block`: what two
    forms must have in common to be compared (a surname, or the words of a body but for fillers), `tokens` (List of
    String: given names, abbreviations in full), `share`: of persons to whom the name fits, and `common`: whether the
    name alone tells nothing.
    """
    keys = ["key", "kind", "mark"]
    names = (
        marked.group_by(*keys, "name")
        .agg(times=pl.len())
        .sort(*keys, "times", "name", descending=[False] * 3 + [True, False])
    )
    forms = names.group_by(keys).agg(pl.col("name").first(), mentions=pl.col("times").sum()).sort(keys)
    forms = forms.with_row_index("form").with_columns(block=_block(), tokens=_tokens())
    forms = forms.with_columns(share=_shares(forms))
    bearers = pl.col("share") * max(forms.height, PRIOR)
    generic = pl.col("share") >= GENERIC_SHARE
    return forms.with_columns(common=pl.when(pl.col("kind") == "person").then(bearers > MAX_BEARERS).otherwise(generic))


def _block() -> pl.Expr:
    surname = pl.col("key").str.extract(r"^([^|]*)", 1)
    words = surname.str.split(" ").list.eval(pl.element().filter(~pl.element().is_in(body_words("filler"))))
    core = words.list.join("")
    body = pl.when(core == "").then(surname).otherwise(core)
    return pl.when(pl.col("kind") == "person").then("p " + surname).otherwise("o " + body)


def _tokens() -> pl.Expr:
    given = pl.col("key").str.extract(r"\|(.*)$", 1).fill_null("").str.split(" ")
    full = short_forms("abbreviation")
    return given.list.eval(pl.element().filter(pl.element() != "").replace(list(full), list(full.values())))


def _shares(forms: pl.DataFrame) -> pl.Series:
    person = forms["kind"] == "person"
    named = forms.filter(person).select(surname=pl.col("block").str.slice(2), tokens="tokens")
    known = forms.filter(person).select("form").with_columns(share=name_shares(named))
    words = pl.col("key").str.strip_chars("|").str.split(" ").list.eval(pl.element().is_in(body_words("generic")))
    bodies = forms.filter(~person).select(
        "form", share=pl.when(words.list.all()).then(GENERIC_SHARE).otherwise(1.0 / PRIOR)
    )
    return pl.concat([known, bodies]).sort("form")["share"]


@dataclass(frozen=True)
class Shapes:
    """Given names of forms as numbers (forms x `TOKENS`, 0 for none), for comparing many pairs of forms at once."""

    full: NDArray[np.int64]
    called: NDArray[np.int64]  # with nicknames as the name they stand for
    letter: NDArray[np.int64]
    initial: NDArray[np.bool_]  # whether a name is nothing but its letter

    @staticmethod
    def of(forms: pl.DataFrame) -> Shapes:
        columns = [forms["tokens"].list.get(place, null_on_oob=True).fill_null("") for place in range(TOKENS)]
        nick = short_forms("nickname")
        called = [column.replace(list(nick), list(nick.values())) for column in columns]
        single = np.stack([(column.str.len_bytes() == 1).to_numpy() for column in columns], axis=1)
        return Shapes(_numbers(columns), _numbers(called), _numbers([c.str.slice(0, 1) for c in columns]), single)


def _numbers(columns: list[pl.Series]) -> NDArray[np.int64]:
    """Each text as a number, the empty one as 0."""
    texts = pl.concat([pl.Series([""]), *(column.rename("") for column in columns)])
    numbers = texts.rank("dense").cast(pl.Int64).to_numpy()[1:] - 1
    return numbers.reshape(len(columns), -1).T.copy()
