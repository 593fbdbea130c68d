"""Names: from the cells of a record to folded `surname|given names`, every name that the record gives, in its order.

The names stand in the author cell, in an author heading before the title, in a statement of responsibility behind it,
and, in a renewal record that has none of these, among the claimants whom the register marks as author. Both the pen
name and the real name (`Dodie Smith, pseud. of Dorothy Gladys Beesley`) are kept, since either side may use either, and
so are a name and its transliteration. A corporate body is one name, all of it surname.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.corporate import corporate_name, is_corporate
from classmatch.normalise.name_lists import cut, separate, trimmed
from classmatch.normalise.name_parts import personal_name
from classmatch.normalise.text import repair

MAX_NAMES = 8  # of a record; an anthology may have more, and the first ones identify it

# No name though it stands alone: remains of notes, and what begins with a figure.
_NO_NAME = (
    r"^(?:firm|associates|other|additional|an?|the|new|note|additions|enl|rev|nm|vol|pt|no|jan|feb|mar|apr|may|"
    r"jun|jul|aug|sept?|oct|nov|dec)\|[^|]{0,3}$|^\d"
)
_USABLE = r"^[a-z0-9]{2,}[^|]*\||^[a-z] "
# What is said of the book behind its makers: new matter, earlier publication, other registrations.
_REMARKS = (
    r"(?i)[\s(]*\b(?:(?:portions|stories|parts) )?(?:nm[:;]|appl\.|prev\.? (?:pub|reg)|u\. ?s\. ed\b|"
    r"pub\. (?:abroad|in|serially)|first pub\b|new matter\b|\d\d?d ed\b|rev\. ed\b|add\. ti).*$|©.*$"
)
# What the Office's catalog says of an author behind the name: `; Domicile: United States. Authorship: text.`
_ABOUT = r"(?i)[\s,;.]*\b(?:domicile|citizenship|nationality|authorship)\s*:[^;|\n]*?(?:[;|\n]|\.\s|$)"


def _named(parts: pl.DataFrame) -> pl.DataFrame:
    """`cell`, `place` and `name` (folded) from `cell`, `place` and `part` (as cut out)."""
    bodies = pl.col("part").pipe(is_corporate)
    persons, corporate = parts.filter(~bodies), parts.filter(bodies)
    return pl.concat(
        [
            persons.select("cell", "place", name=personal_name(pl.col("part"))),
            corporate.select("cell", "place", name=corporate_name(pl.col("part"))),
        ]
    )


def _parts(cells: pl.Series) -> pl.DataFrame:
    """Every name of every cell as it stands there: `cell` (its row), `place` (in the order of the cells), `part`."""
    frame = cells.fill_null("").alias("part").to_frame().with_row_index("cell")
    for step in (cut, separate):
        lists = frame.select("cell", part=step(pl.col("part")))
        frame = lists.explode("part").select("cell", part=trimmed(pl.col("part"))).drop_nulls()
    return frame.with_row_index("place")


def names_of(cells: pl.Series) -> pl.Series:
    """List[String] of the names of each cell, at most `MAX_NAMES`, each once, empty where there is none."""
    name = pl.col("name")
    found = _named(_parts(cells)).filter(name.str.contains(_USABLE) & ~name.str.contains(_NO_NAME)).sort("place")
    lists = found.group_by("cell").agg(name.unique(maintain_order=True).head(MAX_NAMES).alias("names"))
    rows = pl.int_range(len(cells), eager=True, dtype=pl.UInt32).alias("cell").to_frame()
    return rows.join(lists, on="cell", how="left", maintain_order="left")["names"].fill_null([])


def _batch(cells: pl.Series) -> pl.Series:
    """`names_of`, each distinct cell once."""
    distinct = cells.unique().alias("cell").to_frame()
    named = distinct.with_columns(names=names_of(distinct["cell"]))
    return (
        cells.alias("cell")
        .to_frame()
        .join(named, on="cell", how="left", nulls_equal=True, maintain_order="left")["names"]
    )


def _author_claimants(claimants: pl.Expr) -> pl.Expr:
    """The claimants of a renewal that are marked as author: `Walter Young|E||Sinclair Lewis|A` has one."""
    entries = claimants.fill_null("").str.split("||")
    marked = entries.list.eval(pl.element().filter(pl.element().str.contains(r"\|A$")).str.replace(r"\|A$", ""))
    return marked.list.join(";")


def _capitalised(cell: pl.Expr) -> pl.Expr:
    """A cell all in small letters with capitals, since capitals tell names from the words between them."""
    return pl.when(cell.str.contains(r"\p{Lu}")).then(cell).otherwise(cell.str.to_titlecase())


def names(frame: pl.LazyFrame, claimants: pl.Expr | None = None) -> pl.LazyFrame:
    """Add `names`, from the author cell and from what `titles` found beside the title; needs `titles` to have run."""
    said = (_capitalised(repair(pl.col("author"))), pl.col("_responsibility").str.replace(r"\|.*$", ""))
    plain = (text.str.replace(_REMARKS, "").str.replace_all(_ABOUT, ";") for text in said)
    cells = [pl.col("_heading"), *plain]
    cell = pl.concat_str([c.fill_null("") for c in cells], separator=";")
    if claimants is not None:
        cell = pl.when(cell.str.contains(r"\p{L}")).then(cell).otherwise(_author_claimants(repair(claimants)))
    return frame.with_columns(names=cell.map_batches(_batch, return_dtype=pl.List(pl.String), is_elementwise=True))
