"""A labelled set with a plain RapidFuzz script: `python -m benchmarks.quality.peer_rapidfuzz SET OUT`.

What one writes in an afternoon: pairs that share the first letters of the title or the surname, the mean of the
similarity of the titles and that of the authors as confidence, and a round threshold. Of the scorers of RapidFuzz these
did best here: words in any order for titles, and for authors the words that both sides have.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio
from rapidfuzz.process import cpdist

from benchmarks.quality.peer_columns import sides
from benchmarks.quality.peer_results import write

THRESHOLD = 0.9
LISTED = 0.5  # least confidence of a pair that is written
BLOCKS = ("title_start", "surname")


def link(folder: Path, out: Path) -> None:
    """Write the results for the set in `folder` into `out`."""
    catalog, registrations = sides(folder)
    pairs = _blocked(catalog, registrations)
    scored = pairs.select(
        record_id="unique_id", registration_row="unique_id_right", confidence=_similarity(pairs).round(6)
    )
    write(out, scored.filter(pl.col("confidence") >= LISTED), catalog["unique_id"], THRESHOLD)


def _blocked(catalog: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """The pairs of each block once, with the texts of both sides; those of registrations end with `_right`."""
    keep = ["unique_id", "title", "author"]
    blocks = [
        catalog.select(*keep, block).join(registrations.select(*keep, block).drop_nulls(block), on=block).drop(block)
        for block in BLOCKS
    ]
    return pl.concat(blocks).unique(["unique_id", "unique_id_right"])


def _similarity(pairs: pl.DataFrame) -> pl.Series:
    """(pairs,) 0 to 1: the mean of title and author, or the title alone where an author is missing."""
    title = cpdist(pairs["title"].to_list(), pairs["title_right"].to_list(), scorer=token_sort_ratio, workers=-1)
    both = pairs.select(pl.col("author").is_not_null() & pl.col("author_right").is_not_null()).to_series().to_numpy()
    names = (pairs[column].fill_null("").to_list() for column in ("author", "author_right"))
    author = cpdist(*names, scorer=token_set_ratio, workers=-1)
    return pl.Series(np.where(both, (title + author) / 2, title).astype(np.float64) / 100)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.peer_rapidfuzz", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    link(given.folder, given.out)


if __name__ == "__main__":
    main()
