"""Steps that are run one after the other, each on the finished result of the one before.

Polars works a sub-expression out again wherever an expression names it, which in a chain of steps multiplies. Run in
turn, each is worked out once; and where cells repeat (dates, publishers, imprints), once a distinct value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Step = Callable[[pl.Expr], pl.Expr]


_FEW = 500  # cells for which a further pattern costs more to prepare than it spares
_WORTH_IT = 2  # rows a distinct value, on average; with fewer, giving each row its result costs more than it spares


def in_turn(cell: pl.Expr, steps: Sequence[Step], dtype: pl.DataType) -> pl.Expr:
    """Take a column through elementwise steps, the last of which returns `dtype`."""
    return cell.map_batches(lambda cells: _in_turn(cells, steps), return_dtype=dtype, is_elementwise=True)


def by_distinct(cell: pl.Expr, steps: Sequence[Step]) -> pl.Expr:
    """Take the distinct values of a String column through elementwise steps, String to String; null stays null."""
    return cell.map_batches(lambda cells: _by_distinct(cells, steps), return_dtype=pl.String, is_elementwise=True)


def replaced(cell: pl.Expr, patterns: Sequence[tuple[str, str]]) -> pl.Expr:
    """A String column with each pattern replaced in turn, everywhere; entries are `pattern, what it becomes`."""
    for pattern, becomes in patterns:
        cell = cell.str.replace_all(pattern, becomes)
    return cell


def replaced_where(cells: pl.Series, cuts: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> pl.Series:
    """Cells (String) taken through `replaced` cut by cut, each only where its first pattern, which is cheap, occurs."""
    for concerned, patterns in cuts:
        rows = cells.str.contains(concerned).arg_true()
        if len(rows):
            taken = cells.gather(rows).alias("cell").to_frame().select(replaced(pl.col("cell"), patterns))["cell"]
            cells = cells.clone().scatter(rows, taken)
    return cells


def replaced_in_groups(cells: pl.Series, groups: Sequence[Sequence[tuple[str, str]]]) -> pl.Series:
    """Cells (String) taken through `replaced` group by group, each only where one of the group's patterns occurs.

    In the others nothing would be replaced, and to ask whether one of many patterns occurs costs little more than to
    replace one, in ASCII text; other text is taken through every group, since there it costs more.
    """
    if len(cells) < _FEW:
        return _in_turn(cells, [_replacing(group) for group in groups]).alias(cells.name)
    foreign = cells.str.len_bytes() != cells.str.len_chars()
    ascii_rows, foreign_rows = (~foreign).arg_true(), foreign.arg_true()
    texts = cells.gather(ascii_rows)
    for group in groups:
        texts = replaced_where(texts, [(_any_of(group), group)])
    changed = cells.clone().scatter(ascii_rows, texts) if len(ascii_rows) else cells
    others = cells.gather(foreign_rows)
    return changed.scatter(foreign_rows, _in_turn(others, [_replacing(group) for group in groups]))


def _any_of(patterns: Sequence[tuple[str, str]]) -> str:
    return "|".join(f"(?:{pattern})" for pattern, _ in patterns)


def _replacing(patterns: Sequence[tuple[str, str]]) -> Step:
    return lambda cell: replaced(cell, patterns)


def _by_distinct(cells: pl.Series, steps: Sequence[Step]) -> pl.Series:
    distinct = cells.drop_nulls().unique()
    if len(distinct) * _WORTH_IT > len(cells):
        return _in_turn(cells, steps)
    return cells.replace_strict(distinct, _in_turn(distinct, steps), default=None, return_dtype=pl.String)


def _in_turn(values: pl.Series, steps: Sequence[Step]) -> pl.Series:
    for step in steps:
        values = values.to_frame("value").select(step(pl.col("value"))).to_series()
    return values
