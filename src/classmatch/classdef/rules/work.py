"""What the work is: its identifiers, its language, and the class of works in which it was registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.definition import Identifier
from classmatch.classdef.rules.rule import UNKNOWN, Rule, any_in, by_policy, is_listed, rule
from classmatch.normalise.steps import by_distinct

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition

# Classes since 1978 without the U of unpublished works; before, the first letter is the class and what follows the
# kind (AF, AI, AFO: foreign books and those ad interim). Renewals (R, RE) and preregistrations (PRE) are of no class.
_CLASS = r"^(TX|PA|VA|SR|SE|MW|GR|CSN)U?[0-9]"
_OLD_CLASS = r"^([A-N])[A-Z]{0,2}[0-9]"
_CLASS_AS_WRITTEN = r"^([A-Z]+)[0-9]"
_HEAD = 4  # characters in which the class ends: three letters and a digit


def identifier(definition: Definition) -> Rule:
    """The work has any of the identifiers asked for."""
    asked = definition.work.identifiers
    if not asked:
        return Rule("rule_identifier")
    has_any = pl.any_horizontal(_has(kind) for kind in asked)
    holds = has_any | by_policy(definition.work.without_identifier)
    return rule("rule_identifier", holds, ClassReason.NO_IDENTIFIER, ClassReason.IDENTIFIER_UNKNOWN)


def language(definition: Definition) -> Rule:
    """An edition of the work is in a language of the class."""
    asked = list(definition.work.languages)
    if not asked:
        return Rule("rule_language")
    known, name = is_listed(pl.col("languages")), "rule_language"
    unknown = by_policy(definition.work.unknown_language)
    holds = pl.when(known).then(any_in(pl.col("languages"), asked)).otherwise(unknown)
    fails, unsaid = known & ~pl.col(name), ~known & ~pl.col(name).fill_null(value=False)
    return Rule(name, holds, ((ClassReason.LANGUAGE_NOT_IN_CLASS, fails), (ClassReason.LANGUAGE_UNKNOWN, unsaid)))


def work_type(definition: Definition) -> Rule:
    """The registration, or what a renewal renews, is of a class of works asked for."""
    asked = [name.upper() for name in definition.work.types]
    if not asked:
        return Rule("rule_type")
    renewal = (pl.col("record_type") == "renewal").fill_null(value=False)
    number = pl.when(renewal).then(pl.col("original_number")).otherwise(pl.col("registration_number"))
    head = number.str.slice(0, _HEAD)
    work_class, written = by_distinct(head, (_class_of,)), by_distinct(head, (_as_written,))
    holds = pl.when(work_class.is_not_null()).then(work_class.is_in(asked) | written.is_in(asked)).otherwise(UNKNOWN)
    return rule("rule_type", holds, ClassReason.TYPE_NOT_IN_CLASS, ClassReason.TYPE_UNKNOWN)


def _has(kind: Identifier) -> pl.Expr:
    match kind:
        case Identifier.ISBN:
            return is_listed(pl.col("isbns")) | is_listed(pl.col("registration_isbns"))
        case Identifier.ASIN:
            return is_listed(pl.col("asins"))
        case _:
            of_kind = pl.element().str.starts_with(f"{kind}:")
            return pl.col("identifiers").list.eval(of_kind).list.any().fill_null(value=False)


def _class_of(head: pl.Expr) -> pl.Expr:
    return pl.coalesce(head.str.extract(pattern, 1) for pattern in (_CLASS, _OLD_CLASS))


def _as_written(head: pl.Expr) -> pl.Expr:
    return head.str.extract(_CLASS_AS_WRITTEN, 1)
