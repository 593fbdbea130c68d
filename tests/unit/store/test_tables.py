"""The same rows give the same bytes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from classmatch.store import tables
from classmatch.store.hashing import file_hash
from classmatch.store.tables import write_csv, write_csv_parts, write_parquet, write_parquet_parts


def test_parquet_does_not_show_how_the_rows_came_together(tmp_path: Path) -> None:
    whole = pl.DataFrame({"title": [f"Book {n}" for n in range(1000)]})
    parts = pl.concat([whole.slice(start, 100) for start in range(0, 1000, 100)], rechunk=False)
    write_parquet(whole, tmp_path / "a.parquet")
    write_parquet(parts, tmp_path / "b.parquet")
    assert file_hash(tmp_path / "a.parquet") == file_hash(tmp_path / "b.parquet")


def test_csv_quotes_what_needs_it_and_writes_six_decimals(tmp_path: Path) -> None:
    write_csv(
        pl.DataFrame({"title": ['She said "No", again', "Línea\ndos", None], "p": [0.5, 1.0, None]}), tmp_path / "a.csv"
    )
    assert (tmp_path / "a.csv").read_bytes() == (
        b'title,p\n"She said ""No"", again",0.500000\n"L\xc3\xadnea\ndos",1.000000\n,\n'
    )


TABLE = st.lists(
    st.tuples(st.integers(0, 9), st.one_of(st.none(), st.text(max_size=4)), st.floats(-1e3, 1e3)), max_size=30
)


@given(TABLE, st.lists(st.integers(0, 30), max_size=5))
@settings(max_examples=30)
def test_the_parts_of_a_table_make_no_difference(rows: list[tuple[int, str | None, float]], cuts: list[int]) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.Int64, "b": pl.String, "c": pl.Float64}, orient="row")
    frame = frame.with_columns(d=pl.concat_list("b"))
    ends = sorted({0, frame.height, *(min(cut, frame.height) for cut in cuts)})
    parts = [frame.slice(start, end - start) for start, end in pairwise([*ends, frame.height])]
    texts = frame.drop("d")
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_ROW_GROUP", 7)
        patch.setattr(tables, "_CSV_ROWS", 4)
        one, other = Path(folder) / "one", Path(folder) / "other"
        assert write_parquet_parts(iter(parts), one) == write_parquet_parts([frame], other) == file_hash(one)
        assert one.read_bytes() == other.read_bytes()
        assert_frame_equal(pl.read_parquet(one), frame)
        assert write_csv_parts((part.drop("d") for part in parts), one) == file_hash(one)
        write_csv(texts, other)
        assert one.read_bytes() == other.read_bytes() == texts.write_csv(float_precision=6).encode()


def test_a_table_without_parts_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a part"):
        write_parquet_parts([], tmp_path / "a.parquet")
