"""The columns that the peers compare, prepared as a user who had looked at the data would: once, for all of them.

Catalog and registrations get the same columns. The author is taken out of the title, and the title out of the full
text, where the column itself is empty: without that every peer does worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.labelled import registrations_file

if TYPE_CHECKING:
    from pathlib import Path

DATES = ("odat", "year", "published_year", "publication_date", "publication", "renewal_date")  # the first one counts
_MARK = r"[,.;:/\]] *"
_STATED = rf"{_MARK}(?:[Ww]ritten |[Ee]dited |[Cc]omp(?:iled|\.) )?[Bb]y "  # `Title, by Given Surname`
_NAMES = r"((?:(?:\p{Lu}[\p{L}.'’-]*|and|&|de|la|van|von),? ?)+)"
_LEAST = 8  # letters of a main title: a full stop before that belongs to `Mr.` or `St.`


def sides(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Catalog and registrations of a set, with `unique_id` and the prepared columns, null where there is nothing."""
    path = registrations_file(folder)
    registrations = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    catalog = pl.read_parquet(folder / "catalog.parquet")
    return prepared(catalog.rename({"record_id": "unique_id"})), prepared(registrations.rename({"row": "unique_id"}))


def prepared(table: pl.DataFrame) -> pl.DataFrame:
    """`unique_id, title, main, title_start, title_end, author, surname, given, initial, names, year`.

    `title` and `author` are folded words; `main` is the title without subtitle and first article; `surname` and
    `given` are those of the first author, `names` the longer words of all authors.
    """
    texts = table.select(
        pl.col("unique_id").cast(pl.String),
        _title(table.columns).alias("text"),
        pl.col("author").str.strip_chars().alias("cell"),
        _year(table.columns).alias("year"),
    )
    stated = pl.col("text").str.extract(rf"{_STATED}{_NAMES}")
    cell = pl.when(pl.col("cell") != "").then(pl.col("cell")).otherwise(stated)
    return texts.with_columns(_without_statement().alias("text"), cell.alias("cell")).select(
        "unique_id", "year", *_titles(), *_authors()
    )


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case, without accents and marks, words parted by one space; null when nothing is left."""
    plain = text.str.to_lowercase().str.normalize("NFD").str.replace_all(r"\p{M}", "")
    words = plain.str.replace_all(r"['’]", "").str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    return pl.when(words != "").then(words)


def _title(columns: list[str]) -> pl.Expr:
    """Title and subtitle, or the full text where there is no title."""
    parts = [pl.col(name).fill_null("").str.strip_chars() for name in ("title", "subtitle") if name in columns]
    title = pl.concat_str(parts, separator=" : ").str.strip_chars(" :")
    return pl.when(title == "").then(pl.col("full_text")).otherwise(title) if "full_text" in columns else title


def _year(columns: list[str]) -> pl.Expr:
    [date, *_] = [name for name in DATES if name in columns]
    return pl.col(date).str.extract(r"\b(1[5-9]\d\d|20\d\d)\b").cast(pl.Int32)


def _without_statement() -> pl.Expr:
    """The title without what stands in parentheses or after `by`, ` / `."""
    return pl.col("text").str.replace_all(r"\([^()]*\)", " ").str.replace(rf"(?:{_STATED}| / ).*$", "")


def _titles() -> list[pl.Expr]:
    cut = pl.col("text").str.extract(rf"^\s*(.{{{_LEAST},}}?)(?: ?[:;=] | - |\. |$)").fill_null(pl.col("text"))
    main = folded(cut).str.replace(r"^(?:the|an|a) (\w)", "${1}")
    return [
        folded(pl.col("text")).alias("title"),
        main.alias("main"),
        main.str.slice(0, 6).alias("title_start"),
        main.str.extract(r"(\S+)$").alias("title_end"),
    ]


def _authors() -> list[pl.Expr]:
    """From `Given Surname, ...`, `Surname, Given; ...` and `SURNAME, GIVEN, ed.`."""
    role = r"(?i)\b(?:edited|translated|compiled|written) by\b|\[.*?\]|\(.*?\)|\b(?:eds?|comps?|tr)\."
    cell = pl.col("cell").str.replace_all(role, "").str.strip_chars(" .,")
    first = (
        cell.str.split_exact(";", 1).struct[0].str.split_exact("/", 1).struct[0].str.replace(r"(?i) (and|&) .*$", "")
    )
    inverted = first.str.contains(r"^\S+, ")
    direct = first.str.split_exact(",", 1).struct[0].str.strip_chars()
    surname = folded(pl.when(inverted).then(first.str.extract(r"^([^,]+),")).otherwise(direct.str.extract(r"(\S+)$")))
    given = pl.when(inverted).then(first.str.extract(r",\s*([^,]*)")).otherwise(direct.str.replace(r"\S+$", ""))
    given = folded(given).str.extract(r"^(\S+)")
    return [
        folded(cell).alias("author"),
        surname.alias("surname"),
        given.alias("given"),
        given.str.slice(0, 1).alias("initial"),
        folded(cell).str.extract_all(r"\p{L}{4,}").alias("names"),
    ]
