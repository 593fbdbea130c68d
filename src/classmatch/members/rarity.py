"""How many bearers of a name one expects: what an agreement on the name alone is worth.

The expected number of bearers is `persons * P(surname) * P(given names)`, the product of marginals by which record
linkage weighs an agreement on a value by the value's frequency (Fellegi and Sunter 1969, "A Theory for Record Linkage",
method I; Winkler 2000, "Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage"). Shares are those among
the distinct names of the register, smoothed by `PRIOR` persons with the public shares of common names, so that `John
Smith` is common in a register of ten rows too. Initials count for all names that begin with them.
"""

from __future__ import annotations

import polars as pl

from classmatch.members.words import common_names

PRIOR = 100_000  # persons by whom shares are smoothed; a register has names out of at least as many
# A name of which fewer bearers are expected is one person's (docs/members.md tells how this was chosen).
MAX_BEARERS = 0.1
UNLISTED = {"surname": 2e-5, "given": 1e-4}  # share of a name that is not on the list of common ones


def expected_bearers(forms: pl.DataFrame) -> pl.Series:
    """(forms,) Float64 number of persons one expects to bear each name; every given name makes it rarer.

    `forms` has the distinct names of persons: `surname` (String) and `tokens`, their given names and initials (List of
    String). Without given names, all bearers of the surname count.
    """
    shares = name_shares(forms)
    return (shares * max(forms.height, PRIOR)).alias("expected")


def name_shares(forms: pl.DataFrame) -> pl.Series:
    """(forms,) Float64 share of persons to whom each name fits, 0 to 1."""
    surname = _smoothed(forms["surname"], forms["surname"], "surname")
    tokens = forms.select("tokens").with_row_index("form").explode("tokens", empty_as_null=False).drop_nulls()
    letters = pl.col("tokens").str.slice(0, 1)
    initial = _letters(tokens["tokens"])
    full = _smoothed(tokens["tokens"], tokens.filter(pl.col("tokens").str.len_bytes() > 1)["tokens"], "given")
    each = tokens.with_columns(full=full, letter=letters).join(initial, on="letter", how="left", maintain_order="left")
    share = pl.when(pl.col("tokens").str.len_bytes() > 1).then("full").otherwise("initial")
    given = each.group_by("form").agg(given=share.product())
    rows = pl.int_range(forms.height, eager=True, dtype=pl.UInt32).alias("form").to_frame()
    found = rows.join(given, on="form", how="left", maintain_order="left")["given"].fill_null(1.0)
    return surname * found


def _smoothed(names: pl.Series, sample: pl.Series, kind: str) -> pl.Series:
    """The share of each of `names` in the sample together with `PRIOR` persons of the public shares."""
    counts = sample.alias("name").value_counts(name="count")
    found = names.alias("name").to_frame().join(counts, on="name", how="left", maintain_order="left")
    found = found.join(common_names(kind), on="name", how="left", maintain_order="left")
    public = pl.col("share").fill_null(UNLISTED[kind]) * PRIOR
    return found.select(share=(pl.col("count").fill_null(0) + public) / (len(sample) + PRIOR))["share"]


def _letters(tokens: pl.Series) -> pl.DataFrame:
    """`letter, initial`: the share of names and initials that begin with each letter, smoothed likewise."""
    public = common_names("given").group_by(letter=pl.col("name").str.slice(0, 1)).agg(pl.col("share").sum())
    counts = tokens.str.slice(0, 1).alias("letter").value_counts(name="count")
    both = counts.join(public, on="letter", how="left").with_columns(pl.col("share").fill_null(UNLISTED["given"]))
    share = (pl.col("count") + pl.col("share") / public["share"].sum() * PRIOR) / (len(tokens) + PRIOR)
    return both.select("letter", initial=share)
