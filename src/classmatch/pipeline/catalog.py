"""The works of the workspace: as deduplicated before, or deduplicated now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from classmatch.dedupe import dedupe
from classmatch.partitions import partitions_for
from classmatch.store.catalogs import Catalog, catalog_id, finish_catalog, load_catalog
from classmatch.store.drops import scan_copies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.config import Settings
    from classmatch.store.workspace import Workspace

WORKSPACE = Path(".classmatch")


def catalog(workspace: Workspace, drops: Sequence[str], settings: Settings, memory: int | None = None) -> Catalog:
    """The works of these drops: as deduplicated before, or deduplicated now in about `memory` bytes.

    None: half of the machine's memory.
    """
    name = catalog_id(drops, settings.dedupe)
    known = load_catalog(workspace, name)
    if known:
        return known
    before = load_catalog(workspace, workspace.catalog) if workspace.catalog else None
    copies = scan_copies(workspace, drops)
    rows = copies.select(pl.len()).collect().item()
    count = partitions_for(rows, settings.resources.partition, len(before.parts) if before else None)
    with workspace.building("catalog", name) as folder:
        counts = dedupe(copies, settings.dedupe, folder, count, memory)
        made = finish_catalog(folder, name, counts, count, before)
    return replace(made, folder=workspace.path("catalog", name))
