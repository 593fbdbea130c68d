"""Which dates of a candidate the rules go by, and between which days they lie.

Publication is dated by the registration first, by the catalog second. A registration as unpublished came before
publication, so that only the catalog can date that (17 U.S.C. 408(a) allows both). A renewal or supplementary
registration that the definition judges by the original has the original's date; where that is not known, it is no later
than its own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.days import bounds
from classmatch.classdef.definition import Follow
from classmatch.classdef.rules.kind import is_of_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classmatch.classdef.definition import DateRules, Definition


class PublicationBasis(StrEnum):
    """Where the date of publication was found."""

    REGISTRATION = "registration"
    CATALOG = "catalog"
    NONE = "none"


class RegistrationBasis(StrEnum):
    """Which date stands for the date of registration."""

    OWN = "own"
    ORIGINAL = "original"  # of the registration that this one renews or supplements
    BEFORE_OWN = "before_own"  # that of the original: not known, or not certain to count, but no later than its own
    NONE = "none"


def with_dates(candidates: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """Add both bounds (Date) and the basis (String) of publication and registration; reads `unpublished`.

    Whether a candidate is judged by an original registration is in `follows`, or may be in `unsure` (Boolean).
    """
    unsure, follows = (_goes_back(definition, policy) for policy in (Follow.UNDETERMINED, Follow.ORIGINAL))
    chosen = candidates.with_columns(
        publication=pl.coalesce(_own_publication(), pl.col("first_published")),
        publication_basis=_publication_basis(),
        unsure=unsure,
        follows=follows,
    )
    bounded = _with_bounds(chosen, ("publication", "registration_date", "original_date"), definition.dates)
    return bounded.with_columns(
        published_from=_bound("publication", "from"),
        published_to=_bound("publication", "to"),
        registered_from=_registered_from(),
        registered_to=_registered_to(),
        registration_basis=_registration_basis(),
    )


def _own_publication() -> pl.Expr:
    return pl.when(~pl.col("unpublished")).then(pl.col("publication_date"))


def _publication_basis() -> pl.Expr:
    return (
        pl.when(_own_publication().is_not_null())
        .then(pl.lit(PublicationBasis.REGISTRATION.value))
        .when(pl.col("first_published").is_not_null())
        .then(pl.lit(PublicationBasis.CATALOG.value))
        .otherwise(pl.lit(PublicationBasis.NONE.value))
    )


def _goes_back(definition: Definition, policy: Follow) -> pl.Expr:
    """Whether the record is of a type for which the definition has this policy."""
    rules = definition.registration
    policies = {"renewal": rules.renewals, "supplementary": rules.supplementary}
    return pl.any_horizontal(
        pl.lit(value=False), *(is_of_type(name) for name, chosen in policies.items() if chosen is policy)
    )


def _with_bounds(frame: pl.DataFrame, dates: Iterable[str], rules: DateRules) -> pl.DataFrame:
    return frame.with_columns(bounds(pl.col(name), rules).alias(f"{name}_bounds") for name in dates)


def _bound(name: str, bound: str) -> pl.Expr:
    return pl.col(f"{name}_bounds").struct.field(bound)


def _registered_from() -> pl.Expr:
    original = pl.col("follows") | pl.col("unsure")
    return pl.when(original).then(_bound("original_date", "from")).otherwise(_bound("registration_date", "from"))


def _registered_to() -> pl.Expr:
    original = pl.col("follows") & pl.col("original_date").is_not_null()
    return pl.when(original).then(_bound("original_date", "to")).otherwise(_bound("registration_date", "to"))


def _registration_basis() -> pl.Expr:
    own = pl.col("registration_date").is_not_null()
    return (
        pl.when(pl.col("follows") & pl.col("original_date").is_not_null())
        .then(pl.lit(RegistrationBasis.ORIGINAL.value))
        .when(own & (pl.col("follows") | pl.col("unsure")))
        .then(pl.lit(RegistrationBasis.BEFORE_OWN.value))
        .when(own)
        .then(pl.lit(RegistrationBasis.OWN.value))
        .otherwise(pl.lit(RegistrationBasis.NONE.value))
    )
