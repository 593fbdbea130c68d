"""Names that several people bear: the name alone does not tell which of them is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.members.compatible import Fit, fit

if TYPE_CHECKING:
    from classmatch.members.forms import Shapes

# Of the mentions of a name, the share that two fuller names must have each, to be more than slips.
MIN_RIVAL = 0.1


def crowded(units: pl.DataFrame, forms: pl.DataFrame, shapes: Shapes) -> pl.Series:
    """(forms,) Boolean: several people must be expected under the name.

    Either it is common; or the register itself has two people whom it fits: two fuller names that contradict each other
    (`Helen C. Train` and `Helen M. Train` for Helen Train), or two years of birth. A name without a suffix is the
    elder's where the younger one has a suffix.
    """
    born = units.drop_nulls("born").group_by("form").agg(years=pl.col("born").n_unique())
    several = born.filter(pl.col("years") > 1)["form"]
    found = forms["common"] | forms["form"].is_in(several.implode()) | _contradicted(forms, shapes)
    return found.alias("crowded")


def _contradicted(forms: pl.DataFrame, shapes: Shapes) -> pl.Series:
    """Whether two fuller names fit that do not fit each other, both of them often enough to be no slip."""
    times = forms.select("form", "mentions")
    pairs = fuller_forms(forms, shapes).join(times, left_on="fuller", right_on="form")
    fullest = pairs.group_by("shorter").agg(most=pl.col("fuller").sort_by("rank").last())
    both = pairs.join(fullest, on="shorter")
    one, two = (both[name].to_numpy().astype(np.int64) for name in ("fuller", "most"))
    fits = pl.Series((fit(shapes, one, two) == Fit.FIRST) | (one == two))
    sums = (
        both.with_columns(fits=fits)
        .group_by("shorter")
        .agg(agree=pl.col("mentions").filter("fits").sum(), against=pl.col("mentions").filter(~pl.col("fits")).sum())
    )
    rivals = sums.join(times, left_on="shorter", right_on="form").filter(
        (pl.min_horizontal("agree", "against") > 0)
        & (pl.min_horizontal("agree", "against") >= MIN_RIVAL * pl.col("mentions"))
    )
    return forms["form"].is_in(rivals["shorter"].implode())


def fuller_forms(forms: pl.DataFrame, shapes: Shapes) -> pl.DataFrame:
    """`shorter, fuller`: forms of persons without a mark, of one surname and first letter; `rank` of the fuller one."""
    plain = forms.filter((pl.col("kind") == "person") & (pl.col("mark") == "") & (pl.col("tokens").list.len() > 0))
    first = pl.col("tokens").list.first()
    side = plain.select("form", "block", "rank", first=first, letter=first.str.slice(0, 1))
    pairs = _of_one_first_name(side).filter(pl.col("rank") < pl.col("rank_fuller"))
    one, two = (pairs[name].to_numpy().astype(np.int64) for name in ("form", "form_fuller"))
    kept = pairs.filter(pl.Series(fit(shapes, one, two) == Fit.FIRST))
    return kept.select(shorter="form", fuller="form_fuller", rank="rank_fuller")


def _of_one_first_name(side: pl.DataFrame) -> pl.DataFrame:
    """Pairs of forms whose first given names are the same, or begin with the same letter and one is nothing more.

    No John is paired with any James, so that pairs of a common surname are few.
    """
    initial = pl.col("first") == pl.col("letter")
    short, full = side.filter(initial), side.filter(~initial)
    joined = [
        full.join(full, on=["block", "first"], suffix="_fuller"),
        short.join(side, on=["block", "letter"], suffix="_fuller"),
        full.join(short, on=["block", "letter"], suffix="_fuller"),
    ]
    return pl.concat(pairs.select("form", "rank", "form_fuller", "rank_fuller") for pairs in joined)
