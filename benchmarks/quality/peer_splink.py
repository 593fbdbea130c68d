"""A labelled set with splink: `python -m benchmarks.quality.peer_splink SET OUT`.

Set up as its documentation advises: columns cleaned beforehand, several blocking rules, comparisons of several levels,
term frequencies on titles and surnames, u from random pairs, the prior from a strict rule, m by EM in two passes that
together cover every comparison. The threshold is a probability of 0.5.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.quality.peer_columns import sides
from benchmarks.quality.peer_results import write

if TYPE_CHECKING:
    import polars as pl

THRESHOLD = 0.5
LISTED = 0.01  # least probability of a pair that is written
RANDOM_PAIRS = 1e7  # pairs sampled for the u probabilities
SEED = 1
CATALOG, REGISTRATIONS = "a_catalog", "b_registrations"


def settings() -> SettingsCreator:
    """Comparisons and blocking rules."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=[_title(), _author(), _given(), _year()],
        blocking_rules_to_generate_predictions=[
            block_on("main"),
            block_on("surname", "title_start"),
            block_on("surname", "title_end"),
            block_on("surname", "given", "year"),
            block_on("title_start", "title_end"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _title() -> cl.CustomComparison:
    """The whole title, then the main title, then what is close to it."""
    return cl.CustomComparison(
        output_column_name="title",
        comparison_levels=[
            cll.NullLevel("main"),
            cll.ExactMatchLevel("title"),
            cll.ExactMatchLevel("main", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("main", 0.95),
            cll.JaroWinklerLevel("title", 0.88),
            cll.ElseLevel(),
        ],
    )


def _author() -> cl.CustomComparison:
    """The surname of the first author, or any name that both sides have."""
    return cl.CustomComparison(
        output_column_name="author",
        comparison_levels=[
            cll.NullLevel("surname"),
            cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("surname", 0.92),
            cll.ArrayIntersectLevel("names", 1),
            cll.ElseLevel(),
        ],
    )


def _given() -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name="given",
        comparison_levels=[
            cll.NullLevel("given"),
            cll.ExactMatchLevel("given"),
            cll.JaroWinklerLevel("given", 0.88),
            cll.ExactMatchLevel("initial"),
            cll.ElseLevel(),
        ],
    )


def _year() -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name="year",
        comparison_levels=[
            cll.NullLevel("year"),
            cll.ExactMatchLevel("year"),
            cll.AbsoluteDifferenceLevel("year", 1),
            cll.AbsoluteDifferenceLevel("year", 5),
            cll.ElseLevel(),
        ],
    )


def train(linker: Linker) -> None:
    """Prior from a strict rule, u from random pairs, m by EM in passes that together cover every comparison."""
    linker.training.estimate_probability_two_random_records_match([block_on("main", "surname")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for rule in (block_on("main"), block_on("surname", "title_start")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def link(folder: Path, out: Path) -> None:
    """Write the results for the set in `folder` into `out`."""
    tables, connection = sides(folder), duckdb.connect()
    database = DuckDBAPI(connection=connection)
    registered = [
        database.register(table.to_arrow(), dataset_display_name=name)
        for table, name in zip(tables, (CATALOG, REGISTRATIONS), strict=True)
    ]
    linker = Linker(registered, settings(), log_level=logging.WARNING)
    train(linker)
    found = linker.inference.predict(threshold_match_probability=LISTED)
    write(out, _pairs(connection, found.physical_name), tables[0]["unique_id"], THRESHOLD)


def _pairs(connection: duckdb.DuckDBPyConnection, table: str) -> pl.DataFrame:
    """`record_id, registration_row, confidence`, whichever side splink put the catalog on."""
    catalog_left = f"source_dataset_l = '{CATALOG}'"
    rows = connection.table(table).project(
        f"CASE WHEN {catalog_left} THEN unique_id_l ELSE unique_id_r END AS record_id, "
        f"CASE WHEN {catalog_left} THEN unique_id_r ELSE unique_id_l END AS registration_row, "
        "round(match_probability, 6) AS confidence"
    )
    found: pl.DataFrame = rows.pl()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.peer_splink", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    link(given.folder, given.out)


if __name__ == "__main__":
    main()
