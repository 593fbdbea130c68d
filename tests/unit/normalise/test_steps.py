from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.steps import by_distinct

STEPS = (lambda text: text.str.to_uppercase(), lambda text: pl.when(text != "X").then(text + text))


def doubled(value: str | None) -> str | None:
    return None if value is None or value.upper() == "X" else value.upper() * 2


@given(st.lists(st.sampled_from(["a", "b", "x", "", None]), max_size=20))
def test_each_row_has_the_result_of_its_value(cells: list[str | None]) -> None:
    frame = pl.LazyFrame({"cell": cells}, schema={"cell": pl.String})
    result = frame.select(by_distinct(pl.col("cell"), STEPS)).collect(engine="streaming")
    assert result.schema == {"cell": pl.String}
    assert result.to_series().to_list() == [doubled(cell) for cell in cells]


@pytest.mark.parametrize("repeats", [1, 50])
def test_a_value_that_repeats_is_worked_out_once(repeats: int) -> None:
    seen: list[int] = []

    def count(text: pl.Expr) -> pl.Expr:
        return text.map_batches(lambda values: (seen.append(len(values)), values)[1], return_dtype=pl.String)

    cells = ["a", "b", "c"] * repeats
    assert pl.DataFrame({"cell": cells}).select(by_distinct(pl.col("cell"), [count])).to_series().to_list() == cells
    assert seen == [3]
