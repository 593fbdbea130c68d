"""The same job with splink: `python -m benchmarks.peer_splink DATA OUT`.

Set up as its documentation advises: columns cleaned beforehand, several blocking rules, term frequencies on titles and
surnames, u from random sampling, m by EM in two passes; and with two probabilities set by hand, without which it does
far worse here. It writes `pairs.parquet` (record_id, registration_row, confidence) from a probability of 0.5, and
`stages.json` after each stage, so that there is something to show when it is stopped.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import psutil
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.generate import CATALOG, REGISTRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

THRESHOLD = 0.5
RANDOM_PAIRS = 1e7  # pairs sampled for the u probabilities
EM_PAIRS = 2e6  # pairs at most in a pass of EM
SEED = 1
NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
NUMERALS |= {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


class Clock:
    """Seconds of each stage, and the memory resident at its end, written into a file after each."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.stages: list[dict[str, Any]] = []

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds = round(time.perf_counter() - start, 3)
        held = psutil.Process().memory_info().rss // 1_000_000
        self.stages.append({"stage": stage, "seconds": seconds, "peak_mb": held})
        self.file.write_text(json.dumps(self.stages, indent=1), encoding="utf-8")


# --------------------------------------------------------------------------------------------------------------------
# Columns that compare well


def cleaned(table: pl.LazyFrame, record: str, date: str) -> pl.LazyFrame:
    """The columns of the model, null where a record has none, under the id in the column `record`."""
    columns = table.select(
        pl.col(record).alias("unique_id"),
        _main_title().alias("title"),
        *_first_author(),
        pl.col(date).str.extract(r"^([12]\d{3})").cast(pl.Int32).alias("year"),
        _present(folded(pl.col("publisher"))).alias("publisher"),
        _isbn_body().alias("isbn"),
        _volume().alias("volume"),
    )
    return columns.with_columns(
        pl.col("title").str.slice(0, 6).alias("title_start"),
        pl.col("title").str.extract(r"(\S+)$").alias("title_end"),
        pl.col("given").str.slice(0, 1).alias("initial"),
    )


def _main_title() -> pl.Expr:
    """The title without author, volume, subtitle, what stands in parentheses, and article."""
    text = pl.col("title").str.replace(r"(?i)(,? by | / ).*$", "").str.replace_all(r"\(.*?\)", " ")
    text = text.str.replace(r"(?i)[,:]? (volume|vol\.|book|part) (\d+|[ivx]+|one|two|three|four|five)\b", "")
    main = folded(text.str.extract(r"^(.*?)(?: ?[:;] | - |\. |$)"))
    return _present(main.str.replace(r"^(the|an|a) ", "").str.replace(r" (the|an|a)$", ""))


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case, without marks and accents, words parted by one space."""
    plain = text.str.to_lowercase().str.normalize("NFD").str.replace_all(r"\p{M}", "")
    return plain.str.replace_all("'", "").str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def _present(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def _first_author() -> list[pl.Expr]:
    """Surname and given names of the first author, from `Given Surname` or `Surname, Given; ...`."""
    cell = pl.col("author")
    first = cell.str.split_exact(";", 1).struct[0]
    inverted = first.str.contains(r"^\S+, ") & (cell.str.contains(";") | (first.str.count_matches(",") == 1))
    inverted &= ~first.str.contains(r"^\S+ \S+.*, \S+ ")
    direct = first.str.split_exact(",", 1).struct[0].str.strip_chars()
    surname = pl.when(inverted).then(first.str.extract(r"^([^,]+),")).otherwise(direct.str.extract(r"(\S+)$"))
    given = pl.when(inverted).then(first.str.extract(r",\s*(.*)$")).otherwise(direct.str.replace(r"\S+$", ""))
    return [_present(folded(surname)).alias("surname"), _present(folded(given).str.extract(r"^(\S+)")).alias("given")]


def _isbn_body() -> pl.Expr:
    """The nine digits that ISBN-10 and ISBN-13 of a book have in common."""
    first = pl.col("isbn").str.split_exact(",", 1).struct[0].str.replace_all("-", "")
    body = pl.when(first.str.len_bytes() == 13).then(first.str.slice(3, 9)).otherwise(first.str.slice(0, 9))
    return _present(body)


def _volume() -> pl.Expr:
    found = folded(pl.col("title")).str.extract(r"\b(?:volume|vol|book|part) (\d+|[ivx]+|one|two|three|four|five)\b")
    return found.replace(NUMERALS)


# --------------------------------------------------------------------------------------------------------------------
# The model


def settings() -> SettingsCreator:
    """Comparisons and blocking rules."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("title", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.85]).configure(term_frequency_adjustments=True),
            _given(),
            _year(),
            cl.JaroWinklerAtThresholds("publisher", [0.9]),
            _isbn(),
            _volume_agrees(),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("title"),
            block_on("isbn"),
            block_on("surname", "title_start"),
            block_on("surname", "title_end"),
            block_on("surname", "given", "year"),
            block_on("title_start", "title_end", "year"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _given() -> cl.CustomComparison:
    levels = [
        cll.NullLevel("given"),
        cll.ExactMatchLevel("given"),
        cll.JaroWinklerLevel("given", 0.88),
        cll.ExactMatchLevel("initial"),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(comparison_levels=levels, output_column_name="given")


def _year() -> cl.CustomComparison:
    levels = [
        cll.NullLevel("year"),
        cll.ExactMatchLevel("year"),
        cll.AbsoluteDifferenceLevel("year", 1),
        cll.AbsoluteDifferenceLevel("year", 5),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(comparison_levels=levels, output_column_name="year")


def _isbn() -> cl.CustomComparison:
    """With a fixed u probability of agreement, which is too rare for a sample of random pairs to hold any."""
    levels = [
        cll.NullLevel("isbn"),
        cll.ExactMatchLevel("isbn").configure(u_probability=1e-6, fix_u_probability=True),
        cll.ElseLevel().configure(u_probability=1 - 1e-6, fix_u_probability=True),
    ]
    return cl.CustomComparison(comparison_levels=levels, output_column_name="isbn")


def _volume_agrees() -> cl.CustomComparison:
    """With fixed m probabilities, since EM learns from sibling volumes that true pairs differ in volume."""
    levels = [
        cll.NullLevel("volume"),
        cll.ExactMatchLevel("volume").configure(m_probability=0.999999, fix_m_probability=True),
        cll.ElseLevel().configure(m_probability=0.000001, fix_m_probability=True),
    ]
    return cl.CustomComparison(comparison_levels=levels, output_column_name="volume")


def train(linker: Linker) -> None:
    """Prior from a strict rule, u from random pairs, m by EM in passes that together cover every comparison."""
    linker.training.estimate_probability_two_random_records_match([block_on("title", "surname")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for rule in (block_on("title"), block_on("surname", "title_start")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=EM_PAIRS)


# --------------------------------------------------------------------------------------------------------------------
# The job


def link(data: Path, out: Path) -> None:
    """Link the files of a generated world and write the pairs and the seconds."""
    clock = Clock(out / "stages.json")
    with clock("normalise"):
        cleaned(pl.scan_parquet(data / CATALOG), "record_id", "year").sink_parquet(out / "left.parquet")
        cleaned(pl.scan_parquet(data / REGISTRATIONS), "row", "publication_date").sink_parquet(out / "right.parquet")
    with clock("load"):
        connection = duckdb.connect(config={"temp_directory": str(out / "spilled")})
        database = DuckDBAPI(connection=connection)
        tables = [
            database.register(_load(connection, out, side), dataset_display_name=name)
            for side, name in (("left", "a_catalog"), ("right", "b_registrations"))
        ]
        linker = Linker(tables, settings(), log_level=logging.WARNING)
    with clock("train"):
        train(linker)
    with clock("predict"):
        predicted = linker.inference.predict(threshold_match_probability=THRESHOLD)
        _write(connection, predicted.physical_name, out / "pairs.parquet")


def _load(connection: duckdb.DuckDBPyConnection, out: Path, side: str) -> duckdb.DuckDBPyRelation:
    return connection.read_parquet(str(out / f"{side}.parquet"))


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """The pairs, the catalog's side first whichever side splink put it on."""
    rows = connection.table(table)
    catalog_left = "source_dataset_l = 'a_catalog'"
    rows.project(
        f"CASE WHEN {catalog_left} THEN unique_id_l ELSE unique_id_r END AS record_id, "
        f"CASE WHEN {catalog_left} THEN unique_id_r ELSE unique_id_l END AS registration_row, "
        "match_probability AS confidence"
    ).write_parquet(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peer_splink", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    link(given.data, given.out)


if __name__ == "__main__":
    main()
