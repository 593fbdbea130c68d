"""Who owns the work: no excluded organisation alone, and nobody who opted out.

Owners are known by name only, so that a person's name makes a work uncertain and never takes it out.
"""

from __future__ import annotations

from functools import cache
from functools import partial as bind
from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.rules.rule import TRUE, UNKNOWN, Rule, any_in, is_listed, rule
from classmatch.normalise.claimants import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classmatch.classdef.definition import Definition, OptOut

_FALSE = pl.lit(value=False)
_FIELDS = ("registration", "isbn", "claimant")
_READ = ("registration_number", "isbns", "asins", "registration_isbns", "claimant_keys")


def not_excluded(definition: Definition) -> Rule:
    """False when all claimants are excluded organisations; unknown when one has an excluded person's name."""
    excluded = definition.exclusions
    if not (excluded.persons or excluded.organisations):
        return Rule("rule_not_excluded")
    claimants = pl.col("claimant_keys")
    is_person = any_in(claimants, _keys(excluded.persons))
    organisations = pl.element().is_in(_keys_of_organisations(excluded.organisations))
    all_excluded = is_listed(claimants) & claimants.list.eval(organisations).list.all()
    holds = pl.when(is_person).then(UNKNOWN).when(all_excluded).then(_FALSE).otherwise(TRUE)
    return rule("rule_not_excluded", holds, ClassReason.EXCLUDED_CLAIMANT, ClassReason.EXCLUDED_NAME)


def not_opted_out(definition: Definition) -> Rule:
    """False when an opt-out has the registration or an identifier, unknown when only a claimant's name.

    All that an opt-out names must be there.
    """
    if not definition.opt_outs:
        return Rule("rule_not_opted_out")
    terms = _terms(definition.opt_outs)
    holds = pl.struct(_READ).map_batches(bind(_stays, terms=terms), return_dtype=pl.Boolean, is_elementwise=True)
    return rule("rule_not_opted_out", holds, ClassReason.OPTED_OUT, ClassReason.OPTED_OUT_NAME)


def _keys(names: Iterable[str]) -> list[str]:
    """Keys of names, as claimants have them, each once."""
    return list(_keys_of(tuple(names)))


@cache
def _keys_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Kept, since parts of the works are judged in turn by the same definitions."""
    return tuple(keys_of(pl.Series(names, dtype=pl.String)).explode().drop_nulls().unique().sort())


def _keys_of_organisations(names: Iterable[str]) -> list[str]:
    """Keys of names that are known to be of organisations, also as they are keyed where they look like a person's."""
    keys = _keys(names)
    words = [key.removesuffix("|").split() for key in keys if key.endswith("|")]
    return sorted({*keys, *(f"{last}|{' '.join(first)}" for *first, last in words if first)})


def _terms(opt_outs: Iterable[OptOut]) -> pl.DataFrame:
    """What opt-outs ask for, one row a value: `opt_out, field, value, asked` (fields that it gives), `name_alone`."""
    rows = []
    for place, opt_out in enumerate(opt_outs):
        given = {field: value for field in _FIELDS if (value := getattr(opt_out, field)) is not None}
        values = [(field, key) for field, value in given.items() for key in _values(field, value)]
        rows += [(place, field, value, len(given), set(given) == {"claimant"}) for field, value in values]
    types = {"opt_out": pl.UInt32, "field": pl.String, "value": pl.String, "asked": pl.UInt32, "name_alone": pl.Boolean}
    return pl.DataFrame(rows, schema=types, orient="row")


def _values(field: str, value: str) -> list[str]:
    return _keys([value]) if field == "claimant" else [value]


def _stays(read: pl.Series, terms: pl.DataFrame) -> pl.Series:
    """Whether no opt-out takes a candidate out (Boolean, null: unknown)."""
    rows = read.struct.unnest().with_row_index("row")
    found = pl.concat(
        [_found(rows, terms, "registration", "registration_number"), _found(rows, terms, "claimant", "claimant_keys")]
        + [_found(rows, terms, "isbn", name) for name in ("isbns", "asins", "registration_isbns")]
    )
    met = (
        found.unique()
        .group_by("row", "opt_out")
        .agg(pl.len() == pl.col("asked").first(), pl.col("name_alone").first())
        .filter("len")
    )
    is_out = met.group_by("row").agg(unknown=pl.col("name_alone").all())
    stays = rows.select("row").join(is_out, on="row", how="left", maintain_order="left")["unknown"]
    return (
        stays.to_frame()
        .select(pl.when(pl.col("unknown").is_null()).then(TRUE).when("unknown").then(UNKNOWN).otherwise(_FALSE))
        .to_series()
    )


def _found(rows: pl.DataFrame, terms: pl.DataFrame, field: str, column: str) -> pl.DataFrame:
    """Which rows have what which opt-outs ask for in a field."""
    values = rows.select("row", value=pl.col(column)).lazy()
    single = values.explode("value") if rows.schema[column] == pl.List(pl.String) else values
    asked = terms.lazy().filter(pl.col("field") == field)
    return single.join(asked, on="value").select("row", "opt_out", "field", "asked", "name_alone").collect()
