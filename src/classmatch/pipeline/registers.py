"""The registrations of a run as one table, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.originals import with_originals
from classmatch.normalise import mark_groups
from classmatch.parquet import scan_files
from classmatch.store.registers import TABLE, RegisterTable, load_register_table, register_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.store.registrations import Registrations
    from classmatch.store.workspace import Workspace

_ROW_GROUP = 100_000  # rows; what is read at a time


def register_table(workspace: Workspace, registered: Sequence[Registrations]) -> RegisterTable:
    """The rows of all files, groups marked and dates of originals filled in; as made before, or made now."""
    name = register_id([part.id for part in registered])
    known = load_register_table(workspace, name)
    if known:
        return known
    with workspace.building("registers", name) as folder:
        ordered = sorted(registered, key=lambda part: part.id)
        every = pl.concat([part.scan() for part in ordered])
        dated = with_originals(every).alias("original_date")
        marked = mark_groups(every)
        filled = pl.concat([marked.drop("original_date"), dated.to_frame().lazy()], how="horizontal")
        filled.select(*marked.collect_schema().names()).sink_parquet(
            folder / TABLE, compression="lz4", row_group_size=_ROW_GROUP, maintain_order=True
        )
    made = workspace.path("registers", name) / TABLE
    return RegisterTable(name, made, scan_files(made).select(pl.len()).collect().item())
