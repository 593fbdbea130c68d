"""Looking publishers' names up in a table of known ones.

Names are compared by `publisher_key`, which leaves the words of the trade out: `Gannet Books` and `Gannet Press` have
one key. Where nothing but one word is left, the word of the trade decides: a known `Gannet Books` is found as `Gannet
Books` and `Gannet`, not as `Gannet Press`; a known `Gannet` is found as all three.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.publishers import publisher_key
from classmatch.normalise.text import fold

_TRADE = r"\b(book|press|pub|edition)(?:s|es|l|lish[a-z]*|lication[a-z]*)?\b"
_UNIT = r"(?:imprint|division|div\.?|unit|subsidiary|member|affiliate|trademark|brand)"
# `Gannet Books, a division of Harbour House, Inc.` and `Gannet, a Harbour House company`
_PARENT_AFTER = rf"(?i)(?:[\s,;(\[]|^){_UNIT} of (?:the )?([^;)\]]+)"
_PARENT_WITHIN = r"(?i)[,;(\[]\s*an? ([^,;()\[\]]+?),? (?:company|imprint|brand|business|division|book)\W*$"
_SAID_OF_IT = rf"(?i)[\s,;(\[]+(?:an? |the )?(?:[\w.]+ )?{_UNIT} of .*$"
_WITHIN_OF_IT = r"(?i)[,;(\[]\s*an? [^,;()\[\]]+ (?:company|imprint|brand|business|division|book)\W*$"
_AFTER_LEGAL_FORM = r"(?i)(\b(?:inc|ltd|llc|plc|corp|co)\b\.?),\s.*$"
_AFTER_COMMA = r"\s*,.*$"


def keyed(names: pl.DataFrame, column: str) -> pl.DataFrame:
    """The frame with `key` and `trade` (String each) of the names in a column.

    `trade` is the word of the trade that tells names of one key apart; null where the key has several words.
    """
    found = names.with_columns(key=publisher_key(pl.col(column)))
    one_word = ~pl.col("key").str.contains(" ", literal=True)
    return found.with_columns(trade=pl.when(one_word).then(fold(pl.col(column)).str.extract(_TRADE, 1)))


def look_up(names: pl.Series, known: pl.DataFrame) -> pl.Series:
    """What is known of each name (String), null where nothing is.

    `known` has `name` and `value` (String each). What a name says of itself goes first: `Gannet, a division of Harbour
    House` has the value of Harbour House, and its own only where that is unknown. A name for which the table has two
    values has none.
    """
    distinct = names.cast(pl.String).drop_nulls().unique().sort()
    readings = _readings(distinct)
    found = _found(readings["reading"].drop_nulls().unique(), keyed(known, "name").drop("name"))
    best = readings.join(found, on="reading").sort("name", "turn").unique("name", keep="first", maintain_order=True)
    return names.cast(pl.String).replace_strict(best["name"], best["value"], default=None, return_dtype=pl.String)


def _readings(names: pl.Series) -> pl.DataFrame:
    """`name`, `turn` and `reading`: the houses that a name says it belongs to, then the name without that."""
    name = pl.col("name")
    parent = pl.coalesce(name.str.extract(_PARENT_AFTER, 1), name.str.extract(_PARENT_WITHIN, 1))
    parent = parent.str.replace(_SAID_OF_IT, "").str.replace(_AFTER_LEGAL_FORM, "${1}")
    own = name.str.replace(_SAID_OF_IT, "").str.replace(_WITHIN_OF_IT, "").str.replace(_AFTER_LEGAL_FORM, "${1}")
    turns = [parent, parent.str.replace(_AFTER_COMMA, ""), own]
    frames = [
        names.alias("name").to_frame().with_columns(turn=pl.lit(turn), reading=read) for turn, read in enumerate(turns)
    ]
    return pl.concat(frames)


def _found(readings: pl.Series, table: pl.DataFrame) -> pl.DataFrame:
    """`reading` and its one `value`, of the readings that have one: the same word of the trade goes before none."""
    asked = keyed(readings.alias("reading").to_frame(), "reading")
    fitting = asked.join(table, on="key", suffix="_known").filter(
        (pl.col("trade") == pl.col("trade_known")).fill_null(value=True)
    )
    exact = pl.col("trade").eq_missing(pl.col("trade_known"))
    best = fitting.filter(exact == exact.max().over("reading"))
    values = best.group_by("reading").agg(pl.col("value").unique()).filter(pl.col("value").list.len() == 1)
    return values.with_columns(pl.col("value").list.first())
