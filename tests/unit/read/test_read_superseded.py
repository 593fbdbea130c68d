"""Of records with one id, the last one counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from read_helpers import catalog

from classmatch.read.rows import FAULT, ROW
from classmatch.read.superseded import mark_superseded

if TYPE_CHECKING:
    from read_helpers import Write


def test_a_later_record_of_an_id_replaces_the_earlier(write: Write) -> None:
    lines = [("20240101T000000Z", 7, "Newer"), ("20230101T000000Z", 7, "Older"), ("20230101T000000Z", 8, "Only")]
    text = "\n".join(
        json.dumps({"aacid": f"aacid__zlib3_records__{time}__{n}__x", "metadata": {"zlibrary_id": n, "title": title}})
        for time, n, title in lines
    )
    rows, rejects = catalog(write("zlib3.jsonl", text))
    assert [row["title"] for row in rows] == ["Newer", "Only"]
    assert [(row["row"], row["reason"]) for row in rejects] == [(2, "superseded")]


@given(st.lists(st.tuples(st.sampled_from([None, "1", "2", "3"]), st.sampled_from([None, "a", "b"])), max_size=12))
def test_one_row_an_id_is_left(rows: list[tuple[str | None, str | None]]) -> None:
    frame = pl.LazyFrame(
        {
            ROW: pl.Series(range(1, len(rows) + 1), dtype=pl.UInt32),
            FAULT: pl.Series([None] * len(rows), dtype=pl.String),
            "id": pl.Series([row[0] for row in rows], dtype=pl.String),
            "order": pl.Series([row[1] for row in rows], dtype=pl.String),
        }
    )
    marked = mark_superseded(frame, "id", "order").collect().sort(ROW)
    last = {key: max((order or "", n) for n, (other, order) in enumerate(rows, 1) if other == key) for key, _ in rows}
    kept = {n for n, (key, _) in enumerate(rows, 1) if key is None or last[key][1] == n}
    assert set(marked.filter(pl.col(FAULT).is_null())[ROW]) == kept
