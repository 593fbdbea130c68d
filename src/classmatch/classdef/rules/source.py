"""The work was held by a library of the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.rules.rule import Rule, rule

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition


def source(definition: Definition) -> Rule:
    """By `held`, as `classdef.holdings` found it."""
    if not definition.sources:
        return Rule("rule_source")
    return rule("rule_source", pl.col("held"), ClassReason.NOT_IN_CLASS_SOURCE, ClassReason.SOURCE_UNCERTAIN)
