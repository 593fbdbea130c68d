"""The kind of registration counts: preregistrations, renewals, those of unpublished and of foreign works.

One rule of several parts, each with a policy and a reason of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.definition import Follow, Policy
from classmatch.classdef.rules.rule import TRUE, UNKNOWN, Rule, by_policy

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition

_UNPUBLISHED_STATUS = "(?i)^ *unp"  # `UNP`, `unpublished`
_UNPUBLISHED_CLASS = "^[A-Z]{1,2}U[0-9]"  # TXU, PAU, VAU, SRU; before 1978 DU, EU
_HEAD = 4  # characters in which the class of a number ends

_POLICIES = {Follow.EXCLUDE: Policy.EXCLUDE, Follow.UNDETERMINED: Policy.UNDETERMINED}


def is_unpublished() -> pl.Expr:
    """Whether it was registered as unpublished, by its status or the class of its number (Boolean, never null)."""
    by_class = pl.col("registration_number").str.slice(0, _HEAD).str.contains(_UNPUBLISHED_CLASS)
    by_status = pl.col("publication_status").str.contains(_UNPUBLISHED_STATUS)
    return by_class.fill_null(value=False) | by_status.fill_null(value=False)


def is_of_type(record_type: str) -> pl.Expr:
    """Whether the record is of a type of normalise.record_types (Boolean, never null)."""
    return (pl.col("record_type") == record_type).fill_null(value=False)


def kind(definition: Definition) -> Rule:
    """Every part allows the registration; the rule reads the column `unpublished`, of `is_unpublished`."""
    rules = definition.registration
    parts = (
        (ClassReason.UNPUBLISHED, pl.col("unpublished"), rules.unpublished),
        (ClassReason.PREREGISTRATION, is_of_type("preregistration"), rules.preregistrations),
        (ClassReason.FOREIGN, pl.col("foreign"), rules.foreign),
        (ClassReason.RENEWAL, is_of_type("renewal"), _POLICIES.get(rules.renewals, Policy.COUNT)),
        (ClassReason.SUPPLEMENTARY, is_of_type("supplementary"), _POLICIES.get(rules.supplementary, Policy.COUNT)),
    )
    asked = [part for part in parts if part[2] is not Policy.COUNT]
    if not asked:
        return Rule("rule_kind")
    unsaid = [(ClassReason.NATION_UNKNOWN, pl.col("foreign").is_null())] if rules.foreign is not Policy.COUNT else []
    order = list(ClassReason)
    found = [*((reason, is_kind) for reason, is_kind, _ in asked), *unsaid]
    reasons = tuple(sorted(found, key=lambda because: order.index(because[0])))
    return Rule("rule_kind", pl.all_horizontal(_allows(is_kind, policy) for _, is_kind, policy in asked), reasons)


def _allows(is_kind: pl.Expr, policy: Policy) -> pl.Expr:
    """Value of a part; where it is unknown whether the registration is of the kind, so is the part."""
    return pl.when(is_kind).then(by_policy(policy)).when(~is_kind).then(TRUE).otherwise(UNKNOWN)
