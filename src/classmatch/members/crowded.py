"""Names that several people bear: the name alone does not tell which of them is meant."""

from __future__ import annotations

import numpy as np
import polars as pl

from classmatch.members.compatible import Fit, fit
from classmatch.members.forms import KIN, Shapes

_GENERATION = ("jr", "sr", "ii", "iii", "iv", KIN)


def crowded(units: pl.DataFrame, forms: pl.DataFrame, shapes: Shapes) -> pl.Series:
    """(forms,) Boolean: several people must be expected under the name.

    Either it is common; or the register itself has two people whom it fits: two fuller names that contradict each other
    (`Helen C. Train` and `Helen M. Train` for Helen Train), a junior, or two years of birth.
    """
    born = units.drop_nulls("born").group_by("form").agg(years=pl.col("born").n_unique())
    several = born.filter(pl.col("years") > 1)["form"]
    found = forms["common"] | forms["form"].is_in(several.implode()) | _has_junior(forms) | _contradicted(forms, shapes)
    return found.alias("crowded")


def _has_junior(forms: pl.DataFrame) -> pl.Series:
    """Whether others bear the name with a suffix."""
    marked = forms.filter(pl.col("mark").is_in(_GENERATION)).select("key", "kind").unique()
    return forms.join(marked.with_columns(marked=True), on=["key", "kind"], how="left", maintain_order="left")["marked"].fill_null(value=False)


def _contradicted(forms: pl.DataFrame, shapes: Shapes) -> pl.Series:
    """Whether two fuller names fit that do not fit each other."""
    pairs = fuller_forms(forms, shapes)
    fullest = pairs.group_by("shorter").agg(pl.col("fuller").sort_by("rank").last())
    both = pairs.join(fullest, on="shorter", suffix="_most").filter(pl.col("fuller") != pl.col("fuller_most"))
    fits = fit(shapes, both["fuller"].to_numpy().astype(np.int64), both["fuller_most"].to_numpy().astype(np.int64))
    against = both.filter(pl.Series(fits != Fit.FIRST))["shorter"].unique()
    return forms["form"].is_in(against.implode())


def fuller_forms(forms: pl.DataFrame, shapes: Shapes) -> pl.DataFrame:
    """`shorter, fuller` (forms of persons without a mark, of one surname and first letter), and `rank` of the fuller one."""
    plain = forms.filter((pl.col("kind") == "person") & (pl.col("mark") == "") & (pl.col("tokens").list.len() > 0))
    side = plain.select("form", "block", "rank", letter=pl.col("tokens").list.first().str.slice(0, 1))
    pairs = side.join(side, on=["block", "letter"], suffix="_fuller").filter(pl.col("rank") < pl.col("rank_fuller"))
    one, two = (pairs[name].to_numpy().astype(np.int64) for name in ("form", "form_fuller"))
    kept = pairs.filter(pl.Series(fit(shapes, one, two) == Fit.FIRST))
    return kept.select(shorter="form", fuller="form_fuller", rank="rank_fuller")
