"""Imprints and the houses to which they belong.

The shipped table (members/data/imprints.csv) is of 2025 and from general knowledge; a file of the user's adds to it. An
imprint rolls up to its house so that it is found, not because the house owns a copyright: imprint, distributor and
claimant are three things (docs/members.md).
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import ConfigError, InputError
from classmatch.members.publisher_names import keyed, look_up

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 10_000_000  # of a user's file
COLUMNS = ("imprint", "house")
_HINT = "a UTF-8 CSV file with the columns imprint and house"
_SHOWN_FAULTS = 100


def load_houses(extra: Path | None = None) -> pl.DataFrame:
    """Imprints and their houses: `key` (`publisher_key` of the imprint), `imprint`, `house` (String each), sorted.

    Rows of the user's file `extra` take the place of shipped rows of the same key. A house that is an imprint of
    another rolls up to that one, and every house has a row of its own. Raises `InputError` for a file that cannot be
    read, and `ConfigError` with all faults of its rows.
    """
    shipped = _shipped()
    if extra is None:
        return _complete(shipped)
    added = _user_rows(extra)
    merged = pl.concat([shipped.join(added, on="key", how="anti"), added])
    _refuse(extra, _cycles(merged))
    return _complete(merged)


def houses_of(names: pl.Series, houses: pl.DataFrame) -> pl.Series:
    """House of each publisher's name (String), null where it is not known; `houses` as `load_houses` returns it.

    A house is its own. `Gannet, a division of Harbour House` and `(an imprint of Harbour House)` have the house of
    Harbour House, whatever the table says of Gannet.
    """
    return look_up(names, houses.select(name="imprint", value="house"))


@cache
def _shipped() -> pl.DataFrame:
    table = pl.read_csv(str(files(__package__) / "data" / "imprints.csv"), infer_schema=False)
    return _keyed(table)


def _keyed(table: pl.DataFrame) -> pl.DataFrame:
    """`key`, `imprint`, `house` and `trade`, the word of the trade by which imprints of one key differ."""
    return keyed(table, "imprint").select("key", "imprint", "house", "trade")


def _complete(table: pl.DataFrame) -> pl.DataFrame:
    """With houses of houses followed to the last, and a row for each house that has none."""
    rooted = table.with_columns(house=pl.col("house").replace(_roots(table)))
    own = _keyed(rooted.select(imprint="house", house="house").unique())
    every = pl.concat([rooted, own.join(rooted, on=["key", "trade"], how="anti", nulls_equal=True)])
    return every.select("key", "imprint", "house").sort("key", "imprint", "house")


def _parents(table: pl.DataFrame) -> dict[str, str]:
    """Houses that are imprints of another, and that other."""
    of_houses = houses_of(table["house"].unique().sort(), table)
    above = table["house"].unique().sort().to_frame().with_columns(above=of_houses)
    return dict(above.filter(pl.col("above") != pl.col("house")).iter_rows())


def _roots(table: pl.DataFrame) -> dict[str, str]:
    parents = _parents(table)
    return {house: _climb(house, parents)[-1] for house in parents}


def _climb(house: str, parents: dict[str, str]) -> list[str]:
    """A house, its parent, and so on; ends where there is none above, or before one that was met."""
    path = [house]
    while (above := parents.get(path[-1])) is not None and above not in path:
        path.append(above)
    return path


def _cycles(table: pl.DataFrame) -> list[str]:
    parents = _parents(table)
    paths = [_climb(house, parents) for house in parents]
    return [
        f"{path[0]!r} rolls up to itself, by way of {', '.join(repr(house) for house in path[1:])}"
        for path in paths
        if parents.get(path[-1]) == path[0] == min(path)  # once, and not for each house of the circle
    ]


# --------------------------------------------------------------------------------------------------------------------
# The user's file.


def _user_rows(path: Path) -> pl.DataFrame:
    header, rows = _parsed(path, _text(path))
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        found = ", ".join(header) or "none"
        raise ConfigError(f"{path}: no column {' and no column '.join(missing)} (columns: {found})", _HINT)
    places = [header.index(column) for column in COLUMNS]
    cells = [[row[place].strip() if place < len(row) else "" for place in places] for row in rows]
    table = pl.DataFrame(cells, schema=dict.fromkeys(COLUMNS, pl.String), orient="row").with_row_index("row", offset=1)
    lengths = pl.Series("cells", [len(row) for row in rows], dtype=pl.UInt32)
    table = table.with_columns(lengths).filter(pl.col("cells") > 0)  # an empty line is no row, but is counted
    told = keyed(table, "imprint")
    _refuse(path, _row_faults(told, len(header)))
    return told.select("key", "imprint", "house", "trade").unique(["key", "trade"], keep="first", maintain_order=True)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(path, f"has {size:,} bytes, more than {MAX_BYTES:,}", "a table of imprints is smaller")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}", _HINT) from None
    except UnicodeDecodeError as error:
        raise InputError(path, f"not UTF-8: byte {error.start + 1}", _HINT) from None


def _parsed(path: Path, text: str) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the cells of each row."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(path, f"not CSV: {error}", _HINT) from None
    return ([name.strip().lower() for name in rows[0]], rows[1:]) if rows else ([], [])


def _row_faults(table: pl.DataFrame, width: int) -> list[str]:
    """What is wrong with which row, by row; the first row below the header is row 1."""
    same = ["key", "trade"]
    table = table.with_columns(
        first_row=pl.col("row").first().over(same), first_house=pl.col("house").first().over(same)
    )
    two_houses = pl.col("key").is_not_null() & (pl.col("house") != pl.col("first_house")) & (pl.col("house") != "")
    other = pl.format("{} belongs to {} and to {} (row {})", "imprint", "house", "first_house", "first_row")
    faults = [
        (pl.col("cells") > width, pl.lit(f"has more than {width} cells")),
        (pl.col("imprint") == "", pl.lit("no imprint")),
        (pl.col("house") == "", pl.lit("no house")),
        ((pl.col("imprint") != "") & pl.col("key").is_null(), pl.format("{} tells of no publisher", "imprint")),
        (two_houses, other),
    ]
    told = [
        table.filter(when).select("row", turn=pl.lit(turn), told=pl.format("row {}: {}", "row", why))
        for turn, (when, why) in enumerate(faults)
    ]
    return pl.concat(told).sort("row", "turn")["told"].to_list()


def _refuse(path: Path, faults: list[str]) -> None:
    if faults:
        shown = faults[:_SHOWN_FAULTS]
        more = [f"and {len(faults) - len(shown):,} more"] if len(faults) > len(shown) else []
        raise ConfigError(f"{path}: {'; '.join(shown + more)}", _HINT)
