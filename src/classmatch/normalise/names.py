"""Names: from the cells of a record to folded `surname|given names`, every name that the record gives, in its order.

The names stand in the author cell, in an author heading before the title, in a statement of responsibility behind it,
and, in a renewal record that has none of these, among the claimants whom the register marks as author. Both the pen
name and the real name (`Dodie Smith, pseud. of Dorothy Gladys Beesley`) are kept, since either side may use either, and
so are a name and its transliteration. A corporate body is one name, all of it surname.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.corporate import corporate_name, is_corporate
from classmatch.normalise.name_lists import cut, names_somebody, separate, trimmed
from classmatch.normalise.name_marks import FIRM, INVERTED, LINKED
from classmatch.normalise.name_parts import personal_names
from classmatch.normalise.name_words import any_of
from classmatch.normalise.rare import changed_where, found_where, where
from classmatch.normalise.text import repair

MAX_NAMES = 8  # of a record; an anthology may have more, and the first ones identify it

# No name though it stands alone: remains of notes and titles, and what begins with a figure.
_NO_NAME = (
    r"^(?:firm|associates|other|additional|an?|the|new|note|additions|enl|rev|nm|vol|pt|no|jan|feb|mar|apr|may|"
    r"jun|jul|aug|sept?|oct|nov|dec)\|[^|]{0,3}$|^\d|"
    rf"^(?:{any_of('thing')})\|(?:[^|]{{2}}|$)|\b(?:{any_of('pronoun')})\b"
)
_PEN_NAME = r"(?i)\bpen name ?(?:--|:) ?([^|;]+)"  # of a claimant, in the Office's renewals since 1978
_USABLE = r"^[a-z0-9]{2,}[^|]*\||^[a-z] "
# `Committee on Science, Technology, and Law`: beside a body, one word behind a comma is none.
_OF_A_BODY = rf"\S \S|{FIRM}|{INVERTED}|{LINKED}"
# What is said of the book behind its makers: new matter, earlier publication, other registrations.
_REMARKS = (
    r"(?i)[\s(]*\b(?:(?:portions|stories|parts) )?(?:nm[:;]|appl\.|prev\.? (?:pub|reg)|u\. ?s\. ed\b|"
    r"pub\. (?:abroad|in|serially)|first pub\b|new matter\b|\d\d?d ed\b|rev\. ed\b|add\. ti).*$|©.*$"
)
# What the Office's catalog says of an author behind the name: `; Domicile: United States. Authorship: text.`
_ABOUT = r"(?i)[\s,;.]*\b(?:domicile|citizenship|nationality|authorship)\s*:[^;|\n]*?(?:[;|\n]|\.\s|$)"


def _kept(parts: pl.DataFrame) -> pl.DataFrame:
    """The parts freed of what stands around a name, without those in which nothing is left."""
    part = pl.col("part")
    lettered = parts.filter(part.str.contains(r"\p{L}"))
    return lettered.with_columns(trimmed(lettered["part"])).filter(names_somebody(part))


def _parts(cells: pl.Series) -> pl.DataFrame:
    """Every name of every cell as it stands there: `cell` (its row), `place` (in the order of the cells), `part`."""
    part = pl.col("part")
    lists = cut(cells.fill_null("")).alias("part").to_frame().with_row_index("cell")
    parts = _kept(lists.explode("part")).with_row_index("place")
    several = part.str.contains(",", literal=True)
    listed = parts.filter(several).with_columns(body=is_corporate(part))
    listed = listed.with_columns(separate(listed["part"])).explode("part")
    separated = listed.filter(~pl.col("body") | part.str.contains(_OF_A_BODY)).drop("body")
    return pl.concat([parts.filter(~several), _kept(separated)]).sort("place", maintain_order=True)


def _named(parts: pl.DataFrame) -> pl.DataFrame:
    """`cell` and `name` (folded) of parts, in their order."""
    ordered = parts.select("cell", "part", place=pl.int_range(pl.len()), body=is_corporate(pl.col("part")))
    persons, bodies = ordered.filter(~pl.col("body")), ordered.filter("body")
    named = [persons.with_columns(name=personal_names(persons["part"]))]
    named.append(bodies.with_columns(name=corporate_name(pl.col("part"))))
    return pl.concat(named).sort("place").select("cell", "name")


def names_of(cells: pl.Series) -> pl.Series:
    """List[String] of the names of each cell, at most `MAX_NAMES`, each once, empty where there is none."""
    name = pl.col("name")
    found = _named(_parts(cells)).filter(name.str.contains(_USABLE) & ~name.str.contains(_NO_NAME))
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
    return changed_where(cell, r"^\P{Lu}*$", (lambda text: text.str.to_titlecase(),))


def _without_remarks(cell: pl.Expr) -> pl.Expr:
    plain = changed_where(cell, _REMARKS, (lambda text: text.str.replace(_REMARKS, ""),))
    return changed_where(plain, ":", (lambda text: text.str.replace_all(_ABOUT, ";"),))


def names(frame: pl.LazyFrame, claimants: pl.Expr | None = None) -> pl.LazyFrame:
    """Add `names`, from the author cell and from what `titles` found beside the title; needs `titles` to have run."""
    said = changed_where(pl.col("_responsibility"), r"\|", (lambda text: text.str.replace(r"\|.*$", ""),))
    cells = [pl.col("_heading"), _without_remarks(_capitalised(pl.col("_author"))), _without_remarks(said)]
    cell = pl.concat_str([c.fill_null("") for c in cells], separator=";")
    if claimants is not None:
        cell = _or_claimants(cell, repair(claimants))
    return frame.with_columns(names=cell.map_batches(_batch, return_dtype=pl.List(pl.String), is_elementwise=True))


def _or_claimants(cell: pl.Expr, claimants: pl.Expr) -> pl.Expr:
    """The cell with the pen names of its claimants, or the claimants who are marked as author where it names nobody."""
    pen_name = found_where(claimants, _PEN_NAME, (lambda text: text.str.extract(_PEN_NAME, 1),), pl.String())
    with_pen_name = pl.concat_str(cell, pen_name.fill_null(""), separator=";")
    cells = {"claimants": claimants}
    marked = where(
        ~with_pen_name.str.contains(r"\p{L}"), cells, ({"marked": _author_claimants(pl.col("claimants"))},), pl.String()
    )
    return pl.coalesce(marked, with_pen_name)
