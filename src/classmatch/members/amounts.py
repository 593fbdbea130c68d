"""Estimates of what the works of a class come to, and how they would be shared by the default splits.

Nobody owes these figures: they are lines times an amount, before fees, claims and contracts (docs/members.md). Every
range runs from the eligible lines to the eligible and undetermined ones. All sums are whole cents, of which none is
lost: where a share does not divide, the first members by id have a cent more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.definition import Split, WorkKind

if TYPE_CHECKING:
    from classmatch.classdef.definition import Amounts
    from classmatch.schema import Table

MEMBER_AMOUNTS: Table = {"member_id": pl.String, "amount_low": pl.Float64, "amount_high": pl.Float64}
_COUNTED = ("eligible", "undetermined")
# Capacities of an organisation that acts for an author, or came after one by law or will.
_FOR_AUTHOR = ("spouse", "child", "executor", "next_of_kin", "heir", "trustee")
_BY_CONTRACT = Split()


class Side(StrEnum):
    """The two parties between whom a work's amount is split."""

    AUTHOR = "author"
    PUBLISHER = "publisher"


@dataclass(frozen=True)
class Totals:
    """What all lines come to: an estimate. Amounts are in units of the currency, null where the definition has none."""

    eligible_lines: int
    undetermined_lines: int
    low: float | None  # eligible lines times the amount per work
    high: float | None  # eligible and undetermined lines times it
    currency: str


@dataclass(frozen=True)
class Unassigned:
    """What no named holder would have of the totals: an estimate, null where the definition has no amount."""

    low: float | None
    high: float | None


def side(mentions: pl.DataFrame) -> pl.Series:
    """The `Side` on which each holder stands (String, never null), in the order of the mentions.

    `mentions` has `kind` (person or organisation), `capacity` and `of` (whose estate or trust a name is, or for whom
    somebody acts). Employers for hire are on the publisher's side whoever they are. Persons are on the author's, and so
    are organisations that act for one: estates and trusts, and banks as executors. Other organisations are on the
    publisher's, those included that hold by transfer. The role does not matter: a firm that is the author is one.
    """
    capacity = pl.col("capacity").fill_null("")
    stands_for = (pl.col("of").is_not_null() & (capacity == "")) | capacity.is_in(_FOR_AUTHOR)
    of_author = (capacity != "employer_for_hire") & ((pl.col("kind") == "person").fill_null(value=False) | stands_for)
    author, publisher = pl.lit(Side.AUTHOR.value), pl.lit(Side.PUBLISHER.value)
    return mentions.select(pl.when(of_author).then(author).otherwise(publisher).alias("side")).to_series()


def amounts(lines: pl.DataFrame, holders: pl.DataFrame, amounts: Amounts) -> pl.DataFrame:
    """The estimate of each member (`MEMBER_AMOUNTS`), sorted by id; null where the definition has no amount per work.

    `lines` has `line`, `eligibility` and `work_kind`, a row each line; `holders` has `line`, `member_id` and `side`.
    The share of a side is divided equally among its holders on the line, and stays unassigned where none is named; but
    where a kind gives all to one side of which none is named, all is the other's. What only the contract tells counts
    nothing in the low figure and all it could be in the high one, so that the high figures of a line may add up to
    more than the line.
    """
    if amounts.per_work is None:
        nothing = pl.lit(None, pl.Float64)
        return _members(holders).with_columns(amount_low=nothing, amount_high=nothing)
    shares = _shares(_counted(lines), holders, amounts)
    eligible = pl.col("eligibility") == "eligible"
    sums = shares.group_by("member_id").agg(
        amount_low=pl.col("low").filter(eligible).sum(), amount_high=pl.col("high").sum()
    )
    found = _members(holders).join(sums, on="member_id", how="left", maintain_order="left")
    # Rounded, since Polars divides by multiplying: 47 / 100 would be 0.47000000000000003.
    return found.with_columns((pl.col("amount_low", "amount_high").fill_null(0) / 100).round(2))


def totals(lines: pl.DataFrame, amounts: Amounts) -> Totals:
    """What all lines come to; `lines` as in `amounts`."""
    eligible = lines.filter(pl.col("eligibility") == "eligible").height
    counted = _counted(lines).height
    cents = _cents(amounts)
    low, high = (None, None) if cents is None else (eligible * cents / 100, counted * cents / 100)
    return Totals(eligible, counted - eligible, low, high, amounts.currency)


def unassigned(lines: pl.DataFrame, holders: pl.DataFrame, amounts: Amounts) -> Unassigned:
    """What of the totals no holder has; arguments as in `amounts`.

    What is assigned and unassigned adds up to the totals at the low end always, and at the high end for all kinds with
    fixed shares; a line by contract is unassigned at the high end only as far as none of its holders could have it.
    """
    cents = _cents(amounts)
    if cents is None:
        return Unassigned(None, None)
    counted = _counted(lines)
    shares = _shares(counted, holders, amounts).group_by("line").agg(pl.col("low", "high").sum())
    of_line = counted.join(shares, on="line", how="left").with_columns(pl.col("low", "high").fill_null(0))
    low = of_line.filter(pl.col("eligibility") == "eligible")["low"]
    left = (cents - of_line["high"].cast(pl.Int64)).clip(0)
    return Unassigned((len(low) * cents - int(low.sum())) / 100, int(left.sum()) / 100)


def _cents(amounts: Amounts) -> int | None:
    return None if amounts.per_work is None else round(amounts.per_work * 100)


def _counted(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.filter(pl.col("eligibility").is_in(_COUNTED))


def _members(holders: pl.DataFrame) -> pl.DataFrame:
    return holders.select(pl.col("member_id").unique().sort())


def _shares(counted: pl.DataFrame, holders: pl.DataFrame, amounts: Amounts) -> pl.DataFrame:
    """`line`, `eligibility`, `member_id`, and `low` and `high` of it in cents (Int64): a row each holder on a side."""
    held = _held(counted, holders).join(_split_table(amounts), on=["work_kind", "side"], how="left")
    given = _all_to_the_only(held)
    portions = {end: _portion(pl.col(end), pl.col("count"), pl.col("place")) for end in ("low", "high")}
    return given.select("line", "eligibility", "member_id", **portions)


def _held(counted: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    """The holders of these lines, once a side, with `count` and `place` on the side (Int64) and `sides` of the line."""
    held = counted.join(holders.select("line", "member_id", "side").unique(), on="line")
    held = held.sort("line", "side", "member_id").with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
    groups = held.group_by("line", "side").agg(first=pl.col("place").min(), count=pl.len().cast(pl.Int64))
    sides = groups.group_by("line").agg(sides=pl.len())
    joined = held.join(groups, on=["line", "side"]).join(sides, on="line")
    return joined.with_columns(pl.col("place") - pl.col("first"))


def _portion(cents: pl.Expr, count: pl.Expr, place: pl.Expr) -> pl.Expr:
    """One of `count` equal parts, in whole cents: the first have one more where they do not come out even."""
    return cents // count + (place < cents % count).cast(pl.Int64)


def _all_to_the_only(held: pl.DataFrame) -> pl.DataFrame:
    """Give all of a line to the side that is named, where it is all the other's and nobody of that one is named."""
    takes_all = (pl.col("sides") == 1) & (pl.col("high") == 0) & (pl.col("other_low") == pl.col("whole"))
    return held.with_columns(pl.when(takes_all).then("whole").otherwise(end).alias(end) for end in ("low", "high"))


def _split_table(amounts: Amounts) -> pl.DataFrame:
    """`work_kind`, `side`, and cents (Int64): `low` and `high` of that side, `other_low`, and the `whole` of a work."""
    rows = [
        (kind.value, one.value, *_ends(amounts.splits.get(kind, _BY_CONTRACT), one, _cents(amounts) or 0))
        for kind in WorkKind
        for one in Side
    ]
    ends = dict.fromkeys(("low", "high", "other_low", "whole"), pl.Int64)
    return pl.DataFrame(rows, schema={"work_kind": pl.String, "side": pl.String, **ends}, orient="row")


def _ends(split: Split, one: Side, whole: int) -> tuple[int, int, int, int]:
    """The least and most cents of one side, the least of the other, and the whole."""
    author, publisher = _fixed(split, whole)
    own, other = (author, publisher) if one == Side.AUTHOR else (publisher, author)
    rest = whole - (other or 0)
    return (own or 0, rest if own is None else own, other or 0, whole)


def _fixed(split: Split, whole: int) -> tuple[int | None, int | None]:
    """Cents of both sides, None where the contract tells; shares that make up the whole do so in cents."""
    author = None if split.author is None else round(split.author * whole)
    if split.publisher is None:
        return author, None
    publisher = round(split.publisher * whole)
    is_whole = author is not None and abs((split.author or 0) + split.publisher - 1) < 1e-9
    return author, whole - (author or 0) if is_whole else min(publisher, whole - (author or 0))
