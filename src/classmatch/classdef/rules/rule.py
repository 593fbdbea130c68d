"""What a rule is, and how policies turn into values of rules."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.definition import Policy

Because = tuple[ClassReason, pl.Expr]  # a reason, and of which rows it is one (Boolean, null: it is none)

TRUE = pl.lit(value=True)
UNKNOWN = pl.lit(None, pl.Boolean)

_VALUES = {Policy.COUNT: True, Policy.EXCLUDE: False, Policy.UNDETERMINED: None}


@dataclass(frozen=True)
class Rule:
    """A rule over the columns of a candidate.

    Attributes:
        name: Its column.
        holds: Whether it does (Boolean, null: unknown).
        reasons: Why it does not, or why that is unknown, in terms of the column `name` and those of a candidate.

    """

    name: str
    holds: pl.Expr = TRUE
    reasons: tuple[Because, ...] = ()


def rule(name: str, holds: pl.Expr, false: ClassReason, unknown: ClassReason) -> Rule:
    """A rule with one reason for false and one for unknown."""
    return Rule(name, holds, ((false, ~pl.col(name)), (unknown, pl.col(name).is_null())))


def by_policy(policy: Policy) -> pl.Expr:
    """What a rule comes to for what the policy is about (Boolean literal, null: unknown)."""
    return pl.lit(_VALUES[policy], pl.Boolean)


def any_in(cell: pl.Expr, values: list[str]) -> pl.Expr:
    """Whether a list (List[String]) has any of the values (Boolean, never null)."""
    return cell.list.eval(pl.element().is_in(values)).list.any().fill_null(value=False)


def is_listed(cell: pl.Expr) -> pl.Expr:
    """Whether a list has anything in it (Boolean, never null)."""
    return (cell.list.len() > 0).fill_null(value=False)
